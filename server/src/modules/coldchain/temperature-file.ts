import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { writeCsv } from '../../platform/tabular/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { areaRange } from './decide-judgement.ts';
import { minutesOf, spellsOf } from './judge.model.ts';
import { celsiusOf, instantOf, thinned } from './series.model.ts';
import { type Series, seriesOf } from './series.read.ts';

/** Rows of the printed table; the CSV holds every reading. */
const ROWS_MAX = 400;

export const getTemperatureFile = definePreparedVerb(
  contract.getTemperatureFile,
  { permission: 'coldchain.read', audit: null },
  async ({ db, actor }, { area_id, from, to, format }) => {
    const series = await db.tx(actor.scope, (tx) => seriesOf(tx, area_id, from, to), {
      read_only: true,
      statement_timeout_ms: 15_000,
    });
    if (series.readings === 0) fail('coldchain.no_readings');
    const name = `${series.area.area_code} ${from.slice(0, 10)}`;
    if (format === 'csv') return { name: `${name}.csv`, type: 'text/csv', bytes: temperatureCsv(series) };
    return { name: `${name}.pdf`, type: 'application/pdf', bytes: await printPdf(formOf(series)) };
  },
  async (_context, _input, file) => file,
);

/** Every reading with the time that people read on the wall, as Excel opens it. */
export function temperatureCsv(series: Series): Uint8Array {
  const rows = series.tracks.flatMap(({ device_no, position, readings }) =>
    readings.map(({ at, centi, humidity }) => [
      device_no,
      position,
      wallClock(at),
      celsiusOf(centi).toFixed(2),
      humidity === null ? '' : (humidity / 10).toFixed(1),
    ]),
  );
  const header = ['设备编号', '位置', '时间', '温度(℃)', '湿度(%RH)'];
  return writeCsv({ header, rows });
}

/** Local time of the company, which is the one on the paper. */
export const wallClock = (at: number): string =>
  new Date((at + 8 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');

function formOf(series: Series): PrintForm {
  const { area, span, tracks } = series;
  const { temp_min_c, temp_max_c } = area;
  const out = spellsOf(tracks, areaRange(area));
  const merged = tracks
    .flatMap(({ device_no, readings }) =>
      thinned(readings, ROWS_MAX).map((reading) => ({ device_no, ...reading })),
    )
    .toSorted((a, b) => a.at - b.at);
  return {
    title: '温度记录',
    issuer: '',
    document_no: `${area.area_code}-${instantOf(span.from).slice(0, 16).replaceAll(/\D/g, '')}`,
    template: 'WDJL-1',
    copy_no: 1,
    language: 'zh',
    landscape: false,
    facts: [
      { label: '区域', value: `${area.area_code} ${area.name}` },
      { label: '温度范围', value: `${temp_min_c} ～ ${temp_max_c} ℃` },
      { label: '读数', value: String(series.readings) },
      { label: '起', value: wallClock(span.from) },
      { label: '止', value: wallClock(span.to) },
      { label: '平均动力学温度', value: `${series.mkt_c} ℃` },
      { label: '最低', value: `${series.lowest_c} ℃` },
      { label: '最高', value: `${series.highest_c} ℃` },
      { label: '超出范围', value: `${minutesOf(out, span.to)} 分钟` },
    ],
    tables: [
      {
        columns: [
          { label: '时间', share: 2 },
          { label: '设备编号', share: 2 },
          { label: '温度(℃)', align: 'right' },
          { label: '湿度(%RH)', align: 'right' },
        ],
        rows: merged.map(({ at, device_no, centi, humidity }) => [
          wallClock(at),
          device_no,
          celsiusOf(centi).toFixed(2),
          humidity === null ? '' : (humidity / 10).toFixed(1),
        ]),
      },
    ],
    notes: series.readings > merged.length ? ['表中为各时段的最低和最高读数,全部读数见 CSV 文件。'] : [],
  };
}

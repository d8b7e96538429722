import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { withTable } from '../../platform/tabular/index.ts';
import { type Context, definePreparedVerb, type Outside } from '../../platform/use-case.ts';
import { requireHere } from './areas.read.ts';
import { type Columns, columnsOf, type FileReading, readRow, type WrongRow } from './logger-file.ts';
import { takeReadings } from './readings.ts';
import { instantOf } from './series.model.ts';

type Input = InputOf<typeof contract.previewLoggerFile>;
type Read = {
  readonly header: readonly string[];
  readonly columns: Columns;
  readonly readings: readonly FileReading[];
  readonly wrong: readonly WrongRow[];
};
const SHOWN = 20;
/** Half a year of a reading a minute. */
const ROWS_MAX = 300_000;

/** Reads the file beside the event loop, before any transaction. */
async function read(input: Input): Promise<Read> {
  const { bytes, file_name, offset_minutes } = input;
  const named = { time: input.time_column, temp: input.temp_column, humidity: input.humidity_column };
  return withTable(
    bytes,
    { fileName: file_name, limits: { rows_max: ROWS_MAX } },
    async ({ header, batches }) => {
      const columns = columnsOf(header, named);
      if (typeof columns === 'string')
        fail('coldchain.file_columns', {
          what: columns === 'time' ? '时间/time' : '温度/temperature',
          columns: header.join(', '),
        });
      const readings: FileReading[] = [];
      const wrong: WrongRow[] = [];
      for await (const batch of batches)
        for (const row of batch) {
          const one = readRow(row, columns, offset_minutes);
          if (one !== null && 'code' in one) wrong.push(one);
          else if (one !== null) readings.push(one);
        }
      return { header, columns, readings, wrong };
    },
  );
}

/** Asked before the file is read: reading takes a thread, and not for those who may not. */
async function readFor({ db, actor }: Outside, input: Input): Promise<Read> {
  await db.tx(actor.scope, (tx) => requireDevice({ tx, actor }, input.device_no), { read_only: true });
  return read(input);
}

/** The device of the file, at a warehouse where the actor may record. */
async function requireDevice({ tx, actor }: Pick<Context, 'tx' | 'actor'>, device_no: string): Promise<void> {
  const [device] = await deviceOf(tx, device_no);
  if (device === undefined) fail('coldchain.device_unknown', { device_no });
  requireHere(actor, 'coldchain.record', device.warehouse_id);
}
const deviceOf = (tx: Tx, device_no: string) =>
  tx.rows<{ warehouse_id: number | null }>('select warehouse_id from coldchain.device where device_no = $1', [
    device_no,
  ]);

export const previewFile = definePreparedVerb(
  contract.previewLoggerFile,
  { permission: 'coldchain.record', audit: 'coldchain.preview_file', idempotent: false },
  (outside, input) => readFor(outside, input),
  async (context, _input, { header, columns, readings, wrong }) => {
    context.rollBack();
    const sorted = readings.toSorted((a, b) => a.at - b.at);
    const temps = readings.map((reading) => reading.temp_c);
    return {
      header: [...header],
      time_column: header[columns.time]!,
      temp_column: header[columns.temp]!,
      humidity_column: columns.humidity === null ? null : header[columns.humidity]!,
      count: readings.length + wrong.length,
      first_at: sorted.length === 0 ? null : instantOf(sorted[0]!.at),
      last_at: sorted.length === 0 ? null : instantOf(sorted.at(-1)!.at),
      lowest_c: temps.length === 0 ? null : temps.reduce((a, b) => Math.min(a, b)),
      highest_c: temps.length === 0 ? null : temps.reduce((a, b) => Math.max(a, b)),
      sample: readings.slice(0, SHOWN).map(({ at, ...rest }) => ({ ...rest, at: instantOf(at) })),
      wrong: wrong.slice(0, SHOWN),
    };
  },
);

export const importFile = definePreparedVerb(
  contract.importLoggerFile,
  { permission: 'coldchain.record', audit: 'coldchain.import_file', statement_timeout_ms: 60_000 },
  (outside, input) => readFor(outside, input),
  async (context, input, { readings, wrong }) => {
    const { device_no, file_name } = input;
    await requireDevice(context, device_no);
    if (wrong.length > 0) fail('coldchain.file_rows', { wrong: wrong.length, line: wrong[0]!.line });
    const told = readings.map(({ at, temp_c, humidity }) => ({
      device_no,
      at: instantOf(at),
      temp_c,
      ...(humidity === null ? {} : { humidity }),
    }));
    const taken = await takeReadings(context.tx, told, 'file', context.actor);
    const { recorded, known, differs, refused } = taken;
    context.audit({
      entity: 'temperature_device',
      entity_id: device_no,
      detail: { file_name, bytes: input.bytes.length, recorded, known, differs, refused: refused.length },
    });
    return { ...taken, refused: refused.slice(0, SHOWN) };
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { thinned } from './series.model.ts';
import { seriesOf } from './series.read.ts';

/** As many points of a device as a screen can show. */
const POINTS_MAX = 1_500;

export const getSeries = defineVerb(
  contract.getTempSeries,
  { permission: 'coldchain.read', audit: null, statement_timeout_ms: 15_000 },
  async ({ tx }, { area_id, from, to }) => {
    const { area, span, tracks, ...figures } = await seriesOf(tx, area_id, from, to);
    const devices = tracks.map(({ device_no, position, readings }) => {
      const shown = thinned(readings, POINTS_MAX);
      return {
        device_no,
        position,
        seconds: shown.map((reading) => reading.at - span.from),
        centis: shown.map((reading) => reading.centi),
        humidities: shown.map((reading) => reading.humidity),
      };
    });
    const { temp_min_c, temp_max_c } = area;
    return { area_id, from, to, temp_min_c, temp_max_c, ...figures, devices };
  },
);

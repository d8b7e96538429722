import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Area } from './areas.read.ts';
import { common, meanKineticOf, type Span, type Track } from './judge.model.ts';
import { chunksOf } from './readings.ts';
import { celsiusOf, readingsOf, secondsOf } from './series.model.ts';

/** A logger of a month of journeys is shown at once; what is longer is asked for in parts. */
const DAYS_MAX = 100;

export type NamedTrack = Track & { readonly device_no: string; readonly position: string };
export type Series = {
  readonly area: Area;
  readonly span: { readonly from: number; readonly to: number };
  readonly tracks: readonly NamedTrack[];
  readonly readings: number;
  readonly lowest_c: number | null;
  readonly highest_c: number | null;
  readonly mkt_c: number | null;
};

type Watch = {
  device_id: number;
  device_no: string;
  position: string;
  from_at: string;
  to_at: string | null;
};

/** The readings of an area in a time, from each device for as long as it watched the area. Three statements. */
export async function seriesOf(tx: Tx, area_id: number, from: string, to: string): Promise<Series> {
  const [area] = await tx.rows<Area>(
    `select area_id, area_code, name, kind, warehouse_id, temp_min_c, temp_max_c, humidity_min, humidity_max, manual_per_day
     from coldchain.area where area_id = $1`,
    [area_id],
  );
  if (area === undefined) notFound('area', area_id);
  const span = { from: secondsOf(from), to: secondsOf(to) };
  if (span.to - span.from > DAYS_MAX * 86_400) fail('coldchain.window_too_long', { days: DAYS_MAX });
  const watches = await tx.rows<Watch>(
    `select w.device_id, d.device_no, w.position, w.from_at, w.to_at
     from coldchain.watch w join coldchain.device d using (device_id)
     where w.area_id = $1 and w.from_at <= $3::timestamptz and (w.to_at is null or w.to_at >= $2::timestamptz)
     order by w.position, d.device_no, w.from_at`,
    [area_id, from, to],
  );
  const chunks = await chunksOf(
    tx,
    [...new Set(watches.map((watch) => watch.device_id))],
    span.from,
    span.to,
  );
  const tracks = watches.map(({ device_id, device_no, position, from_at, to_at }): NamedTrack => {
    const until = to_at === null ? null : secondsOf(to_at);
    const [there] = common([{ from: secondsOf(from_at), to: until }], [span]);
    const readings = (chunks.get(device_id) ?? []).flatMap(readingsOf).filter((r) => within(r.at, there));
    return { device_no, position, readings, until };
  });
  return { area, span, tracks, ...figuresOf(tracks, span) };
}

const within = (at: number, span: Span | undefined) =>
  span !== undefined && at >= span.from && (span.to === null || at <= span.to);

function figuresOf(tracks: readonly Track[], span: Span) {
  let readings = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const track of tracks) {
    readings += track.readings.length;
    for (const { centi } of track.readings) {
      lowest = Math.min(lowest, centi);
      highest = Math.max(highest, centi);
    }
  }
  if (readings === 0) return { readings, lowest_c: null, highest_c: null, mkt_c: null };
  const mkt_c = meanKineticOf(tracks, span);
  return { readings, lowest_c: celsiusOf(lowest), highest_c: celsiusOf(highest), mkt_c };
}

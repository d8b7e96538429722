/** What transport tells and asks: vehicles and boxes stay there, their temperature is here. */
import type { Tx } from '../../platform/db.ts';
import { areaProblems, type Fitness } from './coldchain.model.ts';
import { endLoads, insertLoads, type NewLoad, upsertFleetArea } from './fleet.write.ts';
import { rulesNow } from './rules.ts';
import { instantOf } from './series.model.ts';
import { type Series, seriesOf } from './series.read.ts';
import { temperatureCsv } from './temperature-file.ts';

export type FleetUnit = {
  readonly vehicle_id: number;
  readonly vehicle_code: string;
  readonly kind: 'vehicle' | 'box';
  readonly model: string;
  /** The carrier whose it is; null for our own. */
  readonly partner_id: number | null;
  readonly temp_min_c: number;
  readonly temp_max_c: number;
  readonly validated_on: string | null;
  readonly validation_due: string | null;
  readonly status: 'active' | 'retired';
};

/** A cold vehicle or box was made or changed: it is a watched area under its own code. */
export const noteFleet = (tx: Tx, units: readonly FleetUnit[]): Promise<void> => upsertFleetArea(tx, units);

/** Documents ride in vehicles and boxes from now on: which goods are in which of them is known by that. */
export async function assignLoad(tx: Tx, loads: readonly NewLoad[]): Promise<void> {
  if (loads.length > 0) await insertLoads(tx, loads);
}

/** Documents were handed over. */
export async function endLoad(tx: Tx, document_keys: readonly string[], at: string): Promise<void> {
  if (document_keys.length > 0) await endLoads(tx, document_keys, at);
}

export type Unfit = { readonly vehicle_id: number; readonly problem: Fitness };

/**
 * Which vehicles and boxes may not take cold goods for their sensors' sake: one that is watched by too few or by one that
 * is not calibrated. One that nobody watches is refused where the company's rule says so.
 */
export async function unfitForCold(tx: Tx, vehicle_ids: readonly number[]): Promise<Unfit[]> {
  const { rules, today } = await rulesNow(tx);
  const rows = await tx.rows<{
    vehicle_id: number;
    kind: 'vehicle' | 'box';
    sensors: number;
    calibration_due: string | null;
  }>(
    `select a.vehicle_id, a.kind, count(d.device_id) as sensors,
       case when bool_and(d.calibration_due is not null) then min(d.calibration_due) end as calibration_due
     from coldchain.area a
     left join coldchain.watch w on w.area_id = a.area_id and w.to_at is null
     left join coldchain.device d on d.device_id = w.device_id and d.status = 'active' and d.kind <> 'manual'
     where a.vehicle_id = any($1::bigint[]) group by a.area_id order by a.vehicle_id`,
    [vehicle_ids],
  );
  return rows.flatMap(({ vehicle_id, ...row }): Unfit[] => {
    if (row.sensors === 0 && rules.unwatched_vehicle_blocks === 0) return [];
    // Whether it is validated is transport's to say.
    const facts = { ...row, status: 'active', validation_due: '9999-12-31', manual_per_day: 0 } as const;
    const [problem] = areaProblems(facts, today, rules.sensors_min);
    return problem === undefined ? [] : [{ vehicle_id, problem }];
  });
}

export type Journey = {
  readonly device_nos: readonly string[];
  readonly readings: number;
  /** The first and the last reading of the time. */
  readonly departure_c: number;
  readonly arrival_c: number;
  readonly min_c: number;
  readonly max_c: number;
  readonly mkt_c: number;
  /** Every reading, to be kept with the documents. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array };
};

/** What the devices in vehicles and boxes have measured on a journey; null where they have measured nothing. */
export async function journeyOf(
  tx: Tx,
  { vehicle_ids, from, to, name }: { vehicle_ids: readonly number[]; from: string; to: string; name: string },
): Promise<Journey | null> {
  const areas = await tx.rows<{ area_id: number }>(
    'select area_id from coldchain.area where vehicle_id = any($1::bigint[]) order by kind, area_id',
    [vehicle_ids],
  );
  const all = await Promise.all(areas.map(({ area_id }) => seriesOf(tx, area_id, from, to)));
  return journeyFrom(
    all.filter((series) => series.readings > 0),
    name,
  );
}

/** Boxes come before the vehicle that they ride in: the goods are inside of them. */
function journeyFrom(all: readonly Series[], name: string): Journey | null {
  const boxes = all.filter((series) => series.area.kind === 'box');
  const counted = boxes.length > 0 ? boxes : all;
  const [first] = counted;
  if (first === undefined) return null;
  const tracks = counted.flatMap((series) => series.tracks).filter((track) => track.readings.length > 0);
  const readings = tracks.flatMap((track) => track.readings).toSorted((a, b) => a.at - b.at);
  const file = temperatureCsv({ ...first, tracks });
  return {
    device_nos: tracks.map((track) => track.device_no),
    readings: readings.length,
    departure_c: readings[0]!.centi / 100,
    arrival_c: readings.at(-1)!.centi / 100,
    min_c: Math.min(...counted.map((series) => series.lowest_c!)),
    max_c: Math.max(...counted.map((series) => series.highest_c!)),
    mkt_c: Math.max(...counted.map((series) => series.mkt_c!)),
    file: { name: `${name} ${instantOf(readings[0]!.at).slice(0, 10)}.csv`, bytes: file },
  };
}

/** What one logger has measured in a time, for goods that came with it: found by the number on it. */
export async function loggerOf(
  tx: Tx,
  { device_no, from, to }: { device_no: string; from: string; to: string },
): Promise<Omit<Journey, 'file' | 'mkt_c'> | null> {
  const [found] = await tx.rows<{
    readings: number;
    min: number | null;
    max: number | null;
    first: number;
    last: number;
  }>(
    `select count(*) as readings, min(r.centi) as min, max(r.centi) as max,
       (array_agg(r.centi order by r.at))[1] as first, (array_agg(r.centi order by r.at desc))[1] as last
     from coldchain.device d
     join coldchain.chunk c on c.device_id = d.device_id
       and c.hour between $2::timestamptz - interval '1 hour' and $3::timestamptz
     cross join lateral (
       select c.hour + make_interval(secs => s) as at, v as centi from unnest(c.seconds, c.centis) as u(s, v)) r
     where d.device_no = $1 and r.at between $2::timestamptz and $3::timestamptz`,
    [device_no, from, to],
  );
  if (found === undefined || found.readings === 0) return null;
  const { readings, min, max, first, last } = found;
  return {
    device_nos: [device_no],
    readings,
    departure_c: first / 100,
    arrival_c: last / 100,
    min_c: min! / 100,
    max_c: max! / 100,
  };
}

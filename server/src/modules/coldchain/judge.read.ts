/** What judging an area looks at. */
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { Area } from './areas.read.ts';
import type { ExcursionStatus } from './coldchain.model.ts';
import type { Span, Track } from './judge.model.ts';
import { type RulesNow, rulesNow } from './rules.ts';
import { type Chunk, hourOf, instantOf, readingsOf, secondsOf } from './series.model.ts';

export type StoredExcursion = {
  readonly excursion_id: number;
  readonly document_no: string;
  readonly status: ExcursionStatus;
  readonly span: Span;
  readonly end_kind: 'in_range' | 'sensor_lost' | null;
  readonly lots: readonly number[];
};
export type StoredAlarm = {
  readonly alarm_id: number;
  readonly kind: 'out_of_range' | 'humidity';
  readonly span: Span;
};
export type Load = {
  readonly document_key: string;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly span: Span;
};
/** One device while it watched the area, with the time in which it had to report. */
export type DeviceTrack = Track & {
  readonly device_id: number;
  readonly manual: boolean;
  readonly expected: Span;
};
export type Ground = {
  readonly area: Area;
  readonly moment: RulesNow;
  readonly now: number;
  readonly window: Span;
  readonly tracks: readonly DeviceTrack[];
  readonly loads: readonly Load[];
  readonly excursions: readonly StoredExcursion[];
  readonly alarms: readonly StoredAlarm[];
};

/** Far enough back that the reading before the first one in question is among them. */
const BACK_S = 7200;
const AREA = `select area_id, area_code, name, kind, warehouse_id, temp_min_c, temp_max_c, humidity_min, humidity_max,
    manual_per_day from coldchain.area where area_id = $1`;

type Ends = { from_at: string; to_at: string | null };
const spanOf = ({ from_at, to_at }: Ends): Span => ({
  from: secondsOf(from_at),
  to: to_at === null ? null : secondsOf(to_at),
});

/** Everything about an area from a moment on, and from the beginning of what has not ended by then. */
export async function groundOf(tx: Tx, area_id: number, from_at: string | null): Promise<Ground> {
  const [area] = await tx.rows<Area>(AREA, [area_id]);
  if (area === undefined) notFound('area', area_id);
  const moment = await rulesNow(tx);
  const window = { from: await startOf(tx, area_id, from_at ?? moment.now), to: null };
  const since = instantOf(window.from);
  const [watches, loads, excursions, alarms] = await Promise.all([
    watchesOf(tx, area_id, since),
    loadsOf(tx, area_id, since),
    excursionsOf(tx, area_id, since),
    alarmsOf(tx, area_id, since),
  ]);
  const chunks = await chunksAround(
    tx,
    watches.map((watch) => watch.device_id),
    since,
  );
  const tracks = watches.map((watch) => trackOf(watch, chunks.get(watch.device_id) ?? [], window.from));
  return { area, moment, now: secondsOf(moment.now), window, tracks, loads, excursions, alarms };
}

async function startOf(tx: Tx, area_id: number, from_at: string): Promise<number> {
  const { since } = await tx.one<{ since: string }>(
    `with asked as (select $2::timestamptz - make_interval(secs => ${BACK_S}) as at)
     select least(a.at,
       (select min(e.started_at) from coldchain.excursion e
        where e.area_id = $1 and e.status <> 'decided' and (e.ended_at is null or e.ended_at >= a.at)),
       (select min(g.from_at) from coldchain.gap g
        where g.area_id = $1 and g.filled_at is null and (g.to_at is null or g.to_at >= a.at))) as since
     from asked a`,
    [area_id, from_at],
  );
  return hourOf(secondsOf(since));
}

type Watch = Ends & { readonly device_id: number; readonly kind: string };
function watchesOf(tx: Tx, area_id: number, since: string): Promise<Watch[]> {
  return tx.rows(
    `select w.device_id, d.kind, w.from_at, w.to_at from coldchain.watch w join coldchain.device d using (device_id)
     where w.area_id = $1 and (w.to_at is null or w.to_at >= $2::timestamptz) order by w.from_at, w.watch_id`,
    [area_id, since],
  );
}

/** The hours of each device since a moment, and the last one before it: a gap may begin there. */
async function chunksAround(
  tx: Tx,
  device_ids: readonly number[],
  since: string,
): Promise<Map<number, Chunk[]>> {
  const rows = await tx.rows<Omit<Chunk, 'hour'> & { device_id: number; hour: string }>(
    `select c.device_id, c.hour, c.seconds, c.centis, c.humidities
     from (select distinct unnest($1::bigint[]) as device_id) k
     cross join lateral (
       select c.* from coldchain.chunk c
       where c.device_id = k.device_id and c.hour >= coalesce(
         (select max(x.hour) from coldchain.chunk x where x.device_id = k.device_id and x.hour < $2::timestamptz),
         $2::timestamptz)) c
     order by c.device_id, c.hour`,
    [device_ids, since],
  );
  const chunks = rows.map(({ hour, ...row }) => ({ ...row, hour: secondsOf(hour) }));
  return Map.groupBy(chunks, (chunk) => chunk.device_id);
}

function trackOf({ device_id, kind, ...ends }: Watch, chunks: readonly Chunk[], since: number): DeviceTrack {
  const span = spanOf(ends);
  const readings = chunks
    .flatMap(readingsOf)
    .filter(({ at }) => at >= span.from && (span.to === null || at <= span.to));
  // A reading from before the window is the last one known then; without one, silence counts from the installation on.
  const first = readings[0]?.at ?? since;
  const expected = { from: first < since ? first : span.from, to: span.to };
  return { device_id, manual: kind === 'manual', readings, until: span.to, expected };
}

async function loadsOf(tx: Tx, area_id: number, since: string): Promise<Load[]> {
  const rows = await tx.rows<Omit<Load, 'span'> & Ends>(
    `select document_key, from_warehouse_id, to_warehouse_id, from_at, to_at from coldchain.load
     where area_id = $1 and (to_at is null or to_at >= $2::timestamptz) order by from_at`,
    [area_id, since],
  );
  return rows.map((row) => ({ ...row, span: spanOf(row) }));
}

async function excursionsOf(tx: Tx, area_id: number, since: string): Promise<StoredExcursion[]> {
  const rows = await tx.rows<Omit<StoredExcursion, 'span'> & Ends>(
    `select e.excursion_id, e.document_no, e.status, e.started_at as from_at, e.ended_at as to_at, e.end_kind,
       array(select l.lot_id from coldchain.excursion_lot l where l.excursion_id = e.excursion_id) as lots
     from coldchain.excursion e where e.area_id = $1 and (e.ended_at is null or e.ended_at >= $2::timestamptz)
     order by e.started_at`,
    [area_id, since],
  );
  return rows.map((row) => ({ ...row, span: spanOf(row) }));
}

async function alarmsOf(tx: Tx, area_id: number, since: string): Promise<StoredAlarm[]> {
  const rows = await tx.rows<Omit<StoredAlarm, 'span'> & Ends>(
    `select alarm_id, kind, started_at as from_at, ended_at as to_at from coldchain.alarm
     where area_id = $1 and kind in ('out_of_range', 'humidity') and (ended_at is null or ended_at >= $2::timestamptz)
     order by started_at`,
    [area_id, since],
  );
  return rows.map((row) => ({ ...row, span: spanOf(row) }));
}

/** Places whose goods are in an area: bins of its zones, or what documents carry that ride in it. */
export function accountsOf(
  tx: Tx,
  { area, loads }: Pick<Ground, 'area' | 'loads'>,
): Promise<{ account_id: number; document_key: string | null }[]> {
  return tx.rows(
    `select c.account_id, null::text as document_key
     from coldchain.area a
     join masterdata.v_location l on l.warehouse_id = a.warehouse_id
       and (l.location_id = a.location_id or l.zone_code = any(a.zone_codes))
     join stock.v_account c on c.location_id = l.location_id and c.kind = 'bin'
     where a.area_id = $1
     union all
     select c.account_id, c.document_key from stock.v_account c
     where c.kind = 'in_transit' and c.document_key = any($2::text[])`,
    [area.area_id, [...new Set(loads.map((load) => load.document_key))]],
  );
}

export type ItemRange = {
  readonly item_id: number;
  readonly item_code: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};
export function rangesOf(tx: Tx, item_ids: readonly number[]): Promise<ItemRange[]> {
  return tx.rows(
    `select item_id, item_code, temp_min_c, temp_max_c from masterdata.v_item
     where item_id = any($1::bigint[]) and (temp_min_c is not null or temp_max_c is not null)`,
    [item_ids],
  );
}

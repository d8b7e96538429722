/** Writes of what was judged. */
import type { Tx } from '../../platform/db.ts';
import type { Area } from './areas.read.ts';
import type { AlarmChange, DeviceGap, ExcursionChange, LotFigures } from './decide-judgement.ts';
import { instantOf } from './series.model.ts';

const instantOrNull = (at: number | null) => (at === null ? null : instantOf(at));

/** Gaps as they are now: known ones end or are noted as filled, new ones come. Gives the keys of those that changed. */
export async function saveGaps(
  tx: Tx,
  area: Area,
  since: number,
  gaps: readonly DeviceGap[],
): Promise<number> {
  const columns = [
    area.area_id,
    gaps.map((gap) => gap.device_id),
    gaps.map((gap) => instantOf(gap.from)),
    gaps.map((gap) => instantOrNull(gap.to)),
    gaps.map((gap) => gap.limit_minutes),
    gaps.map((gap) => gap.out_of_range),
  ];
  const filled = await tx.run(
    `update coldchain.gap g set filled_at = clock_timestamp()
     where g.area_id = $1 and g.filled_at is null and (g.to_at is null or g.to_at >= $4::timestamptz)
       and g.from_at >= $4::timestamptz
       and not exists (select from unnest($2::bigint[], $3::timestamptz[]) as k(device_id, from_at)
         where k.device_id = g.device_id and k.from_at = g.from_at)`,
    [columns[0], columns[1], columns[2], instantOf(since)],
  );
  const changed = await tx.run(
    `insert into coldchain.gap as g (area_id, device_id, warehouse_id, from_at, to_at, limit_minutes, out_of_range)
     select $1, d, $7, f, t, m, o
     from unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::boolean[]) as k(d, f, t, m, o)
     on conflict on constraint gap_once do update set to_at = excluded.to_at, filled_at = null
       where g.to_at is distinct from excluded.to_at or g.filled_at is not null`,
    [...columns, area.warehouse_id],
  );
  return filled + changed;
}

type Ends = { readonly from_warehouse_id: number | null; readonly to_warehouse_id: number | null };

/** New alarms come, known ones end; gives those that are new. */
export async function saveAlarms(
  tx: Tx,
  area: Area,
  ends: Ends,
  changes: readonly AlarmChange[],
): Promise<number[]> {
  const known = changes.filter((change) => change.alarm_id !== null);
  const fresh = changes.filter((change) => change.alarm_id === null);
  await tx.run(
    `update coldchain.alarm a set started_at = k.f, ended_at = k.t, value_c = k.v
     from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::double precision[]) as k(id, f, t, v)
     where a.alarm_id = k.id`,
    [
      known.map((change) => change.alarm_id),
      known.map((change) => instantOf(change.span.from)),
      known.map((change) => instantOrNull(change.span.to)),
      known.map((change) => change.value_c),
    ],
  );
  const rows = await tx.rows<{ alarm_id: number }>(
    `insert into coldchain.alarm (alarm_key, area_id, from_warehouse_id, to_warehouse_id, kind, started_at, ended_at, value_c)
     select k.kind || ' ' || $1::bigint || ' ' || extract(epoch from k.f)::bigint, $1::bigint, $2::bigint, $3::bigint, k.kind, k.f, k.t, k.v
     from unnest($4::text[], $5::timestamptz[], $6::timestamptz[], $7::double precision[]) as k(kind, f, t, v)
     on conflict on constraint alarm_key_once do nothing returning alarm_id`,
    [
      area.area_id,
      ends.from_warehouse_id,
      ends.to_warehouse_id,
      fresh.map((change) => change.kind),
      fresh.map((change) => instantOf(change.span.from)),
      fresh.map((change) => instantOrNull(change.span.to)),
      fresh.map((change) => change.value_c),
    ],
  );
  return rows.map((row) => row.alarm_id);
}

/** An alarm for each sensor that is silent now; it ends with the gap. */
export async function saveLostAlarms(tx: Tx, area: Area, ends: Ends): Promise<number[]> {
  await tx.run(
    `update coldchain.alarm a set ended_at = coalesce(g.to_at, g.filled_at)
     from coldchain.gap g
     where a.area_id = $1 and a.kind = 'sensor_lost' and a.ended_at is null
       and a.alarm_key = 'sensor_lost ' || g.gap_id and coalesce(g.to_at, g.filled_at) is not null`,
    [area.area_id],
  );
  const rows = await tx.rows<{ alarm_id: number }>(
    `insert into coldchain.alarm (alarm_key, area_id, from_warehouse_id, to_warehouse_id, kind, started_at, device_id)
     select 'sensor_lost ' || g.gap_id, g.area_id, $2::bigint, $3::bigint, 'sensor_lost', g.from_at, g.device_id
     from coldchain.gap g where g.area_id = $1 and g.to_at is null and g.filled_at is null
     on conflict on constraint alarm_key_once do nothing returning alarm_id`,
    [area.area_id, ends.from_warehouse_id, ends.to_warehouse_id],
  );
  return rows.map((row) => row.alarm_id);
}

export async function insertExcursion(
  tx: Tx,
  area: Area,
  ends: Ends,
  { span, lowest_c, highest_c }: ExcursionChange,
): Promise<{ excursion_id: number; document_no: string }> {
  return tx.one(
    `insert into coldchain.excursion (area_id, from_warehouse_id, to_warehouse_id, status, started_at, ended_at, end_kind,
       lowest_c, highest_c)
     values ($1, $2, $3, case when $5::timestamptz is null then 'open' else 'ended' end, $4, $5,
       case when $5::timestamptz is null then null else 'in_range' end, $6, $7)
     returning excursion_id, document_no`,
    [
      area.area_id,
      ends.from_warehouse_id,
      ends.to_warehouse_id,
      instantOf(span.from),
      instantOrNull(span.to),
      lowest_c,
      highest_c,
    ],
  );
}

/** What quality has closed keeps how it was closed. */
export async function updateExcursion(
  tx: Tx,
  excursion_id: number,
  { span, lowest_c, highest_c }: ExcursionChange,
): Promise<void> {
  await tx.run(
    `update coldchain.excursion set started_at = $2, ended_at = $3,
       status = case when $3::timestamptz is null then 'open' else 'ended' end,
       end_kind = case when $3::timestamptz is null then null else coalesce(end_kind, 'in_range') end,
       lowest_c = least(lowest_c, $4), highest_c = greatest(highest_c, $5)
     where excursion_id = $1`,
    [excursion_id, instantOf(span.from), instantOrNull(span.to), lowest_c, highest_c],
  );
}

export async function saveDeviation(
  tx: Tx,
  excursion_id: number,
  deviation: { deviation_id: number; document_no: string },
): Promise<void> {
  await tx.run(
    'update coldchain.excursion set deviation_id = $2, deviation_no = $3 where excursion_id = $1',
    [excursion_id, deviation.deviation_id, deviation.document_no],
  );
}

export type SavedLot = LotFigures & { readonly excursion_id: number; readonly qty_gone: number };

/** Figures of lots as they are now, and the time that they use of what their maker allows outside of the cold. */
export async function saveLots(tx: Tx, lots: readonly SavedLot[], now: number): Promise<void> {
  const rows = lots.map((lot) => ({
    excursion_id: lot.excursion_id,
    item_id: lot.item_id,
    lot_id: lot.lot_id,
    temp_min_c: lot.range.temp_min_c,
    temp_max_c: lot.range.temp_max_c,
    from_at: instantOf(lot.span.from),
    to_at: instantOf(lot.span.to ?? now),
    minutes_out: lot.minutes_out,
    lowest_c: lot.lowest_c,
    highest_c: lot.highest_c,
    mkt_c: lot.mkt_c,
    qty_there: lot.qty_there,
    qty_gone: lot.qty_gone,
  }));
  await tx.run(
    `insert into coldchain.excursion_lot as e (excursion_id, item_id, lot_id, temp_min_c, temp_max_c, from_at, to_at,
       minutes_out, lowest_c, highest_c, mkt_c, qty_there, qty_gone)
     select k.* from jsonb_to_recordset($1::jsonb) as k(excursion_id bigint, item_id bigint, lot_id bigint,
       temp_min_c double precision, temp_max_c double precision, from_at timestamptz, to_at timestamptz, minutes_out integer,
       lowest_c double precision, highest_c double precision, mkt_c double precision, qty_there bigint, qty_gone bigint)
     on conflict on constraint excursion_lot_pk do update set from_at = least(e.from_at, excluded.from_at),
       to_at = excluded.to_at, minutes_out = excluded.minutes_out, lowest_c = least(e.lowest_c, excluded.lowest_c),
       highest_c = greatest(e.highest_c, excluded.highest_c), mkt_c = excluded.mkt_c,
       qty_there = greatest(e.qty_there, excluded.qty_there), qty_gone = greatest(e.qty_gone, excluded.qty_gone)`,
    [JSON.stringify(rows)],
  );
  await tx.run(
    `insert into coldchain.exposure as x (item_id, lot_id, kind, excursion_id, minutes, highest_c, at)
     select k.item_id, k.lot_id, 'excursion', k.excursion_id, k.minutes_out, k.highest_c, k.from_at
     from jsonb_to_recordset($1::jsonb) as k(excursion_id bigint, item_id bigint, lot_id bigint, minutes_out integer,
       highest_c double precision, from_at timestamptz)
     on conflict on constraint exposure_excursion_once do update set minutes = excluded.minutes,
       highest_c = greatest(x.highest_c, excluded.highest_c)`,
    [JSON.stringify(rows)],
  );
}

export async function insertExcursionHolds(
  tx: Tx,
  held: readonly {
    excursion_id: number;
    item_id: number;
    lot_id: number;
    account_id: number;
    qty: number;
    movement_id: number;
  }[],
): Promise<void> {
  await tx.run(
    `insert into coldchain.excursion_hold (excursion_id, item_id, lot_id, account_id, qty, movement_id)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])`,
    [
      held.map((one) => one.excursion_id),
      held.map((one) => one.item_id),
      held.map((one) => one.lot_id),
      held.map((one) => one.account_id),
      held.map((one) => one.qty),
      held.map((one) => one.movement_id),
    ],
  );
}

export async function saveExcursionAlarms(tx: Tx, excursion_ids: readonly number[]): Promise<number[]> {
  const rows = await tx.rows<{ alarm_id: number }>(
    `insert into coldchain.alarm (alarm_key, area_id, from_warehouse_id, to_warehouse_id, kind, started_at, ended_at, value_c,
       excursion_id)
     select 'excursion ' || e.excursion_id, e.area_id, e.from_warehouse_id, e.to_warehouse_id, 'excursion', e.started_at,
       e.ended_at, e.highest_c, e.excursion_id
     from coldchain.excursion e where e.excursion_id = any($1::bigint[])
     on conflict on constraint alarm_key_once do update set ended_at = excluded.ended_at
     returning alarm_id`,
    [excursion_ids],
  );
  return rows.map((row) => row.alarm_id);
}

export type Notice = { readonly alarm_id: number; readonly user_id: number };

/**
 * Tells the people of an area of alarms: those named for the level, and where fewer are named than the rule asks for, also
 * the managers of the warehouse and quality (level 1) or the management (level 2). Gives whom it told for the first time.
 */
export function insertNotices(
  tx: Tx,
  alarm_ids: readonly number[],
  level: 1 | 2,
  recipients_min: number,
): Promise<Notice[]> {
  return tx.rows(
    `with told as (
       select m.alarm_id, m.from_warehouse_id, m.to_warehouse_id, array(
         select c.user_id from coldchain.contact c where c.area_id = m.area_id and c.level = $2) as named
       from coldchain.alarm m where m.alarm_id = any($1::bigint[])
     )
     insert into coldchain.alarm_notice (alarm_id, user_id, level)
     select t.alarm_id, u, $2 from told t cross join lateral unnest(t.named) as u
     union
     select t.alarm_id, g.user_id, $2 from told t
     join identity.v_grant g on g.partner_id is null
       and g.role = any(case when $2 = 1 then array['warehouse_manager', 'quality'] else array['manager', 'quality'] end)
       and (g.warehouse_id is null or g.warehouse_id in (t.from_warehouse_id, t.to_warehouse_id))
     where cardinality(t.named) < $3
     on conflict do nothing returning alarm_id, user_id`,
    [alarm_ids, level, level === 1 ? recipients_min : 1],
  );
}

/** Judged up to what was known at a moment; readings that came since are judged next. */
export async function forgetUnjudged(tx: Tx, area_id: number, marked_until: string): Promise<void> {
  await tx.run('delete from coldchain.unjudged where area_id = $1 and marked_at <= $2::timestamptz', [
    area_id,
    marked_until,
  ]);
}

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type AreaKind, areaProblems, areaState } from './coldchain.model.ts';
import type { RulesNow } from './rules.ts';

export type Area = {
  readonly area_id: number;
  readonly area_code: string;
  readonly name: string;
  readonly kind: AreaKind;
  readonly warehouse_id: number | null;
  readonly temp_min_c: number;
  readonly temp_max_c: number;
  readonly humidity_min: number | null;
  readonly humidity_max: number | null;
  readonly manual_per_day: number;
};

/** An area, locked; out of sight it does not exist. The permission is asked where it stands, anywhere for what travels. */
export async function lockArea(tx: Tx, actor: Actor, permission: string, area_id: number): Promise<Area> {
  const [area] = await tx.rows<Area>(
    `select area_id, area_code, name, kind, warehouse_id, temp_min_c, temp_max_c, humidity_min, humidity_max, manual_per_day
     from coldchain.area where area_id = $1 for no key update`,
    [area_id],
  );
  if (area === undefined) notFound('area', area_id);
  requireHere(actor, permission, area.warehouse_id);
  return area;
}

/** Demands a permission at a warehouse that is in sight; for what travels it is enough to hold it somewhere. */
export function requireHere(actor: Actor, permission: string, warehouse_id: number | null): void {
  if (warehouse_id === null ? can(actor, permission) : can(actor, permission, warehouse_id)) return;
  fail('platform.forbidden', { permission, ...(warehouse_id === null ? {} : { warehouse_id }) });
}

type Shown = OutputOf<typeof contract.listAreas>['rows'][number];
type Found = Omit<Shown, 'state' | 'problems'> & {
  readonly lost: number;
  readonly calibration_due: string | null;
};

/** Areas with what they show now. */
export async function areasNow(
  tx: Tx,
  { rules, today }: RulesNow,
  ask: {
    warehouse_id?: number | undefined;
    kind?: string | undefined;
    area_id?: number;
    after?: number | undefined;
    limit: number;
  },
): Promise<Shown[]> {
  const rows = await tx.rows<Found>(AREAS, [
    ask.warehouse_id ?? null,
    ask.kind ?? null,
    ask.area_id ?? null,
    ask.after ?? 0,
    ask.limit,
  ]);
  return rows.map(({ lost, calibration_due, ...row }) => {
    const fleet = row.kind === 'vehicle' || row.kind === 'box';
    // A vehicle that nobody watches travels by its own papers, unless the company has it otherwise.
    const least = fleet && row.sensors === 0 && rules.unwatched_vehicle_blocks === 0 ? 0 : rules.sensors_min;
    const problems = areaProblems({ ...row, calibration_due }, today, least);
    const expected = !fleet || row.loads > 0;
    return { ...row, problems, state: areaState({ ...row, lost, expected }, problems) };
  });
}

const AREAS = `select a.area_id, a.area_code, a.name, a.kind, a.warehouse_id, h.name as warehouse_name, a.zone_codes,
    p.location_code, a.vehicle_id, a.temp_min_c, a.temp_max_c, a.humidity_min, a.humidity_max, a.manual_per_day,
    a.validated_on, a.validation_due, a.status, d.sensors, d.lowest_c, d.highest_c, d.humidity, d.last_at,
    d.calibration_due, c.contacts, l.loads, m.open_alarms, e.open_excursions, g.lost
  from coldchain.area a
  left join masterdata.v_warehouse h on h.warehouse_id = a.warehouse_id
  left join masterdata.v_location p on p.location_id = a.location_id
  cross join lateral (
    select count(*) filter (where d.kind <> 'manual') as sensors, min(d.last_centi)::double precision / 100 as lowest_c,
      max(d.last_centi)::double precision / 100 as highest_c, max(d.last_humidity)::double precision / 10 as humidity,
      max(d.last_at) as last_at,
      case when bool_and(d.kind = 'manual' or d.calibration_due is not null) then min(d.calibration_due) end as calibration_due
    from coldchain.watch w join coldchain.device d using (device_id)
    where w.area_id = a.area_id and w.to_at is null and d.status = 'active') d
  cross join lateral (select count(*) as contacts from coldchain.contact c where c.area_id = a.area_id and c.level = 1) c
  cross join lateral (select count(*) as loads from coldchain.load l where l.area_id = a.area_id and l.to_at is null) l
  cross join lateral (
    select count(*) as open_alarms from coldchain.alarm m where m.area_id = a.area_id and m.acknowledged_at is null) m
  cross join lateral (
    select count(*) as open_excursions from coldchain.excursion e where e.area_id = a.area_id and e.status <> 'decided') e
  cross join lateral (
    select count(*) as lost from coldchain.gap g
    where g.area_id = a.area_id and g.to_at is null and g.filled_at is null) g
  where ($1::bigint is null or a.warehouse_id = $1 or a.warehouse_id is null) and ($2::text is null or a.kind = $2)
    and ($3::bigint is null or a.area_id = $3) and a.area_id > $4
  order by a.area_id limit $5`;

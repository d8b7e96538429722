import type { Tx } from '../../platform/db.ts';
import type { FleetUnit } from './fleet.ts';

export async function upsertFleetArea(tx: Tx, units: readonly FleetUnit[]): Promise<void> {
  await tx.run(
    `insert into coldchain.area as a (area_code, name, kind, vehicle_id, partner_id, temp_min_c, temp_max_c, validated_on, validation_due,
       status)
     select k.vehicle_code, k.model, k.kind, k.vehicle_id, k.partner_id, k.temp_min_c, k.temp_max_c, k.validated_on, k.validation_due, k.status
     from jsonb_to_recordset($1::jsonb) as k(vehicle_id bigint, vehicle_code text, kind text, model text, partner_id bigint,
       temp_min_c double precision, temp_max_c double precision, validated_on date, validation_due date, status text)
     order by k.vehicle_id
     on conflict on constraint area_vehicle_key do update set area_code = excluded.area_code, name = excluded.name,
       kind = excluded.kind, partner_id = excluded.partner_id, temp_min_c = excluded.temp_min_c, temp_max_c = excluded.temp_max_c,
       validated_on = excluded.validated_on, validation_due = excluded.validation_due, status = excluded.status,
       changed_at = clock_timestamp()`,
    [JSON.stringify(units)],
  );
}

export type NewLoad = {
  readonly vehicle_id: number;
  readonly document_key: string;
  readonly document_no: string;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly from_at: string;
};

/** What nobody has told of as an area carries nothing that is watched. */
export async function insertLoads(tx: Tx, loads: readonly NewLoad[]): Promise<void> {
  await tx.run(
    `with told as (
       select a.area_id, a.partner_id, k.* from jsonb_to_recordset($1::jsonb) as k(vehicle_id bigint, document_key text, document_no text,
         from_warehouse_id bigint, to_warehouse_id bigint, from_at timestamptz)
       join coldchain.area a using (vehicle_id)
     ), loaded as (
       insert into coldchain.load (area_id, partner_id, document_key, document_no, from_warehouse_id, to_warehouse_id, from_at)
       select area_id, partner_id, document_key, document_no, from_warehouse_id, to_warehouse_id, from_at from told
       on conflict on constraint load_once do nothing
     )
     insert into coldchain.unjudged as u (area_id, from_at) select area_id, min(from_at) from told group by 1 order by 1
     on conflict on constraint unjudged_pk do update set from_at = least(u.from_at, excluded.from_at),
       marked_at = clock_timestamp()`,
    [JSON.stringify(loads)],
  );
}

export async function endLoads(tx: Tx, document_keys: readonly string[], at: string): Promise<void> {
  await tx.run(
    `with ended as (
       update coldchain.load set to_at = greatest(from_at, $2::timestamptz)
       where document_key = any($1::text[]) and to_at is null returning area_id, from_at
     )
     insert into coldchain.unjudged as u (area_id, from_at) select area_id, min(from_at) from ended group by 1 order by 1
     on conflict on constraint unjudged_pk do update set from_at = least(u.from_at, excluded.from_at),
       marked_at = clock_timestamp()`,
    [document_keys, at],
  );
}

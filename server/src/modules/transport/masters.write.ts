/** Every INSERT and UPDATE of what transport is done with: contracts, vehicles, drivers, places. */

import type * as contract from '@tongcang/contract';
import type { InputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

/** A contract with its rate card. */
export function insertContract(
  tx: Tx,
  made: InputOf<typeof contract.saveCarrierContract> & { readonly created_by: number | null },
): Promise<{ contract_id: number; document_no: string }> {
  return tx.one(
    `with made as (
       insert into transport.contract (partner_id, title, valid_from, valid_to, assessed_on, assessed_by, tolerance_bp, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning contract_id, document_no
     ), rated as (
       insert into transport.rate (contract_id, line_no, lane_id, temperature_class, fixed_fen, per_kg_fen, per_km_fen,
         per_drop_fen, minimum_fen, kg_per_m3)
       select m.contract_id, k.ord, r.lane_id, r.temperature_class, r.fixed_fen, r.per_kg_fen, r.per_km_fen, r.per_drop_fen,
         r.minimum_fen, r.kg_per_m3
       from made m cross join jsonb_array_elements($9::jsonb) with ordinality as k(rate, ord)
       cross join lateral jsonb_to_record(k.rate) as r(lane_id bigint, temperature_class text, fixed_fen bigint,
         per_kg_fen bigint, per_km_fen bigint, per_drop_fen bigint, minimum_fen bigint, kg_per_m3 integer)
     )
     select contract_id, document_no from made`,
    [
      made.carrier_id,
      made.title,
      made.valid_from,
      made.valid_to,
      made.assessed_on,
      made.assessed_by,
      made.tolerance_bp,
      made.created_by,
      JSON.stringify(made.rates),
    ],
  );
}

export function endContract(
  tx: Tx,
  end: { readonly contract_id: number; readonly ended_on: string; readonly end_reason: string },
): Promise<number> {
  return tx.run('update transport.contract set ended_on = $2, end_reason = $3 where contract_id = $1', [
    end.contract_id,
    end.ended_on,
    end.end_reason,
  ]);
}

/** Makes or changes the vehicle or box of a code. */
export async function upsertVehicle(
  tx: Tx,
  vehicle: InputOf<typeof contract.saveVehicle>,
): Promise<{ vehicle_id: number }> {
  return tx.one(
    `insert into transport.vehicle (vehicle_code, kind, model, partner_id, depot_id, capacity_kg, ambient_l, cold_l,
       frozen_l, temp_min_c, temp_max_c, validated_on, validation_due, licence_valid_to, fixed_cost_fen, cost_fen_per_km,
       status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (vehicle_code) do update set kind = excluded.kind, model = excluded.model, partner_id = excluded.partner_id,
       depot_id = excluded.depot_id, capacity_kg = excluded.capacity_kg, ambient_l = excluded.ambient_l,
       cold_l = excluded.cold_l, frozen_l = excluded.frozen_l, temp_min_c = excluded.temp_min_c,
       temp_max_c = excluded.temp_max_c, validated_on = excluded.validated_on, validation_due = excluded.validation_due,
       licence_valid_to = excluded.licence_valid_to, fixed_cost_fen = excluded.fixed_cost_fen,
       cost_fen_per_km = excluded.cost_fen_per_km, status = excluded.status, changed_at = clock_timestamp()
     returning vehicle_id`,
    [
      vehicle.vehicle_code,
      vehicle.kind,
      vehicle.model,
      vehicle.carrier_id ?? null,
      vehicle.depot_id ?? null,
      vehicle.capacity_kg,
      vehicle.ambient_l,
      vehicle.cold_l,
      vehicle.frozen_l,
      vehicle.temp_min_c ?? null,
      vehicle.temp_max_c ?? null,
      vehicle.validated_on ?? null,
      vehicle.validation_due ?? null,
      vehicle.licence_valid_to ?? null,
      vehicle.fixed_cost_fen,
      vehicle.cost_fen_per_km,
      vehicle.status,
    ],
  );
}

/** Makes or changes the driver of a code. */
export function upsertDriver(
  tx: Tx,
  driver: InputOf<typeof contract.saveDriver>,
): Promise<{ driver_id: number }> {
  return tx.one(
    `insert into transport.driver (driver_code, name, phone, partner_id, depot_id, user_id, licence_valid_to, trained_until, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (driver_code) do update set name = excluded.name, phone = excluded.phone, partner_id = excluded.partner_id,
       depot_id = excluded.depot_id, user_id = excluded.user_id, licence_valid_to = excluded.licence_valid_to,
       trained_until = excluded.trained_until, status = excluded.status, changed_at = clock_timestamp()
     returning driver_id`,
    [
      driver.driver_code,
      driver.name,
      driver.phone ?? null,
      driver.carrier_id ?? null,
      driver.depot_id ?? null,
      driver.user_id ?? null,
      driver.licence_valid_to,
      driver.trained_until ?? null,
      driver.status,
    ],
  );
}

/** Says where a customer is and when deliveries are taken. */
export function upsertPlace(tx: Tx, place: InputOf<typeof contract.saveDeliveryPlace>): Promise<number> {
  return tx.run(
    `insert into transport.place (customer_id, longitude, latitude, opens_minutes, closes_minutes, service_minutes, instructions)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (customer_id) do update set longitude = excluded.longitude, latitude = excluded.latitude,
       opens_minutes = excluded.opens_minutes, closes_minutes = excluded.closes_minutes,
       service_minutes = excluded.service_minutes, instructions = excluded.instructions, changed_at = clock_timestamp()`,
    [
      place.customer_id,
      place.longitude,
      place.latitude,
      place.opens_minutes,
      place.closes_minutes,
      place.service_minutes,
      place.instructions ?? null,
    ],
  );
}

import type { DatasetRow } from '@tongcang/contract';
import { recogniseDi } from '@tongcang/udi';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { pinyinInitials } from './pinyin.ts';

// Rows travel as one JSON document: imports are wide and rare, and a record of named columns is easier to keep right
// than twenty arrays. Every statement joins the codes it refers to, so an unknown code leaves a row out and the count
// tells. Rows that repeat an existing code change the record.

async function upsert(tx: Tx, dataset: string, text: string, rows: readonly unknown[]): Promise<number> {
  const written = await tx.run(text, [JSON.stringify(rows)]);
  if (written !== rows.length) fail('masterdata.code_unknown', { dataset, count: rows.length - written });
  return written;
}

export function writePartners(tx: Tx, rows: readonly DatasetRow<'partner'>[]): Promise<number> {
  return upsert(
    tx,
    'partner',
    `insert into masterdata.partner as p (partner_code, name, kind, uscc, province, address, contact, phone)
     select partner_code, name, kind, uscc, province, address, contact, phone
     from jsonb_to_recordset($1::jsonb) as r(partner_code text, name text, kind text, uscc text, province text,
       address text, contact text, phone text)
     order by partner_code
     on conflict (partner_code) do update set name = excluded.name, kind = excluded.kind, uscc = excluded.uscc,
       province = excluded.province, address = excluded.address, contact = excluded.contact, phone = excluded.phone,
       changed_at = excluded.changed_at`,
    rows,
  );
}

export function writeDepartments(tx: Tx, rows: readonly DatasetRow<'department'>[]): Promise<number> {
  return upsert(
    tx,
    'department',
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     select p.partner_id, r.department_code, r.name, r.priority_class, r.min_remaining_days
     from jsonb_to_recordset($1::jsonb) as r(partner_code text, department_code text, name text, priority_class smallint,
       min_remaining_days integer)
     join masterdata.partner p using (partner_code)
     order by r.department_code
     on conflict (department_code) do update set partner_id = excluded.partner_id, name = excluded.name,
       priority_class = excluded.priority_class, min_remaining_days = excluded.min_remaining_days,
       changed_at = excluded.changed_at`,
    rows,
  );
}

export function writeWarehouses(tx: Tx, rows: readonly DatasetRow<'warehouse'>[]): Promise<number> {
  return upsert(
    tx,
    'warehouse',
    `insert into masterdata.warehouse (warehouse_code, name, legal_entity_id, province, city, address, longitude, latitude, timezone,
       regulator)
     select r.warehouse_code, r.name, p.partner_id, r.province, r.city, r.address, r.longitude, r.latitude, r.timezone,
       coalesce(r.regulator, o.regulator)
     from jsonb_to_recordset($1::jsonb) as r(warehouse_code text, name text, legal_entity_code text, province text, city text,
       address text, longitude double precision, latitude double precision, timezone text, regulator text)
     join masterdata.partner p on p.partner_code = r.legal_entity_code and p.kind = 'legal_entity'
     left join masterdata.warehouse o on o.warehouse_code = r.warehouse_code
     order by r.warehouse_code
     on conflict (warehouse_code) do update set name = excluded.name, legal_entity_id = excluded.legal_entity_id,
       province = excluded.province, city = excluded.city, address = excluded.address, longitude = excluded.longitude,
       latitude = excluded.latitude, timezone = excluded.timezone, regulator = excluded.regulator, changed_at = excluded.changed_at`,
    rows,
  );
}

export function writeLocations(tx: Tx, rows: readonly DatasetRow<'location'>[]): Promise<number> {
  return upsert(
    tx,
    'location',
    `insert into masterdata.location as l (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y,
       capacity_ml, pick_face, pick_sequence)
     select w.warehouse_id, r.location_code, r.zone_code, r.zone_kind, r.storage_condition, r.x, r.y, r.capacity_ml,
       coalesce(r.pick_face, o.pick_face, false), r.pick_sequence
     from jsonb_to_recordset($1::jsonb) as r(warehouse_code text, location_code text, zone_code text, zone_kind text,
       storage_condition text, x integer, y integer, capacity_ml bigint, pick_face boolean, pick_sequence integer)
     join masterdata.warehouse w using (warehouse_code)
     left join masterdata.location o on o.warehouse_id = w.warehouse_id and o.location_code = r.location_code
     order by w.warehouse_id, r.location_code
     on conflict (warehouse_id, location_code) do update set zone_code = excluded.zone_code,
       zone_kind = excluded.zone_kind, storage_condition = excluded.storage_condition, x = excluded.x, y = excluded.y,
       capacity_ml = coalesce(excluded.capacity_ml, l.capacity_ml), pick_face = excluded.pick_face,
       pick_sequence = coalesce(excluded.pick_sequence, l.pick_sequence), changed_at = excluded.changed_at`,
    rows,
  );
}

export type MapBin = {
  readonly location_code: string;
  readonly zone_code: string;
  readonly zone_kind: string;
  readonly storage_condition: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly capacity_ml: number | null;
  readonly pick_face: boolean;
  readonly pick_sequence: number | null;
};

/** The bins of a warehouse as its map shows them; those left out are retired. The caller holds the lock of rules. */
export function writeMap(
  tx: Tx,
  warehouse_id: number,
  bins: readonly MapBin[],
): Promise<{ saved: number; retired: number }> {
  return tx.one(
    `with drawn as (
       select * from jsonb_to_recordset($2::jsonb) as r(location_code text, zone_code text, zone_kind text,
         storage_condition text, x integer, y integer, width integer, height integer, capacity_ml bigint,
         pick_face boolean, pick_sequence integer)
     ), saved as (
       insert into masterdata.location as l (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y,
         width, height, capacity_ml, pick_face, pick_sequence)
       select $1, location_code, zone_code, zone_kind, storage_condition, x, y, width, height, capacity_ml, pick_face,
         pick_sequence
       from drawn order by location_code
       on conflict (warehouse_id, location_code) do update set zone_code = excluded.zone_code,
         zone_kind = excluded.zone_kind, storage_condition = excluded.storage_condition, x = excluded.x, y = excluded.y,
         width = excluded.width, height = excluded.height, capacity_ml = excluded.capacity_ml,
         pick_face = excluded.pick_face, pick_sequence = excluded.pick_sequence, retired_at = null,
         changed_at = excluded.changed_at
       returning 1
     ), retired as (
       update masterdata.location set retired_at = clock_timestamp(), changed_at = clock_timestamp(), pick_face = false
       where warehouse_id = $1 and retired_at is null and location_code not in (select location_code from drawn)
       returning 1
     )
     select (select count(*)::integer from saved) as saved, (select count(*)::integer from retired) as retired`,
    [warehouse_id, JSON.stringify(bins)],
  );
}

export async function writeItems(tx: Tx, rows: readonly DatasetRow<'item'>[]): Promise<number> {
  const named = rows.map((row) => {
    const { issuer, di } = recogniseDi(row.udi_di) ?? { issuer: 'gs1', di: row.udi_di.padStart(14, '0') };
    return { ...row, udi_issuer: issuer, udi_di: di, pinyin: pinyinInitials(row.name) };
  });
  return upsert(
    tx,
    'item',
    `insert into masterdata.item (item_code, name, name_en, model, device_class, category, unit, carton_qty, udi_issuer, udi_di,
       registration_no, manufacturer_id, tracking, implant, sterile, storage_condition, temp_min_c, temp_max_c,
       shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g, pinyin, exempt_filing, udi_required_from,
       needs_chinese_label, catalogue_old, catalogue_new, insurance_code)
     select r.item_code, r.name, r.name_en, r.model, r.device_class, r.category, r.unit, r.carton_qty,
       r.udi_issuer, r.udi_di, r.registration_no, m.partner_id, r.tracking, r.implant, r.sterile, r.storage_condition,
       r.temp_min_c, r.temp_max_c, r.shelf_life_days, r.unit_cost_fen, r.unit_volume_ml, r.unit_weight_g, r.pinyin,
       coalesce(r.exempt_filing, o.exempt_filing, false), coalesce(r.udi_required_from, o.udi_required_from),
       coalesce(r.needs_chinese_label, o.needs_chinese_label, false), coalesce(r.catalogue_old, o.catalogue_old),
       coalesce(r.catalogue_new, o.catalogue_new), coalesce(r.insurance_code, o.insurance_code)
     from jsonb_to_recordset($1::jsonb) as r(item_code text, name text, name_en text, model text, device_class text,
       category text, unit text, carton_qty integer, udi_issuer text, udi_di text, registration_no text, manufacturer_code text,
       tracking text, implant boolean, sterile boolean, storage_condition text, temp_min_c double precision,
       temp_max_c double precision, shelf_life_days integer, unit_cost_fen bigint, unit_volume_ml bigint,
       unit_weight_g bigint, pinyin text, exempt_filing boolean, udi_required_from date, needs_chinese_label boolean,
       catalogue_old text, catalogue_new text, insurance_code text)
     join masterdata.partner m on m.partner_code = r.manufacturer_code
     left join masterdata.item o on o.item_code = r.item_code
     order by r.item_code
     on conflict (item_code) do update set name = excluded.name, name_en = excluded.name_en, model = excluded.model,
       device_class = excluded.device_class, category = excluded.category, unit = excluded.unit,
       carton_qty = excluded.carton_qty, udi_issuer = excluded.udi_issuer, udi_di = excluded.udi_di, registration_no = excluded.registration_no,
       manufacturer_id = excluded.manufacturer_id, tracking = excluded.tracking, implant = excluded.implant,
       sterile = excluded.sterile, storage_condition = excluded.storage_condition, temp_min_c = excluded.temp_min_c,
       temp_max_c = excluded.temp_max_c, shelf_life_days = excluded.shelf_life_days,
       unit_cost_fen = excluded.unit_cost_fen, unit_volume_ml = excluded.unit_volume_ml,
       unit_weight_g = excluded.unit_weight_g, pinyin = excluded.pinyin, exempt_filing = excluded.exempt_filing,
       udi_required_from = excluded.udi_required_from, needs_chinese_label = excluded.needs_chinese_label,
       catalogue_old = excluded.catalogue_old, catalogue_new = excluded.catalogue_new,
       insurance_code = excluded.insurance_code, changed_at = excluded.changed_at`,
    named,
  );
}

export function writeLanes(tx: Tx, rows: readonly DatasetRow<'lane'>[]): Promise<number> {
  return upsert(
    tx,
    'lane',
    `insert into masterdata.lane (from_warehouse_id, to_warehouse_id, to_partner_id, mode, carrier_id, transit_hours,
       distance_km, fixed_cost_fen, cost_fen_per_kg, capacity_kg, temp_min_c, temp_max_c)
     select f.warehouse_id, t.warehouse_id, case when t.warehouse_id is null then p.partner_id end, r.mode, c.partner_id,
       r.transit_hours, r.distance_km, r.fixed_cost_fen, r.cost_fen_per_kg, r.capacity_kg, r.temp_min_c, r.temp_max_c
     from jsonb_to_recordset($1::jsonb) as r(from_warehouse_code text, to_code text, mode text, carrier_code text,
       transit_hours integer, distance_km integer, fixed_cost_fen bigint, cost_fen_per_kg bigint, capacity_kg integer,
       temp_min_c double precision, temp_max_c double precision)
     join masterdata.warehouse f on f.warehouse_code = r.from_warehouse_code
     join masterdata.partner c on c.partner_code = r.carrier_code
     left join masterdata.warehouse t on t.warehouse_code = r.to_code
     left join masterdata.partner p on p.partner_code = r.to_code and p.kind = 'customer'
     where t.warehouse_id is not null or p.partner_id is not null
     order by 1, 2, 3, 4, 5
     on conflict (from_warehouse_id, to_warehouse_id, to_partner_id, mode, carrier_id) do update set
       transit_hours = excluded.transit_hours, distance_km = excluded.distance_km,
       fixed_cost_fen = excluded.fixed_cost_fen, cost_fen_per_kg = excluded.cost_fen_per_kg,
       capacity_kg = excluded.capacity_kg, temp_min_c = excluded.temp_min_c, temp_max_c = excluded.temp_max_c,
       changed_at = excluded.changed_at`,
    rows,
  );
}

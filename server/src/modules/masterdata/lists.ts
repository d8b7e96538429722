import {
  type department_view,
  listDepartments as departments,
  type item_view,
  listItems as items,
  type lane_view,
  listLanes as lanes,
  type partner_view,
  listPartners as partners,
  type warehouse_view,
  listWarehouses as warehouses,
} from '@tongcang/contract';
import type { z } from 'zod';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from './page.ts';

const READ = { permission: 'masterdata.read', audit: null } as const;

export const listItems = defineVerb(items, READ, async ({ tx }, input) => {
  const rows = await tx.rows<z.infer<typeof item_view>>(
    `select i.item_id, i.item_code, i.name, i.name_en, i.model, i.device_class, i.category, i.unit, i.carton_qty, i.udi_issuer, i.udi_di,
       i.registration_no, m.partner_code as manufacturer_code, m.name as manufacturer_name, i.tracking, i.implant, i.sterile, i.storage_condition, i.temp_min_c,
       i.temp_max_c, i.shelf_life_days, i.unit_cost_fen, i.unit_volume_ml, i.unit_weight_g, i.exempt_filing, i.udi_required_from,
       i.needs_chinese_label, i.catalogue_old, i.catalogue_new, i.insurance_code
     from masterdata.item i join masterdata.partner m on m.partner_id = i.manufacturer_id
     where i.item_id > $1 and ($2::bigint is null or i.item_id = $2)
       and ($3::text is null or i.item_code ilike '%' || $3 || '%' or i.name ilike '%' || $3 || '%'
         or i.pinyin like lower($3) || '%' or i.model ilike '%' || $3 || '%' or i.item_id in (
           select x.item_id from masterdata.v_item_identifier x where x.di in ($3, lpad($3, 14, '0')))
         or i.registration_no ilike '%' || $3 || '%')
     order by i.item_id limit $4`,
    [input.after ?? 0, input.item_id ?? null, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'item_id', input.limit) };
});

export const listWarehouses = defineVerb(warehouses, READ, async ({ tx }) => ({
  rows: await tx.rows<z.infer<typeof warehouse_view>>(
    `select w.warehouse_id, w.warehouse_code, w.name, p.partner_code as legal_entity_code, p.name as legal_entity_name, w.province, w.city, w.address,
       w.longitude, w.latitude, w.timezone, w.regulator
     from masterdata.warehouse w join masterdata.partner p on p.partner_id = w.legal_entity_id order by w.warehouse_code`,
  ),
}));

export const listPartners = defineVerb(partners, READ, async ({ tx }, input) => {
  const rows = await tx.rows<z.infer<typeof partner_view>>(
    `select partner_id, partner_code, name, kind, uscc, province, address, contact, phone from masterdata.partner
     where partner_id > $1 and ($2::text is null or kind = $2)
       and ($3::text is null or partner_code ilike '%' || $3 || '%' or name ilike '%' || $3 || '%')
     order by partner_id limit $4`,
    [input.after ?? 0, input.kind ?? null, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'partner_id', input.limit) };
});

export const listDepartments = defineVerb(departments, READ, async ({ tx, actor }, input) => {
  const rows = await tx.rows<z.infer<typeof department_view>>(
    `select d.department_id, d.department_code, d.name, p.partner_id, p.partner_code, p.name as partner_name,
       d.priority_class::int, d.min_remaining_days
     from masterdata.department d join masterdata.partner p using (partner_id)
     where d.department_id > $1 and ($2::bigint is null or p.partner_id = $2)
       and ($3::bigint is null or p.partner_id = $3)
       and ($4::text is null or d.name ilike '%' || $4 || '%' or p.name ilike '%' || $4 || '%'
         or d.department_code ilike '%' || $4 || '%')
     order by d.department_id limit $5`,
    [input.after ?? 0, input.partner_id ?? null, actor.scope.partner_id, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'department_id', input.limit) };
});

export const listLanes = defineVerb(lanes, READ, async ({ tx }, input) => {
  const rows = await tx.rows<z.infer<typeof lane_view>>(
    `select l.lane_id, l.from_warehouse_id, f.warehouse_code as from_warehouse_code, l.to_warehouse_id, l.to_partner_id,
       coalesce(t.warehouse_code, p.partner_code) as to_code, coalesce(t.name, p.name) as to_name, l.mode,
       c.partner_code as carrier_code, c.name as carrier_name, l.transit_hours, l.distance_km, l.fixed_cost_fen, l.cost_fen_per_kg, l.capacity_kg,
       l.temp_min_c, l.temp_max_c
     from masterdata.lane l
     join masterdata.warehouse f on f.warehouse_id = l.from_warehouse_id
     join masterdata.partner c on c.partner_id = l.carrier_id
     left join masterdata.warehouse t on t.warehouse_id = l.to_warehouse_id
     left join masterdata.partner p on p.partner_id = l.to_partner_id
     where l.lane_id > $1 and ($2::bigint is null or l.from_warehouse_id = $2)
       and ($3::bigint is null or l.to_warehouse_id = $3) and ($4::bigint is null or l.to_partner_id = $4)
     order by l.lane_id limit $5`,
    [
      input.after ?? 0,
      input.from_warehouse_id ?? null,
      input.to_warehouse_id ?? null,
      input.to_partner_id ?? null,
      input.limit,
    ],
  );
  return { rows, next: nextOf(rows, 'lane_id', input.limit) };
});

/** Rows of transport for an example company; each statement makes nothing twice. */
import type { Tx } from '../../platform/db.ts';

const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

/** One contract for each carrier, with a rate for each class that its lanes carry. */
export async function seedContracts(tx: Tx): Promise<void> {
  await tx.run(
    `insert into transport.contract (partner_id, title, valid_from, valid_to, assessed_on, assessed_by, tolerance_bp)
     select p.partner_id, '年度运输服务合同', ${TODAY} - 90, ${TODAY} + 275, ${TODAY} - 120, '质量部', 300
     from masterdata.v_partner p
     where p.kind = 'carrier' and not exists (select from transport.contract c where c.partner_id = p.partner_id)
     order by p.partner_id`,
  );
  await tx.run(
    `insert into transport.rate (contract_id, line_no, temperature_class, fixed_fen, per_kg_fen, per_km_fen, per_drop_fen,
       minimum_fen, kg_per_m3)
     select c.contract_id, row_number() over (partition by c.contract_id order by l.class), l.class, l.fixed_fen, l.per_kg_fen,
       0, 2000, l.fixed_fen + 10000, 200
     from transport.contract c
     join (
       select carrier_id, case when temp_max_c is null or temp_min_c is null then 'ambient' when temp_max_c <= 0 then 'frozen'
           else 'cold' end as class, min(fixed_cost_fen) as fixed_fen, min(cost_fen_per_kg) as per_kg_fen
       from masterdata.v_lane where to_warehouse_id is not null group by 1, 2) l on l.carrier_id = c.partner_id
     on conflict do nothing`,
  );
}

/** Two vehicles and two drivers for each warehouse, and one of each for every carrier. */
export async function seedFleet(tx: Tx): Promise<void> {
  await tx.run(
    `insert into transport.vehicle (vehicle_code, kind, model, partner_id, depot_id, capacity_kg, ambient_l, cold_l, temp_min_c,
       temp_max_c, validated_on, validation_due, licence_valid_to, fixed_cost_fen, cost_fen_per_km)
     select v.code, 'vehicle', v.model, v.partner_id, v.depot_id, v.kg, v.ambient_l, v.cold_l,
       case when v.cold_l > 0 then 2 end, case when v.cold_l > 0 then 8 end,
       case when v.cold_l > 0 then ${TODAY} - 300 end,
       case when v.cold_l > 0 then ${TODAY} + case when v.late then -5 else 65 end end, ${TODAY} + 200, 20000, 350
     from (
       select w.warehouse_code || '-V1' as code, '厢式货车 4.2 m' as model, null::bigint as partner_id, w.warehouse_id as depot_id,
         1800 as kg, 12000 as ambient_l, 0 as cold_l, false as late from masterdata.v_warehouse w
       union all
       select w.warehouse_code || '-C1', '冷藏车 4.2 m', null, w.warehouse_id, 1500, 4000, 6000,
         w.warehouse_id = max(w.warehouse_id) over () from masterdata.v_warehouse w
       union all
       select p.partner_code || '-V1', '冷藏车 9.6 m', p.partner_id, null, 9000, 20000, 20000, false
       from masterdata.v_partner p where p.kind = 'carrier') v
     order by v.code on conflict do nothing`,
  );
  await tx.run(
    `insert into transport.vehicle (vehicle_code, kind, model, depot_id, capacity_kg, cold_l, temp_min_c, temp_max_c,
       validated_on, validation_due)
     select w.warehouse_code || '-B' || n, 'box', '医用保温箱 36 L', w.warehouse_id, 25, 36, 2, 8, ${TODAY} - 100, ${TODAY} + 265
     from masterdata.v_warehouse w cross join generate_series(1, 2) n order by 1 on conflict do nothing`,
  );
  await tx.run(
    `insert into transport.driver (driver_code, name, phone, partner_id, depot_id, licence_valid_to, trained_until)
     select d.code, (array['赵师傅', '钱师傅', '孙师傅', '李师傅', '周师傅', '吴师傅', '郑师傅', '王师傅'])[1 + d.n % 8],
       '1380000' || lpad((1000 + d.n)::text, 4, '0'), d.partner_id, d.depot_id, ${TODAY} + 400, ${TODAY} + d.trained
     from (
       select w.warehouse_code || '-D' || k as code, null::bigint as partner_id, w.warehouse_id as depot_id,
         (w.warehouse_id * 2 + k)::integer as n, case when k = 1 then 180 else -10 end as trained
       from masterdata.v_warehouse w cross join generate_series(1, 2) k
       union all
       select p.partner_code || '-D1', p.partner_id, null, p.partner_id::integer, 180
       from masterdata.v_partner p where p.kind = 'carrier') d
     order by d.code on conflict do nothing`,
  );
}

/** Customers around the warehouse that serves them nearest, at the distance of its lane and a direction of their own. */
export async function seedPlaces(tx: Tx): Promise<void> {
  await tx.run(
    `insert into transport.place (customer_id, longitude, latitude, opens_minutes, closes_minutes, service_minutes)
     select distinct on (l.to_partner_id) l.to_partner_id,
       round((w.longitude + cos(l.to_partner_id) * l.distance_km / 130.0)::numeric, 4),
       round((w.latitude + sin(l.to_partner_id) * l.distance_km / 145.0)::numeric, 4), 480, 1080, 20
     from masterdata.v_lane l join masterdata.v_warehouse w on w.warehouse_id = l.from_warehouse_id
     where l.to_partner_id is not null
     order by l.to_partner_id, l.distance_km, l.lane_id on conflict do nothing`,
  );
}

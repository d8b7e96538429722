import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { pickAll, reviewAll, verbNamed } from '../support/documents.ts';
import type { Lot, Site } from '../support/world.ts';
import type { Company } from './staff.ts';

/** No object has this number. */
export const MISSING = 987_654;
/** The last of numbers that no sequence of a test reaches, for what allocations are made for. */
let demand_ids = 900_000;
let names = 0;

/** Warehouses at which things stand, and the two that the people work at. */
export type Ground = {
  readonly company: Company;
  readonly north: Site;
  readonly south: Site;
  readonly west: Site;
  /** Stands at all three warehouses, plenty of it. */
  readonly lot: Lot;
  readonly gloves: number;
};
export type End = 'north' | 'south';
export type Way = 'north' | 'south' | 'between';
/** How far a transfer has come. */
type Stage = 'requested' | 'approved' | 'picked' | 'in_transit' | 'disputed';

const PLENTY = 100_000;

/** The company with goods and documents at all ends, so that every list has something to show and something to hide. */
export async function furnish(company: Company): Promise<Ground> {
  const { world } = company;
  const { north, south, items } = world;
  const west = await world.site('W1');
  for (const [from, to] of [
    [west, north],
    [west, south],
  ] as const) {
    await world.sql(
      `insert into masterdata.lane (from_warehouse_id, to_warehouse_id, mode, carrier_id, transit_hours, distance_km,
         fixed_cost_fen, cost_fen_per_kg, capacity_kg) values ($1, $2, 'truck', $3, 24, 1200, 50000, 100, 5000)`,
      [from.warehouse_id, to.warehouse_id, world.carrier_id],
    );
  }
  await world.sql(
    `insert into masterdata.lane (from_warehouse_id, to_partner_id, mode, carrier_id, transit_hours, distance_km,
       fixed_cost_fen, cost_fen_per_kg, capacity_kg)
     values ($1, $2, 'van', $5, 4, 30, 1000, 0, 1000), ($3, $4, 'van', $5, 4, 30, 1000, 0, 1000)`,
    [north.warehouse_id, world.hospital_id, south.warehouse_id, company.clinic.partner_id, world.carrier_id],
  );
  await world.sql(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
     values ($1, 'medical_institution', 'CLINIC', '{II,III}', '{*}', '{}', '2020-01-01', '2035-12-31')`,
    [company.clinic.partner_id],
  );
  await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"')
     on conflict (name) do update set value = excluded.value`,
  );
  const lot = await world.lot(items.gloves, 'EVERYWHERE');
  for (const site of [north, south, west]) await world.receive(lot, site.bins.shelf, PLENTY);
  const ground = { company, north, south, west, lot, gloves: items.gloves };
  for (const end of ['north', 'south'] as const) {
    await allocation(ground, end);
    await hold(ground, end);
    await quarantined(ground, end);
    await demand(ground, end);
    await transfer(ground, end, 'disputed');
  }
  await transfer(ground, 'between', 'disputed');
  await plan(ground);
  return ground;
}

export const call = <T>({ company }: Ground, name: string, input: unknown) => {
  const verb = company.app.verbs.find(({ contract }) => contract.name === name);
  return company.world.call(verb ?? verbNamed(name), input) as Promise<T>;
};
export const idOf = async ({ company }: Ground, text: string, values: unknown[]) =>
  Number(Object.values((await company.world.sql(text, values))[0]!)[0]);

export const fresh = (word: string) => `${word}${++names}`;

export function movement(ground: Ground, end: End): Promise<number> {
  const { bins } = ground[end];
  return call<{ movement_id: number }>(ground, 'stock.post-movement', {
    purpose: 'relocate',
    lines: [line(ground, bins.shelf, bins.shelf_two)],
  }).then(({ movement_id }) => movement_id);
}

/** One piece of the lot that stands everywhere, from place to place. */
export const line = ({ lot, company }: Ground, from_account_id: number, to_account_id: number) => ({
  ...lot,
  qty: 1,
  from_account_id,
  to_account_id,
  owner_id: company.world.entity_id,
});

export async function allocation({ company, gloves, ...ground }: Ground, end: End): Promise<number> {
  const { warehouse_id } = ground[end];
  const [made] = await company.world.allocate(gloves, 1, { warehouse_id, demand_id: ++demand_ids });
  return made!.allocation_id;
}

export async function hold(ground: Ground, end: End): Promise<number> {
  const { world } = ground.company;
  const lot = await world.lot(ground.gloves, fresh('HELD'));
  await world.receive(lot, ground[end].bins.shelf, 5);
  const { warehouse_id } = ground[end];
  const input = { lots: [lot], warehouse_id, reason: 'x' };
  const { hold_ids } = await call<{ hold_ids: number[] }>(ground, 'stock.hold-lots', input);
  return hold_ids[0]!;
}

export async function quarantined({ company, gloves, ...ground }: Ground, end: End): Promise<Lot> {
  const lot = await company.world.lot(gloves, fresh('NEW'));
  await company.world.receive(lot, ground[end].bins.receiving, 5, { disposition: 'quarantine' });
  return lot;
}

export async function unit(ground: Ground, end: End): Promise<{ handling_unit_id: number; sscc: string }> {
  const made = await call<{ handling_unit_id: number; sscc: string }>(ground, 'stock.create-handling-unit', {
    account_id: ground[end].bins.shelf,
  });
  const { handling_unit_id } = made;
  await call(ground, 'stock.pack', { handling_unit_id, lines: [content(ground)] });
  return made;
}
export const content = ({ lot, company }: Ground) => ({ ...lot, owner_id: company.world.entity_id, qty: 1 });

export const departmentOf = ({ company }: Ground, end: End): number =>
  end === 'north' ? company.world.icu_id : company.clinic.department_id;
export const NEEDED = new Date(Date.now() + 72 * 3_600_000).toISOString();

/** The hospital's at the north, the clinic's at the south. */
export async function demand(ground: Ground, end: End): Promise<number> {
  const { demand_id } = await call<{ demand_id: number }>(ground, 'fulfilment.create-demand', {
    department_id: departmentOf(ground, end),
    warehouse_id: ground[end].warehouse_id,
    needed_at: NEEDED,
    lines: [{ item_id: ground.gloves, qty: 2 }],
  });
  return demand_id;
}
export async function pickedDemand(ground: Ground, end: End): Promise<number> {
  const demand_id = await demand(ground, end);
  const { lines } = await call<{ lines: { demand_line_id: number }[] }>(
    ground,
    'fulfilment.allocate-demand',
    { demand_id },
  );
  const line_ids = lines.map((one) => one.demand_line_id);
  await pickAll(ground.company.world, ground[end], SYSTEM_ACTOR, 'demand_line', line_ids);
  return demand_id;
}
export async function reviewedDemand(ground: Ground, end: End): Promise<number> {
  const demand_id = await pickedDemand(ground, end);
  await reviewAll(ground.company.world, SYSTEM_ACTOR, demand_id);
  return demand_id;
}
export async function shipment(ground: Ground, end: End): Promise<number> {
  const demand_id = await reviewedDemand(ground, end);
  const { shipments } = await call<{ shipments: { shipment_id: number }[] }>(
    ground,
    'fulfilment.ship-demand',
    { demand_id },
  );
  return shipments[0]!.shipment_id;
}

/** `north` and `south` are where it goes to from the west; `between` leads from the north to the south. */
export const endsOf = ({ north, south, west }: Ground, way: Way): { from: Site; to: Site } =>
  way === 'between' ? { from: north, to: south } : { from: west, to: way === 'north' ? north : south };

type Transfer = { transfer_id: number; transfer_line_id: number; discrepancy_id: number };
export async function transfer(ground: Ground, way: Way, stage: Stage): Promise<Transfer> {
  const { from, to } = endsOf(ground, way);
  const input = {
    from_warehouse_id: from.warehouse_id,
    to_warehouse_id: to.warehouse_id,
    reason: 'x',
    lines: [{ item_id: ground.gloves, qty: 2 }],
  };
  const { transfer_id } = await call<{ transfer_id: number }>(ground, 'transfer.request-transfer', input);
  const transfer_line_id = await idOf(
    ground,
    'select transfer_line_id from transfer.transfer_line where transfer_id = $1',
    [transfer_id],
  );
  const reached = { transfer_id, transfer_line_id, discrepancy_id: 0 };
  if (stage === 'requested') return reached;
  await call(ground, 'transfer.approve-transfer', { transfer_id });
  if (stage === 'approved') return reached;
  await pickAll(ground.company.world, from, SYSTEM_ACTOR, 'transfer_line', [transfer_line_id]);
  if (stage === 'picked') return reached;
  await call(ground, 'transfer.ship-transfer', { transfer_id });
  if (stage === 'in_transit') return reached;
  const received = { transfer_id, lines: [{ transfer_line_id, lot_no: 'EVERYWHERE', received: 1 }] };
  const { discrepancies } = await call<{ discrepancies: { discrepancy_id: number }[] }>(
    ground,
    'transfer.receive-transfer',
    received,
  );
  return { ...reached, discrepancy_id: discrepancies[0]!.discrepancy_id };
}

/** Demand history, and what planning makes of it, at all ends. */
async function plan(ground: Ground): Promise<void> {
  await ground.company.world.sql(
    `insert into planning.demand_history (item_id, warehouse_id, bucket, period_start, qty)
     select $1, w, 'month', date_trunc('month', now())::date - make_interval(months => m), 60 + m
     from unnest($2::bigint[]) w, generate_series(1, 12) m`,
    [ground.gloves, [ground.north, ground.south, ground.west].map((site) => site.warehouse_id)],
  );
  await call(ground, 'planning.recompute', {});
  for (const way of ['north', 'south', 'between'] as const) await proposal(ground, way);
}

/** An open proposal; those that stood before it have been superseded. Every other warehouse was weighed as well. */
export async function proposal(ground: Ground, way: Way): Promise<number> {
  const { from, to } = endsOf(ground, way);
  const { sql } = ground.company.world;
  const ends = [ground.gloves, from.warehouse_id, to.warehouse_id];
  await sql(
    `update planning.proposal set status = 'superseded', decided_at = now()
     where status = 'proposed' and item_id = $1 and from_warehouse_id = $2 and to_warehouse_id = $3`,
    ends,
  );
  return idOf(
    ground,
    `with run as (
       insert into planning.planning_run (kind, started_at, duration_ms, parameters, totals)
       values ('propose', now(), 1, '{}', '{}') returning planning_run_id
     )
     insert into planning.proposal (planning_run_id, item_id, from_warehouse_id, to_warehouse_id, lane_id, qty,
       departure_at, arrival_at, needed_by, late, priority_class, severity, variable_fen, fixed_share_fen, lines, needs,
       explanation)
     select planning_run_id, $1, $2, $3,
       (select lane_id from masterdata.lane where from_warehouse_id = $2 and to_warehouse_id = $3 order by 1 limit 1), 1,
       now(), now() + interval '1 day', now() + interval '2 days', false, 1, 1, 0, 0, $4, '[]', $5 from run
     returning proposal_id`,
    [
      ...ends,
      JSON.stringify([
        { lot_id: ground.lot.lot_id, qty: 1, cartons: 1, remaining_days: 900, rules_passed: [] },
      ]),
      JSON.stringify(explanation(ground)),
    ],
  );
}

function explanation({ north, south, west, company }: Ground) {
  const donors = [north, south, west].map((site) => site.warehouse_id);
  return {
    binding: [],
    alternatives: donors.map((from_warehouse_id) => ({
      from_warehouse_id,
      lane_id: company.world.lanes.ambient,
      arrival_at: NEEDED,
      qty: 7,
      freight_fen: 1,
      lost_because: 'dearer',
    })),
    rejected: donors.map((from_warehouse_id) => ({
      code: 'compliance.lane_temperature',
      from_warehouse_id,
      from_warehouse_code: 'X',
      lot_id: null,
      lot_no: null,
      lane_id: null,
      params: {},
    })),
    weight_g: 50,
    lane_fixed_fen: 0,
    shared_with_proposals: 0,
    donor: { usable_qty: 10, safety_stock: 0, own_demand_qty: 0, left_qty: 9 },
    counterfactual: {
      days_until_stock_out_without: null,
      days_until_stock_out_with: null,
      short_qty_without: 0,
      short_qty_with: 0,
      today: '2026-01-01',
      projection_without: [],
      projection_with: [],
    },
  };
}

/** A transfer that came from a proposal carries its reasons. */
export async function explained(ground: Ground, way: Way): Promise<number> {
  const { transfer_id } = await transfer(ground, way, 'in_transit');
  await ground.company.world.sql(
    'update transfer.transfer_order set explanation = $2 where transfer_id = $1',
    [transfer_id, JSON.stringify(explanation(ground))],
  );
  return transfer_id;
}

/** Somebody whom administrators may try things on. */
export function person(ground: Ground, more: { is_service?: boolean } = {}): Promise<number> {
  return idOf(
    ground,
    `insert into identity.user (account, display_name, password_hash, is_service)
     select $1, $1, case when $2 then null else password_hash end, $2 from identity.user
     where account = 'director' returning user_id`,
    [fresh('someone'), more.is_service === true],
  );
}
export function grant(ground: Ground, user_id: number): Promise<number> {
  return idOf(
    ground,
    `insert into identity.grant (user_id, role) values ($1, 'auditor') returning grant_id`,
    [user_id],
  );
}

import * as fulfilment from '../../src/modules/fulfilment/index.ts';
import * as stock from '../../src/modules/stock/index.ts';
import * as transfer from '../../src/modules/transfer/index.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { SYSTEM_SCOPE } from '../../src/platform/db.ts';
import type { ServerVerb } from '../../src/platform/use-case.ts';
import type { Site, World } from './world.ts';

const VERBS = new Map(
  [...stock.verbs, ...fulfilment.verbs, ...transfer.verbs].map((verb) => [verb.contract.name, verb]),
);

/** A verb by its name, as the outside calls it. */
export function verbNamed(name: string): ServerVerb {
  const verb = VERBS.get(name);
  if (verb === undefined) throw new Error(`no verb is called ${name}`);
  return verb;
}

/** People of a company with two warehouses: each holds what their role holds, where they work. */
export function peopleOf(world: World) {
  const { north, south } = world;
  const keeper = (site: Site, user_id: number) =>
    world.as(
      [
        'stock.pick',
        'stock.read',
        'fulfilment.read',
        'fulfilment.ship',
        'fulfilment.review',
        'fulfilment.deliver',
        'fulfilment.return',
        'transfer.read',
        'transfer.ship',
        'transfer.receive',
      ],
      [site.warehouse_id],
      user_id,
    );
  const planning = [
    'fulfilment.demand',
    'fulfilment.allocate',
    'fulfilment.read',
    'transfer.read',
    'transfer.request',
  ];
  return {
    planner: world.as([...planning, 'transfer.approve', 'stock.allocate'], 'all', 11),
    second_planner: world.as([...planning, 'transfer.approve', 'stock.allocate'], 'all', 12),
    north_keeper: keeper(north, 21),
    south_keeper: keeper(south, 22),
    /** Who looks at what the others have picked. */
    north_second: keeper(north, 23),
    south_second: keeper(south, 24),
    north_manager: world.as(
      ['transfer.request', 'transfer.resolve', 'transfer.read', 'stock.allocate'],
      [north.warehouse_id],
      31,
    ),
    south_manager: world.as(
      ['transfer.request', 'transfer.resolve', 'transfer.read', 'stock.allocate'],
      [south.warehouse_id],
      32,
    ),
    everywhere_manager: world.as(['transfer.resolve', 'transfer.read'], 'all', 33),
    nurse: {
      ...world.as(['fulfilment.demand', 'fulfilment.read'], [], 41),
      scope: { user_id: 41, warehouses: [], partner_id: world.hospital_id },
    } satisfies Actor,
  };
}

/** A way from a warehouse to the hospital; ambient unless a range is given. */
export async function laneToHospital(
  world: World,
  site: Site,
  more: { hours?: number; cost_fen?: number; cold?: boolean; mode?: string } = {},
): Promise<number> {
  const [row] = await world.sql<{ lane_id: string }>(
    `insert into masterdata.lane (from_warehouse_id, to_partner_id, mode, carrier_id, transit_hours, distance_km,
       fixed_cost_fen, cost_fen_per_kg, capacity_kg, temp_min_c, temp_max_c)
     values ($1, $2, $3, $4, $5, 30, $6, 0, 1000, $7, $8) returning lane_id`,
    [
      site.warehouse_id,
      world.hospital_id,
      more.mode ?? (more.cold ? 'cold_van' : 'van'),
      world.carrier_id,
      more.hours ?? 4,
      more.cost_fen ?? 1000,
      more.cold ? 3 : null,
      more.cold ? 7 : null,
    ],
  );
  return Number(row!.lane_id);
}

/** Picks everything that is allocated for these lines to the dispatch place of the warehouse. */
export async function pickAll(
  world: World,
  site: Site,
  actor: Actor,
  demand_kind: 'demand_line' | 'transfer_line' | 'supplier_return_line',
  line_ids: readonly number[],
): Promise<void> {
  const rows = await world.sql<{
    allocation_id: string;
    qty: string;
    lot_no: string;
    serial_nos: string[] | null;
  }>(
    `select a.allocation_id, a.qty, l.lot_no,
       case when i.tracking = 'serial' then (select array_agg(n) from (
         select s.serial_no as n from stock.serial s where s.lot_id = a.lot_id and s.account_id = a.account_id
         order by 1 limit a.qty) x) end as serial_nos
     from stock.allocation a join stock.lot l using (item_id, lot_id) join masterdata.item i using (item_id)
     where a.demand_kind = $1 and a.demand_id = any($2) and a.status = 'open' order by a.allocation_id`,
    [demand_kind, line_ids],
  );
  const lines = rows.map((row) => ({
    allocation_id: Number(row.allocation_id),
    qty: Number(row.qty),
    lot_no: row.lot_no,
    ...(row.serial_nos === null ? {} : { serial_nos: row.serial_nos }),
  }));
  await world.call(
    verbNamed('stock.pick-allocations'),
    { to_account_id: site.bins.dispatch, lines },
    { actor },
  );
}

/** A second person scans everything that is picked for a demand, all of it sound. */
export async function reviewAll(world: World, actor: Actor, demand_id: number): Promise<void> {
  const rows = await world.sql<{
    allocation_id: string;
    qty: string;
    lot_no: string;
    serial_nos: string[] | null;
  }>(
    `select a.allocation_id, a.qty, t.lot_no,
       case when i.tracking = 'serial' then (select array_agg(n) from (
         select s.serial_no as n from stock.serial s
         where s.lot_id = a.lot_id and s.account_id = a.account_id order by 1 limit a.qty) x) end as serial_nos
     from fulfilment.demand_line l
     join stock.allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status = 'picked'
     join stock.lot t on t.lot_id = a.lot_id join masterdata.item i on i.item_id = a.item_id
     where l.demand_id = $1 order by a.allocation_id`,
    [demand_id],
  );
  const lines = rows.map((row) => ({
    allocation_id: Number(row.allocation_id),
    lot_no: row.lot_no,
    passed: Number(row.qty),
    ...(row.serial_nos === null ? {} : { serial_nos: row.serial_nos }),
  }));
  await world.call(verbNamed('fulfilment.review-demand'), { demand_id, lines }, { actor });
}

/** Rows that no refusal may leave behind. */
export async function footprint(world: World): Promise<Record<string, number>> {
  const [row] = await world.sql<{ counts: Record<string, number> }>(
    `select jsonb_build_object(
       'movements', (select count(*) from stock.movement), 'postings', (select count(*) from stock.posting),
       'allocations', (select count(*) from stock.allocation), 'allocated', (select sum(allocated) from stock.balance),
       'audit', (select count(*) from platform.audit), 'outbox', (select count(*) from platform.outbox),
       'demands', (select count(*) from fulfilment.demand), 'shipments', (select count(*) from fulfilment.shipment),
       'transfers', (select count(*) from transfer.transfer_order), 'sent', (select count(*) from transfer.sent_lot),
       'statuses', (select string_agg(transfer_id || status, ',' order by transfer_id) from transfer.transfer_order),
       'demand_statuses', (select string_agg(demand_id || status, ',' order by demand_id) from fulfilment.demand),
       'discrepancies', (select count(*) from transfer.discrepancy), 'keys', (select count(*) from platform.idempotency)) as counts`,
  );
  return row!.counts;
}

/** Whether `step` waits for the row that `text` locks, instead of working beside it. */
export async function waits(
  world: World,
  step: () => Promise<unknown>,
  text: string,
  id: number,
): Promise<boolean> {
  const { running, waited } = await world.db.tx(SYSTEM_SCOPE, async (tx) => {
    await tx.rows(text, [id]);
    let over = false;
    const running = step()
      .catch(() => {})
      .finally(() => {
        over = true;
      });
    while (!over) {
      const waiting = await world.sql(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) return { running, waited: true };
    }
    return { running, waited: false };
  });
  await running;
  return waited;
}

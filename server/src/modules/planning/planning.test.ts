import type * as contract from '@tongcang/contract';
import type { InputOf, OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/db.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements, SYSTEM_SCOPE } from '../../platform/db.ts';
import { migrateJobs } from '../../platform/jobs.ts';
import { emitEvents, startRelay } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import * as fulfilment from '../fulfilment/index.ts';
import * as stock from '../stock/index.ts';
import * as transfer from '../transfer/index.ts';
import * as planning from './index.ts';

const all = [...stock.verbs, ...fulfilment.verbs, ...transfer.verbs, ...planning.verbs];
const verbOf = (name: string): ServerVerb => all.find((verb) => verb.contract.name === name)!;

let database: TestDatabase;
let world: World;
let planner: Actor;
let stranger: Actor;
const lots = {} as { old: Lot; fresh: Lot; insulin: Lot };

const ask = <V>(name: string, input: InputOf<V>, actor: Actor = planner) =>
  world.call(verbOf(name), input, { actor }) as Promise<OutputOf<V>>;
const propose = (input: Partial<InputOf<typeof contract.propose>> = {}) =>
  ask<typeof contract.propose>('planning.propose', input as InputOf<typeof contract.propose>);
const riskOf = async (item_id: number, warehouse_id: number) =>
  (
    await ask<typeof contract.listRisks>('planning.list-risks', {
      item_id,
      warehouse_id,
      include_ok: 'true',
      include_dismissed: 'true',
      limit: 10,
      offset: 0,
    })
  ).rows[0];
const demand = (item_id: number, qty: number, more: object = {}) =>
  ask<typeof contract.createDemand>('fulfilment.create-demand', {
    department_id: world.icu_id,
    warehouse_id: world.south.warehouse_id,
    needed_at: new Date(Date.now() + 72 * 3_600_000).toISOString(),
    lines: [{ item_id, qty, single_lot: false }],
    ...more,
  });

/** Everything that has been announced is taken in and assessed. */
async function settle(): Promise<void> {
  const relay = startRelay({ db: world.db, consumers: planning.consumers, poll_ms: 1e6, idle_ms: 1e6 });
  await relay.drain();
  await relay.stop();
  while ((await planning.assessTouched(world.db)) > 0);
}

/** The first day of the month `ago` months before this one. */
function month(ago: number): string {
  const now = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)).toISOString().slice(0, 10);
}

const dayInChina = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

const historyOf = (item_code: string, warehouse_code: string, monthly: number) =>
  Array.from({ length: 12 }, (_, k) => ({
    period_start: month(12 - k),
    bucket: 'month' as const,
    warehouse_code,
    department_code: null,
    item_code,
    qty: monthly + (k % 3) - 1,
  }));

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database);
  planner = world.as(
    [
      'planning.read',
      'planning.propose',
      'planning.accept',
      'planning.set_policy',
      'transfer.approve',
      'transfer.read',
      'fulfilment.demand',
      'fulfilment.allocate',
      'fulfilment.read',
      'stock.allocate',
    ],
    'all',
    7,
  );
  stranger = world.as(
    ['planning.read', 'planning.propose', 'planning.accept'],
    [world.north.warehouse_id],
    8,
  );
  lots.old = await world.lot(world.items.gloves, 'G-OLD', { expires: '2028-06-30' });
  lots.fresh = await world.lot(world.items.gloves, 'G-NEW', { expires: '2029-06-30' });
  lots.insulin = await world.lot(world.items.insulin, 'I-1', { expires: '2028-06-30' });
  await world.receive(lots.old, world.north.bins.shelf, 150);
  await world.receive(lots.fresh, world.north.bins.shelf, 500);
  await world.receive(lots.fresh, world.south.bins.shelf, 130);
  await world.receive(lots.insulin, world.north.bins.cold, 400);
  await world.tx((tx) =>
    planning.writeDemandHistory(tx, [
      ...historyOf('GLOVES', 'N1', 60),
      ...historyOf('GLOVES', 'S1', 60),
      ...historyOf('INSULIN', 'S1', 30),
    ]),
  );
  await world.tx((tx) => planning.seedPlanning(tx, { transfer_budget_fen: 10_000_000 }));
});
afterAll(() => world.close());

describe('demand history', () => {
  const rowsOf = () => world.sql<{ rows: string }>('select count(*) as rows from planning.demand_history');

  test('is replaced and not added where the same period comes again', async () => {
    const [before] = await rowsOf();
    await world.tx((tx) => planning.writeDemandHistory(tx, historyOf('GLOVES', 'N1', 60)));
    expect(await rowsOf()).toEqual([before]);
  });

  test('is refused as a whole when a code does not exist', async () => {
    const rows = [
      ...historyOf('BANDAGE', 'N1', 5),
      { ...historyOf('BANDAGE', 'N1', 5)[0]!, department_code: 'NOPE' },
    ];
    const { code, error } = await refusalOf(world.tx((tx) => planning.writeDemandHistory(tx, rows)));
    expect([code, error.params.count]).toEqual(['masterdata.code_unknown', 1]);
    expect(
      await world.sql('select 1 from planning.demand_history where item_id = $1', [world.items.bandage]),
    ).toEqual([]);
  });
});

describe('policies', () => {
  test('come from the history, with the numbers they were computed from', async () => {
    const { rows, total } = await ask<typeof contract.listPolicies>('planning.list-policies', {
      item_id: world.items.gloves,
      pinned_only: 'false',
      limit: 10,
      offset: 0,
    });
    expect(total).toBe(2);
    const [north] = rows;
    expect(north).toMatchObject({
      warehouse_code: 'N1',
      method: 'ses',
      observations: 12,
      service_level: 0.95,
    });
    expect(north!.daily_mean).toBeCloseTo(60 / (365.25 / 12), 1);
    expect(north!.safety_stock).toBeLessThan(north!.reorder_point);
    expect(north!.protection_days).toBe(12);
  });

  test('keep what a person has fixed, and give it back', async () => {
    const target = { item_id: world.items.insulin, warehouse_id: world.south.warehouse_id };
    const pinned = await ask<typeof contract.setPolicy>('planning.set-policy', {
      ...target,
      safety_stock: 40,
      reason: 'the ward has doubled its beds',
    });
    expect(pinned).toMatchObject({
      safety_stock: 40,
      pinned: { safety_stock: 40 },
      pin_reason: 'the ward has doubled its beds',
    });
    await ask<typeof contract.recompute>('planning.recompute', {});
    expect((await riskOf(target.item_id, target.warehouse_id))!.safety_stock).toBe(40);
    const { code } = await refusalOf(
      ask<typeof contract.setPolicy>('planning.set-policy', { ...target, reorder_point: 39, reason: 'x' }),
    );
    expect(code).toBe('planning.policy_order');
    const freed = await ask<typeof contract.setPolicy>('planning.set-policy', {
      ...target,
      safety_stock: null,
      reason: 'x',
    });
    expect([freed.pinned.safety_stock, freed.pin_reason]).toEqual([null, null]);
  });

  test('are fixed by those who may do so at the warehouse', async () => {
    const input = {
      item_id: world.items.gloves,
      warehouse_id: world.south.warehouse_id,
      qc_days: 1,
      reason: 'x',
    };
    expect(
      (await refusalOf(ask<typeof contract.setPolicy>('planning.set-policy', input, stranger))).code,
    ).toBe('platform.forbidden');
  });
});

describe('risk', () => {
  test('appears after a demand of intensive care has dropped a warehouse below its safety stock', async () => {
    await settle();
    const { gloves } = world.items;
    expect(await riskOf(gloves, world.south.warehouse_id)).toMatchObject({ usable_qty: 130, level: 'ok' });
    const { demand_id } = await demand(gloves, 128);
    await settle();
    expect(await riskOf(gloves, world.south.warehouse_id)).toMatchObject({
      priority_class: 1,
      open_demand_qty: 128,
    });
    await ask<typeof contract.allocateDemand>('fulfilment.allocate-demand', { demand_id });
    await settle();
    const risk = await riskOf(gloves, world.south.warehouse_id);
    expect(risk).toMatchObject({ level: 'critical', usable_qty: 2, open_demand_qty: 0 });
    const events = await world.sql<{ payload: { risks: { item_id: number; level: string }[] } }>(
      `select payload from platform.outbox where topic = 'planning.risk_raised' order by outbox_id desc limit 1`,
    );
    expect(events[0]!.payload.risks).toContainEqual(expect.objectContaining({ item_id: gloves }));
  });

  test('shows what is behind it', async () => {
    const detail = await ask<typeof contract.getRisk>('planning.get-risk', {
      item_id: world.items.gloves,
      warehouse_id: world.south.warehouse_id,
    });
    expect(detail.projection).toHaveLength(60);
    expect(detail.projection[0]!.usable_qty).toBeLessThanOrEqual(2);
    expect(detail.lots).toEqual([
      expect.objectContaining({ lot_no: 'G-NEW', usable_qty: 2, allocated_qty: 128 }),
    ]);
    expect(detail.elsewhere).toEqual([expect.objectContaining({ warehouse_code: 'N1', usable_qty: 650 })]);
    expect(detail.history).toHaveLength(12);
    expect(detail.policy!.method).toBe('ses');
  });

  test('is put aside until a moment and comes back when it gets worse', async () => {
    const pair = { item_id: world.items.insulin, warehouse_id: world.south.warehouse_id };
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await ask<typeof contract.dismissRisk>('planning.dismiss-risk', {
      ...pair,
      until,
      reason: 'comes tomorrow',
    });
    expect(await riskOf(pair.item_id, pair.warehouse_id)).toMatchObject({ dismiss_reason: 'comes tomorrow' });
    await demand(pair.item_id, 5);
    await settle();
    expect((await riskOf(pair.item_id, pair.warehouse_id))!.dismissed_until).toBeNull();
  });

  test.each([
    ['in the past', () => new Date(Date.now() - 1000)],
    ['beyond ninety days', () => new Date(Date.now() + 91 * 86_400_000)],
  ])('is not put aside until a moment %s', async (_name, until) => {
    const input = {
      item_id: world.items.gloves,
      warehouse_id: world.south.warehouse_id,
      until: until().toISOString(),
      reason: 'x',
    };
    expect((await refusalOf(ask<typeof contract.dismissRisk>('planning.dismiss-risk', input))).code).toBe(
      'planning.dismiss_until_past',
    );
  });

  test('of another warehouse is not there for somebody who does not see it', async () => {
    const input = { item_id: world.items.gloves, warehouse_id: world.south.warehouse_id };
    expect((await refusalOf(ask<typeof contract.getRisk>('planning.get-risk', input, stranger))).code).toBe(
      'platform.not_found',
    );
  });
});

describe('proposals', () => {
  const get = (proposal_id: number) =>
    ask<typeof contract.getProposal>('planning.get-proposal', { proposal_id });
  const listed = async (item_id: number) =>
    (
      await ask<typeof contract.listProposals>('planning.list-proposals', {
        item_id,
        status: 'proposed',
        limit: 10,
        offset: 0,
      })
    ).rows;

  const openFor = async (item_id: number) => (await listed(item_id))[0]!;

  test('bring what is missing, first expiry first, with their reasons', async () => {
    const done = await propose();
    expect(done.short_qty).toBe(0);
    const [proposal] = await listed(world.items.gloves);
    expect(proposal).toMatchObject({
      from_warehouse_code: 'N1',
      to_warehouse_code: 'S1',
      status: 'proposed',
    });
    const why = await get(proposal!.proposal_id);
    expect(why.plan_checked).toBe(true);
    expect(why.line_rows[0]).toMatchObject({ lot_no: 'G-OLD' });
    expect(why.line_rows[0]!.rules_passed.map((rule) => rule.code)).toEqual(
      expect.arrayContaining([
        'released',
        'not_expired_on_arrival',
        'in_time',
        'gate_not_refused',
        'donor_protected',
        'fefo',
      ]),
    );
    // It rides on the cold departure that the insulin needs anyway, and bears its share of it.
    expect(proposal!.lane_id).toBe(world.lanes.cold);
    expect(why.cost).toMatchObject({ lane_fixed_fen: 50_000, distance_km: 1200, shared_with_proposals: 1 });
    expect(why.cost.variable_fen + why.cost.fixed_share_fen).toBe(proposal!.cost_fen);
    expect(why.donor.left_qty).toBe(650 - proposal!.qty);
    expect(why.donor.left_qty).toBeGreaterThanOrEqual(why.donor.safety_stock);
    const { counterfactual } = why;
    expect(counterfactual.days_until_stock_out_without).toBeLessThan(7);
    expect(counterfactual.short_qty_with).toBeLessThan(counterfactual.short_qty_without);
    // Two pieces stand there; what leaves in the evening comes two days later, after the shelf is empty: not before.
    const arrives = dayInChina(proposal!.arrival_at);
    const week = counterfactual.projection_with.filter((day) => day.date >= arrives).slice(0, 7);
    expect(week.every((day) => day.usable_qty > 0)).toBe(true);
  });

  test('use only ways that the gate would let pass', async () => {
    const [proposal] = await listed(world.items.insulin);
    expect(proposal!.lane_id).toBe(world.lanes.cold);
    const why = await get(proposal!.proposal_id);
    expect(why.rejected).toContainEqual(expect.objectContaining({ lane_id: world.lanes.ambient }));
    await world.sql(`update compliance.licence set classes = '{II}' where $1 = any (warehouse_ids)`, [
      world.south.warehouse_id,
    ]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    const { shortages, gate_refusals } = await propose({ item_ids: [world.items.insulin] });
    expect(gate_refusals.map((refusal) => refusal.code)).toContain('compliance.warehouse_not_licensed');
    expect(await listed(world.items.insulin)).toEqual([]);
    expect(shortages[0]!.rejected.map((arc) => arc.code)).toContain('compliance.warehouse_not_licensed');
    await world.sql(`update compliance.licence set classes = '{I,II,III}' where $1 = any (warehouse_ids)`, [
      world.south.warehouse_id,
    ]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  });

  test('give way to the next plan and never promise the same goods twice', async () => {
    const before = await listed(world.items.gloves);
    const { superseded } = await propose();
    expect(superseded).toBeGreaterThanOrEqual(1);
    const after = await listed(world.items.gloves);
    expect(after.map((p) => p.qty)).toEqual(before.map((p) => p.qty));
    expect((await get(before[0]!.proposal_id)).status).toBe('superseded');
  });

  test('stay within the budget and say what it keeps away', async () => {
    const { proposal_ids, shortages, budget_fen } = await propose({ budget_fen: 10 });
    expect([proposal_ids, budget_fen]).toEqual([[], 10]);
    expect(shortages.flatMap((s) => s.causes.map((c) => c.code))).toContain('budget');
  });

  test('are rejected with a reason, once', async () => {
    await propose();
    const { proposal_id } = await openFor(world.items.insulin);
    const reject = () =>
      ask<typeof contract.rejectProposal>('planning.reject-proposal', {
        proposal_id,
        reason: 'supplier delivers',
      });
    expect(await reject()).toEqual({ proposal_id, status: 'rejected' });
    expect((await refusalOf(reject())).code).toBe('planning.proposal_closed');
  });

  test('are accepted with less only for a reason, and never with more', async () => {
    const { proposal_id, qty } = await openFor(world.items.gloves);
    const accept = (more: object, actor = planner) =>
      ask<typeof contract.acceptProposal>('planning.accept-proposal', { proposal_id, ...more }, actor);
    expect((await refusalOf(accept({ qty: qty - 1 }))).code).toBe('planning.reason_needed');
    expect((await refusalOf(accept({ qty: qty + 1, reason: 'x' }))).code).toBe('planning.qty_above_proposal');
    expect((await refusalOf(accept({}, stranger))).code).toBe('platform.not_found');
  });

  test('become an approved transfer with its lots allocated when they are accepted', async () => {
    const [proposal] = await listed(world.items.gloves);
    const { proposal_id } = proposal!;
    const done = await ask<typeof contract.acceptProposal>('planning.accept-proposal', {
      proposal_id,
      qty: proposal!.qty - 5,
      reason: 'five are on their way by hand',
    });
    expect(done).toMatchObject({ status: 'accepted', allocated: proposal!.qty - 5, reasons: [] });
    const order = await ask<typeof contract.getTransfer>('transfer.get-transfer', {
      transfer_id: done.transfer_id!,
    });
    expect(order).toMatchObject({ status: 'approved', proposal_id, requested_by: null, approved_by: 7 });
    expect(order.allocations[0]).toMatchObject({ lot_no: 'G-OLD', status: 'open' });
    await settle();
    expect(await riskOf(world.items.gloves, world.south.warehouse_id)).toMatchObject({
      on_the_way_qty: proposal!.qty - 5,
    });
    const again = refusalOf(ask<typeof contract.acceptProposal>('planning.accept-proposal', { proposal_id }));
    expect((await again).code).toBe('planning.proposal_closed');
  });

  test('expire with the reason when their lots are gone', async () => {
    await propose({ item_ids: [world.items.insulin] });
    const { proposal_id } = await openFor(world.items.insulin);
    await world
      .allocate(world.items.insulin, 400, { lane_id: null, purpose: 'transfer_ship' })
      .catch(() => []);
    await world.sql(
      'update stock.balance set allocated = qty where lot_id = $1 and disposition = $2 and not unbounded',
      [lots.insulin.lot_id, 'released'],
    );
    const done = await ask<typeof contract.acceptProposal>('planning.accept-proposal', { proposal_id });
    expect(done).toMatchObject({ status: 'expired', transfer_id: null, allocated: 0 });
    expect(done.reasons[0]).toMatchObject({
      code: 'planning.lot_gone',
      params: { lot_no: 'I-1', available: 0 },
    });
  });

  test('are planned by those who may, at warehouses they see', async () => {
    const input = { to_warehouse_id: world.south.warehouse_id, replenish: true };
    expect((await refusalOf(ask<typeof contract.propose>('planning.propose', input, stranger))).code).toBe(
      'platform.not_found',
    );
  });
});

describe('the database', () => {
  test('lets one run of planning work at a time', async () => {
    const held = world.db.tx(SYSTEM_SCOPE, async (tx) => {
      await tx.rows('select pg_advisory_xact_lock(7012)');
      const codes = await Promise.all([
        refusalOf(propose()),
        refusalOf(ask<typeof contract.recompute>('planning.recompute', {})),
      ]);
      return codes.map(({ code }) => code);
    });
    expect(await held).toEqual(['planning.run_busy', 'planning.run_busy']);
  });

  const proposal = (
    changes: string,
  ) => `insert into planning.proposal (planning_run_id, item_id, from_warehouse_id,
      to_warehouse_id, lane_id, qty, departure_at, arrival_at, needed_by, late, priority_class, severity, variable_fen,
      fixed_share_fen, lines, needs, explanation, status, decided_at, transfer_id, decision_reason)
    select planning_run_id, item_id, from_warehouse_id, to_warehouse_id, lane_id, qty, departure_at, arrival_at, needed_by,
      late, priority_class, severity, variable_fen, fixed_share_fen, lines, needs, explanation, status, decided_at,
      transfer_id, decision_reason
    from (select (jsonb_populate_record(p, '${changes}')).* from planning.proposal p where status = 'superseded' limit 1) q`;

  test.each([
    ['proposal_status_known', proposal('{"status": "lost"}')],
    ['proposal_qty_positive', proposal('{"qty": 0}')],
    ['proposal_cost_positive', proposal('{"variable_fen": -1}')],
    ['proposal_priority_known', proposal('{"priority_class": 5}')],
    ['proposal_decided', proposal('{"decided_at": null}')],
    ['proposal_accepted', proposal('{"status": "accepted"}')],
    ['proposal_rejected', proposal('{"status": "rejected", "decision_reason": null}')],
    ['policy_order', 'update planning.policy set safety_stock = reorder_point + 1'],
    ['policy_pinned', 'update planning.policy set pin_qc_days = 1'],
    ['policy_demand_bounds', 'update planning.policy set daily_mean = -1'],
    ['risk_level_known', `update planning.risk set level = 'bad'`],
    ['risk_dismissed', 'update planning.risk set dismissed_until = now(), dismiss_reason = null'],
    ['setting_only_row', 'insert into planning.setting (only_row) values (false)'],
    ['setting_days_bounds', 'update planning.setting set horizon_days = 1'],
    ['planning_run_lawful', `update planning.planning_run set violations = '[1]'`],
    ['demand_history_qty', 'update planning.demand_history set qty = -1'],
  ])('refuses what breaks %s', async (constraint, statement) => {
    await expect(world.sql(statement)).rejects.toMatchObject({ constraint });
  });

  test('keeps two open proposals for one way apart', async () => {
    const again = proposal('{"status": "proposed", "decided_at": null}');
    await world.sql(again);
    await expect(world.sql(again)).rejects.toMatchObject({ constraint: 'proposal_open_key' });
    await propose();
  });
});

test('an import of stock or history asks for one computation of everything', async () => {
  const imported = (dataset: string) => ({
    topic: 'integration.imported',
    key: dataset,
    payload: { dataset },
  });
  await migrateJobs(database.ownerUrl);
  await world.tx((tx) => emitEvents(tx, [imported('lane')]));
  await settle();
  const queued = () => world.sql('select task_identifier from graphile_worker.jobs');
  expect(await queued()).toEqual([]);
  await world.tx((tx) => emitEvents(tx, [imported('demand_history')]));
  await settle();
  await world.tx((tx) => emitEvents(tx, [imported('opening_stock')]));
  await settle();
  expect(await queued()).toEqual([{ task_identifier: 'planning.recompute' }]);
});

describe('work in sets', () => {
  async function statements(work: () => Promise<unknown>): Promise<number> {
    let sent = 0;
    observeStatements(() => {
      sent += 1;
    });
    await work();
    observeStatements(null);
    return sent;
  }

  test('assessing many items takes as many statements as assessing one', async () => {
    const touch = (ids: number[]) =>
      world.sql('insert into planning.touched (item_id) select unnest($1::bigint[]) on conflict do nothing', [
        ids,
      ]);
    await touch([world.items.gloves]);
    const one = await statements(() => planning.assessTouched(world.db));
    await touch(Object.values(world.items));
    expect(await statements(() => planning.assessTouched(world.db))).toBe(one);
    expect(one).toBeLessThan(12);
  });

  test('a hundred thousand rows of history are written at once', async () => {
    const day = (k: number) => new Date(Date.UTC(1990, 0, 1 + k)).toISOString().slice(0, 10);
    const rows = Array.from({ length: 100_000 }, (_, k) => ({
      period_start: day(k % 25_000),
      bucket: 'day' as const,
      warehouse_code: k % 2 === 0 ? 'N1' : 'S1',
      department_code: k % 20 < 10 ? null : 'HOSPITAL-ICU',
      item_code: ['GLOVES', 'STENT', 'INSULIN', 'BANDAGE'][Math.floor(k / 25_000)]!,
      qty: k % 50,
    }));
    const unique = [
      ...new Map(
        rows.map((r) => [`${r.period_start}${r.warehouse_code}${r.department_code}${r.item_code}`, r]),
      ).values(),
    ];
    const work = world.db.tx(SYSTEM_SCOPE, async (tx) => {
      const written = await planning.writeDemandHistory(tx, unique);
      expect(written).toBe(unique.length);
      throw new Error('taken back');
    });
    await expect(work).rejects.toThrow('taken back');
  });

  test('proposing for many items takes as many statements as for one', async () => {
    await propose();
    const one = await statements(() => propose({ item_ids: [world.items.gloves] }));
    expect(await statements(() => propose({ item_ids: Object.values(world.items) }))).toBeLessThanOrEqual(
      one + 1,
    );
  });
});

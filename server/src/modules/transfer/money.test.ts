import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { peopleOf, pickAll } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type Site, type World } from '../../../test/support/world.ts';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import { startRelay } from '../../platform/outbox.ts';
import { databaseError } from '../../platform/problem.ts';
import { verbs as transport_verbs } from '../transport/index.ts';
import { constraints, consumers, verbs } from './index.ts';

type Order = OutputOf<typeof contract.requestTransfer>;
type Seen = OutputOf<typeof contract.getTransfer>;
type Claims = OutputOf<typeof contract.listClaims>;

const VERBS = new Map([...verbs, ...transport_verbs].map((verb) => [verb.contract.name, verb]));
let world: World;
let people: ReturnType<typeof peopleOf>;
let director: Actor;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = peopleOf(world);
  director = world.as(
    ['transfer.read', 'transfer.approve', 'transfer.budget', 'transfer.resolve'],
    'all',
    61,
  );
  // People whose roles the limits of approval name.
  for (const user_id of [12, 61]) {
    await world.sql(
      `insert into identity.user (user_id, account, display_name, password_hash) overriding system value
       values ($1::bigint, 'u' || $1::text, 'u', 'x')`,
      [user_id],
    );
  }
  await world.sql(`insert into identity.grant (user_id, role) values (12, 'planner'), (61, 'manager')`);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

async function call<T>(name: string, input: unknown, actor: Actor = SYSTEM_ACTOR): Promise<T> {
  try {
    return await world.call(VERBS.get(name)!, input, { actor });
  } catch (error) {
    throw databaseError(error, constraints) ?? error;
  }
}
const see = (transfer_id: number): Promise<Seen> =>
  call('transfer.get-transfer', { transfer_id }, people.planner);
/** Ten gloves of 1,200 fen, half a kilogram, on a lane of 50,000 fen and 100 for each kilogram. */
async function request(more: object = {}, to: Site = world.south, qty = 10): Promise<Order> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `MONEY-${lots}`);
  await world.receive(lot, world.north.bins.shelf, qty);
  return call(
    'transfer.request-transfer',
    {
      from_warehouse_id: world.north.warehouse_id,
      to_warehouse_id: to.warehouse_id,
      reason: 'x',
      lines: [{ ...lot, qty, ...more }],
    },
    people.planner,
  );
}
const approve = (transfer_id: number, actor = people.second_planner, more: object = {}) =>
  call('transfer.approve-transfer', { transfer_id, ...more }, actor);
async function ship(transfer_id: number): Promise<Seen> {
  const { line_rows } = await see(transfer_id);
  const line_ids = line_rows.map((line) => line.transfer_line_id);
  await pickAll(world, world.north, people.north_keeper, 'transfer_line', line_ids);
  await call('transfer.ship-transfer', { transfer_id }, people.north_keeper);
  return see(transfer_id);
}
async function shipped(more: object = {}, to?: Site): Promise<Seen> {
  const { transfer_id } = await request(more, to);
  await approve(transfer_id);
  return ship(transfer_id);
}
function receive({ transfer_id, sent_lots }: Seen, counts: object, actor: Actor = people.south_keeper) {
  const lines = sent_lots.map(({ transfer_line_id, lot_no, on_the_road }) => ({
    transfer_line_id,
    lot_no,
    received: on_the_road,
    ...counts,
  }));
  return call<OutputOf<typeof contract.receiveTransfer>>(
    'transfer.receive-transfer',
    { transfer_id, lines },
    actor,
  );
}
const drain = async () => {
  const relay = startRelay({ db: world.db, consumers });
  await relay.drain();
  await relay.stop();
};

describe('limits of approval', () => {
  const limit = (role: string, max_value_fen: number | null) =>
    call('transfer.set-approval-limit', { role, max_value_fen, max_cost_fen: null, reason: 'x' }, director);

  test('what is worth more than a role approves waits for one that may', async () => {
    const { transfer_id } = await request();
    await limit('planner', 11_999);
    expect(await refusalOf(approve(transfer_id))).toMatchObject({
      code: 'transfer.above_limit',
      error: { params: { what: 'value', amount_fen: 12_000, limit_fen: 11_999 } },
    });
    expect((await see(transfer_id)).status).toBe('requested');
    await approve(transfer_id, director);
    await limit('planner', 12_000);
    await approve((await request()).transfer_id);
    await limit('planner', null);
  });

  test('only who answers for budgets everywhere sets them', async () => {
    const here = {
      ...director,
      permissions: new Map([['transfer.budget', new Set([world.north.warehouse_id])]]),
    };
    const set = call(
      'transfer.set-approval-limit',
      { role: 'planner', max_value_fen: 1, max_cost_fen: 1, reason: 'x' },
      here,
    );
    expect((await refusalOf(set)).code).toBe('platform.forbidden');
  });
});

describe('the budget of a warehouse and month', () => {
  const month = async () => {
    const [row] = await world.sql<{ month: string }>(
      `select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month`,
    );
    return row!.month;
  };
  const budgets = () =>
    call<OutputOf<typeof contract.listBudgets>>(
      'transfer.list-budgets',
      { warehouse_id: world.north.warehouse_id },
      director,
    );
  const set = async (amount_fen: number) =>
    call(
      'transfer.set-budget',
      { warehouse_id: world.north.warehouse_id, month: await month(), amount_fen, reason: 'x' },
      director,
    );

  test('is taken by approvals, stops the one that goes beyond, and is given back by a cancellation', async () => {
    const first = await request();
    const second = await request();
    await approve(first.transfer_id);
    await set(1);
    const taken = (await budgets()).rows[0]!.committed_fen;
    await set(taken + 50_100);
    await approve(second.transfer_id);
    const third = await request();
    expect(await refusalOf(approve(third.transfer_id))).toMatchObject({
      code: 'transfer.over_budget',
      error: { params: { budget_fen: taken + 50_100, committed_fen: taken + 50_100, cost_fen: 50_100 } },
    });
    await call('transfer.cancel-transfer', { transfer_id: second.transfer_id, reason: 'x' }, people.planner);
    await approve(third.transfer_id);
    expect((await budgets()).rows[0]).toMatchObject({ left_fen: 0 });
  });

  test('is exceeded only by who answers for it, with a note', async () => {
    await set(0);
    const { transfer_id } = await request();
    const beyond = { exceed_budget: true, note: '急诊' };
    expect((await refusalOf(approve(transfer_id, people.second_planner, beyond))).code).toBe(
      'transfer.over_budget',
    );
    expect((await refusalOf(approve(transfer_id, director, { exceed_budget: true }))).code).toBe(
      'transfer.over_budget',
    );
    await approve(transfer_id, director, beyond);
    expect(await see(transfer_id)).toMatchObject({ over_budget: true, status: 'approved' });
    await set(10_000_000);
  });

  test('two approvals at once do not pass on the same money', async () => {
    await set(1);
    const taken = (await budgets()).rows[0]!;
    await set(taken.committed_fen + taken.actual_fen + 60_000);
    const orders = [await request(), await request(), await request()];
    const answers = await Promise.allSettled(orders.map(({ transfer_id }) => approve(transfer_id)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await set(100_000_000);
  });
});

describe('transport', () => {
  test('a shipped transfer waits for a journey; what happens to it is noted, and nothing of it receives', async () => {
    const order = await shipped();
    const { transfer_id } = order;
    const [document] = await world.sql<{ transport_document_id: string; status: string }>(
      'select transport_document_id, status from transport.document where document_key = $1',
      [`transfer:${transfer_id}`],
    );
    expect(document).toMatchObject({ status: 'waiting' });
    const planned_departure_at = new Date(Date.now() - 3_600_000).toISOString();
    const stops = [{ document_ids: [Number(document!.transport_document_id)] }];
    const { shipments } = await call<OutputOf<typeof contract.createTransportShipments>>(
      'transport.create-shipments',
      {
        warehouse_id: world.north.warehouse_id,
        shipments: [{ lane_id: world.lanes.ambient, planned_departure_at, stops }],
      },
    );
    const { shipment_id } = shipments[0]!;
    expect(await see(transfer_id)).toMatchObject({ shipment_id, shipment_status: 'planned' });
    await call('transport.save-vehicle', {
      vehicle_code: 'V1',
      kind: 'vehicle',
      model: 'x',
      capacity_kg: 100,
      ambient_l: 100,
      carrier_id: world.carrier_id,
    });
    await call('transport.save-driver', {
      driver_code: 'D1',
      name: 'x',
      licence_valid_to: '2099-01-01',
      carrier_id: world.carrier_id,
    });
    const ids = await world.sql<{ vehicle_id: string; driver_id: string }>(
      'select vehicle_id, driver_id from transport.vehicle, transport.driver',
    );
    const { vehicle_id, driver_id } = {
      vehicle_id: Number(ids[0]!.vehicle_id),
      driver_id: Number(ids[0]!.driver_id),
    };
    await call('transport.assign-shipment', { shipment_id, vehicle_id, driver_id });
    await call('transport.check-departure', { shipment_id });
    await call('transport.depart-shipment', { shipment_id });
    const eta_at = new Date(Date.now() + 48 * 3_600_000).toISOString();
    const occurred_at = new Date().toISOString();
    await call('transport.record-events', {
      events: [{ shipment_id, event_key: 'a', kind: 'delay', occurred_at, eta_at, note: '封路' }],
    });
    await drain();
    const late = await see(transfer_id);
    expect(late).toMatchObject({ delay_reason: '封路', expected_arrival: eta_at, status: 'in_transit' });
    expect(late.delayed_minutes).toBeGreaterThan(24 * 60);
    const [told] = await world.sql(`select 1 as one from platform.outbox where topic = 'transfer.delayed'`);
    expect(told).toBeDefined();
    const [stop] = await world.sql<{ stop_id: string }>(
      'select stop_id from transport.stop where shipment_id = $1',
      [shipment_id],
    );
    const stop_id = Number(stop!.stop_id);
    await call('transport.arrive-stop', { stop_id });
    await call('transport.hand-over', { stop_id, handed_over_by_name: 'a', received_by_name: 'b' });
    const bill = { carrier_id: world.carrier_id, carrier_bill_no: 'B', billed_on: '2026-01-01' };
    const lines = [{ shipment_id, billed_fen: 70_000, difference_reason: 'x' }];
    const { bill_id } = await call<{ bill_id: number }>('transport.enter-freight-bill', { ...bill, lines });
    await call('transport.decide-freight-bill', { bill_id, approve: true });
    await drain();
    const there = await see(transfer_id);
    expect(there).toMatchObject({ status: 'in_transit', signed_by: 'b', actual_cost_fen: 70_000 });
    expect(there.delivered_at).not.toBeNull();
    await receive(there, {});
    expect((await see(transfer_id)).status).toBe('closed');
  });
});

describe('between two legal entities', () => {
  let other: Site;
  let entity_id: number;
  let other_keeper: Actor;
  beforeAll(async () => {
    other = await world.site('OTHER');
    const [row] = await world.sql<{ partner_id: string }>(
      `insert into masterdata.partner (partner_code, name, kind, province, address)
       values ('ENTITY2', '乙公司', 'legal_entity', '上海', 'x') returning partner_id`,
    );
    entity_id = Number(row!.partner_id);
    await world.sql('update masterdata.warehouse set legal_entity_id = $1 where warehouse_id = $2', [
      entity_id,
      other.warehouse_id,
    ]);
    await world.sql(
      `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
       values ($1, 'distribution_licence', 'LIC2', '{II,III}', '{*}', $2, '2020-01-01', '2035-12-31')`,
      [entity_id, [other.warehouse_id]],
    );
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    other_keeper = world.as(['transfer.read', 'transfer.receive'], [other.warehouse_id], 71);
  });

  test('goods are sold at the transfer price, and belong to the other from their receipt on', async () => {
    const made = await request({ unit_price_fen: 1500 }, other);
    expect(made.warnings.map(({ code }) => code)).toEqual([
      'transfer.entity_change',
      'transfer.third_invoice',
    ]);
    await approve(made.transfer_id);
    const order = await ship(made.transfer_id);
    expect(order).toMatchObject({ intercompany: true, value_fen: 15_000, to_entity_name: '乙公司' });
    expect(order.line_rows[0]!.unit_price_fen).toBe(1500);
    const owners = () =>
      world.sql<{ kind: string; owner_id: number; qty: number }>(
        `select a.kind, b.owner_id, b.qty from stock.balance b join stock.account a using (account_id)
         where b.lot_id = $1 and b.qty > 0 and a.kind in ('bin', 'in_transit') order by 1`,
        [order.sent_lots[0]!.lot_id],
      );
    expect(await owners()).toEqual([{ kind: 'in_transit', owner_id: world.entity_id, qty: 10 }]);
    const { discrepancies } = await receive(order, { received: 7, damaged: 1 }, other_keeper);
    expect((await owners()).map((row) => [row.kind, row.owner_id])).toEqual([
      ['bin', entity_id],
      ['bin', entity_id],
      ['in_transit', world.entity_id],
    ]);
    const short = discrepancies.find((d) => d.kind === 'short')!;
    const { discrepancy_id } = short;
    await call(
      'transfer.resolve-discrepancy',
      { discrepancy_id, resolution: 'found', reason: 'x' },
      director,
    );
    expect((await owners()).every((row) => row.owner_id === entity_id)).toBe(true);
    const sold = await world.sql<{ payload: object }>(
      `select payload from platform.outbox where topic = 'transfer.sold'`,
    );
    expect(sold.at(-1)!.payload).toMatchObject({ from_entity_id: world.entity_id, to_entity_id: entity_id });
    const note = await call<OutputOf<typeof contract.getTransferNote>>(
      'transfer.get-delivery-note',
      { transfer_id: order.transfer_id },
      people.planner,
    );
    expect(note).toMatchObject({ intercompany: true, receiver_licences: ['LIC2'] });
    expect(note.lines[0]).toMatchObject({ unit_price_fen: 1500, owner_name: 'ENTITY' });
  });

  test('within one entity there is no price and nothing to warn of', async () => {
    const made = await request({ unit_price_fen: 1500 });
    expect(made.warnings).toEqual([]);
    const order = await see(made.transfer_id);
    expect(order).toMatchObject({ intercompany: false, value_fen: 12_000, warnings: [] });
    expect(order.line_rows[0]!.unit_price_fen).toBeNull();
  });

  test('the two-invoice hint can be switched off', async () => {
    await world.sql(
      `insert into platform.setting (name, value) values ('transfer.two_invoice_rule', '"off"')`,
    );
    expect((await request({}, other)).warnings.map(({ code }) => code)).toEqual(['transfer.entity_change']);
    await world.sql(`delete from platform.setting where name = 'transfer.two_invoice_rule'`);
  });
});

describe('who answers for a difference', () => {
  const claims = () => call<Claims>('transfer.list-claims', {}, people.planner);
  const decide = (claim_id: number, action: string, more: object = {}, actor: Actor = people.south_manager) =>
    call('transfer.decide-claim', { claim_id, action, outcome: 'x', ...more }, actor);

  test('a carrier is asked to pay what was lost, agrees to a part, and pays', async () => {
    const { discrepancies } = await receive(await shipped(), { received: 8 });
    const { discrepancy_id } = discrepancies[0]!;
    const settled = await call<OutputOf<typeof contract.resolveDiscrepancy>>(
      'transfer.resolve-discrepancy',
      { discrepancy_id, resolution: 'lost', responsible: 'carrier', claim_fen: 2400, reason: 'x' },
      director,
    );
    const claim = (await claims()).rows[0]!;
    expect(claim).toMatchObject({
      document_no: settled.claim_no,
      against: 'carrier',
      debtor_id: world.carrier_id,
      qty: 2,
      amount_fen: 2400,
      status: 'open',
    });
    const { claim_id } = claim;
    expect((await refusalOf(decide(claim_id, 'agreed', {}, director))).code).toBe('transfer.own_claim');
    expect((await refusalOf(decide(claim_id, 'settled'))).code).toBe('transfer.claim_status');
    expect((await refusalOf(decide(claim_id, 'agreed', { agreed_fen: 2401 }))).code).toBe(
      'transfer.agreed_above_claim',
    );
    await decide(claim_id, 'agreed', { agreed_fen: 2000 });
    await decide(claim_id, 'settled');
    expect((await claims()).rows[0]).toMatchObject({ status: 'settled', agreed_fen: 2000, amount_fen: 2400 });
    expect((await refusalOf(decide(claim_id, 'withdrawn'))).code).toBe('transfer.claim_status');
  });

  test('there is one claim for a difference, and another after it was withdrawn', async () => {
    const { discrepancies } = await receive(await shipped(), { received: 9, damaged: 1 });
    const { discrepancy_id } = discrepancies[0]!;
    const open = (against: string) =>
      call<{ claim_id: number }>(
        'transfer.open-claim',
        { discrepancy_id, against, amount_fen: 1200, reason: 'x' },
        people.south_manager,
      );
    const { claim_id } = await open('sender');
    expect((await refusalOf(open('carrier'))).code).toBe('transfer.claimed_before');
    await decide(claim_id, 'withdrawn', {}, people.north_manager);
    await open('carrier');
    const stranger = world.as(['transfer.resolve', 'transfer.read'], [987_654], 91);
    const foreign = call(
      'transfer.open-claim',
      { discrepancy_id, against: 'sender', amount_fen: 1, reason: 'x' },
      stranger,
    );
    expect((await refusalOf(foreign)).code).toBe('platform.not_found');
  });
});

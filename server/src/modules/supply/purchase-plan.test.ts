import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { type Buyers, buyersOf, SOMEDAY } from './purchasing.test-support.ts';

type Plan = OutputOf<typeof contract.getPurchasePlan>;
type Requisition = OutputOf<typeof contract.getRequisition>;
type Rfq = OutputOf<typeof contract.getRfq>;
type Agreement = OutputOf<typeof contract.getAgreement>;
type Order = OutputOf<typeof contract.getPurchaseOrder>;

let world: World;
let people: Buyers;
let rival_id: number;
let rival: Actor;
let items = 0;
beforeAll(async () => {
  world = await createWorld();
  people = buyersOf(world);
  const [row] = await world.sql<{ partner_id: string }>(
    `insert into masterdata.partner (partner_code, name, kind, province, address)
     values ('RIVAL', 'RIVAL', 'supplier', '上海', 'x') returning partner_id`,
  );
  rival_id = Number(row!.partner_id);
  rival = { ...people.seller, user_id: 68, scope: { user_id: 68, warehouses: [], partner_id: rival_id } };
});
afterAll(() => world.close());

/** An item of class I that nothing else is known of. */
async function item(): Promise<number> {
  items += 1;
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di,
       registration_no, manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml,
       unit_weight_g)
     select 'ITEM-' || $1, 'x', 'M', 'I', '14-01', '个', 1, 'ITEM-' || $1, registration_no, manufacturer_id, 'lot', false,
       false, 'ambient', 1000, 1, 1 from masterdata.item where item_code = 'BANDAGE' returning item_id`,
    [String(items)],
  );
  await world.takeOver();
  return Number(row!.item_id);
}
const buy = <T>(name: string, input: unknown, actor: Actor = people.buyer) =>
  people.call<T>(name, input, actor);
const prices = (item_id: number, lines: object[], partner_id = world.supplier_id) =>
  buy('save-prices', {
    partner_id,
    lines: lines.map((line) => ({ item_id, valid_from: '2026-01-01', ...line })),
  });
const terms = (item_id: number, more: object, partner_id = world.supplier_id) =>
  buy('save-terms', { partner_id, lines: [{ item_id, ...more }] });
const north = () => world.north.warehouse_id;
const south = () => world.south.warehouse_id;
const plan = (lines: object[], more: object = {}) =>
  buy<OutputOf<typeof contract.makePurchasePlan>>('make-plan', {
    lines: lines.map((line) => ({ warehouse_id: north(), needed_on: SOMEDAY, ...line })),
    ...more,
  });
const seePlan = (plan_id: number) => buy<Plan>('get-plan', { plan_id });
const orderPlan = (plan_id: number, more: object = {}) =>
  buy<OutputOf<typeof contract.orderPurchasePlan>>('order-plan', { plan_id, reason: 'monthly', ...more });
const seeOrder = (purchase_order_id: number) => buy<Order>('get-order', { purchase_order_id });

async function draft(item_id: number, qty: number): Promise<{ purchase_order_id: number }> {
  const { purchase_order_id } = await buy<{ purchase_order_id: number }>('create-order', {
    partner_id: world.supplier_id,
    warehouse_id: north(),
    reason: 'call-off',
    lines: [{ item_id, qty, needed_on: SOMEDAY }],
  });
  return { purchase_order_id };
}

describe('a consolidated plan', () => {
  test('takes off stock and open orders, buys together, and orders for each warehouse at the common price', async () => {
    const item_id = await item();
    await terms(item_id, { min_order_qty: 20, order_multiple: 10, lead_time_days: 14, preferred: true });
    await prices(item_id, [
      { min_qty: 1, unit_price_fen: 100 },
      { min_qty: 100, unit_price_fen: 80 },
    ]);
    const lot = await world.lot(item_id, 'THERE');
    await world.receive(lot, world.north.bins.shelf, 15);
    const made = await plan([
      { item_id, qty: 80 },
      { item_id, qty: 40, warehouse_id: south() },
    ]);
    expect(made).toMatchObject({ lines: 2, to_buy: 2, without_supplier: 0 });
    const seen = await seePlan(made.plan_id);
    expect(seen.line_rows).toMatchObject([
      {
        warehouse_code: 'N1',
        qty_on_hand: 15,
        qty_net: 65,
        qty_order: 70,
        unit_price_fen: 80,
        price_source: 'price_list',
      },
      { warehouse_code: 'S1', qty_on_hand: 0, qty_net: 40, qty_order: 40, unit_price_fen: 80 },
    ]);
    expect(seen.line_rows[0]!.explanation).toMatchObject({ group_net: 105, group_order: 110, late: false });
    const { orders } = await orderPlan(made.plan_id);
    expect(orders).toHaveLength(2);
    expect(await seePlan(made.plan_id)).toMatchObject({ status: 'ordered', orders: [{}, {}] });
    // What is ordered now is not ordered again.
    for (const { purchase_order_id } of orders) {
      await buy('submit-order', { purchase_order_id });
      await buy('approve-order', { purchase_order_id }, people.boss);
    }
    const again = await plan([
      { item_id, qty: 80 },
      { item_id: await item(), qty: 1 },
    ]);
    const [first] = (await seePlan(again.plan_id)).line_rows;
    expect(first).toMatchObject({ qty_on_hand: 15, qty_on_order: 65, qty_net: 0, qty_order: 0 });
  });

  test('counts orders of one plan together for their approval', async () => {
    const item_id = await item();
    await prices(item_id, [{ unit_price_fen: 1000 }]);
    const needs = [north(), south()].map((warehouse_id) => ({ item_id, qty: 30_000, warehouse_id }));
    const { plan_id } = await plan(needs);
    const { orders } = await orderPlan(plan_id);
    const { purchase_order_id } = orders[0]!;
    expect(orders[0]!.total_fen).toBe(30_000_000);
    expect(await buy('submit-order', { purchase_order_id })).toMatchObject({ approvals_needed: 2 });
  });

  test('names what nobody sells, and takes another supplier or quantity from a person', async () => {
    const item_id = await item();
    const { plan_id, without_supplier } = await plan([{ item_id, qty: 5 }]);
    expect(without_supplier).toBe(1);
    expect((await refusalOf(orderPlan(plan_id))).code).toBe('supply.no_supplier');
    const [line] = (await seePlan(plan_id)).line_rows;
    const change = { plan_line_id: line!.plan_line_id, supplier_id: rival_id, qty: 6 };
    const { orders } = await orderPlan(plan_id, { changes: [change] });
    expect(orders).toMatchObject([{ partner_id: rival_id, total_fen: 6000 }]);
    expect((await refusalOf(orderPlan(plan_id))).code).toBe('supply.wrong_status');
  });

  test('is not made where nothing has to be bought, nor for warehouses of others', async () => {
    const item_id = await item();
    const lot = await world.lot(item_id, 'ENOUGH');
    await world.receive(lot, world.north.bins.shelf, 10);
    expect((await refusalOf(plan([{ item_id, qty: 10 }]))).code).toBe('supply.nothing_to_buy');
    const lines = [{ item_id, qty: 99, needed_on: SOMEDAY, warehouse_id: south() }];
    const foreign = buy('make-plan', { lines }, people.north_buyer);
    expect((await refusalOf(foreign)).code).toBe('platform.not_found');
  });

  test('is ordered and given up only by who sees all of it', async () => {
    const item_id = await item();
    const { plan_id } = await plan([
      { item_id, qty: 5 },
      { item_id, qty: 5, warehouse_id: south() },
    ]);
    const input = { plan_id, reason: 'x' };
    for (const verb of ['order-plan', 'discard-plan']) {
      expect((await refusalOf(buy(verb, input, people.north_buyer))).code).toBe('platform.forbidden');
    }
  });
});

describe('a requisition', () => {
  const request = async (item_id: number, qty = 7) =>
    buy<{ requisition_id: number; document_no: string }>(
      'request-purchase',
      { warehouse_id: north(), reason: 'new theatre', lines: [{ item_id, qty, needed_on: SOMEDAY }] },
      people.north_buyer,
    );
  const decide = (requisition_id: number, actor = people.boss) =>
    buy('decide-requisition', { requisition_id, decision: 'approved' }, actor);
  const see = (requisition_id: number) => buy<Requisition>('get-requisition', { requisition_id });

  test('is approved by another, planned, ordered, and shows its order', async () => {
    const item_id = await item();
    await prices(item_id, [{ unit_price_fen: 10 }]);
    const { requisition_id, document_no } = await request(item_id);
    expect(document_no).toMatch(/^PR\d{6}-\d{5,}$/);
    const early = plan([], { requisition_ids: [requisition_id] });
    expect((await refusalOf(early)).code).toBe('supply.wrong_status');
    await decide(requisition_id);
    const { plan_id } = await plan([], { requisition_ids: [requisition_id] });
    expect(await see(requisition_id)).toMatchObject({ status: 'planned' });
    const { orders } = await orderPlan(plan_id);
    const { line_rows } = await see(requisition_id);
    expect(line_rows).toMatchObject([{ qty: 7, purchase_order_no: orders[0]!.document_no }]);
  });

  test('waits again when its plan is given up', async () => {
    const { requisition_id } = await request(await item());
    await decide(requisition_id);
    const { plan_id } = await plan([], { requisition_ids: [requisition_id] });
    await buy('discard-plan', { plan_id, reason: 'too dear' });
    expect((await see(requisition_id)).status).toBe('approved');
  });

  test('is not decided by who asked, and not taken back once planned', async () => {
    const asker = { ...people.boss, user_id: people.north_buyer.user_id };
    const { requisition_id } = await request(await item());
    expect((await refusalOf(decide(requisition_id, asker))).code).toBe('supply.own_request');
    await decide(requisition_id);
    await plan([], { requisition_ids: [requisition_id] });
    const back = buy('cancel-requisition', { requisition_id, reason: 'x' }, people.north_buyer);
    expect((await refusalOf(back)).code).toBe('supply.wrong_status');
  });
});

describe('an inquiry', () => {
  const open = async (item_id: number, qty = 10) =>
    buy<{ rfq_id: number }>('open-rfq', {
      warehouse_id: north(),
      closes_on: SOMEDAY,
      partner_ids: [world.supplier_id, rival_id],
      lines: [{ item_id, qty, needed_on: SOMEDAY }],
    });
  const quote = (rfq_id: number, actor: Actor, unit_price_fen: number, more: object = {}) =>
    buy('submit-quote', { rfq_id, lines: [{ line_no: 1, unit_price_fen, ...more }] }, actor);
  const see = (rfq_id: number, actor: Actor = people.buyer) => buy<Rfq>('get-rfq', { rfq_id }, actor);
  const award = (rfq_id: number, awards: object[]) =>
    buy<{ orders: { purchase_order_id: number }[] }>('award-rfq', { rfq_id, reason: 'best offer', awards });

  test('puts offers side by side; a supplier sees its own only', async () => {
    const item_id = await item();
    await prices(item_id, [{ unit_price_fen: 130 }]);
    const { rfq_id } = await open(item_id);
    await quote(rfq_id, people.seller, 100);
    await quote(rfq_id, rival, 90, { lead_time_days: 3 });
    const seen = await see(rfq_id);
    expect(seen).toMatchObject({ invited: 2, quoted: 2 });
    expect(seen.line_rows[0]!.list_price_fen).toBe(130);
    expect(seen.line_rows[0]!.offers.map((offer) => [offer.unit_price_fen, offer.cheapest])).toEqual([
      [100, false],
      [90, true],
    ]);
    const own = await see(rfq_id, people.seller);
    expect(own).toMatchObject({ invited: 1, invitations: [{ partner_code: 'SUPPLIER' }] });
    expect(own.line_rows[0]).toMatchObject({
      list_price_fen: null,
      offers: [{ unit_price_fen: 100, cheapest: false }],
    });
    expect((await refusalOf(see(rfq_id, people.stranger))).code).toBe('platform.not_found');
    const listed = await buy<{ rows: unknown[] }>('list-rfqs', {}, people.stranger);
    expect(listed.rows).toEqual([]);
  });

  test('is awarded in parts, a dearer offer with its reason, and its price holds in the order', async () => {
    const { rfq_id } = await open(await item());
    await quote(rfq_id, people.seller, 100);
    await quote(rfq_id, rival, 90, { qty_offered: 4 });
    // The rival cannot deliver all of it, so the other is the cheapest of those who can.
    const both = [
      { line_no: 1, partner_id: rival_id },
      { line_no: 1, partner_id: world.supplier_id, qty: 6 },
    ];
    const { orders } = await award(rfq_id, both);
    const seen = await Promise.all(orders.map((order) => seeOrder(order.purchase_order_id)));
    expect(seen.map((order) => order.line_rows[0])).toMatchObject([
      { qty: 4, unit_price_fen: 90, price_source: 'quote' },
      { qty: 6, unit_price_fen: 100, price_source: 'quote' },
    ]);
    expect((await refusalOf(quote(rfq_id, rival, 1))).code).toBe('supply.wrong_status');
  });

  test('refuses what was not offered, more than offered, and a dearer offer without a reason', async () => {
    const { rfq_id } = await open(await item());
    await quote(rfq_id, people.seller, 100);
    const mine = { line_no: 1, partner_id: world.supplier_id };
    expect((await refusalOf(award(rfq_id, [{ line_no: 1, partner_id: rival_id }]))).code).toBe(
      'supply.not_offered',
    );
    expect((await refusalOf(award(rfq_id, [{ ...mine, qty: 11 }]))).code).toBe('supply.more_than_ordered');
    await quote(rfq_id, rival, 90);
    expect(await refusalOf(award(rfq_id, [mine]))).toMatchObject({
      code: 'supply.award_needs_reason',
      lines: ['awards.0.reason required'],
    });
    await award(rfq_id, [{ ...mine, reason: 'comes in two days' }]);
  });

  test('takes the last answer of a supplier, also a refusal, and none of who was not asked', async () => {
    const { rfq_id } = await open(await item());
    await quote(rfq_id, people.seller, 100);
    await buy('submit-quote', { rfq_id, declined: true, note: 'sold out' }, people.seller);
    const seen = await see(rfq_id);
    expect(seen.invitations[1]).toMatchObject({ status: 'declined', note: 'sold out', total_fen: null });
    const unknown = buy('submit-quote', { rfq_id, partner_id: world.hospital_id, lines: [] });
    expect((await refusalOf(unknown)).code).toBe('supply.not_invited');
    await buy('submit-quote', { rfq_id, partner_id: rival_id, lines: [{ line_no: 1, unit_price_fen: 5 }] });
    await buy('cancel-rfq', { rfq_id, reason: 'not needed' });
    expect((await see(rfq_id)).status).toBe('cancelled');
  });
});

describe('an agreement', () => {
  const agree = (item_id: number, more: object = {}, line: object = {}) =>
    buy<{ agreement_id: number }>('create-agreement', {
      partner_id: world.supplier_id,
      kind: 'volume',
      title: '带量采购 第一批',
      valid_from: '2020-01-01',
      valid_to: '2039-12-31',
      lines: [{ item_id, unit_price_fen: 70, qty_committed: 100, ...line }],
      ...more,
    });
  const see = (agreement_id: number) => buy<Agreement>('get-agreement', { agreement_id });

  test('gives its price until its quantity is called off, and takes back what is given up', async () => {
    const item_id = await item();
    await prices(item_id, [{ unit_price_fen: 95 }]);
    const { agreement_id } = await agree(item_id);
    const first = await draft(item_id, 60);
    expect((await seeOrder(first.purchase_order_id)).line_rows[0]).toMatchObject({
      unit_price_fen: 70,
      price_source: 'volume',
    });
    expect((await see(agreement_id)).line_rows[0]!.called).toMatchObject({
      committed: 100,
      used: 60,
      left: 40,
    });
    const over = await draft(item_id, 41);
    expect((await seeOrder(over.purchase_order_id)).line_rows[0]).toMatchObject({
      price_source: 'price_list',
    });
    const [line] = (await seeOrder(first.purchase_order_id)).line_rows;
    const more = { purchase_order_line_id: line!.purchase_order_line_id, qty: 101 };
    const change = buy('change-order', { ...first, reason: 'more', lines: [more] });
    expect((await refusalOf(change)).code).toBe('supply.over_commitment');
    await buy('cancel-order', { ...first, reason: 'too early' });
    expect((await see(agreement_id)).line_rows[0]!.called.left).toBe(100);
  });

  test('that two buyers call off at once is not called off twice', async () => {
    const item_id = await item();
    const { agreement_id } = await agree(item_id);
    const orders = await Promise.all(Array.from({ length: 4 }, () => draft(item_id, 60)));
    const sources = await Promise.all(
      orders.map(
        async ({ purchase_order_id }) => (await seeOrder(purchase_order_id)).line_rows[0]!.price_source,
      ),
    );
    expect(sources.toSorted()).toEqual(['item_cost', 'item_cost', 'item_cost', 'volume']);
    expect((await see(agreement_id)).line_rows[0]!.called.used).toBe(60);
  });

  test('shows what each hospital has taken of its quota, by the ledger', async () => {
    const item_id = await item();
    const quotas = [{ customer_id: world.hospital_id, qty: 50 }];
    const { agreement_id } = await agree(item_id, {}, { quotas });
    const lot = await world.lot(item_id, 'QUOTA');
    await world.receive(lot, world.north.bins.dispatch, 20);
    const { postOrFail } = await import('../stock/index.ts');
    const move = (purpose: 'ship' | 'customer_return', qty: number, from: number, to: number) =>
      world.tx((tx) =>
        postOrFail(tx, {
          purpose,
          actor: people.buyer,
          lines: [
            {
              ...lot,
              qty,
              from_account_id: from,
              to_account_id: to,
              from_owner_id: world.entity_id,
              to_owner_id: world.entity_id,
              from_disposition: 'released',
              to_disposition: purpose === 'ship' ? 'released' : 'quarantine',
            },
          ],
        }),
      );
    await move('ship', 12, world.north.bins.dispatch, world.accounts.icu);
    await move('customer_return', 2, world.accounts.icu, world.north.bins.returns);
    expect((await see(agreement_id)).line_rows[0]!.quotas).toMatchObject([
      { customer_name: 'HOSPITAL', delivered: { committed: 50, used: 10, left: 40 } },
    ]);
  });

  test('needs a quantity where it is one of volume, and customers that are there', async () => {
    const item_id = await item();
    const without = { item_id, unit_price_fen: 1 };
    expect(await refusalOf(agree(item_id, { lines: [without] }))).toMatchObject({
      lines: ['lines.0.qty_committed required'],
    });
    const stranger = { quotas: [{ customer_id: world.supplier_id, qty: 5 }] };
    expect((await refusalOf(agree(item_id, {}, stranger))).lines).toEqual([
      'lines.0.quotas.0.customer_id unknown',
    ]);
  });

  test('that is over keeps a draft from being handed in', async () => {
    const item_id = await item();
    const { agreement_id } = await agree(item_id);
    const { purchase_order_id } = await draft(item_id, 10);
    await buy('end-agreement', { agreement_id, reason: 'supplier lost the tender' });
    const submit = buy('submit-order', { purchase_order_id });
    expect((await refusalOf(submit)).code).toBe('supply.agreement_not_in_force');
  });
});

describe('terms and prices', () => {
  test('of a supplier bind every order, and say what would fit', async () => {
    const item_id = await item();
    await terms(item_id, { min_order_qty: 20, order_multiple: 5 });
    expect((await refusalOf(draft(item_id, 15))).lines).toEqual(['lines.0.qty supply.below_minimum']);
    expect((await refusalOf(draft(item_id, 23))).error.errors[0]).toEqual({
      path: 'lines.0.qty',
      code: 'supply.not_a_multiple',
      params: { order_multiple: 5 },
    });
    await draft(item_id, 25);
    await terms(item_id, { active: false });
    await draft(item_id, 23);
  });

  test('are seen by all of the staff, by their supplier, and by nobody else', async () => {
    const item_id = await item();
    await terms(item_id, {});
    await prices(item_id, [{ unit_price_fen: 5 }, { unit_price_fen: 4, min_qty: 100 }]);
    const seen = (actor: Actor) =>
      buy<{ rows: { price_fen: number; best_price_fen: number }[] }>('list-terms', { item_id }, actor);
    expect((await seen(people.keeper)).rows).toMatchObject([{ price_fen: 5, best_price_fen: 4 }]);
    expect((await seen(people.seller)).rows).toHaveLength(1);
    expect((await seen(rival)).rows).toEqual([]);
    const listed = await buy<{ rows: unknown[] }>('list-prices', { item_id }, rival);
    expect(listed.rows).toEqual([]);
  });

  test('are saved by who buys for the whole company, each period once', async () => {
    const item_id = await item();
    const line = { item_id, unit_price_fen: 1, valid_from: '2026-01-01' };
    const save = (lines: object[], actor?: Actor) =>
      buy('save-prices', { partner_id: world.supplier_id, lines }, actor);
    expect((await refusalOf(save([line], people.north_buyer))).code).toBe('platform.forbidden');
    const backwards = await refusalOf(save([{ ...line, valid_to: '2025-01-01' }]));
    expect(backwards.lines).toEqual(['lines.0.valid_to invalid']);
    await save([line]);
    await expect(save([line])).rejects.toThrow(/purchase_price_version_key/);
  });

  test('of listings are kept by province', async () => {
    const item_id = await item();
    const line = { item_id, province: '江苏', unit_price_fen: 500, valid_from: '2026-01-01' };
    await buy('save-listed-prices', { lines: [line, { ...line, province: '浙江', unit_price_fen: 480 }] });
    const { rows } = await buy<{ rows: object[] }>('list-listed-prices', { item_id, province: '浙江' });
    expect(rows).toMatchObject([{ unit_price_fen: 480 }]);
  });
});

test('approval tiers begin at zero, and are set by who approves for the whole company', async () => {
  const set = (tiers: object[], actor: Actor = people.boss) =>
    buy('set-approval-tiers', { reason: 'new rules', tiers }, actor);
  const wrong = set([{ above_fen: 5, approvals: 1 }]);
  expect((await refusalOf(wrong)).code).toBe('supply.tiers_start_at_zero');
  await set([
    { above_fen: 0, approvals: 0 },
    { above_fen: 10_000, approvals: 1 },
  ]);
  const made = await draft(await item(), 1);
  expect(await buy('submit-order', made)).toMatchObject({ status: 'approved', approvals_needed: 0 });
  expect(await buy('get-approval-tiers', {})).toEqual({
    tiers: [
      { above_fen: 0, approvals: 0 },
      { above_fen: 10_000, approvals: 1 },
    ],
  });
  expect(await buy('get-approval-tiers', {}, people.seller)).toEqual({ tiers: [] });
});

test('who has delivered an item before is planned for it where nobody has entered terms', async () => {
  const item_id = await item();
  const lot = await world.lot(item_id, 'BEFORE');
  await world.sql('update stock.lot set supplier_id = $2 where lot_id = $1', [lot.lot_id, rival_id]);
  const { plan_id, without_supplier } = await plan([{ item_id, qty: 5 }]);
  expect(without_supplier).toBe(0);
  expect((await seePlan(plan_id)).line_rows).toMatchObject([
    { supplier_id: rival_id, unit_price_fen: 1000, price_source: 'item_cost' },
  ]);
});

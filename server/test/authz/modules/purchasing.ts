import { atEnds, byId, byWarehouse, it, list, type Row, there } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const SOMEDAY = '2035-06-01';
const supplier = ({ company }: Ground) => company.world.supplier_id;
const line = ({ gloves }: Ground) => ({ item_id: gloves, qty: 10, needed_on: SOMEDAY });

type Stage = 'draft' | 'submitted' | 'placed';
async function order(ground: Ground, end: End, stage: Stage): Promise<number> {
  const { purchase_order_id } = await call<{ purchase_order_id: number }>(ground, 'supply.create-order', {
    partner_id: supplier(ground),
    warehouse_id: ground[end].warehouse_id,
    reason: 'x',
    lines: [{ ...line(ground), unit_price_fen: 100 }],
  });
  if (stage !== 'draft') await call(ground, 'supply.submit-order', { purchase_order_id });
  if (stage === 'placed') await call(ground, 'supply.approve-order', { purchase_order_id });
  return purchase_order_id;
}
const lineOf = (ground: Ground, purchase_order_id: number) =>
  idOf(ground, 'select purchase_order_line_id from supply.purchase_order_line where purchase_order_id = $1', [
    purchase_order_id,
  ]);
const placedLine = async (ground: Ground, end: End) => lineOf(ground, await order(ground, end, 'placed'));
const asnOf = (purchase_order_line_id: number) => ({
  delivery_note_no: fresh('DN'),
  expected_at: '2035-06-01T08:00:00Z',
  lines: [{ purchase_order_line_id, lot_no: 'L1', qty: 1 }],
});
async function asn(ground: Ground, end: End): Promise<number> {
  const input = asnOf(await placedLine(ground, end));
  return (await call<{ asn_id: number }>(ground, 'supply.announce-asn', input)).asn_id;
}
async function requisition(ground: Ground, end: End, approved: boolean): Promise<number> {
  const { requisition_id } = await call<{ requisition_id: number }>(ground, 'supply.request-purchase', {
    warehouse_id: ground[end].warehouse_id,
    reason: 'x',
    lines: [line(ground)],
  });
  const decision = { requisition_id, decision: 'approved' };
  if (approved) await call(ground, 'supply.decide-requisition', decision);
  return requisition_id;
}
const needs = (ground: Ground, warehouse_id: number) => ({
  lines: [{ ...line(ground), warehouse_id, basis: 'quantity', supplier_id: supplier(ground) }],
});
const plan = async (ground: Ground, end: End) =>
  (await call<{ plan_id: number }>(ground, 'supply.make-plan', needs(ground, ground[end].warehouse_id)))
    .plan_id;
const inquiry = (ground: Ground, warehouse_id: number) => ({
  warehouse_id,
  closes_on: SOMEDAY,
  partner_ids: [supplier(ground)],
  lines: [line(ground)],
});
async function rfq(ground: Ground, end: End): Promise<number> {
  const input = inquiry(ground, ground[end].warehouse_id);
  const { rfq_id } = await call<{ rfq_id: number }>(ground, 'supply.open-rfq', input);
  await call(ground, 'supply.submit-quote', { rfq_id, ...offer(ground) });
  return rfq_id;
}
const offer = (ground: Ground) => ({
  partner_id: supplier(ground),
  lines: [{ line_no: 1, unit_price_fen: 100 }],
});
const landedCost = async (ground: Ground, end: End) =>
  idOf(
    ground,
    `insert into supply.landed_cost (warehouse_id, purchase_order_id, kind, basis, amount_fen, created_by_name)
     values ($1, $2, 'freight', 'value', 100, 'x') returning landed_cost_id`,
    [ground[end].warehouse_id, await order(ground, end, 'placed')],
  );
const prices = (ground: Ground) => ({
  partner_id: supplier(ground),
  lines: [
    {
      item_id: ground.gloves,
      unit_price_fen: 100,
      valid_from: '2026-01-01',
      min_qty: 1000 + Number(fresh('')),
    },
  ],
});
const listed = (ground: Ground) => ({
  lines: [{ item_id: ground.gloves, province: fresh('省'), unit_price_fen: 100, valid_from: '2026-01-01' }],
});
const terms = (ground: Ground) => ({ partner_id: supplier(ground), lines: [{ item_id: ground.gloves }] });
const agreement = (ground: Ground) => ({
  partner_id: supplier(ground),
  kind: 'framework',
  title: 'x',
  // Over long ago, so that no order of the matrix calls it off.
  valid_from: '2020-01-01',
  valid_to: '2020-12-31',
  lines: [{ item_id: ground.gloves, unit_price_fen: 100 }],
});
const agreementId = async (ground: Ground) =>
  (await call<{ agreement_id: number }>(ground, 'supply.create-agreement', agreement(ground))).agreement_id;

/** A list for which something stands at both ends. */
const listOf = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  async ask(ground) {
    for (const end of ['north', 'south'] as const) await make(ground, end);
    return list().ask(ground);
  },
});
const orderRow = (stage: Stage, more: object = {}) =>
  byId('purchase_order_id', (ground, end) => order(ground, end, stage), { ...more });
const listAfter = (verb: string, make: (ground: Ground) => object): Row =>
  it(async (ground) => {
    await call(ground, verb, make(ground));
    return {};
  });

const NONE = 'it';
const THERE = 'there missing';
const NSM = 'north south missing';
const LIST = 'all north south missing';

/** Who may do what in purchasing: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const purchasing: ModuleRows = {
  expectations: [
    //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // A supplier sees what was ordered of it, and never what we only think of ordering.
    ['supply.list-orders', LIST,                        '++00 +0+0 ++00 +++0 ++00 +++0 3333 +++0 +++0 +++0 +++0'],
    ['supply.get-order', NSM,                           '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.print-order', NSM,                         '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.get-order (draft)', NSM,                   '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.create-order', NSM,                        '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.submit-order', NSM,                        '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.change-order', NSM,                        '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.cancel-order', NSM,                        '333  333  333  333  333  333  333  333  333  333  333'],
    // Who buys does not approve.
    ['supply.approve-order', NSM,                       '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['supply.reject-order', NSM,                        '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['supply.confirm-order', NSM,                       '333  333  333  333  333  333  333  ++4  333  333  333'],
    ['supply.list-asns', LIST,                          '++00 +0+0 ++00 +++0 ++00 +++0 3333 +++0 +++0 +++0 +++0'],
    ['supply.get-asn', NSM,                             '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.announce-asn', NSM,                        '333  333  333  333  333  333  333  ++4  333  333  333'],
    ['supply.cancel-asn', NSM,                          '333  333  333  333  333  333  333  ++4  333  333  333'],
    ['supply.list-requisitions', LIST,                  '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.get-requisition', NSM,                     '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.request-purchase', NSM,                    '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['supply.decide-requisition', NSM,                  '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['supply.cancel-requisition', NSM,                  '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['supply.list-plans', LIST,                         '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.get-plan', NSM,                            '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.make-plan', NSM,                           '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['supply.make-plan (requisition)', NSM,             '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['planning.propose-purchases', NSM,                 '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['planning.propose-purchases (everything in sight)', NONE, '3 3   3    +    +    3    3    3    3    3    3'],
    ['supply.order-plan', NSM,                          '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.discard-plan', NSM,                        '333  333  333  ++4  +44  333  333  333  333  333  333'],
    ['supply.list-rfqs', LIST,                          '++00 +0+0 ++00 +++0 ++00 +++0 3333 +++0 +++0 +++0 +++0'],
    ['supply.get-rfq', NSM,                             '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.open-rfq', NSM,                            '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.submit-quote', NSM,                        '333  333  333  333  333  333  333  ++4  333  333  333'],
    ['supply.award-rfq', NSM,                           '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.cancel-rfq', NSM,                          '333  333  333  333  333  333  333  333  333  333  333'],
    // Terms with a supplier hold for the company; a supplier sees its own, and listings are public.
    ['supply.list-terms', NONE,                         '+    +    +    +    +    +    3    +    +    +    +'],
    ['supply.save-terms', NONE,                         '3    3    3    3    3    3    3    3    3    3    3'],
    ['supply.list-prices', NONE,                        '+    +    +    +    +    +    3    +    +    +    +'],
    ['supply.save-prices', NONE,                        '3    3    3    3    3    3    3    3    3    3    3'],
    ['supply.list-listed-prices', NONE,                 '+    +    +    +    +    +    3    +    +    +    +'],
    ['supply.save-listed-prices', NONE,                 '3    3    3    3    3    3    3    3    3    3    3'],
    ['supply.list-agreements', NONE,                    '+    +    +    +    +    +    3    +    +    +    +'],
    ['supply.get-agreement', THERE,                     '+4   +4   +4   +4   +4   +4   33   +4   +4   +4   +4'],
    ['supply.create-agreement', NONE,                   '3    3    3    3    3    3    3    3    3    3    3'],
    ['supply.end-agreement', THERE,                     '33   33   33   33   33   33   33   33   33   33   33'],
    ['supply.get-approval-tiers', NONE,                 '+    +    +    +    +    +    3    +    +    +    +'],
    ['supply.set-approval-tiers', NONE,                 '3    3    3    3    3    3    3    3    3    3    +'],
    ['supply.list-landed-costs', LIST,                  '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.allocate-landed-cost', NSM,                '333  333  333  333  333  333  333  333  333  333  333'],
    ['supply.reverse-landed-cost', NSM,                 '333  333  333  333  333  333  333  333  333  333  333'],
  ],
  sight_is_no_hand: [
    //                                          wide_eyes wide_planner wide_quality
    ['supply.create-order',                     '333  333  333'],
    ['supply.submit-order',                     '333  333  333'],
    ['supply.change-order',                     '333  333  333'],
    ['supply.cancel-order',                     '333  333  333'],
    ['supply.approve-order',                    '333  333  333'],
    ['supply.reject-order',                     '333  333  333'],
    ['supply.confirm-order',                    '333  333  333'],
    ['supply.announce-asn',                     '333  333  333'],
    ['supply.cancel-asn',                       '333  333  333'],
    ['supply.request-purchase',                 '333  +33  333'],
    ['supply.decide-requisition',               '333  333  333'],
    ['supply.cancel-requisition',               '333  +34  333'],
    ['supply.make-plan',                        '333  +33  333'],
    ['supply.make-plan (requisition)',          '333  +34  333'],
    ['planning.propose-purchases',              '333  +33  333'],
    ['planning.propose-purchases (everything in sight)', '3 3   3'],
    ['supply.order-plan',                       '333  333  333'],
    ['supply.discard-plan',                     '333  +34  333'],
    ['supply.open-rfq',                         '333  333  333'],
    ['supply.submit-quote',                     '333  333  333'],
    ['supply.award-rfq',                        '333  333  333'],
    ['supply.cancel-rfq',                       '333  333  333'],
    ['supply.save-terms',                       '3    3    3'],
    ['supply.save-prices',                      '3    3    3'],
    ['supply.save-listed-prices',               '3    3    3'],
    ['supply.create-agreement',                 '3    3    3'],
    ['supply.end-agreement',                    '33   33   33'],
    ['supply.set-approval-tiers',               '3    3    3'],
    ['supply.allocate-landed-cost',             '333  333  333'],
    ['supply.reverse-landed-cost',              '333  333  333'],
  ],
  others: [
    //                                          purchaser driver accountant
    ['supply.list-orders',                      '+++0 3333 +++0'],
    ['supply.get-order',                        '++4  333  ++4'],
    ['supply.print-order',                      '++4  333  ++4'],
    ['supply.get-order (draft)',                '++4  333  ++4'],
    ['supply.create-order',                     '++4  333  333'],
    ['supply.submit-order',                     '++4  333  333'],
    ['supply.change-order',                     '++4  333  333'],
    ['supply.cancel-order',                     '++4  333  333'],
    ['supply.approve-order',                    '333  333  333'],
    ['supply.reject-order',                     '333  333  333'],
    ['supply.confirm-order',                    '++4  333  333'],
    ['supply.list-asns',                        '+++0 3333 +++0'],
    ['supply.get-asn',                          '++4  333  ++4'],
    ['supply.announce-asn',                     '++4  333  333'],
    ['supply.cancel-asn',                       '++4  333  333'],
    ['supply.list-requisitions',                '+++0 3333 +++0'],
    ['supply.get-requisition',                  '++4  333  ++4'],
    ['supply.request-purchase',                 '++4  333  333'],
    ['supply.decide-requisition',               '333  333  333'],
    ['supply.cancel-requisition',               '++4  333  333'],
    ['supply.list-plans',                       '+++0 3333 +++0'],
    ['supply.get-plan',                         '++4  333  ++4'],
    ['supply.make-plan',                        '++4  333  333'],
    ['supply.make-plan (requisition)',          '++4  333  333'],
    ['planning.propose-purchases',              '++4  333  333'],
    ['planning.propose-purchases (everything in sight)', '+ 3   3'],
    ['supply.order-plan',                       '++4  333  333'],
    ['supply.discard-plan',                     '++4  333  333'],
    ['supply.list-rfqs',                        '+++0 3333 +++0'],
    ['supply.get-rfq',                          '++4  333  ++4'],
    ['supply.open-rfq',                         '++4  333  333'],
    ['supply.submit-quote',                     '++4  333  333'],
    ['supply.award-rfq',                        '++4  333  333'],
    ['supply.cancel-rfq',                       '++4  333  333'],
    ['supply.list-terms',                       '+    3    +'],
    ['supply.save-terms',                       '+    3    3'],
    ['supply.list-prices',                      '+    3    +'],
    ['supply.save-prices',                      '+    3    3'],
    ['supply.list-listed-prices',               '+    3    +'],
    ['supply.save-listed-prices',               '+    3    3'],
    ['supply.list-agreements',                  '+    3    +'],
    ['supply.get-agreement',                    '+4   33   +4'],
    ['supply.create-agreement',                 '+    3    3'],
    ['supply.end-agreement',                    '+4   33   33'],
    ['supply.get-approval-tiers',               '+    3    +'],
    ['supply.set-approval-tiers',               '3    3    3'],
    ['supply.list-landed-costs',                '+++0 3333 +++0'],
    ['supply.allocate-landed-cost',             '++4  333  333'],
    ['supply.reverse-landed-cost',              '++4  333  333'],
  ],
  requests: {
    'supply.list-orders': listOf((ground, end) => order(ground, end, 'placed')),
    'supply.get-order': orderRow('placed'),
    'supply.print-order': orderRow('placed'),
    'supply.get-order (draft)': orderRow('draft'),
    'supply.create-order': byWarehouse((warehouse_id, ground) => ({
      partner_id: supplier(ground),
      warehouse_id,
      reason: 'x',
      lines: [line(ground)],
    })),
    'supply.submit-order': orderRow('draft'),
    'supply.change-order': {
      async ask(ground) {
        const input = (purchase_order_id: number) => ({
          purchase_order_id,
          reason: 'x',
          add_lines: [{ ...line(ground), item_id: ground.company.world.items.bandage }],
        });
        return {
          north: { input: input(await order(ground, 'north', 'placed')) },
          south: { input: input(await order(ground, 'south', 'placed')) },
          missing: { input: input(MISSING) },
        };
      },
    },
    'supply.cancel-order': orderRow('placed', { reason: 'x' }),
    'supply.approve-order': orderRow('submitted'),
    'supply.reject-order': orderRow('submitted', { reason: 'x' }),
    'supply.confirm-order': {
      async ask(ground) {
        const input = async (end: End) => {
          const purchase_order_id = await order(ground, end, 'placed');
          return { purchase_order_id, lines: [answer(await lineOf(ground, purchase_order_id))] };
        };
        return {
          north: { input: await input('north') },
          south: { input: await input('south') },
          missing: { input: { purchase_order_id: MISSING, lines: [answer(MISSING)] } },
        };
      },
    },
    'supply.list-asns': listOf(asn),
    'supply.get-asn': byId('asn_id', asn),
    'supply.announce-asn': atEnds(MISSING, placedLine, asnOf),
    'supply.cancel-asn': byId('asn_id', asn, { reason: 'x' }),
    'supply.list-requisitions': listOf((ground, end) => requisition(ground, end, false)),
    'supply.get-requisition': byId('requisition_id', (ground, end) => requisition(ground, end, false)),
    'supply.request-purchase': byWarehouse((warehouse_id, ground) => ({
      warehouse_id,
      reason: 'x',
      lines: [line(ground)],
    })),
    'supply.decide-requisition': byId('requisition_id', (ground, end) => requisition(ground, end, false), {
      decision: 'approved',
    }),
    'supply.cancel-requisition': byId('requisition_id', (ground, end) => requisition(ground, end, false), {
      reason: 'x',
    }),
    'supply.list-plans': listOf(plan),
    'supply.get-plan': byId('plan_id', plan),
    'supply.make-plan': byWarehouse((warehouse_id, ground) => needs(ground, warehouse_id)),
    'supply.make-plan (requisition)': atEnds(
      MISSING,
      (ground, end) => requisition(ground, end, true),
      (id) => ({ requisition_ids: [id] }),
    ),
    'planning.propose-purchases': { ...byWarehouse((warehouse_id) => ({ warehouse_id })), reaches: 'supply.nothing_to_buy' },
    'planning.propose-purchases (everything in sight)': it(() => ({}), 'supply.nothing_to_buy'),
    'supply.order-plan': byId('plan_id', plan, { reason: 'x' }),
    'supply.discard-plan': byId('plan_id', plan, { reason: 'x' }),
    'supply.list-rfqs': listOf(rfq),
    'supply.get-rfq': byId('rfq_id', rfq),
    'supply.open-rfq': byWarehouse((warehouse_id, ground) => inquiry(ground, warehouse_id)),
    'supply.submit-quote': atEnds(MISSING, rfq, (rfq_id, ground) => ({ rfq_id, ...offer(ground) })),
    'supply.award-rfq': atEnds(MISSING, rfq, (rfq_id, ground) => ({
      rfq_id,
      reason: 'x',
      awards: [{ line_no: 1, partner_id: supplier(ground) }],
    })),
    'supply.cancel-rfq': byId('rfq_id', rfq, { reason: 'x' }),
    'supply.list-terms': listAfter('supply.save-terms', terms),
    'supply.save-terms': it(terms),
    'supply.list-prices': listAfter('supply.save-prices', prices),
    'supply.save-prices': it(prices),
    'supply.list-listed-prices': listAfter('supply.save-listed-prices', listed),
    'supply.save-listed-prices': it(listed),
    'supply.list-agreements': listAfter('supply.create-agreement', agreement),
    'supply.get-agreement': there(async (ground) => ({ agreement_id: await agreementId(ground) }), {
      agreement_id: MISSING,
    }),
    'supply.create-agreement': it(agreement),
    'supply.end-agreement': there(
      async (ground) => ({ agreement_id: await agreementId(ground), reason: 'x' }),
      { agreement_id: MISSING },
    ),
    'supply.get-approval-tiers': it(() => ({})),
    'supply.set-approval-tiers': it(() => ({ reason: 'x', tiers: [{ above_fen: 0, approvals: 1 }] })),
    'supply.list-landed-costs': listOf(landedCost),
    // Nothing was received of these orders; who gets as far as being told so gets through.
    'supply.allocate-landed-cost': {
      ...byId('purchase_order_id', (ground, end) => order(ground, end, 'placed'), {
        kind: 'freight',
        amount_fen: 100,
      }),
      reaches: 'supply.nothing_received',
    },
    'supply.reverse-landed-cost': byId('landed_cost_id', landedCost, { reason: 'x' }),
  },
};

function answer(purchase_order_line_id: number) {
  return { purchase_order_line_id, qty_confirmed: 10, confirmed_on: SOMEDAY };
}

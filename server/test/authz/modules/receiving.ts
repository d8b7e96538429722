import { byId, byWarehouse, type Input, list, type Row } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const reason = 'x';
const BOTH = ['north', 'south'] as const;

const counted = (ground: Ground, more: object = {}) => ({
  item_id: ground.gloves,
  lot_no: fresh('GR'),
  production_date: '2026-01-10',
  expiry_date: '2030-01-09',
  received: 5,
  ...more,
});
const delivery = (ground: Ground, warehouse_id: number, lines: object[] = [counted(ground)]) => ({
  warehouse_id,
  supplier_id: ground.company.world.supplier_id,
  delivery_note_no: fresh('DN'),
  lines,
});

type Made = { receipt_id: number; receipt_line_id: number; receipt_discrepancy_id: number };
async function receipt(ground: Ground, end: End): Promise<Made> {
  const input = delivery(ground, ground[end].warehouse_id);
  type Answer = { receipt_id: number; discrepancies: { receipt_discrepancy_id: number }[] };
  const { receipt_id, discrepancies } = await call<Answer>(ground, 'supply.receive-goods', input);
  const receipt_line_id = await idOf(
    ground,
    'select receipt_line_id from supply.receipt_line where receipt_id = $1',
    [receipt_id],
  );
  return { receipt_id, receipt_line_id, receipt_discrepancy_id: discrepancies[0]!.receipt_discrepancy_id };
}

const judged = ({ receipt_id, receipt_line_id }: Pick<Made, 'receipt_id' | 'receipt_line_id'>) => ({
  receipt_id,
  lines: [
    {
      receipt_line_id,
      sample: 1,
      qualified: 5,
      packaging_ok: true,
      label_ok: true,
      documents_ok: true,
      purchase_date: '2026-02-01',
      supplier_contact: 'Mr Li',
    },
  ],
});
async function accepted(ground: Ground, end: End): Promise<Made> {
  const made = await receipt(ground, end);
  await call(ground, 'supply.accept-goods', judged(made));
  return made;
}

/** An arrival notice and its order, as approved. */
async function announced(ground: Ground, end: End): Promise<{ asn_id: number; purchase_order_id: number }> {
  const { supplier_id, entity_id } = ground.company.world;
  const { warehouse_id } = ground[end];
  const purchase_order_id = await idOf(
    ground,
    `with o as (
       insert into supply.purchase_order (partner_id, warehouse_id, owner_id, status, total_fen, reason, requested_by_name,
         submitted_at, approvals_needed, approved_at)
       values ($1, $2, $3, 'approved', 1, 'x', 'x', now(), 0, now()) returning purchase_order_id
     )
     insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
       unit_price_fen, price_source, needed_on)
     select purchase_order_id, $1, $2, 1, $4, 9, 1, 'entered', '2035-01-01' from o returning purchase_order_id`,
    [supplier_id, warehouse_id, entity_id, ground.gloves],
  );
  const asn_id = await idOf(
    ground,
    `with n as (
       insert into supply.asn (partner_id, warehouse_id, delivery_note_no, expected_at, created_by_name, created_by_supplier)
       values ($1, $2, $3, now() + interval '1 day', 'x', true) returning asn_id
     )
     insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no, qty)
     select n.asn_id, $1, $2, 1, l.purchase_order_line_id, l.item_id, 'ANNOUNCED', 4
     from n, supply.purchase_order_line l where l.purchase_order_id = $4 returning asn_id`,
    [supplier_id, warehouse_id, fresh('ASN'), purchase_order_id],
  );
  return { asn_id, purchase_order_id };
}

type Stage = 'requested' | 'approved' | 'shipped';
type Return = { supplier_return_id: number; supplier_return_line_id: number };
const returned = (ground: Ground, warehouse_id: number, account_id: number, lot: object) => ({
  warehouse_id,
  supplier_id: ground.company.world.supplier_id,
  reason_kind: 'unqualified',
  reason,
  lines: [{ ...lot, account_id, owner_id: ground.company.world.entity_id, disposition: 'rejected', qty: 2 }],
});
async function rejectedLot(ground: Ground, end: End) {
  const { world } = ground.company;
  const lot = await world.lot(ground.gloves, fresh('BAD'));
  await world.receive(lot, ground[end].bins.rejected, 5, { disposition: 'rejected' });
  return lot;
}
async function supplierReturn(ground: Ground, end: End, stage: Stage): Promise<Return> {
  const lot = await rejectedLot(ground, end);
  const { warehouse_id, bins } = ground[end];
  const input = returned(ground, warehouse_id, bins.rejected, lot);
  type Answer = { supplier_return_id: number };
  const { supplier_return_id } = await call<Answer>(ground, 'supply.request-supplier-return', input);
  const supplier_return_line_id = await idOf(
    ground,
    'select supplier_return_line_id from supply.supplier_return_line where supplier_return_id = $1',
    [supplier_return_id],
  );
  if (stage !== 'requested') await call(ground, 'supply.approve-supplier-return', { supplier_return_id });
  if (stage === 'shipped') await call(ground, 'supply.ship-supplier-return', { supplier_return_id });
  return { supplier_return_id, supplier_return_line_id };
}

/** A list for which something is made at both ends first. */
const listOf = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  ask: async (ground) => {
    for (const end of BOTH) await make(ground, end);
    return list().ask(ground);
  },
});
const atBoth = (make: (ground: Ground, end: End) => Promise<Input>, missing: Input): Row => ({
  ask: async (ground) => ({
    north: { input: await make(ground, 'north') },
    south: { input: await make(ground, 'south') },
    missing: { input: missing },
  }),
});
async function acceptance(ground: Ground, end: End): Promise<number> {
  const { receipt_id } = await accepted(ground, end);
  return idOf(ground, 'select acceptance_id from supply.acceptance where receipt_id = $1', [receipt_id]);
}
async function putaway(ground: Ground, end: End): Promise<number> {
  const made = await accepted(ground, end);
  await call(ground, 'supply.put-away', putInto(made, ground[end].bins.shelf));
  return idOf(ground, 'select putaway_id from supply.putaway where receipt_id = $1', [made.receipt_id]);
}
const byReceipt = (more: Input = {}): Row =>
  byId('receipt_id', async (ground, end) => (await receipt(ground, end)).receipt_id, more);
const byReturn = (stage: Stage, more: Input = {}): Row =>
  byId(
    'supplier_return_id',
    async (ground, end) => (await supplierReturn(ground, end, stage)).supplier_return_id,
    more,
  );
const NOWHERE = { receipt_id: MISSING, receipt_line_id: MISSING };
const putInto = ({ receipt_id, receipt_line_id }: typeof NOWHERE, to_account_id: number) => ({
  receipt_id,
  lines: [{ receipt_line_id, to_account_id, qty: 1 }],
});
const confirmed = ({ supplier_return_id, supplier_return_line_id }: Return) => ({
  supplier_return_id,
  credit_note_no: 'CN',
  credit_fen: 1,
  lines: [{ supplier_return_line_id, confirmed: 1 }],
});
const settled = (receipt_discrepancy_id: number) => ({
  receipt_discrepancy_id,
  resolution: 'order_added',
  reason,
});

/** Who may do what in receiving: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const receiving: ModuleRows = {
  expectations: [
    //                                                keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // A supplier sees its own orders and notices, whichever warehouse they are for, and nothing of what we make of them.
    ['supply.list-expected', LIST,                    '++00 +0+0 ++00 +++0 ++00 +++0 3333 +++0 +++0 +++0 +++0'],
    ['supply.get-expected', NSM,                      '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.get-expected (order)', NSM,              '+44  4+4  +44  ++4  +44  ++4  333  ++4  ++4  ++4  ++4'],
    ['supply.scan-goods', NSM,                        '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.list-receipts', LIST,                    '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.get-receipt', NSM,                       '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.list-acceptances', LIST,                 '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.suggest-putaway', NSM,                   '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.list-receipt-discrepancies', LIST,       '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.list-supplier-returns', LIST,            '++00 +0+0 ++00 +++0 ++00 +++0 3333 0000 +++0 +++0 +++0'],
    ['supply.get-supplier-return', NSM,               '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.print-receipt', NSM,                     '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    ['supply.print-supplier-return', NSM,             '+44  4+4  +44  ++4  +44  ++4  333  444  ++4  ++4  ++4'],
    // Goods are counted and put away by those who keep them, accepted by quality or the chief, never by the keeper.
    ['supply.receive-goods', NSM,                     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.receive-goods (notice)', NSM,            '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.record-transport', NSM,                  '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.put-away', NSM,                          '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.accept-goods', NSM,                      '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['supply.reverse-acceptance', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['supply.reverse-putaway', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.reverse-receipt', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.resolve-receipt-discrepancy', NSM,       '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.request-supplier-return', NSM,           '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.approve-supplier-return', NSM,           '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['supply.reject-supplier-return', NSM,            '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['supply.cancel-supplier-return', NSM,            '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.ship-supplier-return', NSM,              '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['supply.confirm-supplier-return', NSM,           '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ],
  sight_is_no_hand: [
    //                                        wide_eyes wide_planner wide_quality
    ['supply.receive-goods',                  '+33  333  333'],
    ['supply.receive-goods (notice)',         '+33  333  333'],
    ['supply.record-transport',               '+34  333  333'],
    ['supply.put-away',                       '+34  333  333'],
    ['supply.accept-goods',                   '+34  333  +34'],
    ['supply.reverse-acceptance',             '+34  333  +34'],
    ['supply.reverse-putaway',                '+34  333  333'],
    ['supply.reverse-receipt',                '+34  333  333'],
    ['supply.resolve-receipt-discrepancy',    '+34  333  333'],
    ['supply.request-supplier-return',        '+33  333  333'],
    ['supply.approve-supplier-return',        '333  333  333'],
    ['supply.reject-supplier-return',         '333  333  333'],
    ['supply.cancel-supplier-return',         '+34  333  333'],
    ['supply.ship-supplier-return',           '+34  333  333'],
    ['supply.confirm-supplier-return',        '+34  333  333'],
  ],
  others: [
    //                                        purchaser driver accountant
    ['supply.list-expected',                  '+++0 3333 +++0'],
    ['supply.get-expected',                   '++4  333  ++4'],
    ['supply.get-expected (order)',           '++4  333  ++4'],
    ['supply.scan-goods',                     '333  333  333'],
    ['supply.list-receipts',                  '+++0 3333 +++0'],
    ['supply.get-receipt',                    '++4  333  ++4'],
    ['supply.list-acceptances',               '+++0 3333 +++0'],
    ['supply.suggest-putaway',                '++4  333  ++4'],
    ['supply.list-receipt-discrepancies',     '+++0 3333 +++0'],
    ['supply.list-supplier-returns',          '+++0 3333 +++0'],
    ['supply.get-supplier-return',            '++4  333  ++4'],
    ['supply.print-receipt',                  '++4  333  ++4'],
    ['supply.print-supplier-return',          '++4  333  ++4'],
    ['supply.receive-goods',                  '333  333  333'],
    ['supply.receive-goods (notice)',         '333  333  333'],
    ['supply.record-transport',               '333  333  333'],
    ['supply.put-away',                       '333  333  333'],
    ['supply.accept-goods',                   '333  333  333'],
    ['supply.reverse-acceptance',             '333  333  333'],
    ['supply.reverse-putaway',                '333  333  333'],
    // Who bought the goods settles with the supplier.
    ['supply.reverse-receipt',                '++4  333  333'],
    ['supply.resolve-receipt-discrepancy',    '++4  333  333'],
    ['supply.request-supplier-return',        '++4  333  333'],
    ['supply.approve-supplier-return',        '333  333  333'],
    ['supply.reject-supplier-return',         '333  333  333'],
    ['supply.cancel-supplier-return',         '++4  333  333'],
    ['supply.ship-supplier-return',           '++4  333  333'],
    ['supply.confirm-supplier-return',        '++4  333  333'],
  ],
  requests: {
    'supply.list-expected': listOf(announced),
    'supply.get-expected': byId('asn_id', async (ground, end) => (await announced(ground, end)).asn_id),
    'supply.get-expected (order)': byId(
      'purchase_order_id',
      async (ground, end) => (await announced(ground, end)).purchase_order_id,
    ),
    'supply.scan-goods': byWarehouse((warehouse_id) => ({ warehouse_id, code: '(01)06945630100017(10)L1' })),
    'supply.list-receipts': listOf(receipt),
    'supply.get-receipt': byReceipt(),
    'supply.list-acceptances': listOf(accepted),
    'supply.suggest-putaway': byId(
      'receipt_id',
      async (ground, end) => (await accepted(ground, end)).receipt_id,
    ),
    'supply.list-receipt-discrepancies': listOf(receipt),
    'supply.list-supplier-returns': listOf((ground, end) => supplierReturn(ground, end, 'requested')),
    'supply.get-supplier-return': byReturn('requested'),
    'supply.print-receipt': byReceipt(),
    'supply.print-supplier-return': byReturn('requested'),
    'supply.receive-goods': byWarehouse((warehouse_id, ground) => delivery(ground, warehouse_id)),
    'supply.receive-goods (notice)': {
      ask: async (ground) => {
        const asked = async (end: End) => {
          const { asn_id } = await announced(ground, end);
          const line = counted(ground, { lot_no: 'ANNOUNCED', received: 1 });
          return { input: { ...delivery(ground, ground[end].warehouse_id, [line]), asn_id, complete: false } };
        };
        const there = await asked('north');
        const missing = { input: { ...there.input, asn_id: MISSING, warehouse_id: MISSING } };
        return { north: there, south: await asked('south'), missing };
      },
    },
    'supply.record-transport': byReceipt({ transport_mode: 'ambient' }),
    'supply.put-away': atBoth(
      async (ground, end) => putInto(await accepted(ground, end), ground[end].bins.shelf),
      putInto(NOWHERE, MISSING),
    ),
    'supply.accept-goods': atBoth(async (ground, end) => judged(await receipt(ground, end)), judged(NOWHERE)),
    'supply.reverse-acceptance': byId('acceptance_id', acceptance, { reason }),
    'supply.reverse-putaway': byId('putaway_id', putaway, { reason }),
    'supply.reverse-receipt': byReceipt({ reason }),
    'supply.resolve-receipt-discrepancy': atBoth(
      async (ground, end) => settled((await receipt(ground, end)).receipt_discrepancy_id),
      settled(MISSING),
    ),
    'supply.request-supplier-return': {
      ask: async (ground) => {
        const asked = async (end: End) => {
          const { warehouse_id, bins } = ground[end];
          return { input: returned(ground, warehouse_id, bins.rejected, await rejectedLot(ground, end)) };
        };
        const there = await asked('north');
        const missing = { input: { ...there.input, warehouse_id: MISSING } };
        return { north: there, south: await asked('south'), missing };
      },
    },
    'supply.approve-supplier-return': byReturn('requested'),
    'supply.reject-supplier-return': byReturn('requested', { reason }),
    'supply.cancel-supplier-return': byReturn('requested', { reason }),
    'supply.ship-supplier-return': byReturn('approved'),
    'supply.confirm-supplier-return': atBoth(
      async (ground, end) => confirmed(await supplierReturn(ground, end, 'shipped')),
      confirmed({ supplier_return_id: MISSING, supplier_return_line_id: MISSING }),
    ),
  },
};

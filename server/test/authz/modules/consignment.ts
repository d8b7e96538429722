import { SYSTEM_ACTOR } from '../../../src/platform/actor.ts';
import { verbNamed } from '../../support/documents.ts';
import { atEnds, byId, byWarehouse, it, list, type Row, there } from '../rows.ts';
import { call, departmentOf, type End, fresh, type Ground, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';

/** Who may do what in consignment: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const consignment: ModuleRows = {
  expectations: [
    //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['fulfilment.save-set-template', 'it',              '+    +    +    +    +    3    3    3    3    3    3'],
    ['fulfilment.list-set-templates', 'it',             '+    +    +    +    +    +    3    3    +    +    +'],
    ['fulfilment.create-set', NSM,                      '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.list-sets', LIST,                      '++00 +0+0 ++00 +++0 ++00 +++0 0000 3333 +++0 +++0 +++0'],
    ['fulfilment.get-set', NSM,                         '+44  4+4  +44  ++4  +44  ++4  444  333  ++4  ++4  ++4'],
    ['fulfilment.fill-set', NSM,                        '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.change-set-state', NSM,                '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.create-case (warehouse)', NSM,         '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.create-case (department)', NSM,        '++4  444  ++4  ++4  ++4  333  333  333  333  333  333'],
    ['fulfilment.create-case (set)', NSM,               '+44  444  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.list-cases', LIST,                     '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-case', NSM,                        '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.print-case', NSM,                        '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.prepare-case', NSM,                    '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.review-case', NSM,                     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.dispatch-case', NSM,                   '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.record-case-use', NSM,                 '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.return-case', NSM,                     '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.cancel-case', NSM,                     '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.surgery-figures', LIST,                '++00 +0+0 ++00 +++0 ++00 +++0 0000 3333 +++0 +++0 +++0'],
    ['fulfilment.list-differences', LIST,               '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    // What is lost or charged is not said by those who pack.
    ['fulfilment.resolve-difference', NSM,              '333  333  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.reverse-usage', NSM,                   '333  333  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.list-usages', LIST,                    '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    // Money is the accountant's.
    ['fulfilment.issue-settlement', NSM,                '333  333  333  333  333  333  333  333  333  333  333'],
    ['fulfilment.list-settlements', LIST,               '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-settlement', NSM,                  '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.print-settlement', NSM,                '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.export-settlement', NSM,               '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.reverse-settlement', NSM,              '333  333  333  333  333  333  333  333  333  333  333'],
    //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['fulfilment.save-consign-agreement', NSM,          '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.end-consign-agreement', NSM,           '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.list-consign-agreements', LIST,        '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-consign-agreement', NSM,           '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.create-refill', NSM,                   '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.list-refills', LIST,                   '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-refill', NSM,                      '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.print-refill', NSM,                    '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.deliver-refill', NSM,                  '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.cancel-refill', NSM,                   '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.take-back', NSM,                       '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    // A department tells what it has used; whether that is so one of ours says.
    ['fulfilment.report-use', NSM,                      '+44  4+4  +44  ++4  +44  333  +44  333  333  333  333'],
    ['fulfilment.list-use-reports', LIST,               '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.decide-use-report', NSM,               '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.count-cabinet', NSM,                   '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.save-fixed-pack', 'there missing',     '+4   +4   +4   +4   +4   33   33   33   33   33   33'],
    ['fulfilment.list-fixed-packs', 'it',               '+    +    +    +    +    +    3    3    +    +    +'],
    ['fulfilment.make-pack-labels', NSM,                '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.list-pack-labels', NSM,                '+00  0+0  +00  ++0  +00  ++0  +00  333  ++0  ++0  ++0'],
    ['fulfilment.print-pack-labels', NSM,               '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.list-supplier-owned', LIST,            '++00 +0+0 ++00 +++0 ++00 +++0 0000 3333 +++0 +++0 +++0'],
    ['fulfilment.receive-supplier-owned', NSM,          '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.take-supplier-owned', NSM,             '+44  4+4  +44  ++4  +44  333  333  333  333  333  333'],
  ],
  sight_is_no_hand: [
    //                                          wide_eyes wide_planner wide_quality
    ['fulfilment.save-set-template',            '+    +    3'],
    ['fulfilment.create-set',                   '+34  +34  333'],
    ['fulfilment.fill-set',                     '+34  +34  333'],
    ['fulfilment.change-set-state',             '+34  +34  333'],
    ['fulfilment.create-case (warehouse)',      '+34  +34  333'],
    ['fulfilment.create-case (department)',     '++4  ++4  333'],
    ['fulfilment.create-case (set)',            '++4  ++4  333'],
    ['fulfilment.prepare-case',                 '+34  +34  333'],
    ['fulfilment.review-case',                  '+34  333  333'],
    ['fulfilment.dispatch-case',                '+34  +34  333'],
    ['fulfilment.record-case-use',              '+34  +34  333'],
    ['fulfilment.return-case',                  '+34  +34  333'],
    ['fulfilment.cancel-case',                  '+34  +34  333'],
    ['fulfilment.resolve-difference',           '+34  333  333'],
    ['fulfilment.reverse-usage',                '+34  333  333'],
    ['fulfilment.issue-settlement',             '333  333  333'],
    ['fulfilment.reverse-settlement',           '333  333  333'],
    ['fulfilment.save-consign-agreement',       '+34  +34  333'],
    ['fulfilment.end-consign-agreement',        '+34  +34  333'],
    ['fulfilment.create-refill',                '+34  +34  333'],
    ['fulfilment.deliver-refill',               '+34  +34  333'],
    ['fulfilment.cancel-refill',                '+34  +34  333'],
    ['fulfilment.take-back',                    '+34  +34  333'],
    ['fulfilment.report-use',                   '+34  +34  333'],
    ['fulfilment.decide-use-report',            '+34  +34  333'],
    ['fulfilment.count-cabinet',                '+34  +34  333'],
    ['fulfilment.save-fixed-pack',              '+4   +4   33'],
    ['fulfilment.make-pack-labels',             '+34  +34  333'],
    ['fulfilment.receive-supplier-owned',       '+34  +34  333'],
    ['fulfilment.take-supplier-owned',          '+34  +34  333'],
  ],
  others: [
    //                                          purchaser driver accountant
    ['fulfilment.save-set-template',            '3    3    3'],
    ['fulfilment.list-set-templates',           '+    3    +'],
    ['fulfilment.create-set',                   '333  333  333'],
    ['fulfilment.list-sets',                    '+++0 3333 +++0'],
    ['fulfilment.get-set',                      '++4  333  ++4'],
    ['fulfilment.fill-set',                     '333  333  333'],
    ['fulfilment.change-set-state',             '333  333  333'],
    ['fulfilment.create-case (warehouse)',      '333  333  333'],
    ['fulfilment.create-case (department)',     '333  333  333'],
    ['fulfilment.create-case (set)',            '333  333  333'],
    ['fulfilment.list-cases',                   '+++0 3333 +++0'],
    ['fulfilment.get-case',                     '++4  333  ++4'],
    ['fulfilment.print-case',                     '333  333  333'],
    ['fulfilment.prepare-case',                 '333  333  333'],
    ['fulfilment.review-case',                  '333  333  333'],
    ['fulfilment.dispatch-case',                '333  333  333'],
    ['fulfilment.record-case-use',              '333  333  333'],
    ['fulfilment.return-case',                  '333  333  333'],
    ['fulfilment.cancel-case',                  '333  333  333'],
    ['fulfilment.surgery-figures',              '+++0 3333 +++0'],
    ['fulfilment.list-differences',             '+++0 3333 +++0'],
    ['fulfilment.resolve-difference',           '333  333  333'],
    ['fulfilment.reverse-usage',                '333  333  333'],
    ['fulfilment.list-usages',                  '+++0 3333 +++0'],
    ['fulfilment.list-supplier-owned',          '+++0 3333 +++0'],
    ['fulfilment.issue-settlement',             '333  333  ++4'],
    ['fulfilment.list-settlements',             '+++0 3333 +++0'],
    ['fulfilment.get-settlement',               '++4  333  ++4'],
    ['fulfilment.print-settlement',             '++4  333  ++4'],
    ['fulfilment.export-settlement',            '++4  333  ++4'],
    ['fulfilment.reverse-settlement',           '333  333  ++4'],
    ['fulfilment.save-consign-agreement',       '333  333  333'],
    ['fulfilment.end-consign-agreement',        '333  333  333'],
    ['fulfilment.list-consign-agreements',      '+++0 3333 +++0'],
    ['fulfilment.get-consign-agreement',        '++4  333  ++4'],
    ['fulfilment.create-refill',                '333  333  333'],
    ['fulfilment.list-refills',                 '+++0 3333 +++0'],
    ['fulfilment.get-refill',                   '++4  333  ++4'],
    ['fulfilment.print-refill',                 '++4  333  ++4'],
    ['fulfilment.deliver-refill',               '333  333  333'],
    ['fulfilment.cancel-refill',                '333  333  333'],
    ['fulfilment.take-back',                    '333  333  333'],
    ['fulfilment.report-use',                   '333  333  333'],
    ['fulfilment.list-use-reports',             '+++0 3333 +++0'],
    ['fulfilment.decide-use-report',            '333  333  333'],
    ['fulfilment.count-cabinet',                '333  333  333'],
    ['fulfilment.save-fixed-pack',              '33   33   33'],
    ['fulfilment.list-fixed-packs',             '+    3    +'],
    ['fulfilment.make-pack-labels',             '333  333  333'],
    ['fulfilment.list-pack-labels',             '++0  333  ++0'],
    ['fulfilment.print-pack-labels',            '++4  333  ++4'],
    ['fulfilment.receive-supplier-owned',       '333  333  333'],
    ['fulfilment.take-supplier-owned',          '333  333  333'],
  ],
  get requests() {
    return REQUESTS;
  },
};

const reason = 'x';
const surgery_at = new Date(Date.now() + 5 * 86_400_000).toISOString();

const template = async (ground: Ground) =>
  (await call<{ template_id: number }>(ground, 'fulfilment.save-set-template', templateFor(ground)))
    .template_id;
const templateFor = ({ gloves }: Ground) => ({
  template_code: fresh('TPL'),
  name: 'x',
  procedure_name: 'x',
  lines: [{ item_id: gloves, qty: 1 }],
});
async function set(ground: Ground, end: End): Promise<number> {
  const { warehouse_id } = ground[end];
  const input = { set_no: fresh('SET'), template_id: await template(ground), warehouse_id };
  return (await call<{ set_id: number }>(ground, 'fulfilment.create-set', input)).set_id;
}
const caseFor = (ground: Ground, end: End) => ({
  department_id: departmentOf(ground, end),
  warehouse_id: ground[end].warehouse_id,
  surgery_at,
  procedure_name: 'x',
  surgeon: 'x',
  patient_ref: 'P-0001',
});
type Stage = 'planned' | 'picked' | 'reviewed' | 'out';
type Goods = { allocation_id: number; item_id: number; lot_no: string; qty: number; status: string };

async function surgery(ground: Ground, end: End, stage: Stage, set_ids: number[] = []): Promise<number> {
  const input = { ...caseFor(ground, end), set_ids, lines: [{ item_id: ground.gloves, qty: 4 }] };
  const { case_id } = await call<{ case_id: number }>(ground, 'fulfilment.create-case', input);
  if (stage === 'planned') return case_id;
  await call(ground, 'fulfilment.prepare-case', { case_id });
  await pick(ground, end, await goodsOf(ground, case_id));
  if (stage === 'picked') return case_id;
  await call(ground, 'fulfilment.review-case', { case_id, lines: scan(await goodsOf(ground, case_id)) });
  if (stage === 'reviewed') return case_id;
  await call(ground, 'fulfilment.dispatch-case', { case_id });
  return case_id;
}
const goodsOf = async (ground: Ground, case_id: number) =>
  (await call<{ allocations: Goods[] }>(ground, 'fulfilment.get-case', { case_id })).allocations;
const scan = (goods: Goods[]) => goods.map(({ item_id, lot_no, qty }) => ({ item_id, lot_no, qty }));
async function pick(ground: Ground, end: End, goods: Goods[]): Promise<void> {
  const lines = goods
    .filter((one) => one.status === 'open')
    .map(({ allocation_id, qty, lot_no }) => ({ allocation_id, qty, lot_no }));
  const input = { to_account_id: ground[end].bins.dispatch, lines };
  await ground.company.world.call(verbNamed('stock.pick-allocations'), input, { actor: SYSTEM_ACTOR });
}
/** One piece of what is out with a case. */
async function pieceOf(ground: Ground, case_id: number) {
  const { pieces } = await call<{ pieces: { item_id: number; lot_no: string }[] }>(
    ground,
    'fulfilment.get-case',
    { case_id },
  );
  return { item_id: pieces[0]!.item_id, lot_no: pieces[0]!.lot_no, qty: 1 };
}
/** A set that has left with a case. */
async function round(ground: Ground, end: End): Promise<void> {
  const set_id = await set(ground, end);
  await call(ground, 'fulfilment.fill-set', { set_id });
  await pick(
    ground,
    end,
    (await call<{ allocations: Goods[] }>(ground, 'fulfilment.get-set', { set_id })).allocations,
  );
  await call(ground, 'fulfilment.change-set-state', { set_id, to: 'packed' });
  await surgery(ground, end, 'out', [set_id]);
}
async function difference(ground: Ground, end: End): Promise<number> {
  const case_id = await surgery(ground, end, 'out');
  const { differences } = await call<{ differences: { difference_id: number }[] }>(
    ground,
    'fulfilment.return-case',
    {
      case_id,
      lines: [],
      final: true,
    },
  );
  return differences[0]!.difference_id;
}
/** Something used in a surgery that has come back, and not settled yet. */
async function usage(ground: Ground, end: End): Promise<number> {
  const case_id = await surgery(ground, end, 'out');
  const piece = await pieceOf(ground, case_id);
  await call(ground, 'fulfilment.record-case-use', { case_id, lines: [piece] });
  await call(ground, 'fulfilment.return-case', { case_id, lines: [{ ...piece, qty: 3 }], final: true });
  const { usages } = await call<{ usages: { usage_id: number }[] }>(ground, 'fulfilment.get-case', {
    case_id,
  });
  return usages[0]!.usage_id;
}
const prices = (ground: Ground) => [{ item_id: ground.gloves, unit_price_fen: 100 }];
async function settlement(ground: Ground, end: End): Promise<number> {
  const input = { usage_ids: [await usage(ground, end)], prices: prices(ground) };
  return (await call<{ settlement_id: number }>(ground, 'fulfilment.issue-settlement', input)).settlement_id;
}
const termsFor = (ground: Ground, end: End) => ({
  department_id: departmentOf(ground, end),
  warehouse_id: ground[end].warehouse_id,
  valid_from: '2026-01-01',
  lines: [{ item_id: ground.gloves, par_qty: 5, unit_price_fen: 100 }],
});
const agreement = async (ground: Ground, end: End) =>
  (await call<{ agreement_id: number }>(ground, 'fulfilment.save-consign-agreement', termsFor(ground, end)))
    .agreement_id;
async function refill(ground: Ground, end: End): Promise<number> {
  const input = { agreement_id: await agreement(ground, end), lines: [{ item_id: ground.gloves, qty: 2 }] };
  const { refill_id } = await call<{ refill_id: number }>(ground, 'fulfilment.create-refill', input);
  await pick(ground, end, await refillGoods(ground, refill_id));
  return refill_id;
}
const refillGoods = async (ground: Ground, refill_id: number) =>
  (await call<{ allocations: Goods[] }>(ground, 'fulfilment.get-refill', { refill_id })).allocations;
async function report(ground: Ground, end: End): Promise<number> {
  await agreement(ground, end);
  const lines = [{ item_id: ground.gloves, lot_no: 'NONE', qty: 1 }];
  const input = { department_id: departmentOf(ground, end), lines };
  return (await call<{ report_id: number }>(ground, 'fulfilment.report-use', input)).report_id;
}
const pack = async (ground: Ground) => {
  const input = { pack_code: fresh('PACK'), name: 'x', item_id: ground.gloves, qty: 1 };
  return (await call<{ pack_id: number }>(ground, 'fulfilment.save-fixed-pack', input)).pack_id;
};
/** Goods in the cabinet of an end. */
async function stocked(ground: Ground, end: End): Promise<number> {
  const refill_id = await refill(ground, end);
  await call(ground, 'fulfilment.deliver-refill', {
    refill_id,
    lines: scan(await refillGoods(ground, refill_id)),
  });
  return agreement(ground, end);
}
async function labelled(ground: Ground, end: End): Promise<number> {
  const agreement_id = await stocked(ground, end);
  const { lots } = await call<{ lots: { lot_id: number }[] }>(ground, 'fulfilment.get-consign-agreement', {
    agreement_id,
  });
  const input = { agreement_id, pack_id: await pack(ground), lot_id: lots[0]!.lot_id, count: 1 };
  await call(ground, 'fulfilment.make-pack-labels', input);
  return agreement_id;
}
/** A list that has something to show at both ends. */
const shown = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  ask: async (ground) => {
    await make(ground, 'north');
    await make(ground, 'south');
    return list().ask(ground);
  },
});
type Pieces = { id: number; lines: object[] };
const withPieces = (
  field: string,
  make: (ground: Ground, end: End) => Promise<Pieces>,
  more: object = {},
): Row =>
  atEnds<Pieces>({ id: MISSING, lines: [{ item_id: 1, lot_no: 'NONE', qty: 1 }] }, make, ({ id, lines }) => ({
    [field]: id,
    lines,
    ...more,
  }));
/** Places of the supplier's goods; of a warehouse that is not there, any. */
const supplierGoods = (ground: Ground, warehouse_id: number) => {
  const site = [ground.north, ground.south].find((one) => one.warehouse_id === warehouse_id) ?? ground.north;
  const { world } = ground.company;
  return {
    supplier_id: world.supplier_id,
    warehouse_id,
    lines: [{ ...ground.lot, qty: 1, account_id: site.bins.receiving }],
  };
};

async function supplierOwned(ground: Ground, end: End): Promise<void> {
  const { lines, ...input } = supplierGoods(ground, ground[end].warehouse_id);
  const { item_id, account_id } = lines[0]!;
  const line = { item_id, lot_no: fresh('VMI'), qty: 1, account_id };
  await call(ground, 'fulfilment.receive-supplier-owned', { ...input, lines: [line] });
}

const REQUESTS: Readonly<Record<string, Row>> = {
  'fulfilment.save-set-template': it(templateFor),
  'fulfilment.list-set-templates': it(async (ground) => {
    await template(ground);
    return {};
  }),
  'fulfilment.create-set': {
    ask: async (ground) => {
      const template_id = await template(ground);
      return byWarehouse((warehouse_id) => ({ set_no: fresh('SET'), template_id, warehouse_id })).ask(ground);
    },
  },
  'fulfilment.list-sets': shown(set),
  'fulfilment.get-set': byId('set_id', set),
  'fulfilment.fill-set': byId('set_id', set),
  'fulfilment.change-set-state': byId('set_id', set, { to: 'repair' }),
  'fulfilment.create-case (warehouse)': byWarehouse((warehouse_id, ground) => ({
    ...caseFor(ground, warehouse_id === ground.south.warehouse_id ? 'south' : 'north'),
    warehouse_id,
    lines: [{ item_id: ground.gloves, qty: 1 }],
  })),
  'fulfilment.create-case (department)': atEnds(MISSING, departmentOf, (department_id, ground) => ({
    ...caseFor(ground, 'north'),
    department_id,
    lines: [{ item_id: ground.gloves, qty: 1 }],
  })),
  'fulfilment.create-case (set)': atEnds(MISSING, set, (set_id, ground) => ({
    ...caseFor(ground, 'north'),
    set_ids: [set_id],
  })),
  'fulfilment.list-cases': shown((ground, end) => surgery(ground, end, 'planned')),
  'fulfilment.get-case': byId('case_id', (ground, end) => surgery(ground, end, 'picked')),
  'fulfilment.print-case': byId('case_id', (ground, end) => surgery(ground, end, 'out')),
  'fulfilment.prepare-case': byId('case_id', (ground, end) => surgery(ground, end, 'planned')),
  'fulfilment.review-case': withPieces('case_id', async (ground, end) => {
    const id = await surgery(ground, end, 'picked');
    return { id, lines: scan(await goodsOf(ground, id)) };
  }),
  'fulfilment.dispatch-case': byId('case_id', (ground, end) => surgery(ground, end, 'reviewed')),
  'fulfilment.record-case-use': withPieces('case_id', out),
  'fulfilment.return-case': withPieces('case_id', out),
  'fulfilment.cancel-case': byId('case_id', (ground, end) => surgery(ground, end, 'planned'), { reason }),
  'fulfilment.surgery-figures': shown(round),
  'fulfilment.list-differences': shown(difference),
  'fulfilment.resolve-difference': byId('difference_id', difference, {
    resolution: 'lost',
    responsible: 'unknown',
    reason,
  }),
  'fulfilment.list-usages': shown(usage),
  'fulfilment.reverse-usage': byId('usage_id', usage, { reason }),
  'fulfilment.issue-settlement': atEnds(MISSING, usage, (usage_id, ground) => ({
    usage_ids: [usage_id],
    prices: prices(ground),
  })),
  'fulfilment.list-settlements': shown(settlement),
  'fulfilment.get-settlement': byId('settlement_id', settlement),
  'fulfilment.print-settlement': byId('settlement_id', settlement),
  'fulfilment.export-settlement': byId('settlement_id', settlement),
  'fulfilment.reverse-settlement': byId('settlement_id', settlement, { reason }),

  'fulfilment.save-consign-agreement': atEnds(
    MISSING,
    (ground, end) => ground[end].warehouse_id,
    (warehouse_id, ground) => ({
      ...termsFor(ground, warehouse_id === ground.south.warehouse_id ? 'south' : 'north'),
      warehouse_id,
    }),
  ),
  'fulfilment.end-consign-agreement': {
    ...byId('agreement_id', stocked, { reason }),
    reaches: 'fulfilment.cabinet_not_empty',
  },
  'fulfilment.list-consign-agreements': shown(agreement),
  'fulfilment.get-consign-agreement': byId('agreement_id', agreement),
  'fulfilment.create-refill': atEnds(MISSING, agreement, (agreement_id, { gloves }) => ({
    agreement_id,
    lines: [{ item_id: gloves, qty: 1 }],
  })),
  'fulfilment.list-refills': shown(refill),
  'fulfilment.get-refill': byId('refill_id', refill),
  'fulfilment.print-refill': byId('refill_id', refill),
  'fulfilment.deliver-refill': withPieces('refill_id', async (ground, end) => {
    const id = await refill(ground, end);
    return { id, lines: scan(await refillGoods(ground, id)) };
  }),
  'fulfilment.cancel-refill': byId('refill_id', refill, { reason }),
  'fulfilment.take-back': {
    ...byId('agreement_id', agreement, { reason, lines: [{ item_id: 1, lot_no: 'NONE', qty: 1 }] }),
    reaches: 'fulfilment.not_out',
  },
  'fulfilment.report-use': atEnds(
    MISSING,
    async (ground, end) => {
      await agreement(ground, end);
      return departmentOf(ground, end);
    },
    (department_id, { gloves }) => ({ department_id, lines: [{ item_id: gloves, lot_no: 'NONE', qty: 1 }] }),
  ),
  'fulfilment.list-use-reports': shown(report),
  'fulfilment.decide-use-report': byId('report_id', report, { decision: 'reject', reason }),
  'fulfilment.count-cabinet': byId('agreement_id', stocked, { lines: [] }),
  'fulfilment.save-fixed-pack': there(
    ({ gloves }) => ({ pack_code: fresh('PACK'), name: 'x', item_id: gloves, qty: 1 }),
    { item_id: MISSING, pack_code: 'NO-ITEM' },
  ),
  'fulfilment.list-fixed-packs': it(async (ground) => {
    await pack(ground);
    return {};
  }),
  'fulfilment.make-pack-labels': {
    ask: async (ground) => {
      const more = { pack_id: await pack(ground), lot_id: MISSING, count: 1 };
      return byId('agreement_id', agreement, more).ask(ground);
    },
    reaches: 'fulfilment.more_than_out',
  },
  'fulfilment.list-pack-labels': byId('agreement_id', labelled),
  'fulfilment.print-pack-labels': byId('agreement_id', labelled),
  'fulfilment.list-supplier-owned': shown(supplierOwned),
  'fulfilment.receive-supplier-owned': {
    ...byWarehouse((warehouse_id, ground) => {
      const { lines, ...input } = supplierGoods(ground, warehouse_id);
      const { item_id, qty, account_id } = lines[0]!;
      return { ...input, lines: [{ item_id, lot_no: 'VMI-1', qty, account_id }] };
    }),
  },
  'fulfilment.take-supplier-owned': {
    ...byWarehouse((warehouse_id, ground) => ({ ...supplierGoods(ground, warehouse_id), reason })),
    reaches: 'stock.refused',
  },
};

async function out(ground: Ground, end: End): Promise<Pieces> {
  const id = await surgery(ground, end, 'out');
  return { id, lines: [await pieceOf(ground, id)] };
}

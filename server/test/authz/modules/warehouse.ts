import type { Lot } from '../../support/world.ts';
import { atEnds, byId, byWarehouse, it, list, type Row } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING, unit } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const reason = 'x';

/** A lot of its own at one end. */
async function lotAt(
  { company, gloves, ...ground }: Ground,
  end: End,
  qty = 5,
): Promise<Lot & { lot_no: string }> {
  const lot_no = fresh('INSIDE');
  const lot = await company.world.lot(gloves, lot_no);
  await company.world.receive(lot, ground[end].bins.shelf, qty);
  return { ...lot, lot_no };
}

/** A count of one line, untouched or with a difference that two strangers have seen. */
async function count(
  ground: Ground,
  end: End,
  differs = false,
): Promise<{ count_id: number; count_line_id: number }> {
  const { warehouse_id, bins } = ground[end];
  const lot = await lotAt(ground, end);
  const status = differs ? 'review' : 'counting';
  const count_id = await idOf(
    ground,
    `insert into warehouse.count (warehouse_id, status, method, criteria, blind, reason)
     values ($1, $2, 'item', '{}', true, 'x') returning count_id`,
    [warehouse_id, status],
  );
  const count_line_id = await idOf(
    ground,
    `insert into warehouse.count_line (count_id, warehouse_id, line_no, item_id, lot_id, account_id, owner_id, disposition,
       status, difference, value_fen, counters)
     values ($1, $2, 1, $3, $4, $5, $6, 'released', $7, $8::bigint, $8::bigint * 1200, '{900001,900002}') returning count_line_id`,
    [
      count_id,
      warehouse_id,
      lot.item_id,
      lot.lot_id,
      bins.shelf,
      ground.company.world.entity_id,
      differs ? 'differs' : 'open',
      differs ? -1 : null,
    ],
  );
  if (differs)
    await ground.company.world.sql(
      `insert into warehouse.count_entry (count_line_id, round, warehouse_id, book_qty, counted, counted_by)
       values ($1, 1, $2, 5, 4, 900001), ($1, 2, $2, 5, 4, 900002)`,
      [count_line_id, warehouse_id],
    );
  return { count_id, count_line_id };
}
const NO_COUNT = { count_id: MISSING, count_line_id: MISSING };
const differing = (ground: Ground, end: End) => count(ground, end, true);

const adjustmentInput = async (ground: Ground, end: End) => ({
  warehouse_id: ground[end].warehouse_id,
  cause: 'damaged',
  reason,
  lines: [{ ...keyOf(ground, await lotAt(ground, end), ground[end].bins.shelf), change: -1 }],
});
const keyOf = ({ company }: Ground, { item_id, lot_id }: Lot, account_id: number) => ({
  item_id,
  lot_id,
  account_id,
  owner_id: company.world.entity_id,
});
const adjustment = async (ground: Ground, end: End): Promise<number> =>
  (
    await call<{ adjustment_id: number }>(
      ground,
      'warehouse.request-adjustment',
      await adjustmentInput(ground, end),
    )
  ).adjustment_id;

/** A task to bring a lot from one shelf to the other. */
async function task(
  ground: Ground,
  end: End,
): Promise<{ replenishment_id: number; lot_no: string; to: number }> {
  const { bins, warehouse_id } = ground[end];
  const lot = await lotAt(ground, end);
  const replenishment_id = await idOf(
    ground,
    `insert into warehouse.replenishment (warehouse_id, item_id, lot_id, owner_id, from_account_id, to_account_id, qty)
     values ($1, $2, $3, $4, $5, $6, 1) returning replenishment_id`,
    [warehouse_id, lot.item_id, lot.lot_id, ground.company.world.entity_id, bins.shelf, bins.shelf_two],
  );
  return { replenishment_id, lot_no: lot.lot_no, to: bins.shelf_two };
}

/** A pick face at one end. */
async function face({ company, gloves, ...ground }: Ground, end: End): Promise<{ warehouse_id: number }> {
  const { warehouse_id, location_ids } = ground[end];
  await company.world.sql(
    `insert into warehouse.pick_face (location_id, item_id, warehouse_id, min_qty, max_qty) values ($1, $2, $3, 0, 1)`,
    [location_ids.shelf_two, gloves, warehouse_id],
  );
  return { warehouse_id };
}

type Drawn = { warehouse_id: number; revision: string; bins: object[] };
async function drawn(ground: Ground, end: End): Promise<Drawn> {
  const { warehouse_id } = ground[end];
  const map = await call<{ revision: string; bins: Record<string, unknown>[] }>(ground, 'warehouse.get-map', {
    warehouse_id,
  });
  const fields = ['location_code', 'zone_code', 'zone_kind', 'storage_condition', 'x', 'y'];
  const bins = map.bins.map((bin) => Object.fromEntries(fields.map((field) => [field, bin[field]])));
  return { warehouse_id, revision: map.revision, bins };
}
const NO_MAP: Drawn = {
  warehouse_id: MISSING,
  revision: '0/0',
  bins: [
    { location_code: 'X', zone_code: 'X', zone_kind: 'storage', storage_condition: 'ambient', x: 0, y: 0 },
  ],
};

/** An order for another label, with its goods tied, or at the bench. */
type Work = {
  work_order_id: number;
  work_order_line_id: number;
  work_run_id: number;
  lot_no: string;
  to: number;
};
async function work(ground: Ground, end: End, stage: 'open' | 'tied' | 'started' = 'open'): Promise<Work> {
  const { warehouse_id, bins } = ground[end];
  const { item_id, lot_id, lot_no } = await lotAt(ground, end);
  const order = { warehouse_id, kind: 'relabel', item_id, lot_id, qty: 1, label_version: 'V1', reason };
  const { work_order_id } = await call<{ work_order_id: number }>(
    ground,
    'warehouse.create-work-order',
    order,
  );
  const work_order_line_id = await idOf(
    ground,
    'select work_order_line_id from warehouse.work_order_line where work_order_id = $1',
    [work_order_id],
  );
  const made = { work_order_id, work_order_line_id, work_run_id: 0, lot_no, to: bins.shelf_two };
  if (stage === 'open') return made;
  await call(ground, 'warehouse.allocate-work-order', { work_order_id });
  if (stage === 'tied') return made;
  const used = [{ work_order_line_id, lot_no, qty: 1 }];
  const { work_run_id } = await call<{ work_run_id: number }>(ground, 'warehouse.start-run', {
    work_order_id,
    qty: 1,
    used,
  });
  return { ...made, work_run_id };
}
const NO_WORK: Work = {
  work_order_id: MISSING,
  work_order_line_id: MISSING,
  work_run_id: MISSING,
  lot_no: 'X',
  to: MISSING,
};
const byWork = (
  stage: Parameters<typeof work>[2],
  of: (made: Work) => Readonly<Record<string, unknown>>,
): Row => atEnds(NO_WORK, (ground, end) => work(ground, end, stage), of);

/** A place in the sample zone of one end, with goods on it. */
async function sampleShelf(ground: Ground, end: End): Promise<Lot & { account_id: number }> {
  const { world } = ground.company;
  const { warehouse_id } = ground[end];
  const location_code = fresh('SAMPLES');
  const location_id = await idOf(
    ground,
    `insert into masterdata.location (warehouse_id, location_code, zone_code, zone_kind, storage_condition, x, y)
     values ($1, $2, 'SAMPLE', 'sample', 'ambient', (select max(x) + 1 from masterdata.location), 50) returning location_id`,
    [warehouse_id, location_code],
  );
  const account_id = await idOf(
    ground,
    `insert into stock.account (kind, warehouse_id, location_id) values ('bin', $1, $2) returning account_id`,
    [warehouse_id, location_id],
  );
  const lot = await world.lot(ground.gloves, location_code);
  await world.receive(lot, account_id, 5);
  return { ...lot, account_id };
}
const sampleInput = async (ground: Ground, end: End) => {
  const { account_id, ...lot } = await sampleShelf(ground, end);
  const lines = [{ ...keyOf(ground, lot, account_id), qty: 1 }];
  return { warehouse_id: ground[end].warehouse_id, holder: 'x', reason, due_on: '2030-01-01', lines };
};
const sample = async (ground: Ground, end: End): Promise<number> =>
  (await call<{ sample_id: number }>(ground, 'warehouse.issue-sample', await sampleInput(ground, end)))
    .sample_id;

/** A lot that ends soon, seen from the day of the test; of an item that no other row picks by first expiry. */
async function nearEnd(ground: Ground, end: End): Promise<Lot> {
  const { world } = ground.company;
  const lot = await world.lot(world.items.bandage, fresh('ENDS'));
  await world.receive(lot, ground[end].bins.shelf, 5);
  await world.sql(
    'update stock.lot set expiry_date = current_date + 150, production_date = current_date - 300 where lot_id = $1',
    [lot.lot_id],
  );
  return lot;
}
const foreignGoods = async ({ company, gloves, ...ground }: Ground, end: End) => {
  const lot = await company.world.lot(gloves, fresh('FOREIGN'));
  await company.world.receive(lot, ground[end].bins.shelf, 5, { owner_id: company.world.supplier_id });
};
/** A list of what was made at both ends before it is asked for. */
const listOf = (
  make: (ground: Ground, end: End) => Promise<unknown>,
  more: Record<string, unknown> = {},
): Row => ({
  ask: async (ground) => {
    for (const end of ['north', 'south'] as const) await make(ground, end);
    return list(more).ask(ground);
  },
});

const LIST = 'all north south missing';
const NSM = 'north south missing';
const ONE = 'it';
const SEEN_LIST = '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0';
const SEEN = '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4';
const WORKS = '+44  4+4  +44  333  333  333  333  333  333  333  333';
const PLANS = '333  333  +44  333  333  333  333  333  333  333  333';
const DESIGNS = '333  333  +44  333  333  333  333  333  333  ++4  333';
const AGREES = '333  333  +44  333  333  333  333  333  333  333  ++4';
const INSPECTS = '+44  4+4  +44  333  333  ++4  333  333  333  333  333';

/** Who may do what in warehouse: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const warehouse: ModuleRows = {
  expectations: [
    //                                             keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['warehouse.suggest-bins', NSM, SEEN],
    ['warehouse.get-map', NSM, SEEN],
    ['warehouse.save-map', NSM, DESIGNS],
    ['warehouse.plan-count', NSM, PLANS],
    ['warehouse.list-counts', LIST, SEEN_LIST],
    ['warehouse.get-count', NSM, SEEN],
    ['warehouse.print-count', NSM, SEEN],
    ['warehouse.list-count-tasks', NSM, WORKS],
    ['warehouse.enter-counts', NSM, WORKS],
    ['warehouse.recount-lines', NSM, AGREES],
    ['warehouse.approve-count', NSM, AGREES],
    ['warehouse.cancel-count', NSM, PLANS],
    ['warehouse.request-adjustment', NSM, WORKS],
    ['warehouse.list-adjustments', LIST, SEEN_LIST],
    ['warehouse.get-adjustment', NSM, SEEN],
    ['warehouse.print-adjustment', NSM, SEEN],
    ['warehouse.approve-adjustment', NSM, AGREES],
    ['warehouse.reject-adjustment', NSM, AGREES],
    ['warehouse.withdraw-adjustment', NSM, WORKS],
    ['warehouse.list-pick-faces', NSM, SEEN],
    ['warehouse.save-pick-faces', NSM, PLANS],
    ['warehouse.plan-replenishment', NSM, WORKS],
    ['warehouse.list-replenishments', LIST, SEEN_LIST],
    ['warehouse.confirm-replenishment', NSM, WORKS],
    ['warehouse.cancel-replenishment', NSM, WORKS],
    ['warehouse.list-handling-units', LIST, SEEN_LIST],
    ['warehouse.get-settings', ONE,                '+    +    +    +    +    +    3    3    +    +    +'],
    ['warehouse.save-settings', ONE,               '3    3    3    3    3    3    3    3    3    +    3'],
    ['warehouse.save-bom', ONE,                    '3    3    +    3    3    3    3    3    3    3    3'],
    ['warehouse.list-boms', ONE,                   '+    +    +    +    +    +    3    3    +    +    +'],
    ['warehouse.create-work-order', NSM, PLANS],
    ['warehouse.list-work-orders', LIST, SEEN_LIST],
    ['warehouse.get-work-order', NSM, SEEN],
    ['warehouse.print-work-order', NSM, SEEN],
    ['warehouse.allocate-work-order', NSM, PLANS],
    ['warehouse.start-run', NSM, WORKS],
    ['warehouse.finish-run', NSM, WORKS],
    ['warehouse.undo-run', NSM, WORKS],
    ['warehouse.cancel-work-order', NSM, PLANS],
    ['warehouse.list-upkeep-due', LIST, SEEN_LIST],
    ['warehouse.record-checks', NSM, INSPECTS],
    ['warehouse.list-checks', LIST, SEEN_LIST],
    ['warehouse.list-near-expiry', LIST, SEEN_LIST],
    ['warehouse.record-expiry-action', NSM, INSPECTS],
    ['warehouse.record-expiry-action (stop)', NSM, '344  434  +44  333  333  ++4  333  333  333  333  333'],
    ['warehouse.issue-sample', NSM, WORKS],
    ['warehouse.return-sample', NSM, WORKS],
    ['warehouse.return-sample (lost)', NSM,        '344  434  +44  333  333  333  333  333  333  333  333'],
    ['warehouse.list-samples', LIST, SEEN_LIST],
    ['warehouse.list-custody', LIST, SEEN_LIST],
    ['warehouse.save-custody-contract', NSM, DESIGNS],
  ],
  sight_is_no_hand: [
    //                                         wide_eyes wide_planner wide_quality
    ['warehouse.save-map',                     '+33  333  333'],
    ['warehouse.plan-count',                   '+33  333  333'],
    ['warehouse.enter-counts',                 '+34  333  333'],
    ['warehouse.recount-lines',                '+34  333  333'],
    ['warehouse.approve-count',                '+34  333  333'],
    ['warehouse.cancel-count',                 '+34  333  333'],
    ['warehouse.request-adjustment',           '+33  333  333'],
    ['warehouse.approve-adjustment',           '+34  333  333'],
    ['warehouse.reject-adjustment',            '+34  333  333'],
    ['warehouse.withdraw-adjustment',          '+34  333  333'],
    ['warehouse.save-pick-faces',              '+33  333  333'],
    ['warehouse.plan-replenishment',           '+33  333  333'],
    ['warehouse.confirm-replenishment',        '+34  333  333'],
    ['warehouse.cancel-replenishment',         '+34  333  333'],
    ['warehouse.save-settings',                '3    3    3'],
    ['warehouse.save-bom',                     '+    3    3'],
    ['warehouse.create-work-order',            '+33  333  333'],
    ['warehouse.allocate-work-order',          '+34  333  333'],
    ['warehouse.start-run',                    '+34  333  333'],
    ['warehouse.finish-run',                   '+34  333  333'],
    ['warehouse.undo-run',                     '+34  333  333'],
    ['warehouse.cancel-work-order',            '+34  333  333'],
    ['warehouse.record-checks',                '+33  333  +33'],
    ['warehouse.record-expiry-action',         '+33  333  +33'],
    ['warehouse.record-expiry-action (stop)',  '+33  333  +33'],
    ['warehouse.issue-sample',                 '+33  333  333'],
    ['warehouse.return-sample',                '+34  333  333'],
    ['warehouse.return-sample (lost)',         '+34  333  333'],
    ['warehouse.save-custody-contract',        '+33  333  333'],
  ],
  others: [
    //                                         purchaser driver accountant
    ['warehouse.suggest-bins',                 '++4  333  333'],
    ['warehouse.get-map',                      '++4  333  333'],
    ['warehouse.save-map',                     '333  333  333'],
    ['warehouse.plan-count',                   '333  333  333'],
    ['warehouse.list-counts',                  '+++0 3333 3333'],
    ['warehouse.get-count',                    '++4  333  333'],
    ['warehouse.print-count', '++4  333  333'],
    ['warehouse.list-count-tasks',             '333  333  333'],
    ['warehouse.enter-counts',                 '333  333  333'],
    ['warehouse.recount-lines',                '333  333  333'],
    ['warehouse.approve-count',                '333  333  333'],
    ['warehouse.cancel-count',                 '333  333  333'],
    ['warehouse.request-adjustment',           '333  333  333'],
    ['warehouse.list-adjustments',             '+++0 3333 3333'],
    ['warehouse.get-adjustment',               '++4  333  333'],
    ['warehouse.print-adjustment', '++4  333  333'],
    ['warehouse.approve-adjustment',           '333  333  333'],
    ['warehouse.reject-adjustment',            '333  333  333'],
    ['warehouse.withdraw-adjustment',          '333  333  333'],
    ['warehouse.list-pick-faces',              '++4  333  333'],
    ['warehouse.save-pick-faces',              '333  333  333'],
    ['warehouse.plan-replenishment',           '333  333  333'],
    ['warehouse.list-replenishments',          '+++0 3333 3333'],
    ['warehouse.confirm-replenishment',        '333  333  333'],
    ['warehouse.cancel-replenishment',         '333  333  333'],
    ['warehouse.list-handling-units',          '+++0 3333 3333'],
    ['warehouse.get-settings',                 '+    3    3'],
    ['warehouse.save-settings',                '3    3    3'],
    ['warehouse.save-bom',                     '3    3    3'],
    ['warehouse.list-boms',                    '+    3    3'],
    ['warehouse.create-work-order',            '333  333  333'],
    ['warehouse.list-work-orders',             '+++0 3333 3333'],
    ['warehouse.get-work-order',               '++4  333  333'],
    ['warehouse.print-work-order', '++4  333  333'],
    ['warehouse.allocate-work-order',          '333  333  333'],
    ['warehouse.start-run',                    '333  333  333'],
    ['warehouse.finish-run',                   '333  333  333'],
    ['warehouse.undo-run',                     '333  333  333'],
    ['warehouse.cancel-work-order',            '333  333  333'],
    ['warehouse.list-upkeep-due',              '+++0 3333 3333'],
    ['warehouse.record-checks',                '333  333  333'],
    ['warehouse.list-checks',                  '+++0 3333 3333'],
    ['warehouse.list-near-expiry',             '+++0 3333 3333'],
    ['warehouse.record-expiry-action',         '333  333  333'],
    ['warehouse.record-expiry-action (stop)',  '333  333  333'],
    ['warehouse.issue-sample',                 '333  333  333'],
    ['warehouse.return-sample',                '333  333  333'],
    ['warehouse.return-sample (lost)',         '333  333  333'],
    ['warehouse.list-samples',                 '+++0 3333 3333'],
    ['warehouse.list-custody',                 '+++0 3333 3333'],
    ['warehouse.save-custody-contract',        '333  333  333'],
  ],
  requests: {
    'warehouse.suggest-bins': byWarehouse((warehouse_id, { lot }) => ({ warehouse_id, ...lot, qty: 1 })),
    'warehouse.get-map': byWarehouse((warehouse_id) => ({ warehouse_id })),
    'warehouse.save-map': atEnds(NO_MAP, drawn, (map) => map),
    'warehouse.plan-count': byWarehouse((warehouse_id) => ({ warehouse_id, method: 'all', max_lines: 1, reason })),
    'warehouse.list-counts': listOf(count),
    'warehouse.get-count': byId('count_id', async (ground, end) => (await count(ground, end)).count_id),
    'warehouse.print-count': byId('count_id', async (ground, end) => (await count(ground, end)).count_id),
    'warehouse.list-count-tasks': atEnds({ warehouse_id: MISSING }, async (ground, end) => {
      await count(ground, end);
      return { warehouse_id: ground[end].warehouse_id };
    }, (asked) => asked),
    'warehouse.enter-counts': atEnds(NO_COUNT, count, ({ count_id, count_line_id }) => ({ count_id, lines: [{ count_line_id, counted: 5 }] })),
    'warehouse.recount-lines': atEnds(NO_COUNT, differing, ({ count_id, count_line_id }) => ({ count_id, count_line_ids: [count_line_id], reason })),
    'warehouse.approve-count': byId('count_id', async (ground, end) => (await differing(ground, end)).count_id),
    'warehouse.cancel-count': byId('count_id', async (ground, end) => (await count(ground, end)).count_id, { reason }),
    'warehouse.request-adjustment': {
      ask: async (ground) => {
        const north = await adjustmentInput(ground, 'north');
        const south = await adjustmentInput(ground, 'south');
        return { north: { input: north }, south: { input: south }, missing: { input: { ...north, warehouse_id: MISSING } } };
      },
    },
    'warehouse.list-adjustments': listOf(adjustment),
    'warehouse.get-adjustment': byId('adjustment_id', adjustment),
    'warehouse.print-adjustment': byId('adjustment_id', adjustment),
    'warehouse.approve-adjustment': byId('adjustment_id', adjustment),
    'warehouse.reject-adjustment': byId('adjustment_id', adjustment, { note: 'x' }),
    'warehouse.withdraw-adjustment': { ...byId('adjustment_id', adjustment, { note: 'x' }), reaches: 'warehouse.not_own_request' },
    'warehouse.list-pick-faces': atEnds({ warehouse_id: MISSING }, face, (asked) => asked),
    'warehouse.save-pick-faces': atEnds([MISSING, MISSING], (ground, end) => [ground[end].warehouse_id, ground[end].location_ids.shelf], ([warehouse_id, location_id], { gloves }) => ({
      warehouse_id,
      lines: [{ location_id, item_id: gloves, min_qty: null, max_qty: null }],
    })),
    'warehouse.plan-replenishment': byWarehouse((warehouse_id) => ({ warehouse_id })),
    'warehouse.list-replenishments': listOf(task),
    'warehouse.confirm-replenishment': atEnds({ replenishment_id: MISSING, lot_no: 'X', to: MISSING }, task, ({ replenishment_id, lot_no, to }) => ({ replenishment_id, lot_no, to_account_id: to, qty: 1 })),
    'warehouse.cancel-replenishment': byId('replenishment_id', async (ground, end) => (await task(ground, end)).replenishment_id, { reason }),
    'warehouse.list-handling-units': listOf(unit),
    'warehouse.get-settings': it(() => ({})),
    'warehouse.save-settings': it(async (ground) => ({ ...(await call<object>(ground, 'warehouse.get-settings', {})), reason })),
    'warehouse.save-bom': it(({ company, gloves }) => ({ item_id: company.world.items.bandage, lines: [{ item_id: gloves, qty: 2 }] })),
    'warehouse.list-boms': it(() => ({})),
    'warehouse.create-work-order': byWarehouse((warehouse_id, { lot }) => ({ warehouse_id, kind: 'relabel', ...lot, qty: 1, label_version: 'V', reason })),
    'warehouse.list-work-orders': listOf(work),
    'warehouse.get-work-order': byWork('open', ({ work_order_id }) => ({ work_order_id })),
    'warehouse.print-work-order': byWork('open', ({ work_order_id }) => ({ work_order_id })),
    'warehouse.allocate-work-order': byWork('open', ({ work_order_id }) => ({ work_order_id })),
    'warehouse.start-run': byWork('tied', ({ work_order_id, work_order_line_id, lot_no }) => ({ work_order_id, qty: 1, used: [{ work_order_line_id, lot_no, qty: 1 }] })),
    'warehouse.finish-run': byWork('started', ({ work_run_id, to }) => ({ work_run_id, to_account_id: to })),
    'warehouse.undo-run': byWork('started', ({ work_run_id }) => ({ work_run_id, reason })),
    'warehouse.cancel-work-order': byWork('tied', ({ work_order_id }) => ({ work_order_id, reason })),
    'warehouse.list-upkeep-due': list({ within_days: 365 }),
    'warehouse.record-checks': byWarehouse((warehouse_id, { lot }) => ({ warehouse_id, lines: [lot] })),
    'warehouse.list-checks': listOf((ground, end) => call(ground, 'warehouse.record-checks', { warehouse_id: ground[end].warehouse_id, lines: [ground.lot] })),
    'warehouse.list-near-expiry': listOf(nearEnd),
    'warehouse.record-expiry-action': expiring('redistribute'),
    'warehouse.record-expiry-action (stop)': { ...expiring('stop_sale'), reaches: 'warehouse.action_not_due' },
    'warehouse.issue-sample': {
      ask: async (ground) => {
        const north = await sampleInput(ground, 'north');
        const south = await sampleInput(ground, 'south');
        return { north: { input: north }, south: { input: south }, missing: { input: { ...north, warehouse_id: MISSING } } };
      },
    },
    'warehouse.return-sample': byId('sample_id', sample, { reason, lines: [{ line_no: 1, returned: 1 }] }),
    'warehouse.return-sample (lost)': byId('sample_id', sample, { reason, lines: [{ line_no: 1, lost: 1 }] }),
    'warehouse.list-samples': listOf(sample),
    'warehouse.list-custody': listOf(foreignGoods),
    'warehouse.save-custody-contract': byWarehouse((warehouse_id, { company }) => ({
      warehouse_id,
      owner_id: company.world.supplier_id,
      contract_no: 'C',
      valid_from: '2020-01-01',
      valid_to: '2030-01-01',
    })),
  },
};

function expiring(action: string): Row {
  return {
    ask: async (ground) => {
      const [north, south] = [await nearEnd(ground, 'north'), await nearEnd(ground, 'south')];
      const of = (warehouse_id: number, { item_id, lot_id }: Lot) => ({
        input: { warehouse_id, action, lots: [{ item_id, lot_id }], note: 'x' },
      });
      return {
        north: of(ground.north.warehouse_id, north),
        south: of(ground.south.warehouse_id, south),
        missing: of(MISSING, north),
      };
    },
  };
}

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { databaseError } from '../../platform/problem.ts';
import { constraints } from './index.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';
import { firstExpiry, type Tied, takeGoods } from './work.model.ts';

type Order = OutputOf<typeof contract.createWorkOrder>;
type Seen = OutputOf<typeof contract.getWorkOrder>;
type Run = OutputOf<typeof contract.startRun>;
type Finished = OutputOf<typeof contract.finishRun>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
let kit = 0;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select 'KIT', 'KIT', 'M', 'II', '14-01', '套', 1, '06945630100055', '国械注准20253140001', $1, 'lot', false, false, 'ambient',
       730, 5000, 300, 200 returning item_id`,
    [world.supplier_id],
  );
  kit = Number(row!.item_id);
  await saveBom([
    { item_id: world.items.gloves, qty: 2 },
    { item_id: world.items.bandage, qty: 1 },
  ]);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
const saveBom = (lines: object[]) =>
  call('warehouse.save-bom', { item_id: kit, lines }, people.chief) as Promise<{ version: number }>;
async function goods(
  item_id: number,
  qty: number,
  expires = '2030-01-09',
): Promise<Lot & { lot_no: string }> {
  lots += 1;
  const lot_no = `PART-${lots}`;
  const lot = await world.lot(item_id, lot_no, { expires });
  await world.receive(lot, world.north.bins.shelf, qty);
  return { ...lot, lot_no };
}
const order = (more: object): Promise<Order> =>
  call(
    'warehouse.create-work-order',
    { warehouse_id: world.north.warehouse_id, kind: 'assemble', item_id: kit, qty: 2, reason: 'r', ...more },
    people.chief,
  );
const see = ({ work_order_id }: { work_order_id: number }): Promise<Seen> =>
  call('warehouse.get-work-order', { work_order_id }, people.keeper);
const allocate = ({ work_order_id }: Order) =>
  call('warehouse.allocate-work-order', { work_order_id }, people.chief);
/** Takes for `qty` pieces what is tied, as a person who scans what lies there. */
async function start(made: Order, qty: number, actor = people.keeper): Promise<Run> {
  const { line_rows, allocations } = await see(made);
  const used = line_rows.flatMap((line) => {
    let left = line.per_unit * qty;
    return allocations.flatMap((one) => {
      if (one.work_order_line_id !== line.work_order_line_id || left === 0) return [];
      const part = Math.min(left, one.qty);
      left -= part;
      return [{ work_order_line_id: one.work_order_line_id, lot_no: one.lot_no, qty: part }];
    });
  });
  return call('warehouse.start-run', { work_order_id: made.work_order_id, qty, used }, actor);
}
const finish = ({ work_run_id }: Run, more: object = {}, actor = people.second_keeper): Promise<Finished> =>
  call('warehouse.finish-run', { work_run_id, to_account_id: world.north.bins.shelf_two, ...more }, actor);
const undo = ({ work_run_id }: Run) =>
  call('warehouse.undo-run', { work_run_id, reason: 'wrong box' }, people.keeper);
async function assembled(
  qty = 2,
): Promise<{ order: Order; kits: Finished['made'][number]; gloves: Lot; bandage: Lot }> {
  const gloves = await goods(world.items.gloves, 2 * qty, '2029-05-01');
  const bandage = await goods(world.items.bandage, qty, '2028-03-01');
  const made = await order({ qty });
  await allocate(made);
  const done = await finish(await start(made, qty));
  return { order: made, kits: done.made[0]!, gloves, bandage };
}

describe('a kit', () => {
  test('gets a lot that expires with the first of its components, and its origin is on record', async () => {
    const { order: made, kits, gloves, bandage } = await assembled();
    expect(kits).toMatchObject({ item_id: kit, qty: 2, lot_no: `${made.document_no}-1` });
    const [lot] = await world.sql(
      'select expiry_date::text, unit_cost_fen from stock.lot where lot_id = $1',
      [kits.lot_id],
    );
    expect(lot).toEqual({ expiry_date: '2028-03-01', unit_cost_fen: 3600 });
    expect(await world.balance(kits, world.north.bins.shelf_two)).toMatchObject({ qty: 2 });
    expect(await world.balance(gloves, world.north.bins.shelf)).toMatchObject({ qty: 0, allocated: 0 });
    const origin = await world.sql<{ from_lot_id: string; from_qty: string }>(
      'select from_lot_id, from_qty from warehouse.v_genealogy where to_lot_id = $1 order by from_lot_id',
      [kits.lot_id],
    );
    expect(origin.map((row) => [Number(row.from_lot_id), Number(row.from_qty)])).toEqual([
      [gloves.lot_id, 4],
      [bandage.lot_id, 2],
    ]);
    expect(await see(made)).toMatchObject({ status: 'done', qty_finished: 2 });
  });

  test('is made in parts, each with its own lot, never more than ordered', async () => {
    await goods(world.items.gloves, 6);
    await goods(world.items.bandage, 3);
    const made = await order({ qty: 3 });
    await allocate(made);
    const first = await start(made, 1);
    const second = await start(made, 2);
    const more = {
      work_order_id: made.work_order_id,
      qty: 1,
      used: [{ work_order_line_id: 1, lot_no: 'X', qty: 1 }],
    };
    expect((await refusalOf(call('warehouse.start-run', more, people.keeper))).code).toBe(
      'warehouse.more_than_ordered',
    );
    expect(await finish(first)).toMatchObject({ status: 'open' });
    expect(await finish(second)).toMatchObject({
      status: 'done',
      made: [{ lot_no: `${made.document_no}-2` }],
    });
  });

  test('is released by another person than made it, in the verb and in the database', async () => {
    await goods(world.items.gloves, 2);
    await goods(world.items.bandage, 1);
    const made = await order({ qty: 1 });
    await allocate(made);
    const run = await start(made, 1);
    expect((await refusalOf(finish(run, {}, people.keeper))).code).toBe('warehouse.own_work');
    const broken = await world
      .sql(
        `update warehouse.work_run set status = 'finished', finished_at = now(), finished_by = started_by,
           in_movement_id = out_movement_id where work_run_id = $1`,
        [run.work_run_id],
      )
      .catch((error: unknown) => databaseError(error, constraints));
    expect(broken).toMatchObject({ code: 'warehouse.own_work' });
    await finish(run);
  });

  test('takes exactly what the bill says, of what is tied to it', async () => {
    const gloves = await goods(world.items.gloves, 2);
    const bandage = await goods(world.items.bandage, 1);
    const stranger = await goods(world.items.bandage, 1, '2035-01-01');
    const made = await order({ qty: 1 });
    await allocate(made);
    const [first, second] = (await see(made)).line_rows;
    const begin = (used: object[]) =>
      refusalOf(
        call('warehouse.start-run', { work_order_id: made.work_order_id, qty: 1, used }, people.keeper),
      );
    const whole = { work_order_line_id: first!.work_order_line_id, lot_no: gloves.lot_no, qty: 2 };
    const part = { work_order_line_id: second!.work_order_line_id, lot_no: bandage.lot_no, qty: 1 };
    expect((await begin([{ ...whole, qty: 1 }, part])).code).toBe('warehouse.components_do_not_fit');
    expect((await begin([whole, { ...part, lot_no: stranger.lot_no }])).code).toBe(
      'warehouse.lot_not_allocated',
    );
    expect((await begin([whole, part, { ...part, work_order_line_id: 999_999 }])).code).toBe(
      'warehouse.line_unknown',
    );
    const cancel = { work_order_id: made.work_order_id, reason: 'not needed' };
    expect(await call('warehouse.cancel-work-order', cancel, people.chief)).toEqual({
      work_order_id: made.work_order_id,
      status: 'cancelled',
      released: 2,
    });
    await useUp(gloves, bandage, stranger);
  });

  test('whose components are short is allocated as a whole or not at all', async () => {
    const gloves = await goods(world.items.gloves, 2);
    const made = await order({ qty: 1 });
    const refused = await refusalOf(allocate(made));
    expect(refused).toMatchObject({ code: 'warehouse.not_allocatable', lines: ['lines.1 stock.short'] });
    expect(await world.balance(gloves, world.north.bins.shelf)).toMatchObject({ allocated: 0 });
    await useUp(gloves);
  });
});

describe('work that is undone', () => {
  test('brings the goods back to their bins', async () => {
    const gloves = await goods(world.items.gloves, 2);
    const bandage = await goods(world.items.bandage, 1);
    const made = await order({ qty: 1 });
    await allocate(made);
    const run = await start(made, 1);
    const cancel = { work_order_id: made.work_order_id, reason: 'r' };
    expect((await refusalOf(call('warehouse.cancel-work-order', cancel, people.chief))).code).toBe(
      'warehouse.work_under_way',
    );
    await undo(run);
    expect(await world.balance(gloves, world.north.bins.shelf)).toMatchObject({ qty: 2, allocated: 0 });
    expect((await refusalOf(finish(run))).code).toBe('warehouse.wrong_status');
    await call('warehouse.cancel-work-order', cancel, people.chief);
    await useUp(gloves, bandage);
  });

  test('does not make a lot usable that was recalled meanwhile', async () => {
    const gloves = await goods(world.items.gloves, 2);
    const bandage = await goods(world.items.bandage, 1);
    const made = await order({ qty: 1 });
    await allocate(made);
    const run = await start(made, 1);
    await world.call(verbNamed('stock.recall-lots'), {
      lots: [{ item_id: gloves.item_id, lot_id: gloves.lot_id }],
      reason: 'r',
    });
    await undo(run);
    expect(await world.balance(gloves, world.north.bins.shelf, 'recalled')).toMatchObject({ qty: 2 });
    expect(await world.balance(gloves, world.north.bins.shelf)).toMatchObject({ qty: 0 });
    await useUp(bandage);
  });
});

describe('kits taken apart', () => {
  test('give back the lots that went in, and no more of them', async () => {
    const { kits, gloves, bandage } = await assembled(2);
    const made = await order({ kind: 'disassemble', lot_id: kits.lot_id, qty: 1 });
    await allocate(made);
    const run = await start(made, 1);
    const wrong = [
      { item_id: world.items.gloves, lot_no: 'PART-1', qty: 2 },
      { item_id: world.items.bandage, lot_no: 'PART-2', qty: 1 },
    ];
    expect((await refusalOf(finish(run, { components: wrong }))).code).toBe(
      'warehouse.components_do_not_fit',
    );
    await finish(run);
    expect(await world.balance(gloves, world.north.bins.shelf_two)).toMatchObject({ qty: 2 });
    expect(await world.balance(bandage, world.north.bins.shelf_two)).toMatchObject({ qty: 1 });
    expect(await world.balance(kits, world.north.bins.shelf_two)).toMatchObject({ qty: 1 });
  });

  test('must have been made here', async () => {
    const foreign = await world.lot(kit, 'FOREIGN');
    const refused = refusalOf(order({ kind: 'disassemble', lot_id: foreign.lot_id, qty: 1 }));
    expect((await refused).code).toBe('warehouse.origin_unknown');
  });
});

describe('another label', () => {
  test('keeps lot and numbers; goods are not available before another person has looked at them', async () => {
    const stent = await world.lot(world.items.stent, 'IMPORT-1');
    await world.receive(stent, world.north.bins.shelf, 2, { serial_nos: ['L-1', 'L-2'] });
    const made = await order({
      kind: 'relabel',
      item_id: stent.item_id,
      lot_id: stent.lot_id,
      qty: 2,
      label_version: 'ZH-03',
    });
    await allocate(made);
    const [line] = (await see(made)).line_rows;
    const { work_order_id } = made;
    const used = [
      {
        work_order_line_id: line!.work_order_line_id,
        lot_no: 'IMPORT-1',
        qty: 2,
        serial_nos: ['L-1', 'L-2'],
      },
    ];
    const run: Run = await call('warehouse.start-run', { work_order_id, qty: 2, used }, people.keeper);
    expect(await world.balance(stent, world.north.bins.shelf)).toMatchObject({ qty: 0 });
    expect(await finish(run)).toMatchObject({ made: [{ lot_id: stent.lot_id, qty: 2 }] });
    const labels = await world.sql('select label_version from warehouse.v_label where lot_id = $1', [
      stent.lot_id,
    ]);
    expect(labels).toEqual([{ label_version: 'ZH-03' }]);
    expect(
      await world.sql('select from warehouse.v_genealogy where from_lot_id = $1', [stent.lot_id]),
    ).toEqual([]);
  });

  test('is given to goods that wait for release, which go on waiting where they were', async () => {
    const lot = await world.lot(world.items.gloves, 'IMPORT-1', { expires: '2030-01-09' });
    const { receiving } = world.north.bins;
    await world.receive(lot, receiving, 6, { disposition: 'quarantine' });
    const input = { kind: 'relabel', ...lot, qty: 6, label_version: 'ZH-1', disposition: 'quarantine' };
    const made = await order(input);
    expect((await refusalOf(allocate(made))).code).toBe('warehouse.waits_for_release');
    const first = await start(made, 2);
    expect(await world.balance(lot, receiving, 'quarantine')).toMatchObject({ qty: 4 });
    await undo(first);
    const done = await finish(await start(made, 6), { to_account_id: undefined });
    expect(done).toMatchObject({ status: 'done', made: [{ lot_id: lot.lot_id, qty: 6 }] });
    expect(await world.balance(lot, receiving, 'quarantine')).toMatchObject({ qty: 6 });
    const kits = { kind: 'assemble', disposition: 'quarantine' };
    expect((await refusalOf(order(kits))).lines).toEqual(['disposition invalid']);
  });

  test('needs its version and a lot', async () => {
    const refused = await refusalOf(order({ kind: 'relabel', item_id: world.items.stent }));
    expect(refused.lines).toEqual(['lot_id required', 'label_version required']);
  });
});

describe('a bill', () => {
  test('in force gives way to its next version and does not contain itself', async () => {
    const same = [
      { item_id: world.items.gloves, qty: 2 },
      { item_id: world.items.bandage, qty: 1 },
    ];
    const { version } = await saveBom(same);
    expect(version).toBeGreaterThan(1);
    expect((await refusalOf(saveBom([{ item_id: kit, qty: 1 }]))).code).toBe('warehouse.kit_contains_itself');
    expect((await refusalOf(saveBom([...same, ...same]))).code).toBe('warehouse.line_repeated');
    expect((await refusalOf(order({ item_id: world.items.insulin }))).code).toBe('warehouse.bom_missing');
  });
});

test('what is taken is what was scanned, and never more than is tied', () => {
  const tied = fc.array(
    fc.record({ qty: fc.integer({ min: 1, max: 9 }), lot: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(tied, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3 }), (shelf, qty, lot) => {
      const all = shelf.map(
        (one, index): Tied => ({
          allocation_id: index,
          work_order_line_id: 1,
          item_id: 1,
          lot_id: one.lot,
          lot_no: `L${one.lot}`,
          account_id: index,
          owner_id: 1,
          qty: one.qty,
        }),
      );
      const lines = [{ work_order_line_id: 1, per_unit: 1, tracking: 'lot' as const }];
      const used = [{ work_order_line_id: 1, lot_no: `L${lot}`, qty }];
      const there = all.reduce((sum, one) => sum + (one.lot_id === lot ? one.qty : 0), 0);
      const take = () => takeGoods(qty, lines, used, all, new Map());
      if (there < qty) {
        expect(take).toThrow('warehouse.lot_not_allocated');
        return;
      }
      const taken = take();
      expect(taken.reduce((sum, one) => sum + one.qty, 0)).toBe(qty);
      for (const one of taken) expect(one.qty).toBeLessThanOrEqual(one.tied.qty);
    }),
  );
  expect(firstExpiry([null, '2030-01-01', '2029-01-01'])).toBe('2029-01-01');
  expect(firstExpiry([null])).toBeNull();
});

test('round trips do not grow with the components', async () => {
  const steps = async (lots_of_gloves: number) => {
    for (let i = 0; i < lots_of_gloves; i++) await goods(world.items.gloves, 2);
    await goods(world.items.bandage, lots_of_gloves);
    const made = await order({ qty: lots_of_gloves });
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    await allocate(made);
    await finish(await start(made, lots_of_gloves));
    observeStatements(null);
    return statements;
  };
  await steps(1);
  expect(await steps(12)).toBe(await steps(2));
});

/** Takes what a test has left on the shelf away, so that the next one finds only its own. */
async function useUp(...used: readonly Lot[]): Promise<void> {
  const lines = used.map(({ item_id, lot_id }) => ({
    item_id,
    lot_id,
    account_id: world.north.bins.shelf,
    owner_id: world.entity_id,
    counted: 0,
  }));
  lots += 1;
  await world.call(verbNamed('stock.post-count'), {
    warehouse_id: world.north.warehouse_id,
    document_no: `AWAY-${lots}`,
    reason: 'r',
    lines,
  });
}

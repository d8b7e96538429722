import { hasValidCheckDigit } from '@tongcang/udi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { createHandlingUnit } from './create-handling-unit.ts';
import { getHandlingUnit } from './get-handling-unit.ts';
import { moveHandlingUnit } from './move-handling-unit.ts';
import { pack } from './pack.ts';
import { postMovement } from './post-movement.ts';
import { recallLots } from './recall-lots.ts';
import { resolveScan } from './resolve-scan.ts';
import { unpack } from './unpack.ts';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"')`,
  );
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of several verbs are looked into here.
type Answer = any;
const ask = (verb: Parameters<World['call']>[0], input: object, options = {}): Promise<Answer> =>
  world.call(verb, input, options);
const content = (lot: Lot, qty: number, more = {}) => ({
  item_id: lot.item_id,
  lot_id: lot.lot_id,
  owner_id: world.entity_id,
  qty,
  ...more,
});

/** A unit at the north shelf, beside ten loose gloves of a fresh lot. */
async function unitBeside() {
  count += 1;
  const lot = await world.lot(world.items.gloves, `U${count}`);
  await world.receive(lot, world.north.bins.shelf, 10);
  const { handling_unit_id, sscc } = await ask(createHandlingUnit, { account_id: world.north.bins.shelf });
  const packs = (lines: object[], options = {}) => ask(pack, { handling_unit_id, lines }, options);
  return { lot, handling_unit_id, sscc: sscc as string, packs };
}
const atShelf = (lot: Lot) => world.balance(lot, world.north.bins.shelf);

describe('create-handling-unit', () => {
  test('gives SSCCs of the company with a check digit, each once, and finds them by scan', async () => {
    const [a, b] = [await unitBeside(), await unitBeside()];
    expect(a.sscc).toMatch(/^06945630\d{10}$/);
    expect(hasValidCheckDigit(a.sscc)).toBe(true);
    expect(a.sscc).not.toBe(b.sscc);
    const scanned = await ask(resolveScan, { code: `(00)${a.sscc}` });
    expect(scanned).toMatchObject({ kind: 'handling_unit', handling_unit_id: a.handling_unit_id });
    expect(await ask(resolveScan, { code: a.sscc })).toMatchObject({ handling_unit_id: a.handling_unit_id });
  });

  test('refuses a wrong check digit, a number that exists, a place that is no bin in sight', async () => {
    const account_id = world.north.bins.shelf;
    const create = (input: object, options = {}) =>
      ask(createHandlingUnit, { account_id, ...input }, options);
    expect((await refusalOf(create({ sscc: '069012340000000017' }))).code).toBe('stock.sscc_invalid');
    await create({ sscc: '069012340000000016' });
    expect((await refusalOf(create({ sscc: '069012340000000016' }))).code).toBe('stock.sscc_taken');
    expect((await refusalOf(create({ account_id: world.accounts.icu }))).code).toBe(
      'stock.place_or_lot_unknown',
    );
    const actor = world.as(['stock.post'], [world.south.warehouse_id]);
    expect((await refusalOf(create({}, { actor }))).code).toBe('stock.place_or_lot_unknown');
    await world.sql(`update platform.setting set value = '""' where name = 'stock.gs1_company_prefix'`);
    expect((await refusalOf(create({}))).code).toBe('stock.sscc_prefix_missing');
    await world.sql(
      `update platform.setting set value = '"6945630"' where name = 'stock.gs1_company_prefix'`,
    );
  });
});

describe('pack and unpack', () => {
  test('packed goods stay where they are and are no longer loose', async () => {
    const { lot, handling_unit_id, packs } = await unitBeside();
    expect(await packs([content(lot, 4)])).toEqual({ handling_unit_id, packed: 4 });
    await packs([content(lot, 2)]);
    expect(await atShelf(lot)).toEqual({ qty: 10, allocated: 0, packed: 6 });
    const unit = await ask(getHandlingUnit, { handling_unit_id });
    expect(unit).toMatchObject({
      status: 'open',
      location_code: 'A-01',
      lines: [{ qty: 6, serial_nos: [] }],
    });
    const line = {
      ...content(lot, 5),
      from_account_id: world.north.bins.shelf,
      to_account_id: world.north.bins.shelf_two,
    };
    const refused = await refusalOf(ask(postMovement, { purpose: 'relocate', lines: [line] }));
    expect(refused.lines).toEqual(['lines.0 stock.packed_in_handling_unit']);
  });

  test('names every line that cannot be packed', async () => {
    const { lot, packs } = await unitBeside();
    const stent = await world.lot(world.items.stent, 'UP');
    await world.receive(stent, world.north.bins.shelf, 1, { serial_nos: ['UP1'] });
    const refused = await refusalOf(
      packs([
        content(lot, 11),
        content(lot, 1),
        content({ ...lot, lot_id: 999_999 }, 1),
        content(stent, 1),
        content(stent, 1, { serial_nos: ['NONE'], owner_id: world.supplier_id }),
      ]),
    );
    expect(refused.lines).toEqual([
      'lines.0 stock.packed_in_handling_unit',
      'lines.1 stock.line_repeated',
      'lines.2 stock.place_or_lot_unknown',
      'lines.3 stock.serial_count',
      'lines.4 stock.packed_in_handling_unit',
    ]);
    expect((await refusalOf(packs([content(lot, 1, { serial_nos: ['X'] })]))).lines).toEqual([
      'lines.0 stock.serials_not_expected',
    ]);
  });

  test('serials go in and out one by one and cannot be moved while they are in', async () => {
    const { handling_unit_id, packs } = await unitBeside();
    const lot = await world.lot(world.items.stent, 'UQ');
    await world.receive(lot, world.north.bins.shelf, 3, { serial_nos: ['Q1', 'Q2', 'Q3'] });
    await packs([content(lot, 2, { serial_nos: ['Q1', 'Q2'] })]);
    expect((await refusalOf(packs([content(lot, 1, { serial_nos: ['Q1'] })]))).lines).toEqual([
      'lines.0 stock.serial_elsewhere',
    ]);
    const line = {
      ...content(lot, 1, { serial_nos: ['Q1'] }),
      from_account_id: world.north.bins.shelf,
      to_account_id: world.north.bins.shelf_two,
    };
    expect((await refusalOf(ask(postMovement, { purpose: 'relocate', lines: [line] }))).lines).toEqual([
      'lines.0 stock.packed_in_handling_unit',
    ]);
    await ask(unpack, { handling_unit_id, lines: [content(lot, 1, { serial_nos: ['Q1'] })] });
    const { lines } = await ask(getHandlingUnit, { handling_unit_id });
    expect(lines).toMatchObject([{ qty: 1, serial_nos: ['Q2'] }]);
    await ask(postMovement, { purpose: 'relocate', lines: [line] });
  });

  test('unpacking everything dissolves the unit, more than it holds is refused', async () => {
    const { lot, handling_unit_id, packs, sscc } = await unitBeside();
    await packs([content(lot, 6)]);
    expect((await refusalOf(ask(unpack, { handling_unit_id, lines: [content(lot, 7)] }))).lines).toEqual([
      'lines.0 stock.handling_unit_content',
    ]);
    await ask(unpack, { handling_unit_id, lines: [content(lot, 6)] });
    expect(await ask(getHandlingUnit, { handling_unit_id })).toMatchObject({ status: 'open', lines: [] });
    await packs([content(lot, 3)]);
    expect(await ask(unpack, { handling_unit_id })).toEqual({ handling_unit_id, unpacked: 3 });
    expect(await atShelf(lot)).toMatchObject({ packed: 0 });
    expect(await refusalOf(packs([content(lot, 1)]))).toMatchObject({
      code: 'stock.handling_unit_dissolved',
      error: { params: { sscc } },
    });
  });

  test('of another warehouse does not exist for the caller', async () => {
    const { lot, packs, handling_unit_id } = await unitBeside();
    const actor = world.as(['stock.post', 'stock.read'], [world.south.warehouse_id]);
    expect((await refusalOf(packs([content(lot, 1)], { actor }))).code).toBe('platform.not_found');
    expect((await refusalOf(ask(getHandlingUnit, { handling_unit_id }, { actor }))).code).toBe(
      'platform.not_found',
    );
  });

  test('two clients packing the last loose piece: one does', async () => {
    const [a, b] = [await unitBeside(), await unitBeside()];
    await a.packs([content(a.lot, 9)]);
    const outcomes = await Promise.allSettled([a, b].map((unit) => unit.packs([content(a.lot, 1)])));
    expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await atShelf(a.lot)).toMatchObject({ packed: 10 });
  });
});

describe('move-handling-unit', () => {
  const move = (handling_unit_id: number, to_account_id: number) =>
    ask(moveHandlingUnit, { handling_unit_id, to_account_id });

  test('takes content and serials along in one movement', async () => {
    const { lot, handling_unit_id, packs } = await unitBeside();
    const stent = await world.lot(world.items.stent, 'UM');
    await world.receive(stent, world.north.bins.shelf, 2, { serial_nos: ['M1', 'M2'] });
    await packs([content(lot, 4), content(stent, 1, { serial_nos: ['M2'] })]);
    const answer = await move(handling_unit_id, world.north.bins.shelf_two);
    expect(answer).toEqual({ handling_unit_id, movement_id: expect.any(Number) });
    expect(await atShelf(lot)).toEqual({ qty: 6, allocated: 0, packed: 0 });
    expect(await world.balance(lot, world.north.bins.shelf_two)).toEqual({ qty: 4, allocated: 0, packed: 4 });
    expect(await ask(getHandlingUnit, { handling_unit_id })).toMatchObject({
      location_code: 'A-02',
      lines: [{ qty: 4 }, { qty: 1, serial_nos: ['M2'] }],
    });
  });

  test('is judged like any relocation and stays in its warehouse', async () => {
    const { lot, handling_unit_id, packs } = await unitBeside();
    await packs([content(lot, 4)]);
    const { north, south } = world;
    expect((await refusalOf(move(handling_unit_id, north.bins.cold))).lines).toEqual([
      'lines.0 compliance.storage_condition',
    ]);
    expect((await refusalOf(move(handling_unit_id, south.bins.shelf))).code).toBe('stock.purpose_warehouses');
    expect((await refusalOf(move(handling_unit_id, north.bins.shelf))).code).toBe('stock.nothing_changes');
    expect((await refusalOf(move(handling_unit_id, world.accounts.icu))).code).toBe(
      'stock.place_or_lot_unknown',
    );
    expect(await atShelf(lot)).toMatchObject({ packed: 4 });
  });

  test('an empty unit moves without a movement', async () => {
    const { handling_unit_id } = await unitBeside();
    expect(await move(handling_unit_id, world.north.bins.shelf_two)).toMatchObject({ movement_id: null });
  });
});

test('a recall reaches what is packed and leaves it in its unit', async () => {
  const { lot, handling_unit_id, packs } = await unitBeside();
  await packs([content(lot, 4)]);
  await ask(recallLots, { lots: [{ item_id: lot.item_id, lot_id: lot.lot_id }], reason: 'class I' });
  expect(await world.balance(lot, world.north.bins.shelf, 'recalled')).toEqual({
    qty: 10,
    allocated: 0,
    packed: 4,
  });
  const { lines } = await ask(getHandlingUnit, { handling_unit_id });
  expect(lines).toMatchObject([{ disposition: 'recalled', qty: 4 }]);
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

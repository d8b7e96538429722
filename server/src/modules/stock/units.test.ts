import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, type World } from '../../../test/support/world.ts';
import { getHandlingUnit } from './get-handling-unit.ts';
import { pickAllocations } from './pick-allocations.ts';
import { keyText, type PostLine } from './stock.model.ts';
import { type PackedPart, packUnits, takenOut } from './units.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of several verbs are looked into.
type Answer = any;
const actor = () => world.as(['stock.pick'], 'all');
let numbers = 0;

/** A unit at the north shelf with these pieces of a lot. */
async function unitOf(lot: Lot, qty: number, serial_nos: readonly string[] = []): Promise<number> {
  numbers += 1;
  const [id] = await world.tx((tx) =>
    packUnits(tx, actor(), [
      {
        sscc: String(numbers).padStart(18, '0'),
        account_id: world.north.bins.shelf,
        warehouse_id: world.north.warehouse_id,
        content: [{ ...lot, owner_id: world.entity_id, disposition: 'released', qty, serial_nos }],
      },
    ]),
  );
  return id!;
}
const see = (handling_unit_id: number): Promise<Answer> => world.call(getHandlingUnit, { handling_unit_id });
const pick = async (lot: Lot, lot_no: string, qty: number, serial_nos?: string[]) => {
  const [allocation] = await world.allocate(lot.item_id, qty);
  const line = { allocation_id: allocation!.allocation_id, qty, lot_no, ...(serial_nos && { serial_nos }) };
  await world.call(pickAllocations, { to_account_id: world.north.bins.dispatch, lines: [line] });
};

describe('picking from units', () => {
  test('takes loose pieces first, then opens units, the oldest first', async () => {
    const lot = await world.lot(world.items.gloves, 'OPEN-1', { expires: '2029-01-01' });
    await world.receive(lot, world.north.bins.shelf, 20);
    const [first, second] = [await unitOf(lot, 8), await unitOf(lot, 8)];
    await pick(lot, 'OPEN-1', 4);
    expect([(await see(first)).lines[0].qty, (await see(second)).lines[0].qty]).toEqual([8, 8]);
    await pick(lot, 'OPEN-1', 10);
    expect(await see(first)).toMatchObject({ status: 'dissolved', lines: [] });
    expect(await see(second)).toMatchObject({ status: 'open', lines: [{ qty: 6 }] });
  });

  test('takes the numbered pieces that are named out of their unit', async () => {
    const lot = await world.lot(world.items.stent, 'OPEN-S');
    await world.receive(lot, world.north.bins.shelf, 3, { serial_nos: ['A', 'B', 'C'] });
    const unit = await unitOf(lot, 2, ['A', 'B']);
    await pick(lot, 'OPEN-S', 2, ['B', 'C']);
    expect(await see(unit)).toMatchObject({ lines: [{ qty: 1, serial_nos: ['A'] }] });
  });
});

describe('what comes out of which unit', () => {
  const key = { item_id: 1, lot_id: 2, account_id: 3, owner_id: 4, disposition: 'released' } as const;
  const part = (handling_unit_id: number, qty: number, serial_nos: string[] = []): PackedPart => ({
    ...key,
    handling_unit_id,
    warehouse_id: 9,
    qty,
    serial_nos,
  });
  const line = (qty: number, serial_nos?: string[]): PostLine => ({
    item_id: 1,
    lot_id: 2,
    qty,
    from_account_id: 3,
    to_account_id: 5,
    from_owner_id: 4,
    to_owner_id: 4,
    from_disposition: 'released',
    to_disposition: 'released',
    serial_nos,
  });
  const out = (lines: PostLine[], cell: { qty: number; packed: number }, parts: PackedPart[]) =>
    takenOut(lines, new Map([[keyText(key), cell]]), parts).map((change) => [
      change.handling_unit_id,
      change.qty,
      change.serial_nos,
    ]);

  test('is what is missing of loose pieces over all lines of a balance', () => {
    const parts = [part(1, 4), part(2, 10)];
    expect(out([line(5)], { qty: 20, packed: 14 }, parts)).toEqual([]);
    expect(out([line(5), line(4)], { qty: 20, packed: 14 }, parts)).toEqual([[1, -3, []]]);
    expect(out([line(15)], { qty: 20, packed: 14 }, parts)).toEqual([
      [1, -4, []],
      [2, -5, []],
    ]);
  });

  test('are the pieces that are named, whatever is loose', () => {
    const parts = [part(1, 2, ['A']), part(2, 1, [])];
    expect(out([line(2, ['A', 'X'])], { qty: 9, packed: 3 }, parts)).toEqual([[1, -1, ['A']]]);
  });
});

import { checkDigit } from '@tongcang/udi';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { verbs as stock_verbs } from '../stock/index.ts';
import { DATES, type Receivers, receiversOf, statementsOf } from './receiving.test-support.ts';

let world: World;
let people: Receivers;
let boxes = 0;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const sscc = (): string => {
  boxes += 1;
  const body = `0694563020000${String(boxes).padStart(4, '0')}`;
  return body + checkDigit(body);
};
// biome-ignore lint/suspicious/noExplicitAny: answers of several verbs are looked into.
type Answer = any;
const stock = (name: string, input: object): Promise<Answer> =>
  world.call(stock_verbs.find((verb) => verb.contract.name === `stock.${name}`)!, input);

type Line = { item_id: number; lot_no: string; qty: number; sscc?: string; serial_nos?: string[] };
/** A delivery of these lines, all of one item, received whole and accepted. */
async function accepted(lines: readonly Line[]): Promise<number> {
  const qty = lines.reduce((sum, line) => sum + line.qty, 0);
  const order = await people.order([{ item_id: lines[0]!.item_id, qty }]);
  const asn_id = await people.asn(order, lines);
  const units = [...new Set(lines.flatMap((line) => line.sscc ?? []))].map((one) => ({ sscc: one }));
  const loose = lines.filter((line) => line.sscc === undefined);
  const { receipt_id } = await people.call<{ receipt_id: number }>(
    'receive-goods',
    {
      warehouse_id: world.north.warehouse_id,
      asn_id,
      delivery_note_no: `DN-${boxes}-${lines.length}`,
      units,
      lines: loose.map((line) => ({
        ...DATES,
        item_id: line.item_id,
        lot_no: line.lot_no,
        received: line.qty,
      })),
    },
    people.keeper,
  );
  await people.accept(receipt_id);
  return receipt_id;
}
const put = (receipt_id: number, units: object[], lines: object[] = []): Promise<Answer> =>
  people.call('put-away', { receipt_id, units, lines }, people.keeper);
const shelf = () => world.north.bins.shelf;
const gloves = (lot_no: string, qty: number, more: Partial<Line> = {}): Line => ({
  item_id: world.items.gloves,
  lot_no,
  qty,
  ...more,
});

describe('a pallet that is put away whole', () => {
  test('is a handling unit of what was accepted in it, and takes its content along', async () => {
    const box = sscc();
    const receipt_id = await accepted([
      gloves('PAL-1', 6, { sscc: box }),
      gloves('PAL-2', 4, { sscc: box }),
      gloves('PAL-3', 5),
    ]);
    const made = await put(receipt_id, [{ sscc: `(00)${box}`, to_account_id: shelf() }]);
    expect(made).toMatchObject({ qty: 10, status: 'accepted' });
    const [handling_unit_id] = made.handling_unit_ids;
    expect(await stock('resolve-scan', { code: `(00)${box}` })).toMatchObject({
      kind: 'handling_unit',
      handling_unit_id,
      account_id: shelf(),
    });
    const { lines } = await stock('get-handling-unit', { handling_unit_id });
    expect(lines.map((line: Answer) => [line.lot_no, line.qty])).toEqual([
      ['PAL-1', 6],
      ['PAL-2', 4],
    ]);
    const there = world.north.bins.receiving;
    await stock('move-handling-unit', { handling_unit_id, to_account_id: there });
    const { item_id, lot_id } = lines[0];
    expect(await world.balance({ item_id, lot_id }, there)).toMatchObject({ qty: 6, packed: 6 });
  });

  test('carries the serials that were announced in it', async () => {
    const [one, two] = [sscc(), sscc()];
    const stent = { item_id: world.items.stent, lot_no: 'PAL-S' };
    const receipt_id = await accepted([
      { ...stent, qty: 2, sscc: one, serial_nos: ['P1', 'P2'] },
      { ...stent, qty: 1, sscc: two, serial_nos: ['P3'] },
    ]);
    const made = await put(receipt_id, [{ sscc: one, to_account_id: shelf() }]);
    const unit = await stock('get-handling-unit', { handling_unit_id: made.handling_unit_ids[0] });
    expect(unit.lines).toMatchObject([{ qty: 2, serial_nos: ['P1', 'P2'] }]);
    expect(await stock('resolve-scan', { code: 'P3' })).toMatchObject({
      account_id: world.north.bins.receiving,
    });
  });

  test('is refused where nothing of it waits, and a put-away of nothing is none', async () => {
    const receipt_id = await accepted([gloves('PAL-4', 3)]);
    const refused = await refusalOf(put(receipt_id, [{ sscc: sscc(), to_account_id: shelf() }]));
    expect([refused.code, refused.error.errors[0]!.path]).toEqual([
      'supply.unit_nothing_waits',
      'units.0.sscc',
    ]);
    expect((await refusalOf(put(receipt_id, []))).code).toBe('supply.nothing_to_put');
  });

  test('comes back as pieces, and may be put away again under its number', async () => {
    const box = sscc();
    const receipt_id = await accepted([gloves('PAL-5', 8, { sscc: box })]);
    const { putaway_id, handling_unit_ids } = await put(receipt_id, [{ sscc: box, to_account_id: shelf() }]);
    await people.call('reverse-putaway', { putaway_id, reason: '上错货位' }, people.keeper);
    expect(await stock('get-handling-unit', { handling_unit_id: handling_unit_ids[0] })).toMatchObject({
      status: 'dissolved',
      lines: [],
    });
    const again = await put(receipt_id, [{ sscc: box, to_account_id: shelf() }]);
    expect(again.handling_unit_ids).toEqual(handling_unit_ids);
  });

  test('takes as many statements as it would with many lots', async () => {
    const steps = async (count: number) => {
      const box = sscc();
      const lines = Array.from({ length: count }, (_, n) => gloves(`STEP-${boxes}-${n}`, 2, { sscc: box }));
      const receipt_id = await accepted(lines);
      return statementsOf(() => put(receipt_id, [{ sscc: box, to_account_id: shelf() }]));
    };
    await steps(1);
    expect(await steps(6)).toEqual(await steps(2));
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import * as stock from '../stock/index.ts';
import { type Receivers, receiversOf, type Seen } from './receiving.test-support.ts';

let world: World;
let people: Receivers;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
});
afterAll(() => world.close());

/** Ten gloves, received by the keeper. */
async function received(line: object = {}) {
  const { receipt_id } = await people.receive({ supplier_id: world.supplier_id }, [
    { item_id: world.items.gloves, received: 10, ...line },
  ]);
  const seen = await people.see(receipt_id);
  const { item_id, lot_id } = seen.line_rows[0]!;
  return { receipt_id, seen, lot: { item_id, lot_id: lot_id! } };
}
const put = (seen: Seen, qty: number) =>
  people.call<{ putaway_id: number }>(
    'put-away',
    {
      receipt_id: seen.receipt_id,
      lines: [
        { receipt_line_id: seen.line_rows[0]!.receipt_line_id, to_account_id: world.north.bins.shelf, qty },
      ],
    },
    people.keeper,
  );
type Back = { document_no: string; status: string };
const backFrom = (acceptance_id: number, actor = people.buyer) =>
  people.call<Back>('reverse-acceptance', { acceptance_id, reason: '数量看错' }, actor);
const backFromBin = (putaway_id: number) =>
  people.call<Back>('reverse-putaway', { putaway_id, reason: '放错库位' }, people.keeper);
const reverse = (movement_id: number) =>
  world.call(
    stock.verbs.find((verb) => verb.contract.name === 'stock.reverse-movement')!,
    { movement_id, reason: 'x' },
    { actor: world.as(['stock.adjust'], 'all', 90) },
  );
const codeOf = async (asked: Promise<unknown>) => (await refusalOf(asked)).code;

describe('an acceptance', () => {
  test('is taken back by another person: its goods wait again, and the record stays', async () => {
    const { receipt_id, lot } = await received();
    const { acceptance_id } = await people.accept(receipt_id, {
      qualified: 8,
      unqualified: 2,
      unqualified_reason: '破损',
      unqualified_action: 'destroy',
    });
    expect(await codeOf(backFrom(acceptance_id, people.acceptor))).toBe('supply.own_acceptance');
    expect(await backFrom(acceptance_id)).toMatchObject({
      status: 'received',
      document_no: expect.stringMatching(/^AR/),
    });
    const seen = await people.see(receipt_id);
    expect(seen.line_rows[0]).toMatchObject({ waiting: 10, qualified: 0, unqualified: 0 });
    expect(seen.acceptances[0]).toMatchObject({
      qualified_qty: 8,
      reversal_no: expect.stringMatching(/^AR/),
    });
    expect(
      await world.sql(
        `select disposition, sum(qty)::text as qty from stock.balance where lot_id = $1 and qty > 0 and account_id = any ($2)
         group by 1`,
        [lot.lot_id, Object.values(world.north.bins)],
      ),
    ).toEqual([{ disposition: 'quarantine', qty: '10' }]);
    expect(await codeOf(backFrom(acceptance_id))).toBe('supply.reversed_already');
    expect(await people.accept(receipt_id)).toMatchObject({ status: 'accepted', qualified: 10 });
  });

  test('gives nothing back that somebody has been promised, or that has been put away', async () => {
    const { receipt_id, seen } = await received();
    const { acceptance_id } = await people.accept(receipt_id);
    const { putaway_id } = await put(seen, 4);
    expect(await codeOf(backFrom(acceptance_id))).toBe('supply.put_away_since');
    await backFromBin(putaway_id);
    // More than stands anywhere else.
    await world.allocate(world.items.gloves, 13);
    expect(await codeOf(backFrom(acceptance_id))).toBe('stock.refused');
    expect((await people.see(receipt_id)).line_rows[0]).toMatchObject({ qualified: 10, waiting: 0 });
  });
});

describe('a put-away', () => {
  test('is taken back while the goods stand there, and only on the receipt', async () => {
    const { receipt_id, seen, lot } = await received();
    await people.accept(receipt_id);
    const { putaway_id } = await put(seen, 10);
    expect(await people.see(receipt_id)).toMatchObject({ status: 'put_away' });
    const [{ movement_id } = { movement_id: 0 }] = await world.sql<{ movement_id: number }>(
      'select movement_id::int from supply.putaway where putaway_id = $1',
      [putaway_id],
    );
    expect(await codeOf(reverse(movement_id))).toBe('stock.not_reversible');
    expect(await backFromBin(putaway_id)).toMatchObject({
      status: 'accepted',
      document_no: expect.stringMatching(/^PR/),
    });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 0 });
    expect((await people.see(receipt_id)).putaways[0]).toMatchObject({
      reversal_no: expect.stringMatching(/^PR/),
    });
    expect(await codeOf(backFromBin(putaway_id))).toBe('supply.reversed_already');
    await put(seen, 10);
    expect(await people.see(receipt_id)).toMatchObject({ status: 'put_away' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../../../test/support/world.ts';
import { ensureLots } from './index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const wanted = (lot_no: string, production_date: string | null, expiry_date: string | null) => ({
  item_id: world.items.gloves,
  lot_no,
  production_date,
  expiry_date,
});

describe('ensureLots', () => {
  test('creates new lots once and gives their ids in the order asked', async () => {
    const rows = [
      wanted('L1', '2026-01-01', '2028-01-01'),
      wanted('L2', null, null),
      wanted(' L1 ', '2026-01-01', '2028-01-01'),
    ];
    const first = await world.tx((tx) => ensureLots(tx, rows));
    const again = await world.tx((tx) => ensureLots(tx, rows.toReversed()));
    expect(first).toMatchObject({ lot_ids: [expect.any(Number), expect.any(Number), expect.any(Number)] });
    const { lot_ids } = first as Extract<typeof first, { lot_ids: unknown }>;
    expect(lot_ids[0]).toBe(lot_ids[2]);
    expect(again).toEqual({ lot_ids: [lot_ids[2], lot_ids[1], lot_ids[0]], warnings: [] });
  });

  test('takes two statements for one lot and for a thousand', async () => {
    const count = (rows: number) =>
      world.tx(async (tx) => {
        const before = tx.statements;
        await ensureLots(
          tx,
          Array.from({ length: rows }, (_, i) => wanted(`N${rows}-${i}`, null, '2029-01-01')),
        );
        return tx.statements - before;
      });
    expect([await count(1), await count(1000)]).toEqual([2, 2]);
  });

  test('refuses every line whose lot is known with other dates, also within one delivery', async () => {
    await world.tx((tx) => ensureLots(tx, [wanted('D1', '2026-01-01', '2028-01-01')]));
    const outcome = await world.tx((tx) =>
      ensureLots(tx, [
        wanted('D1', '2026-01-01', '2028-01-02'),
        wanted('D1', null, '2028-01-01'),
        wanted('D2', null, '2028-01-01'),
        wanted('D2', null, '2028-02-01'),
      ]),
    );
    expect(outcome).toMatchObject({
      refusals: [
        {
          line_no: 1,
          code: 'stock.lot_conflict',
          params: { expiry_date: '2028-01-01', given_expiry_date: '2028-01-02' },
        },
        { line_no: 4, code: 'stock.lot_conflict', params: { lot_no: 'D2' } },
      ],
    });
  });

  test('refuses dates out of order and unknown items by line', async () => {
    const outcome = await world.tx((tx) => ensureLots(tx, [wanted('E1', '2026-01-01', '2026-01-01')]));
    expect(outcome).toMatchObject({ refusals: [{ line_no: 1, code: 'stock.lot_dates' }] });
    const unknown = await world.tx((tx) =>
      ensureLots(tx, [{ ...wanted('E2', null, null), item_id: 999_999 }]),
    );
    expect(unknown).toMatchObject({ refusals: [{ line_no: 1, code: 'compliance.item_unknown' }] });
  });

  test('keeps case and warns of a lot that differs by case alone', async () => {
    await world.tx((tx) => ensureLots(tx, [wanted('ABC1', null, '2028-01-01')]));
    const outcome = await world.tx((tx) => ensureLots(tx, [wanted('abc1', null, '2028-01-01')]));
    expect(outcome).toMatchObject({
      warnings: [{ line_no: 1, code: 'stock.lot_near_double', params: { other: 'ABC1' } }],
    });
  });
});

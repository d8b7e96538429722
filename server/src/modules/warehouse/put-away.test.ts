import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bin, type PutAway, putAway } from './put-away.ts';

const bin = (account_id: number, more: Partial<Bin> = {}): Bin => ({
  account_id,
  location_code: `A-${String(account_id).padStart(2, '0')}`,
  zone_kind: 'storage',
  storage_condition: 'ambient',
  x: account_id,
  y: 0,
  capacity_ml: null,
  used_ml: 0,
  pick_face: false,
  item_ids: [],
  lot_ids: [],
  ...more,
});
const want = (more: Partial<PutAway> = {}): PutAway => ({
  item_id: 1,
  lot_id: 10,
  qty: 5,
  disposition: 'released',
  ...more,
});
const item = () => ({ storage_condition: 'ambient', unit_volume_ml: 100 });
const placesOf = (bins: Bin[], asked = want()) =>
  putAway(bins, [asked], item)[0]!.shares.map((share) => [share.account_id, share.qty, share.why]);

describe('goods are put', () => {
  test('beside the same lot, then the same item, then into an empty bin, then beside others', () => {
    const bins = [
      bin(1, { item_ids: [2], lot_ids: [20] }),
      bin(2),
      bin(3, { item_ids: [1], lot_ids: [11], capacity_ml: 300, used_ml: 100 }),
      bin(4, { item_ids: [1], lot_ids: [10], capacity_ml: 200, used_ml: 100 }),
    ];
    expect(placesOf(bins)).toEqual([
      [4, 1, 'same_lot'],
      [3, 2, 'same_item'],
      [2, 2, 'empty'],
    ]);
  });

  test('near the door, and into the reserve before the pick faces', () => {
    const bins = [
      bin(8, { zone_kind: 'receiving' }),
      bin(1),
      bin(7, { pick_face: true }),
      bin(6, { capacity_ml: 300 }),
    ];
    expect(placesOf(bins)).toEqual([
      [6, 3, 'empty'],
      [1, 2, 'empty'],
    ]);
  });

  test('only where condition and colour allow, and what has no room is told', () => {
    const bins = [bin(1, { storage_condition: 'cold' }), bin(2, { zone_kind: 'rejected' })];
    expect(putAway(bins, [want()], item)).toEqual([{ shares: [], unplaced: 5 }]);
    expect(placesOf(bins, want({ disposition: 'rejected' }))).toEqual([[2, 5, 'empty']]);
  });
});

test('no bin is filled beyond its capacity, nothing is lost, whatever is asked', () => {
  const bins = fc.array(
    fc.record({ capacity_ml: fc.option(fc.integer({ min: 100, max: 2000 })), used_ml: fc.nat(500) }),
    { maxLength: 8 },
  );
  const wants = fc.array(
    fc.record({ item_id: fc.integer({ min: 1, max: 3 }), qty: fc.integer({ min: 1, max: 30 }) }),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(bins, wants, (sizes, asked) => {
      const shelf = sizes.map((size, index) => bin(index + 1, size));
      const answers = putAway(
        shelf,
        asked.map((one) => want(one)),
        item,
      );
      const put = new Map<number, number>();
      answers.forEach(({ shares, unplaced }, index) => {
        expect(shares.reduce((sum, share) => sum + share.qty, 0) + unplaced).toBe(asked[index]!.qty);
        for (const { account_id, qty } of shares) put.set(account_id, (put.get(account_id) ?? 0) + qty);
      });
      for (const { account_id, capacity_ml, used_ml } of shelf) {
        if (capacity_ml === null || !put.has(account_id)) continue;
        expect(used_ml + put.get(account_id)! * 100).toBeLessThanOrEqual(capacity_ml);
      }
    }),
  );
});

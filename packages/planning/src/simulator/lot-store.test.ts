import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LotStore, totalQty } from './lot-store.ts';

const lots = fc.array(fc.record({ expiry_day: fc.nat({ max: 20 }), qty: fc.nat({ max: 9 }) }));

test('gives the first expiry first and never more than there is', () => {
  fc.assert(
    fc.property(lots, fc.nat({ max: 60 }), (added, asked) => {
      const store = new LotStore();
      for (const lot of added) store.add(lot);
      const before = totalQty(added);
      const taken = store.take(asked);
      expect(totalQty(taken)).toBe(Math.min(asked, before));
      expect(store.on_hand).toBe(before - totalQty(taken));
      expect(totalQty(store.lots)).toBe(store.on_hand);
      const days = [...taken, ...store.lots].map((lot) => lot.expiry_day);
      expect(days).toEqual([...days].sort((a, b) => a - b));
    }),
  );
});

test('withdraws a window of expiry dates, its end left out', () => {
  const store = new LotStore();
  for (const expiry_day of [5, 6, 7, 8]) store.add({ expiry_day, qty: 10 });
  expect(store.withdraw(6, 8)).toBe(20);
  expect(store.lots.map((lot) => lot.expiry_day)).toEqual([5, 8]);
  expect(store.on_hand).toBe(20);
});

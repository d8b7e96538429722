import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('gives events by time, then rank, then in the order they were planned', () => {
  const event = fc.record({ at: fc.nat({ max: 5 }), rank: fc.nat({ max: 2 }) });
  fc.assert(
    fc.property(fc.array(event), (planned) => {
      const queue = new EventQueue<number>();
      planned.forEach(({ at, rank }, k) => {
        queue.plan(at, rank, k);
      });
      const expected = planned
        .map((one, k) => ({ ...one, k }))
        .sort((a, b) => a.at - b.at || a.rank - b.rank || a.k - b.k)
        .map(({ k }) => k);
      const given = planned.map(() => queue.next()?.event);
      expect(given).toEqual(expected);
      expect(queue.next()).toBeUndefined();
    }),
  );
});

test('takes events while it gives them', () => {
  const queue = new EventQueue<string>();
  queue.plan(2, 0, 'second');
  queue.plan(1, 0, 'first');
  expect(queue.next()).toMatchObject({ at: 1, event: 'first' });
  queue.plan(1.5, 0, 'between');
  expect(queue.size).toBe(2);
  expect([queue.next()?.event, queue.next()?.event]).toEqual(['between', 'second']);
});

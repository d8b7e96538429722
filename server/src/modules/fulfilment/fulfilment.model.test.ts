import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEMAND_STATUSES, DEMAND_TRANSITIONS, follow, statusOf } from './fulfilment.model.ts';

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0010_fulfilment.sql'), 'utf8');

describe('statuses of a demand', () => {
  test.each(['demand_status_known', 'demand_line_status_known'])(
    'are the same in %s, in the contract and in the transition table',
    (constraint) => {
      const [, list] = new RegExp(`constraint ${constraint} check \\(status in \\(([^)]*)\\)`).exec(
        migration,
      )!;
      expect([...list!.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...DEMAND_STATUSES]);
      expect(Object.keys(DEMAND_TRANSITIONS)).toEqual([...DEMAND_STATUSES]);
    },
  );

  test('follow from the numbers', () => {
    expect(statusOf({ qty: 5, allocated: 0, shipped: 0 })).toBe('open');
    expect(statusOf({ qty: 5, allocated: 4, shipped: 0 })).toBe('partly_allocated');
    expect(statusOf({ qty: 5, allocated: 5, shipped: 0 })).toBe('allocated');
    expect(statusOf({ qty: 5, allocated: 4, shipped: 1 })).toBe('partly_shipped');
    expect(statusOf({ qty: 5, allocated: 0, shipped: 5 })).toBe('shipped');
  });

  test('numbers never lead along a step that the table forbids', () => {
    // Every progress that a line of three can make: allocate, lose an allocation, ship what is allocated.
    const seen = new Set<string>();
    const walk = (allocated: number, shipped: number) => {
      const from = statusOf({ qty: 3, allocated, shipped });
      if (seen.has(`${allocated}|${shipped}`)) return;
      seen.add(`${allocated}|${shipped}`);
      for (let next = 0; next + shipped <= 3; next++) {
        expect(() => follow(from, statusOf({ qty: 3, allocated: next, shipped }))).not.toThrow();
        walk(next, shipped);
      }
      for (let left = 1; left <= allocated; left++) {
        const to = { qty: 3, allocated: allocated - left, shipped: shipped + left };
        expect(() => follow(from, statusOf(to))).not.toThrow();
        walk(to.allocated, to.shipped);
      }
    };
    walk(0, 0);
    expect(seen.size).toBe(10);
  });

  test('what is over stays over', () => {
    expect(() => follow('cancelled', 'open')).toThrow(/cancelled is not followed by open/);
    expect(() => follow('shipped', 'cancelled')).toThrow(/shipped is not followed by cancelled/);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  DISCREPANCY_KINDS,
  DISCREPANCY_RESOLUTIONS,
  DISCREPANCY_STATUSES,
  DISCREPANCY_TRANSITIONS,
  follow,
  RESOLUTIONS_OF,
  TRANSFER_STATUSES,
  TRANSFER_TRANSITIONS,
} from './transfer.model.ts';

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0011_transfer.sql'), 'utf8');

/** The values that a named CHECK lists. */
function listed(constraint: string): string[] {
  const [, list] = new RegExp(`constraint ${constraint} check \\(\\w+ in \\(([^)]*)\\)`).exec(migration)!;
  return [...list!.matchAll(/'(\w+)'/g)].map((match) => match[1]!);
}

describe('statuses', () => {
  test('are the same in the CHECKs, in the contract and in the transition tables', () => {
    expect(listed('transfer_order_status_known')).toEqual([...TRANSFER_STATUSES]);
    expect(Object.keys(TRANSFER_TRANSITIONS)).toEqual([...TRANSFER_STATUSES]);
    expect(listed('discrepancy_status_known')).toEqual([...DISCREPANCY_STATUSES]);
    expect(Object.keys(DISCREPANCY_TRANSITIONS)).toEqual([...DISCREPANCY_STATUSES]);
    expect(listed('discrepancy_kind_known')).toEqual([...DISCREPANCY_KINDS]);
    expect(listed('discrepancy_resolution_known')).toEqual([...DISCREPANCY_RESOLUTIONS]);
    expect(Object.values(RESOLUTIONS_OF).flat().toSorted()).toEqual([...DISCREPANCY_RESOLUTIONS].toSorted());
  });

  test('all end, and all but the first are reached', () => {
    const reached = new Set(Object.values(TRANSFER_TRANSITIONS).flat());
    expect(TRANSFER_STATUSES.filter((status) => !reached.has(status))).toEqual(['requested']);
    const over = TRANSFER_STATUSES.filter((status) => TRANSFER_TRANSITIONS[status].length === 0);
    expect(over).toEqual(['rejected', 'cancelled', 'closed']);
  });

  test('a step that the table does not know is refused with the present status', () => {
    expect(() => follow({ document_no: 'TR1', status: 'requested' }, 'in_transit')).toThrow(
      expect.objectContaining({
        code: 'transfer.wrong_status',
        params: { document_no: 'TR1', status: 'requested', action: 'in_transit' },
      }),
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  RECEIPT_DISCREPANCY_STATUSES,
  RECEIPT_RESPONSIBLES,
  REFUSAL_REASONS,
  SUPPLIER_RETURN_REASONS,
  TRANSPORT_MODES,
} from '@tongcang/contract';
import { describe, expect, test } from 'vitest';
import {
  followReceipt,
  followReturn,
  qualifiableIn,
  RECEIPT_DISCREPANCY_KINDS,
  RECEIPT_DISCREPANCY_TRANSITIONS,
  RECEIPT_RESOLUTIONS,
  RECEIPT_STATUSES,
  RECEIPT_TRANSITIONS,
  RESOLUTIONS_OF,
  RETURN_TRANSITIONS,
  receivedOf,
  SUPPLIER_RETURN_STATUSES,
  statusOf,
} from './receiving.model.ts';

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0022_receiving.sql'), 'utf8');

/** The values that a named CHECK lists. */
function listed(constraint: string): string[] {
  const [, list] = new RegExp(`constraint ${constraint} check \\(\\w+ in \\(([^)]*)\\)`).exec(migration)!;
  return [...list!.matchAll(/'(\w+)'/g)].map((match) => match[1]!);
}

describe('words', () => {
  test('are the same in the CHECKs, in the contract and in the transition tables', () => {
    expect(listed('receipt_status_known')).toEqual([...RECEIPT_STATUSES]);
    expect(Object.keys(RECEIPT_TRANSITIONS)).toEqual([...RECEIPT_STATUSES]);
    expect(listed('supplier_return_status_known')).toEqual([...SUPPLIER_RETURN_STATUSES]);
    expect(Object.keys(RETURN_TRANSITIONS)).toEqual([...SUPPLIER_RETURN_STATUSES]);
    expect(listed('receipt_discrepancy_status_known')).toEqual([...RECEIPT_DISCREPANCY_STATUSES]);
    expect(Object.keys(RECEIPT_DISCREPANCY_TRANSITIONS)).toEqual([...RECEIPT_DISCREPANCY_STATUSES]);
    expect(listed('receipt_discrepancy_kind_known')).toEqual([...RECEIPT_DISCREPANCY_KINDS]);
    expect(Object.keys(RESOLUTIONS_OF)).toEqual([...RECEIPT_DISCREPANCY_KINDS]);
    expect(listed('receipt_discrepancy_resolution_known')).toEqual([...RECEIPT_RESOLUTIONS]);
    expect([...new Set(Object.values(RESOLUTIONS_OF).flat())].toSorted()).toEqual(
      [...RECEIPT_RESOLUTIONS].toSorted(),
    );
    expect(listed('receipt_discrepancy_responsible_known')).toEqual([...RECEIPT_RESPONSIBLES]);
    expect(listed('receipt_line_refusal_known')).toEqual([...REFUSAL_REASONS]);
    expect(listed('transport_record_mode_known')).toEqual([...TRANSPORT_MODES]);
    expect(listed('supplier_return_reason_known')).toEqual([...SUPPLIER_RETURN_REASONS]);
  });

  test('resolutions fit in the CHECK as they do in the table', () => {
    const [, cases] = /receipt_discrepancy_resolution_fits check \(case kind(.*?)end\)/s.exec(migration)!;
    const said = [...cases!.matchAll(/when '(\w+)' then resolution in \(([^)]*)\)/g)].map(
      ([, kind, list]) => [kind, [...list!.matchAll(/'(\w+)'/g)].map((m) => m[1])],
    );
    const { no_order, ...others } = RESOLUTIONS_OF;
    expect(Object.fromEntries(said)).toEqual(others);
    expect(no_order).toEqual(['order_added']);
  });
});

describe('statuses', () => {
  test('all end, and all but the first are reached', () => {
    const over = (table: Readonly<Record<string, readonly string[]>>) =>
      Object.keys(table).filter((status) => table[status]!.length === 0);
    const never = (table: Readonly<Record<string, readonly string[]>>) =>
      Object.keys(table).filter((status) => !Object.values(table).flat().includes(status));
    expect(over(RECEIPT_TRANSITIONS)).toEqual(['put_away', 'refused', 'reversed']);
    // A delivery that is refused is born so.
    expect(never(RECEIPT_TRANSITIONS)).toEqual(['received', 'refused']);
    expect(over(RETURN_TRANSITIONS)).toEqual(['rejected', 'cancelled', 'confirmed']);
    expect(never(RETURN_TRANSITIONS)).toEqual(['requested']);
  });

  test('a step that the table does not know is refused with the present status', () => {
    const receipt = { document_no: 'GR1', status: 'put_away' } as const;
    expect(() => followReceipt(receipt, 'reversed')).toThrow(
      expect.objectContaining({
        code: 'supply.receipt_wrong_status',
        params: { document_no: 'GR1', status: 'put_away', action: 'reversed' },
      }),
    );
    const order = { document_no: 'SR1', status: 'requested' } as const;
    expect(() => followReturn(order, 'shipped')).toThrow(
      expect.objectContaining({ code: 'supply.return_wrong_status' }),
    );
  });

  test('follow from the lines', () => {
    const line = { received: 5, damaged: 1, over: 0, qualified: 0, unqualified: 0, put_away: 0 };
    expect(statusOf([line])).toBe('received');
    expect(statusOf([line, { ...line, qualified: 1 }])).toBe('accepting');
    const decided = { ...line, qualified: 5, unqualified: 1 };
    expect(statusOf([decided])).toBe('accepted');
    expect(statusOf([{ ...decided, put_away: 5 }])).toBe('put_away');
    expect(statusOf([{ ...line, unqualified: 6 }])).toBe('put_away');
    // A line of which everything was refused waits for nothing.
    const refused = { ...line, received: 0, damaged: 0 };
    expect(statusOf([refused, { ...decided, put_away: 5 }])).toBe('put_away');
  });
});

test('damaged pieces and those over the order are not qualifiable', () => {
  const line = { received: 10, damaged: 2, over: 3, qualified: 4, unqualified: 1, put_away: 0 };
  expect(qualifiableIn(line)).toBe(3);
  expect(qualifiableIn({ ...line, unqualified: 6 })).toBe(2);
});

test('what came is summed for each line of order and notice, zeros left out', () => {
  const came = [
    { purchase_order_line_id: 1, asn_line_id: 7, qty: 3 },
    { purchase_order_line_id: 1, asn_line_id: 8, qty: 2 },
    { purchase_order_line_id: 2, asn_line_id: null, qty: 0 },
    { purchase_order_line_id: null, asn_line_id: null, qty: 9 },
  ];
  expect(receivedOf(came)).toEqual({
    order_lines: [{ purchase_order_line_id: 1, qty: 5 }],
    asn_lines: [
      { asn_line_id: 7, qty: 3 },
      { asn_line_id: 8, qty: 2 },
    ],
  });
});

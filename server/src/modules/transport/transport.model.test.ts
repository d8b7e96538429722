import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPMENT_STATUSES, STOP_STATUSES, TRANSPORT_DOCUMENT_STATUSES } from '@tongcang/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideHandover } from './decide-handover.ts';
import { vehicleProblem } from './fleet.model.ts';
import { isNewDelay } from './tracking.model.ts';
import {
  commonRange,
  DOCUMENT_TRANSITIONS,
  SHIPMENT_TRANSITIONS,
  STOP_TRANSITIONS,
  within,
} from './transport.model.ts';

const sql = readFileSync(join(import.meta.dirname, '../../../migrations/0020_transport.sql'), 'utf8');
const checked = (constraint: string) =>
  [
    ...new RegExp(`constraint ${constraint} check \\(status in \\(([^)]*)\\)`)
      .exec(sql)![1]!
      .matchAll(/'(\w+)'/g),
  ].map(([, word]) => word!);

test.each([
  ['shipment_status_known', SHIPMENT_STATUSES, SHIPMENT_TRANSITIONS],
  ['stop_status_known', STOP_STATUSES, STOP_TRANSITIONS],
  ['document_status_known', TRANSPORT_DOCUMENT_STATUSES, DOCUMENT_TRANSITIONS],
] as const)('%s: contract, table and database name the same states', (constraint, statuses, transitions) => {
  expect(checked(constraint)).toEqual([...statuses]);
  expect(Object.keys(transitions)).toEqual([...statuses]);
});

test('a common range suits everything that asks for one', () => {
  const end = fc.option(fc.integer({ min: -40, max: 40 }), { nil: null });
  const ranges = fc.array(fc.record({ temp_min_c: end, temp_max_c: end }), { maxLength: 6 });
  fc.assert(
    fc.property(ranges, fc.integer({ min: -50, max: 50 }), (all, temp) => {
      expect(within(temp, commonRange(all))).toBe(all.every((range) => within(temp, range)));
    }),
  );
});

test('the last day of a validation still counts', () => {
  const vehicle = { status: 'active', licence_valid_to: null, validation_due: '2026-05-31' } as const;
  expect(vehicleProblem(vehicle, '2026-05-31')).toBeNull();
  expect(vehicleProblem(vehicle, '2026-06-01')).toEqual({
    problem: 'validation_overdue',
    detail: '2026-05-31',
  });
});

test('a delay that creeps is told each time it has grown over another threshold', () => {
  const told = Array.from({ length: 13 }, (_, n) => n * 10).filter((late, n, all) =>
    isNewDelay(all[n - 1] ?? 0, late, 30),
  );
  expect(told).toEqual([30, 60, 90, 120]);
});

describe('a handover', () => {
  const lines = [
    { transport_document_id: 1, document_no: 'A', line_no: 1, item_id: 1, lot_id: 1, qty: 5 },
    { transport_document_id: 1, document_no: 'A', line_no: 2, item_id: 2, lot_id: 2, qty: 3 },
    { transport_document_id: 2, document_no: 'B', line_no: 1, item_id: 1, lot_id: 1, qty: 4 },
  ];
  const back = fc.tuple(...lines.map((line) => fc.integer({ min: 0, max: line.qty })));

  test('is what its lines are: all taken, none taken, or a part', () => {
    fc.assert(
      fc.property(back, (qtys) => {
        const refused = lines.flatMap((line, n) =>
          qtys[n]! > 0 ? [{ ...line, qty: qtys[n]!, reason: 'x' }] : [],
        );
        const decision = decideHandover(lines, { refuse_all: false, reason: null, refused });
        if ('errors' in decision) throw new Error('refused');
        const sum = qtys.reduce((total, qty) => total + qty, 0);
        const expected = sum === 0 ? 'delivered' : sum === 12 ? 'refused' : 'partly_refused';
        expect(decision.result).toBe(expected);
      }),
    );
  });

  test('that takes nothing refuses every line with its reason', () => {
    const decision = decideHandover(lines, { refuse_all: true, reason: '超温', refused: [] });
    expect(decision).toMatchObject({
      result: 'refused',
      refused: lines.map(({ qty }) => ({ qty, reason: '超温' })),
    });
  });
});

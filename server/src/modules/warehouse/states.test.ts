import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ADJUSTMENT_CAUSES,
  COUNT_METHODS,
  EXPIRY_ACTIONS,
  REPLENISHMENT_STATUSES,
  UPKEEP_FINDINGS,
} from '@tongcang/contract';
import { expect, test } from 'vitest';
import { ADJUSTMENT_STATUSES, ADJUSTMENT_TRANSITIONS, followAdjustment } from './adjustment.model.ts';
import {
  COUNT_LINE_STATUSES,
  COUNT_LINE_TRANSITIONS,
  COUNT_STATUSES,
  COUNT_TRANSITIONS,
  followCount,
} from './count.model.ts';
import { followSample, SAMPLE_STATUSES, SAMPLE_TRANSITIONS } from './sample.model.ts';
import {
  followRun,
  followWork,
  WORK_KINDS,
  WORK_RUN_STATUSES,
  WORK_RUN_TRANSITIONS,
  WORK_STATUSES,
  WORK_TRANSITIONS,
} from './work.model.ts';

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0019_warehouse.sql'), 'utf8');
function listed(constraint: string): string[] {
  const [, list] = new RegExp(`constraint ${constraint} check \\(\\w+ in \\(([^)]*)\\)`).exec(migration)!;
  return list!.split(',').map((word) => word.trim().replaceAll("'", ''));
}

test.each([
  ['count_status_known', COUNT_STATUSES],
  ['count_method_known', COUNT_METHODS],
  ['count_line_status_known', COUNT_LINE_STATUSES],
  ['adjustment_status_known', ADJUSTMENT_STATUSES],
  ['adjustment_cause_known', ADJUSTMENT_CAUSES],
  ['replenishment_status_known', REPLENISHMENT_STATUSES],
  ['work_order_kind_known', WORK_KINDS],
  ['work_order_status_known', WORK_STATUSES],
  ['work_run_status_known', WORK_RUN_STATUSES],
  ['upkeep_check_finding_known', UPKEEP_FINDINGS],
  ['expiry_tier_action_known', EXPIRY_ACTIONS],
  ['sample_status_known', SAMPLE_STATUSES],
])('the database and the code say the same: %s', (constraint, words) => {
  expect(listed(constraint)).toEqual([...words]);
});

test('every state leads somewhere along its table, or nowhere at all', () => {
  const tables: readonly Readonly<Record<string, readonly string[]>>[] = [
    COUNT_TRANSITIONS,
    COUNT_LINE_TRANSITIONS,
    ADJUSTMENT_TRANSITIONS,
    WORK_TRANSITIONS,
    WORK_RUN_TRANSITIONS,
    SAMPLE_TRANSITIONS,
  ];
  for (const table of tables) {
    const reached = new Set([Object.keys(table)[0]!, ...Object.values(table).flat()]);
    expect([...reached].toSorted()).toEqual(Object.keys(table).toSorted());
  }
});

test('what the tables do not allow is refused with the state that stands', () => {
  const document_no = 'X-1';
  const refused: readonly (() => unknown)[] = [
    () => followCount({ document_no, status: 'closed' }, 'counting'),
    () => followAdjustment({ document_no, status: 'posted' }, 'withdrawn'),
    () => followWork({ document_no, status: 'done' }, 'open'),
    () => followRun({ document_no, status: 'undone' }, 'finished'),
    () => followSample({ document_no, status: 'closed' }, 'out'),
  ];
  for (const step of refused) expect(step).toThrow('warehouse.wrong_status');
  expect(followCount({ document_no, status: 'review' }, 'counting')).toBe('counting');
});

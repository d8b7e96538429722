import { expect, test } from 'vitest';
import { adverseDates } from '../../src/modules/quality/adverse.model.ts';

/** Learned on 2026-11-22 at ten in the morning in China. */
const learned = {
  learned_at: '2026-11-22T02:00:00.000Z',
  learned_on: '2026-11-22',
  origin: 'domestic',
} as const;
const terms = { other_days: 30, tell_hours: 24 };
const HOUR_MS = 3_600_000;

test('AC45: a death is due after 7 days, a serious injury after 20; of a group event the call after 12 hours and each case after 24', () => {
  const death = adverseDates({ ...learned, category: 'death', is_group: false }, terms);
  const injury = adverseDates({ ...learned, category: 'serious_injury', is_group: false }, terms);
  expect([death.report_due_on, injury.report_due_on]).toEqual(['2026-11-29', '2026-12-12']);
  const group = adverseDates({ ...learned, category: 'other', is_group: true }, terms);
  const hours = (due_at: string | null) => (Date.parse(due_at!) - Date.parse(learned.learned_at)) / HOUR_MS;
  expect([hours(group.phone_due_at), hours(group.case_due_at)]).toEqual([12, 24]);
});

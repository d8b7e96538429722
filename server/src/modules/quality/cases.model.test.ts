import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ADVERSE_TRANSITIONS,
  adverseDates,
  adverseTasks,
  COMPLAINT_TRANSITIONS,
  civilDay,
  proposesAdverseEvent,
  refuseIdentifiable,
  urgencyOf,
} from './adverse.model.ts';
import {
  CAPA_TRANSITIONS,
  DEVIATION_TRANSITIONS,
  daysAfter,
  followCase,
  isUndecided,
  refuseClosed,
  refuseOwn,
} from './deviation.model.ts';
import { selfInspectionDue } from './self-inspections.ts';

const TERMS = { other_days: 30, tell_hours: 24 };
const learned = (more: object) => ({
  category: 'other' as const,
  origin: 'domestic' as const,
  is_group: false,
  learned_at: '2026-11-22T02:00:00Z',
  learned_on: '2026-11-22',
  ...more,
});

describe('an adverse event', () => {
  test('a death is due after 7 days, a serious injury after 20, a group event by telephone after 12 hours and each case after 24', () => {
    const due = (more: object) => adverseDates(learned(more), TERMS);
    expect(due({ category: 'death' }).report_due_on).toBe('2026-11-29');
    expect(due({ category: 'serious_injury' }).report_due_on).toBe('2026-12-12');
    expect(due({ category: 'possible_serious' }).report_due_on).toBe('2026-12-12');
    expect(due({ category: 'serious_injury', is_group: true })).toMatchObject({
      phone_due_at: '2026-11-22T14:00:00.000Z',
      case_due_at: '2026-11-23T02:00:00.000Z',
    });
  });

  test('from abroad is due after 30 days, an ordinary one as the company has set it; only a group is telephoned', () => {
    expect(adverseDates(learned({ category: 'death', origin: 'overseas' }), TERMS).report_due_on).toBe(
      '2026-12-22',
    );
    const ordinary = adverseDates(learned({}), { other_days: 10, tell_hours: 2 });
    expect(ordinary).toEqual({
      report_due_on: '2026-12-02',
      tell_due_at: '2026-11-22T04:00:00.000Z',
      phone_due_at: null,
      case_due_at: null,
    });
  });

  test('keeps its dates over ends of months, years and leap days', () => {
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysAfter('2028-02-22', 7)).toBe('2028-02-29');
    expect(daysAfter('2027-02-22', 7)).toBe('2027-03-01');
  });

  test('whatever it is, is due after the day it was learned, never later for what is graver, and its moments in order', () => {
    const event = fc.record({
      category: fc.constantFrom(
        'death' as const,
        'serious_injury' as const,
        'possible_serious' as const,
        'other' as const,
      ),
      origin: fc.constantFrom('domestic' as const, 'overseas' as const),
      is_group: fc.boolean(),
      at: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    });
    const terms = fc.record({
      other_days: fc.integer({ min: 20, max: 365 }),
      tell_hours: fc.integer({ min: 1, max: 168 }),
    });
    fc.assert(
      fc.property(event, terms, ({ at, ...given }, company) => {
        const learned_at = at.toISOString();
        const known = { ...given, learned_at, learned_on: civilDay(learned_at) };
        const dates = adverseDates(known, company);
        expect(dates.report_due_on > known.learned_on).toBe(true);
        expect(Date.parse(dates.tell_due_at)).toBeGreaterThan(at.getTime());
        const death = adverseDates({ ...known, category: 'death' }, company);
        expect(death.report_due_on <= dates.report_due_on).toBe(true);
        expect((dates.phone_due_at === null) === !given.is_group).toBe(true);
        if (given.is_group) expect(dates.phone_due_at! < dates.case_due_at!).toBe(true);
        const undone = {
          ...dates,
          status: 'opened' as const,
          told_at: null,
          phoned_at: null,
          submitted_at: null,
        };
        // Nothing is late at the moment it is learned, and everything is once all of it has passed.
        expect(adverseTasks(undone, learned_at, known.learned_on).some((task) => task.overdue)).toBe(false);
        expect(adverseTasks(undone, '2199-01-01T00:00:00Z', '2199-01-01').every((task) => task.overdue)).toBe(
          true,
        );
      }),
    );
  });

  const followed = (more: object) => ({
    ...adverseDates(learned({ category: 'death', is_group: true }), TERMS),
    status: 'opened' as const,
    told_at: null,
    phoned_at: null,
    submitted_at: null,
    ...more,
  });

  test('has every task by itself: late by the hour, and by the day in China', () => {
    const at = (now: string, more: object = {}) =>
      adverseTasks(followed(more), now, civilDay(now)).flatMap((task) => (task.overdue ? [task.task] : []));
    expect(at('2026-11-22T14:00:00Z')).toEqual([]);
    expect(at('2026-11-22T14:00:01Z')).toEqual(['group_phone']);
    expect(at('2026-11-23T02:00:01Z')).toEqual(['group_phone', 'group_case', 'tell_registrant']);
    // Four in the afternoon in London is the next day in China.
    expect(at('2026-11-29T15:59:59Z')).not.toContain('report');
    expect(at('2026-11-29T16:00:00Z')).toContain('report');
  });

  test('stays late where it was done late, and is not late any more where it was done in time', () => {
    const tasks = (more: object) =>
      adverseTasks(followed(more), '2027-01-01T00:00:00Z', '2027-01-01').filter((task) => task.overdue);
    const in_time = { told_at: '2026-11-22T03:00:00Z', phoned_at: '2026-11-22T04:00:00Z' };
    expect(tasks({ ...in_time, submitted_at: '2026-11-23T01:00:00Z' })).toEqual([]);
    expect(tasks({ ...in_time, submitted_at: '2026-11-30T01:00:00Z' }).map((t) => t.task)).toEqual([
      'group_case',
      'report',
    ]);
    expect(adverseTasks(followed({ status: 'dismissed' }), '2027-01-01T00:00:00Z', '2027-01-01')).toEqual([]);
  });

  test('knows a patient by a code and never by a number or name that tells who it is', () => {
    for (const fit of ['', 'P-017', 'A1234567', '李**']) expect(() => refuseIdentifiable(fit)).not.toThrow();
    for (const bad of ['110101199003071234', '13800138000', '王小明'])
      expect(() => refuseIdentifiable(bad)).toThrow('quality.patient_identifiable');
  });
});

describe('the tables of transitions', () => {
  const tables = {
    DEVIATION_TRANSITIONS,
    CAPA_TRANSITIONS,
    COMPLAINT_TRANSITIONS,
    ADVERSE_TRANSITIONS,
  } as unknown as Record<string, Record<string, readonly string[]>>;
  test.each(Object.entries(tables))('%s leads only where it says', (_name, table) => {
    for (const from of Object.keys(table)) {
      for (const to of Object.keys(table)) {
        const follow = () => followCase(table, { document_no: 'X', status: from }, to);
        if (table[from]!.includes(to)) expect(follow()).toBe(to);
        else expect(follow).toThrow('quality.case_status');
      }
    }
  });
  test('close nothing twice', () => {
    expect(DEVIATION_TRANSITIONS.closed).toEqual([]);
    expect(COMPLAINT_TRANSITIONS.closed).toEqual([]);
    expect(() => refuseClosed({ document_no: 'X', status: 'closed' })).toThrow('quality.case_status');
    expect(() => refuseClosed({ document_no: 'X', status: 'dismissed' })).toThrow('quality.case_status');
  });
});

test('nobody closes what is the own, and the system has none', () => {
  const own = { document_no: 'X', people: [1, null] };
  expect(() => refuseOwn(own, 1)).toThrow('quality.own_case');
  expect(() => refuseOwn(own, 2)).not.toThrow();
  expect(() => refuseOwn(own, null)).not.toThrow();
});

test('a lot waits while its goods do: all of it under a hold, what was reported without one', () => {
  const lot = { qty: 5, decided: 0, in_place: 0, held: 8, quarantine: 0, has_hold: true };
  expect(isUndecided(lot)).toBe(true);
  expect(isUndecided({ ...lot, decided: 5, held: 3 })).toBe(true);
  expect(isUndecided({ ...lot, decided: 8, in_place: 8 })).toBe(false);
  expect(isUndecided({ ...lot, held: 0 })).toBe(false);
  const free = { ...lot, has_hold: false, held: 0, quarantine: 100 };
  expect(isUndecided(free)).toBe(true);
  expect(isUndecided({ ...free, decided: 5 })).toBe(false);
});

test('harm proposes an adverse event until one is opened or a reason given', () => {
  const complaint = { harm: 'injury' as const, no_adverse_reason: null, adverse_events: 0 };
  expect(proposesAdverseEvent(complaint)).toBe(true);
  expect(proposesAdverseEvent({ ...complaint, adverse_events: 1 })).toBe(false);
  expect(proposesAdverseEvent({ ...complaint, no_adverse_reason: '与产品无关' })).toBe(false);
  expect(proposesAdverseEvent({ ...complaint, harm: 'none' })).toBe(false);
});

test('what waits is sorted by its day', () => {
  const today = '2026-11-28';
  expect(['2026-11-27', today, '2026-12-05', '2026-12-06'].map((day) => urgencyOf(day, today))).toEqual([
    'overdue',
    'today',
    'week',
    'later',
  ]);
  expect(selfInspectionDue(2026)).toBe('2027-03-31');
});

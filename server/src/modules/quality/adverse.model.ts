/** The rules of complaints and adverse events, free of I/O. */
import type {
  ADVERSE_CATEGORIES,
  ADVERSE_ORIGINS,
  ADVERSE_STATUSES,
  AdverseTask,
  COMPLAINT_STATUSES,
  PATIENT_HARMS,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { daysAfter } from './deviation.model.ts';

export type ComplaintStatus = (typeof COMPLAINT_STATUSES)[number];
/** A customer that is not content with the answer brings the complaint back to the investigation. */
export const COMPLAINT_TRANSITIONS: Readonly<Record<ComplaintStatus, readonly ComplaintStatus[]>> = {
  received: ['triaged'],
  triaged: ['triaged', 'investigated'],
  investigated: ['triaged', 'investigated', 'answered'],
  answered: ['investigated', 'closed'],
  closed: [],
};

export type AdverseStatus = (typeof ADVERSE_STATUSES)[number];
export const ADVERSE_TRANSITIONS: Readonly<Record<AdverseStatus, readonly AdverseStatus[]>> = {
  opened: ['reported', 'dismissed'],
  reported: ['closed'],
  dismissed: [],
  closed: [],
};

export type Harm = (typeof PATIENT_HARMS)[number];
/** Harm that may be an adverse event, until somebody has opened one or said why it is none. */
export function proposesAdverseEvent(complaint: {
  readonly harm: Harm;
  readonly no_adverse_reason: string | null;
  readonly adverse_events: number;
}): boolean {
  return complaint.harm !== 'none' && complaint.no_adverse_reason === null && complaint.adverse_events === 0;
}

export type Event = {
  readonly category: (typeof ADVERSE_CATEGORIES)[number];
  readonly origin: (typeof ADVERSE_ORIGINS)[number];
  readonly is_group: boolean;
  readonly learned_at: string;
  /** The same moment as a day where the company is. */
  readonly learned_on: string;
};
/** Terms that the law leaves open or that a company sets tighter. */
export type AdverseTerms = {
  /** Days for events that are neither deadly nor serious. */
  readonly other_days: number;
  /** "Promptly" in hours, for telling the registrant. */
  readonly tell_hours: number;
};
export type AdverseDates = {
  readonly report_due_on: string;
  readonly tell_due_at: string;
  readonly phone_due_at: string | null;
  readonly case_due_at: string | null;
};

const REPORT_DAYS = { death: 7, serious_injury: 20, possible_serious: 20 } as const;
const OVERSEAS_DAYS = 30;
const GROUP_PHONE_HOURS = 12;
const GROUP_CASE_HOURS = 24;

/**
 * What is due until when: death 7 days, serious injury or the possibility of it 20, overseas 30, counted from the day it
 * was learned; a group event by telephone within 12 hours and each case within 24.
 */
export function adverseDates(event: Event, terms: AdverseTerms): AdverseDates {
  const { learned_at, learned_on, is_group } = event;
  const within = (hours: number) => new Date(Date.parse(learned_at) + hours * 3_600_000).toISOString();
  return {
    report_due_on: daysAfter(learned_on, reportDays(event, terms)),
    tell_due_at: within(terms.tell_hours),
    phone_due_at: is_group ? within(GROUP_PHONE_HOURS) : null,
    case_due_at: is_group ? within(GROUP_CASE_HOURS) : null,
  };
}

function reportDays({ category, origin }: Event, { other_days }: AdverseTerms): number {
  if (origin === 'overseas') return OVERSEAS_DAYS;
  return category === 'other' ? other_days : REPORT_DAYS[category];
}

export type Followed = AdverseDates & {
  readonly status: AdverseStatus;
  readonly told_at: string | null;
  readonly phoned_at: string | null;
  readonly submitted_at: string | null;
};
export type TaskState = {
  readonly task: AdverseTask;
  readonly due_at: string | null;
  readonly due_on: string | null;
  readonly done_at: string | null;
  readonly overdue: boolean;
};

/** The tasks of an event with what is done and what is late. A day is meant to its end; late stays late when done. */
export function adverseTasks(event: Followed, now: string, today: string): TaskState[] {
  const late = (due_at: string, done_at: string | null) => Date.parse(done_at ?? now) > Date.parse(due_at);
  const moment = (task: AdverseTask, due_at: string | null, done_at: string | null): TaskState[] =>
    due_at === null ? [] : [{ task, due_at, due_on: null, done_at, overdue: late(due_at, done_at) }];
  if (event.status === 'dismissed') return [];
  const { report_due_on, submitted_at } = event;
  return [
    ...moment('group_phone', event.phone_due_at, event.phoned_at),
    ...moment('group_case', event.case_due_at, submitted_at),
    ...moment('tell_registrant', event.tell_due_at, event.told_at),
    {
      task: 'report',
      due_at: null,
      due_on: report_due_on,
      done_at: submitted_at,
      overdue: submitted_at === null ? today > report_due_on : civilDay(submitted_at) > report_due_on,
    },
  ];
}

/** The day of an instant in China, where the authority is; the country keeps one time and no summer time. */
export function civilDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** A reference of a patient that would tell who it is: eight digits in a row, or two Chinese characters and more. */
export function refuseIdentifiable(patient_ref: string): void {
  if (/\d{8}/.test(patient_ref) || /\p{Script=Han}{2}/u.test(patient_ref))
    fail('quality.patient_identifiable', {}, [
      { path: 'patient_ref', code: 'quality.patient_identifiable', params: {} },
    ]);
}

export const URGENT_DAYS = 7;
/** How urgent a day is. */
export function urgencyOf(due_on: string, today: string): 'overdue' | 'today' | 'week' | 'later' {
  if (due_on < today) return 'overdue';
  if (due_on === today) return 'today';
  return due_on <= daysAfter(today, URGENT_DAYS) ? 'week' : 'later';
}

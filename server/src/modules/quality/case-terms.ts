import { COMPANY_DEFAULTS } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { readSettings } from '../../platform/settings.ts';
import type { AdverseTerms } from './adverse.model.ts';
import type { DaysBySeverity } from './deviation.model.ts';

export type CaseTerms = {
  readonly deviation: DaysBySeverity;
  readonly complaint: DaysBySeverity;
  readonly adverse: AdverseTerms;
  /** The moment of the transaction, and the day it is where the authority is. */
  readonly now: string;
  readonly today: string;
};

const NAMES = [
  'quality.deviation_days',
  'quality.complaint_days',
  'quality.adverse_other_days',
  'quality.tell_registrant_hours',
] as const;

/** Until when things are due, as the company has set it, and what time it is. */
export async function caseTerms(tx: Tx): Promise<CaseTerms> {
  const asking = tx.one<{ now: string; today: string }>(
    `select now() as now, (now() at time zone 'Asia/Shanghai')::date as today`,
  );
  const set = { ...COMPANY_DEFAULTS, ...Object.fromEntries(await readSettings(tx, NAMES)) };
  return {
    deviation: set['quality.deviation_days'],
    complaint: set['quality.complaint_days'],
    adverse: {
      other_days: set['quality.adverse_other_days'],
      tell_hours: set['quality.tell_registrant_hours'],
    },
    ...(await asking),
  };
}

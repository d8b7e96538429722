/** How long records are kept: dated rules, and the day that they give for a lot. The day is pure. */
import type { RecordKind } from '@tongcang/contract';
import type { Tx } from './db.ts';

export type RetentionRule = {
  readonly rule_id: number;
  readonly record_kind: RecordKind;
  readonly region: 'CN' | 'EU';
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly basis: 'expiry' | 'certificate_end' | 'recorded';
  /** Null in any of the three: for ever. */
  readonly years: number | null;
  readonly years_without_expiry: number | null;
  readonly years_implant: number | null;
  readonly legal_basis: string;
  readonly statutory: boolean;
};

/** Every rule, of all times. */
export function retentionRules(
  tx: Tx,
): Promise<(RetentionRule & { made_by_name: string; made_at: string })[]> {
  return tx.rows(
    `select rule_id, record_kind, region, effective_from, effective_to, basis, years, years_without_expiry, years_implant,
       legal_basis, statutory, made_by_name, made_at
     from platform.retention_rule order by record_kind, region, effective_from`,
  );
}

/** Ends the rule before and adds a new one. */
export async function saveRetentionRule(
  tx: Tx,
  rule: Omit<RetentionRule, 'rule_id' | 'effective_to' | 'statutory'>,
  made_by_name: string,
): Promise<number> {
  const {
    record_kind,
    region,
    effective_from,
    basis,
    years,
    years_without_expiry,
    years_implant,
    legal_basis,
  } = rule;
  await tx.run(
    `update platform.retention_rule set effective_to = $3::date - 1
     where record_kind = $1 and region = $2 and effective_to is null`,
    [record_kind, region, effective_from],
  );
  const made = await tx.one<{ rule_id: number }>(
    `insert into platform.retention_rule (record_kind, region, effective_from, basis, years, years_without_expiry,
       years_implant, legal_basis, made_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning rule_id`,
    [
      record_kind,
      region,
      effective_from,
      basis,
      years,
      years_without_expiry,
      years_implant,
      legal_basis,
      made_by_name,
    ],
  );
  return made.rule_id;
}

/** The rule that holds on a day; undefined where none does. */
export function ruleOn(
  rules: readonly RetentionRule[],
  record_kind: RecordKind,
  region: RetentionRule['region'],
  day: string,
): RetentionRule | undefined {
  return rules.find(
    (rule) =>
      rule.record_kind === record_kind &&
      rule.region === region &&
      rule.effective_from <= day &&
      (rule.effective_to === null || rule.effective_to >= day),
  );
}

export type LotDates = {
  readonly implant: boolean;
  readonly expiry_date: string | null;
  /** When it came for the last time. */
  readonly arrived_on: string;
  readonly sold_in_eu_on: string | null;
  /** Only of a recalled lot. */
  readonly recalled: boolean;
  readonly certificate_ends_on: string | null;
};
export type Kept = {
  /** Null: for ever. */
  readonly until: string | null;
  readonly region: RetentionRule['region'];
  readonly legal_basis: string;
};

const OF_A_LOT = ['purchase', 'acceptance', 'sale'] as const;

/** The last day of the records of a lot: the latest that any law asks for. */
export function keptUntil(rules: readonly RetentionRule[], day: string, lot: LotDates): Kept {
  const asked = [
    ...OF_A_LOT.map((kind) => ruleOn(rules, kind, 'CN', day)),
    ...(lot.sold_in_eu_on === null ? [] : [ruleOn(rules, 'sale', 'EU', day)]),
    ...(lot.recalled ? [ruleOn(rules, 'recall', 'CN', day)] : []),
  ].filter((rule) => rule !== undefined);
  const dated = asked.map((rule) => ({
    until: untilOf(rule, lot),
    region: rule.region,
    legal_basis: rule.legal_basis,
  }));
  // Without any rule nothing may go.
  return (
    dated.reduce<Kept | null>(
      (longest, next) => (longest === null || isLater(next, longest) ? next : longest),
      null,
    ) ?? { until: null, region: 'CN', legal_basis: '' }
  );
}

const isLater = (a: Kept, b: Kept) => b.until !== null && (a.until === null || a.until > b.until);

function untilOf(rule: RetentionRule, lot: LotDates): string | null {
  if (lot.implant) return after(baseOf(rule, lot), rule.years_implant);
  if (rule.basis === 'expiry' && lot.expiry_date === null)
    return after(lot.arrived_on, rule.years_without_expiry);
  return after(baseOf(rule, lot), rule.years);
}

/** The day from which the years count; null where it is not known, so that nothing ends. */
function baseOf({ basis, region }: RetentionRule, lot: LotDates): string | null {
  if (basis === 'certificate_end') return lot.certificate_ends_on;
  if (basis === 'expiry') return lot.expiry_date ?? lot.arrived_on;
  return region === 'EU' ? lot.sold_in_eu_on : lot.arrived_on;
}

const after = (date: string | null, years: number | null) =>
  date === null || years === null ? null : yearsAfter(date, years);

/** The same day so many years later; the day after a leap day where the year has none. */
export function yearsAfter(date: string, years: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
}

import type { Reason } from '@tongcang/contract';
import { CHECKS } from './asked.ts';
import { type Finding, ruleOn } from './checks/check.ts';
import type { Facts, RuleFact } from './facts.ts';
import type { Movement, Path, Spoken, Verdict } from './movement.ts';

/** Judges one line by the facts. Pure: the same facts and movement give the same verdict. */
export function judge(facts: Facts, movement: Movement): Verdict {
  const item = facts.items.get(movement.item_id);
  if (item === undefined) return unknownItem(movement.item_id);
  let spoken: Spoken[] | null = null;
  for (const { find } of CHECKS[movement.purpose]) {
    const finding = find(facts, movement, item);
    if (finding === null) continue;
    const rule = ruleOn(facts, finding.code, movement.on_date);
    const says = rule === null ? null : weigh(finding, rule, movement.purpose);
    if (says === null) continue;
    if (spoken === null) spoken = [says];
    else spoken.push(says);
  }
  return spoken === null ? CLEAN : verdict(spoken);
}

/** What a rule makes of a finding on this path: it blocks, warns, or has nothing to say. */
export function weigh(finding: Finding, rule: RuleFact, path: Path): Spoken | null {
  const { severity, params, rule_id, legal_basis } = rule;
  const named = (paths: readonly string[] | undefined) => paths?.includes(path) === true;
  if (severity === 'off' || (params.paths !== undefined && !named(params.paths))) return null;
  const warns = severity === 'warn' || named(params.warns_on);
  return {
    code: finding.code,
    params: finding.params,
    legal_basis,
    rule_id,
    severity: warns ? 'warn' : 'block',
    acknowledge: warns && named(params.must_acknowledge),
  };
}

const reasonOf = ({ code, params, legal_basis }: Spoken): Reason => ({ code, params, legal_basis });

function verdict(spoken: readonly Spoken[]): Verdict {
  const reasons = spoken.filter((one) => one.severity === 'block').map(reasonOf);
  const warnings = spoken.filter((one) => one.severity === 'warn').map(reasonOf);
  return { allowed: reasons.length === 0, reasons, warnings, spoken } as unknown as Verdict;
}
const CLEAN = verdict([]);

function unknownItem(item_id: number): Verdict {
  const reason = { code: 'compliance.item_unknown', params: { item_id }, legal_basis: null };
  return { allowed: false, reasons: [reason], warnings: [], spoken: [] } as unknown as Verdict;
}

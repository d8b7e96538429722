import type { Reason } from '@tongcang/contract';
import type { Facts, ItemFact, RuleFact } from '../facts.ts';
import type { Movement } from '../movement.ts';

/** What a check has found: the rule that is touched and the facts that touch it. */
export type Finding = { readonly code: string; readonly params: Reason['params'] };
type Find = (facts: Facts, movement: Movement, item: ItemFact) => Finding | null;
/** One question to the gate. It names every rule it may speak for, so that the rules of a path are known without asking. */
export type Check = { readonly codes: readonly string[]; readonly find: Find };

export const check = (codes: readonly string[], find: Find): Check => ({ codes, find });

export const within = (date: string, from: string, to: string | null) =>
  from <= date && (to === null || date <= to);

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The version of a rule in force on a day: the one that began last; of two from one day the one recorded last. */
export function ruleOn(facts: Facts, code: string, date: string): RuleFact | null {
  return facts.rules.get(code)?.find((r) => within(date, r.effective_from, r.effective_to)) ?? null;
}

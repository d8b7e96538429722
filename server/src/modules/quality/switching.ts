/**
 * Switching rules of GB/T 2828.1 (9.3 and 9.4), for the lots of an item from a supplier: from normal to tightened and back,
 * to reduced where the record is good and quality wants it, and to a stop. Pure.
 */
import type { SEVERITIES, SWITCH_RULES } from '@tongcang/contract';

export type SamplingSeverity = (typeof SEVERITIES)[number];
export type SwitchRule = (typeof SWITCH_RULES)[number];
export type SamplingState = {
  readonly severity: SamplingSeverity;
  readonly score: number;
  /** Results since the last switch, newest last, at most five: A accepted, R not accepted. */
  readonly recent: string;
  readonly accepted_in_row: number;
  readonly refused_tightened: number;
  readonly skipped: number;
  readonly lots: number;
};
export type JudgedLot = {
  readonly accepted: boolean;
  /** What it adds to the switching score; 0 sets it back. */
  readonly points: 0 | 2 | 3;
};

export const FRESH: SamplingState = {
  severity: 'normal',
  score: 0,
  recent: '',
  accepted_in_row: 0,
  refused_tightened: 0,
  skipped: 0,
  lots: 0,
};
export const SCORE_FOR_REDUCED = 30;
const WINDOW = 5;

type Step = { readonly state: SamplingState; readonly rule: SwitchRule | null };

/** The state after a lot of first inspection, and the rule by which the severity changed. */
export function afterLot(before: SamplingState, lot: JudgedLot, allow_reduced: boolean): Step {
  const state: SamplingState = {
    ...before,
    recent: (before.recent + (lot.accepted ? 'A' : 'R')).slice(-WINDOW),
    accepted_in_row: lot.accepted ? before.accepted_in_row + 1 : 0,
    lots: before.lots + 1,
  };
  if (state.severity === 'normal') return afterNormal(state, lot, allow_reduced);
  if (state.severity === 'tightened') return afterTightened(state, lot);
  if (state.severity === 'reduced') return afterReduced(state, lot, allow_reduced);
  return { state, rule: null };
}

function afterNormal(state: SamplingState, lot: JudgedLot, allow_reduced: boolean): Step {
  const refused = [...state.recent].filter((result) => result === 'R').length;
  if (refused >= 2) return switched(state, 'tightened', 'two_of_five');
  const score = lot.accepted && lot.points > 0 ? state.score + lot.points : 0;
  const scored = { ...state, score };
  return allow_reduced && score >= SCORE_FOR_REDUCED
    ? switched(scored, 'reduced', 'score_30')
    : { state: scored, rule: null };
}

function afterTightened(state: SamplingState, lot: JudgedLot): Step {
  if (state.recent === 'A'.repeat(WINDOW)) return switched(state, 'normal', 'five_accepted');
  if (lot.accepted) return { state, rule: null };
  const counted = { ...state, refused_tightened: state.refused_tightened + 1 };
  return counted.refused_tightened >= WINDOW
    ? switched(counted, 'discontinued', 'five_refused')
    : { state: counted, rule: null };
}

function afterReduced(state: SamplingState, lot: JudgedLot, allow_reduced: boolean): Step {
  if (!lot.accepted) return switched(state, 'normal', 'lot_not_accepted');
  return allow_reduced ? { state, rule: null } : switched(state, 'normal', 'reduced_withdrawn');
}

/** Counting begins anew with every switch; only what was refused in a row of tightened lots is still shown at a stop. */
function switched(state: SamplingState, severity: SamplingSeverity, rule: SwitchRule): Step {
  const refused_tightened = severity === 'discontinued' ? state.refused_tightened : 0;
  return { state: { ...state, severity, score: 0, recent: '', refused_tightened }, rule };
}

/** After the supplier has acted: tightened inspection, counted anew. */
export function resumed(state: SamplingState): SamplingState {
  return switched(state, 'tightened', 'resumed').state;
}

/**
 * Whether the sample of a lot is skipped: after so many accepted lots in a row one of `skip_every` is drawn. Never while
 * inspection is tightened or stopped.
 */
export function skipsLot(
  state: SamplingState,
  plan: { readonly skip_after: number | null; readonly skip_every: number | null },
): boolean {
  if (plan.skip_after === null || plan.skip_every === null) return false;
  if (state.severity !== 'normal' && state.severity !== 'reduced') return false;
  return state.accepted_in_row >= plan.skip_after && state.skipped < plan.skip_every - 1;
}

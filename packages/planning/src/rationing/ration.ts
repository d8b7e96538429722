import { PlanningInputError, requireListed, requireNumber, requireWhole } from '../errors.ts';
import { fairShare } from './fair-share.ts';

/** What someone asks for of goods that do not suffice for all. Quantities are whole units. */
export type Claim = {
  readonly claim_id: number;
  /** 1 emergency and intensive care, 2 operating theatre, 3 wards, 4 replenishment. */
  readonly tier: number;
  readonly qty: number;
  /** Guaranteed before any tier is served; at most `qty`. Default 0. */
  readonly protected_qty?: number;
  /** Periods that the claim has waited already. Default 0. */
  readonly waited_periods?: number;
  /** Urgency of the patients behind the claim, 0 to 1. Default 0. */
  readonly patient_urgency?: number;
  /** Value of the device for the treatment, 0 to 1. Default 0. */
  readonly device_value?: number;
  /** Share of earlier claims that were supplied in full and in time, 0 to 1. Default 1. */
  readonly supply_stability?: number;
};

export type RationingRule = 'max_min' | 'proportional';
export type RationingPolicy = {
  /** `max_min`: equal quantities until someone has enough; `proportional`: equal shares of what is asked. */
  readonly rule?: RationingRule;
  /** A claim rises one tier for each so many periods of waiting, up to tier 2 and never into tier 1. Default 3. */
  readonly periods_to_promotion?: number;
  /** What each period of waiting adds to a claim's weight within its tier. Default 0.1. */
  readonly waiting_weight?: number;
  /** What full urgency, full value and wholly unstable supply add to it. Defaults 1, 0.25, 0.25. */
  readonly urgency_weight?: number;
  readonly value_weight?: number;
  readonly instability_weight?: number;
};

export type RationingCause = 'tier_shared' | 'higher_tiers_first';
export type Ration = {
  readonly claim_id: number;
  readonly tier: number;
  /** Tier after promotion for waiting: the one that counts. */
  readonly effective_tier: number;
  /** Weight within the tier. */
  readonly weight: number;
  readonly qty: number;
  /** Part of `qty` that the protected minimum gave. */
  readonly protected_qty: number;
  readonly short_qty: number;
  /** Why something is lacking: the tier shares what is left, or higher tiers left nothing. Null when nothing is. */
  readonly cause: RationingCause | null;
};
export type Rationing = {
  readonly rations: readonly Ration[];
  readonly supply: number;
  readonly left_qty: number;
};

const TIERS = [1, 2, 3, 4] as const;
/** The tier that waiting can reach; tier 1 is for emergencies alone. */
const HIGHEST_BY_WAITING = 2;
const DEFAULTS: Required<RationingPolicy> = {
  rule: 'max_min',
  periods_to_promotion: 3,
  waiting_weight: 0.1,
  urgency_weight: 1,
  value_weight: 0.25,
  instability_weight: 0.25,
};

function readPolicy(policy: RationingPolicy): Required<RationingPolicy> {
  const read = { ...DEFAULTS, ...policy };
  requireListed('policy.rule', read.rule, ['max_min', 'proportional']);
  requireWhole('policy.periods_to_promotion', read.periods_to_promotion, { min: 1, max: 1e6 });
  const weights = ['waiting_weight', 'urgency_weight', 'value_weight', 'instability_weight'] as const;
  for (const name of weights) requireNumber(`policy.${name}`, read[name], { max: 1000 });
  return read;
}

function readClaims(claims: readonly Claim[]): void {
  const seen = new Set<number>();
  for (const [k, claim] of claims.entries()) {
    const field = `claims[${k}]`;
    if (seen.has(claim.claim_id))
      throw new PlanningInputError('duplicate', `${field}.claim_id`, claim.claim_id);
    seen.add(claim.claim_id);
    requireWhole(`${field}.claim_id`, claim.claim_id, { min: -(2 ** 52), max: 2 ** 52 });
    requireWhole(`${field}.tier`, claim.tier, { min: 1, max: 4 });
    requireWhole(`${field}.qty`, claim.qty, { max: 1e12 });
    requireWhole(`${field}.protected_qty`, claim.protected_qty ?? 0, { max: claim.qty });
    requireWhole(`${field}.waited_periods`, claim.waited_periods ?? 0, { max: 1e6 });
    for (const name of ['patient_urgency', 'device_value', 'supply_stability'] as const)
      requireNumber(`${field}.${name}`, claim[name] ?? 0, { max: 1 });
  }
}

/** Tier that counts after waiting: one higher for each `periods_to_promotion`, tier 2 at best; tier 1 stays 1. */
export function effectiveTier(tier: number, waited_periods: number, periods_to_promotion: number): number {
  const risen = tier - Math.floor(waited_periods / periods_to_promotion);
  return tier === 1 ? 1 : Math.max(HIGHEST_BY_WAITING, risen);
}

/** (1 + waiting) (1 + urgency + value + instability), each times its weight in the policy. */
function weightOf(claim: Claim, policy: Required<RationingPolicy>): number {
  const merit =
    policy.urgency_weight * (claim.patient_urgency ?? 0) +
    policy.value_weight * (claim.device_value ?? 0) +
    policy.instability_weight * (1 - (claim.supply_stability ?? 1));
  return (1 + policy.waiting_weight * (claim.waited_periods ?? 0)) * (1 + merit);
}

type Entry = { readonly claim: Claim; readonly tier: number; readonly weight: number; got: number };

/** Raises every entry of the list by its fair share up to `mostOf`; answers what is left. */
function share(
  entries: readonly Entry[],
  supply: number,
  rule: RationingRule,
  mostOf: (entry: Entry) => number,
): number {
  const sharers = entries.map((entry) => ({
    id: entry.claim.claim_id,
    weight: rule === 'proportional' ? entry.weight * Math.max(1, entry.claim.qty) : entry.weight,
    least: entry.got,
    most: mostOf(entry),
  }));
  const before = entries.reduce((sum, { got }) => sum + got, 0);
  const shares = fairShare(sharers, supply + before);
  let left = supply + before;
  for (const [k, entry] of entries.entries()) {
    entry.got = shares[k]!;
    left -= shares[k]!;
  }
  return left;
}

/**
 * Splits a supply that does not suffice: protected minimums first, then tier after tier, and within a tier a fair
 * share by weight. Waiting raises a claim by tiers (never into tier 1) and by weight within its tier, so a claim
 * that waits is served in a bounded number of periods wherever tier 1 leaves anything. Nothing is given beyond a
 * claim, everything is given while a claim lacks, and more supply never gives anyone less. The order of claims does
 * not matter; equal claims are told apart by `claim_id`. Throws PlanningInputError naming the field.
 */
export function ration(supply: number, claims: readonly Claim[], policy: RationingPolicy = {}): Rationing {
  requireWhole('supply', supply, { max: 1e15 });
  const read = readPolicy(policy);
  readClaims(claims);
  const entries = claims.map((claim): Entry => {
    const tier = effectiveTier(claim.tier, claim.waited_periods ?? 0, read.periods_to_promotion);
    return { claim, tier, weight: weightOf(claim, read), got: 0 };
  });
  const ofTier = (tier: number) => entries.filter((entry) => entry.tier === tier);
  let left = supply;
  for (const tier of TIERS)
    left = share(ofTier(tier), left, read.rule, ({ claim }) => claim.protected_qty ?? 0);
  const protected_qty = entries.map(({ got }) => got);
  const open = new Set<number>();
  for (const tier of TIERS) {
    if (left > 0) open.add(tier);
    left = share(ofTier(tier), left, read.rule, ({ claim }) => claim.qty);
  }
  const rations = entries.map(({ claim, tier, weight, got }, k): Ration => {
    const short_qty = claim.qty - got;
    const cause = short_qty === 0 ? null : open.has(tier) ? 'tier_shared' : 'higher_tiers_first';
    const { claim_id } = claim;
    return {
      claim_id,
      tier: claim.tier,
      effective_tier: tier,
      weight,
      qty: got,
      protected_qty: protected_qty[k]!,
      short_qty,
      cause,
    };
  });
  return { rations, supply, left_qty: left };
}

/** Splitting what does not suffice for all. */
export {
  type Claim,
  effectiveTier,
  type Ration,
  type Rationing,
  type RationingCause,
  type RationingPolicy,
  type RationingRule,
  ration,
} from './ration.ts';

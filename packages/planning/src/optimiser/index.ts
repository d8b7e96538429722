/** The transfer optimiser on networks: solve, judge, explain. */
export {
  type BlockFlow,
  type BlockSource,
  type BlocksOptions,
  type BlocksProgress,
  type BlocksSolution,
  type NetworkBlock,
  solveBlocks,
} from './blocks.ts';
export { checkNetwork, type NetworkViolation, type NetworkViolationCode } from './check.ts';
export { checkBlocks } from './check-blocks.ts';
export {
  type ExplainOptions,
  explainNetwork,
  type LineExplanation,
  type LostReason,
  type NetworkAlternative,
  type NetworkRemedy,
  type PricedRule,
} from './explain.ts';
export type { Column, NetworkRows, NetworkTerms } from './network.model.ts';
export type { BindingRule, RuleCode, RulePrice } from './prices.ts';
export { type ProposeOptions, proposeByNetwork } from './propose.ts';
export {
  type NetworkFlow,
  type NetworkSolution,
  type SolveOptions,
  type SolveProgress,
  solveNetwork,
} from './solve.ts';
export type { TierBound } from './tier-phases.ts';

/** The transfer optimiser on networks: solve, judge, explain. */
export { checkNetwork, type NetworkViolation, type NetworkViolationCode } from './check.ts';
export {
  type BindingRule,
  explainNetwork,
  type LineExplanation,
  type LostReason,
  type NetworkAlternative,
  type NetworkRemedy,
  type PricedRule,
  type RuleCode,
} from './explain.ts';
export type { Column, NetworkRows, NetworkTerms } from './network.model.ts';
export { type ProposeOptions, proposeByNetwork } from './propose.ts';
export {
  type NetworkFlow,
  type NetworkSolution,
  type SolveOptions,
  type SolveProgress,
  solveNetwork,
} from './solve.ts';

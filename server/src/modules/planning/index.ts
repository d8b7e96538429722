/** The door of module planning: forecasts, policies, risks and proposals. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { acceptProposal } from './accept-proposal.ts';
import { dismissRisk } from './dismiss-risk.ts';
import { getProposal } from './get-proposal.ts';
import { getRisk } from './get-risk.ts';
import { listPolicies } from './list-policies.ts';
import { listProposals } from './list-proposals.ts';
import { listRisks } from './list-risks.ts';
import { propose } from './propose.ts';
import { proposePurchases } from './propose-purchases.ts';
import { recompute } from './recompute.ts';
import { rejectProposal } from './reject-proposal.ts';
import { setPolicy } from './set-policy.ts';
import { getSettings, setSettings } from './settings.ts';

export { reassess } from './assess.ts';
export { periodNumber, periodStart, type StoredSeries } from './demand-series.ts';
export { type ProposalView, readProposals } from './list-proposals.ts';
export { type RiskRow, readRisks } from './list-risks.ts';
export { assessTouched, consumers, startRiskLoop } from './planning.consumer.ts';
export { jobs } from './planning.jobs.ts';
export { EVERYTHING, type ProposalStatus } from './planning.model.ts';
export { type Budget, readBudget } from './planning.read.ts';
export { writeDemandHistory } from './planning.write.ts';

export { seedPlanning } from './seed.ts';

export const verbs: ServerVerb[] = [
  listRisks,
  getRisk,
  dismissRisk,
  listPolicies,
  setPolicy,
  getSettings,
  setSettings,
  recompute,
  propose,
  proposePurchases,
  listProposals,
  getProposal,
  acceptProposal,
  rejectProposal,
];

/** Constraint -> error code, for what two requests at once could bring about. */
export const constraints: Record<string, string> = {
  proposal_open_key: 'planning.run_busy',
  policy_order: 'planning.policy_order',
};

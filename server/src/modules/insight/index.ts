/** The door of module insight: the control tower, what its figures mean, and the live feed. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { controlTower } from './control-tower.ts';
import { demandFan } from './demand-fan.ts';
import { exportTrace } from './export-trace.ts';
import { findTrace } from './find-trace.ts';
import { listKpis } from './kpi.ts';
import { liftLegalHold, listLegalHolds, placeLegalHold } from './legal-holds.ts';
import { cancelPurge, decidePurge, listPurges, previewPurge, requestPurge } from './purges.ts';
import { listMarkets, listRetention, setMarket } from './retention-lots.ts';
import { listRetentionRules, setRetentionRule } from './retention-rules.ts';
import { trace } from './trace.ts';

export { jobs } from './insight.jobs.ts';
export { routes } from './routes.ts';
export { createSeals } from './seals.ts';

export const verbs: ServerVerb[] = [
  controlTower,
  demandFan,
  listKpis,
  listRetentionRules,
  setRetentionRule,
  listRetention,
  listMarkets,
  setMarket,
  previewPurge,
  requestPurge,
  listPurges,
  decidePurge,
  cancelPurge,
  listLegalHolds,
  placeLegalHold,
  liftLegalHold,
  findTrace,
  trace,
  exportTrace,
];

/** Constraint -> error code: where two requests met. */
export const constraints: Record<string, string> = {
  purge_two_persons: 'insight.own_purge',
  purge_open_once: 'insight.purge_open',
  legal_hold_two_persons: 'insight.own_legal_hold',
};

/** The door of module insight: the control tower, what its figures mean, and the live feed. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { controlTower } from './control-tower.ts';
import { demandFan } from './demand-fan.ts';
import { listKpis } from './kpi.ts';

export { jobs } from './insight.jobs.ts';
export { routes } from './routes.ts';

export const verbs: ServerVerb[] = [controlTower, demandFan, listKpis];

/** Nothing that two requests at once could bring about. */
export const constraints: Record<string, string> = {};

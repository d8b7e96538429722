/** The door of module supply: what is bought, from the plan to the shelf. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { purchasing_constraints, purchasing_verbs } from './purchasing.ts';
import { receiving_constraints, receiving_verbs } from './receiving.ts';

export { type PlanMade, type PlanNeed, proposePurchases } from './plan.ts';

export const verbs: ServerVerb[] = [...purchasing_verbs, ...receiving_verbs];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = { ...purchasing_constraints, ...receiving_constraints };

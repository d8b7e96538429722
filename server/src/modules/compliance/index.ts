import type { ServerVerb } from '../../platform/use-case.ts';
import { changeRule } from './change-rule.ts';
import { listLicences } from './list-licences.ts';
import { listRegistrations } from './list-registrations.ts';
import { listRules } from './list-rules.ts';
import { record_constraints, record_verbs } from './records.ts';

export { rulesAsked } from './asked.ts';
export { writeAuthorisations, writeLicences, writeRegistrations } from './compliance.write.ts';
export { type FactKey, factsAt, noteFacts, subjectsOf } from './evidence.ts';
export {
  type Facts,
  factsOf,
  type ItemFact,
  knowItems,
  type LaneFact,
} from './facts.ts';
export { judge } from './judge.ts';
export {
  DISPOSITIONS,
  type Disposition,
  type LabelSeen,
  type LotFact,
  type Movement,
  type Path,
  type Place,
  type PlaceKind,
  type Purpose,
  type Spoken,
  type Verdict,
} from './movement.ts';

export { seedCompliance } from './seed.write.ts';
export { takeOverReviews } from './take-over.ts';
export { recordTraining, type Training } from './training.write.ts';

export const verbs: ServerVerb[] = [listRegistrations, listLicences, listRules, changeRule, ...record_verbs];

/** Constraint -> error code. */
export const constraints: Record<string, string> = { ...record_constraints };

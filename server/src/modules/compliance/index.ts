import type { ServerVerb } from '../../platform/use-case.ts';
import { listLicences } from './list-licences.ts';
import { listRegistrations } from './list-registrations.ts';

export { writeLicences, writeRegistrations } from './compliance.write.ts';
export {
  type Facts,
  factsOf,
  type ItemFact,
  knowItems,
  type LaneFact,
} from './facts.ts';
export {
  DISPOSITIONS,
  type Disposition,
  judge,
  type LotFact,
  type Movement,
  type Place,
  type PlaceKind,
  type Purpose,
  type Verdict,
} from './judge.ts';

export const verbs: ServerVerb[] = [listRegistrations, listLicences];

/** Constraint -> error code. */
export const constraints: Record<string, string> = {};

import type { Answers, Expectation } from '../expectations.ts';
import type { Row } from '../rows.ts';

/** The part of the authorisation matrix that one module writes. */
export type ModuleRows = {
  readonly expectations: readonly Expectation[];
  readonly sight_is_no_hand: readonly Answers[];
  /** The same rows for the people that only these modules speak of. */
  readonly others: readonly Answers[];
  readonly requests: Readonly<Record<string, Row>>;
};

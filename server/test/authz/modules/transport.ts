import type { ModuleRows } from './rows.ts';

/** Who may do what in transport: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const transport: ModuleRows = {
  expectations: [
    //         keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  ],
  sight_is_no_hand: [
    //         wide_eyes wide_planner wide_quality
  ],
  others: [
    //         purchaser driver accountant
  ],
  requests: {},
};

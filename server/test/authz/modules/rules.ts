import { byId, it } from '../rows.ts';
import { movement } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
/** From a day that no test reaches, so that nothing else is judged by it. */
const version = {
  code: 'compliance.bin_retired',
  severity: 'warn',
  effective_from: '2999-01-01',
  reason: 'x',
};

/** Who may do what: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const rules: ModuleRows = {
  expectations: [
    //                                       keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['compliance.list-rules', 'it',          '+   +   +   +   +   +   3   3   +   +   +'],
    ['compliance.change-rule', 'it',         '3   3   3   3   3   +   3   3   3   3   3'],
    ['stock.get-verdict', NSM,               '+44 4+4 +44 ++4 +44 ++4 333 333 ++4 ++4 ++4'],
  ],
  sight_is_no_hand: [
    //                                       wide_eyes wide_planner wide_quality
    // Rules hold for the whole company, so who is quality at one warehouse does not change them.
    ['compliance.change-rule',               '3 3 3'],
  ],
  others: [
    //                                       purchaser driver accountant
    ['compliance.list-rules',                '+   3   3'],
    ['compliance.change-rule',               '3   3   3'],
    ['stock.get-verdict',                    '++4 333 ++4'],
  ],
  requests: {
    'compliance.list-rules': it(() => ({})),
    'compliance.change-rule': it(() => version),
    'stock.get-verdict': byId('movement_id', movement),
  },
};

import { atEnds, it, type Row } from '../rows.ts';
import { call, type Ground, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NONE = 'it';
const THERE = 'there missing';
const NSM = 'north south missing';
/** The books of a legal entity, which everybody who may read them may read; and of somebody who has none. */
const books = (more: object) =>
  atEnds(
    MISSING,
    ({ company }: Ground) => company.world.entity_id,
    (owner_id) => ({ owner_id, ...more }),
  );
/** Long before anything happened, so that closing is quick. Months follow each other, so each comes after the last. */
let year = 1990;
const nextYear = () => `${++year}-01`;
/** A month that is closed and is the last one. */
async function closed(ground: Ground): Promise<string> {
  const { entity_id } = ground.company.world;
  await ground.company.world.sql(`update finance.month set status = 'reopened', reopened_at = now(), reopen_reason = 'x'
    where status = 'closed'`);
  const month = nextYear();
  await call(ground, 'finance.close-month', { month, owner_id: entity_id });
  return month;
}

/** A closed month, and one of somebody who has no books. */
const ofClosed = (more: object): Row => ({
  ask: async (ground) => {
    const input = { month: await closed(ground), owner_id: ground.company.world.entity_id, ...more };
    return { there: { input }, missing: { input: { ...input, owner_id: MISSING } } };
  },
});

/** Who may do what in finance: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const finance: ModuleRows = {
  expectations: [
    //                                  keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['finance.list-lot-costs', NONE,    '3   3   3   3   3   3   3   3   +   3   +'],
    ['finance.get-stock-value', NONE,   '3   3   3   3   3   3   3   3   +   3   +'],
    ['finance.list-months', NONE,       '3   3   3   3   3   3   3   3   +   3   +'],
    ['finance.get-month', NSM,          '333 333 333 333 333 333 333 333 ++4 333 ++4'],
    ['finance.list-accounts', NONE,     '3   3   3   3   3   3   3   3   +   3   +'],
    // Who reads the books does not write them.
    ['finance.correct-cost', NSM,       '333 333 333 333 333 333 333 333 333 333 333'],
    ['finance.close-month', NSM,        '333 333 333 333 333 333 333 333 333 333 333'],
    ['finance.reopen-month', THERE,     '33  33  33  33  33  33  33  33  33  33  33'],
    ['finance.set-accounts', NONE,      '3   3   3   3   3   3   3   3   3   3   3'],
    ['finance.export-vouchers', THERE,  '33  33  33  33  33  33  33  33  33  33  33'],
  ],
  sight_is_no_hand: [
    //                                  wide_eyes wide_planner wide_quality
    ['finance.correct-cost',            '333 333 333'],
    ['finance.close-month',             '333 333 333'],
    ['finance.reopen-month',            '33  33  33'],
    ['finance.set-accounts',            '3   3   3'],
    ['finance.export-vouchers',         '33  33  33'],
  ],
  others: [
    //                                  purchaser driver accountant
    ['finance.list-lot-costs',          '3   3   +'],
    ['finance.get-stock-value',         '3   3   +'],
    ['finance.list-months',             '3   3   +'],
    ['finance.get-month',               '333 333 ++4'],
    ['finance.list-accounts',           '3   3   +'],
    ['finance.correct-cost',            '333 333 ++4'],
    ['finance.close-month',             '333 333 ++4'],
    ['finance.reopen-month',            '33  33  +4'],
    ['finance.set-accounts',            '3   3   +'],
    ['finance.export-vouchers',         '33  33  +4'],
  ],
  requests: {
    'finance.list-lot-costs': it(() => ({})),
    'finance.get-stock-value': it(() => ({ on: new Date().toISOString().slice(0, 10) })),
    'finance.list-months': it(() => ({})),
    'finance.get-month': books({ month: '1989-01' }),
    'finance.list-accounts': it(() => ({})),
    'finance.correct-cost': atEnds(
      MISSING,
      ({ company }: Ground) => company.world.entity_id,
      (owner_id, { lot }) => ({ owner_id, reason: 'x', lines: [{ ...lot, amount_fen: 100 }] }),
    ),
    'finance.close-month': books({ month: '1989-02' }),
    'finance.reopen-month': ofClosed({ reason: 'x' }),
    'finance.set-accounts': it(() => ({})),
    'finance.export-vouchers': ofClosed({ layout: 'plain' }),
  },
};

/**
 * Single sampling by attributes of GB/T 2828.1 (ISO 2859-1): code letters, and the master tables for normal, tightened and
 * reduced inspection. The tables are diagonals: moving one letter down and one AQL to the left leaves the acceptance
 * number as it is. So they are kept as one row of acceptance numbers by the sum of both positions.
 */
import { AQLS, type INSPECTION_LEVELS } from '@tongcang/contract';

export type Level = (typeof INSPECTION_LEVELS)[number];
/** How strictly lots are drawn now; the switching rules lead from one to the next. */
export type Severity = 'normal' | 'tightened' | 'reduced';
export type SamplingPlan = {
  /** Letter of the row that is used in the end, behind the arrows. */
  readonly letter: string;
  readonly sample: number;
  readonly ac: number;
  readonly re: number;
};

const LETTERS = 'ABCDEFGHJKLMNPQRS';

/** Letters for lots up to each size, in the order S-1, S-2, S-3, S-4, I, II, III. */
const CODE_LETTERS: readonly (readonly [number, string])[] = [
  [8, 'AAAAAAB'],
  [15, 'AAAAABC'],
  [25, 'AABBBCD'],
  [50, 'ABBCCDE'],
  [90, 'BBCCCEF'],
  [150, 'BBCDDFG'],
  [280, 'BCDEEGH'],
  [500, 'BCDEFHJ'],
  [1_200, 'CCEFGJK'],
  [3_200, 'CDEGHKL'],
  [10_000, 'CDFGJLM'],
  [35_000, 'CDFHKMN'],
  [150_000, 'DEGJLNP'],
  [500_000, 'DEGJMPQ'],
  [Number.POSITIVE_INFINITY, 'DEHKNQR'],
];
const LEVEL_ORDER: readonly Level[] = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'];

const SIZES = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000, 3_150];
const REDUCED_SIZES = [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800];

type Table = {
  readonly sizes: readonly number[];
  /** Acceptance number by the sum of the places of letter and AQL, both counted from 0. */
  readonly diagonal: Readonly<Record<number, number>>;
  /** The same beyond it, in the rows down to `to` only. */
  readonly beyond: Readonly<
    Record<number, { readonly ac: number; readonly from: string; readonly to: string }>
  >;
  /** Sums whose arrow points up although a larger sample stands below. */
  readonly up: number;
};

const TABLES: Readonly<Record<Severity, Table>> = {
  normal: {
    sizes: SIZES.slice(0, 16),
    diagonal: { 14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21 },
    beyond: { 25: { ac: 30, from: 'A', to: 'E' }, 26: { ac: 44, from: 'B', to: 'E' } },
    up: 15,
  },
  tightened: {
    sizes: SIZES,
    diagonal: { 15: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18 },
    beyond: { 25: { ac: 27, from: 'A', to: 'E' }, 26: { ac: 41, from: 'B', to: 'E' } },
    up: 0,
  },
  reduced: {
    sizes: REDUCED_SIZES,
    diagonal: { 14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 6, 23: 8, 24: 10 },
    beyond: { 25: { ac: 14, from: 'C', to: 'E' }, 26: { ac: 21, from: 'C', to: 'E' } },
    up: 15,
  },
};

/** A sample of two cannot be reduced further: the first two rows of the reduced table keep the numbers of the normal one. */
const REDUCED_TO_TWO: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  A: { 14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30 },
  B: { 14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 7, 23: 10, 24: 14, 25: 21, 26: 30 },
};

/** The letter of table 1 for a lot of this size at this inspection level. */
export function codeLetter(lot_size: number, level: Level): string {
  const [, letters] = CODE_LETTERS.find(([up_to]) => lot_size <= up_to)!;
  return letters[LEVEL_ORDER.indexOf(level)]!;
}

/** What the cell itself says, or null where it holds an arrow. */
function cellOf(severity: Severity, row: number, column: number): number | null {
  const table = TABLES[severity];
  const letter = LETTERS[row]!;
  const sum = row + column;
  // The last letter stands in the table for the one column that needs it.
  if (letter === 'S' && sum !== 18) return null;
  const small = severity === 'reduced' ? REDUCED_TO_TWO[letter] : undefined;
  if (small !== undefined) return small[sum] ?? null;
  const beyond = table.beyond[sum];
  if (beyond !== undefined) return letter >= beyond.from && letter <= beyond.to ? beyond.ac : null;
  return table.diagonal[sum] ?? null;
}

/** The nearest row of the column with numbers, in the direction of the arrow; null where there is none. */
function follow(severity: Severity, row: number, column: number, step: 1 | -1): number | null {
  const rows = TABLES[severity].sizes.length;
  for (let at = row + step; at >= 0 && at < rows; at += step) {
    if (cellOf(severity, at, column) !== null) return at;
  }
  return null;
}

/** Plan of the master table for a letter and an AQL, arrows followed: up only where a column has no more above than 0. */
export function masterPlan(severity: Severity, letter: string, aql: number): SamplingPlan {
  const row = LETTERS.indexOf(letter);
  const column = AQLS.indexOf(aql as (typeof AQLS)[number]);
  if (row < 0 || column < 0) throw new RangeError(`no plan for letter ${letter}, AQL ${aql}`);
  const sum = row + column;
  const up = sum === TABLES[severity].up || sum > 24;
  const [first, second] = up ? ([-1, 1] as const) : ([1, -1] as const);
  const found =
    cellOf(severity, row, column) !== null
      ? row
      : (follow(severity, row, column, first) ?? follow(severity, row, column, second)!);
  const ac = cellOf(severity, found, column)!;
  return { letter: LETTERS[found]!, sample: TABLES[severity].sizes[found]!, ac, re: ac + 1 };
}

/** The sample of a lot: never more than the lot, which is then looked at piece by piece. */
export function samplingPlan(
  lot_size: number,
  level: Level,
  aql: number,
  severity: Severity,
): SamplingPlan & { readonly whole_lot: boolean } {
  const plan = masterPlan(severity, codeLetter(lot_size, level), aql);
  return { ...plan, sample: Math.min(plan.sample, lot_size), whole_lot: plan.sample >= lot_size };
}

/**
 * Whether so many nonconforming pieces would also have been accepted with the next smaller AQL of normal inspection.
 * Where that AQL has another sample size the numbers cannot be compared, and the answer is no.
 */
export function fitsNextAql(code_letter: string, aql: number, nonconforming: number): boolean {
  const next = AQLS[AQLS.indexOf(aql as (typeof AQLS)[number]) - 1];
  if (next === undefined) return false;
  const [plan, tighter] = [masterPlan('normal', code_letter, aql), masterPlan('normal', code_letter, next)];
  return tighter.sample === plan.sample && nonconforming <= tighter.ac;
}

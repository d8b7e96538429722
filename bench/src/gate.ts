import {
  type Facts,
  judge,
  type Movement,
  type Path,
  rulesAsked,
} from '../../server/src/modules/compliance/index.ts';
import { percentile } from './support/client.ts';
import { gateCompany } from './support/gate-company.ts';
import { atLeast, quick, report } from './support/report.ts';

/**
 * Verdicts a second on one core, from facts in memory: a company of 200 warehouses, 20,000 items, 5,000 partners with their
 * licences and letters. Every path is measured, and a mix in which a line of five breaks a rule.
 */
const MS = quick ? 300 : 1_000;
const ROUNDS = quick ? 3 : 9;
const PATHS: readonly Path[] = ['purchase', 'receive', 'putaway', 'release', 'transfer_ship', 'ship'];

const { facts, movements } = gateCompany(42);

/** Verdicts a second, and how many of them were allowed. */
function rate(asked: readonly Movement[], on: Facts, ms: number): { rate: number; allowed: number } {
  const started = performance.now();
  let verdicts = 0;
  let allowed = 0;
  while (performance.now() - started < ms) {
    for (const movement of asked) if (judge(on, movement).allowed) allowed += 1;
    verdicts += asked.length;
  }
  return { rate: (verdicts / (performance.now() - started)) * 1_000, allowed: allowed / verdicts };
}

const median = (values: readonly number[]) => percentile([...values], 50);
const rates = (asked: readonly Movement[]) => {
  rate(asked, facts, MS);
  const rounds = Array.from({ length: ROUNDS }, () => rate(asked, facts, MS));
  return { rate: median(rounds.map((round) => round.rate)), allowed: rounds[0]!.allowed };
};

const figures: Record<string, number> = {};
let slowest = Number.POSITIVE_INFINITY;
for (const path of PATHS) {
  const measured = rates(movements(path, 0));
  figures[`${path} (${rulesAsked(path).length} rules): verdicts/s`] = measured.rate;
  figures[`${path}: allowed`] = measured.allowed;
  slowest = Math.min(slowest, measured.rate);
}
const mixed = rates(PATHS.flatMap((path) => movements(path, 0.2)));
figures['all of them, a line of five refused or warned of: verdicts/s'] = mixed.rate;
figures['all of them: allowed'] = mixed.allowed;

report('gate', figures, [
  atLeast('the slowest path: verdicts/s', slowest, 100_000),
  atLeast('all paths, with refusals: verdicts/s', mixed.rate, 100_000),
]);

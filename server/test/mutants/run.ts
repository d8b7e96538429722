import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../support/global-setup.ts';
import { HARNESS_NAMES, type HarnessName } from './harnesses.ts';
import { type Mutant, mutants } from './mutants.ts';
import { type Finding, layOut, rottenEdits, runPlanted } from './plant.ts';

/**
 * Every mutant against every harness: `node server/test/mutants/run.ts [--only=TEXT] [--write]`. Prints which harness
 * sees which bug, ends with 1 where a mutant is not caught by a harness that must catch it, or where a harness is red
 * on the right sources. `--write` keeps the table in docs/reliability.md.
 */
const only = process.argv.find((a) => a.startsWith('--only='))?.slice('--only='.length) ?? '';
const rotten = rottenEdits(mutants);
if (rotten.length > 0) throw new Error(`these mutants no longer match: ${rotten.join('; ')}`);
const folder = mkdtempSync(join(tmpdir(), 'tongcang-mutants-'));
const { cluster, end } = await startCluster();
try {
  const chosen = mutants.filter((mutant) => mutant.name.includes(only));
  const jobs = [null, ...chosen].flatMap((mutant) => HARNESS_NAMES.map((harness) => ({ mutant, harness })));
  const findings = new Map<string, Finding>();
  // Two cores: one harness and its share of the database on each.
  const gardens = [layOut(join(folder, 'a')), layOut(join(folder, 'b'))];
  await Promise.all(
    gardens.map(async (garden) => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        // The interleaver gets the meeting that the bug needs: among forty others it comes too seldom in a minute.
        const { scenario } = job.mutant ?? {};
        const finding = await runPlanted(garden, job.mutant, job.harness, cluster, { scenario });
        findings.set(`${job.mutant?.name ?? ''}|${job.harness}`, finding);
        const verdict = finding.red ? 'RED  ' : 'green';
        console.log(
          `${verdict} ${String(finding.ms).padStart(6)} ms  ${job.harness.padEnd(10)} ${job.mutant?.name ?? '(right sources)'}  ${finding.found.slice(0, 160)}`,
        );
      }
    }),
  );
  const of = (mutant: Mutant | null, harness: HarnessName) =>
    findings.get(`${mutant?.name ?? ''}|${harness}`)!;
  const table = tableOf(chosen, of);
  console.log(`\n${table}`);
  const missed = chosen.flatMap((m) =>
    m.caught_by.filter((h) => !of(m, h).red).map((h) => `${m.name} was missed by ${h}`),
  );
  const false_alarms = HARNESS_NAMES.filter((h) => of(null, h).red).map(
    (h) => `${h} is red on right sources`,
  );
  for (const problem of [...missed, ...false_alarms]) console.log(problem);
  if (missed.length + false_alarms.length > 0) process.exitCode = 1;
  else if (process.argv.includes('--write')) keep(table);
} finally {
  await end();
  rmSync(folder, { recursive: true, force: true });
}

function tableOf(
  chosen: readonly Mutant[],
  of: (mutant: Mutant | null, harness: HarnessName) => Finding,
): string {
  const cell = ({ red, ms }: Finding) => (red ? `**caught** ${(ms / 1000).toFixed(1)} s` : 'missed');
  return [
    `| mutant | ${HARNESS_NAMES.join(' | ')} |`,
    `|---|${HARNESS_NAMES.map(() => '---|').join('')}`,
    ...chosen.map((m) => `| ${m.name} | ${HARNESS_NAMES.map((h) => cell(of(m, h))).join(' | ')} |`),
  ].join('\n');
}

function keep(table: string): void {
  const path = join(import.meta.dirname, '../../../docs/reliability.md');
  const [head, , tail] = readFileSync(path, 'utf8').split(/<!-- mutants(?: end)? -->/);
  writeFileSync(path, `${head}<!-- mutants -->\n${table}\n<!-- mutants end -->${tail}`);
}

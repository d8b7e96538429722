import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../support/db.ts';
import type { HarnessName } from './harnesses.ts';
import type { Mutant } from './mutants.ts';

const SERVER = join(import.meta.dirname, '../..');
const TIME_MAX_MS = 90_000;

/** A copy of the server's sources, in which mutants are planted one after the other. */
export type Garden = { readonly folder: string };

export function layOut(folder: string): Garden {
  cpSync(SERVER, folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  symlinkSync(join(SERVER, '../node_modules'), join(folder, 'node_modules'));
  return { folder };
}

export type Finding = {
  readonly red: boolean;
  /** The first thing that was found. */
  readonly found: string;
  readonly ms: number;
};

/**
 * Plants `mutant` (none: the sources as they are), runs a harness on it and takes it out again. Fails where an edit
 * does not match exactly once, so that a mutant cannot rot into a copy of the right source.
 */
export async function runPlanted(
  { folder }: Garden,
  mutant: Mutant | null,
  harness: HarnessName,
  cluster: Cluster,
  options: { seed?: number; scenario?: string } = {},
): Promise<Finding> {
  const restore = plant(folder, mutant);
  const start = performance.now();
  try {
    const found = await run(folder, harness, cluster, options);
    return { red: found.length > 0, found: found[0] ?? '', ms: Math.round(performance.now() - start) };
  } finally {
    restore();
  }
}

/** Edits that do not match exactly once, as text: such a mutant would be the right source under a wrong name. */
export function rottenEdits(mutants: readonly Mutant[]): string[] {
  return mutants.flatMap(({ name, edits }) =>
    edits.flatMap(({ file, find }) => {
      const matches = readFileSync(join(SERVER, file), 'utf8').split(find).length - 1;
      return matches === 1 ? [] : [`"${name}": ${matches} matches in ${file}`];
    }),
  );
}

function plant(folder: string, mutant: Mutant | null): () => void {
  const before = new Map<string, string>();
  for (const { file, find, replace } of mutant?.edits ?? []) {
    const path = join(folder, file);
    const source = readFileSync(path, 'utf8');
    const matches = source.split(find).length - 1;
    if (matches !== 1) throw new Error(`mutant "${mutant!.name}": ${matches} matches in ${file}, 1 expected`);
    if (!before.has(path)) before.set(path, source);
    writeFileSync(
      path,
      source.replace(find, () => replace),
    );
  }
  return () => {
    for (const [path, source] of before) writeFileSync(path, source);
  };
}

function run(
  folder: string,
  harness: HarnessName,
  cluster: Cluster,
  { seed = 1, scenario }: { seed?: number; scenario?: string },
): Promise<string[]> {
  const script = join(folder, 'test/mutants/run-harness.ts');
  const given = [script, harness, String(seed), ...(scenario === undefined ? [] : [scenario])];
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, given, { timeout: TIME_MAX_MS }, (error, stdout, stderr) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (last.startsWith('[')) resolve(JSON.parse(last) as string[]);
      else reject(new Error(`the harness did not run: ${error?.message ?? ''} ${stderr.slice(-2_000)}`));
    });
    child.stdin!.end(JSON.stringify(cluster));
  });
}

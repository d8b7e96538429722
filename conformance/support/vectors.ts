import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Public vectors lie beside the project, never in it. */
const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** The parsed JSON file under `../shared/`, or null, with a message, when it is not there. */
export function readShared<Shape>(path: string): Shape | null {
  if (existsSync(SHARED + path)) return JSON.parse(readFileSync(SHARED + path, 'utf8')) as Shape;
  console.warn(`skipped: ../shared/${path} is not beside this checkout`);
  return null;
}

/** Counts what ran and what did not, and why; prints one line at the end of a suite. */
export type Tally = {
  ran(): void;
  skip(reason: string): void;
  total(): number;
  print(name: string): void;
};

let all = 0;
/** How many vectors ran so far in this file and those it imports. */
export const ranInAll = (): number => all;

export function tally(): Tally {
  let count = 0;
  const skipped = new Map<string, number>();
  return {
    ran: () => {
      count += 1;
      all += 1;
    },
    skip: (reason) => {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    },
    total: () => count,
    print: (name) => {
      const reasons = [...skipped].map(([reason, times]) => `${times} ${reason}`).join('; ');
      console.info(`${name}: ${count} vectors ran${reasons === '' ? '' : `, not run: ${reasons}`}`);
    },
  };
}

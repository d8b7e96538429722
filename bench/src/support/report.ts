export type Goal = { readonly goal: string; readonly value: number; readonly holds: boolean };

/** A goal with its figure. `least`: the figure must reach it; `most`: it must not pass it. */
export const atLeast = (goal: string, value: number, least: number): Goal => ({
  goal: `${goal} >= ${least}`,
  value,
  holds: value >= least,
});
export const atMost = (goal: string, value: number, most: number): Goal => ({
  goal: `${goal} <= ${most}`,
  value,
  holds: value <= most,
});

/** Prints the table for people and, as the last line, the JSON for machines; a goal that does not hold ends with 1. */
export function report(
  bench: string,
  figures: Record<string, number | string>,
  goals: readonly Goal[],
): void {
  const round = (value: number | string) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  console.log(`\n${bench}`);
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(58)} ${round(value)}`);
  for (const { goal, value, holds } of goals)
    console.log(`  ${holds ? 'ok  ' : 'MISS'} ${goal.padEnd(53)} ${round(value)}`);
  const holds = goals.every((g) => g.holds);
  console.log(
    JSON.stringify({
      bench,
      figures: Object.fromEntries(Object.entries(figures).map(([k, v]) => [k, round(v)])),
      goals: Object.fromEntries(goals.map((g) => [g.goal, g.holds])),
      holds,
    }),
  );
  if (!holds) process.exitCode = 1;
}

export const quick = process.argv.includes('--quick');

/** A repeatable source of choices for loads. */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DEPTHS } from '../support/depths.ts';
import { createWorld, type World } from '../support/world.ts';
import { rush } from './scarcity.ts';
import { stress } from './stress.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const { ms } = DEPTHS[inject('depth')].stress;

test.each([
  { workers: 16, instances: 1, seed: 1 },
  { workers: 32, instances: 2, seed: 2 },
])(
  '$workers workers on few goods in $instances process(es): no deadlock, every sum right',
  { timeout: ms + 60_000 },
  async (load) => {
    const { problems, deadlocks, done, tripled, commands } = await stress(world, { ...load, ms });
    console.log(`${commands} commands, ${done} done, ${tripled} of them sent three times at once`);
    expect(problems).toEqual([]);
    expect(deadlocks).toBe(0);
    expect(tripled).toBeGreaterThan(commands / 20);
    expect(done / commands).toBeGreaterThan(0.25);
  },
);

test.each(
  ([64, 200] as const).flatMap((clients) =>
    (['allocating', 'shipping'] as const).flatMap((by) =>
      ([1, 2] as const).map((instances) => ({ clients, by, instances })),
    ),
  ),
)(
  '$clients clients want 5 of the last 100 by $by in $instances process(es): exactly 20 get them',
  async (wanted) => {
    const { problems, succeeded, refused, ms } = await rush(world, wanted);
    console.log(
      `${wanted.clients} clients ${wanted.by}, ${wanted.instances} process(es): ${Math.round(ms)} ms`,
    );
    expect(problems).toEqual([]);
    expect({ succeeded, refused }).toEqual({ succeeded: 20, refused: wanted.clients - 20 });
  },
);

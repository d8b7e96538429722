import { findViolations } from '../../src/invariants.ts';
import type { World } from './world.ts';

/**
 * What breaks an invariant, as text; empty when all is well. I15 is asked here and not by `npm run invariants`,
 * because events that were delivered are gone; no relay runs in a harness.
 */
export async function violationsOf(world: World): Promise<string[]> {
  const [found, silent] = await Promise.all([
    findViolations(world.db),
    world.sql<{ detail: string }>(
      `select format('%s %s left no event', entity, entity_id) as detail from platform.audit a
       where entity in ('movement', 'hold') and entity_id ~ '^\\d+$'
         and not exists (select from platform.outbox o where o.txid = a.txid)`,
    ),
  ]);
  return [...found.map((v) => `${v.invariant} ${v.detail}`), ...silent.map((s) => `I15 ${s.detail}`)];
}

import { ids } from '../../src/platform/ids.ts';
import type { Runner, ServerVerb } from '../../src/platform/use-case.ts';
import { openApps } from '../support/apps.ts';
import { type Answer, ask, isMistake, stockVerb, textOf } from '../support/ask.ts';
import { newItems, newLots } from '../support/goods.ts';
import { allocateAny } from '../support/test-verbs.ts';
import { violationsOf } from '../support/violations.ts';
import type { Lot, World } from '../support/world.ts';

export type Rush = {
  readonly clients: number;
  readonly instances: 1 | 2;
  readonly by: 'allocating' | 'shipping';
};
export type RushReport = {
  readonly succeeded: number;
  readonly refused: number;
  /** Until the last client had its answer. */
  readonly ms: number;
  readonly problems: readonly string[];
};

const STOCK = 100;
const WANTED = 5;

/** Many clients at once want five of the last hundred units of a lot: twenty get them, the others learn what is left. */
export async function rush(world: World, { clients, instances, by }: Rush): Promise<RushReport> {
  const [item_id] = await newItems(world, ['lot']);
  const [lot] = await newLots(world, item_id!, 1);
  await world.receive(lot!, world.north.bins.shelf, STOCK + 1);
  // The customer has had some before: a first shipment makes others wait at the new balance, which hides races.
  await ask(world.runner, stockVerb('post-movement'), shipmentOf(world, lot!, 1));
  const { apps, close } = openApps(world, instances);
  // Connections stand open, as in a system that is in use.
  await Promise.all(apps.flatMap((app) => Array.from({ length: 4 }, () => app.db.rows('select 1 as one'))));
  const start = performance.now();
  const answers = await Promise.all(
    Array.from({ length: clients }, (_, n) => {
      const { runner } = apps[n % instances]!;
      return by === 'allocating'
        ? untilAnswered(runner, allocateAny, wantOf(world, lot!, n + 1))
        : untilAnswered(runner, stockVerb('post-movement'), shipmentOf(world, lot!, WANTED));
    }),
  );
  const ms = performance.now() - start;
  await close();
  const shelf = await world.balance(lot!, world.north.bins.shelf);
  const left = by === 'allocating' ? shelf.qty - shelf.allocated : shelf.qty;
  return {
    succeeded: answers.filter((answer) => answer.done).length,
    refused: answers.filter((answer) => !answer.done).length,
    ms,
    problems: [
      ...answers.flatMap((answer) => problemOf(answer)),
      ...(left === 0 ? [] : [`${left} are left`]),
      ...(await violationsOf(world)),
    ],
  };
}

/** As a client does who is told to try again because no connection came free in time: the same request, the same key. */
async function untilAnswered(runner: Runner, verb: ServerVerb, input: object): Promise<Answer> {
  const key = ids.uuid();
  for (;;) {
    const answer = await ask(runner, verb, input, { key });
    if (answer.done || answer.code !== 'platform.unavailable') return answer;
  }
}

function wantOf(world: World, lot: Lot, demand_id: number) {
  const { warehouse_id } = world.north;
  const wants = [{ item_id: lot.item_id, qty: WANTED }];
  return { warehouse_id, partner_id: world.hospital_id, demand_id, wants };
}

function shipmentOf(world: World, lot: Lot, qty: number) {
  const line = {
    ...lot,
    qty,
    from_account_id: world.north.bins.shelf,
    to_account_id: world.accounts.icu,
    owner_id: world.entity_id,
  };
  return { purpose: 'ship', lines: [line] };
}

/** Units leave by fives, so whoever is refused is told that none is left. */
function problemOf(answer: Answer): string[] {
  if (answer.done) return [];
  const params = answer.errors[0]?.params ?? answer.params;
  const told = params.available === 0 && params.short_by === WANTED;
  return !isMistake(answer) && told ? [] : [textOf(answer)];
}

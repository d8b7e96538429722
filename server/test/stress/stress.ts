import { isDeepStrictEqual } from 'node:util';
import { ids } from '../../src/platform/ids.ts';
import type { ServerVerb } from '../../src/platform/use-case.ts';
import { type AppInstance, openApps } from '../support/apps.ts';
import { type Answer, ask, isMistake, stockVerb, textOf } from '../support/ask.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { newItems, newLots, serialNos } from '../support/goods.ts';
import { type Random, randomOf } from '../support/random.ts';
import { allocateAny, postAny } from '../support/test-verbs.ts';
import { violationsOf } from '../support/violations.ts';
import type { Lot, World } from '../support/world.ts';

export type Load = {
  readonly workers: number;
  readonly ms: number;
  readonly seed: number;
  readonly instances: number;
};
export type LoadReport = {
  readonly commands: number;
  readonly done: number;
  /** Commands sent three times at once under one key. */
  readonly tripled: number;
  readonly deadlocks: number;
  readonly problems: readonly string[];
};

/** Share of commands that are sent three times at once. */
const TRIPLED = 0.1;

/**
 * Random commands of many workers on very few goods: that is where a wrong lock order, a lost update or a missing
 * claim shows. Refusals are part of the game; what may not come is a deadlock, a crash, two answers under one key or a
 * ledger that does not add up afterwards.
 */
export async function stress(world: World, { workers, ms, seed, instances }: Load): Promise<LoadReport> {
  const before = await deadlocksOf(world);
  const { apps, close } = openApps(world, instances, 8);
  const hot = await heat(world);
  const counters = { commands: 0, done: 0, tripled: 0 };
  const problems: string[] = [];
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: workers }, async (_, n) => {
      const random = randomOf(seed * 1_000 + n);
      while (performance.now() < end && problems.length < 20) {
        const { verb, input, note } = commandOf(world, hot, random);
        const answers = await send(apps, random, verb, input);
        counters.commands += 1;
        counters.tripled += answers.length > 1 ? 1 : 0;
        counters.done += answers[0]!.done ? 1 : 0;
        problems.push(...problemsOf(verb, answers));
        const served = answers.find((answer) => answer.done);
        if (served?.done) note(served.value);
      }
    }),
  );
  await close();
  problems.push(...(await violationsOf(world)));
  return { ...counters, deadlocks: (await deadlocksOf(world)) - before, problems };
}

function send(
  apps: readonly AppInstance[],
  random: Random,
  verb: ServerVerb,
  input: object,
): Promise<Answer[]> {
  const key = ids.uuid();
  const times = random.next() < TRIPLED ? 3 : 1;
  return Promise.all(
    Array.from({ length: times }, () => ask(random.pick(apps).runner, verb, input, { key })),
  );
}

/** Equal keys give equal answers; one that was refused left nothing, so its twin may still have been served. */
function problemsOf(verb: ServerVerb, answers: readonly Answer[]): string[] {
  const served = answers.filter((answer) => answer.done);
  const differ = served.some((answer) => !isDeepStrictEqual(answer.value, served[0]!.value));
  return [
    ...answers.filter(isMistake).map((answer) => `${verb.contract.name}: ${textOf(answer)}`),
    ...(differ ? [`${verb.contract.name} answers one key twice: ${served.map(textOf).join(' | ')}`] : []),
  ];
}

type Hot = {
  readonly lots: readonly Lot[];
  readonly serials: { readonly lot: Lot; readonly nos: readonly string[] };
  readonly bins: readonly number[];
  readonly allocations: { allocation_id: number; account_id: number; qty: number; lot: Lot }[];
  readonly holds: number[];
};

const LOT_NO = 'L1';

/** Three lots and one serial-tracked lot at three bins of a warehouse. Each lot is the first of its item. */
async function heat(world: World): Promise<Hot> {
  const { shelf, shelf_two, dispatch } = world.north.bins;
  const items = await newItems(world, ['lot', 'lot', 'lot', 'serial']);
  const lots = (await Promise.all(items.map((item_id) => newLots(world, item_id, 1)))).flat();
  const nos = serialNos('S', 1, 8);
  for (const lot of lots.slice(0, 3)) {
    await world.receive(lot, shelf, 60);
    await world.receive(lot, shelf_two, 60);
  }
  await world.receive(lots[3]!, shelf, nos.length, { serial_nos: nos });
  return {
    lots: lots.slice(0, 3),
    serials: { lot: lots[3]!, nos },
    bins: [shelf, shelf_two, dispatch],
    allocations: [],
    holds: [],
  };
}

type Command = { verb: ServerVerb; input: object; note(value: unknown): void };
type Maker = (world: World, hot: Hot, random: Random) => Omit<Command, 'note'> & Partial<Command>;

const lineOf = (world: World, lot: Lot, qty: number, from: number, to: number) => ({
  ...lot,
  qty,
  from_account_id: from,
  to_account_id: to,
  owner_id: world.entity_id,
});

const relocate: Maker = (world, hot, random) => {
  const lines = random.shuffled(hot.lots).map((lot) => {
    const [from, to] = random.shuffled(hot.bins);
    return lineOf(world, lot, 1 + random.below(3), from!, to!);
  });
  return { verb: stockVerb('post-movement'), input: { purpose: 'relocate', lines } };
};
const moveSerials: Maker = (world, hot, random) => {
  const [from, to] = random.shuffled(hot.bins);
  const serial_nos = random.shuffled(hot.serials.nos).slice(0, 1 + random.below(2));
  const line = lineOf(world, hot.serials.lot, serial_nos.length, from!, to!);
  return {
    verb: stockVerb('post-movement'),
    input: { purpose: 'relocate', lines: [{ ...line, serial_nos }] },
  };
};
const receive: Maker = (world, hot, random) => {
  const lines = random
    .shuffled(hot.lots)
    .map((lot) => lineOf(world, lot, 1 + random.below(6), world.accounts.supplier, random.pick(hot.bins)));
  return { verb: postAny, input: { purpose: 'receive', lines } };
};
const ship: Maker = (world, hot, random) => {
  const lines = random
    .shuffled(hot.lots)
    .slice(0, 2)
    .map((lot) => lineOf(world, lot, 1 + random.below(4), random.pick(hot.bins), world.accounts.icu));
  return { verb: stockVerb('post-movement'), input: { purpose: 'ship', lines } };
};
const giveBack: Maker = (world, hot, random) => ({
  verb: postAny,
  input: {
    purpose: 'customer_return',
    lines: [
      {
        ...lineOf(world, random.pick(hot.lots), 1, world.accounts.icu, world.north.bins.returns),
        to_disposition: 'quarantine',
      },
    ],
  },
});
const allocate: Maker = (world, hot, random) => {
  const lots = random.shuffled(hot.lots).slice(0, 1 + random.below(2));
  return {
    verb: allocateAny,
    input: {
      warehouse_id: world.north.warehouse_id,
      partner_id: world.hospital_id,
      demand_id: 1 + random.below(50),
      wants: lots.map(({ item_id }) => ({ item_id, qty: 1 + random.below(20) })),
    },
    note(value) {
      const { allocations } = value as {
        allocations: { allocation_id: number; account_id: number; lot_id: number; qty: number }[];
      };
      for (const { lot_id, ...made } of allocations) {
        hot.allocations.push({ ...made, lot: lots.find((lot) => lot.lot_id === lot_id)! });
      }
    },
  };
};
const release: Maker = (world, hot, random) => {
  const chosen = random.shuffled(hot.allocations).slice(0, 3);
  if (chosen.length === 0) return allocate(world, hot, random);
  for (const { allocation_id } of chosen) forget(hot, allocation_id);
  return {
    verb: stockVerb('release-allocation'),
    input: { allocation_ids: chosen.map((a) => a.allocation_id), reason: 'stress' },
  };
};
const pick: Maker = (world, hot, random) => {
  if (hot.allocations.length === 0) return allocate(world, hot, random);
  const { allocation_id, qty } = random.pick(hot.allocations);
  return {
    verb: stockVerb('pick-allocations'),
    input: {
      to_account_id: world.north.bins.dispatch,
      lines: [{ allocation_id, qty: 1 + random.below(qty), lot_no: LOT_NO }],
    },
  };
};
const shipAllocated: Maker = (world, hot, random) => {
  if (hot.allocations.length === 0) return allocate(world, hot, random);
  const { allocation_id, account_id, qty, lot } = random.pick(hot.allocations);
  const line = lineOf(world, lot, 1 + random.below(qty), account_id, world.accounts.icu);
  return {
    verb: postAny,
    input: { purpose: 'ship', lines: [{ ...line, allocation: { allocation_id, take: 'ship' } }] },
  };
};
const hold: Maker = (world, hot, random) => {
  const lifted = hot.holds.pop();
  if (lifted !== undefined) {
    return { verb: stockVerb('lift-hold'), input: { hold_id: lifted, reason: 'stress' } };
  }
  const lots = random.shuffled(hot.lots).slice(0, 2);
  return {
    verb: stockVerb('hold-lots'),
    input: { lots, warehouse_id: world.north.warehouse_id, reason: 'stress' },
    note: (value) => void hot.holds.push(...(value as { hold_ids: number[] }).hold_ids),
  };
};

function forget(hot: Hot, allocation_id: number): void {
  const index = hot.allocations.findIndex((a) => a.allocation_id === allocation_id);
  if (index >= 0) hot.allocations.splice(index, 1);
}

/** How often each comes, out of a hundred. */
const SHARES: readonly (readonly [Maker, number])[] = [
  [relocate, 32],
  [moveSerials, 10],
  [receive, 12],
  [ship, 10],
  [giveBack, 5],
  [allocate, 12],
  [release, 6],
  [pick, 6],
  [shipAllocated, 5],
  [hold, 2],
];
const MAKERS = SHARES.flatMap(([maker, share]) => Array.from({ length: share }, () => maker));

function commandOf(world: World, hot: Hot, random: Random): Command {
  return { note: () => {}, ...random.pick(MAKERS)(world, hot, random) };
}

import { isDeepStrictEqual } from 'node:util';
import { ids } from '../../src/platform/ids.ts';
import { type Answer, ask, codesOf, stockVerb, textOf } from '../support/ask.ts';
import { newItems, newLots } from '../support/goods.ts';
import { allocateAny, postAny } from '../support/test-verbs.ts';
import type { Lot, World } from '../support/world.ts';
import type { Lane } from './gate.ts';
import type { Scenario } from './scenario.ts';

type Work = (lane: Lane) => Promise<Answer>;
type Place = number;

/** The verbs of a warehouse keeper on one world, ready to be put on a lane. */
function verbsOf(world: World) {
  const owner_id = world.entity_id;
  const movement = (purpose: string, lines: object[], key?: string): Work => {
    const verb = stockVerb('post-movement');
    return (lane) => ask(lane.runner, verb, { purpose, lines }, { key });
  };
  const line = (lot: Lot, qty: number, from: Place, to: Place, serial_nos?: readonly string[]) => ({
    ...lot,
    qty,
    from_account_id: from,
    to_account_id: to,
    owner_id,
    ...(serial_nos === undefined ? {} : { serial_nos }),
  });
  const verb =
    (name: string, input: object): Work =>
    (lane) =>
      ask(lane.runner, stockVerb(name), input);
  const allocateAll =
    (lots: readonly Lot[], qty: number, demand_id = 1): Work =>
    (lane) =>
      ask(lane.runner, allocateAny, {
        warehouse_id: world.north.warehouse_id,
        partner_id: world.hospital_id,
        demand_id,
        wants: lots.map(({ item_id }) => ({ item_id, qty })),
      });
  return {
    line,
    movement,
    ship: (lot: Lot, qty: number, from = world.north.bins.shelf, key?: string) =>
      movement('ship', [line(lot, qty, from, world.accounts.icu)], key),
    relocate: (lines: object[]) => movement('relocate', lines),
    receive:
      (lot: Lot, qty: number, to: Place, serial_nos?: readonly string[]): Work =>
      (lane) =>
        ask(lane.runner, postAny, {
          purpose: 'receive',
          lines: [line(lot, qty, world.accounts.supplier, to, serial_nos)],
        }),
    allocate: (lot: Lot, qty: number, demand_id = 1): Work => allocateAll([lot], qty, demand_id),
    allocateAll,
    shipAllocated:
      (lot: Lot, qty: number, from: Place, allocation_id: number): Work =>
      (lane) =>
        ask(lane.runner, postAny, {
          purpose: 'ship',
          lines: [
            { ...line(lot, qty, from, world.accounts.icu), allocation: { allocation_id, take: 'ship' } },
          ],
        }),
    hold: (lots: readonly Lot[]) => verb('hold-lots', { lots, reason: 'suspected' }),
    lift: (hold_id: number) => verb('lift-hold', { hold_id, reason: 'cleared' }),
    recall: (lots: readonly Lot[]) => verb('recall-lots', { lots, reason: 'by the maker' }),
    release: (allocation_ids: readonly number[]) =>
      verb('release-allocation', { allocation_ids, reason: 'not needed' }),
    pick: (allocation_id: number, qty: number, lot_no: string) =>
      verb('pick-allocations', {
        to_account_id: world.north.bins.dispatch,
        lines: [{ allocation_id, qty, lot_no }],
      }),
    reverse: (movement_id: number) => verb('reverse-movement', { movement_id, reason: 'a mistake' }),
    pack: (handling_unit_id: number, lot: Lot, qty: number) =>
      verb('pack', { handling_unit_id, lines: [{ ...lot, owner_id, qty }] }),
    moveUnit: (handling_unit_id: number) =>
      verb('move-handling-unit', { handling_unit_id, to_account_id: world.north.bins.shelf_two }),
    count: (lot: Lot, counted: number, expected: number) =>
      verb('post-count', {
        warehouse_id: world.north.warehouse_id,
        document_no: ids.uuid(),
        reason: 'yearly count',
        lines: [{ ...lot, account_id: world.north.bins.shelf, owner_id, counted, expected }],
      }),
  };
}

/**
 * Lots of their own with `qty` on the shelf. One unit of each was shipped before, because two first shipments would
 * wait for each other at the new balance of the customer, and hide what happens without that.
 */
async function stocked(world: World, qty: number, count = 1): Promise<Lot[]> {
  const [item_id] = await newItems(world, ['lot']);
  const lots = await newLots(world, item_id!, count);
  const { line, movement } = verbsOf(world);
  for (const lot of lots) await world.receive(lot, world.north.bins.shelf, qty + 1);
  const lines = lots.map((lot) => line(lot, 1, world.north.bins.shelf, world.accounts.icu));
  await arranged(world, movement('ship', lines));
  return lots;
}

async function allocated(world: World, lot: Lot, qty: number): Promise<number> {
  type Allocated = { allocations: { allocation_id: number }[] };
  return (await arranged<Allocated>(world, verbsOf(world).allocate(lot, qty))).allocations[0]!.allocation_id;
}

/** Does something before the meeting begins. */
async function arranged<T>(world: World, work: Work): Promise<T> {
  const answer = await work(world);
  if (!answer.done) throw new Error(textOf(answer));
  return answer.value as T;
}

/** An empty handling unit on the shelf. */
async function openUnit(world: World): Promise<number> {
  const [row] = await world.sql<{ sscc: string }>(
    `with serial as (select '0690123' || lpad((count(*) + 1)::text, 10, '0') as digits from stock.handling_unit)
     select digits || (10 - sum(substr(digits, n, 1)::int * (1 + 2 * (n % 2))) % 10) % 10 as sscc
     from serial, generate_series(1, 17) n group by digits`,
  );
  const input = { account_id: world.north.bins.shelf, sscc: row!.sscc };
  const work: Work = (lane) => ask(lane.runner, stockVerb('create-handling-unit'), input);
  return (await arranged<{ handling_unit_id: number }>(world, work)).handling_unit_id;
}

/** Sums of a lot over all our places; `customer` without the unit shipped before. */
async function standing(world: World, lot: Lot) {
  const rows = await world.sql<{ kind: string; disposition: string; qty: string; allocated: string }>(
    `select a.kind, b.disposition, sum(b.qty) as qty, sum(b.allocated) as allocated
     from stock.balance b join stock.account a using (account_id) where b.item_id = $1 and b.lot_id = $2 group by 1, 2`,
    [lot.item_id, lot.lot_id],
  );
  const of = (kind: string, disposition: string, what: 'qty' | 'allocated') =>
    rows
      .filter((r) => r.kind === kind && r.disposition === disposition)
      .reduce((sum, r) => sum + Number(r[what]), 0);
  return {
    shelf: of('bin', 'released', 'qty'),
    allocated: of('bin', 'released', 'allocated'),
    recalled: of('bin', 'recalled', 'qty'),
    held: of('bin', 'held', 'qty'),
    customer: of('customer', 'released', 'qty') - 1,
  };
}

const done = (answers: readonly Answer[]) => answers.filter((answer) => answer.done).length;

/** Problems: `what` must hold. */
function expecting(
  checks: Readonly<Record<string, boolean>>,
  answers: readonly Answer[],
  state?: object,
): string[] {
  return Object.entries(checks)
    .filter(([, holds]) => !holds)
    .map(
      ([what]) =>
        `${what}: ${answers.map(textOf).join(' | ')} ${state === undefined ? '' : JSON.stringify(state)}`,
    );
}

const refusedWith = (answers: readonly Answer[], ...codes: string[]) =>
  answers.every((answer) => codesOf(answer).every((code) => codes.includes(code)));

const lineParams = (answer: Answer) => (answer.done ? null : (answer.errors[0]?.params ?? answer.params));

export const scenarios: readonly Scenario[] = [
  {
    name: 'ship || ship of the last units',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { ship } = verbsOf(world);
      return {
        works: [ship(lot!, 6), ship(lot!, 6)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const refused = answers.find((a) => !a.done);
          return expecting(
            {
              'one of two ships': done(answers) === 1 && now.shelf === 4 && now.customer === 6,
              'the other learns what is left':
                refused !== undefined &&
                refusedWith(answers, 'stock.short') &&
                lineParams(refused)?.available === 4,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'ship || ship || ship',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { ship } = verbsOf(world);
      return {
        works: [ship(lot!, 4), ship(lot!, 4), ship(lot!, 4)],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            { 'two of three ship': done(answers) === 2 && now.shelf === 2 && now.customer === 8 },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'allocate || allocate',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { allocate } = verbsOf(world);
      return {
        works: [allocate(lot!, 6), allocate(lot!, 6, 2)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const refused = answers.find((a) => !a.done);
          return expecting(
            {
              'one of two is served': done(answers) === 1 && now.allocated === 6,
              'the other learns what is left':
                refused !== undefined && refused.done === false && refused.params.available === 4,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'allocate || ship',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { allocate, ship } = verbsOf(world);
      return {
        works: [allocate(lot!, 6), ship(lot!, 6)],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'one of two gets the goods':
                done(answers) === 1 &&
                refusedWith(answers, 'stock.short') &&
                now.allocated + now.customer === 6,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'ship || recall',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { ship, recall } = verbsOf(world);
      return {
        works: [ship(lot!, 4), recall([lot!])],
        async judge(answers) {
          const now = await standing(world, lot!);
          const shipped = answers[0]!.done;
          return expecting(
            {
              'the recall is done':
                answers[1]!.done && now.shelf === 0 && now.recalled === (shipped ? 6 : 10),
              'a refused shipment names the recall': refusedWith(
                answers,
                'compliance.lot_recalled',
                'stock.short',
              ),
              'nothing ships after the recall': await nothingLeftAfter(world, lot!, 'recall'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'receive into a new bin || recall',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { receive, recall } = verbsOf(world);
      return {
        works: [receive(lot!, 5, world.north.bins.shelf_two), recall([lot!])],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'nothing of a recalled lot is usable': now.shelf === 0,
              'the recall finds all of it': answers[1]!.done && now.recalled === (answers[0]!.done ? 15 : 10),
              'a refused receipt names the recall': refusedWith(answers, 'compliance.lot_recalled'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'relocate into a new bin || recall',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { relocate, line, recall } = verbsOf(world);
      return {
        works: [
          relocate([line(lot!, 10, world.north.bins.shelf, world.north.bins.shelf_two)]),
          recall([lot!]),
        ],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            { 'the recall finds all of it': answers[1]!.done && now.recalled === 10 && now.shelf === 0 },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'allocate || recall',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { allocate, recall } = verbsOf(world);
      return {
        works: [allocate(lot!, 6), recall([lot!])],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'nothing stays allocated of a recalled lot':
                answers[1]!.done && now.allocated === 0 && now.recalled === 10,
              'a refusal says why': refusedWith(answers, 'stock.short'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'hold || allocate || ship',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { allocate, hold, ship } = verbsOf(world);
      return {
        works: [hold([lot!]), allocate(lot!, 6), ship(lot!, 3)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const shipped = answers[2]!.done ? 3 : 0;
          return expecting(
            {
              'nothing stays allocated of a held lot':
                answers[0]!.done &&
                now.allocated === 0 &&
                now.held === 10 - shipped &&
                now.customer === shipped,
              'refusals say why': refusedWith(answers, 'stock.short', 'compliance.not_released'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'lift || ship',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { hold, lift, ship } = verbsOf(world);
      const { hold_ids } = await arranged<{ hold_ids: number[] }>(world, hold([lot!]));
      return {
        works: [lift(hold_ids[0]!), ship(lot!, 4)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const shipped = answers[1]!.done ? 4 : 0;
          return expecting(
            { 'the rest is usable again': answers[0]!.done && now.shelf === 10 - shipped && now.held === 0 },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'hold || recall of lots in opposite order',
    async arrange(world) {
      const [a, b] = await stocked(world, 10, 2);
      const { hold, recall } = verbsOf(world);
      return {
        works: [hold([a!, b!]), recall([b!, a!])],
        async judge(answers) {
          const now = [await standing(world, a!), await standing(world, b!)];
          return expecting(
            {
              'both are recalled': done(answers) === 2 && now.every((n) => n.recalled === 10 && n.held === 0),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'pick || release of one allocation',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const allocation_id = await allocated(world, lot!, 6);
      const { pick, release } = verbsOf(world);
      return {
        works: [pick(allocation_id, 6, 'L1'), release([allocation_id])],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'goods and allocation agree': now.shelf === 10 && now.allocated === (answers[1]!.done ? 0 : 6),
              'somebody is served': done(answers) >= 1,
              'refusals say why': refusedWith(answers, 'stock.allocation_closed', 'platform.try_again'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'pick || pick of one allocation',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const allocation_id = await allocated(world, lot!, 6);
      const { pick } = verbsOf(world);
      return {
        works: [pick(allocation_id, 6, 'L1'), pick(allocation_id, 6, 'L1')],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'one of two picks': done(answers) === 1 && now.allocated === 6 && now.shelf === 10,
              'the other is told that it is done': refusedWith(
                answers,
                'stock.allocation_closed',
                'stock.allocation_elsewhere',
              ),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'ship of an allocation || release of it',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const allocation_id = await allocated(world, lot!, 6);
      const { shipAllocated, release } = verbsOf(world);
      return {
        works: [shipAllocated(lot!, 6, world.north.bins.shelf, allocation_id), release([allocation_id])],
        async judge(answers) {
          const now = await standing(world, lot!);
          const released = answers[1]!.done && (answers[1]!.value as { released: number }).released === 1;
          return expecting(
            {
              'one of two gets the allocation':
                answers[0]!.done !== released &&
                now.allocated === 0 &&
                now.customer === (answers[0]!.done ? 6 : 0),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'release || release in opposite order',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const [first, second] = [await allocated(world, lot!, 2), await allocated(world, lot!, 3)];
      const { release } = verbsOf(world);
      return {
        works: [release([first, second]), release([second, first])],
        async judge(answers) {
          const now = await standing(world, lot!);
          const released = answers.map((a) => (a.done ? (a.value as { released: number }).released : 0));
          return expecting(
            { 'each is given back once': released[0]! + released[1]! === 2 && now.allocated === 0 },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'documents with lines in opposite order',
    async arrange(world) {
      const lots = await stocked(world, 10, 3);
      for (const lot of lots) await world.receive(lot, world.north.bins.shelf_two, 1);
      const { relocate, line } = verbsOf(world);
      const lines = lots.map((lot) => line(lot, 2, world.north.bins.shelf, world.north.bins.shelf_two));
      return {
        works: [relocate(lines), relocate(lines.toReversed()), relocate([lines[1]!, lines[2]!, lines[0]!])],
        judge: async (answers) => expecting({ 'all are done': done(answers) === 3 }, answers),
      };
    },
  },
  {
    name: 'documents that need the same new balances in opposite order',
    async arrange(world) {
      const lots = await stocked(world, 10, 3);
      const { relocate, line } = verbsOf(world);
      const lines = lots.map((lot) => line(lot, 2, world.north.bins.shelf, world.north.bins.shelf_two));
      return {
        works: [relocate(lines), relocate(lines.toReversed())],
        judge: async (answers) => expecting({ 'both are done': done(answers) === 2 }, answers),
      };
    },
  },
  {
    name: 'there and back between the same bins',
    async arrange(world) {
      const lots = await stocked(world, 10, 2);
      for (const lot of lots) await world.receive(lot, world.north.bins.shelf_two, 10);
      const { shelf, shelf_two } = world.north.bins;
      const { relocate, line } = verbsOf(world);
      return {
        works: [
          relocate(lots.map((lot) => line(lot, 3, shelf, shelf_two))),
          relocate(lots.map((lot) => line(lot, 4, shelf_two, shelf))),
        ],
        async judge(answers) {
          const now = await world.balance(lots[0]!, shelf);
          return expecting({ 'both are done': done(answers) === 2 && now.qty === 11 }, answers, now);
        },
      };
    },
  },
  {
    name: 'one idempotency key twice',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { ship } = verbsOf(world);
      const key = ids.uuid();
      return {
        works: [ship(lot!, 3, world.north.bins.shelf, key), ship(lot!, 3, world.north.bins.shelf, key)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const [first, second] = answers.map((a) => (a.done ? a.value : a.code));
          return expecting(
            {
              'both get one answer': done(answers) === 2 && isDeepStrictEqual(first, second),
              'it happens once': now.customer === 3,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'one idempotency key for two requests',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { ship } = verbsOf(world);
      const key = ids.uuid();
      return {
        works: [ship(lot!, 3, world.north.bins.shelf, key), ship(lot!, 4, world.north.bins.shelf, key)],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'one is done': done(answers) === 1 && (now.customer === 3 || now.customer === 4),
              'the other is told': refusedWith(answers, 'platform.idempotency_key_reused'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'ship || relocate of one serial',
    async arrange(world) {
      const [item_id] = await newItems(world, ['serial']);
      const [lot] = await newLots(world, item_id!, 1);
      const { shelf, shelf_two } = world.north.bins;
      await world.receive(lot!, shelf, 2, { serial_nos: ['S1', 'S2'] });
      const { movement, line } = verbsOf(world);
      return {
        works: [
          movement('ship', [line(lot!, 1, shelf, world.accounts.icu, ['S1'])]),
          movement('relocate', [line(lot!, 1, shelf, shelf_two, ['S1'])]),
        ],
        async judge(answers) {
          const [place] = await world.sql<{ account_id: string }>(
            `select account_id from stock.serial where item_id = $1 and serial_no = 'S1'`,
            [item_id],
          );
          const wanted = answers[0]!.done ? world.accounts.icu : shelf_two;
          return expecting(
            {
              'one of two gets the piece': done(answers) === 1 && Number(place!.account_id) === wanted,
              'the other is told': refusedWith(answers, 'stock.serial_elsewhere'),
            },
            answers,
            place,
          );
        },
      };
    },
  },
  {
    name: 'one new serial received twice, in two lots',
    async arrange(world) {
      const [item_id] = await newItems(world, ['serial']);
      const [a, b] = await newLots(world, item_id!, 2);
      const { receive } = verbsOf(world);
      return {
        works: [
          receive(a!, 1, world.north.bins.shelf, ['S1']),
          receive(b!, 1, world.north.bins.shelf_two, ['S1']),
        ],
        async judge(answers) {
          const now = [await standing(world, a!), await standing(world, b!)];
          return expecting(
            {
              'one of two receives it': done(answers) === 1 && now[0]!.shelf + now[1]!.shelf === 1,
              'the other is told': refusedWith(answers, 'stock.serial_elsewhere'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'count || ship',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { count, ship } = verbsOf(world);
      return {
        works: [count(lot!, 8, 10), ship(lot!, 6)],
        async judge(answers) {
          const now = await standing(world, lot!);
          const [counted, shipped] = [answers[0]!.done, answers[1]!.done];
          return expecting(
            {
              'the shipment is done': shipped,
              'a count that was overtaken is refused': counted || refusedWith(answers, 'stock.count_changed'),
              'the books say what is there': now.shelf === 10 - (counted ? 2 : 0) - 6,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'count || allocate',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { count, allocate } = verbsOf(world);
      return {
        works: [count(lot!, 4, 10), allocate(lot!, 6)],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'one of two is done': done(answers) === 1,
              'the other is told why': refusedWith(answers, 'stock.count_below_allocated', 'stock.short'),
              'nothing is promised that is not there': now.allocated <= now.shelf,
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'count || count of one shelf',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { count } = verbsOf(world);
      return {
        works: [count(lot!, 8, 10), count(lot!, 8, 10)],
        async judge(answers) {
          const now = await standing(world, lot!);
          return expecting(
            {
              'the difference is booked once': done(answers) === 1 && now.shelf === 8,
              'the other is told': refusedWith(answers, 'stock.count_changed'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'allocations of two items in opposite order',
    async arrange(world) {
      const [a] = await stocked(world, 10);
      const [b] = await stocked(world, 10);
      const { allocateAll } = verbsOf(world);
      return {
        works: [allocateAll([a!, b!], 6), allocateAll([b!, a!], 6, 2)],
        async judge(answers) {
          const now = [await standing(world, a!), await standing(world, b!)];
          return expecting(
            {
              'one of two gets both': done(answers) === 1 && now.every((n) => n.allocated === 6),
              'the other learns that it is short': refusedWith(answers, 'stock.short'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'reverse || reverse of one movement',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const { relocate, line, reverse } = verbsOf(world);
      const { shelf, shelf_two } = world.north.bins;
      // Enough to be taken back twice, so that only the law stops the second.
      await world.receive(lot!, shelf_two, 10);
      const moved = relocate([line(lot!, 4, shelf, shelf_two)]);
      const { movement_id } = await arranged<{ movement_id: number }>(world, moved);
      return {
        works: [reverse(movement_id), reverse(movement_id)],
        async judge(answers) {
          const now = await world.balance(lot!, shelf);
          return expecting(
            {
              'it is undone once': done(answers) === 1 && now.qty === 10,
              'the other is told': refusedWith(answers, 'stock.already_reversed'),
            },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'pack || ship of loose goods',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const unit = await openUnit(world);
      const { pack, ship } = verbsOf(world);
      return {
        works: [pack(unit, lot!, 8), ship(lot!, 5)],
        async judge(answers) {
          const now = await world.balance(lot!, world.north.bins.shelf);
          return expecting(
            { 'one of two gets the goods': done(answers) === 1 && now.packed <= now.qty },
            answers,
            now,
          );
        },
      };
    },
  },
  {
    name: 'pack || move of one handling unit',
    async arrange(world) {
      const [lot] = await stocked(world, 10);
      const unit = await openUnit(world);
      const { pack, moveUnit } = verbsOf(world);
      await arranged(world, pack(unit, lot!, 3));
      return {
        works: [pack(unit, lot!, 4), moveUnit(unit)],
        async judge(answers) {
          const there = await world.balance(lot!, world.north.bins.shelf_two);
          const packed = answers[0]!.done ? 7 : 3;
          return expecting(
            {
              'the unit stands with all its content':
                answers[1]!.done && there.packed === packed && there.qty === packed,
            },
            answers,
            there,
          );
        },
      };
    },
  },
];

/** Whether the newest posting of `purpose` comes after every shipment of the lot. */
async function nothingLeftAfter(world: World, lot: Lot, purpose: string): Promise<boolean> {
  const rows = await world.sql(
    `select 1 from stock.posting p join stock.movement m using (movement_id)
     where p.item_id = $1 and p.lot_id = $2 and m.purpose = 'ship' and p.posting_id > (
       select min(q.posting_id) from stock.posting q join stock.movement n using (movement_id)
       where q.item_id = $1 and q.lot_id = $2 and n.purpose = $3)`,
    [lot.item_id, lot.lot_id, purpose],
  );
  return rows.length === 0;
}

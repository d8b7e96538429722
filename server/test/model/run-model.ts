import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { openApps } from '../support/apps.ts';
import { ask, stockVerb, textOf } from '../support/ask.ts';
import { newItems, newLots } from '../support/goods.ts';
import { violationsOf } from '../support/violations.ts';
import type { Lot, World } from '../support/world.ts';
import { commandArbitraries, type System } from './commands.ts';
import { bins, emptyLedger, type Ledger, postLines, spotText, standing, sumsByLot } from './ledger.ts';

export type ModelReport = {
  readonly runs: number;
  readonly commands: number;
  /** Of the commands, those that were not refused. */
  readonly done: number;
  /** The smallest list of commands on which system and model differ, with seed and path to see it again. */
  readonly failure: string | null;
};

const COMMANDS_MAX = 60;

/**
 * Random lists of commands on the system and on the model; after each list the balances, allocations and serials and
 * the answers of every question about them are the same, and no invariant is broken.
 */
export async function runModel(
  world: World,
  { runs, ms, seed, shrink = true }: { runs: number; ms?: number; seed: number; shrink?: boolean },
): Promise<ModelReport> {
  const { apps, close } = openApps(world, 2, 3);
  const tally = { asked: 0, done: 0 };
  let done = 0;
  const property = fc.asyncProperty(
    fc.commands(commandArbitraries, { maxCommands: COMMANDS_MAX, size: 'max' }),
    async (list) => {
      const { ledger, system } = await begin({ world, apps, tally });
      await fc.asyncModelRun(() => ({ model: ledger, real: system }), list);
      done += 1;
      const problems = [...(await differences(ledger, system)), ...(await violationsOf(world))];
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  );
  try {
    const details = await fc.check(property, {
      numRuns: runs,
      seed,
      interruptAfterTimeLimit: ms,
      markInterruptAsFailure: false,
      endOnFailure: !shrink,
    });
    const failure = details.failed
      ? `${(details.errorInstance as Error | null)?.message}\n${fc.defaultReportMessage(details)}`
      : null;
    return { runs: done, commands: tally.asked, done: tally.done, failure };
  } finally {
    await close();
  }
}

/** Goods of their own for one list, some on the shelf; otherwise most commands would be refused. */
async function begin(system: System) {
  const { world } = system;
  const items = await newItems(world, ['lot', 'serial']);
  const lots = [...(await newLots(world, items[0]!, 3)), ...(await newLots(world, items[1]!, 2))];
  const { warehouse_id, bins: b, adjustment } = world.north;
  const places = {
    warehouse_id,
    shelf: b.shelf,
    shelf_two: b.shelf_two,
    receiving: b.receiving,
    dispatch: b.dispatch,
    returns: b.returns,
    supplier: world.accounts.supplier,
    customer: world.accounts.icu,
    adjustment,
  };
  const ledger = emptyLedger(places, lots, items[1]!);
  for (const lot of lots) await stockUp(ledger, world, lot);
  return { ledger, system };
}

async function stockUp(ledger: Ledger, world: World, lot: Lot): Promise<void> {
  const { supplier, shelf } = ledger.places;
  const tracked = lot.item_id === ledger.serial_item;
  const qty = tracked ? 4 : 25;
  const serial_nos = tracked ? Array.from({ length: qty }, () => `S${++ledger.last_serial}`) : undefined;
  await world.receive(lot, shelf, qty, { serial_nos });
  const line = {
    lot,
    qty,
    from: supplier,
    to: shelf,
    before: 'released',
    after: 'released',
    serial_nos,
  } as const;
  postLines(ledger, 'receive', [line]);
}

/** Where the system and the model differ, question by question. */
async function differences(ledger: Ledger, system: System): Promise<string[]> {
  const questions = [balances, allocations, serials, availability, asOf, traces];
  const found = await Promise.all(questions.map((question) => question(ledger, system)));
  return found.flat();
}

function same(what: string, got: readonly string[], wanted: readonly string[]): string[] {
  const [left, right] = [got.toSorted(), wanted.toSorted()];
  return isDeepStrictEqual(left, right) ? [] : [`${what}: the system has [${left}], the model [${right}]`];
}

async function answerOf<T>(system: System, name: string, input: object): Promise<T> {
  const answer = await ask<T>(system.apps[0]!.runner, stockVerb(name), input);
  if (!answer.done) throw new Error(`${name}: ${textOf(answer)}`);
  return answer.value;
}

const itemsOf = (ledger: Ledger) => [...new Set(ledger.lots.map((lot) => lot.item_id))];

async function balances(ledger: Ledger, system: System): Promise<string[]> {
  type Row = { lot_id: number; account_id: number; disposition: 'released'; qty: number; allocated: number };
  const mine = new Set(bins(ledger));
  const rows = await Promise.all(
    itemsOf(ledger).map((item_id) =>
      answerOf<{ rows: Row[] }>(system, 'list-balances', { item_id, limit: 1000 }),
    ),
  );
  const got = rows
    .flatMap(({ rows: of }) => of)
    .filter((row) => mine.has(row.account_id))
    .map((row) => `${spotText(row)} ${row.qty}/${row.allocated}`);
  return same('balances', got, standing(ledger));
}

async function allocations(ledger: Ledger, { world }: System): Promise<string[]> {
  const rows = await world.sql<{ text: string }>(
    `select lot_id || '|' || account_id || ' ' || qty || ' ' || status as text from stock.allocation where item_id = any($1)`,
    [itemsOf(ledger)],
  );
  // Where a shipped row stands is history; the live ones are what counts.
  const live = (text: string) => / (open|picked)$/.test(text);
  return same(
    'allocations',
    rows.map((row) => row.text).filter(live),
    ledger.allocations.map((a) => `${a.lot.lot_id}|${a.account_id} ${a.qty} ${a.status}`).filter(live),
  );
}

async function serials(ledger: Ledger, { world }: System): Promise<string[]> {
  const rows = await world.sql<{ text: string }>(
    `select item_id || '|' || serial_no || ' ' || lot_id || '|' || account_id || '|' || disposition as text
     from stock.serial where item_id = $1`,
    [ledger.serial_item],
  );
  return same(
    'serials',
    rows.map((row) => row.text),
    [...ledger.serials].map(([key, spot]) => `${key} ${spotText(spot)}`),
  );
}

async function availability(ledger: Ledger, system: System): Promise<string[]> {
  const found: string[] = [];
  for (const item_id of itemsOf(ledger)) {
    const { rows } = await answerOf<{ rows: Record<string, number>[] }>(system, 'list-availability', {
      item_id,
    });
    const lots = new Set(ledger.lots.filter((lot) => lot.item_id === item_id).map((lot) => lot.lot_id));
    const mine = new Set(bins(ledger));
    const cells = [...ledger.cells.values()].filter((c) => lots.has(c.lot_id) && mine.has(c.account_id));
    const sum = (wanted: (cell: (typeof cells)[0]) => number) =>
      cells.reduce((total, cell) => total + wanted(cell), 0);
    const usable = (disposition: string) => disposition === 'released';
    const wanted = {
      on_hand: sum((c) => c.qty),
      allocated: sum((c) => c.allocated),
      available: sum((c) => (usable(c.disposition) ? c.qty - c.allocated : 0)),
      quarantine: sum((c) => (c.disposition === 'quarantine' ? c.qty : 0)),
      blocked: sum((c) => (c.disposition !== 'quarantine' && !usable(c.disposition) ? c.qty : 0)),
    };
    const row = rows.find((r) => r.warehouse_id === ledger.places.warehouse_id);
    const got = Object.keys(wanted).map((name) => `${name} ${row?.[name] ?? 0}`);
    found.push(
      ...same(
        `availability of ${item_id}`,
        got,
        Object.entries(wanted).map(([name, qty]) => `${name} ${qty}`),
      ),
    );
  }
  return found;
}

async function asOf(ledger: Ledger, system: System): Promise<string[]> {
  type Row = { lot_id: number; disposition: string; qty: number };
  const [now] = await system.world.db.rows<{ at: string }>('select clock_timestamp() as at');
  const found: string[] = [];
  for (const { at, standing: wanted } of [...ledger.marks, { at: now!.at, standing: sumsByLot(ledger) }]) {
    const rows: Row[] = [];
    for (const item_id of itemsOf(ledger)) {
      rows.push(
        ...(await answerOf<{ rows: Row[] }>(system, 'list-as-of', { at, item_id, group: 'lot' })).rows,
      );
    }
    const got = rows.map((row) => `${row.lot_id}|${row.disposition} ${row.qty}`);
    found.push(...same(`stock as of ${at}`, got, wanted));
  }
  return found;
}

type Trace = {
  edges: { from_account_id: number; to_account_id: number; purpose: string; qty: number }[];
  nodes: { account_id: number; qty: number }[];
  postings: number;
  totals: Record<string, number>;
};

async function traces(ledger: Ledger, system: System): Promise<string[]> {
  const found: string[] = [];
  for (const lot of ledger.lots) {
    const flows = ledger.flows.filter((flow) => flow.lot.lot_id === lot.lot_id);
    const trace = await answerOf<Trace>(system, 'trace-lot', lot);
    const edges = new Map<string, number>();
    for (const { from, to, purpose, qty } of flows) {
      if (from === to) continue;
      const key = `${from}>${to} ${purpose}`;
      edges.set(key, (edges.get(key) ?? 0) + qty);
    }
    const into = (account: number) =>
      flows.reduce((sum, f) => sum + (f.to === account ? f.qty : 0) - (f.from === account ? f.qty : 0), 0);
    const on_hand = bins(ledger).reduce((sum, account) => sum + into(account), 0);
    const { supplier, customer, adjustment } = ledger.places;
    const totals = [
      `received ${0 - into(supplier)}`,
      `delivered ${into(customer)}`,
      `on_hand ${on_hand}`,
      `adjusted ${0 - into(adjustment)}`,
    ];
    found.push(
      ...same(
        `flows of lot ${lot.lot_id}`,
        trace.edges.map((e) => `${e.from_account_id}>${e.to_account_id} ${e.purpose} ${e.qty}`),
        [...edges].map(([key, qty]) => `${key} ${qty}`),
      ),
      ...same(
        `totals of lot ${lot.lot_id}`,
        ['received', 'delivered', 'on_hand', 'adjusted'].map((name) => `${name} ${trace.totals[name]}`),
        totals,
      ),
      ...same(`postings of lot ${lot.lot_id}`, [String(trace.postings)], [String(flows.length)]),
    );
  }
  return found;
}

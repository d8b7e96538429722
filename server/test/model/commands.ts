import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ids } from '../../src/platform/ids.ts';
import type { ServerVerb } from '../../src/platform/use-case.ts';
import type { AppInstance } from '../support/apps.ts';
import { type Answer, ask, stockVerb, textOf } from '../support/ask.ts';
import { allocateAny, postAny } from '../support/test-verbs.ts';
import type { Lot, World } from '../support/world.ts';
import {
  bins,
  type Cell,
  cellAt,
  fefo,
  isLive,
  type Ledger,
  type Line,
  postLines,
  relabel,
  spotText,
  sumsByLot,
  UNKNOWN_ID,
} from './ledger.ts';

/** The system under test: two processes over one database, because equal keys may arrive at different ones. */
export type System = {
  readonly world: World;
  readonly apps: readonly AppInstance[];
  /** How many commands were asked and how many of them done, so that a run that is all refusals is seen. */
  readonly tally: { asked: number; done: number };
};

/** What is asked of the system, and what the model says to it. */
type Question = {
  readonly verb: ServerVerb;
  readonly input: object;
  /** Changes the model. Gives the codes that the system must refuse with; none: it must be done. */
  predict(): string[];
  /** After it was done: compares the answer with the model and learns ids. Gives what is wrong. */
  learn?(value: never): Promise<string | null> | string | null;
};
type Choices = { readonly [name: string]: number };
type Plan = (ledger: Ledger, system: System, choices: Choices) => Question | null;

const pick = <T>(values: readonly T[], choice: number): T => values[choice % values.length]!;

/** Serial numbers standing at a spot. */
function serialsAt(
  ledger: Ledger,
  lot_id: number,
  account_id: number,
  disposition: Line['before'],
): string[] {
  const spot = spotText({ lot_id, account_id, disposition });
  return [...ledger.serials].filter(([, s]) => spotText(s) === spot).map(([key]) => key.split('|')[1]!);
}

/** For lines of serial items: pieces that stand there, and sometimes one that stands elsewhere or nowhere. */
function withSerials(ledger: Ledger, line: Line, choice: number): Line {
  if (line.lot.item_id !== ledger.serial_item) return line;
  const here = serialsAt(ledger, line.lot.lot_id, line.from, line.before);
  const known = [...ledger.serials.keys()].map((key) => key.split('|')[1]!);
  const stranger = known.length > 0 && choice % 5 === 0 ? pick(known, choice) : 'NOBODY';
  const serial_nos = here.slice(0, line.qty);
  if (serial_nos.length === 0 || choice % 7 === 0) {
    if (!serial_nos.includes(stranger)) serial_nos.splice(0, serial_nos.length > 0 ? 1 : 0, stranger);
  }
  return { ...line, qty: serial_nos.length, serial_nos };
}

const asInput = (world: World) => (line: Line) => ({
  ...line.lot,
  qty: line.qty,
  from_account_id: line.from,
  to_account_id: line.to,
  owner_id: world.entity_id,
  from_disposition: line.before,
  to_disposition: line.after,
  ...(line.serial_nos === undefined ? {} : { serial_nos: [...line.serial_nos] }),
  ...(line.allocation === undefined ? {} : { allocation: line.allocation }),
});

function posting(
  system: System,
  ledger: Ledger,
  verb: ServerVerb,
  purpose: string,
  lines: readonly Line[],
  learn?: Question['learn'],
): Question {
  return {
    verb,
    input: { purpose, lines: lines.map(asInput(system.world)) },
    predict: () => postLines(ledger, purpose, lines),
    learn,
  };
}

const receive: Plan = (ledger, system, { lot: chosen = 0, to = 0, qty = 0, second = 0 }) => {
  const lineOf = (choice: number): Line => {
    const lot = pick(ledger.lots, choice);
    const places = [
      ledger.places.shelf,
      ledger.places.shelf_two,
      ledger.places.receiving,
      ledger.places.returns,
    ];
    const disposition = choice % 4 === 3 ? 'quarantine' : 'released';
    const line = {
      lot,
      qty: 1 + (qty % 20),
      from: ledger.places.supplier,
      to: pick(places, to + choice),
      before: disposition,
      after: disposition,
    } as const;
    if (lot.item_id !== ledger.serial_item) return line;
    const count = 1 + (qty % 4);
    const fresh = Array.from({ length: count }, () => `S${++ledger.last_serial}`);
    // Now and then a delivery brings a piece that is on the books already.
    if (choice % 11 === 0 && ledger.serials.size > 0) fresh[0] = 'S1';
    return { ...line, qty: count, serial_nos: fresh };
  };
  const lines = second % 3 === 0 ? [lineOf(chosen), lineOf(chosen + 1)] : [lineOf(chosen)];
  return posting(system, ledger, postAny, 'receive', lines);
};

const relocate: Plan = (ledger, system, { lot = 0, from = 0, to = 0, qty = 0, count = 0 }) => {
  const lines = Array.from({ length: 1 + (count % 3) }, (_, n): Line => {
    const line = {
      lot: pick(ledger.lots, lot + n),
      qty: 1 + ((qty + n) % 12),
      from: pick(bins(ledger), from),
      to: pick(bins(ledger), to + n),
      before: 'released',
      after: 'released',
    } as const;
    return withSerials(ledger, line, qty);
  });
  return posting(system, ledger, stockVerb('post-movement'), 'relocate', lines);
};

const ship: Plan = (ledger, system, { lot = 0, from = 0, qty = 0 }) => {
  const line = withSerials(
    ledger,
    {
      lot: pick(ledger.lots, lot),
      qty: 1 + (qty % 12),
      from: pick(bins(ledger), from),
      to: ledger.places.customer,
      before: 'released',
      after: 'released',
    },
    qty,
  );
  return posting(system, ledger, stockVerb('post-movement'), 'ship', [line]);
};

const giveBack: Plan = (ledger, system, { lot = 0, qty = 0 }) => {
  const line = withSerials(
    ledger,
    {
      lot: pick(ledger.lots, lot),
      qty: 1 + (qty % 6),
      from: ledger.places.customer,
      to: ledger.places.returns,
      before: 'released',
      after: 'quarantine',
    },
    qty,
  );
  return posting(system, ledger, postAny, 'customer_return', [line]);
};

const releaseQuarantine: Plan = (ledger, system, { lot = 0, from = 0, to = 0, qty = 0 }) => {
  const line = withSerials(
    ledger,
    {
      lot: pick(ledger.lots, lot),
      qty: 1 + (qty % 6),
      from: pick([ledger.places.returns, ledger.places.receiving], from),
      to: pick(bins(ledger), to),
      before: 'quarantine',
      after: 'released',
    },
    qty,
  );
  return posting(system, ledger, postAny, 'release', [line]);
};

const adjust: Plan = (ledger, system, { lot = 0, at = 0, qty = 0, gain = 0 }) => {
  const chosen = pick(ledger.lots, lot);
  if (chosen.item_id === ledger.serial_item) return null;
  const bin = pick(bins(ledger), at);
  const [from, to] = gain % 2 === 0 ? [ledger.places.adjustment, bin] : [bin, ledger.places.adjustment];
  const line: Line = { lot: chosen, qty: 1 + (qty % 8), from, to, before: 'released', after: 'released' };
  return posting(system, ledger, stockVerb('post-movement'), 'adjust', [line]);
};

const allocate: Plan = (ledger, { world }, { item = 0, qty = 0, demand = 0 }) => {
  const item_id = pick([...new Set(ledger.lots.map((lot) => lot.item_id))], item);
  const wanted = 1 + (qty % 25);
  const { shares, available } = fefo(ledger, item_id, wanted);
  return {
    verb: allocateAny,
    input: {
      warehouse_id: ledger.places.warehouse_id,
      partner_id: world.hospital_id,
      demand_id: 1 + (demand % 9),
      wants: [{ item_id, qty: wanted }],
    },
    predict: () => (available < wanted ? ['stock.short'] : []),
    learn({
      allocations,
    }: {
      allocations: { allocation_id: number; lot_id: number; account_id: number; qty: number }[];
    }) {
      for (const [cell, share] of shares) cell.allocated += share;
      for (const { allocation_id, lot_id, account_id, qty: share } of allocations) {
        const lot = ledger.lots.find((l) => l.lot_id === lot_id)!;
        ledger.allocations.push({ allocation_id, lot, account_id, qty: share, status: 'open' });
      }
      const got = allocations.map((a) => `${a.lot_id}|${a.account_id} ${a.qty}`);
      const wantedShares = shares.map(([cell, share]) => `${cell.lot_id}|${cell.account_id} ${share}`);
      return isDeepStrictEqual(got, wantedShares)
        ? null
        : `allocated ${got}, first expiry first is ${wantedShares}`;
    },
  };
};

/** Ids of rows that a partial pick split off. */
async function learnSplit(ledger: Ledger, { world }: System): Promise<null> {
  for (const split of ledger.allocations.filter((a) => a.allocation_id === UNKNOWN_ID)) {
    const known = ledger.allocations.map((a) => a.allocation_id);
    const [row] = await world.sql<{ allocation_id: string }>(
      `select allocation_id from stock.allocation
       where item_id = $1 and lot_id = $2 and account_id = $3 and qty = $4 and status = $5 and allocation_id <> all($6)
       order by allocation_id desc limit 1`,
      [split.lot.item_id, split.lot.lot_id, split.account_id, split.qty, split.status, known],
    );
    Object.assign(split, { allocation_id: Number(row?.allocation_id ?? -2) });
  }
  return null;
}

const pickGoods: Plan = (ledger, system, { which = 0, qty = 0, wrong = 0 }) => {
  if (ledger.allocations.length === 0) return null;
  const held = pick(ledger.allocations, which);
  const { dispatch } = ledger.places;
  const lot_index = ledger.lots.filter((l) => l.item_id === held.lot.item_id).indexOf(held.lot) + 1;
  const scanned = wrong % 8 === 0 ? 'OTHER' : `L${lot_index}`;
  const asked = withSerials(
    ledger,
    {
      lot: held.lot,
      qty: 1 + (qty % (held.qty + 1)),
      from: held.account_id,
      to: dispatch,
      before: 'released',
      after: 'released',
      allocation: { allocation_id: held.allocation_id, take: 'pick' },
    },
    wrong,
  );
  return {
    verb: stockVerb('pick-allocations'),
    input: {
      to_account_id: dispatch,
      lines: [
        {
          allocation_id: held.allocation_id,
          qty: asked.qty,
          lot_no: scanned,
          ...(asked.serial_nos === undefined ? {} : { serial_nos: [...asked.serial_nos] }),
        },
      ],
    },
    predict() {
      if (held.status !== 'open') return ['0 stock.allocation_closed'];
      const codes = [
        ...(scanned === 'OTHER' ? ['0 stock.pick_lot_differs'] : []),
        ...(asked.qty > held.qty ? ['0 stock.allocation_exceeded'] : []),
      ];
      if (codes.length > 0) return codes;
      if (held.account_id !== dispatch) return postLines(ledger, 'pick', [asked]);
      // It stands there already: only the allocation changes.
      if (asked.qty === held.qty) held.status = 'picked';
      else {
        held.qty -= asked.qty;
        ledger.allocations.push({ ...held, allocation_id: UNKNOWN_ID, qty: asked.qty, status: 'picked' });
      }
      return [];
    },
    learn: () => learnSplit(ledger, system),
  };
};

const shipAllocated: Plan = (ledger, system, { which = 0, qty = 0 }) => {
  if (ledger.allocations.length === 0) return null;
  const held = pick(ledger.allocations, which);
  const line = withSerials(
    ledger,
    {
      lot: held.lot,
      qty: 1 + (qty % (held.qty + 1)),
      from: held.account_id,
      to: ledger.places.customer,
      before: 'released',
      after: 'released',
      allocation: { allocation_id: held.allocation_id, take: 'ship' },
    },
    qty,
  );
  return posting(system, ledger, postAny, 'ship', [line], () => learnSplit(ledger, system));
};

const releaseAllocations: Plan = (ledger, _system, { which = 0, count = 0 }) => {
  if (ledger.allocations.length === 0) return null;
  const chosen = [
    ...new Set(Array.from({ length: 1 + (count % 3) }, (_, n) => pick(ledger.allocations, which + n))),
  ];
  return {
    verb: stockVerb('release-allocation'),
    input: { allocation_ids: chosen.map((a) => a.allocation_id), reason: 'model' },
    predict() {
      const closed = chosen.flatMap((a, n) => (isLive(a) ? [] : [`${n} stock.allocation_closed`]));
      if (closed.length > 0) return closed;
      for (const a of chosen) {
        const { lot_id } = a.lot;
        cellAt(ledger, { lot_id, account_id: a.account_id, disposition: 'released' }).allocated -= a.qty;
        a.status = 'released';
      }
      return [];
    },
    learn: ({ released }: { released: number }) =>
      released === chosen.length ? null : `${released} released, ${chosen.length} expected`,
  };
};

const STOPPED = {
  hold: { from: ['released'], to: 'held' },
  recall: { from: ['released', 'quarantine', 'held'], to: 'recalled' },
} as const;

function stopping(ledger: Ledger, kind: 'hold' | 'recall', choice: number, everywhere: boolean): Question {
  const lot = pick(ledger.lots, choice);
  const { from, to } = STOPPED[kind];
  let wanted = { qty: 0, voided: 0 };
  return {
    verb: stockVerb(`${kind}-lots`),
    input: {
      lots: [lot],
      reason: 'model',
      ...(everywhere ? {} : { warehouse_id: ledger.places.warehouse_id }),
    },
    predict() {
      wanted = relabel(ledger, lot, kind, from, to);
      if (kind === 'recall') ledger.recalled.add(lot.lot_id);
      return [];
    },
    learn({
      hold_ids,
      qty,
      voided_allocations,
    }: {
      hold_ids: number[];
      qty: number;
      voided_allocations: number;
    }) {
      ledger.holds.push({ hold_id: hold_ids[0]!, kind, lot_id: lot.lot_id, everywhere, open: true });
      return qty === wanted.qty && voided_allocations === wanted.voided
        ? null
        : `${kind} of ${qty} with ${voided_allocations} voided, ${wanted.qty} with ${wanted.voided} expected`;
    },
  };
}
const hold: Plan = (ledger, _system, { lot = 0, everywhere = 0 }) =>
  stopping(ledger, 'hold', lot, everywhere % 2 === 0);
const recall: Plan = (ledger, _system, { lot = 0 }) => stopping(ledger, 'recall', lot, true);

const lift: Plan = (ledger, _system, { which = 0 }) => {
  if (ledger.holds.length === 0) return null;
  const chosen = pick(ledger.holds, which);
  return {
    verb: stockVerb('lift-hold'),
    input: { hold_id: chosen.hold_id, reason: 'model' },
    predict() {
      if (!chosen.open) return ['stock.hold_lifted'];
      const others = ledger.holds.filter((h) => h.open && h !== chosen && h.lot_id === chosen.lot_id);
      const recalled = [chosen, ...others].some((h) => h.kind === 'recall');
      if (recalled) return ['stock.hold_overlaps'];
      chosen.open = false;
      // All bins of the model are in one warehouse: what another hold stands on is all of the lot.
      if (others.length > 0) return [];
      const lot = ledger.lots.find((l) => l.lot_id === chosen.lot_id)!;
      relabel(ledger, lot, 'lift_hold', ['held'], 'released');
      return [];
    },
  };
};

/** What a count finds that the books do not say, as the lines that must be posted. */
function differences(ledger: Ledger, cell: Cell, lot: Lot, counted: Counted): Line[] {
  const { adjustment } = ledger.places;
  const { account_id } = cell;
  const moved = (gained: boolean, qty: number, serial_nos?: readonly string[]): Line => ({
    lot,
    qty,
    from: gained ? adjustment : account_id,
    to: gained ? account_id : adjustment,
    before: 'released',
    after: 'released',
    serial_nos,
  });
  const { missing, found, qty } = counted;
  if (lot.item_id !== ledger.serial_item) {
    return qty === cell.qty ? [] : [moved(qty > cell.qty, Math.abs(qty - cell.qty))];
  }
  return [
    ...(missing.length > 0 ? [moved(false, missing.length, missing)] : []),
    ...(found.length > 0 ? [moved(true, found.length, found)] : []),
  ];
}
type Counted = {
  readonly qty: number;
  readonly missing: readonly string[];
  readonly found: readonly string[];
};

const count: Plan = (ledger, { world }, { lot: chosen = 0, at = 0, off = 0, stale = 0 }) => {
  const lot = pick(ledger.lots, chosen);
  const account_id = pick(bins(ledger), at);
  if (account_id === ledger.places.returns) return null;
  const cell = cellAt(ledger, { lot_id: lot.lot_id, account_id, disposition: 'released' });
  const tracked = lot.item_id === ledger.serial_item;
  const here = serialsAt(ledger, lot.lot_id, account_id, 'released');
  const missing = here.slice(0, off % 3);
  const found = tracked && off % 4 === 1 ? [`S${++ledger.last_serial}`] : [];
  const serial_nos = [...here.slice(missing.length), ...found];
  const counted = tracked ? serial_nos.length : Math.max(0, cell.qty - 2 + (off % 5));
  const expected = stale % 6 === 0 ? cell.qty + 1 : cell.qty;
  const lines = differences(ledger, cell, lot, { qty: counted, missing, found });
  const sum = (from: boolean) =>
    lines.reduce((total, l) => total + ((l.from === ledger.places.adjustment) === from ? l.qty : 0), 0);
  const line = { ...lot, account_id, owner_id: world.entity_id, counted, expected };
  return {
    verb: stockVerb('post-count'),
    input: {
      warehouse_id: ledger.places.warehouse_id,
      document_no: ids.uuid(),
      reason: 'model',
      lines: [tracked ? { ...line, serial_nos } : line],
    },
    predict() {
      if (expected !== cell.qty) return ['0 stock.count_changed'];
      if (counted < cell.allocated) return ['0 stock.count_below_allocated'];
      return postLines(ledger, 'count', lines);
    },
    learn: ({ gained, lost }: { gained: number; lost: number }) =>
      gained === sum(true) && lost === sum(false) ? null : `gained ${gained}, lost ${lost}`,
  };
};

/** A moment to ask about later. */
const mark = async (ledger: Ledger, { world }: System): Promise<void> => {
  const [row] = await world.db.rows<{ at: string }>('select clock_timestamp() as at');
  ledger.marks.push({ at: row!.at, standing: sumsByLot(ledger) });
};

type Command = fc.AsyncCommand<Ledger, System>;

/** A command of the model: planned on the model's state, sent once or three times at once under one key. */
function command(name: string, plan: Plan, choices: readonly string[]): fc.Arbitrary<Command> {
  const numbers = Object.fromEntries(choices.map((choice) => [choice, fc.nat({ max: 999 })]));
  return fc.record({ chosen: fc.record(numbers), tenth: fc.nat({ max: 9 }) }).map(
    ({ chosen, tenth }): Command => ({
      check: () => true,
      toString: () => `${name}${tenth === 0 ? ' three times' : ''} ${JSON.stringify(chosen)}`,
      async run(ledger, system) {
        const question = plan(ledger, system, chosen as Choices);
        if (question === null) return;
        const key = ids.uuid();
        const codes = question.predict();
        const answers = await Promise.all(
          Array.from({ length: tenth === 0 ? 3 : 1 }, (_, n) =>
            ask(system.apps[n % system.apps.length]!.runner, question.verb, question.input, { key }),
          ),
        );
        for (const answer of answers) expectSame(name, codesAndLines(answer), codes, answer);
        system.tally.asked += 1;
        system.tally.done += answers[0]!.done ? 1 : 0;
        const values = answers.map((answer) => (answer.done ? answer.value : null));
        if (values.some((value) => !isDeepStrictEqual(value, values[0])))
          throw new Error(`${name} answers one key twice: ${answers.map(textOf).join(' | ')}`);
        const problem = codes.length === 0 ? await question.learn?.(values[0] as never) : null;
        if (problem != null) throw new Error(`${name}: ${problem}`);
      },
    }),
  );
}

function expectSame(name: string, got: readonly string[], wanted: readonly string[], answer: Answer): void {
  if (isDeepStrictEqual([...got].sort(), [...wanted].sort())) return;
  throw new Error(`${name}: the model says [${wanted}], the system [${got}]: ${textOf(answer)}`);
}

/** `line code` for each refused line, the bare code for a refusal as a whole. */
function codesAndLines(answer: Answer): string[] {
  if (answer.done) return [];
  const lines = answer.errors.map((error) => `${error.path.split('.')[1]} ${error.code}`);
  return lines.length > 0 ? lines : [answer.code];
}

export const commandArbitraries: fc.Arbitrary<Command>[] = [
  command('receive', receive, ['lot', 'to', 'qty', 'second']),
  command('receive', receive, ['lot', 'to', 'qty', 'second']),
  command('relocate', relocate, ['lot', 'from', 'to', 'qty', 'count']),
  command('relocate', relocate, ['lot', 'from', 'to', 'qty', 'count']),
  command('ship', ship, ['lot', 'from', 'qty']),
  command('give back', giveBack, ['lot', 'qty']),
  command('release from quarantine', releaseQuarantine, ['lot', 'from', 'to', 'qty']),
  command('adjust', adjust, ['lot', 'at', 'qty', 'gain']),
  command('allocate', allocate, ['item', 'qty', 'demand']),
  command('allocate', allocate, ['item', 'qty', 'demand']),
  command('pick', pickGoods, ['which', 'qty', 'wrong']),
  command('ship allocated', shipAllocated, ['which', 'qty']),
  command('release allocations', releaseAllocations, ['which', 'count']),
  command('hold', hold, ['lot', 'everywhere']),
  command('lift', lift, ['which']),
  command('recall', recall, ['lot']),
  command('count', count, ['lot', 'at', 'off', 'stale']),
  fc.constant<Command>({ check: () => true, toString: () => 'mark', run: mark }),
];

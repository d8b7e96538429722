import { pickAllocations as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import { requireAt, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { momentOf } from './moment.ts';
import { type AccountFact, placesOf } from './places.ts';
import { post, refusedError } from './post.ts';
import { emitPosted } from './posted-event.ts';
import { type BalanceKey, byText, keyText, type LineRefusal, type PostLine } from './stock.model.ts';
import { lockBalances, readAllocations, settle } from './stock.write.ts';
import { openUnits } from './units.ts';

type Input = InputOf<typeof contract>;
type Line = Input['lines'][number];
type Known = BalanceKey & {
  allocation_id: number;
  warehouse_id: number;
  qty: number;
  status: string;
  demand_kind: string;
  demand_id: number;
  lot_no: string;
};

export const pickAllocations = defineVerb(
  contract,
  { permission: 'stock.pick', audit: 'stock.pick', judges: true },
  (context, input) => pickInto(context, input),
);

/**
 * Picks allocated goods to a dispatch place: the allocations go along, and know who picked. A unit that is picked from is
 * opened. Needs `stock.pick` there; a
 * refusal names the lines by their place in `input`. The calling verb is declared with `judges: true`.
 */
export async function pickInto(context: Context, input: Input): Promise<OutputOf<typeof contract>> {
  const { tx, actor } = context;
  const to = await placeOf(tx, input.to_account_id);
  if (to?.warehouse_id == null || !sees(actor, to.warehouse_id)) fail('stock.place_or_lot_unknown');
  requireAt(actor, 'stock.pick', to.warehouse_id);
  const known = await load(tx, input.lines);
  const refusals = input.lines.flatMap((line, index) => check(line, index, known, to, input.lines));
  if (refusals.length > 0) throw refusedError(refusals);
  const lines = input.lines.map((line) => ({ ...line, held: known.get(line.allocation_id)! }));
  const there = lines.filter(({ held }) => held.account_id === input.to_account_id);
  const elsewhere = lines.filter(({ held }) => held.account_id !== input.to_account_id);
  if (there.length > 0) await lockAll(tx, lines, input.to_account_id);
  const movement_id = elsewhere.length > 0 ? await move(context, input, lines, elsewhere) : null;
  if (there.length > 0) await confirm(context, input, there);
  report(context, lines, movement_id);
  return { movement_id, picked: lines.reduce((sum, line) => sum + line.qty, 0) };
}

type Picked = Line & { readonly held: Known };

async function placeOf(tx: Tx, account_id: number): Promise<AccountFact | undefined> {
  const { epoch } = await momentOf(tx);
  return (await placesOf(tx, epoch, new Set([account_id]), [])).accounts.get(account_id);
}

async function load(tx: Tx, lines: readonly Line[]): Promise<Map<number, Known>> {
  const rows = await tx.rows<Known>(
    `select a.allocation_id, a.item_id, a.lot_id, a.account_id, a.owner_id, a.disposition, a.warehouse_id, a.qty,
       a.status, a.demand_kind, a.demand_id, l.lot_no
     from stock.allocation a join stock.lot l using (item_id, lot_id)
     where a.allocation_id = any($1::bigint[])`,
    [lines.map((line) => line.allocation_id)],
  );
  return new Map(rows.map((row) => [row.allocation_id, row]));
}

function refusal(index: number, code: string, params: LineRefusal['params'] = {}): LineRefusal {
  return { line_no: index + 1, code, params, legal_basis: null };
}

/** What can be seen before anything is locked; the ledger checks quantities and states again under its locks. */
function check(
  line: Line,
  index: number,
  known: ReadonlyMap<number, Known>,
  to: AccountFact,
  lines: readonly Line[],
): LineRefusal[] {
  const { allocation_id } = line;
  const held = known.get(allocation_id);
  if (held === undefined) return [refusal(index, 'stock.allocation_unknown', { allocation_id })];
  if (lines.findIndex((other) => other.allocation_id === allocation_id) !== index)
    return [refusal(index, 'stock.allocation_repeated', { allocation_id })];
  if (held.status !== 'open')
    return [refusal(index, 'stock.allocation_closed', { allocation_id, status: held.status })];
  const refusals: LineRefusal[] = [];
  if (held.lot_no !== line.lot_no)
    refusals.push(refusal(index, 'stock.pick_lot_differs', { expected: held.lot_no, scanned: line.lot_no }));
  if (to.zone_kind !== 'dispatch' || held.warehouse_id !== to.warehouse_id)
    refusals.push(refusal(index, 'stock.pick_not_to_dispatch', { zone_kind: to.zone_kind }));
  if (line.qty > held.qty)
    refusals.push(
      refusal(index, 'stock.allocation_exceeded', { allocation_id, qty: line.qty, allocated: held.qty }),
    );
  return refusals;
}

/** All balances at once and in key order, because what stands there already is settled after the posting. */
async function lockAll(tx: Tx, lines: readonly Picked[], to_account_id: number): Promise<void> {
  const keys = lines.flatMap(({ held }) => [held, { ...held, account_id: to_account_id }]);
  await lockBalances(tx, byText(keys));
}

async function move(
  { tx, actor }: Context,
  input: Input,
  all: readonly Picked[],
  picked: readonly Picked[],
): Promise<number> {
  const lines = picked.map(
    ({ held, qty, serial_nos }): PostLine => ({
      item_id: held.item_id,
      lot_id: held.lot_id,
      qty,
      from_account_id: held.account_id,
      to_account_id: input.to_account_id,
      from_owner_id: held.owner_id,
      to_owner_id: held.owner_id,
      from_disposition: held.disposition,
      to_disposition: held.disposition,
      serial_nos,
      allocation: { allocation_id: held.allocation_id, take: 'pick' },
    }),
  );
  await openUnits(tx, actor, lines);
  const [outcome] = await post(tx, [{ purpose: 'pick', actor, lines }]);
  if ('movement_id' in outcome!) return outcome.movement_id;
  // Lines of the posting are numbered among those that move; the caller knows the lines of the request.
  throw refusedError(
    outcome!.refusals.map((r) => ({ ...r, line_no: all.indexOf(picked[r.line_no - 1]!) + 1 })),
  );
}

/** Goods that stand at the dispatch place already: only the allocation changes. */
async function confirm({ tx, actor }: Context, input: Input, there: readonly Picked[]): Promise<void> {
  const states = await readAllocations(
    tx,
    there.map(({ held }) => held),
  );
  const refusals = there.flatMap(({ held, qty, allocation_id }) => {
    const state = states.get(allocation_id);
    const index = input.lines.findIndex((line) => line.allocation_id === allocation_id);
    if (state?.status !== 'open' || state.key !== keyText(held))
      return [refusal(index, 'stock.allocation_closed', { allocation_id, status: state?.status ?? null })];
    return qty > state.qty
      ? [refusal(index, 'stock.allocation_exceeded', { allocation_id, qty, allocated: state.qty })]
      : [];
  });
  if (refusals.length > 0) throw refusedError(refusals);
  await settle(
    tx,
    there.map(({ held, qty }) => ({
      ...held,
      qty,
      to_account_id: input.to_account_id,
      take: 'pick' as const,
      actor_id: actor.user_id,
    })),
  );
}

function report(context: Context, lines: readonly Picked[], movement_id: number | null): void {
  const { warehouse_id } = lines[0]!.held;
  context.audit({
    entity: 'movement',
    entity_id: movement_id ?? 0,
    warehouse_id,
    detail: { allocations: lines.map((line) => ({ allocation_id: line.allocation_id, qty: line.qty })) },
  });
  if (movement_id !== null) {
    emitPosted(context, { movement_id, purpose: 'pick', lines: lines.map((line) => line.held) });
  }
  const byDemand = Map.groupBy(lines, ({ held }) => `${held.demand_kind}:${held.demand_id}`);
  for (const [key, picked] of byDemand) {
    const { demand_kind, demand_id, item_id } = picked[0]!.held;
    const qty = picked.reduce((sum, line) => sum + line.qty, 0);
    context.emit('stock.picked', key, { demand_kind, demand_id, item_id, warehouse_id, qty, movement_id });
  }
}

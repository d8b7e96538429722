import { startRecall as contract, type InputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type StopOutcome, stopGoods } from '../stock/index.ts';
import { dueAt, standingOf } from './recall.model.ts';
import { caseKey, deadlinesOn, placesOf, requireEverywhere } from './recall.read.ts';
import { resolveScope, type Scope } from './recall.scope.ts';
import { insertCase, insertNotices, insertScope, saveLocked } from './recall.write.ts';
import { consigneesOf, type StandingPiece, serialsByEnd } from './recall-consignees.ts';

type Input = InputOf<typeof contract>;

/**
 * The lock of rules is taken before anything is read, so no lot of the scope is born and nothing of it leaves between the
 * look and the lock. A mock recall does the same without it.
 */
export const startRecall = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.start_recall', statement_timeout_ms: 30_000 },
  async (context, input) => {
    const { tx, actor } = context;
    requireEverywhere(actor);
    if ((input.kind === 'hold') !== (input.recall_class === undefined)) fail('quality.recall_class');
    if (input.decided_at !== undefined) await refuseFuture(tx, input.decided_at);
    if (input.kind !== 'mock') await changeRules(tx);
    const scope = await resolveScope(tx, input);
    const standing = standingOf(scope.criteria);
    if (scope.lots.length === 0 && standing.length === 0) fail('quality.recall_empty');
    const made = await insertCase(tx, input, actor);
    const done = await lock(context, input, made.case_id, scope);
    const lock_ms = await millisecondsNow(tx);
    await insertScope(tx, made.case_id, scope);
    const { notices, roads, due_at } = await list(tx, input, made, scope);
    const { case_id, document_no } = made;
    const locked = {
      case_id,
      movement_id: done.movement_id,
      qty: done.qty,
      voided: done.voided_allocations,
      roads,
      lock_ms,
    };
    const times = await saveLocked(tx, locked);
    const detail = {
      document_no,
      kind: input.kind,
      recall_class: input.recall_class ?? null,
      lots: scope.lots.length,
      ...locked,
    };
    context.audit({ entity: 'recall', entity_id: case_id, reason: input.reason, detail });
    context.emit('quality.recall_started', String(case_id), { case_id, document_no, kind: input.kind });
    return {
      case_id,
      document_no,
      movement_id: done.movement_id,
      locked_qty: done.qty,
      voided_allocations: done.voided_allocations,
      roads,
      lots: scope.lots.length,
      notices,
      due_at,
      ...times,
    };
  },
);

export async function refuseFuture(tx: Tx, moment: string): Promise<void> {
  const { future } = await tx.one<{ future: boolean }>(
    `select $1::timestamptz > now() + interval '5 minutes' as future`,
    [moment],
  );
  if (future) fail('quality.recall_decided_later');
}

const NOTHING: StopOutcome = { movement_id: null, qty: 0, voided_allocations: 0 };

function lock(
  context: Context,
  { kind, reason }: Input,
  case_id: number,
  scope: Scope,
): Promise<StopOutcome> | StopOutcome {
  if (kind === 'mock') return NOTHING;
  const lots = scope.lots.filter((lot) => lot.whole).map(({ item_id, lot_id }) => ({ item_id, lot_id }));
  const standing = standingOf(scope.criteria);
  return stopGoods(context, {
    kind,
    document_key: caseKey(case_id),
    reason,
    lots,
    pieces: scope.pieces,
    standing,
  });
}

/** Since the transaction began; rounded up, so that nothing takes no time. */
async function millisecondsNow(tx: Tx): Promise<number> {
  const { ms } = await tx.one<{ ms: number }>(
    'select ceil(extract(epoch from clock_timestamp() - now()) * 1000)::integer as ms',
  );
  return ms;
}

/** A notice for everybody who has goods in scope, due by the class of the case on the day of the decision. */
async function list(
  tx: Tx,
  input: Input,
  { case_id, decided_at }: { case_id: number; decided_at: string },
  scope: Scope,
): Promise<{ notices: number; roads: number; due_at: string }> {
  const places = await placesOf(tx, scope);
  const partners = await partnersOf(
    tx,
    places.flatMap((place) => place.department_id ?? []),
  );
  const serials = serialsByEnd(await standingPieces(tx, scope));
  const notices = consigneesOf(places, partners, serials, input.kind !== 'hold' || input.notify_customers);
  const deadlines = await deadlinesOn(tx, decided_at);
  const hours = deadlines.find((d) => d.recall_class === (input.recall_class ?? 'hold'))?.hours ?? 24;
  const due_at = dueAt(decided_at, hours);
  await insertNotices(tx, { case_id, due_at, notices });
  const roads = new Set(places.filter((place) => place.kind === 'in_transit').map((place) => place.name))
    .size;
  return { notices: notices.length, roads, due_at };
}

async function partnersOf(tx: Tx, departments: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.rows<{ department_id: number; partner_id: number }>(
    'select department_id, partner_id from masterdata.v_department where department_id = any($1::bigint[])',
    [departments],
  );
  return new Map(rows.map((row) => [row.department_id, row.partner_id]));
}

function standingPieces(tx: Tx, { pieces }: Scope): Promise<StandingPiece[]> {
  return tx.rows(
    `select s.item_id, s.lot_id, s.serial_id, s.serial_no,
       case when a.department_id is null then 'w' || a.warehouse_id else 'd' || a.department_id end as "end"
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, serial_id)
     join stock.v_serial s on s.item_id = k.item_id and s.serial_id = k.serial_id
     join stock.v_account a on a.account_id = s.account_id and coalesce(a.department_id, a.warehouse_id) is not null
     order by s.serial_no`,
    [pieces.map((piece) => piece.item_id), pieces.map((piece) => piece.serial_id)],
  );
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { requireReleased } from '../quality/index.ts';
import {
  emitPosted,
  ensureAccounts,
  type PostDocument,
  type PostLine,
  post,
  recalledParts,
  refusedError,
  unlockRelease,
} from '../stock/index.ts';
import { decideAcceptance, type Judged } from './decide-returns.ts';
import { RETURN_TRANSITIONS, returnKey, step, sum } from './outbound.model.ts';
import { firstOf, lockReturn, mayBecome, type Return, returnLines } from './returns.read.ts';
import { saveAcceptance } from './returns.write.ts';

export const acceptReturn = defineVerb(
  contract.acceptReturn,
  { permission: 'quality.dispose', audit: 'fulfilment.accept_return', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const back = await lockReturn(tx, input.return_id);
    const { return_id, warehouse_id, document_no } = back;
    requireAt(actor, 'quality.dispose', warehouse_id);
    mayBecome(back, 'closed');
    if (actor.user_id !== null && back.received_by === actor.user_id) fail('fulfilment.own_return_receipt');
    const lines = await returnLines(tx, return_id);
    const decision = decideAcceptance(input.lines, lines, back.chain_unbroken === true);
    if ('errors' in decision) throw firstOf(decision.errors);
    await requireReleased(tx, returnKey(return_id), decision.lines.map(settling));
    await dispose(context, back, decision.lines, input.acknowledged);
    await unlockRelease(tx, returnKey(return_id));
    const who = { accepted_by: actor.user_id, accepted_by_name: actor.display_name };
    await saveAcceptance(tx, { return_id, ...who }, decision.lines);
    const status = step(RETURN_TRANSITIONS, back.status, 'closed', 'return');
    const accepted = sum(decision.lines.map((line) => line.accepted));
    const rejected = sum(decision.lines.map((line) => line.rejected));
    const detail = { document_no, accepted, rejected, before: { status: back.status }, after: { status } };
    context.audit({ entity: 'return', entity_id: return_id, warehouse_id, detail });
    context.emit('fulfilment.return_closed', String(return_id), {
      return_id,
      warehouse_id,
      accepted,
      rejected,
    });
    return { return_id, status, accepted, rejected };
  },
);

/** What an inspection must have signed before this line may be booked. */
const settling = ({ line, accepted, rejected }: Judged) => ({
  item_id: line.item_id,
  lot_id: line.lot_id,
  released: accepted,
  rejected,
});

/** Good pieces are released into the receiving place, from where they are put away; others go to the rejected zone. */
async function dispose(
  context: Context,
  back: Return,
  lines: readonly Judged[],
  acknowledged: contract.InputOf<typeof contract.acceptReturn>['acknowledged'],
): Promise<void> {
  const { tx, actor } = context;
  const judged = await withoutRecalled(context, lines);
  const places = await placesFor(tx, back.warehouse_id);
  const head = { actor, document_key: returnKey(back.return_id), acknowledged };
  const documents: PostDocument[] = [
    { ...head, purpose: 'release' as const, lines: judged.flatMap((line) => released(line, back, places)) },
    { ...head, purpose: 'reject' as const, lines: judged.flatMap((line) => rejected(line, back, places)) },
  ].filter((document) => document.lines.length > 0);
  if (documents.length === 0) return;
  const outcomes = await post(tx, documents);
  documents.forEach(({ purpose, lines: posted }, index) => {
    const outcome = outcomes[index]!;
    if ('refusals' in outcome) throw refusedError(outcome.refusals);
    emitPosted(context, { movement_id: outcome.movement_id, purpose, lines: posted });
  });
}

/**
 * Recalled goods stand as recalled where they came in, or became so since, and stay there for the recall: rejecting them is
 * noted and moves nothing, accepting them is refused.
 */
async function withoutRecalled(context: Context, lines: readonly Judged[]): Promise<Judged[]> {
  const recalled = await recalledParts(
    context,
    lines.map(({ line }) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty: line.qty_received,
      serial_nos: line.received_serial_nos,
    })),
  );
  return lines.map((judged, index) => {
    const { line, accepted, accepted_serial_nos, rejected, rejected_serial_nos } = judged;
    const stopped = recalled[index]!;
    const usable = line.qty_received - stopped.qty;
    if (accepted > usable || accepted_serial_nos.some((one) => stopped.serial_nos.includes(one)))
      fail('compliance.lot_recalled', { lot_no: line.lot_no });
    return {
      ...judged,
      rejected: Math.min(rejected, usable - accepted),
      rejected_serial_nos: rejected_serial_nos.filter((one) => !stopped.serial_nos.includes(one)),
    };
  });
}

type Places = {
  readonly receiving: (storage_condition: string) => number | null;
  readonly rejected: number | null;
};

function released(judged: Judged, back: Return, places: Places): PostLine[] {
  const { line, accepted, accepted_serial_nos } = judged;
  const to = places.receiving(line.storage_condition) ?? line.account_id!;
  return pieces(judged, back, accepted, to, 'released', accepted_serial_nos);
}

function rejected(judged: Judged, back: Return, places: Places): PostLine[] {
  const to = places.rejected ?? judged.line.account_id!;
  return pieces(judged, back, judged.rejected, to, 'rejected', judged.rejected_serial_nos);
}

function pieces(
  { line }: Judged,
  back: Return,
  qty: number,
  to_account_id: number,
  to_disposition: PostLine['to_disposition'],
  serial_nos: readonly string[],
): PostLine[] {
  if (qty === 0) return [];
  return [
    {
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty,
      from_account_id: line.account_id!,
      to_account_id,
      from_owner_id: back.legal_entity_id,
      to_owner_id: back.legal_entity_id,
      from_disposition: 'quarantine',
      to_disposition,
      serial_nos: line.tracking === 'serial' ? serial_nos : undefined,
    },
  ];
}

/** Receiving places by how they keep goods, and the first of the rejected zone; null where there is none. */
async function placesFor(tx: Tx, warehouse_id: number): Promise<Places> {
  const rows = await tx.rows<{ location_id: number; zone_kind: string; storage_condition: string }>(
    `select distinct on (zone_kind, storage_condition) location_id, zone_kind, storage_condition
     from masterdata.v_location
     where warehouse_id = $1 and zone_kind in ('receiving', 'rejected') and retired_at is null
     order by zone_kind, storage_condition, location_code`,
    [warehouse_id],
  );
  const accounts = await ensureAccounts(
    tx,
    rows.map(({ location_id }) => ({ kind: 'bin', warehouse_id, location_id })),
  );
  const at = (index: number) => (index < 0 ? null : accounts[index]!);
  const first = (kind: string, condition?: string) =>
    rows.findIndex(
      (r) => r.zone_kind === kind && (condition === undefined || r.storage_condition === condition),
    );
  return {
    receiving: (condition) => at(first('receiving', condition)) ?? at(first('receiving')),
    rejected: at(first('rejected')),
  };
}

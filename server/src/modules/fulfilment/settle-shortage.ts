import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import {
  emitPosted,
  ensureAccounts,
  type PostDocument,
  type PostLine,
  post,
  refusedError,
} from '../stock/index.ts';
import { saveShortage } from './outbound.write.ts';

type Input = contract.InputOf<typeof contract.settleShortage>;

export const settleShortage = defineVerb(
  contract.settleShortage,
  { permission: 'stock.adjust', audit: 'fulfilment.settle_shortage', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const shortage = await lockShortage(tx, input.pick_shortage_id);
    const { pick_shortage_id, document_no, warehouse_id, qty } = shortage;
    requireAt(actor, 'stock.adjust', warehouse_id);
    if (shortage.status === 'settled') fail('fulfilment.shortage_settled', { document_no });
    if (actor.user_id !== null && shortage.opened_by === actor.user_id) fail('fulfilment.own_shortage');
    if (input.found > qty) fail('fulfilment.found_more', { found: input.found, qty });
    const lost = qty - input.found;
    await postBoth(context, shortage, input);
    await saveShortage(tx, {
      pick_shortage_id,
      qty_found: input.found,
      settled_by: actor.user_id,
      settled_by_name: actor.display_name,
      settle_reason: input.reason,
    });
    const detail = { document_no, found: input.found, lost };
    audit(context, shortage, input.reason, detail);
    return { pick_shortage_id, found: input.found, lost };
  },
);

type Shortage = {
  readonly pick_shortage_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly status: string;
  readonly opened_by: number | null;
};

async function lockShortage(tx: Tx, id: number): Promise<Shortage> {
  const [shortage] = await tx.rows<Shortage>(
    `select pick_shortage_id, document_no, warehouse_id, item_id, lot_id, account_id, owner_id, qty, serial_nos, status,
       opened_by from fulfilment.pick_shortage where pick_shortage_id = $1 for update`,
    [id],
  );
  return shortage ?? notFound('pick_shortage', id);
}

/** Found pieces may be used again; lost ones leave the books as a difference, each under this document. */
async function postBoth(context: Context, shortage: Shortage, input: Input): Promise<void> {
  const { tx, actor } = context;
  const { warehouse_id, account_id, pick_shortage_id, document_no } = shortage;
  const { found, lost } = serialsOf(shortage, input);
  const [adjustment] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id }]);
  const head = { actor, document_no, document_key: `shortage:${pick_shortage_id}`, reason: input.reason };
  const line = (
    qty: number,
    to: number,
    to_disposition: PostLine['to_disposition'],
    serial_nos: string[],
  ) => ({
    item_id: shortage.item_id,
    lot_id: shortage.lot_id,
    qty,
    from_account_id: account_id,
    to_account_id: to,
    from_owner_id: shortage.owner_id,
    to_owner_id: shortage.owner_id,
    from_disposition: 'held' as const,
    to_disposition,
    serial_nos: shortage.serial_nos.length > 0 ? serial_nos : undefined,
  });
  const { found: kept } = input;
  const documents: PostDocument[] = [
    { ...head, purpose: 'lift_hold' as const, lines: [line(kept, account_id, 'released', found)] },
    { ...head, purpose: 'adjust' as const, lines: [line(shortage.qty - kept, adjustment!, 'held', lost)] },
  ].filter((document) => document.lines[0]!.qty > 0);
  const outcomes = await post(tx, documents);
  documents.forEach(({ purpose, lines }, index) => {
    const outcome = outcomes[index]!;
    if ('refusals' in outcome) throw refusedError(outcome.refusals);
    emitPosted(context, { movement_id: outcome.movement_id, purpose, lines });
  });
}

function serialsOf(shortage: Shortage, input: Input): { found: string[]; lost: string[] } {
  if (shortage.serial_nos.length === 0) return { found: [], lost: [] };
  const all = input.found === shortage.qty;
  const found = all ? [...shortage.serial_nos] : (input.found_serial_nos ?? []);
  const known = found.every((serial_no) => shortage.serial_nos.includes(serial_no));
  if (!known || new Set(found).size !== input.found) {
    const error = { code: 'fulfilment.short_serials', params: { qty: input.found } };
    throw new AppError(error.code, error.params, { errors: [{ path: 'found_serial_nos', ...error }] });
  }
  return { found, lost: shortage.serial_nos.filter((serial_no) => !found.includes(serial_no)) };
}

function audit(
  context: Context,
  { pick_shortage_id, warehouse_id, item_id, lot_id }: Shortage,
  reason: string,
  detail: { found: number; lost: number; document_no: string },
): void {
  context.audit({ entity: 'pick_shortage', entity_id: pick_shortage_id, warehouse_id, reason, detail });
  context.emit('fulfilment.shortage_settled', String(pick_shortage_id), {
    pick_shortage_id,
    warehouse_id,
    item_id,
    lot_id,
    ...detail,
  });
}

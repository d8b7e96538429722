import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, type PostLine, postOrFail } from '../stock/index.ts';
import { raiseClaim } from './claims.ts';
import { placesAt } from './places.ts';
import { buyerOf } from './receipt.ts';
import { handOut, roadOf, type Taken } from './road.ts';
import {
  type DiscrepancyKind,
  documentKey,
  RESOLUTIONS_OF,
  type Resolution,
  saleOf,
} from './transfer.model.ts';
import { lockOrder, type Order, requireAtEnd } from './transfer.read.ts';
import { addToSentLots, closeWhenSettled, saveResolution } from './transfer.write.ts';

type Input = contract.InputOf<typeof contract.resolveDiscrepancy>;

export const resolveDiscrepancy = defineVerb(
  contract.resolveDiscrepancy,
  { permission: 'transfer.resolve', audit: 'transfer.resolve_discrepancy', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const { order, discrepancy } = await lockDiscrepancy(tx, input.discrepancy_id);
    maySettle(context, order, discrepancy, input.resolution);
    const movement_id = await settle(context, order, discrepancy, input);
    const { discrepancy_id, transfer_line_id, lot_id, owner_id, qty } = discrepancy;
    if (input.resolution !== 'accepted') {
      const column = BECOMES[input.resolution];
      await addToSentLots(tx, [{ transfer_line_id, lot_id, owner_id, [column]: qty }]);
    }
    const { resolution, responsible, reason } = input;
    await saveResolution(tx, {
      discrepancy_id,
      resolution,
      responsible,
      reason,
      resolved_by: actor.user_id,
      movement_id,
    });
    const claim_no = await claimLoss(context, order, discrepancy, input);
    const transfer_status = await closeWhenSettled(tx, order);
    report(context, order, discrepancy, { ...input, movement_id, transfer_status });
    return { discrepancy_id, movement_id, transfer_id: order.transfer_id, transfer_status, claim_no };
  },
);

/** Asks whoever answers for lost or damaged pieces to pay, where an amount is named. */
async function claimLoss(
  context: Context,
  order: Order,
  discrepancy: Discrepancy,
  { resolution, responsible, claim_fen, reason }: Input,
): Promise<string | null> {
  const loss = resolution === 'lost' || resolution === 'accepted';
  if (claim_fen === undefined || responsible === 'unknown' || !loss) return null;
  const claim = await raiseClaim(context, order, discrepancy, {
    against: responsible,
    amount_fen: claim_fen,
    reason,
  });
  return claim.document_no;
}

/** What the missing pieces count as from now on. */
const BECOMES = { lost: 'lost', found: 'received', returned: 'returned' } as const satisfies Record<
  Exclude<Resolution, 'accepted'>,
  string
>;

type Discrepancy = {
  readonly discrepancy_id: number;
  readonly document_no: string;
  readonly transfer_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly owner_id: number;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly kind: DiscrepancyKind;
  readonly qty: number;
  readonly status: 'open' | 'resolved';
  readonly opened_by: number | null;
};

/** The order is locked before its difference, as in every other verb. */
async function lockDiscrepancy(
  tx: Tx,
  discrepancy_id: number,
): Promise<{ order: Order; discrepancy: Discrepancy }> {
  const [place] = await tx.rows<{ transfer_id: number }>(
    'select transfer_id from transfer.discrepancy where discrepancy_id = $1',
    [discrepancy_id],
  );
  if (place === undefined) notFound('discrepancy', discrepancy_id);
  const order = await lockOrder(tx, place.transfer_id);
  const discrepancy = await tx.one<Discrepancy>(
    `select d.discrepancy_id, d.document_no, d.transfer_line_id, d.item_id, d.lot_id, t.lot_no, d.owner_id, i.tracking,
       i.storage_condition, d.kind, d.qty, d.status, d.opened_by
     from transfer.discrepancy d
     join stock.v_lot t on t.item_id = d.item_id and t.lot_id = d.lot_id
     join masterdata.v_item i on i.item_id = d.item_id
     where d.discrepancy_id = $1 for update of d`,
    [discrepancy_id],
  );
  return { order, discrepancy };
}

function maySettle({ actor }: Context, order: Order, discrepancy: Discrepancy, resolution: Resolution): void {
  requireAtEnd(actor, 'transfer.resolve', order.to_warehouse_id);
  // Returned goods are put into a bin of the sender.
  if (resolution === 'returned') requireAtEnd(actor, 'transfer.resolve', order.from_warehouse_id);
  const { document_no, kind, status, opened_by } = discrepancy;
  if (status !== 'open') fail('transfer.discrepancy_resolved', { document_no });
  const counted = [opened_by, order.received_by];
  if (actor.user_id !== null && counted.includes(actor.user_id)) fail('transfer.own_receipt');
  if (!RESOLUTIONS_OF[kind].includes(resolution)) {
    fail('transfer.resolution_does_not_fit', { kind, resolution }, [
      { path: 'resolution', code: 'option', params: { options: RESOLUTIONS_OF[kind].join(', ') } },
    ]);
  }
}

/** Moves the pieces off the road to where the resolution says they are. Damaged ones have arrived already. */
async function settle(
  { tx, actor }: Context,
  order: Order,
  discrepancy: Discrepancy,
  input: Input,
): Promise<number | null> {
  if (input.resolution === 'accepted') return null;
  const shares = await sharesOf(tx, order, discrepancy, input.serial_nos);
  const to_account_id = await destinationOf(tx, order, discrepancy, input);
  const lines = shares.map(
    ({ stock, qty, serial_nos }): PostLine => ({
      item_id: stock.item_id,
      lot_id: stock.lot_id,
      qty,
      from_account_id: stock.account_id,
      to_account_id,
      from_owner_id: stock.owner_id,
      to_owner_id: input.resolution === 'found' ? buyerOf(stock.owner_id, saleOf(order)) : stock.owner_id,
      from_disposition: stock.disposition,
      to_disposition: stock.disposition,
      serial_nos: discrepancy.tracking === 'serial' ? serial_nos : undefined,
    }),
  );
  return postOrFail(tx, {
    purpose: input.resolution === 'lost' ? 'adjust' : 'transfer_receive',
    actor,
    document_no: discrepancy.document_no,
    document_key: documentKey(order.transfer_id),
    reason: input.reason,
    lines,
  });
}

/** The missing pieces on the road; serials are named unless all of the lot on the road are missing. */
async function sharesOf(
  tx: Tx,
  order: Order,
  discrepancy: Discrepancy,
  given: readonly string[] | undefined,
): Promise<Taken[]> {
  const road = handOut(await roadOf(tx, order.transfer_id));
  const { qty, lot_no, tracking } = discrepancy;
  const left = tracking === 'serial' ? road.serialsLeft(discrepancy) : [];
  const serials = tracking === 'serial' ? (given ?? left) : undefined;
  const known = new Set(left);
  const fit =
    serials === undefined ||
    (new Set(serials).size === qty && serials.length === qty && serials.every((s) => known.has(s)));
  if (!fit) fail('transfer.serials_to_name', { lot_no, qty });
  return road.take(discrepancy, qty, serials);
}

async function destinationOf(tx: Tx, order: Order, discrepancy: Discrepancy, input: Input): Promise<number> {
  const { from_warehouse_id, to_warehouse_id } = order;
  if (input.resolution === 'lost') {
    const [adjustment] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id: to_warehouse_id }]);
    return adjustment!;
  }
  const warehouse_id = input.resolution === 'returned' ? from_warehouse_id : to_warehouse_id;
  const named = input.to_account_id === undefined ? [] : [input.to_account_id];
  const places = await placesAt(tx, warehouse_id, named);
  return places.binFor(input.to_account_id, discrepancy.storage_condition).account_id;
}

function report(
  { audit, emit }: Context,
  order: Order,
  discrepancy: Discrepancy,
  settled: Input & { movement_id: number | null; transfer_status: string },
): void {
  const { transfer_id, from_warehouse_id, to_warehouse_id } = order;
  const { discrepancy_id, document_no, qty, lot_id } = discrepancy;
  const { resolution, responsible, reason, movement_id, transfer_status } = settled;
  audit({
    entity: 'discrepancy',
    entity_id: discrepancy_id,
    warehouse_id: to_warehouse_id,
    reason,
    detail: {
      document_no,
      transfer_no: order.document_no,
      lot_id,
      qty,
      resolution,
      responsible,
      movement_id,
      before: { status: 'open', transfer_status: order.status },
      after: { status: 'resolved', transfer_status },
    },
  });
  emit('transfer.discrepancy_resolved', String(transfer_id), {
    transfer_id,
    discrepancy_id,
    resolution,
    qty,
    from_warehouse_id,
    to_warehouse_id,
  });
}

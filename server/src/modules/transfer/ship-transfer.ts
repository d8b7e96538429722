import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type ReadyGoods, readyGoodsOf, serialsOf } from '../fulfilment/index.ts';
import { ensureAccounts, postOrFail, releaseAllocations, reportVoided } from '../stock/index.ts';
import { bookDocuments, type TransportDocument } from '../transport/index.ts';
import { type Journey, journeyOf } from './allocation.ts';
import { documentKey, follow } from './transfer.model.ts';
import { type Line, linesOf, lockOrder, type Order, requireAtEnd } from './transfer.read.ts';
import { saveDeparture } from './transfer.write.ts';

type Input = contract.InputOf<typeof contract.shipTransfer>;

export const shipTransfer = defineVerb(
  contract.shipTransfer,
  { permission: 'transfer.ship', audit: 'transfer.ship', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const order = await lockOrder(tx, input.transfer_id);
    requireAtEnd(actor, 'transfer.ship', order.from_warehouse_id);
    const status = follow(order, 'in_transit');
    const lines = await linesOf(tx, order.transfer_id);
    const goods = await readyGoodsOf(
      tx,
      'transfer_line',
      lines.map((line) => line.transfer_line_id),
    );
    const picked = pickedOf(lines, goods, input.partial);
    await giveBack(
      context,
      goods.filter((g) => g.status === 'open'),
    );
    const serials = await serialsFor(context, picked, input.serials);
    const journey = await journeyOf(tx, order);
    const movement_id = await putOnTheRoad(context, order, picked, serials, journey);
    const expected_arrival = journey.arrives_at;
    const lots = sentLots(picked, serials);
    await saveDeparture(tx, { ...order, status, shipped_by: actor.user_id, expected_arrival, lots });
    await bookDocuments(context, [await transportOf(tx, order, picked)]);
    const qty = picked.reduce((sum, g) => sum + g.qty, 0);
    report(context, order, { movement_id, qty, expected_arrival });
    return { transfer_id: order.transfer_id, status, movement_id, qty, expected_arrival };
  },
);

/**
 * What leaves. A line that is allocated and not picked holds everything back unless the sender says that the rest
 * stays: shipping without picking would skip the scan that proves the lot.
 */
function pickedOf(lines: readonly Line[], goods: readonly ReadyGoods[], partial: boolean): ReadyGoods[] {
  const picked = goods.filter((g) => g.status === 'picked');
  const late = new Set(goods.filter((g) => g.status === 'open').map((g) => g.line_id));
  if (picked.length === 0 || (late.size > 0 && !partial)) {
    fail(
      'stock.allocation_not_picked',
      {},
      lines
        .filter((line) => late.has(line.transfer_line_id))
        .map(({ line_no, transfer_line_id }) => ({
          path: `lines.${line_no - 1}`,
          code: 'stock.allocation_not_picked',
          params: { transfer_line_id, line_no },
        })),
    );
  }
  return picked;
}

async function giveBack(context: Context, open: readonly ReadyGoods[]): Promise<void> {
  if (open.length === 0) return;
  const ids = open.map((g) => g.allocation_id);
  reportVoided(context, await releaseAllocations(context.tx, ids, { status: 'released' }), 'released');
}

type Serials = ReadonlyMap<number, readonly string[]>;

async function serialsFor(
  { tx }: Context,
  picked: readonly ReadyGoods[],
  given: Input['serials'],
): Promise<Serials> {
  const serials = await serialsOf(tx, picked, given);
  if ('serials' in serials) return serials.serials;
  const { lot_no, qty } = serials.unclear;
  fail('transfer.serials_to_name', { lot_no, qty });
}

/** Goods on the road belong to no warehouse; the gate judges the one they are going to. */
async function putOnTheRoad(
  { tx, actor }: Context,
  order: Order,
  picked: readonly ReadyGoods[],
  serials: Serials,
  journey: Journey,
): Promise<number> {
  const document_key = documentKey(order.transfer_id);
  const [road] = await ensureAccounts(tx, [{ kind: 'in_transit', document_key }]);
  return postOrFail(tx, {
    purpose: 'transfer_ship',
    actor,
    document_no: order.document_no,
    document_key,
    lane_id: order.lane_id,
    destination_warehouse_id: order.to_warehouse_id,
    arrival_date: journey.arrival_date,
    lines: picked.map((g) => ({
      item_id: g.item_id,
      lot_id: g.lot_id,
      qty: g.qty,
      from_account_id: g.account_id,
      to_account_id: road!,
      from_owner_id: g.owner_id,
      to_owner_id: g.owner_id,
      from_disposition: 'released',
      to_disposition: 'released',
      serial_nos: g.tracking === 'serial' ? serials.get(g.allocation_id) : undefined,
      allocation: { allocation_id: g.allocation_id, take: 'ship' },
    })),
  });
}

function sentLots(picked: readonly ReadyGoods[], serials: Serials) {
  const lots = Map.groupBy(picked, (g) => `${g.line_id}|${g.lot_id}|${g.owner_id}`);
  return [...lots.values()].map((goods) => ({
    transfer_line_id: goods[0]!.line_id,
    item_id: goods[0]!.item_id,
    lot_id: goods[0]!.lot_id,
    owner_id: goods[0]!.owner_id,
    qty: goods.reduce((sum, g) => sum + g.qty, 0),
    serial_nos: goods.flatMap((g) => (g.tracking === 'serial' ? (serials.get(g.allocation_id) ?? []) : [])),
  }));
}

/** The transfer as transport sees it: from now on it waits for a journey. The strictest storage condition counts. */
async function transportOf(tx: Tx, order: Order, picked: readonly ReadyGoods[]): Promise<TransportDocument> {
  const { storage_condition } = await tx.one<{ storage_condition: TransportDocument['storage_condition'] }>(
    `select storage_condition from masterdata.v_item where item_id = any($1::bigint[])
     order by array_position(array['frozen', 'cold', 'cool', 'ambient'], storage_condition) limit 1`,
    [picked.map((g) => g.item_id)],
  );
  const { transfer_id, document_no, from_warehouse_id, to_warehouse_id, lane_id, needed_at } = order;
  return {
    document_key: documentKey(transfer_id),
    document_no,
    kind: 'transfer',
    from_warehouse_id,
    to_warehouse_id,
    lane_id,
    needed_at,
    storage_condition,
    lines: picked.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty })),
  };
}

function report(
  { audit, emit }: Context,
  order: Order,
  departure: { movement_id: number; qty: number; expected_arrival: string },
): void {
  const { transfer_id, document_no, from_warehouse_id, to_warehouse_id } = order;
  audit({
    entity: 'transfer',
    entity_id: transfer_id,
    warehouse_id: from_warehouse_id,
    detail: { document_no, ...departure, before: { status: order.status }, after: { status: 'in_transit' } },
  });
  emit('transfer.shipped', String(transfer_id), {
    transfer_id,
    from_warehouse_id,
    to_warehouse_id,
    ...departure,
  });
}

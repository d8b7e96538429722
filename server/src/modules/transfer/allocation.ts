import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import {
  closedLotsOf,
  type Lane,
  lanesBetween,
  readyGoodsOf,
  reasonsOf,
  sumByLine,
} from '../fulfilment/index.ts';
import { allocate, momentOf, type Want } from '../stock/index.ts';
import { type Line, linesOf, type Order } from './transfer.read.ts';

/** How goods of an order would travel if they left now. */
export type Journey = {
  readonly lane: Lane | null;
  readonly arrival_date: string;
  readonly arrives_at: string;
};

/** The journey of an order on its lane; without a lane the goods are taken as arriving now. */
export async function journeyOf(tx: Tx, order: Order): Promise<Journey> {
  const [lanes, moment, zone] = await Promise.all([
    lanesBetween(tx, order),
    momentOf(tx),
    tx.one<{ timezone: string }>('select timezone from masterdata.v_warehouse where warehouse_id = $1', [
      order.to_warehouse_id,
    ]),
  ]);
  const lane = lanes.find((l) => l.lane_id === order.lane_id) ?? null;
  return {
    lane,
    arrival_date: lane?.arrival_date ?? moment.today[zone.timezone]!,
    arrives_at: lane?.arrives_at ?? moment.now,
  };
}

/**
 * Allocates what the lines of a locked order still lack, all or nothing: one line that the gate or the stock refuses
 * fails the whole with the reasons of every such line. Gives the quantity allocated. Needs the lock of rules.
 */
export async function allocateOrder(tx: Tx, order: Order, actor_id: number | null): Promise<number> {
  const [lines, journey] = await Promise.all([linesOf(tx, order.transfer_id), journeyOf(tx, order)]);
  const ready = sumByLine(
    await readyGoodsOf(
      tx,
      'transfer_line',
      lines.map((line) => line.transfer_line_id),
    ),
  );
  const lacking = lines
    .map((line) => ({ ...line, qty: line.qty - (ready.get(line.transfer_line_id) ?? 0) }))
    .filter((line) => line.qty > 0);
  const closed = await closedLotsOf(
    tx,
    lacking.map((line) => line.item_id),
    null,
  );
  // Who names a lot has decided to take it; nobody else's is taken by itself.
  const wants = lacking.map((line) => ({
    ...(line.lot_id === null ? closed(line.item_id) : {}),
    ...wantOf(line, order, journey, actor_id),
  }));
  const outcomes = await allocate(tx, wants);
  const reasons = await reasonsOf(tx, wants, outcomes);
  if (reasons.some((r) => r.length > 0)) throw notAllocatable(order, lacking, reasons);
  return lacking.reduce((sum, line) => sum + line.qty, 0);
}

function wantOf(line: Line, order: Order, journey: Journey, actor_id: number | null): Want {
  return {
    demand_kind: 'transfer_line',
    demand_id: line.transfer_line_id,
    item_id: line.item_id,
    warehouse_id: order.from_warehouse_id,
    qty: line.qty,
    lot_id: line.lot_id,
    override_reason: line.lot_id === null ? null : order.reason,
    arrival_date: journey.arrival_date,
    lane_id: order.lane_id,
    purpose: 'transfer_ship',
    to: { kind: 'in_transit', warehouse_id: order.to_warehouse_id, partner_id: null },
    expires_in_minutes: null,
    actor_id,
  };
}

function notAllocatable(
  order: Order,
  lines: readonly Line[],
  reasons: Awaited<ReturnType<typeof reasonsOf>>,
): AppError {
  const refused = reasons.filter((r) => r.length > 0).length;
  return new AppError(
    'transfer.not_allocatable',
    { document_no: order.document_no, refused },
    {
      errors: lines.flatMap((line, index) =>
        reasons[index]!.map(({ code, params }) => ({ path: `lines.${line.line_no - 1}`, code, params })),
      ),
      reasons: [...new Map(reasons.flat().map((reason) => [JSON.stringify(reason), reason])).values()],
    },
  );
}

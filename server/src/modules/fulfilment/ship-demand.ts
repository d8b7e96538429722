import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, momentOf, type PostDocument, post, refusedError } from '../stock/index.ts';
import { bookDocuments } from '../transport/index.ts';
import { bookingOf } from './booking.ts';
import { type DemandStatus, follow, statusOf } from './fulfilment.model.ts';
import {
  chosenLines,
  type Demand,
  type DemandLine,
  linesOf,
  lockDemand,
  stillOpen,
} from './fulfilment.read.ts';
import {
  insertShipments,
  type NewShipment,
  reserveShipments,
  type ShipmentName,
  saveProgress,
} from './fulfilment.write.ts';
import { deliveryKey, sum } from './outbound.model.ts';
import { type Parcel, packagesFor, parcelsOf } from './parcels.ts';
import { type ReadyGoods, readyGoodsOf, sumByLine } from './ready-goods.ts';
import {
  isReviewed,
  type OpenPackage,
  openPackages,
  type Reviewed,
  reviewedClasses,
  reviewsOf,
} from './reviews.read.ts';
import { sendPackages } from './reviews.write.ts';
import { termsOfSale } from './terms-of-sale.ts';

type Input = contract.InputOf<typeof contract.shipDemand>;
type Output = contract.OutputOf<typeof contract.shipDemand>;

export const shipDemand = defineVerb(
  contract.shipDemand,
  { permission: 'fulfilment.ship', audit: 'fulfilment.ship', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const demand = await lockDemand(tx, input.demand_id);
    requireAt(actor, 'fulfilment.ship', demand.warehouse_id);
    stillOpen(demand);
    const all = await linesOf(tx, demand.demand_id);
    const goods = await readyGoodsOf(
      tx,
      'demand_line',
      all.map((line) => line.demand_line_id),
    );
    const picked = pickedOf(chosenLines(all, input.demand_line_ids), goods, input.demand_line_ids);
    const { leaving, reviews } = await reviewedOf(tx, picked, input.demand_line_ids !== undefined);
    const moment = await momentOf(tx);
    const { warnings, invoices } = await termsOfSale(tx, demand, all, leaving, moment);
    const parcels = await parcelsOf(tx, demand, all, leaving, given(input.serials, reviews), moment);
    const packages = packagesFor(parcels, await openPackages(tx, demand.demand_id));
    const shipments = await postParcels(context, demand, parcels, invoices, input);
    await send(context, demand, parcels, packages, shipments);
    const status = await save(tx, demand, all, goods, leaving);
    report(context, demand, status, shipments);
    return { demand_id: demand.demand_id, status, shipments, warnings };
  },
);

/** What leaves: picked goods. Shipping without picking would skip the scan that proves the lot. */
function pickedOf(
  lines: readonly DemandLine[],
  goods: readonly ReadyGoods[],
  named: readonly number[] | undefined,
): ReadyGoods[] {
  const wanted = new Set(lines.map((line) => line.demand_line_id));
  const picked = goods.filter((g) => g.status === 'picked' && wanted.has(g.line_id));
  const reached = new Set(picked.map((g) => g.line_id));
  const errors = (named ?? []).flatMap((demand_line_id, index) =>
    reached.has(demand_line_id)
      ? []
      : [
          {
            path: `demand_line_ids.${index}`,
            code: 'stock.allocation_not_picked',
            params: { demand_line_id },
          },
        ],
  );
  if (picked.length === 0 || errors.length > 0) fail('stock.allocation_not_picked', {}, errors);
  return picked;
}

/**
 * Only what a second person has looked at leaves. What was not reviewed stays for the next shipment, unless its line was
 * asked for by name or nothing at all could leave.
 */
async function reviewedOf(
  tx: Tx,
  picked: readonly ReadyGoods[],
  all_of_it: boolean,
): Promise<{ leaving: ReadyGoods[]; reviews: ReadonlyMap<number, Reviewed> }> {
  const [reviews, needed] = await Promise.all([
    reviewsOf(
      tx,
      picked.map((g) => g.allocation_id),
    ),
    reviewedClasses(tx, [...new Set(picked.map((g) => g.item_id))]),
  ]);
  const waiting = picked.filter((g) => needed(g.item_id) && !isReviewed(g, reviews));
  const leaving = picked.filter((g) => !waiting.includes(g));
  const [first] = waiting;
  if (first !== undefined && (all_of_it || leaving.length === 0)) {
    const errors = waiting.map(({ line_id, lot_no, qty }) => ({
      path: `demand_line:${line_id}`,
      code: 'fulfilment.not_reviewed',
      params: { lot_no, qty },
    }));
    throw new AppError('fulfilment.not_reviewed', { lot_no: first.lot_no, qty: first.qty }, { errors });
  }
  return { leaving, reviews };
}

/** Serials named now, otherwise those that were scanned at the review. */
function given(
  named: Input['serials'],
  reviews: ReadonlyMap<number, Reviewed>,
): NonNullable<Input['serials']> {
  const asked = new Set((named ?? []).map((n) => n.allocation_id));
  const scanned = [...reviews.values()]
    .filter((r) => r.serial_nos.length > 0 && !asked.has(r.allocation_id))
    .map(({ allocation_id, serial_nos }) => ({ allocation_id, serial_nos: [...serial_nos] }));
  return [...(named ?? []), ...scanned];
}

/** Posts every parcel onto the road, all or none, and writes its delivery note. On the road goods are still ours. */
async function postParcels(
  { tx, actor }: Context,
  demand: Demand,
  parcels: readonly Parcel[],
  invoices: (g: ReadyGoods) => number | null,
  { reason, acknowledged }: Pick<Input, 'reason' | 'acknowledged'>,
): Promise<Output['shipments']> {
  const names = await reserveShipments(tx, parcels.length);
  const roads = await ensureAccounts(
    tx,
    names.map(({ shipment_id }) => ({ kind: 'in_transit', document_key: deliveryKey(shipment_id) })),
  );
  const documents = parcels.map(
    (parcel, index): PostDocument => ({
      purpose: 'ship',
      actor,
      document_no: names[index]!.delivery_note_no,
      document_key: `demand:${demand.demand_id}`,
      reason: reason ?? null,
      acknowledged,
      lane_id: parcel.lane?.lane_id ?? null,
      arrival_date: parcel.arrival_date,
      destination_partner_id: demand.partner_id,
      lines: parcel.goods.map((g) => ({
        item_id: g.item_id,
        lot_id: g.lot_id,
        qty: g.qty,
        from_account_id: g.account_id,
        to_account_id: roads[index]!,
        from_owner_id: g.owner_id,
        to_owner_id: g.owner_id,
        from_disposition: 'released',
        to_disposition: 'released',
        serial_nos: g.tracking === 'serial' ? g.serial_nos : undefined,
        allocation: { allocation_id: g.allocation_id, take: 'ship' },
        min_remaining_days: g.min_remaining_days,
      })),
    }),
  );
  const outcomes = await post(tx, documents);
  const refusals = outcomes.flatMap((outcome) => ('refusals' in outcome ? outcome.refusals : []));
  if (refusals.length > 0) throw refusedError(refusals);
  const movement_ids = outcomes.map((outcome) => (outcome as { movement_id: number }).movement_id);
  const shipments = parcels.map((parcel, index) =>
    noteOf(parcel, names[index]!, movement_ids[index]!, invoices),
  );
  const shipped_by_name = actor.display_name;
  await insertShipments(tx, { ...demand, shipped_by: actor.user_id, shipped_by_name }, shipments);
  return shipments.map(({ shipment_id, delivery_note_no, movement_id, lines }) => ({
    shipment_id,
    delivery_note_no,
    movement_id,
    qty: sum(lines.map((line) => line.qty)),
  }));
}

function noteOf(
  parcel: Parcel,
  name: ShipmentName,
  movement_id: number,
  invoices: (g: ReadyGoods) => number | null,
): NewShipment {
  const lots = Map.groupBy(parcel.goods, (g) => `${g.line_id}|${g.lot_id}`);
  return {
    ...name,
    lane_id: parcel.lane?.lane_id ?? null,
    movement_id,
    arrival_date: parcel.arrival_date,
    lines: [...lots.values()].map((goods) => ({
      demand_line_id: goods[0]!.line_id,
      item_id: goods[0]!.item_id,
      lot_id: goods[0]!.lot_id,
      qty: sum(goods.map((g) => g.qty)),
      serial_nos: goods.flatMap((g) => g.serial_nos),
      invoices: goods.reduce<number | null>((most, g) => {
        const count = invoices(g);
        return count === null ? most : Math.max(most ?? 0, count);
      }, null),
    })),
  };
}

/** Packages go along, and transport learns what waits at the dispatch door. */
async function send(
  context: Context,
  demand: Demand,
  parcels: readonly Parcel[],
  packages: readonly (readonly OpenPackage[])[],
  shipments: Output['shipments'],
): Promise<void> {
  const sent = packages.flatMap((boxes, index) =>
    boxes.map(({ package_id }) => ({ package_id, shipment_id: shipments[index]!.shipment_id })),
  );
  await sendPackages(context.tx, sent);
  // Without a lane the customer fetches the goods; no journey of ours is planned.
  const travelling = parcels.flatMap((parcel, index) =>
    parcel.lane === null ? [] : [{ parcel, shipment: shipments[index]!, boxes: packages[index]! }],
  );
  if (travelling.length === 0) return;
  const conditions = await conditionsOf(context.tx, parcels);
  await bookDocuments(
    context,
    travelling.map((one) => bookingOf(demand, one, conditions)),
  );
}

async function conditionsOf(tx: Tx, parcels: readonly Parcel[]): Promise<ReadonlyMap<number, string>> {
  const items = new Set(parcels.flatMap((parcel) => parcel.goods.map((g) => g.item_id)));
  const rows = await tx.rows<{ item_id: number; storage_condition: string }>(
    'select item_id, storage_condition from masterdata.v_item where item_id = any($1::bigint[])',
    [[...items]],
  );
  return new Map(rows.map((row) => [row.item_id, row.storage_condition]));
}

async function save(
  tx: Tx,
  demand: Demand,
  all: readonly DemandLine[],
  goods: readonly ReadyGoods[],
  leaving: readonly ReadyGoods[],
): Promise<DemandStatus> {
  const ready = sumByLine(goods);
  const left = sumByLine(leaving);
  const lines = all.map((line) => {
    const shipped_delta = left.get(line.demand_line_id) ?? 0;
    const allocated = (ready.get(line.demand_line_id) ?? 0) - shipped_delta;
    const progress = { qty: line.qty, allocated, shipped: line.qty_shipped + shipped_delta };
    return { ...line, ...progress, shipped_delta, status: statusOf(progress) };
  });
  const shipped = sum(lines.map((line) => line.shipped));
  const qty = sum(lines.map((line) => line.qty));
  const status = follow(demand.status, statusOf({ qty, allocated: 0, shipped }));
  await saveProgress(tx, [{ demand_id: demand.demand_id, status }], lines);
  return status;
}

function report(
  { audit, emit }: Context,
  demand: Demand,
  status: DemandStatus,
  shipments: Output['shipments'],
): void {
  const { demand_id, document_no, warehouse_id } = demand;
  for (const { shipment_id, delivery_note_no, movement_id, qty } of shipments) {
    audit({
      entity: 'demand',
      entity_id: demand_id,
      warehouse_id,
      detail: {
        document_no,
        delivery_note_no,
        movement_id,
        qty,
        before: { status: demand.status },
        after: { status },
      },
    });
    emit('fulfilment.shipped', String(demand_id), { demand_id, shipment_id, movement_id, warehouse_id, qty });
  }
}

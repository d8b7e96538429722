import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, momentOf, type PostDocument, post, refusedError } from '../stock/index.ts';
import { type DemandStatus, follow, statusOf } from './fulfilment.model.ts';
import {
  chosenLines,
  type Demand,
  type DemandLine,
  linesOf,
  lockDemand,
  stillOpen,
} from './fulfilment.read.ts';
import { insertShipments, type NewShipment, reserveDeliveryNotes, saveProgress } from './fulfilment.write.ts';
import { type Lane, lanesBetween } from './lanes.ts';
import { type ReadyGoods, readyGoodsOf, serialsOf, sumByLine } from './ready-goods.ts';

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
    const parcels = await parcelsOf(tx, demand, all, picked, input.serials);
    const shipments = await postParcels(context, demand, parcels, input.reason);
    const status = await save(tx, demand, all, goods, picked);
    report(context, demand, status, shipments);
    return { demand_id: demand.demand_id, status, shipments };
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

/** What leaves together: on one lane, with one delivery note. */
type Parcel = {
  readonly lane: Lane | null;
  readonly arrival_date: string;
  readonly goods: readonly (ReadyGoods & { serial_nos: readonly string[]; min_remaining_days: number })[];
};

async function parcelsOf(
  tx: Tx,
  demand: Demand,
  lines: readonly DemandLine[],
  picked: readonly ReadyGoods[],
  given: Input['serials'],
): Promise<Parcel[]> {
  const ends = { from_warehouse_id: demand.warehouse_id, to_partner_id: demand.partner_id };
  const [serials, lanes, moment] = await Promise.all([
    serialsOf(tx, picked, given),
    lanesBetween(tx, ends),
    momentOf(tx),
  ]);
  if ('unclear' in serials) {
    const { allocation_id, qty } = serials.unclear;
    fail('fulfilment.serials_to_name', { allocation_id, qty, present: serials.present });
  }
  const line = new Map(lines.map((l) => [l.demand_line_id, l]));
  return [...Map.groupBy(picked, (g) => line.get(g.line_id)!.lane_id)].map(([lane_id, goods]) => {
    const lane = lanes.find((l) => l.lane_id === lane_id) ?? null;
    return {
      lane,
      arrival_date: lane?.arrival_date ?? moment.today[demand.timezone]!,
      goods: goods.map((g) => ({
        ...g,
        serial_nos: serials.serials.get(g.allocation_id) ?? [],
        min_remaining_days: line.get(g.line_id)!.min_remaining_days,
      })),
    };
  });
}

/** Posts every parcel, all or none, and writes its delivery note. What is delivered belongs to the customer. */
async function postParcels(
  { tx, actor }: Context,
  demand: Demand,
  parcels: readonly Parcel[],
  reason: string | undefined,
): Promise<Output['shipments']> {
  const [numbers, [customer]] = await Promise.all([
    reserveDeliveryNotes(tx, parcels.length),
    ensureAccounts(tx, [{ kind: 'customer', department_id: demand.department_id }]),
  ]);
  const documents = parcels.map(
    (parcel, index): PostDocument => ({
      purpose: 'ship',
      actor,
      document_no: numbers[index]!,
      document_key: `demand:${demand.demand_id}`,
      reason: reason ?? null,
      lane_id: parcel.lane?.lane_id ?? null,
      arrival_date: parcel.arrival_date,
      lines: parcel.goods.map((g) => ({
        item_id: g.item_id,
        lot_id: g.lot_id,
        qty: g.qty,
        from_account_id: g.account_id,
        to_account_id: customer!,
        from_owner_id: g.owner_id,
        to_owner_id: demand.partner_id,
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
  const shipments = parcels.map((parcel, index) => noteOf(parcel, numbers[index]!, movement_ids[index]!));
  const ids = await insertShipments(tx, { ...demand, shipped_by: actor.user_id }, shipments);
  return shipments.map(({ delivery_note_no, movement_id, lines }, index) => ({
    shipment_id: ids[index]!,
    delivery_note_no,
    movement_id,
    qty: lines.reduce((sum, line) => sum + line.qty, 0),
  }));
}

function noteOf(parcel: Parcel, delivery_note_no: string, movement_id: number): NewShipment {
  const lots = Map.groupBy(parcel.goods, (g) => `${g.line_id}|${g.lot_id}`);
  return {
    delivery_note_no,
    lane_id: parcel.lane?.lane_id ?? null,
    movement_id,
    arrival_date: parcel.arrival_date,
    lines: [...lots.values()].map((goods) => ({
      demand_line_id: goods[0]!.line_id,
      item_id: goods[0]!.item_id,
      lot_id: goods[0]!.lot_id,
      qty: goods.reduce((sum, g) => sum + g.qty, 0),
      serial_nos: goods.flatMap((g) => g.serial_nos),
    })),
  };
}

async function save(
  tx: Tx,
  demand: Demand,
  all: readonly DemandLine[],
  goods: readonly ReadyGoods[],
  picked: readonly ReadyGoods[],
): Promise<DemandStatus> {
  const ready = sumByLine(goods);
  const left = sumByLine(picked);
  const lines = all.map((line) => {
    const shipped_delta = left.get(line.demand_line_id) ?? 0;
    const allocated = (ready.get(line.demand_line_id) ?? 0) - shipped_delta;
    const progress = { qty: line.qty, allocated, shipped: line.qty_shipped + shipped_delta };
    return { ...line, ...progress, shipped_delta, status: statusOf(progress) };
  });
  const shipped = lines.reduce((sum, line) => sum + line.shipped, 0);
  const qty = lines.reduce((sum, line) => sum + line.qty, 0);
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

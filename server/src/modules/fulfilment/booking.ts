import type { TransportDocument } from '../transport/index.ts';
import type { Demand } from './fulfilment.read.ts';
import type { Lane } from './lanes.ts';
import { deliveryKey, sum } from './outbound.model.ts';
import type { OpenPackage } from './reviews.read.ts';

type Condition = TransportDocument['storage_condition'];
/** The most demanding first: what travels together is kept as its most sensitive part asks. */
export const STRICTEST: readonly Condition[] = ['frozen', 'cold', 'cool', 'ambient'];

type Travelling = {
  readonly parcel: {
    readonly lane: Lane | null;
    readonly goods: readonly { readonly item_id: number; readonly lot_id: number; readonly qty: number }[];
  };
  readonly shipment: { readonly shipment_id: number; readonly delivery_note_no: string };
  readonly boxes: readonly OpenPackage[];
};

/** A delivery as transport asks for it. */
export function bookingOf(
  demand: Demand,
  { parcel, shipment, boxes }: Travelling,
  conditions: ReadonlyMap<number, string>,
): TransportDocument {
  const asked = new Set(parcel.goods.map((g) => conditions.get(g.item_id)));
  return {
    document_key: deliveryKey(shipment.shipment_id),
    document_no: shipment.delivery_note_no,
    kind: 'delivery',
    from_warehouse_id: demand.warehouse_id,
    to_partner_id: demand.partner_id,
    department_id: demand.department_id,
    lane_id: parcel.lane?.lane_id ?? null,
    needed_at: demand.needed_at,
    storage_condition: STRICTEST.find((condition) => asked.has(condition)) ?? 'ambient',
    packages: Math.max(1, boxes.length),
    ssccs: boxes.map((box) => box.sscc),
    weight_g: boxes.length === 0 ? null : sum(boxes.map((box) => box.weight_g)),
    volume_ml: boxes.length === 0 ? null : sum(boxes.map((box) => box.volume_ml)),
    lines: parcel.goods.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty })),
  };
}

import type { InputOf, shipDemand } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import type { Moment } from '../stock/index.ts';
import type { Demand, DemandLine } from './fulfilment.read.ts';
import { type Lane, lanesBetween } from './lanes.ts';
import { sum } from './outbound.model.ts';
import { type ReadyGoods, serialsOf } from './ready-goods.ts';
import type { OpenPackage } from './reviews.read.ts';

type Input = InputOf<typeof shipDemand>;

/** What leaves together: on one lane, with one delivery note. */
export type Parcel = {
  readonly lane: Lane | null;
  readonly arrival_date: string;
  readonly goods: readonly (ReadyGoods & { serial_nos: readonly string[]; min_remaining_days: number })[];
};

/** Goods by the lane of their lines, with their serials and the day they arrive. */
export async function parcelsOf(
  tx: Tx,
  demand: Demand,
  lines: readonly DemandLine[],
  leaving: readonly ReadyGoods[],
  named: NonNullable<Input['serials']>,
  moment: Moment,
): Promise<Parcel[]> {
  const ends = { from_warehouse_id: demand.warehouse_id, to_partner_id: demand.partner_id };
  const [serials, lanes] = await Promise.all([serialsOf(tx, leaving, named), lanesBetween(tx, ends)]);
  if ('unclear' in serials) {
    const { allocation_id, qty } = serials.unclear;
    fail('fulfilment.serials_to_name', { allocation_id, qty, present: serials.present });
  }
  const line = new Map(lines.map((l) => [l.demand_line_id, l]));
  return [...Map.groupBy(leaving, (g) => line.get(g.line_id)!.lane_id)].map(([lane_id, goods]) => {
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

/** Which packages go with which parcel. A package of which only a part would leave stays in the way. */
export function packagesFor(parcels: readonly Parcel[], open: readonly OpenPackage[]): OpenPackage[][] {
  const within = (box: OpenPackage, { goods }: Parcel) =>
    box.content.filter((c) => goods.some((g) => g.allocation_id === c.allocation_id)).length;
  const split = open.find((box) => {
    const leaving = sum(parcels.map((parcel) => within(box, parcel)));
    return leaving > 0 && !parcels.some((parcel) => within(box, parcel) === box.content.length);
  });
  if (split !== undefined) fail('fulfilment.split_package', { sscc: split.sscc });
  return parcels.map((parcel) => open.filter((box) => within(box, parcel) === box.content.length));
}

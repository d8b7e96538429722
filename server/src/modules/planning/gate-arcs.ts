import type { Reason } from '@tongcang/contract';
import type { TransferRefusal } from '@tongcang/planning';
import { type Facts, judge } from '../compliance/index.ts';
import { type Moment, todayAt } from '../stock/index.ts';
import { HANDLING_HOURS, UTC_OFFSET_HOURS } from './planning.model.ts';
import type { DonorRow, PlanLane } from './planning.read.ts';

/** A way that the gate refuses for a lot, with the most telling reason. */
export type RefusedArc = Required<TransferRefusal> & {
  readonly item_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
};

/** The civil day on which goods arrive that are made ready now and travel `transit_hours`. */
export function arrivalDate(now: string, transit_hours: number): string {
  const local = Date.parse(now) + (HANDLING_HOURS + transit_hours + UTC_OFFSET_HOURS) * 3_600_000;
  return new Date(local).toISOString().slice(0, 10);
}

/**
 * Asks the gate about every lot on every lane to every warehouse that needs its item, as for a transfer that leaves
 * now. A lot's refusals are told one by one; where all lots of a donor fail on a lane for the same reason it is told
 * once for the lane.
 */
export function gateRefusals(
  facts: Facts,
  moment: Moment,
  ways: {
    donors: readonly DonorRow[];
    lanes: readonly PlanLane[];
    /** Receiving warehouses by item. */
    receivers: ReadonlyMap<number, ReadonlySet<number>>;
  },
): { refusals: RefusedArc[]; counts: Map<string, number> } {
  const arrivals = new Map(ways.lanes.map((lane) => [lane, arrivalDate(moment.now, lane.transit_hours)]));
  const lanesFrom = Map.groupBy(ways.lanes, (lane) => lane.from_warehouse_id);
  const usable = ways.donors.filter((donor) => donor.disposition === 'released' && donor.qty_free > 0);
  const refusals: RefusedArc[] = [];
  const counts = new Map<string, number>();
  for (const lots of Map.groupBy(usable, (d) => `${d.item_id}|${d.warehouse_id}`).values()) {
    const { item_id, warehouse_id } = lots[0]!;
    for (const lane of lanesFrom.get(warehouse_id) ?? []) {
      if (ways.receivers.get(item_id)?.has(lane.to_warehouse_id) !== true) continue;
      const arrival = arrivals.get(lane)!;
      const codes = lots.map((lot) => gateReasons(facts, moment, lot, lane, arrival)[0]?.code ?? null);
      for (const code of codes) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
      refusals.push(...told(codes, lots, lane));
    }
  }
  return { refusals, counts };
}

function told(codes: readonly (string | null)[], lots: readonly DonorRow[], lane: PlanLane): RefusedArc[] {
  const { lane_id, from_warehouse_id, to_warehouse_id } = lane;
  const way = { item_id: lots[0]!.item_id, from_warehouse_id, to_warehouse_id, lane_id };
  const [first] = codes;
  if (first != null && codes.every((code) => code === first)) return [{ ...way, code: first, lot_id: null }];
  return codes.flatMap((code, index) =>
    code === null ? [] : [{ ...way, code, lot_id: lots[index]!.lot_id }],
  );
}

/** What the gate has against a lot that leaves now on a lane for another warehouse; nothing where it may. */
export function gateReasons(
  facts: Facts,
  moment: Moment,
  lot: DonorRow,
  lane: Pick<PlanLane, 'lane_id' | 'to_warehouse_id'>,
  arrival_date: string,
): readonly Reason[] {
  return judge(facts, {
    purpose: 'transfer_ship',
    item_id: lot.item_id,
    lot,
    from: { ...NO_PLACE, kind: 'bin', warehouse_id: lot.warehouse_id, zone_kind: 'storage' },
    to: { ...NO_PLACE, kind: 'in_transit', warehouse_id: lane.to_warehouse_id },
    from_disposition: 'released',
    to_disposition: 'released',
    on_date: todayAt(facts, moment, lot.warehouse_id),
    arrival_date,
    min_remaining_days: 0,
    lane_id: lane.lane_id,
  }).reasons;
}

const NO_PLACE = { zone_kind: null, storage_condition: null, partner_id: null } as const;

import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/use-case.ts';
import { type AllocatedLot, allocate, type Want } from '../stock/index.ts';
import { reasonsOf } from './explain.ts';
import { noteAllocated } from './follow-voided.ts';
import { lotTermsOf, type WantedLine, wantOf } from './wants.ts';

/** Pieces of a demand line that turned out not to be there, or not to be fit. */
export type Missing = {
  readonly demand_line_id: number;
  readonly qty: number;
  readonly not_from: NonNullable<Want['not_from']>;
};
export type Replanned = {
  readonly allocations: readonly AllocatedLot[];
  readonly short_by: number;
  readonly reasons: readonly Reason[];
};

/** Locks the demands of these lines in the order of their ids: demands are locked before any balance. */
export async function lockDemandsOf(tx: Tx, demand_line_ids: readonly number[]): Promise<void> {
  await tx.rows(
    `select d.demand_id from fulfilment.demand d
     where d.demand_id in (select l.demand_id from fulfilment.demand_line l where l.demand_line_id = any($1::bigint[]))
     order by d.demand_id for update`,
    [demand_line_ids],
  );
}

/**
 * Allocates at once from elsewhere what went missing, by the terms under which the lines were allocated, and notes in
 * the documents what they have now. The caller has locked the demands and then the balances.
 */
export async function replan(context: Context, missing: readonly Missing[]): Promise<Replanned[]> {
  if (missing.length === 0) return [];
  const { tx, actor } = context;
  const lines = await linesOf(tx, missing);
  const terms = await lotTermsOf(tx, lines);
  const wants = lines.map((line, index): Want => {
    const { not_from } = missing[index]!;
    return { ...wantOf(line, terms(line), actor.user_id), lot_id: line.keep_lot_id, not_from };
  });
  const outcomes = await allocate(tx, wants);
  const reasons = await reasonsOf(tx, wants, outcomes);
  await noteAllocated(tx, [...new Set(missing.map((m) => m.demand_line_id))]);
  report(context, lines, outcomes);
  return outcomes.map((outcome, index) => {
    const allocations = 'refusal' in outcome ? [] : outcome.allocations;
    const found = allocations.reduce((sum, lot) => sum + lot.qty, 0);
    return { allocations, short_by: missing[index]!.qty - found, reasons: reasons[index]! };
  });
}

type Line = WantedLine & { readonly demand_id: number; readonly keep_lot_id: number | null };

/** The lines in the order asked; one that wants a single lot keeps the lot of what it has already. */
function linesOf(tx: Tx, missing: readonly Missing[]): Promise<Line[]> {
  return tx.rows<Line>(
    `select l.demand_line_id, l.demand_id, l.item_id, k.qty as missing, l.single_lot, l.min_remaining_days, l.lane_id,
       l.warehouse_id, l.partner_id,
       ((now() + make_interval(hours => coalesce(n.transit_hours, 0))) at time zone w.timezone)::date as arrival_date,
       case when l.single_lot then (
         select a.lot_id from stock.v_allocation a
         where a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status in ('open', 'picked')
         order by a.allocation_id limit 1) end as keep_lot_id
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k(demand_line_id, qty, ord)
     join fulfilment.demand_line l on l.demand_line_id = k.demand_line_id
     join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id
     left join masterdata.v_lane n on n.lane_id = l.lane_id
     order by k.ord`,
    [missing.map((m) => m.demand_line_id), missing.map((m) => m.qty)],
  );
}

function report(
  { emit }: Context,
  lines: readonly Line[],
  outcomes: Awaited<ReturnType<typeof allocate>>,
): void {
  const found = (line: Line) => {
    const outcome = outcomes[lines.indexOf(line)]!;
    return 'refusal' in outcome ? 0 : outcome.allocations.reduce((sum, lot) => sum + lot.qty, 0);
  };
  for (const [demand_id, own] of Map.groupBy(lines, (line) => line.demand_id)) {
    const allocated = own.reduce((sum, line) => sum + found(line), 0);
    const short = own.filter((line) => found(line) < line.missing);
    emit('fulfilment.allocated', String(demand_id), {
      demand_id,
      warehouse_id: own[0]!.warehouse_id,
      allocated,
      short_by: short.reduce((sum, line) => sum + line.missing - found(line), 0),
      short_items: short.map((line) => line.item_id),
    });
  }
}

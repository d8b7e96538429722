import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { DemandStatus } from './fulfilment.model.ts';

export type Demand = {
  readonly demand_id: number;
  readonly document_no: string;
  readonly partner_id: number;
  readonly department_id: number;
  readonly warehouse_id: number;
  readonly timezone: string;
  readonly needed_at: string;
  readonly priority_class: number;
  readonly status: DemandStatus;
};
export type DemandLine = {
  readonly demand_line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly qty: number;
  readonly single_lot: boolean;
  readonly min_remaining_days: number;
  readonly lane_id: number | null;
  readonly qty_shipped: number;
  readonly status: DemandStatus;
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly unit_weight_g: number;
  readonly unit_volume_ml: number;
};

/**
 * Locks a demand, so that its verbs follow each other; balances are locked after it, never before. Row-level security
 * answers another warehouse's demand like one that does not exist.
 */
export async function lockDemand(tx: Tx, demand_id: number): Promise<Demand> {
  const [demand] = await tx.rows<Demand>(
    `select d.demand_id, d.document_no, d.partner_id, d.department_id, d.warehouse_id, w.timezone, d.needed_at,
       d.priority_class::integer as priority_class, d.status
     from fulfilment.demand d join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
     where d.demand_id = $1 for update of d`,
    [demand_id],
  );
  if (demand === undefined) notFound('demand', demand_id);
  return demand;
}

/** Refuses a demand that is over. */
export function stillOpen(demand: Demand): void {
  if (demand.status === 'shipped' || demand.status === 'cancelled') {
    fail('fulfilment.demand_closed', { document_no: demand.document_no, status: demand.status });
  }
}

export function linesOf(tx: Tx, demand_id: number): Promise<DemandLine[]> {
  return tx.rows<DemandLine>(
    `select l.demand_line_id, l.line_no, l.item_id, l.qty, l.single_lot, l.min_remaining_days, l.lane_id, l.qty_shipped,
       l.status, i.storage_condition, i.temp_min_c, i.temp_max_c, i.unit_weight_g, i.unit_volume_ml
     from fulfilment.demand_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.demand_id = $1 order by l.line_no`,
    [demand_id],
  );
}

/** The lines asked for, or all; naming a foreign one is refused with its place in the input. */
export function chosenLines(lines: readonly DemandLine[], ids: readonly number[] | undefined): DemandLine[] {
  if (ids === undefined) return [...lines];
  const known = new Map(lines.map((line) => [line.demand_line_id, line]));
  const at = ids.findIndex((id) => !known.has(id));
  if (at >= 0) {
    const demand_line_id = ids[at]!;
    fail('fulfilment.line_unknown', { demand_line_id }, [
      { path: `demand_line_ids.${at}`, code: 'unknown', params: { demand_line_id } },
    ]);
  }
  const wanted = new Set(ids);
  return lines.filter((line) => wanted.has(line.demand_line_id));
}

/** Whether somebody acts for a customer: such a person sees no allocations, only what was noted of them. */
export function isOutsider(actor: Actor): boolean {
  return actor.scope.partner_id !== null;
}

import type { risk_demand_row } from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';

export type DemandRow = z.infer<typeof risk_demand_row>;

/** Demand lines as a planner reads them, the most urgent first; `open_qty` is what they lack now. */
export function readDemandOfLines(tx: Tx, demand_line_ids: readonly number[]): Promise<DemandRow[]> {
  return tx.rows<DemandRow>(
    `select d.demand_id, l.demand_line_id, d.document_no, e.name as department_name, p.name as partner_name,
       d.priority_class::integer as priority_class, d.needed_at, coalesce(o.qty_open, 0) as open_qty
     from fulfilment.v_demand_line l
     join fulfilment.v_demand d on d.demand_id = l.demand_id
     join masterdata.v_department e on e.department_id = d.department_id
     join masterdata.v_partner p on p.partner_id = d.partner_id
     left join fulfilment.v_open_demand o on o.demand_line_id = l.demand_line_id
     where l.demand_line_id = any($1::bigint[])
     order by d.priority_class, d.needed_at, l.demand_line_id`,
    [demand_line_ids],
  );
}

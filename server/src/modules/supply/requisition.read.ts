import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { RequisitionStatus } from './purchase.model.ts';

export type Requisition = {
  readonly requisition_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: RequisitionStatus;
  readonly requested_by: number | null;
};
const HEAD = 'select requisition_id, document_no, warehouse_id, status, requested_by from supply.requisition';

export async function lockRequisition(tx: Tx, requisition_id: number): Promise<Requisition> {
  const [found] = await tx.rows<Requisition>(`${HEAD} where requisition_id = $1 for update`, [
    requisition_id,
  ]);
  if (found === undefined) notFound('requisition', requisition_id);
  return found;
}

export function lockRequisitions(tx: Tx, ids: readonly number[]): Promise<Requisition[]> {
  return tx.rows<Requisition>(
    `${HEAD} where requisition_id = any($1::bigint[]) order by requisition_id for update`,
    [ids],
  );
}

export const REQUISITION_COLUMNS = `r.requisition_id, r.document_no, r.warehouse_id, w.warehouse_code, r.status, r.urgent,
    r.reason, s.lines, s.qty, s.first_needed_on, r.requested_by, r.requested_by_name, r.requested_at, r.decided_by_name,
    r.decided_at`;
export const REQUISITION_TABLES = `supply.requisition r
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, coalesce(sum(l.qty), 0)::bigint as qty, min(l.needed_on) as first_needed_on
    from supply.requisition_line l where l.requisition_id = r.requisition_id) s`;

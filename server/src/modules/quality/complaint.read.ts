import type { getComplaint, listComplaints, OutputOf } from '@tongcang/contract';
import { type Actor, can, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { ComplaintStatus, Harm } from './adverse.model.ts';

export type Complaint = {
  readonly complaint_id: number;
  readonly document_no: string;
  readonly warehouse_id: number | null;
  readonly partner_id: number;
  readonly status: ComplaintStatus;
  readonly item_id: number | null;
  readonly lot_id: number | null;
  readonly lot_no: string | null;
  readonly harm: Harm;
  readonly no_adverse_reason: string | null;
  readonly filed_by: number | null;
  readonly owner_id: number | null;
  readonly adverse_events: number;
};

/**
 * The document, locked, for those who work on it: what has no warehouse yet is anybody's with the right, the rest of
 * those who hold it at its warehouse. 404 where it is out of sight.
 */
export async function lockComplaint(tx: Tx, actor: Actor, complaint_id: number): Promise<Complaint> {
  const [found] = await tx.rows<Complaint>(
    `select complaint_id, document_no, warehouse_id, partner_id, status, item_id, lot_id, lot_no, harm, no_adverse_reason,
       filed_by, owner_id,
       (select count(*) from quality.adverse_event e where e.complaint_id = c.complaint_id) as adverse_events
     from quality.complaint c where complaint_id = $1 for update of c`,
    [complaint_id],
  );
  if (found === undefined) notFound('complaint', complaint_id);
  if (found.warehouse_id !== null) requireAt(actor, 'quality.case', found.warehouse_id);
  else if (!can(actor, 'quality.case')) fail('platform.forbidden', { permission: 'quality.case' });
  return found;
}

type Head = OutputOf<typeof listComplaints>['rows'][number];

/** Heads by warehouse, below a cursor, or of one document. */
export function complaintHeads(
  tx: Tx,
  filter: [warehouse_id: number | null, before: number | null, complaint_id: number | null, limit: number],
): Promise<Head[]> {
  return tx.rows<Head>(
    `select c.complaint_id, c.document_no, c.status, c.severity, c.warehouse_id, w.name as warehouse_name,
       p.name as partner_name, d.name as department_name, coalesce(i.item_code || ' ' || i.name, c.product) as product, c.lot_no,
       c.harm, c.filed_by_name, c.filed_at, c.due_on, c.owner_name,
       c.status <> 'closed' and c.due_on < (now() at time zone 'Asia/Shanghai')::date as overdue,
       c.status <> 'closed' and c.harm <> 'none' and c.no_adverse_reason is null
         and not exists (select from quality.adverse_event e where e.complaint_id = c.complaint_id) as adverse_proposed
     from quality.complaint c
     join masterdata.v_partner p on p.partner_id = c.partner_id
     left join masterdata.v_department d on d.department_id = c.department_id
     left join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
     left join masterdata.v_item i on i.item_id = c.item_id
     where ($1::bigint is null or c.warehouse_id = $1) and ($2::bigint is null or c.complaint_id < $2)
       and ($3::bigint is null or c.complaint_id = $3)
     order by c.complaint_id desc limit $4`,
    filter,
  );
}

type Whole = OutputOf<typeof getComplaint>;
type Body = Omit<Whole, keyof Head | 'capas' | 'adverse_events' | 'notes' | 'files' | 'signatures'>;

/** Everything of one complaint but its head and trail. */
export function complaintBody(tx: Tx, complaint_id: number, user_id: number | null) {
  return tx.one<Body & Pick<Whole, 'adverse_events'>>(
    `select c.partner_id, c.item_id, i.item_code, c.lot_id, c.serial_no, c.qty, c.happened_on, c.description,
       c.harm_description, c.contact, c.sample_available, c.no_adverse_reason, c.triaged_by_name, c.triaged_at, c.cause,
       c.finding, c.justified, c.sample, c.sample_return_no, c.investigated_by_name, c.investigated_at, c.answer, c.answered_to,
       c.answered_by_name, c.answered_at, c.conclusion, c.closed_by_name, c.closed_at,
       coalesce($2::bigint in (c.filed_by, c.owner_id), false) as mine,
       coalesce((select jsonb_agg(jsonb_build_object('adverse_event_id', e.adverse_event_id, 'document_no', e.document_no,
          'status', e.status) order by e.adverse_event_id)
        from quality.adverse_event e where e.complaint_id = c.complaint_id), '[]') as adverse_events
     from quality.complaint c left join masterdata.v_item i on i.item_id = c.item_id
     where c.complaint_id = $1`,
    [complaint_id, user_id],
  );
}

/** The lot of an item by its number; null where it is not on file, as with goods that somebody else sold. */
export async function lotNumbered(tx: Tx, item_id: number | null, lot_no: string | null) {
  if (item_id === null || lot_no === null) return null;
  const [lot] = await tx.rows<{ lot_id: number }>(
    'select lot_id from stock.v_lot where item_id = $1 and lot_no = $2',
    [item_id, lot_no],
  );
  return lot?.lot_id ?? null;
}

import type { Tx } from '../../platform/db.ts';
import type { Waiting } from './get-workbench.ts';

/** Certificates are renewed well before they end: registrations half a year, licences 90 working days at the most. */
const CERTIFICATE_DAYS = 180;

/**
 * What waits besides adverse events: cases of quality, goods in quarantine by warehouse, destructions, and certificates
 * that run out. One statement; it reads what the asking person sees.
 */
export function waitingCases(tx: Tx, warehouse_id: number | null): Promise<Waiting[]> {
  return tx.rows(
    `with today as materialized (select (now() at time zone 'Asia/Shanghai')::date as day),
     waiting as (
       select 'complaint' as task, case c.status when 'received' then 'triage' when 'answered' then 'close'
           when 'investigated' then 'answer' else 'investigate' end as step,
         c.complaint_id as entity_id, c.document_no, coalesce(i.item_code || ' ' || i.name, c.product) as title, c.warehouse_id,
         c.owner_name, c.due_on::text as due_at
       from quality.complaint c left join masterdata.v_item i on i.item_id = c.item_id where c.status <> 'closed'
       union all
       select 'deviation', case d.status when 'opened' then 'investigate' else 'close' end, d.deviation_id, d.document_no, d.title,
         d.warehouse_id, d.owner_name, d.due_on::text
       from quality.deviation d where d.status <> 'closed'
       union all
       select 'capa', case c.status when 'opened' then 'act' else 'check' end, c.capa_id, c.document_no, c.title, c.warehouse_id,
         c.owner_name, coalesce(case c.status when 'implemented' then c.check_on else (select min(a.due_on)
           from quality.capa_action a where a.capa_id = c.capa_id and a.done_at is null) end, c.check_on)::text
       from quality.capa c where c.status <> 'closed'
       union all
       select 'destruction', case d.status when 'requested' then 'approve' when 'executed' then 'witness' else 'execute' end,
         d.destruction_id, d.document_no, d.reason, d.warehouse_id, d.requested_by_name, null
       from quality.destruction d where d.status in ('requested', 'approved', 'executed')
       union all
       select 'quarantine', 'decide', null, '', count(*)::text, b.warehouse_id, null, null
       from (select distinct b.warehouse_id, b.item_id, b.lot_id from stock.v_balance b
         where b.disposition = 'quarantine' and b.qty > 0 and b.warehouse_id is not null) b group by b.warehouse_id
       union all
       select 'inspection', case when i.status in ('open', 'recording') then 'inspect' else 'decide' end, i.inspection_id,
         i.document_no, t.item_code || ' ' || t.name, i.warehouse_id, i.concluded_by_name,
         (i.target_at at time zone 'Asia/Shanghai')::date::text
       from quality.inspection i join masterdata.v_item t on t.item_id = i.item_id where i.status not in ('closed', 'cancelled')
       union all
       select 'recall', 'handle', c.case_id, c.document_no, c.title, null, c.started_by_name,
         (select (min(n.due_at) at time zone 'Asia/Shanghai')::date from quality.recall_notice n
           where n.case_id = c.case_id and n.status in ('open', 'sent'))::text
       from quality.recall_case c where c.status = 'active'
       union all
       select 'certificate', 'renew', null, r.registration_no, r.product_name, null, p.name, r.valid_to::text
       from (select distinct on (registration_no) * from compliance.v_registration order by registration_no, valid_from desc) r
       join masterdata.v_partner p on p.partner_id = r.registrant_id, today
       where r.valid_to < today.day + ${CERTIFICATE_DAYS}
       union all
       select 'certificate', 'renew', null, l.licence_no, p.name, null, p.name, l.valid_to::text
       from (select distinct on (partner_id, licence_no) * from compliance.v_licence
         order by partner_id, licence_no, valid_from desc) l
       join masterdata.v_partner p on p.partner_id = l.partner_id, today
       where l.valid_to < today.day + ${CERTIFICATE_DAYS})
     select w.task, w.step, w.entity_id, w.document_no, w.title, h.name as warehouse_name, w.owner_name, w.due_at
     from waiting w left join masterdata.v_warehouse h on h.warehouse_id = w.warehouse_id
     where $1::bigint is null or w.warehouse_id is null or w.warehouse_id = $1`,
    [warehouse_id],
  );
}

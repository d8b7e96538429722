import type { getAdverseEvent, listAdverseEvents, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { type AdverseStatus, adverseTasks } from './adverse.model.ts';
import { caseTerms } from './case-terms.ts';

export type AdverseEvent = {
  readonly adverse_event_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: AdverseStatus;
  readonly is_group: boolean;
  readonly learned_at: string;
  readonly told_at: string | null;
  readonly phoned_at: string | null;
  readonly opened_by: number | null;
};

/** The document, locked; 404 where it is out of sight. */
export async function lockAdverseEvent(tx: Tx, adverse_event_id: number): Promise<AdverseEvent> {
  const [found] = await tx.rows<AdverseEvent>(
    `select adverse_event_id, document_no, warehouse_id, status, is_group, learned_at, told_at, phoned_at, opened_by
     from quality.adverse_event where adverse_event_id = $1 for update`,
    [adverse_event_id],
  );
  return found ?? notFound('adverse_event', adverse_event_id);
}

type Head = OutputOf<typeof listAdverseEvents>['rows'][number];
type Stored = Omit<Head, 'tasks' | 'overdue'> & {
  tell_due_at: string;
  phone_due_at: string | null;
  case_due_at: string | null;
  told_at: string | null;
  phoned_at: string | null;
};

/** Heads with their tasks by warehouse, open ones only where asked, below a cursor, or of one document. */
export async function adverseHeads(
  tx: Tx,
  filter: [
    warehouse_id: number | null,
    open_only: boolean,
    before: number | null,
    adverse_event_id: number | null,
    limit: number,
  ],
): Promise<Head[]> {
  const { now, today } = await caseTerms(tx);
  const rows = await tx.rows<Stored>(
    `select e.adverse_event_id, e.document_no, e.warehouse_id, w.name as warehouse_name, e.status, e.category, e.origin,
       e.is_group, i.item_code, i.name as product, e.lot_no, e.learned_at, e.opened_by_name, e.report_due_on, e.submitted_at,
       e.tell_due_at, e.phone_due_at, e.case_due_at, e.told_at, e.phoned_at
     from quality.adverse_event e
     join masterdata.v_warehouse w on w.warehouse_id = e.warehouse_id
     join masterdata.v_item i on i.item_id = e.item_id
     where ($1::bigint is null or e.warehouse_id = $1) and (not $2 or e.status in ('opened', 'reported'))
       and ($3::bigint is null or e.adverse_event_id < $3) and ($4::bigint is null or e.adverse_event_id = $4)
     order by e.adverse_event_id desc limit $5`,
    filter,
  );
  return rows.map(({ tell_due_at, phone_due_at, case_due_at, told_at, phoned_at, ...row }) => {
    const dates = { tell_due_at, phone_due_at, case_due_at, told_at, phoned_at };
    const tasks = adverseTasks({ ...row, ...dates }, now, today);
    return { ...row, tasks, overdue: tasks.some((task) => task.overdue && task.done_at === null) };
  });
}

type Whole = OutputOf<typeof getAdverseEvent>;
export type AdverseBody = Omit<Whole, keyof Head | 'follow_ups' | 'capas' | 'notes' | 'files' | 'signatures'>;

/** Everything of one event but its head, follow-ups and trail; the registration is the one on file today. */
export function adverseBody(tx: Tx, adverse_event_id: number, user_id: number | null) {
  return tx.one<AdverseBody>(
    `select e.complaint_id, c.document_no as complaint_no, e.happened_on, e.item_id, i.model, i.registration_no,
       (select p.name from compliance.v_registration r join masterdata.v_partner p on p.partner_id = r.registrant_id
        where r.registration_no = i.registration_no order by r.valid_from desc limit 1) as registrant_name,
       e.serial_no, coalesce(nullif(e.udi, ''), i.udi_di, '') as udi, t.production_date, t.expiry_date, e.event, e.device_failure,
       e.consequence, e.handling, e.cause_analysis, e.purpose, e.place_of_use, e.patient_ref, e.patient_age, e.patient_sex,
       e.reporter, e.reporter_phone, e.told_to, e.told_how, e.told_by_name, e.phoned_to, e.phoned_by_name, e.submission_no,
       e.submitted_by_name, e.conclusion, e.closed_by_name, e.closed_at, e.opened_at,
       coalesce($2::bigint = e.opened_by, false) as mine
     from quality.adverse_event e
     join masterdata.v_item i on i.item_id = e.item_id
     left join stock.v_lot t on t.item_id = e.item_id and t.lot_id = e.lot_id
     left join quality.complaint c on c.complaint_id = e.complaint_id
     where e.adverse_event_id = $1`,
    [adverse_event_id, user_id],
  );
}

export function followUpsOf(tx: Tx, adverse_event_id: number): Promise<Whole['follow_ups']> {
  return tx.rows(
    `select follow_up_no, text, submission_no, submitted_at, submitted_by_name
     from quality.adverse_follow_up where adverse_event_id = $1 order by follow_up_no`,
    [adverse_event_id],
  );
}

/** The moment given as a day where the authority is, and whether it lies ahead. */
export function dayOf(tx: Tx, instant: string): Promise<{ day: string; ahead: boolean }> {
  return tx.one(
    `select ($1::timestamptz at time zone 'Asia/Shanghai')::date as day, $1::timestamptz > now() + interval '1 minute' as ahead`,
    [instant],
  );
}

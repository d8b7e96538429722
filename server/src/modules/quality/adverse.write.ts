import type { InputOf, openAdverseEvent } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { AdverseDates, AdverseStatus } from './adverse.model.ts';
import type { By } from './deviation.write.ts';

type Opened = InputOf<typeof openAdverseEvent>;
/** What the form says, with the lot that was found for its number and what is due by it. */
export type AdverseForm = Omit<Opened, 'warehouse_id' | 'complaint_id' | 'learned_at'> &
  AdverseDates & { readonly lot_id: number | null };

/** The fields of the form, in the order in which both statements take them. */
const valuesOf = (form: AdverseForm) => [
  form.category,
  form.origin,
  form.is_group,
  form.happened_on ?? null,
  form.item_id,
  form.lot_id,
  form.lot_no ?? null,
  form.serial_no ?? null,
  form.udi,
  form.event,
  form.device_failure,
  form.consequence,
  form.handling,
  form.cause_analysis,
  form.purpose,
  form.place_of_use,
  form.patient_ref,
  form.patient_age ?? null,
  form.patient_sex,
  form.reporter,
  form.reporter_phone,
  form.report_due_on,
  form.tell_due_at,
  form.phone_due_at,
  form.case_due_at,
];

export function insertAdverseEvent(
  tx: Tx,
  event: AdverseForm & { warehouse_id: number; complaint_id: number | null; learned_at: string },
  by: By,
): Promise<{ adverse_event_id: number; document_no: string; report_due_on: string }> {
  return tx.one(
    `insert into quality.adverse_event (category, origin, is_group, happened_on, item_id, lot_id, lot_no, serial_no, udi, event,
       device_failure, consequence, handling, cause_analysis, purpose, place_of_use, patient_ref, patient_age, patient_sex, reporter,
       reporter_phone, report_due_on, tell_due_at, phone_due_at, case_due_at, warehouse_id, complaint_id, learned_at, opened_by,
       opened_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
       $26, $27, $28, $29, $30)
     returning adverse_event_id, document_no, report_due_on`,
    [
      ...valuesOf(event),
      event.warehouse_id,
      event.complaint_id,
      event.learned_at,
      by.user_id,
      by.display_name,
    ],
  );
}

export async function saveAdverseForm(tx: Tx, adverse_event_id: number, form: AdverseForm): Promise<void> {
  await tx.run(
    `update quality.adverse_event set category = $1, origin = $2, is_group = $3, happened_on = $4, item_id = $5, lot_id = $6,
       lot_no = $7, serial_no = $8, udi = $9, event = $10, device_failure = $11, consequence = $12, handling = $13,
       cause_analysis = $14, purpose = $15, place_of_use = $16, patient_ref = $17, patient_age = $18, patient_sex = $19,
       reporter = $20, reporter_phone = $21, report_due_on = $22, tell_due_at = $23, phone_due_at = $24, case_due_at = $25
     where adverse_event_id = $26`,
    [...valuesOf(form), adverse_event_id],
  );
}

type Told = { readonly adverse_event_id: number; readonly at: string | null };

export async function saveTold(
  tx: Tx,
  { adverse_event_id, at, told_to, how }: Told & { told_to: string; how: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.adverse_event set told_at = coalesce($2::timestamptz, now()), told_to = $3, told_how = $4, told_by_name = $5
     where adverse_event_id = $1`,
    [adverse_event_id, at, told_to, how, by.display_name],
  );
}

export async function savePhoned(
  tx: Tx,
  { adverse_event_id, at, phoned_to }: Told & { phoned_to: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.adverse_event set phoned_at = coalesce($2::timestamptz, now()), phoned_to = $3, phoned_by_name = $4
     where adverse_event_id = $1`,
    [adverse_event_id, at, phoned_to, by.display_name],
  );
}

export async function saveSubmitted(
  tx: Tx,
  { adverse_event_id, at, status, submission_no }: Told & { status: AdverseStatus; submission_no: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.adverse_event set status = $2, submitted_at = coalesce($3::timestamptz, now()), submission_no = $4,
       submitted_by_name = $5 where adverse_event_id = $1`,
    [adverse_event_id, status, at, submission_no, by.display_name],
  );
}

export async function insertFollowUp(
  tx: Tx,
  {
    adverse_event_id,
    warehouse_id,
    at,
    text,
    submission_no,
  }: Told & { warehouse_id: number; text: string; submission_no: string },
  by: By,
): Promise<void> {
  await tx.run(
    `insert into quality.adverse_follow_up (adverse_event_id, warehouse_id, follow_up_no, text, submission_no, submitted_at,
       submitted_by, submitted_by_name)
     select $1, $2, coalesce(max(follow_up_no), 0) + 1, $3, $4, coalesce($5::timestamptz, now()), $6, $7
     from quality.adverse_follow_up where adverse_event_id = $1`,
    [adverse_event_id, warehouse_id, text, submission_no, at, by.user_id, by.display_name],
  );
}

export async function saveAdverseClosed(
  tx: Tx,
  closed: { adverse_event_id: number; status: AdverseStatus; conclusion: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.adverse_event set status = $2, conclusion = $3, closed_by = $4, closed_by_name = $5,
       closed_at = clock_timestamp() where adverse_event_id = $1`,
    [closed.adverse_event_id, closed.status, closed.conclusion, by.user_id, by.display_name],
  );
}

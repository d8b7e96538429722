import type { fileComplaint, InputOf, investigateComplaint } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { ComplaintStatus } from './adverse.model.ts';
import type { By } from './deviation.write.ts';

export function insertComplaint(
  tx: Tx,
  complaint: Omit<InputOf<typeof fileComplaint>, 'partner_id' | 'warehouse_id'> & {
    partner_id: number;
    warehouse_id: number | null;
    lot_id: number | null;
    due_on: string;
  },
  by: By,
): Promise<{ complaint_id: number; document_no: string }> {
  return tx.one(
    `insert into quality.complaint (warehouse_id, partner_id, department_id, item_id, lot_id, product, lot_no, serial_no, qty,
       happened_on, description, harm, harm_description, contact, sample_available, due_on, filed_by, filed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     returning complaint_id, document_no`,
    [
      complaint.warehouse_id,
      complaint.partner_id,
      complaint.department_id ?? null,
      complaint.item_id ?? null,
      complaint.lot_id,
      complaint.product,
      complaint.lot_no ?? null,
      complaint.serial_no ?? null,
      complaint.qty ?? null,
      complaint.happened_on ?? null,
      complaint.description,
      complaint.harm,
      complaint.harm_description,
      complaint.contact,
      complaint.sample_available,
      complaint.due_on,
      by.user_id,
      by.display_name,
    ],
  );
}

type Change = { readonly complaint_id: number; readonly status: ComplaintStatus };

export async function saveTriage(
  tx: Tx,
  triage: Change & {
    warehouse_id: number;
    severity: string;
    owner_id: number;
    owner_name: string;
    harm: string;
    no_adverse_reason: string;
    item_id: number | null;
    lot_id: number | null;
    lot_no: string | null;
    due_on: string;
  },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.complaint set status = $2, warehouse_id = $3, severity = $4, owner_id = $5, owner_name = $6, harm = $7,
       no_adverse_reason = nullif($8, ''), item_id = $9, lot_id = $10, lot_no = $11, due_on = $12, triaged_by_name = $13,
       triaged_at = clock_timestamp() where complaint_id = $1`,
    [
      triage.complaint_id,
      triage.status,
      triage.warehouse_id,
      triage.severity,
      triage.owner_id,
      triage.owner_name,
      triage.harm,
      triage.no_adverse_reason,
      triage.item_id,
      triage.lot_id,
      triage.lot_no,
      triage.due_on,
      by.display_name,
    ],
  );
}

export async function saveComplaintFinding(
  tx: Tx,
  found: Change & Omit<InputOf<typeof investigateComplaint>, 'complaint_id'>,
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.complaint set status = $2, cause = $3, finding = $4, justified = $5, sample = $6,
       sample_return_no = nullif($7, ''), investigated_by_name = $8, investigated_at = clock_timestamp()
     where complaint_id = $1`,
    [
      found.complaint_id,
      found.status,
      found.cause,
      found.finding,
      found.justified,
      found.sample,
      found.sample_return_no,
      by.display_name,
    ],
  );
}

export async function saveAnswer(
  tx: Tx,
  { complaint_id, status, answer, answered_to }: Change & { answer: string; answered_to: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.complaint set status = $2, answer = $3, answered_to = $4, answered_by_name = $5,
       answered_at = clock_timestamp() where complaint_id = $1`,
    [complaint_id, status, answer, answered_to, by.display_name],
  );
}

export async function saveComplaintClosed(
  tx: Tx,
  { complaint_id, status, conclusion }: Change & { conclusion: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.complaint set status = $2, conclusion = $3, closed_by = $4, closed_by_name = $5,
       closed_at = clock_timestamp() where complaint_id = $1`,
    [complaint_id, status, conclusion, by.user_id, by.display_name],
  );
}

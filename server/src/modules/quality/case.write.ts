import type { CaseKind } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { CaseFact } from './case-trail.ts';
import type { By } from './deviation.write.ts';

export function insertNote(
  tx: Tx,
  note: CaseFact & { entity: CaseKind; entity_id: number; text: string },
  by: By,
): Promise<{ note_id: number }> {
  return tx.one(
    `insert into quality.case_note (entity, entity_id, warehouse_id, partner_id, text, added_by, added_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) returning note_id`,
    [note.entity, note.entity_id, note.warehouse_id, note.partner_id, note.text, by.user_id, by.display_name],
  );
}

export function insertSelfInspection(
  tx: Tx,
  report: { year: number; submitted_on: string; receipt_no: string; summary: string; findings: string },
  by: By,
): Promise<{ self_inspection_id: number }> {
  return tx.one(
    `insert into quality.self_inspection (year, submitted_on, receipt_no, summary, findings, recorded_by, recorded_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) returning self_inspection_id`,
    [
      report.year,
      report.submitted_on,
      report.receipt_no,
      report.summary,
      report.findings,
      by.user_id,
      by.display_name,
    ],
  );
}

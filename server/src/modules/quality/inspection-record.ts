/** The record of an inspection as it is shown, signed and printed. */
import type { AttachmentRow } from '@tongcang/contract';
import type { Decision, Result } from './inspection.read.ts';

/** Fields of the inspection that a signature covers. */
export type RecordHead = {
  readonly document_no: string;
  readonly item_code: string;
  readonly lot_no: string;
  readonly qty: number;
  readonly plan_no: string;
  readonly plan_version: number;
  readonly round: number;
  readonly conclusion: string | null;
  readonly concluded_by_name: string | null;
};
type Parts = {
  readonly head: RecordHead;
  readonly results: readonly Result[];
  readonly papers: readonly Pick<AttachmentRow, 'kind' | 'sha256'>[];
};

/**
 * What is signed: the inspection with every result and paper, and the decision on it. A result voided, a number changed or
 * another paper give another hash, so that the signature no longer fits.
 */
export function recordOf(
  { head, results, papers }: Parts,
  decision: Omit<Decision, 'decision_id'>,
): Record<string, unknown> {
  const { document_no, item_code, lot_no, qty, plan_no, plan_version, round, conclusion, concluded_by_name } =
    head;
  const { decision_no, record_version, released, rejected, rejected_serial_nos, reason } = decision;
  return {
    document_no,
    item_code,
    lot_no,
    qty,
    plan: `${plan_no}/${plan_version}`,
    round,
    conclusion,
    concluded_by_name,
    results: results.map((r) => ({
      round: r.round,
      line_no: r.line_no,
      checked: r.checked,
      nonconforming: r.nonconforming,
      readings: r.readings,
      serial_nos: r.serial_nos,
      note: r.note,
      recorded_by_name: r.recorded_by_name,
      void_reason: r.void_reason,
    })),
    papers: papers.map(({ kind, sha256 }) => ({ kind, sha256 })),
    decision: { decision_no, record_version, released, rejected, rejected_serial_nos, reason },
  };
}

/** The words of surgery, free of I/O: where sets and cases stand, what may follow what, what names a patient. */
import { CASE_STATUSES, PIECE_ROLES, SET_STATES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export { CASE_STATUSES, PIECE_ROLES, SET_STATES };
export type SetState = (typeof SET_STATES)[number];
export type CaseStatus = (typeof CASE_STATUSES)[number];
export type PieceRole = (typeof PIECE_ROLES)[number];

/** What may follow what. A set leaves only packed, and comes back used, or clean where nobody has opened it. */
export const SET_TRANSITIONS: Readonly<Record<SetState, readonly SetState[]>> = {
  clean: ['packed', 'reprocessing', 'repair', 'retired'],
  packed: ['clean', 'out', 'repair'],
  out: ['used', 'clean'],
  used: ['reprocessing', 'clean', 'repair'],
  reprocessing: ['clean', 'repair'],
  repair: ['clean', 'reprocessing', 'retired'],
  retired: [],
};

/** What may follow what. Once pieces are at the theatre a case can only come back: nothing is undone by a status. */
export const CASE_TRANSITIONS: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  planned: ['reviewed', 'cancelled'],
  reviewed: ['planned', 'out', 'cancelled'],
  out: ['differing', 'returned'],
  differing: ['returned'],
  returned: ['settled'],
  settled: ['returned'],
  cancelled: [],
};

/** The next state by the table, or 409 naming the present one. */
export function followSet(
  set: { readonly set_no: string; readonly state: SetState },
  to: SetState,
): SetState {
  if (!SET_TRANSITIONS[set.state].includes(to)) {
    fail('fulfilment.set_wrong_state', { set_no: set.set_no, state: set.state, action: to });
  }
  return to;
}

/** The next status by the table, or 409 naming the present one. */
export function followCase(
  surgery: { readonly document_no: string; readonly status: CaseStatus },
  to: CaseStatus,
): CaseStatus {
  if (!CASE_TRANSITIONS[surgery.status].includes(to)) wrongStatus(surgery, to);
  return to;
}

/** Demands one of these statuses for something that does not change it. */
export function requireCase(
  surgery: { readonly document_no: string; readonly status: CaseStatus },
  statuses: readonly CaseStatus[],
  action: string,
): void {
  if (!statuses.includes(surgery.status)) wrongStatus(surgery, action);
}

function wrongStatus(surgery: { document_no: string; status: CaseStatus }, action: string): never {
  const { document_no, status } = surgery;
  fail('fulfilment.case_wrong_status', { document_no, status, action });
}

/**
 * Whether a patient reference could lead somebody outside the hospital to a person: a name, an identity number, a
 * phone number. What is accepted are letters and digits with at least one digit; the table's CHECK says the same.
 */
export function namesPatient(patient_ref: string): boolean {
  return (
    !/^[A-Za-z0-9][A-Za-z0-9._/-]{3,31}$/.test(patient_ref) ||
    !/[0-9]/.test(patient_ref) ||
    /[0-9]{15}/.test(patient_ref) ||
    /^1[3-9][0-9]{9}$/.test(patient_ref)
  );
}

export function refuseNamedPatient(patient_ref: string | undefined): void {
  if (patient_ref === undefined || !namesPatient(patient_ref)) return;
  fail('fulfilment.patient_named', {}, [
    { path: 'patient_ref', code: 'fulfilment.patient_named', params: {} },
  ]);
}

export type Returning = {
  readonly role: PieceRole;
  readonly disposition: string;
  readonly storage_condition: string;
  readonly condition: 'intact' | 'opened';
  readonly on_time: boolean;
};

/**
 * Whether a piece may go back to the shelf at once. Untouched packs that come back in time do; instruments go with their
 * set to reprocessing. Cold goods, opened packs, late ones and what was stopped meanwhile wait for quality.
 */
export function mayGoStraightBack(piece: Returning): boolean {
  if (piece.disposition !== 'released') return false;
  if (piece.storage_condition === 'cold' || piece.storage_condition === 'frozen') return false;
  return piece.role === 'instrument' || (piece.condition === 'intact' && piece.on_time);
}

/** Where a case stands after a return: pieces are still out, a difference is open, or all is accounted for. */
export function statusAfterReturn(out: number, open_differences: number): CaseStatus {
  if (out > 0) return 'out';
  return open_differences > 0 ? 'differing' : 'returned';
}

/** The place of what was sent with a case, and the reference of its movements. */
export function caseKey(case_id: number): string {
  return `case:${case_id}`;
}

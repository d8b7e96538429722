/** Every INSERT and UPDATE of sets and cases. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { Checked } from './scan-check.ts';
import type { CaseStatus, PieceRole, SetState } from './surgery.model.ts';

type PieceLine = { readonly item_id: number; readonly qty: number; readonly role: PieceRole };

/** Makes a template or replaces the one of this code, lines and all. */
export async function saveTemplate(
  tx: Tx,
  template: {
    readonly template_code: string;
    readonly name: string;
    readonly procedure_name: string;
    readonly return_hours: number;
    readonly min_remaining_days: number;
    readonly lines: readonly PieceLine[];
  },
): Promise<{ template_id: number; made: boolean }> {
  const saved = await tx.one<{ template_id: number; made: boolean }>(
    `insert into fulfilment.set_template as t (template_code, name, procedure_name, return_hours, min_remaining_days)
     values ($1, $2, $3, $4, $5)
     on conflict (template_code) do update set name = excluded.name, procedure_name = excluded.procedure_name,
       return_hours = excluded.return_hours, min_remaining_days = excluded.min_remaining_days, changed_at = clock_timestamp()
     returning template_id, xmax = 0 as made`,
    [
      template.template_code,
      template.name,
      template.procedure_name,
      template.return_hours,
      template.min_remaining_days,
    ],
  );
  await tx.run('delete from fulfilment.set_template_line where template_id = $1', [saved.template_id]);
  await tx.run(
    `insert into fulfilment.set_template_line (template_id, line_no, item_id, qty, role)
     select $1, k.line_no, k.item_id, k.qty, k.role
     from unnest($2::bigint[], $3::bigint[], $4::text[]) with ordinality as k(item_id, qty, role, line_no)`,
    [saved.template_id, ...pieceColumns(template.lines)],
  );
  return saved;
}

const pieceColumns = (lines: readonly PieceLine[]) => [
  lines.map((line) => line.item_id),
  lines.map((line) => line.qty),
  lines.map((line) => line.role),
];

/** A set with the lines of its template; null where the template does not exist. */
export async function insertSet(
  tx: Tx,
  set: { readonly set_no: string; readonly template_id: number; readonly warehouse_id: number },
): Promise<number | null> {
  const [made] = await tx.rows<{ set_id: number }>(
    `insert into fulfilment.surgical_set (set_no, template_id, warehouse_id)
     select $1, template_id, $3 from fulfilment.set_template where template_id = $2 returning set_id`,
    [set.set_no, set.template_id, set.warehouse_id],
  );
  if (made === undefined) return null;
  await tx.run(
    `insert into fulfilment.surgical_line (set_id, warehouse_id, line_no, item_id, qty, role)
     select $1, $3, line_no, item_id, qty, role from fulfilment.set_template_line where template_id = $2`,
    [made.set_id, set.template_id, set.warehouse_id],
  );
  return made.set_id;
}

export type SetChange = {
  readonly set_id: number;
  readonly warehouse_id: number;
  readonly from: SetState;
  readonly to: SetState;
};
type Doing = {
  readonly case_id?: number | null;
  readonly note?: string | null;
  readonly user_id: number | null;
  readonly user_name: string;
  readonly sterile_until?: string | null;
};

/** Moves locked sets to their next states and writes down that it happened. Coming from reprocessing is a cycle. */
export async function saveSetStates(tx: Tx, changes: readonly SetChange[], doing: Doing): Promise<void> {
  if (changes.length === 0) return;
  const written = await tx.run(
    `with changed as (
       update fulfilment.surgical_set s set state = k.to_state, changed_at = clock_timestamp(),
         cycles = s.cycles + case when k.from_state = 'reprocessing' and k.to_state = 'clean' then 1 else 0 end,
         sterile_until = case when k.from_state = 'reprocessing' then $9::date else s.sterile_until end,
         packed_by = case when k.to_state = 'packed' then $7::bigint else s.packed_by end,
         packed_by_name = case when k.to_state = 'packed' then $8 else s.packed_by_name end
       from unnest($1::bigint[], $3::text[], $4::text[]) as k(set_id, from_state, to_state)
       where s.set_id = k.set_id and s.state = k.from_state returning 1
     )
     insert into fulfilment.set_event (set_id, warehouse_id, from_state, to_state, case_id, note, happened_by_name)
     select k.set_id, k.warehouse_id, k.from_state, k.to_state, $5, $6, $8
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as k(set_id, warehouse_id, from_state, to_state)
     where (select count(*) from changed) = cardinality($1::bigint[])`,
    [
      changes.map((c) => c.set_id),
      changes.map((c) => c.warehouse_id),
      changes.map((c) => c.from),
      changes.map((c) => c.to),
      doing.case_id ?? null,
      doing.note ?? null,
      doing.user_id,
      doing.user_name,
      doing.sterile_until ?? null,
    ],
  );
  assert(written === changes.length, 'a locked set was in another state');
}

export type NewCase = {
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly surgery_at: string;
  readonly procedure_name: string;
  readonly surgeon: string;
  readonly patient_ref: string;
  readonly return_hours: number;
  readonly created_by: number | null;
  readonly created_by_name: string;
  readonly set_ids: readonly number[];
  readonly lines: readonly PieceLine[];
};

/**
 * Writes a case with its loose lines and promises its sets from the day before the surgery to the day it is due back.
 * Days are those of the warehouse.
 */
export async function insertCase(
  tx: Tx,
  surgery: NewCase,
): Promise<{ case_id: number; document_no: string; due_back_at: string }> {
  const made = await tx.one<{ case_id: number; document_no: string; due_back_at: string }>(
    `insert into fulfilment.surgical_case (warehouse_id, partner_id, department_id, surgery_at, surgery_date, procedure_name,
       surgeon, patient_ref, due_back_at, created_by, created_by_name)
     select $1, $2, $3, $4::timestamptz, ($4::timestamptz at time zone w.timezone)::date, $5, $6, $7,
       $4::timestamptz + make_interval(hours => $8::int), $9, $10
     from masterdata.v_warehouse w where w.warehouse_id = $1
     returning case_id, document_no, due_back_at`,
    [
      surgery.warehouse_id,
      surgery.partner_id,
      surgery.department_id,
      surgery.surgery_at,
      surgery.procedure_name,
      surgery.surgeon,
      surgery.patient_ref,
      surgery.return_hours,
      surgery.created_by,
      surgery.created_by_name,
    ],
  );
  const scope = [made.case_id, surgery.warehouse_id, surgery.partner_id];
  await tx.run(
    `insert into fulfilment.surgical_line (case_id, warehouse_id, partner_id, line_no, item_id, qty, role)
     select $1, $2, $3, k.line_no, k.item_id, k.qty, k.role
     from unnest($4::bigint[], $5::bigint[], $6::text[]) with ordinality as k(item_id, qty, role, line_no)`,
    [...scope, ...pieceColumns(surgery.lines)],
  );
  await tx.run(
    `insert into fulfilment.set_reservation (case_id, set_id, warehouse_id, partner_id, days)
     select c.case_id, k.set_id, c.warehouse_id, c.partner_id,
       daterange(c.surgery_date - 1, (c.due_back_at at time zone w.timezone)::date, '[]')
     from fulfilment.surgical_case c join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id,
       unnest($2::bigint[]) as k(set_id)
     where c.case_id = $1`,
    [made.case_id, surgery.set_ids],
  );
  return made;
}

type Person = { readonly user_id: number | null; readonly user_name: string };

/** Who has prepared the case last; a review of before stands no longer. */
export function savePreparation(tx: Tx, case_id: number, { user_id, user_name }: Person): Promise<number> {
  return tx.run(
    `update fulfilment.surgical_case set status = 'planned', prepared_by = $2, prepared_by_name = $3, reviewed_by = null,
       reviewed_by_name = null, reviewed_at = null, reviewed = '[]' where case_id = $1`,
    [case_id, user_id, user_name],
  );
}

export function saveReview(
  tx: Tx,
  case_id: number,
  checked: readonly Checked[],
  { user_id, user_name }: Person,
): Promise<number> {
  return tx.run(
    `update fulfilment.surgical_case set status = 'reviewed', reviewed_by = $2, reviewed_by_name = $3,
       reviewed_at = clock_timestamp(), reviewed = $4::jsonb where case_id = $1`,
    [case_id, user_id, user_name, JSON.stringify(checked)],
  );
}

export type SentPiece = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly role: PieceRole;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/** The case has left, with these pieces. */
export async function saveDispatch(
  tx: Tx,
  surgery: { readonly case_id: number; readonly warehouse_id: number; readonly partner_id: number },
  pieces: readonly SentPiece[],
  movement_id: number,
  user_name: string,
): Promise<void> {
  await tx.run(
    `update fulfilment.surgical_case set status = 'out', movement_id = $2, dispatched_by_name = $3,
       dispatched_at = clock_timestamp() where case_id = $1`,
    [surgery.case_id, movement_id, user_name],
  );
  await tx.run(
    `insert into fulfilment.case_piece (case_id, warehouse_id, partner_id, item_id, lot_id, owner_id, role, qty_sent, serial_nos)
     select $1, $2, $3, k.item_id, k.lot_id, k.owner_id, k.role, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
       as k(item_id, lot_id, owner_id, role, qty, serial_nos)`,
    [
      surgery.case_id,
      surgery.warehouse_id,
      surgery.partner_id,
      pieces.map((p) => p.item_id),
      pieces.map((p) => p.lot_id),
      pieces.map((p) => p.owner_id),
      pieces.map((p) => p.role),
      pieces.map((p) => p.qty),
      pieces.map((p) => JSON.stringify(p.serial_nos)),
    ],
  );
}

export type PieceChange = {
  readonly lot_id: number;
  readonly owner_id: number;
  readonly used?: number;
  readonly returned?: number;
  readonly written_off?: number;
};

/** Counts what became of pieces of a case. */
export async function addToPieces(tx: Tx, case_id: number, changes: readonly PieceChange[]): Promise<void> {
  if (changes.length === 0) return;
  const written = await tx.run(
    `update fulfilment.case_piece p set qty_used = p.qty_used + k.used, qty_returned = p.qty_returned + k.returned,
       qty_written_off = p.qty_written_off + k.written_off
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
       as k(lot_id, owner_id, used, returned, written_off)
     where p.case_id = $1 and (p.lot_id, p.owner_id) = (k.lot_id, k.owner_id)`,
    [
      case_id,
      changes.map((c) => c.lot_id),
      changes.map((c) => c.owner_id),
      changes.map((c) => c.used ?? 0),
      changes.map((c) => c.returned ?? 0),
      changes.map((c) => c.written_off ?? 0),
    ],
  );
  assert(written === changes.length, 'not every piece of the case was changed');
}

/** Notes a return; who brought it back stays the last one, who must not settle the differences. */
export function saveReturn(
  tx: Tx,
  case_id: number,
  status: CaseStatus,
  { user_id, user_name }: Person,
): Promise<number> {
  return tx.run(
    `update fulfilment.surgical_case set status = $2, returned_by = $3, returned_by_name = $4,
       returned_at = clock_timestamp() where case_id = $1`,
    [case_id, status, user_id, user_name],
  );
}

export function saveCaseStatus(
  tx: Tx,
  case_id: number,
  status: CaseStatus,
  cancel_reason: string | null = null,
): Promise<number> {
  return tx.run('update fulfilment.surgical_case set status = $2, cancel_reason = $3 where case_id = $1', [
    case_id,
    status,
    cancel_reason,
  ]);
}

/** The sets of a case are free for others again. */
export function endReservations(tx: Tx, case_id: number): Promise<number> {
  return tx.run(
    `update fulfilment.set_reservation set status = 'over' where case_id = $1 and status = 'held'`,
    [case_id],
  );
}

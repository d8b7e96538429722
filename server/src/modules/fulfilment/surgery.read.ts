import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Aside, less, type Standing, standingAt } from './consigned.ts';
import type { Lacking } from './fill-lines.ts';
import type { CaseStatus, PieceRole, SetState } from './surgery.model.ts';

export type SurgicalSet = {
  readonly set_id: number;
  readonly set_no: string;
  readonly template_id: number;
  readonly warehouse_id: number;
  readonly state: SetState;
  readonly cycles: number;
  readonly sterile_until: string | null;
  readonly packed_by: number | null;
  readonly min_remaining_days: number;
  readonly return_hours: number;
};
const SET = `select s.set_id, s.set_no, s.template_id, s.warehouse_id, s.state, s.cycles, s.sterile_until, s.packed_by,
    t.min_remaining_days, t.return_hours
  from fulfilment.surgical_set s join fulfilment.set_template t on t.template_id = s.template_id`;

/** Locks a set, so that its verbs follow each other. Out of sight is answered like not there. */
export async function lockSet(tx: Tx, set_id: number): Promise<SurgicalSet> {
  const [set] = await tx.rows<SurgicalSet>(`${SET} where s.set_id = $1 for update of s`, [set_id]);
  if (set === undefined) notFound('set', set_id);
  return set;
}

/** Locks sets in the order of their numbers; those that are not there are absent. */
export function lockSets(tx: Tx, set_ids: readonly number[]): Promise<SurgicalSet[]> {
  return tx.rows<SurgicalSet>(`${SET} where s.set_id = any($1::bigint[]) order by s.set_id for update of s`, [
    set_ids,
  ]);
}

/** The sets that are promised to a case and not back yet, locked. */
export function lockSetsOfCase(tx: Tx, case_id: number): Promise<SurgicalSet[]> {
  return tx.rows<SurgicalSet>(
    `${SET} join fulfilment.set_reservation r on r.set_id = s.set_id and r.status = 'held'
     where r.case_id = $1 order by s.set_id for update of s`,
    [case_id],
  );
}

export type Surgery = {
  readonly case_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly surgery_at: string;
  readonly surgery_date: string;
  readonly patient_ref: string;
  readonly status: CaseStatus;
  readonly prepared_by: number | null;
  readonly returned_by: number | null;
  readonly reviewed: readonly { readonly allocation_id: number; readonly serial_nos: readonly string[] }[];
  /** Whether it should have been back by now. */
  readonly late: boolean;
};

/** Locks a case before its sets and before any balance. Out of sight is answered like not there. */
export async function lockCase(tx: Tx, case_id: number): Promise<Surgery> {
  const [surgery] = await tx.rows<Surgery>(
    `select case_id, document_no, warehouse_id, partner_id, department_id, surgery_at, surgery_date, patient_ref, status,
       prepared_by, returned_by, reviewed, due_back_at < now() as late
     from fulfilment.surgical_case where case_id = $1 for update`,
    [case_id],
  );
  if (surgery === undefined) notFound('case', case_id);
  return surgery;
}

export type SurgicalLine = Lacking & { readonly set_id: number | null; readonly role: PieceRole };
const LINE = `select l.surgical_line_id as line_id, l.set_id, l.warehouse_id, l.line_no, l.item_id, l.qty, l.role,
    i.storage_condition,
    i.temp_min_c, i.temp_max_c, coalesce(t.min_remaining_days, 0) as min_remaining_days
  from fulfilment.surgical_line l
  join masterdata.v_item i on i.item_id = l.item_id
  left join fulfilment.surgical_set s on s.set_id = l.set_id
  left join fulfilment.set_template t on t.template_id = s.template_id`;

/** Loose lines of a case and the lines of these sets, in that order. */
export function surgicalLinesOf(
  tx: Tx,
  case_id: number | null,
  set_ids: readonly number[],
): Promise<SurgicalLine[]> {
  return tx.rows<SurgicalLine>(
    `${LINE} where l.case_id = $1 or l.set_id = any($2::bigint[]) order by l.set_id nulls first, l.line_no`,
    [case_id, set_ids],
  );
}

/** What was sent with a case and not accounted for, by lot and owner; the roles of its pieces. */
export type CasePiece = {
  readonly item_id: number;
  readonly item_code: string;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly role: PieceRole;
  readonly qty_out: number;
};
export function piecesOf(tx: Tx, case_id: number): Promise<CasePiece[]> {
  return tx.rows<CasePiece>(
    `select p.item_id, i.item_code, p.lot_id, p.owner_id, p.role,
       p.qty_sent - p.qty_used - p.qty_returned - p.qty_written_off as qty_out
     from fulfilment.case_piece p join masterdata.v_item i on i.item_id = p.item_id
     where p.case_id = $1 order by p.item_id, p.lot_id, p.owner_id`,
    [case_id],
  );
}

/** What stands at the place of a case and is not set aside as a difference: what can still be used or come back. */
export async function openAtCase(tx: Tx, place: number, case_id: number): Promise<Standing[]> {
  const [standing, aside] = await Promise.all([
    standingAt(tx, place),
    tx.rows<Aside>(
      `select lot_id, owner_id, qty, serial_nos from fulfilment.consign_difference
       where case_id = $1 and status = 'open' order by difference_id`,
      [case_id],
    ),
  ]);
  return less(standing, aside);
}

/** Refuses items that do not exist or come twice, each by its line. */
export async function checkItems(tx: Tx, lines: readonly { readonly item_id: number }[]): Promise<void> {
  const twice = lines.flatMap(({ item_id }, index) =>
    lines.findIndex((line) => line.item_id === item_id) < index
      ? [{ path: `lines.${index}.item_id`, code: 'duplicate', params: {} }]
      : [],
  );
  if (twice.length > 0) fail('fulfilment.item_repeated', {}, twice);
  const { unknown } = await tx.one<{ unknown: number[] }>(
    `select coalesce(array_agg(k.ord - 1 order by k.ord), '{}') as unknown
     from unnest($1::bigint[]) with ordinality as k(item_id, ord)
     where not exists (select from masterdata.v_item i where i.item_id = k.item_id)`,
    [lines.map((line) => line.item_id)],
  );
  if (unknown.length === 0) return;
  fail(
    'platform.invalid_input',
    {},
    unknown.map((line) => ({ path: `lines.${line}.item_id`, code: 'unknown', params: {} })),
  );
}

/** Demands that somebody may work at a warehouse, which may not exist: whoever works everywhere can name any number. */
export async function workAt(tx: Tx, actor: Actor, permission: string, warehouse_id: number): Promise<void> {
  const [row] = await tx.rows('select 1 as one from masterdata.v_warehouse where warehouse_id = $1', [
    warehouse_id,
  ]);
  if (row === undefined) notFound('warehouse', warehouse_id);
  requireAt(actor, permission, warehouse_id);
}

/** The hospital of a department. */
export async function hospitalOf(tx: Tx, department_id: number): Promise<{ partner_id: number }> {
  const [row] = await tx.rows<{ partner_id: number }>(
    'select partner_id from masterdata.v_department where department_id = $1',
    [department_id],
  );
  if (row === undefined) notFound('department', department_id);
  return row;
}

import type { InputOf, startRecall } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { NoticeStatus, ToldLine } from './recall.model.ts';
import type { Scope, ScopeLot } from './recall.scope.ts';

type By = { readonly user_id: number | null; readonly display_name: string };
type Start = InputOf<typeof startRecall>;

/** The case as it begins. It is written after the lock of rules is held, so its time divides what came before from what follows. */
export function insertCase(tx: Tx, start: Start, by: By) {
  return tx.one<{ case_id: number; document_no: string; decided_at: string }>(
    `insert into quality.recall_case (kind, recall_class, origin, title, reason, handling, instruction, reference_no,
       registrant_name, contact_name, contact_phone, decided_at, started_by, started_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), nullif($9, ''), coalesce(nullif($10, ''), $14), $11,
       coalesce($12::timestamptz, now()), $13, $14)
     returning case_id, document_no, decided_at`,
    [
      start.kind,
      start.recall_class ?? null,
      start.origin,
      start.title,
      start.reason,
      start.handling,
      start.instruction,
      start.reference_no,
      start.registrant_name,
      start.contact_name,
      start.contact_phone,
      start.decided_at ?? null,
      by.user_id,
      by.display_name,
    ],
  );
}

/** What was asked for, and what it means on file. */
export async function insertScope(tx: Tx, case_id: number, { criteria, lots, pieces }: Scope): Promise<void> {
  await tx.run(
    `insert into quality.recall_criterion (case_id, line_no, item_id, supplier_id, lot_no, serial_from, serial_to,
       production_from, production_to, expiry_from, expiry_to, receipt_no)
     select $1, k.ord, k.item_id, k.supplier_id, k.lot_no, k.serial_from, k.serial_to, k.production_from, k.production_to,
       k.expiry_from, k.expiry_to, k.receipt_no
     from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::date[],
       $10::date[], $11::text[]) with ordinality as k(item_id, supplier_id, lot_no, serial_from, serial_to, production_from,
       production_to, expiry_from, expiry_to, receipt_no, ord)`,
    [
      case_id,
      criteria.map((c) => c.item_id ?? null),
      criteria.map((c) => c.supplier_id ?? null),
      criteria.map((c) => c.lot_no ?? null),
      criteria.map((c) => c.serial_from ?? null),
      criteria.map((c) => c.serial_to ?? null),
      criteria.map((c) => c.production_from ?? null),
      criteria.map((c) => c.production_to ?? null),
      criteria.map((c) => c.expiry_from ?? null),
      criteria.map((c) => c.expiry_to ?? null),
      criteria.map((c) => c.receipt_no ?? null),
    ],
  );
  await insertLots(tx, case_id, lots);
  await tx.run(
    `insert into quality.recall_piece (case_id, item_id, serial_id, lot_id, serial_no)
     select $1, k.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) as k`,
    [
      case_id,
      pieces.map((piece) => piece.item_id),
      pieces.map((piece) => piece.serial_id),
      pieces.map((piece) => piece.lot_id),
      pieces.map((piece) => piece.serial_no),
    ],
  );
}

async function insertLots(tx: Tx, case_id: number, lots: readonly ScopeLot[]): Promise<void> {
  await tx.run(
    `insert into quality.recall_lot (case_id, item_id, lot_id, whole, made_from_lot_id)
     select $1, k.* from unnest($2::bigint[], $3::bigint[], $4::boolean[], $5::bigint[]) as k`,
    [
      case_id,
      lots.map((lot) => lot.item_id),
      lots.map((lot) => lot.lot_id),
      lots.map((lot) => lot.whole),
      lots.map((lot) => lot.made_from_lot_id),
    ],
  );
}

export type NewNotice = {
  readonly partner_id: number | null;
  readonly department_id: number | null;
  readonly warehouse_id: number | null;
  readonly lines: readonly {
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly consigned_qty: number;
    readonly serial_nos: readonly string[];
  }[];
};

export async function insertNotices(
  tx: Tx,
  { case_id, due_at, notices }: { case_id: number; due_at: string; notices: readonly NewNotice[] },
): Promise<void> {
  const ids = await tx.rows<{ notice_id: number }>(
    `insert into quality.recall_notice (case_id, notice_no, partner_id, department_id, warehouse_id, due_at)
     select $1, k.ord, k.partner_id, k.department_id, k.warehouse_id, $2
     from unnest($3::bigint[], $4::bigint[], $5::bigint[]) with ordinality as k(partner_id, department_id, warehouse_id, ord)
     order by k.ord returning notice_id`,
    [
      case_id,
      due_at,
      notices.map((n) => n.partner_id),
      notices.map((n) => n.department_id),
      notices.map((n) => n.warehouse_id),
    ],
  );
  const lines = notices.flatMap((notice, at) =>
    notice.lines.map((line, index) => ({ ...line, notice_id: ids[at]!.notice_id, line_no: index + 1 })),
  );
  await tx.run(
    `insert into quality.recall_notice_line (case_id, notice_id, line_no, item_id, lot_id, qty, consigned_qty, serial_nos)
     select $1, notice_id, line_no, item_id, lot_id, qty, consigned_qty,
       array(select s from jsonb_array_elements_text(serials::jsonb) s)
     from unnest($2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
       as k(notice_id, line_no, item_id, lot_id, qty, consigned_qty, serials)`,
    [
      case_id,
      lines.map((line) => line.notice_id),
      lines.map((line) => line.line_no),
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_id),
      lines.map((line) => line.qty),
      lines.map((line) => line.consigned_qty),
      lines.map((line) => JSON.stringify(line.serial_nos)),
    ],
  );
}

/** What was locked, and how long it took: until the lock, and until everybody to be told is known. */
export function saveLocked(
  tx: Tx,
  locked: {
    case_id: number;
    movement_id: number | null;
    qty: number;
    voided: number;
    roads: number;
    lock_ms: number;
  },
): Promise<{ lock_ms: number; list_ms: number }> {
  return tx.one(
    `update quality.recall_case set movement_id = $2, locked_qty = $3, voided_allocations = $4, roads = $5, lock_ms = $6,
       list_ms = ceil(extract(epoch from clock_timestamp() - started_at) * 1000)
     where case_id = $1 returning lock_ms, list_ms`,
    [locked.case_id, locked.movement_id, locked.qty, locked.voided, locked.roads, locked.lock_ms],
  );
}

export async function saveSent(
  tx: Tx,
  sent: { notice_ids: readonly number[]; status: NoticeStatus; via: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.recall_notice set status = $2, sent_at = clock_timestamp(), sent_via = $3, sent_by_name = $4
     where notice_id = any($1::bigint[])`,
    [sent.notice_ids, sent.status, sent.via, by.display_name],
  );
}

export type Answer = {
  readonly notice_id: number;
  readonly status: NoticeStatus;
  readonly via: string;
  readonly name: string;
  readonly at: string | null;
  readonly note: string;
  readonly lines: readonly ToldLine[];
};

/** An answer; the first one counts as the confirmation, later ones change what was told. */
export async function saveAnswer(tx: Tx, answer: Answer, by: By): Promise<void> {
  await tx.run(
    `update quality.recall_notice set status = $2, sent_at = coalesce(sent_at, clock_timestamp()), sent_via = coalesce(sent_via, $3),
       sent_by_name = coalesce(sent_by_name, $4), confirmed_at = coalesce(confirmed_at, $5::timestamptz, clock_timestamp()),
       confirmed_name = coalesce(confirmed_name, $4), confirmed_via = coalesce(confirmed_via, $3),
       confirmed_by = coalesce(confirmed_by, $6), answer_note = coalesce(nullif($7, ''), answer_note),
       answered = answered or $8
     where notice_id = $1`,
    [
      answer.notice_id,
      answer.status,
      answer.via,
      answer.name,
      answer.at,
      by.user_id,
      answer.note,
      answer.lines.length > 0,
    ],
  );
  await tx.run(
    `update quality.recall_notice_line l set used_qty = k.used_qty, destroyed_qty = k.destroyed_qty, on_hand_qty = k.on_hand_qty
     from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::bigint[]) as k(line_no, used_qty, destroyed_qty, on_hand_qty)
     where l.notice_id = $1 and l.line_no = k.line_no`,
    [
      answer.notice_id,
      answer.lines.map((line) => line.line_no),
      answer.lines.map((line) => line.used_qty),
      answer.lines.map((line) => line.destroyed_qty),
      answer.lines.map((line) => line.on_hand_qty),
    ],
  );
}

export async function saveExplained(
  tx: Tx,
  explained: { notice_id: number; status: NoticeStatus; explanation: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.recall_notice set status = $2, explanation = $3, settled_at = clock_timestamp(), settled_by_name = $4,
       sent_at = coalesce(sent_at, clock_timestamp())
     where notice_id = $1`,
    [explained.notice_id, explained.status, explained.explanation, by.display_name],
  );
}

/** Notices whose figures come out even. */
export async function saveReconciled(tx: Tx, notice_ids: readonly number[], by: By): Promise<void> {
  await tx.run(
    `update quality.recall_notice set status = 'reconciled', settled_at = clock_timestamp(), settled_by_name = $2
     where notice_id = any($1::bigint[]) and status = 'confirmed'`,
    [notice_ids, by.display_name],
  );
}

/** What the ledger counts now, kept where the consignee sees it too. */
export async function saveReturned(
  tx: Tx,
  lines: readonly { readonly notice_id: number; readonly line_no: number; readonly returned_qty: number }[],
): Promise<void> {
  await tx.run(
    `update quality.recall_notice_line l set returned_qty = k.qty
     from unnest($1::bigint[], $2::integer[], $3::bigint[]) as k(notice_id, line_no, qty)
     where l.notice_id = k.notice_id and l.line_no = k.line_no and l.returned_qty <> k.qty`,
    [lines.map((l) => l.notice_id), lines.map((l) => l.line_no), lines.map((l) => l.returned_qty)],
  );
}

/** Overdue notices that nobody has been told about yet. */
export function saveEscalated(
  tx: Tx,
  limit: number,
): Promise<
  { notice_id: number; case_id: number; notice_no: number; warehouse_id: number | null; due_at: string }[]
> {
  return tx.rows(
    `update quality.recall_notice n set escalated_at = clock_timestamp()
     where n.notice_id in (
       select o.notice_id from quality.recall_notice o join quality.recall_case c on c.case_id = o.case_id
       where o.status in ('open', 'sent') and o.due_at < now() and o.escalated_at is null and c.status = 'active'
         and c.kind <> 'mock'
       order by o.notice_id limit $1 for update of o skip locked)
     returning n.notice_id, n.case_id, n.notice_no, n.warehouse_id, n.due_at`,
    [limit],
  );
}

/** Lots that were born stopped since the case began are in it too. */
export function absorbArrivals(tx: Tx): Promise<{ case_id: number; item_id: number; lot_id: number }[]> {
  return tx.rows(
    `insert into quality.recall_lot (case_id, item_id, lot_id, whole)
     select distinct c.case_id, h.item_id, h.lot_id, true
     from quality.recall_case c
     join stock.v_hold h on h.document_key = 'recall:' || c.case_id and h.serial_no is null
     where c.status = 'active'
     on conflict on constraint recall_lot_pk do nothing
     returning case_id, item_id, lot_id`,
  );
}

export async function saveLifted(
  tx: Tx,
  lifted: { case_id: number; lots: readonly { item_id: number; lot_id: number }[]; reason: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.recall_lot c set lifted_at = clock_timestamp(), lifted_by_name = $2, lift_reason = $3
     from unnest($4::bigint[], $5::bigint[]) as k(item_id, lot_id)
     where c.case_id = $1 and c.item_id = k.item_id and c.lot_id = k.lot_id`,
    [
      lifted.case_id,
      by.display_name,
      lifted.reason,
      lifted.lots.map((lot) => lot.item_id),
      lifted.lots.map((lot) => lot.lot_id),
    ],
  );
}

export async function saveClosed(
  tx: Tx,
  closed: { case_id: number; note: string; figures: object },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.recall_case set status = 'closed', closed_at = clock_timestamp(), closed_by = $2, closed_by_name = $3,
       close_note = $4, figures = $5::jsonb where case_id = $1`,
    [closed.case_id, by.user_id, by.display_name, closed.note, JSON.stringify(closed.figures)],
  );
}

/** Hours of a class from a day on; said twice for the same day, the later word counts until that day has come. */
export async function insertDeadline(
  tx: Tx,
  deadline: { recall_class: string; effective_from: string; hours: number; legal_basis: string },
  by: By,
): Promise<void> {
  await tx.run(
    `insert into quality.recall_deadline (recall_class, effective_from, hours, legal_basis, set_by_name)
     values ($1, $2, $3, $4, $5)
     on conflict on constraint recall_deadline_pk do update set hours = excluded.hours, legal_basis = excluded.legal_basis,
       set_by_name = excluded.set_by_name, set_at = clock_timestamp()`,
    [deadline.recall_class, deadline.effective_from, deadline.hours, deadline.legal_basis, by.display_name],
  );
}

import type { Tx } from '../../platform/db.ts';
import type { Destroyed, DestructionStatus } from './destruction.model.ts';
import type { RepairStatus } from './repair.model.ts';

type By = { readonly user_id: number | null; readonly display_name: string };
export type NewLine = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: string;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

export async function insertDestruction(
  tx: Tx,
  { warehouse_id, reason, lines }: { warehouse_id: number; reason: string; lines: readonly NewLine[] },
  by: By,
): Promise<{ destruction_id: number; document_no: string }> {
  const made = await tx.one<{ destruction_id: number; document_no: string }>(
    `insert into quality.destruction (warehouse_id, reason, requested_by, requested_by_name) values ($1, $2, $3, $4)
     returning destruction_id, document_no`,
    [warehouse_id, reason, by.user_id, by.display_name],
  );
  await tx.run(
    `insert into quality.destruction_line (destruction_id, line_no, warehouse_id, item_id, lot_id, account_id, owner_id,
       disposition, qty, serial_nos)
     select $1, ord, $2, item_id, lot_id, account_id, owner_id, disposition, qty,
       coalesce((select array_agg(s) from jsonb_array_elements_text(serials::jsonb) s), '{}')
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
       with ordinality as t(item_id, lot_id, account_id, owner_id, disposition, qty, serials, ord)`,
    [
      made.destruction_id,
      warehouse_id,
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.account_id),
      lines.map((l) => l.owner_id),
      lines.map((l) => l.disposition),
      lines.map((l) => l.qty),
      lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
  return made;
}

export async function saveDecision(
  tx: Tx,
  change: { destruction_id: number; status: DestructionStatus; note: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.destruction set status = $2, decided_by = $3, decided_by_name = $4, decided_at = clock_timestamp(),
       decision_note = nullif($5, '') where destruction_id = $1`,
    [change.destruction_id, change.status, by.user_id, by.display_name, change.note],
  );
}

export async function saveCancelled(
  tx: Tx,
  destruction_id: number,
  status: DestructionStatus,
  note: string,
): Promise<void> {
  await tx.run('update quality.destruction set status = $2, decision_note = $3 where destruction_id = $1', [
    destruction_id,
    status,
    note,
  ]);
}

export async function saveExecution(
  tx: Tx,
  done: {
    destruction_id: number;
    status: DestructionStatus;
    method: string;
    place: string;
    handler_id: number | null;
    occurred_at: string | null;
    lines: readonly Destroyed[];
  },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.destruction set status = $2, method = $3, place = $4, handler_id = $5, executed_by = $6,
       executed_by_name = $7, executed_at = coalesce($8::timestamptz, clock_timestamp()) where destruction_id = $1`,
    [
      done.destruction_id,
      done.status,
      done.method,
      done.place,
      done.handler_id,
      by.user_id,
      by.display_name,
      done.occurred_at,
    ],
  );
  await tx.run(
    `update quality.destruction_line l set qty_destroyed = t.qty, difference_reason = t.reason,
       serial_nos = coalesce((select array_agg(s) from jsonb_array_elements_text(t.serials::jsonb) s), '{}')
     from unnest($2::integer[], $3::bigint[], $4::text[], $5::text[]) as t(line_no, qty, reason, serials)
     where l.destruction_id = $1 and l.line_no = t.line_no`,
    [
      done.destruction_id,
      done.lines.map((l) => l.line_no),
      done.lines.map((l) => l.qty_destroyed),
      done.lines.map((l) => l.reason),
      done.lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
}

export async function saveWitness(
  tx: Tx,
  seen: { destruction_id: number; status: DestructionStatus; movement_id: number },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.destruction set status = $2, movement_id = $3, witnessed_by = $4, witnessed_by_name = $5,
       witnessed_at = clock_timestamp() where destruction_id = $1`,
    [seen.destruction_id, seen.status, seen.movement_id, by.user_id, by.display_name],
  );
}

export async function insertEvidence(
  tx: Tx,
  file: {
    destruction_id: number;
    warehouse_id: number;
    kind: string;
    file_name: string;
    media_type: string;
    bytes: Uint8Array;
  },
  by: By,
): Promise<number> {
  const { evidence_id } = await tx.one<{ evidence_id: number }>(
    `insert into quality.evidence (destruction_id, warehouse_id, kind, file_name, media_type, bytes, added_by, added_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning evidence_id`,
    [
      file.destruction_id,
      file.warehouse_id,
      file.kind,
      file.file_name,
      file.media_type,
      Buffer.from(file.bytes),
      by.user_id,
      by.display_name,
    ],
  );
  return evidence_id;
}

export async function saveCertificate(
  tx: Tx,
  {
    destruction_id,
    status,
    certificate_no,
  }: { destruction_id: number; status: DestructionStatus; certificate_no: string },
): Promise<void> {
  await tx.run(
    `update quality.destruction set status = $2, certificate_no = $3, closed_at = clock_timestamp() where destruction_id = $1`,
    [destruction_id, status, certificate_no],
  );
}

export function insertRepair(
  tx: Tx,
  repair: {
    warehouse_id: number;
    item_id: number;
    lot_id: number;
    serial_no: string;
    owner_id: number;
    department_id: number | null;
    fault: string;
    warranty_until: string | null;
  },
  by: By,
): Promise<{ repair_id: number; document_no: string }> {
  return tx.one(
    `insert into quality.repair_order (warehouse_id, item_id, lot_id, serial_no, owner_id, department_id, fault, warranty_until,
       opened_by, opened_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning repair_id, document_no`,
    [
      repair.warehouse_id,
      repair.item_id,
      repair.lot_id,
      repair.serial_no,
      repair.owner_id,
      repair.department_id,
      repair.fault,
      repair.warranty_until,
      by.user_id,
      by.display_name,
    ],
  );
}

type Change = { readonly repair_id: number; readonly status: RepairStatus };

export async function saveSent(tx: Tx, change: Change & { workshop_id: number }): Promise<void> {
  await tx.run(
    'update quality.repair_order set status = $2, workshop_id = $3, sent_at = clock_timestamp() where repair_id = $1',
    [change.repair_id, change.status, change.workshop_id],
  );
}

export async function saveQuote(
  tx: Tx,
  change: Change & { quote_fen: number; under_warranty: boolean; note: string; quoted_by: number | null },
): Promise<void> {
  await tx.run(
    `update quality.repair_order set status = $2, quote_fen = $3, under_warranty = $4, quote_note = nullif($5, ''),
       quoted_by = $6 where repair_id = $1`,
    [change.repair_id, change.status, change.quote_fen, change.under_warranty, change.note, change.quoted_by],
  );
}

export async function saveQuoteDecision(
  tx: Tx,
  change: Change & { accepted: boolean; decided_by: number | null },
): Promise<void> {
  await tx.run(
    `update quality.repair_order set status = $2, accepted = $3, decided_by = $4, decided_at = clock_timestamp()
     where repair_id = $1`,
    [change.repair_id, change.status, change.accepted, change.decided_by],
  );
}

export async function saveReturn(
  tx: Tx,
  change: Change & { outcome: string; work_done: string; cost_fen: number },
): Promise<void> {
  await tx.run(
    `update quality.repair_order set status = $2, outcome = $3, work_done = $4, cost_fen = $5, returned_at = clock_timestamp()
     where repair_id = $1`,
    [change.repair_id, change.status, change.outcome, change.work_done, change.cost_fen],
  );
}

export async function saveClosed(
  tx: Tx,
  change: Change & { note: string; closed_by: number | null },
): Promise<void> {
  await tx.run(
    `update quality.repair_order set status = $2, close_note = $3, closed_by = $4, closed_at = clock_timestamp()
     where repair_id = $1`,
    [change.repair_id, change.status, change.note, change.closed_by],
  );
}

export async function insertParts(
  tx: Tx,
  parts: {
    repair_id: number;
    warehouse_id: number;
    movement_id: number;
    used_by: number | null;
    lines: readonly { item_id: number; lot_id: number; qty: number; serial_nos: readonly string[] }[];
  },
): Promise<void> {
  await tx.run(
    `insert into quality.repair_part (repair_id, warehouse_id, movement_id, used_by, item_id, lot_id, qty, serial_nos)
     select $1, $2, $3, $4, item_id, lot_id, qty,
       coalesce((select array_agg(s) from jsonb_array_elements_text(serials::jsonb) s), '{}')
     from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::text[]) as t(item_id, lot_id, qty, serials)`,
    [
      parts.repair_id,
      parts.warehouse_id,
      parts.movement_id,
      parts.used_by,
      parts.lines.map((l) => l.item_id),
      parts.lines.map((l) => l.lot_id),
      parts.lines.map((l) => l.qty),
      parts.lines.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
}

export async function insertLoaner(
  tx: Tx,
  loaner: {
    repair_id: number;
    warehouse_id: number;
    item_id: number;
    lot_id: number;
    serial_no: string;
    owner_id: number;
    department_id: number;
    due_on: string;
    lent_by: number | null;
  },
): Promise<number> {
  const { loaner_id } = await tx.one<{ loaner_id: number }>(
    `insert into quality.loaner (repair_id, warehouse_id, item_id, lot_id, serial_no, owner_id, department_id, due_on, lent_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning loaner_id`,
    [
      loaner.repair_id,
      loaner.warehouse_id,
      loaner.item_id,
      loaner.lot_id,
      loaner.serial_no,
      loaner.owner_id,
      loaner.department_id,
      loaner.due_on,
      loaner.lent_by,
    ],
  );
  return loaner_id;
}

export async function saveLoanerReturn(tx: Tx, loaner_id: number, returned_by: number | null): Promise<void> {
  await tx.run(
    'update quality.loaner set returned_at = clock_timestamp(), returned_by = $2 where loaner_id = $1',
    [loaner_id, returned_by],
  );
}

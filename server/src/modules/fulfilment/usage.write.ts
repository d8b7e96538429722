/** Every INSERT and UPDATE of uses, differences and settlements. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';

export type NewUsage = {
  readonly source: 'case' | 'cabinet' | 'vmi';
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number | null;
  readonly case_id: number | null;
  readonly agreement_id: number | null;
  readonly patient_ref: string | null;
  /** Null: now. */
  readonly used_at: string | null;
  readonly movement_id: number;
  readonly recorded_by_name: string;
  readonly lots: readonly {
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly serial_nos: readonly string[];
  }[];
};

/** What was used, with the price of the department's agreement, or of the price list, where one stands. */
export async function insertUsages(tx: Tx, usage: NewUsage): Promise<void> {
  await tx.run(
    `insert into fulfilment.usage (source, direction, warehouse_id, partner_id, department_id, case_id, agreement_id,
       patient_ref, used_at, movement_id, recorded_by_name, item_id, lot_id, qty, serial_nos, unit_price_fen)
     select $1, case $1 when 'vmi' then 'supplier' else 'customer' end, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, now()),
       $9, $10, k.item_id, k.lot_id, k.qty, array(select jsonb_array_elements_text(k.serial_nos::jsonb)),
       (select l.unit_price_fen from fulfilment.consign_agreement a
        join fulfilment.consign_line l on l.agreement_id = a.agreement_id and l.item_id = k.item_id
        where a.department_id = $4 and a.status = 'active')
     from unnest($11::bigint[], $12::bigint[], $13::bigint[], $14::text[]) as k(item_id, lot_id, qty, serial_nos)`,
    [
      usage.source,
      usage.warehouse_id,
      usage.partner_id,
      usage.department_id,
      usage.case_id,
      usage.agreement_id,
      usage.patient_ref,
      usage.used_at,
      usage.movement_id,
      usage.recorded_by_name,
      usage.lots.map((l) => l.item_id),
      usage.lots.map((l) => l.lot_id),
      usage.lots.map((l) => l.qty),
      usage.lots.map((l) => JSON.stringify(l.serial_nos)),
    ],
  );
}

export type NewDifference = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly kind: 'missing' | 'contaminated' | 'surplus';
  readonly qty: number;
  readonly serial_nos: readonly string[];
};
export type OpenedDifference = {
  difference_id: number;
  document_no: string;
  kind: string;
  item_id: number;
  lot_id: number;
  qty: number;
};
type At = {
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly case_id: number | null;
  readonly count_id: number | null;
  readonly agreement_id: number | null;
  readonly note: string | null;
  readonly opened_by: number | null;
  readonly opened_by_name: string;
};

export async function insertDifferences(
  tx: Tx,
  at: At,
  rows: readonly NewDifference[],
): Promise<OpenedDifference[]> {
  if (rows.length === 0) return [];
  return tx.rows(
    `insert into fulfilment.consign_difference (warehouse_id, partner_id, department_id, case_id, count_id, agreement_id, note,
       opened_by, opened_by_name, item_id, lot_id, owner_id, kind, qty, serial_nos)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, k.item_id, k.lot_id, k.owner_id, k.kind, k.qty,
       array(select jsonb_array_elements_text(k.serial_nos::jsonb))
     from unnest($10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::bigint[], $15::text[])
       as k(item_id, lot_id, owner_id, kind, qty, serial_nos)
     returning difference_id, document_no, kind, item_id, lot_id, qty`,
    [
      at.warehouse_id,
      at.partner_id,
      at.department_id,
      at.case_id,
      at.count_id,
      at.agreement_id,
      at.note,
      at.opened_by,
      at.opened_by_name,
      rows.map((r) => r.item_id),
      rows.map((r) => r.lot_id),
      rows.map((r) => r.owner_id),
      rows.map((r) => r.kind),
      rows.map((r) => r.qty),
      rows.map((r) => JSON.stringify(r.serial_nos)),
    ],
  );
}

export async function saveResolved(
  tx: Tx,
  resolved: {
    readonly difference_id: number;
    readonly resolution: string;
    readonly responsible: string;
    readonly reason: string;
    readonly resolved_by: number | null;
    readonly resolved_by_name: string;
    readonly movement_id: number | null;
  },
): Promise<void> {
  const written = await tx.run(
    `update fulfilment.consign_difference set status = 'resolved', resolution = $2, responsible = $3, reason = $4,
       resolved_by = $5, resolved_by_name = $6, movement_id = $7, resolved_at = clock_timestamp()
     where difference_id = $1 and status = 'open'`,
    [
      resolved.difference_id,
      resolved.resolution,
      resolved.responsible,
      resolved.reason,
      resolved.resolved_by,
      resolved.resolved_by_name,
      resolved.movement_id,
    ],
  );
  assert(written === 1, 'a locked difference was no longer open');
}

export type NewSettlement = {
  readonly direction: 'customer' | 'supplier';
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly issued_by: number | null;
  readonly issued_by_name: string;
  readonly lines: readonly {
    readonly usage_id: number;
    readonly qty: number;
    readonly unit_price_fen: number;
  }[];
};

/** Writes a settlement, and in the uses that they are settled by it. Cases that have nothing left to settle are done. */
export async function insertSettlement(
  tx: Tx,
  settlement: NewSettlement,
): Promise<{ settlement_id: number; document_no: string; amount_fen: number }> {
  const amount_fen = settlement.lines.reduce((sum, line) => sum + line.qty * line.unit_price_fen, 0);
  const { direction, warehouse_id, partner_id, issued_by, issued_by_name } = settlement;
  const made = await tx.one<{ settlement_id: number; document_no: string }>(
    `insert into fulfilment.settlement (direction, warehouse_id, partner_id, amount_fen, issued_by, issued_by_name)
     values ($1, $2, $3, $4, $5, $6) returning settlement_id, document_no`,
    [direction, warehouse_id, partner_id, amount_fen, issued_by, issued_by_name],
  );
  const usage_ids = settlement.lines.map((line) => line.usage_id);
  await tx.run(
    `insert into fulfilment.settlement_line (settlement_id, warehouse_id, partner_id, line_no, usage_id, qty, unit_price_fen, amount_fen)
     select $1, $2, $3, k.line_no, k.usage_id, k.qty, k.price, k.qty * k.price
     from unnest($4::bigint[], $5::bigint[], $6::bigint[]) with ordinality as k(usage_id, qty, price, line_no)`,
    [
      made.settlement_id,
      warehouse_id,
      partner_id,
      usage_ids,
      settlement.lines.map((line) => line.qty),
      settlement.lines.map((line) => line.unit_price_fen),
    ],
  );
  const written = await tx.run(
    'update fulfilment.usage set settlement_id = $1 where usage_id = any($2::bigint[]) and settlement_id is null and reversed_at is null',
    [made.settlement_id, usage_ids],
  );
  assert(written === usage_ids.length, 'a locked use was settled meanwhile');
  await tx.run(
    `update fulfilment.surgical_case c set status = 'settled' where c.status = 'returned'
       and c.case_id in (select case_id from fulfilment.usage where usage_id = any($1::bigint[]))
       and not exists (select from fulfilment.usage u where u.case_id = c.case_id
         and u.settlement_id is null and u.reversed_at is null)`,
    [usage_ids],
  );
  return { ...made, amount_fen };
}

/** Takes a settlement back; its uses are open again, and so are their cases. */
export async function reverseSettlementRow(
  tx: Tx,
  settlement: { readonly settlement_id: number; readonly reason: string; readonly reversed_by_name: string },
): Promise<number> {
  await tx.run(
    `update fulfilment.settlement set status = 'reversed', reverse_reason = $2, reversed_by_name = $3,
       reversed_at = clock_timestamp() where settlement_id = $1`,
    [settlement.settlement_id, settlement.reason, settlement.reversed_by_name],
  );
  await tx.run(
    `update fulfilment.surgical_case c set status = 'returned' where c.status = 'settled'
       and c.case_id in (select case_id from fulfilment.usage where settlement_id = $1)`,
    [settlement.settlement_id],
  );
  return tx.run('update fulfilment.usage set settlement_id = null where settlement_id = $1', [
    settlement.settlement_id,
  ]);
}

/** A use that did not happen; the uses of a settlement are open again only when that is reversed. */
export async function saveUsageReversed(
  tx: Tx,
  reversed: {
    readonly usage_id: number;
    readonly movement_id: number;
    readonly reason: string;
    readonly reversed_by_name: string;
  },
): Promise<void> {
  const written = await tx.run(
    `update fulfilment.usage set reverse_movement_id = $2, reverse_reason = $3, reversed_by_name = $4,
       reversed_at = clock_timestamp() where usage_id = $1 and settlement_id is null and reversed_at is null`,
    [reversed.usage_id, reversed.movement_id, reversed.reason, reversed.reversed_by_name],
  );
  assert(written === 1, 'a locked use was settled or reversed meanwhile');
}

/** What counted as used of a case counts as returned. */
export function usedToReturned(
  tx: Tx,
  case_id: number,
  lot_id: number,
  owner_id: number,
  qty: number,
): Promise<number> {
  return tx.run(
    `update fulfilment.case_piece set qty_used = qty_used - $4, qty_returned = qty_returned + $4
     where case_id = $1 and lot_id = $2 and owner_id = $3`,
    [case_id, lot_id, owner_id, qty],
  );
}

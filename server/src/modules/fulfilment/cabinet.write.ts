/** Every INSERT and UPDATE of agreements, refills, packs, reports of use and counts. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';

export type AgreementTerms = {
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly counted_by: 'hospital' | 'us';
  readonly count_every_days: number;
  readonly swap_days: number;
  readonly created_by_name: string;
  readonly lines: readonly {
    readonly item_id: number;
    readonly par_qty: number;
    readonly min_remaining_days: number;
    readonly unit_price_fen: number;
  }[];
};

/** Makes an agreement, or changes the terms of the living one of this department. */
export async function writeAgreement(
  tx: Tx,
  agreement_id: number | null,
  terms: AgreementTerms,
): Promise<{ agreement_id: number; document_no: string }> {
  const values = [
    terms.warehouse_id,
    terms.partner_id,
    terms.department_id,
    terms.valid_from,
    terms.valid_to,
    terms.counted_by,
    terms.count_every_days,
    terms.swap_days,
  ];
  const made = await (agreement_id === null
    ? tx.one<{ agreement_id: number; document_no: string }>(
        `insert into fulfilment.consign_agreement (warehouse_id, partner_id, department_id, valid_from, valid_to, counted_by,
           count_every_days, swap_days, created_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning agreement_id, document_no`,
        [...values, terms.created_by_name],
      )
    : tx.one<{ agreement_id: number; document_no: string }>(
        `update fulfilment.consign_agreement set valid_from = $2, valid_to = $3, counted_by = $4, count_every_days = $5,
           swap_days = $6 where agreement_id = $1 returning agreement_id, document_no`,
        [agreement_id, ...values.slice(3)],
      ));
  await tx.run('delete from fulfilment.consign_line where agreement_id = $1', [made.agreement_id]);
  await tx.run(
    `insert into fulfilment.consign_line (agreement_id, warehouse_id, partner_id, item_id, par_qty, min_remaining_days, unit_price_fen)
     select $1, $2, $3, k.* from unnest($4::bigint[], $5::bigint[], $6::integer[], $7::bigint[])
       as k(item_id, par_qty, min_remaining_days, unit_price_fen)`,
    [
      made.agreement_id,
      terms.warehouse_id,
      terms.partner_id,
      terms.lines.map((line) => line.item_id),
      terms.lines.map((line) => line.par_qty),
      terms.lines.map((line) => line.min_remaining_days),
      terms.lines.map((line) => line.unit_price_fen),
    ],
  );
  return made;
}

export function closeAgreement(tx: Tx, agreement_id: number, reason: string): Promise<number> {
  return tx.run(
    `update fulfilment.consign_agreement set status = 'ended', end_reason = $2 where agreement_id = $1`,
    [agreement_id, reason],
  );
}

type Scope = {
  readonly agreement_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
};
export type NewRefillLine = {
  readonly item_id: number;
  readonly qty: number;
  readonly min_remaining_days: number;
  readonly swap_lot_id: number | null;
};

export async function insertRefill(
  tx: Tx,
  scope: Scope,
  kind: 'refill' | 'swap',
  person: { readonly user_id: number | null; readonly user_name: string },
  lines: readonly NewRefillLine[],
): Promise<{ refill_id: number; document_no: string }> {
  const made = await tx.one<{ refill_id: number; document_no: string }>(
    `insert into fulfilment.refill (agreement_id, warehouse_id, partner_id, department_id, kind, created_by, created_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) returning refill_id, document_no`,
    [
      scope.agreement_id,
      scope.warehouse_id,
      scope.partner_id,
      scope.department_id,
      kind,
      person.user_id,
      person.user_name,
    ],
  );
  await tx.run(
    `insert into fulfilment.refill_line (refill_id, warehouse_id, partner_id, line_no, item_id, qty, min_remaining_days, swap_lot_id)
     select $1, $2, $3, k.line_no, k.item_id, k.qty, k.min_remaining_days, k.swap_lot_id
     from unnest($4::bigint[], $5::bigint[], $6::integer[], $7::bigint[]) with ordinality
       as k(item_id, qty, min_remaining_days, swap_lot_id, line_no)`,
    [
      made.refill_id,
      scope.warehouse_id,
      scope.partner_id,
      lines.map((line) => line.item_id),
      lines.map((line) => line.qty),
      lines.map((line) => line.min_remaining_days),
      lines.map((line) => line.swap_lot_id),
    ],
  );
  return made;
}

export async function saveDelivery(
  tx: Tx,
  refill_id: number,
  movement_id: number,
  person: { readonly user_id: number | null; readonly user_name: string },
  shipped: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.run(
    `update fulfilment.refill set status = 'delivered', movement_id = $2, reviewed_by = $3, reviewed_by_name = $4,
       delivered_at = clock_timestamp() where refill_id = $1`,
    [refill_id, movement_id, person.user_id, person.user_name],
  );
  const written = await tx.run(
    `update fulfilment.refill_line l set qty_shipped = k.qty from unnest($1::bigint[], $2::bigint[]) as k(refill_line_id, qty)
     where l.refill_line_id = k.refill_line_id`,
    [[...shipped.keys()], [...shipped.values()]],
  );
  assert(written === shipped.size, 'not every refill line was changed');
}

export function saveRefillCancelled(tx: Tx, refill_id: number, reason: string): Promise<number> {
  return tx.run(
    `update fulfilment.refill set status = 'cancelled', cancel_reason = $2 where refill_id = $1`,
    [refill_id, reason],
  );
}

/** Counts what came back for a swap; never more than was to come. */
export function addTakenBack(
  tx: Tx,
  refill_id: number,
  lots: readonly { readonly lot_id: number; readonly qty: number }[],
): Promise<number> {
  return tx.run(
    `update fulfilment.refill_line l set qty_taken_back = least(l.qty, l.qty_taken_back + k.qty)
     from (select lot_id, sum(qty)::bigint as qty from unnest($2::bigint[], $3::bigint[]) as k(lot_id, qty) group by 1) k
     where l.refill_id = $1 and l.swap_lot_id = k.lot_id`,
    [refill_id, lots.map((lot) => lot.lot_id), lots.map((lot) => lot.qty)],
  );
}

/** A pack by its code; the item of a code that is in use stays what it is. */
export async function writePack(
  tx: Tx,
  pack: { readonly pack_code: string; readonly name: string; readonly item_id: number; readonly qty: number },
): Promise<number | null> {
  const [made] = await tx.rows<{ pack_id: number }>(
    `insert into fulfilment.fixed_pack as p (pack_code, name, item_id, qty) values ($1, $2, $3, $4)
     on conflict (pack_code) do update set name = excluded.name, qty = excluded.qty where p.item_id = excluded.item_id
     returning pack_id`,
    [pack.pack_code, pack.name, pack.item_id, pack.qty],
  );
  return made?.pack_id ?? null;
}

export async function insertLabels(
  tx: Tx,
  scope: Scope,
  label: {
    readonly pack_id: number;
    readonly item_id: number;
    readonly lot_id: number;
    readonly qty: number;
    readonly count: number;
  },
): Promise<string[]> {
  const rows = await tx.rows<{ label_no: string }>(
    `insert into fulfilment.pack_label (pack_id, agreement_id, warehouse_id, partner_id, item_id, lot_id, qty)
     select $1, $2, $3, $4, $5, $6, $7 from generate_series(1, $8::integer) returning label_no`,
    [
      label.pack_id,
      scope.agreement_id,
      scope.warehouse_id,
      scope.partner_id,
      label.item_id,
      label.lot_id,
      label.qty,
      label.count,
    ],
  );
  return rows.map((row) => row.label_no).toSorted();
}

/** Labels are opened by a report and closed again when that is rejected. */
export async function saveLabels(
  tx: Tx,
  label_nos: readonly string[],
  from: 'closed' | 'opened',
  to: 'closed' | 'opened',
): Promise<void> {
  if (label_nos.length === 0) return;
  const written = await tx.run(
    'update fulfilment.pack_label set status = $3 where label_no = any($1::text[]) and status = $2',
    [label_nos, from, to],
  );
  assert(written === label_nos.length, 'a locked label was in another state');
}

export type ReportLine = {
  readonly item_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly label_no: string | null;
};

export async function insertReport(
  tx: Tx,
  scope: Scope,
  report: {
    readonly used_at: string | null;
    readonly patient_ref: string | null;
    readonly reported_by: number | null;
    readonly reported_by_name: string;
    readonly lines: readonly ReportLine[];
  },
): Promise<{ report_id: number; document_no: string }> {
  const made = await tx.one<{ report_id: number; document_no: string }>(
    `insert into fulfilment.use_report (agreement_id, warehouse_id, partner_id, department_id, used_at, patient_ref, reported_by,
       reported_by_name)
     values ($1, $2, $3, $4, coalesce($5::timestamptz, now()), $6, $7, $8) returning report_id, document_no`,
    [
      scope.agreement_id,
      scope.warehouse_id,
      scope.partner_id,
      scope.department_id,
      report.used_at,
      report.patient_ref,
      report.reported_by,
      report.reported_by_name,
    ],
  );
  const { lines } = report;
  await tx.run(
    `insert into fulfilment.use_report_line (report_id, warehouse_id, partner_id, line_no, item_id, lot_no, qty, serial_nos, label_no)
     select $1, $2, $3, k.line_no, k.item_id, k.lot_no, k.qty, array(select jsonb_array_elements_text(k.serial_nos::jsonb)), k.label_no
     from unnest($4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[]) with ordinality
       as k(item_id, lot_no, qty, serial_nos, label_no, line_no)`,
    [
      made.report_id,
      scope.warehouse_id,
      scope.partner_id,
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_no),
      lines.map((line) => line.qty),
      lines.map((line) => JSON.stringify(line.serial_nos)),
      lines.map((line) => line.label_no),
    ],
  );
  return made;
}

export function saveReportDecision(
  tx: Tx,
  decided: {
    readonly report_id: number;
    readonly status: 'posted' | 'rejected';
    readonly decided_by_name: string;
    readonly movement_id: number | null;
    readonly reject_reason: string | null;
  },
): Promise<number> {
  return tx.run(
    `update fulfilment.use_report set status = $2, decided_by_name = $3, decided_at = clock_timestamp(), movement_id = $4,
       reject_reason = $5 where report_id = $1`,
    [decided.report_id, decided.status, decided.decided_by_name, decided.movement_id, decided.reject_reason],
  );
}

export function insertCount(
  tx: Tx,
  scope: Scope,
  count: {
    readonly counted_by: number | null;
    readonly counted_by_name: string;
    readonly lots: number;
    readonly expected: number;
    readonly counted: number;
  },
): Promise<{ count_id: number; document_no: string }> {
  return tx.one(
    `insert into fulfilment.cabinet_count (agreement_id, warehouse_id, partner_id, counted_by, counted_by_name, lots, expected, counted)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning count_id, document_no`,
    [
      scope.agreement_id,
      scope.warehouse_id,
      scope.partner_id,
      count.counted_by,
      count.counted_by_name,
      count.lots,
      count.expected,
      count.counted,
    ],
  );
}

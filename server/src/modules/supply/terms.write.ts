/** Every INSERT and UPDATE of terms, prices, agreements, approval tiers and landed cost. */
import type { Tx } from '../../platform/db.ts';

export function saveSupplierItems(
  tx: Tx,
  partner_id: number,
  lines: readonly {
    readonly item_id: number;
    readonly supplier_item_code?: string;
    readonly min_order_qty: number;
    readonly order_multiple: number;
    readonly lead_time_days: number;
    readonly preferred: boolean;
    readonly active: boolean;
  }[],
): Promise<number> {
  return tx.run(
    `insert into supply.supplier_item as s (partner_id, item_id, supplier_item_code, min_order_qty, order_multiple,
       lead_time_days, preferred, active)
     select $1, k.* from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::boolean[],
       $8::boolean[]) as k(item_id, supplier_item_code, min_order_qty, order_multiple, lead_time_days, preferred, active)
     on conflict (partner_id, item_id) do update set supplier_item_code = excluded.supplier_item_code,
       min_order_qty = excluded.min_order_qty, order_multiple = excluded.order_multiple,
       lead_time_days = excluded.lead_time_days, preferred = excluded.preferred, active = excluded.active,
       changed_at = clock_timestamp()`,
    [
      partner_id,
      lines.map((l) => l.item_id),
      lines.map((l) => l.supplier_item_code || null),
      lines.map((l) => l.min_order_qty),
      lines.map((l) => l.order_multiple),
      lines.map((l) => l.lead_time_days),
      lines.map((l) => l.preferred),
      lines.map((l) => l.active),
    ],
  );
}

export function insertPrices(
  tx: Tx,
  partner_id: number,
  recorded_by: number | null,
  lines: readonly {
    readonly item_id: number;
    readonly province?: string;
    readonly min_qty: number;
    readonly unit_price_fen: number;
    readonly valid_from: string;
    readonly valid_to?: string;
    readonly note?: string;
  }[],
): Promise<number> {
  return tx.run(
    `insert into supply.purchase_price (partner_id, recorded_by, item_id, province, min_qty, unit_price_fen, valid_from,
       valid_to, note)
     select $1, $2, k.* from unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::date[], $8::date[],
       $9::text[]) as k(item_id, province, min_qty, unit_price_fen, valid_from, valid_to, note)`,
    [
      partner_id,
      recorded_by,
      lines.map((l) => l.item_id),
      lines.map((l) => l.province || null),
      lines.map((l) => l.min_qty),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.valid_from),
      lines.map((l) => l.valid_to ?? null),
      lines.map((l) => l.note || null),
    ],
  );
}

export function insertListedPrices(
  tx: Tx,
  recorded_by: number | null,
  lines: readonly {
    readonly item_id: number;
    readonly province: string;
    readonly listing_no?: string;
    readonly unit_price_fen: number;
    readonly valid_from: string;
    readonly valid_to?: string;
  }[],
): Promise<number> {
  return tx.run(
    `insert into supply.listed_price (recorded_by, item_id, province, listing_no, unit_price_fen, valid_from, valid_to)
     select $1, k.* from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::date[], $7::date[])
       as k(item_id, province, listing_no, unit_price_fen, valid_from, valid_to)`,
    [
      recorded_by,
      lines.map((l) => l.item_id),
      lines.map((l) => l.province),
      lines.map((l) => l.listing_no || null),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.valid_from),
      lines.map((l) => l.valid_to ?? null),
    ],
  );
}

export type NewAgreement = {
  readonly partner_id: number;
  readonly kind: 'framework' | 'volume';
  readonly title: string;
  readonly contract_no: string | null;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly created_by: number | null;
  readonly created_by_name: string;
  readonly lines: readonly {
    readonly item_id: number;
    readonly unit_price_fen: number;
    readonly qty_committed: number | null;
    readonly quotas: readonly { readonly customer_id: number; readonly qty: number }[];
  }[];
};

export async function insertAgreement(
  tx: Tx,
  agreement: NewAgreement,
): Promise<{ agreement_id: number; document_no: string }> {
  const made = await tx.one<{ agreement_id: number; document_no: string }>(
    `insert into supply.agreement (partner_id, kind, title, contract_no, valid_from, valid_to, created_by, created_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning agreement_id, document_no`,
    [
      agreement.partner_id,
      agreement.kind,
      agreement.title,
      agreement.contract_no,
      agreement.valid_from,
      agreement.valid_to,
      agreement.created_by,
      agreement.created_by_name,
    ],
  );
  const { lines } = agreement;
  const rows = await tx.rows<{ agreement_line_id: number; item_id: number }>(
    `insert into supply.agreement_line (agreement_id, partner_id, line_no, item_id, unit_price_fen, qty_committed)
     select $1, $2, k.line_no, k.item_id, k.unit_price_fen, k.qty_committed
     from unnest($3::bigint[], $4::bigint[], $5::bigint[]) with ordinality as k(item_id, unit_price_fen, qty_committed, line_no)
     returning agreement_line_id, item_id`,
    [
      made.agreement_id,
      agreement.partner_id,
      lines.map((l) => l.item_id),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.qty_committed),
    ],
  );
  const line_of = new Map(rows.map((row) => [row.item_id, row.agreement_line_id]));
  const quotas = lines.flatMap((line) =>
    line.quotas.map((quota) => ({ ...quota, line_id: line_of.get(line.item_id)! })),
  );
  if (quotas.length > 0) {
    await tx.run(
      `insert into supply.agreement_quota (agreement_line_id, customer_id, qty)
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])`,
      [quotas.map((q) => q.line_id), quotas.map((q) => q.customer_id), quotas.map((q) => q.qty)],
    );
  }
  return made;
}

export function endAgreementRow(
  tx: Tx,
  ended: { readonly agreement_id: number; readonly by: number | null; readonly reason: string },
): Promise<number> {
  return tx.run(
    `update supply.agreement set status = 'ended', ended_by = $2, end_reason = $3, ended_at = clock_timestamp()
     where agreement_id = $1`,
    [ended.agreement_id, ended.by, ended.reason],
  );
}

/** Puts these tiers in the place of all others. */
export async function replaceTiers(
  tx: Tx,
  tiers: readonly { readonly above_fen: number; readonly approvals: number }[],
): Promise<void> {
  const limits = tiers.map((tier) => tier.above_fen);
  await tx.run(
    `update supply.approval_tier set retired_at = clock_timestamp()
     where retired_at is null and above_fen <> all($1::bigint[])`,
    [limits],
  );
  await tx.run(
    `insert into supply.approval_tier (above_fen, approvals) select * from unnest($1::bigint[], $2::smallint[])
     on conflict (above_fen) do update set approvals = excluded.approvals, retired_at = null,
       changed_at = clock_timestamp()`,
    [limits, tiers.map((tier) => tier.approvals)],
  );
}

export type CostLine = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly amount_fen: number;
};

export async function insertLandedCost(
  tx: Tx,
  cost: {
    readonly warehouse_id: number;
    readonly purchase_order_id: number;
    readonly kind: string;
    readonly basis: string;
    readonly amount_fen: number;
    readonly invoice_no: string | null;
    readonly note: string | null;
    readonly reverses_id: number | null;
    readonly created_by: number | null;
    readonly created_by_name: string;
    readonly lines: readonly CostLine[];
  },
): Promise<{ landed_cost_id: number; document_no: string }> {
  const made = await tx.one<{ landed_cost_id: number; document_no: string }>(
    `insert into supply.landed_cost (warehouse_id, purchase_order_id, kind, basis, amount_fen, invoice_no, note, reverses_id,
       created_by, created_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     returning landed_cost_id, document_no`,
    [
      cost.warehouse_id,
      cost.purchase_order_id,
      cost.kind,
      cost.basis,
      cost.amount_fen,
      cost.invoice_no,
      cost.note,
      cost.reverses_id,
      cost.created_by,
      cost.created_by_name,
    ],
  );
  const { lines } = cost;
  await tx.run(
    `insert into supply.landed_cost_line (landed_cost_id, warehouse_id, line_no, item_id, lot_id, qty, amount_fen)
     select $1, $2, k.line_no, k.item_id, k.lot_id, k.qty, k.amount_fen
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) with ordinality
       as k(item_id, lot_id, qty, amount_fen, line_no)`,
    [
      made.landed_cost_id,
      cost.warehouse_id,
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.amount_fen),
    ],
  );
  return made;
}

/** Every INSERT and UPDATE of inquiries. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { RfqStatus } from './purchase.model.ts';

type Made = { readonly document_no: string };

export async function insertRfq(
  tx: Tx,
  rfq: {
    readonly warehouse_id: number;
    readonly closes_on: string;
    readonly note: string | null;
    readonly created_by: number | null;
    readonly created_by_name: string;
    readonly partner_ids: readonly number[];
    readonly lines: readonly { readonly item_id: number; readonly qty: number; readonly needed_on: string }[];
  },
): Promise<Made & { rfq_id: number }> {
  const made = await tx.one<Made & { rfq_id: number }>(
    `insert into supply.rfq (closes_on, note, created_by, created_by_name) values ($1, $2, $3, $4)
     returning rfq_id, document_no`,
    [rfq.closes_on, rfq.note, rfq.created_by, rfq.created_by_name],
  );
  await tx.run(
    `insert into supply.rfq_invitation (rfq_id, partner_id, warehouse_id) select $1, k, $2 from unnest($3::bigint[]) as k`,
    [made.rfq_id, rfq.warehouse_id, rfq.partner_ids],
  );
  const { lines } = rfq;
  await tx.run(
    `insert into supply.rfq_offer (rfq_id, partner_id, warehouse_id, line_no, item_id, qty, needed_on)
     select $1, p.partner_id, $2, k.line_no, k.item_id, k.qty, k.needed_on
     from unnest($3::bigint[]) as p(partner_id),
       unnest($4::bigint[], $5::bigint[], $6::date[]) with ordinality as k(item_id, qty, needed_on, line_no)`,
    [
      made.rfq_id,
      rfq.warehouse_id,
      rfq.partner_ids,
      lines.map((l) => l.item_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.needed_on),
    ],
  );
  return made;
}

export type Quoted = {
  readonly line_no: number;
  readonly unit_price_fen: number;
  readonly qty_offered: number;
  readonly lead_time_days: number | null;
  readonly valid_to: string | null;
  readonly note: string | null;
};

/** Writes a supplier's answer; what an earlier one offered and this one does not is taken back. */
export async function saveQuote(
  tx: Tx,
  quote: {
    readonly rfq_id: number;
    readonly partner_id: number;
    readonly status: 'quoted' | 'declined';
    readonly by_name: string;
    readonly note: string | null;
    readonly lines: readonly Quoted[];
  },
): Promise<void> {
  const { rfq_id, partner_id, lines } = quote;
  await tx.run(
    `update supply.rfq_invitation set status = $3, quoted_at = clock_timestamp(), quoted_by_name = $4, note = $5
     where rfq_id = $1 and partner_id = $2`,
    [rfq_id, partner_id, quote.status, quote.by_name, quote.note],
  );
  await tx.run(
    `update supply.rfq_offer o set unit_price_fen = k.unit_price_fen, qty_offered = k.qty_offered,
       lead_time_days = k.lead_time_days, valid_to = k.valid_to, note = k.note
     from supply.rfq_offer all_lines
     left join unnest($3::integer[], $4::bigint[], $5::bigint[], $6::integer[], $7::date[], $8::text[])
       as k(line_no, unit_price_fen, qty_offered, lead_time_days, valid_to, note) on k.line_no = all_lines.line_no
     where all_lines.rfq_id = $1 and all_lines.partner_id = $2 and o.rfq_offer_id = all_lines.rfq_offer_id`,
    [
      rfq_id,
      partner_id,
      lines.map((l) => l.line_no),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.qty_offered),
      lines.map((l) => l.lead_time_days),
      lines.map((l) => l.valid_to),
      lines.map((l) => l.note),
    ],
  );
}

export function closeRfq(
  tx: Tx,
  closed: {
    readonly rfq_id: number;
    readonly status: RfqStatus;
    readonly by: number | null;
    readonly reason: string;
  },
): Promise<number> {
  return tx.run(
    `update supply.rfq set status = $2, closed_by = $3, close_reason = $4, closed_at = clock_timestamp() where rfq_id = $1`,
    [closed.rfq_id, closed.status, closed.by, closed.reason],
  );
}

export async function saveAwards(
  tx: Tx,
  awards: readonly {
    readonly rfq_offer_id: number;
    readonly qty: number;
    readonly reason: string | null;
  }[],
): Promise<void> {
  const written = await tx.run(
    `update supply.rfq_offer o set qty_awarded = k.qty, award_reason = k.reason
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as k(rfq_offer_id, qty, reason)
     where o.rfq_offer_id = k.rfq_offer_id`,
    [awards.map((a) => a.rfq_offer_id), awards.map((a) => a.qty), awards.map((a) => a.reason)],
  );
  assert(written === awards.length, 'not every award was written');
}

/** Every INSERT and UPDATE of bills of carriers and what they lay on goods. */
import type { Tx } from '../../platform/db.ts';
import type { FreightBasis } from './freight.model.ts';

export type NewBill = {
  readonly carrier_id: number;
  readonly carrier_bill_no: string;
  readonly billed_on: string;
  readonly basis: FreightBasis;
  readonly note?: string;
  readonly reverses_id: number | null;
  readonly entered_by: number | null;
  readonly lines: readonly {
    readonly line_no: number;
    readonly shipment_id: number;
    readonly from_warehouse_id: number;
    readonly quote_fen: number;
    readonly billed_fen: number;
    readonly difference_reason?: string;
  }[];
};

export function insertBill(tx: Tx, bill: NewBill): Promise<{ bill_id: number; document_no: string }> {
  return tx.one(
    `with made as (
       insert into transport.freight_bill (partner_id, carrier_bill_no, billed_on, basis, note, reverses_id, entered_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning bill_id, document_no, partner_id
     ), lined as (
       insert into transport.freight_line (bill_id, line_no, partner_id, shipment_id, from_warehouse_id, quote_fen, billed_fen,
         difference_reason)
       select m.bill_id, l.line_no, m.partner_id, l.shipment_id, l.from_warehouse_id, l.quote_fen, l.billed_fen,
         nullif(l.difference_reason, '')
       from made m cross join jsonb_to_recordset($8::jsonb) as l(line_no integer, shipment_id bigint,
         from_warehouse_id bigint, quote_fen bigint, billed_fen bigint, difference_reason text)
     )
     select bill_id, document_no from made`,
    [
      bill.carrier_id,
      bill.carrier_bill_no,
      bill.billed_on,
      bill.basis,
      bill.note ?? null,
      bill.reverses_id,
      bill.entered_by,
      JSON.stringify(bill.lines),
    ],
  );
}

export function saveBillDecision(
  tx: Tx,
  decision: {
    readonly bill_id: number;
    readonly status: 'approved' | 'declined';
    readonly decided_by: number | null;
    readonly note: string | null;
  },
): Promise<number> {
  return tx.run(
    `update transport.freight_bill set status = $2, decided_by = $3, decision_note = $4, decided_at = clock_timestamp()
     where bill_id = $1`,
    [decision.bill_id, decision.status, decision.decided_by, decision.note],
  );
}

export type Share = {
  readonly bill_line_no: number;
  readonly transport_document_id: number;
  readonly line_no: number;
  readonly amount_fen: number;
};

export function insertShares(tx: Tx, bill_id: number, shares: readonly Share[]): Promise<number> {
  return tx.run(
    `insert into transport.freight_share (bill_id, bill_line_no, transport_document_id, line_no, amount_fen)
     select $1, k.* from unnest($2::integer[], $3::bigint[], $4::integer[], $5::bigint[])
       as k(bill_line_no, transport_document_id, line_no, amount_fen)`,
    [
      bill_id,
      shares.map((s) => s.bill_line_no),
      shares.map((s) => s.transport_document_id),
      shares.map((s) => s.line_no),
      shares.map((s) => s.amount_fen),
    ],
  );
}

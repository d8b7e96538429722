import type { RFID_EXPECTED } from '@tongcang/contract';
import type { Tx } from '../../../platform/db.ts';

export type ExpectedKind = (typeof RFID_EXPECTED)[number];
type Document = { readonly expected_id: number; readonly document_no: string };

// A pass is held against documents of its own warehouse alone: what arrives there, or leaves from there.
const DOCUMENTS: Readonly<Record<ExpectedKind, string>> = {
  asn: `select asn_id as expected_id, document_no from supply.v_asn
    where warehouse_id = $1 and ($2::text is null or document_no = $2) and ($3::bigint is null or asn_id = $3)`,
  transfer: `select transfer_id as expected_id, document_no from transfer.v_transfer_order
    where $1 in (from_warehouse_id, to_warehouse_id) and ($2::text is null or document_no = $2)
      and ($3::bigint is null or transfer_id = $3)`,
  demand: `select distinct d.demand_id as expected_id, d.document_no from fulfilment.v_demand d
    join fulfilment.v_demand_line l on l.demand_id = d.demand_id and l.warehouse_id = $1
    where ($2::text is null or d.document_no = $2) and ($3::bigint is null or d.demand_id = $3)`,
};

/** The document of a number or an id at a warehouse; null where there is none in sight. */
export async function documentOf(
  tx: Tx,
  warehouse_id: number,
  kind: ExpectedKind,
  which: { readonly document_no?: string; readonly expected_id?: number },
): Promise<Document | null> {
  const values = [warehouse_id, which.document_no ?? null, which.expected_id ?? null];
  const [found] = await tx.rows<Document>(DOCUMENTS[kind], values);
  return found ?? null;
}

// What is announced and has not come; what is on the road of a transfer, or picked for it; what is picked for an order.
const PIECES: Readonly<Record<ExpectedKind, string>> = {
  asn: `select item_id, sum(qty_open)::bigint as qty from supply.v_asn_line where asn_id = $1 and qty_open > 0 group by 1`,
  transfer: `select item_id, sum(qty)::bigint as qty from (
      select b.item_id, b.qty from stock.v_account a join stock.v_balance b on b.account_id = a.account_id and b.qty > 0
      where a.kind = 'in_transit' and a.document_key = 'transfer:' || $1::text
      union all
      select a.item_id, a.qty from transfer.v_transfer_line l
      join stock.v_allocation a on a.demand_kind = 'transfer_line' and a.demand_id = l.transfer_line_id and a.status = 'picked'
      where l.transfer_id = $1::bigint) x group by 1`,
  demand: `select a.item_id, sum(a.qty)::bigint as qty from fulfilment.v_demand_line l
    join stock.v_allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status = 'picked'
    where l.demand_id = $1 group by 1`,
};

/** Pieces of each item that a document expects at the portal. */
export function expectedPieces(
  tx: Tx,
  kind: ExpectedKind,
  expected_id: number,
): Promise<{ item_id: number; qty: number }[]> {
  return tx.rows(PIECES[kind], [expected_id]);
}

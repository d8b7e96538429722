import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { ensureAccounts } from '../stock/index.ts';
import { lockOrders } from './purchase.read.ts';
import type { ExpectedLine, ReceivedItem } from './receipt.ts';
import type { Progress, ReceiptStatus } from './receiving.model.ts';

/** An order or an arrival notice that goods are received against. */
export type ExpectedDocument = {
  readonly document_no: string;
  readonly supplier_id: number;
  readonly warehouse_id: number;
  readonly status: string;
  readonly owner_id: number | null;
};
/** Expected lines carry the order they belong to; an arrival notice may be about several. */
export type ExpectedOfOrder = ExpectedLine & {
  readonly purchase_order_id: number;
  readonly owner_id: number;
};

/** Locks an arrival notice, so that receipts against it follow each other. Out of sight is not there. */
export async function lockAsn(tx: Tx, asn_id: number): Promise<ExpectedDocument> {
  const [asn] = await tx.rows<ExpectedDocument>(
    `select document_no, partner_id as supplier_id, warehouse_id, status, null::bigint as owner_id
     from supply.asn where asn_id = $1 for update`,
    [asn_id],
  );
  return asn ?? notFound('asn', asn_id);
}

/** The same for an order. */
export async function lockPurchaseOrder(tx: Tx, purchase_order_id: number): Promise<ExpectedDocument> {
  const [order] = await tx.rows<ExpectedDocument>(
    `select document_no, partner_id as supplier_id, warehouse_id, status, owner_id
     from supply.purchase_order where purchase_order_id = $1 for update`,
    [purchase_order_id],
  );
  return order ?? notFound('purchase_order', purchase_order_id);
}

/** What is still to come of an arrival notice, lines that have come included. */
export function linesOfAsn(tx: Tx, asn_id: number): Promise<ExpectedOfOrder[]> {
  return tx.rows<ExpectedOfOrder>(
    `select l.purchase_order_line_id, l.asn_line_id, l.item_id, l.lot_no, l.production_date, l.expiry_date, l.sscc,
       greatest(0, l.qty - l.qty_received) as open, l.serial_nos, o.unit_price_fen, p.requested_by as bought_by,
       p.purchase_order_id, p.owner_id
     from supply.asn_line l
     join supply.purchase_order_line o on o.purchase_order_line_id = l.purchase_order_line_id
     join supply.purchase_order p on p.purchase_order_id = o.purchase_order_id
     where l.asn_id = $1 order by l.line_no`,
    [asn_id],
  );
}

/** What is still to come of an order. */
export function linesOfOrder(tx: Tx, purchase_order_id: number): Promise<ExpectedOfOrder[]> {
  return tx.rows<ExpectedOfOrder>(
    `select o.purchase_order_line_id, null::bigint as asn_line_id, o.item_id, null as lot_no, null::date as production_date,
       null::date as expiry_date, null as sscc, greatest(0, o.qty - o.qty_cancelled - o.qty_received) as open,
       '{}'::text[] as serial_nos, o.unit_price_fen, p.requested_by as bought_by, p.purchase_order_id, p.owner_id
     from supply.purchase_order_line o
     join supply.purchase_order p on p.purchase_order_id = o.purchase_order_id
     where o.purchase_order_id = $1 order by o.line_no`,
    [purchase_order_id],
  );
}

/** The items named, by id; unknown ones are absent. */
export async function itemsNamed(tx: Tx, item_ids: readonly number[]): Promise<Map<number, ReceivedItem>> {
  const rows = await tx.rows<ReceivedItem>(
    `select item_id, item_code, tracking, storage_condition, shelf_life_days from masterdata.v_item
     where item_id = any($1::bigint[])`,
    [item_ids],
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}

/** `item|lot` of the lots named whose expiry date is on file. */
export async function datedLots(
  tx: Tx,
  lots: readonly { readonly item_id: number; readonly lot_no: string }[],
): Promise<Set<string>> {
  const rows = await tx.rows<{ item_id: number; lot_no: string }>(
    `select l.item_id, l.lot_no from unnest($1::bigint[], $2::text[]) as k(item_id, lot_no)
     join stock.v_lot l on l.item_id = k.item_id and l.lot_no = k.lot_no
     where l.expiry_date is not null`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_no)],
  );
  return new Set(rows.map((row) => `${row.item_id}|${row.lot_no}`));
}

type Bin = {
  readonly account_id: number;
  readonly location_id: number;
  readonly zone_kind: string;
  readonly storage_condition: string;
};

/**
 * The bins of some kinds of zone at a warehouse, by code; none where it has no such zone. Two statements at most more
 * where a place is used for the first time.
 */
export async function binsOf(tx: Tx, warehouse_id: number, zone_kinds: readonly string[]): Promise<Bin[]> {
  const rows = await tx.rows<Omit<Bin, 'account_id'> & { account_id: number | null }>(
    `select p.location_id, p.zone_kind, p.storage_condition, a.account_id
     from masterdata.v_location p
     left join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     where p.warehouse_id = $1 and p.zone_kind = any($2::text[]) and p.retired_at is null order by p.location_code`,
    [warehouse_id, zone_kinds],
  );
  const fresh = rows.filter((row) => row.account_id === null);
  const made = await ensureAccounts(
    tx,
    fresh.map(({ location_id }) => ({ kind: 'bin' as const, warehouse_id, location_id })),
  );
  const accounts = new Map(fresh.map((row, index) => [row.location_id, made[index]!]));
  return rows.map((row) => ({ ...row, account_id: row.account_id ?? accounts.get(row.location_id)! }));
}

/** The bin that fits a storage condition best, or the first one. */
export const fittingBin = (bins: readonly Bin[], storage_condition: string): Bin | undefined =>
  bins.find((bin) => bin.storage_condition === storage_condition) ?? bins[0];

export type Receipt = {
  readonly receipt_id: number;
  readonly asn_id: number | null;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly supplier_id: number;
  readonly owner_id: number;
  readonly status: ReceiptStatus;
  readonly arrived_at: string;
  readonly received_by: number | null;
  readonly movement_id: number | null;
};
export type Line = Progress & {
  readonly receipt_line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly item_code: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly lot_id: number | null;
  readonly lot_no: string;
  readonly account_id: number | null;
  readonly bought_by: number | null;
  readonly purchase_order_line_id: number | null;
  readonly asn_line_id: number | null;
  readonly unit_price_fen: number | null;
  /** Handling unit in which it came. */
  readonly sscc: string | null;
  readonly serial_nos: readonly string[];
};

/** Locks a receipt, so that its verbs follow each other, and asks for the permission at its warehouse. */
export async function lockReceipt(
  tx: Tx,
  actor: Actor,
  permission: string,
  receipt_id: number,
): Promise<Receipt> {
  const [receipt] = await tx.rows<Receipt>(
    `select receipt_id, asn_id, document_no, warehouse_id, supplier_id, owner_id, status, arrived_at, received_by, movement_id
     from supply.receipt where receipt_id = $1 for update`,
    [receipt_id],
  );
  if (receipt === undefined) notFound('receipt', receipt_id);
  requireAt(actor, permission, receipt.warehouse_id);
  return receipt;
}

/** Lines of a locked receipt. */
export function receiptLines(tx: Tx, receipt_id: number): Promise<Line[]> {
  return tx.rows<Line>(
    `select l.receipt_line_id, l.line_no, l.item_id, i.item_code, i.tracking, i.storage_condition, l.lot_id, l.lot_no,
       l.account_id, l.bought_by, l.purchase_order_line_id, l.asn_line_id, l.unit_price_fen, l.sscc, l.serial_nos,
       l.qty_received as received, l.qty_damaged as damaged, l.qty_over as over, l.qty_qualified as qualified,
       l.qty_unqualified as unqualified, l.qty_put_away as put_away
     from supply.receipt_line l join masterdata.v_item i on i.item_id = l.item_id
     where l.receipt_id = $1 order by l.line_no`,
    [receipt_id],
  );
}

/**
 * Locks the arrival notice and the orders that a receipt changes, in the order in which receiving locks them and before
 * any balance, so that receipts and their reversals wait for each other in one direction only.
 */
export async function lockSources(
  tx: Tx,
  asn_id: number | null,
  lines: readonly { readonly purchase_order_line_id: number | null }[],
): Promise<void> {
  if (asn_id !== null) await tx.rows('select from supply.asn where asn_id = $1 for update', [asn_id]);
  const line_ids = lines.flatMap((line) => line.purchase_order_line_id ?? []);
  if (line_ids.length > 0) await lockOrders(tx, { line_ids });
}

/** The warehouse with what a receipt needs of it. */
export async function warehouseNamed(
  tx: Tx,
  warehouse_id: number,
): Promise<{ readonly legal_entity_id: number; readonly timezone: string }> {
  const [warehouse] = await tx.rows<{ legal_entity_id: number; timezone: string }>(
    'select legal_entity_id, timezone from masterdata.v_warehouse where warehouse_id = $1',
    [warehouse_id],
  );
  return warehouse ?? notFound('warehouse', warehouse_id);
}

/** Fails where a partner is unknown or of another kind. */
export async function requirePartner(tx: Tx, partner_id: number, kinds: readonly string[]): Promise<void> {
  const rows = await tx.rows(
    'select partner_id from masterdata.v_partner where partner_id = $1 and kind = any($2::text[])',
    [partner_id, kinds],
  );
  if (rows.length === 0) notFound('partner', partner_id);
}

/** Arrival after departure, and a range that is one; the CHECK says the same. */
export function refuseUntimely(transport: {
  readonly departed_at?: string | undefined;
  readonly arrived_at?: string | undefined;
  readonly min_temp_c?: number | undefined;
  readonly max_temp_c?: number | undefined;
}): void {
  const { departed_at, arrived_at, min_temp_c, max_temp_c } = transport;
  const late = departed_at && arrived_at && Date.parse(departed_at) >= Date.parse(arrived_at);
  const crossed = min_temp_c !== undefined && max_temp_c !== undefined && min_temp_c > max_temp_c;
  if (late || crossed) fail('supply.transport_times');
}

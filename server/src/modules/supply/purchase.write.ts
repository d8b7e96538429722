/** Every INSERT and UPDATE of orders; what was received of them is added in `asn.write.ts`. */
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import type { PriceSource } from './price.ts';
import type { OrderStatus } from './purchase.model.ts';

export type NewOrderLine = {
  readonly item_id: number;
  readonly qty: number;
  readonly unit_price_fen: number;
  readonly price_source: PriceSource;
  readonly needed_on: string;
  readonly agreement_line_id: number | null;
  readonly rfq_offer_id: number | null;
  readonly note: string | null;
};
export type NewOrder = {
  readonly partner_id: number;
  readonly warehouse_id: number;
  readonly owner_id: number;
  readonly reason: string;
  readonly urgent: boolean;
  readonly plan_id: number | null;
  readonly rfq_id: number | null;
  readonly requested_by: number | null;
  readonly requested_by_name: string;
  readonly lines: readonly NewOrderLine[];
};
export type MadeOrder = {
  readonly purchase_order_id: number;
  readonly document_no: string;
  readonly partner_id: number;
  readonly warehouse_id: number;
  readonly total_fen: number;
};

export function totalOf(
  lines: readonly {
    readonly qty: number;
    readonly unit_price_fen: number;
    readonly qty_cancelled?: number;
  }[],
): number {
  return lines.reduce((sum, line) => sum + (line.qty - (line.qty_cancelled ?? 0)) * line.unit_price_fen, 0);
}

const pairOf = (order: { partner_id: number; warehouse_id: number }) =>
  `${order.partner_id}|${order.warehouse_id}`;

/** Writes orders, one for each supplier and warehouse. Two statements, however many there are. */
export async function insertOrders(tx: Tx, orders: readonly NewOrder[]): Promise<MadeOrder[]> {
  assert(new Set(orders.map(pairOf)).size === orders.length, 'two orders for one supplier and warehouse');
  const made = await tx.rows<MadeOrder>(
    `insert into supply.purchase_order (partner_id, warehouse_id, owner_id, total_fen, reason, urgent, plan_id, rfq_id,
       requested_by, requested_by_name)
     select k.partner_id, k.warehouse_id, k.owner_id, k.total_fen, k.reason, k.urgent, k.plan_id, k.rfq_id,
       k.requested_by, k.requested_by_name
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::boolean[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::text[]) as k(partner_id, warehouse_id, owner_id, total_fen, reason, urgent,
       plan_id, rfq_id, requested_by, requested_by_name)
     returning purchase_order_id, document_no, partner_id, warehouse_id, total_fen`,
    [
      orders.map((o) => o.partner_id),
      orders.map((o) => o.warehouse_id),
      orders.map((o) => o.owner_id),
      orders.map((o) => totalOf(o.lines)),
      orders.map((o) => o.reason),
      orders.map((o) => o.urgent),
      orders.map((o) => o.plan_id),
      orders.map((o) => o.rfq_id),
      orders.map((o) => o.requested_by),
      orders.map((o) => o.requested_by_name),
    ],
  );
  const byPair = new Map(made.map((order) => [pairOf(order), order]));
  await insertOrderLines(
    tx,
    orders.flatMap((order) => {
      const head = byPair.get(pairOf(order))!;
      return order.lines.map((line, index) => ({ ...line, ...head, line_no: index + 1 }));
    }),
  );
  return orders.map((order) => byPair.get(pairOf(order))!);
}

type PlacedLine = NewOrderLine & {
  readonly purchase_order_id: number;
  readonly partner_id: number;
  readonly warehouse_id: number;
  readonly line_no: number;
};

export async function insertOrderLines(tx: Tx, lines: readonly PlacedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.run(
    `insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
       unit_price_fen, price_source, needed_on, agreement_line_id, rfq_offer_id, note)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::text[], $9::date[], $10::bigint[], $11::bigint[], $12::text[])`,
    [
      lines.map((l) => l.purchase_order_id),
      lines.map((l) => l.partner_id),
      lines.map((l) => l.warehouse_id),
      lines.map((l) => l.line_no),
      lines.map((l) => l.item_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.price_source),
      lines.map((l) => l.needed_on),
      lines.map((l) => l.agreement_line_id),
      lines.map((l) => l.rfq_offer_id),
      lines.map((l) => l.note),
    ],
  );
}

/** Notes that a version was handed in, and how many people it needs. */
export function saveSubmission(
  tx: Tx,
  submitted: {
    readonly purchase_order_id: number;
    readonly status: OrderStatus;
    readonly approvals_needed: number;
  },
): Promise<number> {
  return tx.run(
    `update supply.purchase_order set status = $2, approvals_needed = $3, submitted_at = clock_timestamp(),
       approved_at = case when $2 = 'submitted' then approved_at else clock_timestamp() end,
       decision_note = null, changed_at = clock_timestamp()
     where purchase_order_id = $1`,
    [submitted.purchase_order_id, submitted.status, submitted.approvals_needed],
  );
}

/** Adds an approval and gives how many this version has now. */
export async function addApproval(
  tx: Tx,
  approval: {
    readonly purchase_order_id: number;
    readonly version: number;
    readonly approver_id: number;
    readonly approver_name: string;
    readonly requested_by: number | null;
    readonly note: string | null;
  },
): Promise<number> {
  const { approvals } = await tx.one<{ approvals: number }>(
    `with added as (
       insert into supply.purchase_approval (purchase_order_id, version, approver_id, approver_name, requested_by, note)
       values ($1, $2, $3, $4, $5, $6) returning 1)
     select (select count(*) from supply.purchase_approval where purchase_order_id = $1 and version = $2)
       + (select count(*) from added) as approvals`,
    [
      approval.purchase_order_id,
      approval.version,
      approval.approver_id,
      approval.approver_name,
      approval.requested_by,
      approval.note,
    ],
  );
  return approvals;
}

/** A decision that moves an order on: approved, declined, confirmed in part, given up. */
export function saveOrderStatus(
  tx: Tx,
  decided: {
    readonly purchase_order_id: number;
    readonly status: OrderStatus;
    readonly note?: string | null;
    readonly approved?: boolean;
    readonly total_fen?: number;
  },
): Promise<number> {
  return tx.run(
    `update supply.purchase_order set status = $2, decision_note = coalesce($3, decision_note),
       approved_at = case when $4 then clock_timestamp() else approved_at end, total_fen = coalesce($5, total_fen),
       closed_at = case when $2 in ('closed', 'cancelled', 'received') then clock_timestamp() else closed_at end,
       changed_at = clock_timestamp()
     where purchase_order_id = $1`,
    [
      decided.purchase_order_id,
      decided.status,
      decided.note ?? null,
      decided.approved ?? false,
      decided.total_fen ?? null,
    ],
  );
}

export async function saveOrderStatuses(
  tx: Tx,
  orders: readonly { readonly purchase_order_id: number; readonly status: OrderStatus }[],
): Promise<void> {
  if (orders.length === 0) return;
  await tx.run(
    `update supply.purchase_order o set status = k.status, changed_at = clock_timestamp(),
       closed_at = case when k.status in ('closed', 'cancelled', 'received') then clock_timestamp() else o.closed_at end
     from unnest($1::bigint[], $2::text[]) as k(purchase_order_id, status)
     where o.purchase_order_id = k.purchase_order_id`,
    [orders.map((o) => o.purchase_order_id), orders.map((o) => o.status)],
  );
}

export type Confirmation = {
  readonly purchase_order_line_id: number;
  readonly qty_confirmed: number;
  readonly confirmed_on: string;
  readonly note: string | null;
};

/** Writes the supplier's answer; the head says who confirmed once every line is answered. */
export async function saveConfirmation(
  tx: Tx,
  answer: {
    readonly purchase_order_id: number;
    readonly status: OrderStatus;
    readonly complete: boolean;
    readonly by_name: string;
    readonly by_supplier: boolean;
    readonly supplier_reference: string | null;
    readonly lines: readonly Confirmation[];
  },
): Promise<void> {
  const { lines } = answer;
  const written = await tx.run(
    `update supply.purchase_order_line l set qty_confirmed = k.qty_confirmed, confirmed_on = k.confirmed_on,
       confirm_note = k.note
     from unnest($2::bigint[], $3::bigint[], $4::date[], $5::text[]) as k(line_id, qty_confirmed, confirmed_on, note)
     where l.purchase_order_id = $1 and l.purchase_order_line_id = k.line_id`,
    [
      answer.purchase_order_id,
      lines.map((l) => l.purchase_order_line_id),
      lines.map((l) => l.qty_confirmed),
      lines.map((l) => l.confirmed_on),
      lines.map((l) => l.note),
    ],
  );
  assert(written === lines.length, 'not every line was confirmed');
  await tx.run(
    `update supply.purchase_order set status = $2, supplier_reference = coalesce($3, supplier_reference),
       confirmed_at = case when $4 then clock_timestamp() else confirmed_at end,
       confirmed_by_name = case when $4 then $5 else confirmed_by_name end,
       confirmed_by_supplier = case when $4 then $6 else confirmed_by_supplier end, changed_at = clock_timestamp()
     where purchase_order_id = $1`,
    [
      answer.purchase_order_id,
      answer.status,
      answer.supplier_reference,
      answer.complete,
      answer.by_name,
      answer.by_supplier,
    ],
  );
}

export type ChangedLine = {
  readonly purchase_order_line_id: number;
  readonly qty: number;
  readonly unit_price_fen: number;
  readonly price_source: PriceSource | null;
  readonly needed_on: string;
};

/** Keeps an order as it was before a change. */
export function keepVersion(
  tx: Tx,
  old: {
    readonly purchase_order_id: number;
    readonly version: number;
    readonly total_fen: number;
    readonly lines: readonly object[];
    readonly reason: string;
    readonly by: number | null;
    readonly by_name: string;
  },
): Promise<number> {
  return tx.run(
    `insert into supply.purchase_order_version (purchase_order_id, version, total_fen, lines, replaced_reason, replaced_by,
       replaced_by_name) values ($1, $2, $3, $4::jsonb, $5, $6, $7)`,
    [
      old.purchase_order_id,
      old.version,
      old.total_fen,
      JSON.stringify(old.lines),
      old.reason,
      old.by,
      old.by_name,
    ],
  );
}

/** Writes the lines of a new version; what differs must be confirmed anew. */
export async function saveChange(
  tx: Tx,
  change: {
    readonly purchase_order_id: number;
    readonly status: OrderStatus;
    readonly version: number;
    readonly total_fen: number;
    /** Null where the earlier submission still counts. */
    readonly approvals_needed: number | null;
    readonly approved: boolean;
    readonly unconfirmed: boolean;
    readonly lines: readonly ChangedLine[];
  },
): Promise<void> {
  const { lines } = change;
  await tx.run(
    `update supply.purchase_order_line l set qty = k.qty, unit_price_fen = k.unit_price_fen,
       price_source = coalesce(k.price_source, l.price_source), needed_on = k.needed_on, qty_confirmed = null,
       confirmed_on = null, confirm_note = null
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::date[])
       as k(line_id, qty, unit_price_fen, price_source, needed_on)
     where l.purchase_order_id = $1 and l.purchase_order_line_id = k.line_id`,
    [
      change.purchase_order_id,
      lines.map((l) => l.purchase_order_line_id),
      lines.map((l) => l.qty),
      lines.map((l) => l.unit_price_fen),
      lines.map((l) => l.price_source),
      lines.map((l) => l.needed_on),
    ],
  );
  await tx.run(
    `update supply.purchase_order set status = $2, version = $3, total_fen = $4,
       approvals_needed = coalesce($5, approvals_needed),
       submitted_at = case when $5::smallint is null then submitted_at else clock_timestamp() end,
       approved_at = case when $6 then clock_timestamp() else approved_at end,
       confirmed_at = case when $7 then null else confirmed_at end,
       confirmed_by_name = case when $7 then null else confirmed_by_name end,
       confirmed_by_supplier = case when $7 then null else confirmed_by_supplier end, changed_at = clock_timestamp()
     where purchase_order_id = $1`,
    [
      change.purchase_order_id,
      change.status,
      change.version,
      change.total_fen,
      change.approvals_needed,
      change.approved,
      change.unconfirmed,
    ],
  );
}

/** Gives up pieces of lines of one order, whose row the caller has locked. */
export async function cancelLines(
  tx: Tx,
  purchase_order_id: number,
  lines: readonly { readonly purchase_order_line_id: number; readonly qty: number }[],
): Promise<void> {
  const written = await tx.run(
    `update supply.purchase_order_line l set qty_cancelled = l.qty_cancelled + k.qty
     from unnest($2::bigint[], $3::bigint[]) as k(line_id, qty)
     where l.purchase_order_id = $1 and l.purchase_order_line_id = k.line_id`,
    [purchase_order_id, lines.map((l) => l.purchase_order_line_id), lines.map((l) => l.qty)],
  );
  assert(written === lines.length, 'not every line was given up');
}

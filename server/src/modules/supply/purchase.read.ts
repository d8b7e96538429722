/** What the verbs of purchasing look at. Locks are taken in the order agreement line, arrival notice, order. */
import { type Actor, can, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import type { AsnStatus, OrderStatus } from './purchase.model.ts';

/** The day in the company's zone, by the database's clock. */
export async function today(tx: Tx): Promise<string> {
  const { day } = await tx.one<{ day: string }>(`select (now() at time zone 'Asia/Shanghai')::date as day`);
  return day;
}

export function isOutsider(actor: Actor): boolean {
  return actor.scope.partner_id !== null;
}

/** Demands a permission at the warehouse of a document that is in sight; a supplier's own documents are everywhere. */
export function requireFor(actor: Actor, permission: string, warehouse_id: number): void {
  if (isOutsider(actor)) {
    if (!can(actor, permission)) fail('platform.forbidden', { permission, warehouse_id });
  } else requireAt(actor, permission, warehouse_id);
}

export type Order = {
  readonly purchase_order_id: number;
  readonly document_no: string;
  readonly partner_id: number;
  readonly warehouse_id: number;
  readonly owner_id: number;
  readonly status: OrderStatus;
  readonly version: number;
  readonly total_fen: number;
  readonly plan_id: number | null;
  readonly requested_by: number | null;
  readonly approvals_needed: number | null;
  readonly approved_at: string | null;
  readonly confirmed_at: string | null;
};
const ORDER = `select o.purchase_order_id, o.document_no, o.partner_id, o.warehouse_id, o.owner_id, o.status, o.version,
    o.total_fen, o.plan_id, o.requested_by, o.approvals_needed::integer as approvals_needed, o.approved_at, o.confirmed_at
  from supply.purchase_order o`;

/** Locks one order. To a supplier an order that was never approved does not exist. */
export async function lockOrder(tx: Tx, actor: Actor, purchase_order_id: number): Promise<Order> {
  const [order] = await tx.rows<Order>(`${ORDER} where o.purchase_order_id = $1 for update`, [
    purchase_order_id,
  ]);
  if (order === undefined || (isOutsider(actor) && order.approved_at === null)) {
    notFound('purchase_order', purchase_order_id);
  }
  return order;
}

/** Locks orders in the order of their ids, named by themselves or by lines of theirs. */
export function lockOrders(
  tx: Tx,
  named: { readonly order_ids?: readonly number[]; readonly line_ids?: readonly number[] },
): Promise<Order[]> {
  return tx.rows<Order>(
    `${ORDER} where o.purchase_order_id = any($1::bigint[]) or o.purchase_order_id in (
       select l.purchase_order_id from supply.purchase_order_line l where l.purchase_order_line_id = any($2::bigint[]))
     order by o.purchase_order_id for update`,
    [named.order_ids ?? [], named.line_ids ?? []],
  );
}

export type OrderLine = {
  readonly purchase_order_line_id: number;
  readonly purchase_order_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly item_code: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly qty: number;
  readonly unit_price_fen: number;
  readonly needed_on: string;
  readonly qty_confirmed: number | null;
  readonly confirmed_on: string | null;
  readonly qty_received: number;
  readonly qty_cancelled: number;
  readonly qty_announced: number;
  readonly agreement_line_id: number | null;
};
const LINE = `select l.purchase_order_line_id, l.purchase_order_id, l.line_no, l.item_id, i.item_code, i.tracking,
    i.storage_condition, l.qty, l.unit_price_fen, l.needed_on, l.qty_confirmed, l.confirmed_on, l.qty_received,
    l.qty_cancelled, l.qty_announced, l.agreement_line_id
  from supply.v_purchase_order_line l
  join masterdata.v_item i on i.item_id = l.item_id`;

export function linesOf(tx: Tx, purchase_order_id: number): Promise<OrderLine[]> {
  return tx.rows<OrderLine>(`${LINE} where l.purchase_order_id = $1 order by l.line_no`, [purchase_order_id]);
}

export function linesById(tx: Tx, line_ids: readonly number[]): Promise<OrderLine[]> {
  return tx.rows<OrderLine>(`${LINE} where l.purchase_order_line_id = any($1::bigint[])`, [line_ids]);
}

export function orderLineProgress(
  tx: Tx,
  order_ids: readonly number[],
): Promise<{ purchase_order_id: number; qty: number; qty_received: number; qty_cancelled: number }[]> {
  return tx.rows(
    `select purchase_order_id, qty, qty_received, qty_cancelled from supply.purchase_order_line
     where purchase_order_id = any($1::bigint[])`,
    [order_ids],
  );
}

export function asnHeads(
  tx: Tx,
  asn_ids: readonly number[],
): Promise<{ asn_id: number; document_no: string; status: AsnStatus }[]> {
  return tx.rows('select asn_id, document_no, status from supply.asn where asn_id = any($1::bigint[])', [
    asn_ids,
  ]);
}

export function asnLineProgress(
  tx: Tx,
  asn_ids: readonly number[],
): Promise<{ asn_id: number; qty: number; qty_received: number }[]> {
  return tx.rows('select asn_id, qty, qty_received from supply.asn_line where asn_id = any($1::bigint[])', [
    asn_ids,
  ]);
}

/** Refuses an item that comes twice in a document, naming its line. */
export function refuseRepeated(keys: readonly (number | string)[], path = 'lines', field = 'item_id'): void {
  const seen = new Set<number | string>();
  const errors: FieldError[] = [];
  keys.forEach((key, index) => {
    if (seen.has(key)) errors.push({ path: `${path}.${index}.${field}`, code: 'duplicate', params: {} });
    seen.add(key);
  });
  if (errors.length > 0) fail('supply.item_repeated', {}, errors);
}

export type Goods = {
  readonly item_id: number;
  readonly item_code: string;
  readonly unit_cost_fen: number;
  readonly storage_condition: string;
};

/** The items by id; an unknown one is refused with its place in the input. */
export async function knownItems(
  tx: Tx,
  item_ids: readonly number[],
  path = 'lines',
): Promise<Map<number, Goods>> {
  const rows = await tx.rows<Goods>(
    `select item_id, item_code, unit_cost_fen, storage_condition from masterdata.v_item
     where item_id = any($1::bigint[])`,
    [item_ids],
  );
  const known = new Map(rows.map((item) => [item.item_id, item]));
  const errors = item_ids.flatMap((item_id, index) =>
    known.has(item_id) ? [] : [{ path: `${path}.${index}.item_id`, code: 'unknown', params: {} }],
  );
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
  return known;
}

const SELLS = new Set(['supplier', 'manufacturer']);

/** Refuses partners that are not there or sell nothing. */
export async function requireSuppliers(tx: Tx, partner_ids: readonly number[]): Promise<void> {
  const rows = await tx.rows<{ partner_id: number; partner_code: string; kind: string }>(
    'select partner_id, partner_code, kind from masterdata.v_partner where partner_id = any($1::bigint[])',
    [partner_ids],
  );
  const known = new Map(rows.map((partner) => [partner.partner_id, partner]));
  for (const partner_id of partner_ids) {
    const partner = known.get(partner_id);
    if (partner === undefined) notFound('partner', partner_id);
    if (!SELLS.has(partner.kind)) fail('supply.not_a_supplier', { partner_code: partner.partner_code });
  }
}

export type Site = {
  readonly warehouse_id: number;
  readonly province: string;
  readonly legal_entity_id: number;
};

/** Warehouses by id; the caller has asked whether the actor may act there. */
export async function sitesOf(tx: Tx, warehouse_ids: readonly number[]): Promise<Map<number, Site>> {
  const rows = await tx.rows<Site>(
    `select warehouse_id, province, legal_entity_id from masterdata.v_warehouse where warehouse_id = any($1::bigint[])`,
    [[...new Set(warehouse_ids)]],
  );
  const known = new Map(rows.map((site) => [site.warehouse_id, site]));
  for (const warehouse_id of warehouse_ids) {
    if (!known.has(warehouse_id)) notFound('warehouse', warehouse_id);
  }
  return known;
}

/** What allocating asks the ledger for, by the terms of the customer. */
import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { Want } from '../stock/index.ts';
import { ALLOCATION_EXPIRES_MINUTES } from './fulfilment.model.ts';

/** Lots that come first for a customer, and those that are kept for somebody else. */
export type LotTerms = {
  readonly lots_before: readonly number[];
  readonly lots_closed: ReadonlyMap<number, Reason>;
};
export type Buyer = { readonly partner_id: number; readonly item_id: number };

const keyOf = ({ partner_id, item_id }: Buyer) => `${partner_id}|${item_id}`;

/** The lot terms of each customer and item. Two statements for any number. */
export async function lotTermsOf(tx: Tx, buyers: readonly Buyer[]): Promise<(buyer: Buyer) => LotTerms> {
  const [reserved, last] = await Promise.all([
    reservedLots(
      tx,
      buyers.map((b) => b.item_id),
    ),
    lastLots(tx, buyers),
  ]);
  const byItem = Map.groupBy(reserved, (row) => row.item_id);
  return (buyer) => {
    const lots = byItem.get(buyer.item_id) ?? [];
    const own = lots.filter((row) => row.partner_id === buyer.partner_id).map((row) => row.lot_id);
    const again = last.get(keyOf(buyer));
    return {
      lots_before: again === undefined ? own : [...own, again],
      lots_closed: new Map(
        lots
          .filter((row) => row.partner_id !== buyer.partner_id)
          .map(({ lot_id, ...params }) => [lot_id, closedBecause(params)]),
      ),
    };
  };
}

/**
 * The lots of these items that are kept for somebody else than `partner_id`, and before them those kept for it: for goods
 * that leave in sets, for cabinets, or for another warehouse. One statement for any number.
 */
export async function closedLotsOf(
  tx: Tx,
  item_ids: readonly number[],
  partner_id: number | null,
): Promise<(item_id: number) => LotTerms> {
  const reserved = await reservedLots(tx, item_ids);
  const byItem = Map.groupBy(reserved, (row) => row.item_id);
  return (item_id) => {
    const lots = byItem.get(item_id) ?? [];
    const theirs = lots.filter((row) => row.partner_id !== partner_id);
    return {
      lots_before: lots.filter((row) => row.partner_id === partner_id).map((row) => row.lot_id),
      lots_closed: new Map(theirs.map(({ lot_id, ...params }) => [lot_id, closedBecause(params)])),
    };
  };
}

type Reserved = {
  item_id: number;
  lot_id: number;
  lot_no: string;
  partner_id: number;
  partner_name: string;
  until: string;
};

function closedBecause({ lot_no, partner_name, until }: Omit<Reserved, 'lot_id'>): Reason {
  return { code: 'fulfilment.lot_reserved', params: { lot_no, partner_name, until }, legal_basis: null };
}

function reservedLots(tx: Tx, item_ids: readonly number[]): Promise<Reserved[]> {
  return tx.rows<Reserved>(
    `select r.item_id, r.lot_id, t.lot_no, r.partner_id, p.name as partner_name, r.until
     from fulfilment.reserved_lot r
     join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
     join masterdata.v_partner p on p.partner_id = r.partner_id
     where r.item_id = any($1::bigint[]) and r.released_at is null
       and r.until >= (now() at time zone 'Asia/Shanghai')::date
     order by r.lot_id`,
    [[...new Set(item_ids)]],
  );
}

/** The lot of the last delivery, for customers who ask for the same again. */
async function lastLots(tx: Tx, buyers: readonly Buyer[]): Promise<Map<string, number>> {
  const distinct = [...new Map(buyers.map((b) => [keyOf(b), b])).values()];
  const rows = await tx.rows<Buyer & { lot_id: number }>(
    `select k.partner_id, k.item_id, l.lot_id
     from unnest($1::bigint[], $2::bigint[]) as k(partner_id, item_id)
     join masterdata.v_item i on i.item_id = k.item_id
     cross join lateral (
       select r.same_lot from fulfilment.customer_rule r
       where r.partner_id = k.partner_id and r.ended_at is null
         and (r.item_id = k.item_id or (r.item_id is null and (r.category = i.category or r.category is null)))
       order by r.item_id nulls last, r.category nulls last limit 1) r
     cross join lateral (
       select l.lot_id from fulfilment.shipment_line l
       where l.partner_id = k.partner_id and l.item_id = k.item_id order by l.shipment_id desc limit 1) l
     where r.same_lot`,
    [distinct.map((b) => b.partner_id), distinct.map((b) => b.item_id)],
  );
  return new Map(rows.map((row) => [keyOf(row), row.lot_id]));
}

export type WantedLine = {
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly missing: number;
  readonly single_lot: boolean;
  readonly min_remaining_days: number;
  readonly arrival_date: string;
  readonly lane_id: number | null;
  readonly warehouse_id: number;
  readonly partner_id: number;
};

/** What can be had now is had now; of a single lot that is all or nothing anyway. */
export function wantOf(line: WantedLine, terms: LotTerms, actor_id: number | null): Want {
  return {
    ...terms,
    demand_kind: 'demand_line',
    demand_id: line.demand_line_id,
    item_id: line.item_id,
    warehouse_id: line.warehouse_id,
    qty: line.missing,
    single_lot: line.single_lot,
    partial: true,
    min_remaining_days: line.min_remaining_days,
    arrival_date: line.arrival_date,
    lane_id: line.lane_id,
    purpose: 'ship',
    to: { kind: 'customer', warehouse_id: null, partner_id: line.partner_id },
    expires_in_minutes: ALLOCATION_EXPIRES_MINUTES,
    actor_id,
  };
}

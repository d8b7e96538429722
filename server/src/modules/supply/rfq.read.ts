import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { RfqStatus } from './purchase.model.ts';

export type Rfq = {
  readonly rfq_id: number;
  readonly document_no: string;
  readonly status: RfqStatus;
  readonly over: boolean;
  readonly warehouse_id: number;
  /** Suppliers that were asked, as far as they are in sight. */
  readonly partner_ids: readonly number[];
};

/** Locks an inquiry; it is in sight where one of its invitations is. */
export async function lockRfq(tx: Tx, rfq_id: number): Promise<Rfq> {
  const [found] = await tx.rows<Omit<Rfq, 'warehouse_id' | 'partner_ids'>>(
    `select rfq_id, document_no, status, closes_on < (now() at time zone 'Asia/Shanghai')::date as over
     from supply.rfq where rfq_id = $1 for update`,
    [rfq_id],
  );
  const asked = await tx.rows<{ partner_id: number; warehouse_id: number }>(
    'select partner_id, warehouse_id from supply.rfq_invitation where rfq_id = $1 order by partner_id',
    [rfq_id],
  );
  if (found === undefined || asked.length === 0) notFound('rfq', rfq_id);
  return {
    ...found,
    warehouse_id: asked[0]!.warehouse_id,
    partner_ids: asked.map((one) => one.partner_id),
  };
}

export type Offer = {
  readonly rfq_offer_id: number;
  readonly partner_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly qty: number;
  readonly needed_on: string;
  readonly unit_price_fen: number | null;
  readonly qty_offered: number | null;
  readonly lead_time_days: number | null;
  readonly valid_to: string | null;
  readonly note: string | null;
  readonly qty_awarded: number;
  readonly award_reason: string | null;
};

export function offersOf(tx: Tx, rfq_id: number): Promise<Offer[]> {
  return tx.rows<Offer>(
    `select rfq_offer_id, partner_id, line_no, item_id, qty, needed_on, unit_price_fen, qty_offered, lead_time_days,
       valid_to, note, qty_awarded, award_reason
     from supply.rfq_offer where rfq_id = $1 order by line_no, partner_id`,
    [rfq_id],
  );
}

/**
 * The lowest price of a line among those who offer all of it, or among all where nobody does; null without an offer.
 */
export function cheapestOf(offers: readonly Offer[]): number | null {
  const quoted = offers.filter((offer) => offer.unit_price_fen !== null);
  const whole = quoted.filter((offer) => offer.qty_offered! >= offer.qty);
  const prices = (whole.length > 0 ? whole : quoted).map((offer) => offer.unit_price_fen!);
  return prices.length === 0 ? null : Math.min(...prices);
}

export const RFQ_COLUMNS = `r.rfq_id, r.document_no, v.warehouse_id, w.warehouse_code, r.status, r.closes_on, r.note, l.lines,
    v.invited, v.quoted, r.created_by_name, r.created_at`;
export const RFQ_TABLES = `supply.rfq r
  join lateral (
    select min(i.warehouse_id) as warehouse_id, count(*)::integer as invited,
      count(*) filter (where i.status = 'quoted')::integer as quoted
    from supply.rfq_invitation i where i.rfq_id = r.rfq_id having count(*) > 0) v on true
  join masterdata.v_warehouse w on w.warehouse_id = v.warehouse_id
  cross join lateral (
    select count(distinct o.line_no)::integer as lines from supply.rfq_offer o where o.rfq_id = r.rfq_id) l`;

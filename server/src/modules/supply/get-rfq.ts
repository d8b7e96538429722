import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { isOutsider, today } from './purchase.read.ts';
import { cheapestOf, type Offer, offersOf, RFQ_COLUMNS, RFQ_TABLES } from './rfq.read.ts';

type Output = contract.OutputOf<typeof contract.getRfq>;
type Item = Pick<Output['line_rows'][number], 'item_id' | 'item_code' | 'item_name' | 'model' | 'unit'>;

/** Offers side by side for those who compare; a supplier sees what it was asked and what it has answered. */
export const getRfq = defineVerb(
  contract.getRfq,
  { permission: 'supply.read', audit: null },
  async ({ tx, actor }, { rfq_id }) => {
    const outsider = isOutsider(actor);
    const [[head], invitations, offers, orders] = await Promise.all([
      tx.rows<Omit<Output, 'invitations' | 'line_rows' | 'orders'>>(
        `select ${RFQ_COLUMNS} from ${RFQ_TABLES} where r.rfq_id = $1`,
        [rfq_id],
      ),
      invitationsOf(tx, rfq_id),
      offersOf(tx, rfq_id),
      tx.rows<Output['orders'][number]>(
        `select o.purchase_order_id, o.document_no, p.name as partner_name from supply.purchase_order o
         join masterdata.v_partner p on p.partner_id = o.partner_id
         where o.rfq_id = $1 and (not $2 or o.approved_at is not null) order by o.purchase_order_id`,
        [rfq_id, outsider],
      ),
    ]);
    if (head === undefined) notFound('rfq', rfq_id);
    const item_ids = [...new Set(offers.map((offer) => offer.item_id))];
    const [items, listed] = await Promise.all([
      itemsOf(tx, item_ids),
      outsider ? new Map<number, number>() : listPrices(tx, item_ids),
    ]);
    const lines = [...Map.groupBy(offers, (offer) => offer.line_no).values()];
    const line_rows = lines.map((line) => lineOf(line, items, listed, outsider));
    return { ...head, ...(outsider ? { created_by_name: '' } : {}), invitations, line_rows, orders };
  },
);

function lineOf(
  line: readonly Offer[],
  items: ReadonlyMap<number, Item>,
  listed: ReadonlyMap<number, number>,
  outsider: boolean,
): Output['line_rows'][number] {
  const { line_no, item_id, qty, needed_on } = line[0]!;
  const lowest = outsider ? null : cheapestOf(line);
  return {
    line_no,
    qty,
    needed_on,
    ...items.get(item_id)!,
    list_price_fen: listed.get(item_id) ?? null,
    offers: line.map((offer) => ({
      rfq_offer_id: offer.rfq_offer_id,
      partner_id: offer.partner_id,
      unit_price_fen: offer.unit_price_fen,
      qty_offered: offer.qty_offered,
      lead_time_days: offer.lead_time_days,
      valid_to: offer.valid_to,
      note: offer.note,
      qty_awarded: offer.qty_awarded,
      award_reason: outsider ? null : offer.award_reason,
      cheapest: lowest !== null && offer.unit_price_fen === lowest,
    })),
  };
}

function invitationsOf(tx: Tx, rfq_id: number): Promise<Output['invitations']> {
  return tx.rows(
    `select i.partner_id, p.partner_code, p.name as partner_name, i.status, i.quoted_at, i.quoted_by_name, i.note,
       (select sum(o.unit_price_fen * least(o.qty, o.qty_offered))::bigint from supply.rfq_offer o
        where o.rfq_id = i.rfq_id and o.partner_id = i.partner_id) as total_fen
     from supply.rfq_invitation i join masterdata.v_partner p on p.partner_id = i.partner_id
     where i.rfq_id = $1 order by p.partner_code`,
    [rfq_id],
  );
}

async function itemsOf(tx: Tx, item_ids: readonly number[]): Promise<Map<number, Item>> {
  const rows = await tx.rows<Item>(
    `select item_id, item_code, name as item_name, model, unit from masterdata.v_item where item_id = any($1::bigint[])`,
    [item_ids],
  );
  return new Map(rows.map((item) => [item.item_id, item]));
}

/** The lowest listed price of each item today, whoever asks it. */
async function listPrices(tx: Tx, item_ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.rows<{ item_id: number; unit_price_fen: number }>(
    `select item_id, min(unit_price_fen) as unit_price_fen from supply.purchase_price
     where item_id = any($1::bigint[]) and valid_from <= $2::date and (valid_to is null or valid_to >= $2::date)
     group by item_id`,
    [item_ids, await today(tx)],
  );
  return new Map(rows.map((row) => [row.item_id, row.unit_price_fen]));
}

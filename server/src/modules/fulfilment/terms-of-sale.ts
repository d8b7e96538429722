import type { Tx } from '../../platform/db.ts';
import { factsOf } from '../compliance/index.ts';
import type { Moment } from '../stock/index.ts';
import type { Demand, DemandLine } from './fulfilment.read.ts';
import type { ReadyGoods } from './ready-goods.ts';
import { type Finding, INVOICES_MAX, invoicesOf, type Warning, weigh } from './terms.ts';

type Hands = {
  item_id: number;
  lot_id: number;
  owner_id: number;
  lot_no: string;
  supplier_id: number | null;
  supplier_kind: string | null;
  manufacturer_id: number;
  seller_id: number;
};

/** Through how many hands each lot reaches the hospital, and what the rules say about it. */
export async function termsOfSale(
  tx: Tx,
  demand: Demand,
  lines: readonly DemandLine[],
  leaving: readonly ReadyGoods[],
  moment: Moment,
): Promise<{ warnings: Warning[]; invoices: (g: ReadyGoods) => number | null }> {
  const facts = await factsOf(tx, moment.epoch);
  const rows = await tx.rows<Hands>(
    `select k.item_id, k.lot_id, k.owner_id, t.lot_no, t.supplier_id, p.kind as supplier_kind, i.manufacturer_id,
       w.legal_entity_id as seller_id
     from (select distinct * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(item_id, lot_id, owner_id)) k
     join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     join masterdata.v_item i on i.item_id = k.item_id
     join masterdata.v_warehouse w on w.warehouse_id = $4
     left join masterdata.v_partner p on p.partner_id = t.supplier_id`,
    [
      leaving.map((g) => g.item_id),
      leaving.map((g) => g.lot_id),
      leaving.map((g) => g.owner_id),
      demand.warehouse_id,
    ],
  );
  const hands = new Map(rows.map((row) => [`${row.lot_id}|${row.owner_id}`, invoicesOf(row)]));
  const invoices = (g: ReadyGoods) => hands.get(`${g.lot_id}|${g.owner_id}`) ?? null;
  const line_nos = new Map(lines.map((line) => [line.demand_line_id, line.line_no]));
  const findings = leaving.flatMap((g): Finding[] => {
    const count = invoices(g);
    if (count === null || count <= INVOICES_MAX) return [];
    const params = { lot_no: g.lot_no, invoices: count };
    return [{ line_no: line_nos.get(g.line_id)!, code: 'fulfilment.third_invoice', params }];
  });
  const distinct = [...new Map(findings.map((f) => [JSON.stringify(f), f])).values()];
  const today = moment.today[demand.timezone]!;
  return { warnings: weigh(facts, today, distinct, (line_no) => `lines.${line_no - 1}`), invoices };
}

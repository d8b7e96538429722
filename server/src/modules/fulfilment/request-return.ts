import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { decideRequest, type Returnable } from './decide-returns.ts';
import { lockShipment, shippedLines } from './deliveries.read.ts';
import { sum } from './outbound.model.ts';
import { firstOf, requireAtOrOwn } from './returns.read.ts';
import { insertReturn } from './returns.write.ts';

export const requestReturn = defineVerb(
  contract.requestReturn,
  { permission: 'fulfilment.demand', audit: 'fulfilment.request_return' },
  async ({ tx, actor, audit, emit }, input) => {
    // The lock of the shipment keeps two requests from asking for the same pieces.
    const { shipment_id, warehouse_id, partner_id } = await lockShipment(tx, input.shipment_id);
    requireAtOrOwn(actor, 'fulfilment.demand', warehouse_id);
    const decision = decideRequest(input.lines, await returnables(tx, shipment_id));
    if ('errors' in decision) throw firstOf(decision.errors);
    const head = {
      shipment_id,
      warehouse_id,
      partner_id,
      reason: input.reason,
      note: input.note || null,
      requested_by: actor.user_id,
      requested_by_name: actor.display_name,
    };
    const made = await insertReturn(tx, head, decision.lines);
    const qty = sum(decision.lines.map((line) => line.qty));
    const detail = { document_no: made.document_no, shipment_id, qty, after: { status: 'requested' } };
    audit({ entity: 'return', entity_id: made.return_id, warehouse_id, reason: input.reason, detail });
    emit('fulfilment.return_requested', String(made.return_id), { ...made, warehouse_id, partner_id, qty });
    return made;
  },
);

/** What was delivered, with what is on its way back already; what was declined, or did not come, can be asked again. */
async function returnables(tx: Tx, shipment_id: number): Promise<Returnable[]> {
  const lines = await shippedLines(tx, [shipment_id]);
  const rows = await tx.rows<{
    demand_line_id: number;
    lot_id: number;
    returning: number;
    returning_serial_nos: string[];
  }>(
    `select k.demand_line_id, k.lot_id,
       sum(case when r.status in ('received', 'closed') then k.qty_received else k.qty end)::bigint as returning,
       coalesce(array_agg(n) filter (where n is not null), '{}') as returning_serial_nos
     from (
       select l.*, (case when x.status in ('received', 'closed') then l.received_serial_nos else l.serial_nos end) as numbers
       from fulfilment.customer_return_line l join fulfilment.customer_return x on x.return_id = l.return_id
       where l.shipment_id = $1 and x.status <> 'declined') k
     join fulfilment.customer_return r on r.return_id = k.return_id
     left join lateral (select string_agg(s, ' ') as n from unnest(k.numbers) s) s on true
     group by 1, 2`,
    [shipment_id],
  );
  const under_way = new Map(rows.map((row) => [`${row.demand_line_id}|${row.lot_id}`, row]));
  return lines.map((line) => {
    const back = under_way.get(`${line.demand_line_id}|${line.lot_id}`);
    return {
      ...line,
      returning: back?.returning ?? 0,
      returning_serial_nos: (back?.returning_serial_nos ?? []).flatMap((numbers) => numbers.split(' ')),
    };
  });
}

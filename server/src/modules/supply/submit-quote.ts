import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { isOutsider, refuseRepeated, requireFor } from './purchase.read.ts';
import { lockRfq, offersOf, type Rfq } from './rfq.read.ts';
import { saveQuote } from './rfq.write.ts';

type Input = contract.InputOf<typeof contract.submitQuote>;

export const submitQuote = defineVerb(
  contract.submitQuote,
  { permission: 'supply.confirm', audit: 'supply.submit_quote' },
  async ({ tx, actor, audit, emit }, input) => {
    const { rfq_id } = input;
    const rfq = await lockRfq(tx, rfq_id);
    const { document_no, warehouse_id } = rfq;
    requireFor(actor, 'supply.confirm', warehouse_id);
    if (rfq.status !== 'open')
      fail('supply.wrong_status', { document_no, status: rfq.status, action: 'quoted' });
    if (rfq.over) fail('supply.rfq_over', { document_no });
    const partner_id = quotingPartner(actor, rfq, input);
    const asked = (await offersOf(tx, rfq_id)).filter((offer) => offer.partner_id === partner_id);
    const qty_of = new Map(asked.map((offer) => [offer.line_no, offer.qty]));
    refuseRepeated(
      input.lines.map((line) => line.line_no),
      'lines',
      'line_no',
    );
    const lines = input.declined ? [] : input.lines;
    await saveQuote(tx, {
      rfq_id,
      partner_id,
      status: lines.length === 0 ? 'declined' : 'quoted',
      by_name: actor.display_name,
      note: input.note || null,
      lines: lines.map((line) => ({
        line_no: line.line_no,
        unit_price_fen: line.unit_price_fen,
        qty_offered:
          line.qty_offered ??
          qty_of.get(line.line_no) ??
          fail('supply.line_unknown', { line_id: line.line_no }),
        lead_time_days: line.lead_time_days ?? null,
        valid_to: line.valid_to ?? null,
        note: line.note || null,
      })),
    });
    audit({
      entity: 'rfq',
      entity_id: rfq_id,
      warehouse_id,
      detail: { document_no, partner_id, lines: lines.length, by_supplier: isOutsider(actor) },
    });
    emit('supply.quoted', String(rfq_id), { rfq_id, document_no, partner_id, lines: lines.length });
    return { rfq_id, partner_id, lines: lines.length };
  },
);

/** A supplier answers for itself; the purchaser says for whom. */
function quotingPartner(actor: Actor, rfq: Rfq, { partner_id }: Input): number {
  const quoting = actor.scope.partner_id ?? partner_id;
  if (quoting === undefined || !rfq.partner_ids.includes(quoting)) {
    fail('supply.not_invited', {}, [{ path: 'partner_id', code: 'unknown', params: {} }]);
  }
  return quoting;
}

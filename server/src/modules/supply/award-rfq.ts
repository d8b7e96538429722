import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { draftOrders } from './draft.ts';
import { advance, RFQ_TRANSITIONS } from './purchase.model.ts';
import { refuseRepeated, type Site, sitesOf } from './purchase.read.ts';
import type { NewOrder } from './purchase.write.ts';
import { cheapestOf, lockRfq, type Offer, offersOf } from './rfq.read.ts';
import { closeRfq, saveAwards } from './rfq.write.ts';

type Input = contract.InputOf<typeof contract.awardRfq>;
type Award = { readonly offer: Offer; readonly qty: number; readonly reason: string | null };

export const awardRfq = defineVerb(
  contract.awardRfq,
  { permission: 'supply.order', audit: 'supply.award_rfq' },
  async (context, input) => {
    const { tx, actor } = context;
    const { rfq_id, reason } = input;
    const rfq = await lockRfq(tx, rfq_id);
    const { document_no, warehouse_id } = rfq;
    requireAt(actor, 'supply.order', warehouse_id);
    const status = advance(RFQ_TRANSITIONS, rfq, 'awarded');
    const awards = decideAwards(await offersOf(tx, rfq_id), input);
    const site = (await sitesOf(tx, [warehouse_id])).get(warehouse_id)!;
    await saveAwards(
      tx,
      awards.map(({ offer, qty, reason: why }) => ({
        rfq_offer_id: offer.rfq_offer_id,
        qty,
        reason: why,
      })),
    );
    const by = { requested_by: actor.user_id, requested_by_name: actor.display_name };
    const orders = await draftOrders(context, ordersOf(awards, { rfq_id, reason, site, ...by }));
    await closeRfq(tx, { rfq_id, status, by: actor.user_id, reason });
    context.audit({
      entity: 'rfq',
      entity_id: rfq_id,
      warehouse_id,
      reason,
      detail: {
        document_no,
        orders: orders.map((order) => order.document_no),
        before: { status: rfq.status },
        after: { status },
      },
    });
    return { rfq_id, orders };
  },
);

/** Holds awards against the offers: only what was offered, and a dearer one only with its reason. */
export function decideAwards(offers: readonly Offer[], { awards }: Pick<Input, 'awards'>): Award[] {
  refuseRepeated(
    awards.map((award) => `${award.line_no}|${award.partner_id}`),
    'awards',
    'line_no',
  );
  const lines = Map.groupBy(offers, (offer) => offer.line_no);
  return awards.map((award, index) => {
    const line = lines.get(award.line_no) ?? fail('supply.line_unknown', { line_id: award.line_no });
    const offer = line.find((one) => one.partner_id === award.partner_id);
    const at = (field: string, code: string) => [{ path: `awards.${index}.${field}`, code, params: {} }];
    if (offer === undefined || offer.unit_price_fen === null || offer.qty_offered === null) {
      fail('supply.not_offered', {}, at('partner_id', 'supply.not_offered'));
    }
    const qty = award.qty ?? offer.qty_offered;
    if (qty > offer.qty_offered) {
      fail(
        'supply.more_than_ordered',
        { given: qty, allowed: offer.qty_offered },
        at('qty', 'supply.not_offered'),
      );
    }
    if (offer.unit_price_fen > cheapestOf(line)! && !award.reason) {
      fail('supply.award_needs_reason', {}, at('reason', 'required'));
    }
    return { offer, qty, reason: award.reason || null };
  });
}

function ordersOf(
  awards: readonly Award[],
  head: Pick<NewOrder, 'reason' | 'requested_by' | 'requested_by_name'> & { rfq_id: number; site: Site },
): NewOrder[] {
  const { site, ...order } = head;
  return [...Map.groupBy(awards, ({ offer }) => offer.partner_id)].map(([partner_id, won]) => ({
    ...order,
    partner_id,
    warehouse_id: site.warehouse_id,
    owner_id: site.legal_entity_id,
    urgent: false,
    plan_id: null,
    lines: won.map(({ offer, qty }) => ({
      item_id: offer.item_id,
      qty,
      unit_price_fen: offer.unit_price_fen!,
      price_source: 'quote' as const,
      needed_on: offer.needed_on,
      agreement_line_id: null,
      rfq_offer_id: offer.rfq_offer_id,
      note: null,
    })),
  }));
}

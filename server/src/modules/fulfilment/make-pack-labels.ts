import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAgreement, openInCabinet, stillActive } from './cabinet.read.ts';
import { insertLabels } from './cabinet.write.ts';

export const makePackLabels = defineVerb(
  contract.makePackLabels,
  { permission: 'fulfilment.consign', audit: 'fulfilment.make_pack_labels' },
  async ({ tx, actor, audit }, { agreement_id, pack_id, lot_id, count }) => {
    const agreement = await lockAgreement(tx, agreement_id);
    requireAt(actor, 'fulfilment.consign', agreement.warehouse_id);
    stillActive(agreement);
    const [pack] = await tx.rows<{ pack_code: string; item_id: number; qty: number }>(
      'select pack_code, item_id, qty from fulfilment.fixed_pack where pack_id = $1',
      [pack_id],
    );
    if (pack === undefined) notFound('fixed_pack', pack_id);
    const { standing } = await openInCabinet(tx, agreement);
    const there = standing.filter((one) => one.item_id === pack.item_id && one.lot_id === lot_id);
    const { labelled } = await tx.one<{ labelled: number }>(
      `select coalesce(sum(qty), 0)::bigint as labelled from fulfilment.pack_label
       where agreement_id = $1 and lot_id = $2 and status = 'closed'`,
      [agreement_id, lot_id],
    );
    const out = there.reduce((sum, one) => sum + one.qty, 0) - labelled;
    const qty = count * pack.qty;
    if (qty > out)
      fail('fulfilment.more_than_out', { lot_no: there[0]?.lot_no ?? '', qty, out: Math.max(0, out) });
    const label_nos = await insertLabels(tx, agreement, { ...pack, pack_id, lot_id, count });
    const detail = { document_no: agreement.document_no, pack_code: pack.pack_code, lot_id, count };
    audit({
      entity: 'consign_agreement',
      entity_id: agreement_id,
      warehouse_id: agreement.warehouse_id,
      detail,
    });
    return { label_nos };
  },
);

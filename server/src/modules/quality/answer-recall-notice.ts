import { answerRecallNotice as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockNotice } from './recall.read.ts';
import { takeAnswer } from './recall-answers.ts';

/** A hospital answers for itself, our people for their warehouse; what a hospital says by phone quality writes down. */
export const answerRecallNotice = defineVerb(
  contract,
  { permission: 'fulfilment.report_use', audit: 'quality.answer_recall_notice' },
  async (context, { notice_id, note, lines }) => {
    const { tx, actor } = context;
    const notice = await lockNotice(tx, notice_id);
    if (actor.scope.partner_id !== null) {
      if (notice.kind === 'mock') notFound('notice', notice_id);
    } else if (notice.warehouse_id === null) {
      fail('platform.forbidden', { permission: 'quality.recall' });
    } else requireAt(actor, 'fulfilment.report_use', notice.warehouse_id);
    const told = { via: 'portal', name: actor.display_name, at: null, note, lines };
    return { notice_id, status: await takeAnswer(context, notice, told) };
  },
);

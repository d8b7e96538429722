import { recordRecallAnswer as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { lockNotice, requireEverywhere } from './recall.read.ts';
import { takeAnswer } from './recall-answers.ts';
import { refuseFuture } from './start-recall.ts';

export const recordRecallAnswer = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.record_recall_answer' },
  async (context, { notice_id, note, lines, via, confirmed_name, confirmed_at }) => {
    requireEverywhere(context.actor);
    if (confirmed_at !== undefined) await refuseFuture(context.tx, confirmed_at);
    const notice = await lockNotice(context.tx, notice_id);
    const told = { via, name: confirmed_name, at: confirmed_at ?? null, note, lines };
    return { notice_id, status: await takeAnswer(context, notice, told) };
  },
);

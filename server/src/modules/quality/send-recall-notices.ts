import { sendRecallNotices as contract } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { followNotice } from './recall.model.ts';
import { lockActive, noticesOf, requireEverywhere } from './recall.read.ts';
import { saveSent } from './recall.write.ts';

export const sendRecallNotices = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.send_recall_notices' },
  async ({ tx, actor, audit, emit }, { case_id, via, notice_ids }) => {
    requireEverywhere(actor);
    const { document_no, kind } = await lockActive(tx, case_id);
    const notices = await noticesOf(tx, { case_id });
    const known = new Map(notices.map((notice) => [notice.notice_id, notice]));
    const chosen =
      notice_ids?.map((notice_id) => known.get(notice_id) ?? notFound('notice', notice_id)) ??
      notices.filter((notice) => notice.status === 'open');
    for (const notice of chosen) followNotice(notice, 'sent');
    const ids = chosen.map((notice) => notice.notice_id);
    await saveSent(tx, { notice_ids: ids, status: 'sent', via }, actor);
    audit({ entity: 'recall', entity_id: case_id, detail: { document_no, via, notice_ids: ids } });
    emit('quality.recall_notified', String(case_id), { case_id, kind, notice_ids: ids, via });
    return { case_id, sent: ids.length };
  },
);

import { closeRecall, NOTICE_WAYS, sendRecallNotices } from '@tongcang/contract';
import { App, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Recall } from './recall-page.tsx';
import { text } from './text.ts';

/** The next steps of a case as a whole. */
export function CaseSteps({ recall }: { recall: Recall }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [asked, setAsked] = useState<'send' | 'close' | null>(null);
  const [via, setVia] = useState<(typeof NOTICE_WAYS)[number]>('portal');
  const send = useAction(sendRecallNotices);
  const close = useAction(closeRecall, { invalidates: ['quality', 'stock', 'insight'] });
  const { case_id, document_no } = recall;
  const unsent = recall.notice_rows.filter((notice) => notice.status === 'open').length;
  if (recall.status === 'closed') return null;
  return (
    <>
      {unsent > 0 ? (
        <BlockedButton type="primary" blocked={lacks('quality.recall')} onClick={() => setAsked('send')}>
          {t('send_all')}
        </BlockedButton>
      ) : null}
      <BlockedButton
        {...(unsent > 0 ? {} : { type: 'primary' as const })}
        blocked={lacks('quality.recall')}
        onClick={() => setAsked('close')}
      >
        {t('close')}
      </BlockedButton>
      <ConfirmWithReason
        open={asked === 'send'}
        reason_min={0}
        title={t('send_title', { n: unsent })}
        confirm_label={t('send_all')}
        onConfirm={async () => {
          const { sent } = await send.run({ case_id, via });
          void message.success(t('sent_done', { n: sent }));
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        <p>{t('send_text')}</p>
        <LabelledField label={t('via')}>
          {(id) => (
            <Select
              id={id}
              value={via}
              onChange={setVia}
              options={NOTICE_WAYS.map((value) => ({ value, label: t(`w_${value}`) }))}
            />
          )}
        </LabelledField>
        {send.error ? <ProblemView error={send.error} /> : null}
      </ConfirmWithReason>
      <ConfirmWithReason
        open={asked === 'close'}
        title={t('close_title', { no: document_no })}
        confirm_label={t('close')}
        onConfirm={async (note) => {
          await close.run({ case_id, note });
          void message.success(t('closed_done', { no: document_no }));
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        <p>{t('close_text')}</p>
        {close.error ? <ProblemView error={close.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

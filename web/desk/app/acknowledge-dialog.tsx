import { ConfirmWithReason, dictionary, ReasonList, useText } from '../../ui/index.ts';
import type { Asked } from './acknowledge.tsx';

const text = dictionary(
  {
    title: '请确认合规提示',
    hint: '规则允许继续，但须由本人确认并说明原因；确认内容随单据留存。',
    go_on: '确认并继续',
  },
  {
    title: 'Acknowledge these warnings',
    hint: 'The rules let this go on once you have read it and said why. What you say is kept with the document.',
    go_on: 'Acknowledge and go on',
  },
);

export default function AcknowledgeDialog({ asked: { error, answer } }: { asked: Asked }) {
  const t = useText(text);
  const codes = [...new Set(error.reasons.map((reason) => reason.code))];
  return (
    <ConfirmWithReason
      open
      title={t('title')}
      confirm_label={t('go_on')}
      onConfirm={(reason) => answer(codes.map((code) => ({ code, reason })))}
      onCancel={() => answer(null)}
    >
      <p>{t('hint')}</p>
      <ReasonList reasons={error.reasons} />
    </ConfirmWithReason>
  );
}

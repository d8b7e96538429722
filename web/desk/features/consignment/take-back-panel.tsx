import { takeBack } from '@tongcang/contract';
import { App, Input } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Agreement } from './agreement-page.tsx';
import { standingOf } from './cabinet-model.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { ScanTray } from './scan-tray.tsx';
import { EMPTY_TRAY, linesOf } from './tray.ts';

type Props = {
  readonly agreement_id: number;
  readonly refill_id?: number;
  readonly lots: Agreement['lots'];
  readonly lines: Agreement['line_rows'];
  readonly onDone: () => void;
};
const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

/** Pieces that leave the cabinet for the returns zone. */
export function TakeBackPanel({ agreement_id, refill_id, lots, lines: items, onDone }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const [tray, setTray] = useState(EMPTY_TRAY);
  const [reason, setReason] = useState(refill_id === undefined ? '' : t('make_swap'));
  const back = useAction(takeBack, {
    invalidates: ['fulfilment', 'stock'],
    onSuccess: ({ qty }) => {
      void message.success(t('taken_back', { n: qty }));
      onDone();
    },
  });
  const expected = standingOf(lots, items);
  const lines = linesOf(expected, tray);
  const blocked = lines.length === 0 || reason.trim() === '' ? UNSCANNED : [];
  return (
    <Section title={t('take_back')}>
      {back.error ? <ProblemView error={back.error} /> : null}
      <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('take_back_hint')} fill choice />
      <div className="tc-line-row">
        <div className="tc-line-grow">
          <LabelledField label={t('reason')} required>
            {(id) => (
              <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
            )}
          </LabelledField>
        </div>
        <BlockedButton
          type="primary"
          size="large"
          blocked={blocked}
          loading={back.busy}
          onClick={() =>
            void back
              .run({
                agreement_id,
                reason: reason.trim(),
                lines,
                ...(refill_id === undefined ? {} : { refill_id }),
              })
              .catch(() => undefined)
          }
        >
          {t('take_back_done')}
        </BlockedButton>
      </div>
    </Section>
  );
}

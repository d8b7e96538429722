import { RETURN_CONDITIONS, returnCase } from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, ConfirmWithReason, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { AFFECTS, type Case, outOf } from './case-model.ts';
import { ScanTray } from './scan-tray.tsx';
import { surgery_text as text } from './surgery-text.ts';
import { EMPTY_TRAY, linesOf, missingIn, rowKey } from './tray.ts';

type Condition = (typeof RETURN_CONDITIONS)[number];
const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

/** What came back, in any order. What is not there when the count is over becomes a difference. */
export function ReturnPanel({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const [tray, setTray] = useState(EMPTY_TRAY);
  const [conditions, setConditions] = useState<Readonly<Record<string, Condition>>>({});
  const [closing, setClosing] = useState(false);
  const back = useAction(returnCase, {
    invalidates: AFFECTS,
    onSuccess: () => {
      setTray(EMPTY_TRAY);
      setClosing(false);
    },
  });
  const expected = outOf(surgery);
  const lines = linesOf(expected, tray).map((line) => ({
    ...line,
    condition: conditions[rowKey(line)] ?? ('intact' as const),
  }));
  const missing = missingIn(expected, tray);
  const send = (final: boolean, note?: string) =>
    back.run({ case_id: surgery.case_id, lines, final, ...(note ? { note } : {}) });
  return (
    <Section title={t('return_it')}>
      {back.error ? <ProblemView error={back.error} /> : null}
      <ScanTray
        expected={expected}
        tray={tray}
        onTray={setTray}
        hint={t('return_hint')}
        fill
        extra={(row) => (
          <Select
            aria-label={`${t('condition')} ${row.lot_no}`}
            value={conditions[rowKey(row)] ?? 'intact'}
            onChange={(value) => setConditions({ ...conditions, [rowKey(row)]: value })}
            options={RETURN_CONDITIONS.map((value) => ({ value, label: t(`cond_${value}`) }))}
            style={{ width: 120 }}
          />
        )}
      />
      <div className="tc-actions">
        {missing > 0 ? (
          <BlockedButton danger size="large" onClick={() => setClosing(true)}>
            {t('return_final')}
          </BlockedButton>
        ) : null}
        <BlockedButton
          type="primary"
          size="large"
          blocked={lines.length === 0 ? UNSCANNED : []}
          loading={back.busy}
          onClick={() => void send(false).catch(() => undefined)}
        >
          {t('return_done')}
        </BlockedButton>
      </div>
      <ConfirmWithReason
        open={closing}
        danger
        title={t('return_final')}
        onCancel={() => setClosing(false)}
        onConfirm={(reason) => send(true, reason)}
      >
        {t('return_final_text', { n: missing })}
      </ConfirmWithReason>
    </Section>
  );
}

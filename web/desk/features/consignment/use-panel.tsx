import { recordCaseUse } from '@tongcang/contract';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { AFFECTS, type Case, outOf } from './case-model.ts';
import { ScanTray } from './scan-tray.tsx';
import { surgery_text as text } from './surgery-text.ts';
import { EMPTY_TRAY, linesOf } from './tray.ts';

const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

/** What was used at the patient, scanned off what is out with this case. Instruments are not among it. */
export function UsePanel({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const [tray, setTray] = useState(EMPTY_TRAY);
  const use = useAction(recordCaseUse, { invalidates: AFFECTS, onSuccess: () => setTray(EMPTY_TRAY) });
  const instruments = new Set(surgery.pieces.filter((p) => p.role === 'instrument').map((p) => p.lot_no));
  const expected = outOf(surgery).filter((row) => !instruments.has(row.lot_no));
  const lines = linesOf(expected, tray);
  return (
    <Section title={t('use')}>
      {use.error ? <ProblemView error={use.error} /> : null}
      <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('use_hint')} choice />
      <BlockedButton
        type="primary"
        size="large"
        blocked={lines.length === 0 ? UNSCANNED : []}
        loading={use.busy}
        onClick={() => void use.run({ case_id: surgery.case_id, lines }).catch(() => undefined)}
      >
        {t('use_done')}
      </BlockedButton>
    </Section>
  );
}

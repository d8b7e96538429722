import { reviewCase } from '@tongcang/contract';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { AFFECTS, type Case, goodsOf } from './case-model.ts';
import { ScanTray } from './scan-tray.tsx';
import { surgery_text as text } from './surgery-text.ts';
import { EMPTY_TRAY, linesOf, missingIn } from './tray.ts';

const UNPICKED = [{ code: 'web.nothing_picked', params: {} }];
const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

/** The second person scans what is about to leave. Nothing is filled in: the scan is the proof. */
export function ReviewPanel({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const [tray, setTray] = useState(EMPTY_TRAY);
  const review = useAction(reviewCase, { invalidates: AFFECTS });
  const expected = goodsOf(surgery.line_rows, surgery.allocations, 'picked');
  const unpicked =
    surgery.allocations.length === 0 || surgery.allocations.some((row) => row.status === 'open');
  if (surgery.allocations.length === 0) return null;
  const blocked = unpicked ? UNPICKED : missingIn(expected, tray) > 0 ? UNSCANNED : [];
  const lines = linesOf(expected, tray);
  return (
    <Section title={t('review')}>
      {review.error ? <ProblemView error={review.error} /> : null}
      {unpicked ? (
        <p className="tc-muted">{t('open_unpicked')}</p>
      ) : (
        <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('review_hint')} />
      )}
      <BlockedButton
        type="primary"
        size="large"
        blocked={blocked}
        loading={review.busy}
        onClick={() => void review.run({ case_id: surgery.case_id, lines }).catch(() => undefined)}
      >
        {t('review_done')}
      </BlockedButton>
    </Section>
  );
}

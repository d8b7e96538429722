import { decideClaim } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInteger,
  formatMoney,
  StatusChip,
  TableScroll,
  type ToneName,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { YuanInput } from '../transport/yuan-input.tsx';
import type { Transfer } from './model.ts';
import { text } from './text.ts';

type Row = Transfer['claims'][number];
type Step = 'agreed' | 'settled' | 'withdrawn';
const STEPS: Readonly<Record<Row['status'], readonly Step[]>> = {
  open: ['agreed', 'withdrawn'],
  agreed: ['settled', 'withdrawn'],
  settled: [],
  withdrawn: [],
};
const TONES: Readonly<Record<Row['status'], ToneName>> = {
  open: 'warn',
  agreed: 'accent',
  settled: 'ok',
  withdrawn: 'neutral',
};

/** Claims with what the other side said; decided on by another person than opened them. */
export function ClaimRows({ rows, linked = false }: { rows: readonly Row[]; linked?: boolean }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [step, setStep] = useState<{ row: Row; action: Step } | null>(null);
  const [agreed, setAgreed] = useState<number | undefined>();
  const decide = useAction(decideClaim, { onSuccess: () => setStep(null) });
  const start = (row: Row, action: Step) => {
    decide.reset();
    setAgreed(row.amount_fen);
    setStep({ row, action });
  };
  return (
    <>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('claim_no')}</th>
              {linked ? <th>{t('transfer')}</th> : null}
              <th>{t('debtor')}</th>
              <th>{t('item')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('claimed')}</th>
              <th className="tc-num">{t('agreed')}</th>
              <th>{t('status')}</th>
              <th>
                <span className="tc-visually-hidden">{t('resolve')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.claim_id}>
                <td>
                  {row.document_no}
                  <div className="tc-muted">{row.discrepancy_no}</div>
                </td>
                {linked ? (
                  <td>
                    <Link to={`/transfer/${row.transfer_id}`}>{row.transfer_no}</Link>
                  </td>
                ) : null}
                <td>
                  {row.debtor_name}
                  <div className="tc-muted">{t(`p_${row.against}`)}</div>
                </td>
                <td>
                  {row.item_code} {row.item_name}
                  <div className="tc-muted">{row.lot_no}</div>
                </td>
                <td className="tc-num">{formatInteger(row.qty, language)}</td>
                <td className="tc-num">{formatMoney(row.amount_fen, language)}</td>
                <td className="tc-num">
                  {row.agreed_fen === null ? '—' : formatMoney(row.agreed_fen, language)}
                </td>
                <td>
                  <StatusChip tone={TONES[row.status]}>{t(`q_${row.status}`)}</StatusChip>
                  <div className="tc-muted">{row.outcome ?? row.reason}</div>
                </td>
                <td>
                  <div className="tc-chips">
                    {STEPS[row.status].map((action) => (
                      <BlockedButton
                        key={action}
                        size="small"
                        blocked={lacks('transfer.resolve')}
                        onClick={() => start(row, action)}
                      >
                        {t(`act_${action}`)}
                      </BlockedButton>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <ConfirmWithReason
        open={step !== null}
        title={`${t(`act_${step?.action ?? 'agreed'}`)} ${step?.row.document_no ?? ''}`}
        onCancel={() => setStep(null)}
        onConfirm={(outcome) =>
          decide.run({
            claim_id: step!.row.claim_id,
            action: step!.action,
            outcome,
            ...(step!.action === 'agreed' && agreed !== undefined ? { agreed_fen: agreed } : {}),
          })
        }
      >
        {step?.action === 'agreed' ? (
          <LabelledField label={t('agreed_yuan')} required>
            {(id) => <YuanInput id={id} value={agreed} onChange={setAgreed} />}
          </LabelledField>
        ) : null}
        {decide.error ? <ProblemView error={decide.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

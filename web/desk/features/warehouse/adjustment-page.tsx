import { useParams } from '@tanstack/react-router';
import {
  approveAdjustment,
  getAdjustment,
  printAdjustment,
  rejectAdjustment,
  withdrawAdjustment,
} from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  formatInstant,
  formatInteger,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { LineProblem } from '../stock/line-problem.tsx';
import { AdjustmentStatus } from './adjustment-status.tsx';
import { text } from './adjustment-text.ts';

type Adjustment = OutputFor<typeof getAdjustment>;
type Asking = 'approve' | 'reject' | 'withdraw';
const AFFECTS = ['warehouse', 'stock', 'planning', 'insight'] as const;

/** One correction: what would change on the books, and the decision of another person. */
export default function AdjustmentPage() {
  const { adjustment_id } = useParams({ strict: false }) as { adjustment_id: string };
  const { data, error, refetch } = useVerb(getAdjustment, { adjustment_id: Number(adjustment_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded adjustment={data} /> : <LoadingState />;
}

function Loaded({ adjustment }: { adjustment: Adjustment }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const [asking, setAsking] = useState<Asking | null>(null);
  const options = { invalidates: AFFECTS, onSuccess: () => setAsking(null) };
  const approve = useAction(approveAdjustment, options);
  const reject = useAction(rejectAdjustment, options);
  const withdraw = useAction(withdrawAdjustment, options);
  const { adjustment_id } = adjustment;
  const value = formatMoney(adjustment.value_fen, language);
  const run = (note: string) => {
    if (asking === 'approve') return approve.run({ adjustment_id, note });
    return (asking === 'reject' ? reject : withdraw).run({ adjustment_id, note });
  };
  const failed = { approve, reject, withdraw }[asking ?? 'approve'].error;
  return (
    <PageBody>
      <PageHeader
        title={adjustment.document_no}
        status={<AdjustmentStatus status={adjustment.status} />}
        description={`${adjustment.warehouse_code} · ${t(`c_${adjustment.cause}`)} · ${adjustment.reason}`}
        actions={
          <>
            <RecordNav
              grid="warehouse-adjustments"
              id={adjustment_id}
              to={(next) => `/warehouse/adjustment/${next}`}
            />
            <PrintButton verb={printAdjustment} input={{ adjustment_id }} />
            {adjustment.status === 'requested' ? (
              <>
                <BlockedButton blocked={lacks('warehouse.work')} onClick={() => setAsking('withdraw')}>
                  {t('withdraw')}
                </BlockedButton>
                <BlockedButton
                  danger
                  blocked={lacks('warehouse.approve')}
                  onClick={() => setAsking('reject')}
                >
                  {t('reject')}
                </BlockedButton>
                <BlockedButton
                  type="primary"
                  blocked={lacks('warehouse.approve')}
                  onClick={() => setAsking('approve')}
                >
                  {t('approve')}
                </BlockedButton>
              </>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            {
              label: t('value'),
              value: adjustment.over_limit ? (
                <span className="tc-ink-bad">
                  {value} · {t('over_limit')}
                </span>
              ) : (
                value
              ),
            },
            { label: t('requested_by'), value: adjustment.requested_by_name ?? '—' },
            { label: t('requested_at'), value: formatInstant(adjustment.requested_at, zone) },
            { label: t('decided_by'), value: adjustment.decided_by_name ?? '—' },
            {
              label: t('decided_at'),
              value: adjustment.decided_at ? formatInstant(adjustment.decided_at, zone) : '—',
            },
            { label: t('note'), value: adjustment.decision_note ?? '—' },
          ]}
        />
      </Section>
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('lot')}</th>
                <th>{t('location')}</th>
                <th>{t('disposition')}</th>
                <th className="tc-num">{t('change')}</th>
                <th className="tc-num">{t('book_now')}</th>
                <th className="tc-num">{t('value')}</th>
                <th>{t('serials')}</th>
              </tr>
            </thead>
            <tbody>
              {adjustment.line_rows.map((line) => (
                <tr key={line.line_no}>
                  <td>
                    {line.item_code} {line.item_name}
                  </td>
                  <td>
                    <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                  </td>
                  <td>{line.location_code}</td>
                  <td>
                    <DispositionChip disposition={line.disposition as Disposition} />
                  </td>
                  <td className="tc-num">
                    {line.change > 0 ? '+' : '−'}
                    {formatInteger(Math.abs(line.change), language)} {line.unit}
                  </td>
                  <td className="tc-num">{formatInteger(line.book_now, language)}</td>
                  <td className="tc-num">{formatMoney(line.value_fen, language)}</td>
                  <td>{line.serial_nos.join(' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <ConfirmWithReason
        open={asking !== null}
        danger={asking === 'reject'}
        title={t(asking ?? 'approve')}
        reason_min={asking === 'approve' ? 0 : 2}
        onCancel={() => setAsking(null)}
        onConfirm={run}
      >
        {t('decide_text', { value })}
        {failed ? <LineProblem error={failed} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

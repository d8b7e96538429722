import { useParams } from '@tanstack/react-router';
import { decideReturn, getReturn, printReturn } from '@tongcang/contract';
import { lazy, Suspense, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  Timeline,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { InspectPanel, ReceiveReturnPanel } from './return-panels.tsx';
import { State } from './states.tsx';
import { text } from './text.ts';

/** Most documents have none: their words come when they are asked for. */
const InspectionsOf = lazy(() => import('../inspection/of-document.tsx'));

export type Return = OutputFor<typeof getReturn>;

/** One customer return: its timeline at the side, what is to be done now in the middle. */
export default function ReturnPage() {
  const { return_id } = useParams({ strict: false }) as { return_id: string };
  const { data, error, refetch } = useVerb(getReturn, { return_id: Number(return_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded back={data} /> : <LoadingState />;
}

function Loaded({ back }: { back: Return }) {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const may = useCan();
  return (
    <PageBody>
      <PageHeader
        title={back.document_no}
        status={<State of="return" status={back.status} />}
        description={back.partner_name}
        actions={
          <>
            <RecordNav grid="returns" id={back.return_id} to={(id) => `/customer-return/${id}`} />
            <PrintButton verb={printReturn} input={{ return_id: back.return_id }} />
            <Decision back={back} />
          </>
        }
      />
      <Suspense fallback={null}>
        <InspectionsOf document_key={`return:${back.return_id}`} />
      </Suspense>
      <div className="tc-case">
        <aside className="tc-case-side">
          <Section>
            <Timeline entries={historyOf(back, t, zone)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue
              facts={[
                {
                  label: t('note_no'),
                  value: <Link to={`/delivery/${back.shipment_id}`}>{back.delivery_note_no}</Link>,
                },
                { label: t('warehouse'), value: back.warehouse_code },
                { label: t('return_reason'), value: t(`rr_${back.reason}`) },
                ...(back.note ? [{ label: t('note'), value: back.note }] : []),
                ...(back.storage_proof ? [{ label: t('storage_proof'), value: back.storage_proof }] : []),
                ...(back.credit_fen === null || back.qty_received === 0
                  ? []
                  : [{ label: t('credit'), value: formatMoney(back.credit_fen, language) }]),
              ]}
            />
          </Section>
          {back.status === 'approved' && may('fulfilment.return') ? <ReceiveReturnPanel back={back} /> : null}
          {back.status === 'received' && may('quality.dispose') ? <InspectPanel back={back} /> : null}
          <Section title={t('details')} flush>
            <TableScroll>
              <table className="tc-table">
                <thead>
                  <tr>
                    <th>{t('item')}</th>
                    <th>{t('lot')}</th>
                    <th className="tc-num">{t('return_qty')}</th>
                    <th className="tc-num">{t('received')}</th>
                    <th className="tc-num">{t('accepted')}</th>
                    <th className="tc-num">{t('rejected')}</th>
                  </tr>
                </thead>
                <tbody>
                  {back.line_rows.map((line) => (
                    <tr key={line.return_line_id}>
                      <td>
                        {line.item_code} {line.item_name}
                      </td>
                      <td>
                        <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                        {line.serial_nos.length > 0 ? (
                          <div className="tc-muted">{line.serial_nos.join(', ')}</div>
                        ) : null}
                      </td>
                      <td className="tc-num">
                        {formatInteger(line.qty, language)} {line.unit}
                      </td>
                      <td className="tc-num">{formatInteger(line.qty_received, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_accepted, language)}</td>
                      <td className="tc-num">
                        {formatInteger(line.qty_rejected, language)}
                        {line.result_reason ? <div className="tc-muted">{line.result_reason}</div> : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          </Section>
        </div>
      </div>
    </PageBody>
  );
}

function historyOf(back: Return, t: ReturnType<typeof useText<keyof typeof text.zh>>, zone: string) {
  const steps = [
    { key: 'requested', at: back.requested_at, who: back.requested_by_name },
    { key: 'decided', at: back.decided_at, who: back.decided_by_name },
    { key: 'received', at: back.received_at, who: back.received_by_name },
    { key: 'accepted', at: back.accepted_at, who: back.accepted_by_name },
  ] as const;
  return steps.map((step) => ({
    key: step.key,
    title: t(`h_${step.key}`),
    at: step.at ? formatInstant(step.at, zone) : undefined,
    text: step.who ?? undefined,
    tone: step.at ? ('ok' as const) : ('neutral' as const),
    ahead: step.at === null,
  }));
}

/** Yes or no of another person than asked. */
function Decision({ back }: { back: Return }) {
  const t = useText(text);
  const lacks = useLacks();
  const [asking, setAsking] = useState<boolean | null>(null);
  const decide = useAction(decideReturn, { invalidates: ['fulfilment'], onSuccess: () => setAsking(null) });
  if (back.status !== 'requested' && back.status !== 'approved') return null;
  return (
    <>
      <BlockedButton danger blocked={lacks('fulfilment.allocate')} onClick={() => setAsking(false)}>
        {t('decline')}
      </BlockedButton>
      {back.status === 'requested' ? (
        <BlockedButton type="primary" blocked={lacks('fulfilment.allocate')} onClick={() => setAsking(true)}>
          {t('approve')}
        </BlockedButton>
      ) : null}
      <ConfirmWithReason
        open={asking !== null}
        danger={asking === false}
        reason_min={2}
        title={asking ? t('approve') : t('decline')}
        confirm_label={asking ? t('approve') : t('decline')}
        onCancel={() => setAsking(null)}
        onConfirm={(note) => decide.run({ return_id: back.return_id, approve: asking === true, note })}
      >
        {t('approve_text')}
        {decide.error ? <ProblemView error={decide.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

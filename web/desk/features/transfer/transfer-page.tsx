import { useParams } from '@tanstack/react-router';
import {
  approveTransfer,
  cancelTransfer,
  getTransfer,
  rejectTransfer,
  shipTransfer,
} from '@tongcang/contract';
import { type ReactNode, useState } from 'react';
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
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { PickPanel } from '../fulfilment/pick-panel.tsx';
import { DiscrepancyRows } from './discrepancy-rows.tsx';
import type { Transfer } from './model.ts';
import { ReceivePanel } from './receive-panel.tsx';
import { TransferStatus } from './states.tsx';
import { text } from './text.ts';

const UNKNOWN = { item_label: '', unit: '' };
const AFFECTS = ['transfer', 'stock', 'planning', 'insight'] as const;

/** One transfer: the timeline at its side, what is to be done now in the middle. */
export default function TransferPage() {
  const { transfer_id } = useParams({ strict: false }) as { transfer_id: string };
  const { data, error, refetch } = useVerb(getTransfer, { transfer_id: Number(transfer_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded transfer={data} /> : <LoadingState />;
}

function Loaded({ transfer }: { transfer: Transfer }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const may = useCan();
  const labels = new Map(
    transfer.line_rows.map((line) => [
      line.item_id,
      { item_label: `${line.item_code} ${line.item_name}`, unit: line.unit },
    ]),
  );
  const { buttons, answers } = useActions(transfer);
  const receivable = transfer.status === 'in_transit' && may('transfer.receive');
  return (
    <PageBody>
      <PageHeader
        title={transfer.document_no}
        status={<TransferStatus status={transfer.status} />}
        description={`${transfer.from_warehouse_name} → ${transfer.to_warehouse_name}`}
        actions={
          <>
            <RecordNav grid="transfers" id={transfer.transfer_id} to={(id) => `/transfer/${id}`} />
            {buttons}
          </>
        }
      />
      {answers}
      <div className="tc-case">
        <aside className="tc-case-side">
          <Section title={t('history')}>
            <Timeline entries={historyOf(transfer, t, zone)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue
              facts={[
                { label: t('carrier'), value: transfer.carrier_name ?? '—' },
                { label: t('cost'), value: formatMoney(transfer.cost_fen, language) },
                {
                  label: t('arrival'),
                  value: transfer.expected_arrival ? formatInstant(transfer.expected_arrival, zone) : '—',
                },
                {
                  label: t('needed_at'),
                  value: transfer.needed_at ? formatInstant(transfer.needed_at, zone) : '—',
                },
                { label: t('requested_by'), value: transfer.requested_by_name ?? t('by_planning') },
                { label: t('approved_by'), value: transfer.approved_by_name ?? '—' },
                {
                  label: t('reason'),
                  value:
                    transfer.proposal_id === null ? (
                      transfer.reason
                    ) : (
                      <Link to={`/proposal/${transfer.proposal_id}`}>
                        {t('proposal')} {transfer.proposal_id}
                      </Link>
                    ),
                  wide: true,
                },
              ]}
            />
          </Section>
          {receivable ? <ReceivePanel transfer={transfer} /> : null}
          {transfer.status === 'approved' ? (
            <PickPanel
              warehouse_id={transfer.from_warehouse_id}
              may={may('stock.pick')}
              rows={transfer.allocations.map((row) => ({
                ...row,
                ...(labels.get(row.item_id) ?? UNKNOWN),
              }))}
            />
          ) : null}
          {transfer.discrepancies.length > 0 ? (
            <Section title={t('discrepancies')} flush>
              <DiscrepancyRows rows={transfer.discrepancies} />
            </Section>
          ) : null}
          <Section title={t('lines')} flush>
            <TableScroll>
              <table className="tc-table">
                <thead>
                  <tr>
                    <th>{t('item')}</th>
                    <th className="tc-num">{t('qty')}</th>
                    <th className="tc-num">{t('allocated')}</th>
                    <th className="tc-num">{t('picked')}</th>
                    <th className="tc-num">{t('shipped')}</th>
                    <th className="tc-num">{t('received')}</th>
                    <th className="tc-num">{t('damaged')}</th>
                    <th className="tc-num">{t('lost')}</th>
                  </tr>
                </thead>
                <tbody>
                  {transfer.line_rows.map((line) => (
                    <tr key={line.transfer_line_id}>
                      <td>
                        {line.item_code} {line.item_name}
                        {line.lot_no ? <span className="tc-muted"> {line.lot_no}</span> : null}
                      </td>
                      <td className="tc-num">
                        {formatInteger(line.qty, language)} {line.unit}
                      </td>
                      <td className="tc-num">{formatInteger(line.qty_allocated, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_picked, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_shipped, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_received, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_damaged, language)}</td>
                      <td className="tc-num">{formatInteger(line.qty_lost, language)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          </Section>
          {transfer.sent_lots.length > 0 ? (
            <Section title={t('trace')}>
              <ul className="tc-plain-list">
                {transfer.sent_lots.map((lot) => (
                  <li key={`${lot.transfer_line_id}|${lot.lot_id}`}>
                    <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
                    <span className="tc-muted"> {labels.get(lot.item_id)?.item_label}</span>
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
      </div>
    </PageBody>
  );
}

function historyOf(transfer: Transfer, t: ReturnType<typeof useText<keyof typeof text.zh>>, zone: string) {
  const steps = [
    { key: 'requested', at: transfer.requested_at, who: transfer.requested_by_name ?? t('by_planning') },
    { key: 'approved', at: transfer.approved_at, who: transfer.approved_by_name },
    { key: 'shipped', at: transfer.shipped_at, who: null },
    { key: 'received', at: transfer.received_at, who: null },
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

const notYet = [{ code: 'web.nothing_picked', params: {} }];

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(transfer: Transfer): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(text);
  const lacks = useLacks();
  const [asking, setAsking] = useState<'reject' | 'cancel' | null>(null);
  const close = () => setAsking(null);
  const approve = useAction(approveTransfer, { invalidates: AFFECTS });
  const reject = useAction(rejectTransfer, { invalidates: AFFECTS, onSuccess: close });
  const cancel = useAction(cancelTransfer, { invalidates: AFFECTS, onSuccess: close });
  const ship = useAction(shipTransfer, { invalidates: AFFECTS });
  const { transfer_id, status } = transfer;
  const open = transfer.allocations.some((row) => row.status === 'open');
  const picked = transfer.allocations.some((row) => row.status === 'picked');
  const failed = approve.error ?? ship.error;
  return {
    buttons: (
      <>
        {status === 'requested' || status === 'approved' ? (
          <BlockedButton danger blocked={lacks('transfer.request')} onClick={() => setAsking('cancel')}>
            {t('cancel')}
          </BlockedButton>
        ) : null}
        {status === 'requested' ? (
          <>
            <BlockedButton blocked={lacks('transfer.approve')} onClick={() => setAsking('reject')}>
              {t('reject')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              blocked={lacks('transfer.approve')}
              loading={approve.busy}
              onClick={() => void approve.run({ transfer_id }).catch(() => undefined)}
            >
              {t('approve')}
            </BlockedButton>
          </>
        ) : null}
        {status === 'approved' ? (
          <BlockedButton
            type="primary"
            blocked={[...lacks('transfer.ship'), ...(picked ? [] : notYet)]}
            loading={ship.busy}
            onClick={() => void ship.run({ transfer_id, partial: open }).catch(() => undefined)}
          >
            {t('ship')}
          </BlockedButton>
        ) : null}
      </>
    ),
    answers: (
      <>
        {failed ? <ProblemView error={failed} /> : null}
        <ConfirmWithReason
          open={asking !== null}
          danger
          title={t(asking ?? 'cancel')}
          onCancel={close}
          onConfirm={(reason) => (asking === 'reject' ? reject : cancel).run({ transfer_id, reason })}
        >
          {t(asking === 'reject' ? 'reject_text' : 'cancel_text')}
          {reject.error || cancel.error ? <ProblemView error={reject.error ?? cancel.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}

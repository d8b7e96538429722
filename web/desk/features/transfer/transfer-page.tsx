import { useParams } from '@tanstack/react-router';
import {
  approveTransfer,
  cancelTransfer,
  fillText,
  getTransfer,
  getTransferNotePdf,
  printTransferNote,
  rejectTransfer,
  shipTransfer,
  transfer_warnings,
} from '@tongcang/contract';
import { Alert, Button } from 'antd';
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
  StatusChip,
  TableScroll,
  Timeline,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { PickPanel } from '../fulfilment/pick-panel.tsx';
import { PrintButton } from '../transport/print-button.tsx';
import { ClaimRows } from './claim-rows.tsx';
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
        status={
          <>
            <TransferStatus status={transfer.status} />
            {transfer.over_budget ? <StatusChip tone="warn">{t('over_budget')}</StatusChip> : null}
            {transfer.status === 'in_transit' && !transfer.delivered_at && transfer.delayed_minutes > 0 ? (
              <StatusChip tone="bad">{t('delayed_by', { n: transfer.delayed_minutes })}</StatusChip>
            ) : null}
          </>
        }
        description={`${transfer.from_warehouse_name} → ${transfer.to_warehouse_name}`}
        actions={
          <>
            <RecordNav grid="transfers" id={transfer.transfer_id} to={(id) => `/transfer/${id}`} />
            {transfer.shipped_at === null ? null : (
              <PrintButton label={t('note')} fetch={() => printedNote(transfer.transfer_id)} />
            )}
            {buttons}
          </>
        }
      />
      {answers}
      <Warnings transfer={transfer} />
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
                ...(transfer.actual_cost_fen === null
                  ? []
                  : [{ label: t('actual_cost'), value: formatMoney(transfer.actual_cost_fen, language) }]),
                { label: t('value'), value: formatMoney(transfer.value_fen, language) },
                ...(transfer.intercompany
                  ? [
                      { label: t('entity_from'), value: transfer.from_entity_name },
                      { label: t('entity_to'), value: transfer.to_entity_name },
                    ]
                  : []),
                ...(transfer.shipped_at === null
                  ? []
                  : [{ label: t('shipment'), value: <ShipmentLink transfer={transfer} /> }]),
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
          {transfer.claims.length > 0 ? (
            <Section title={t('claims')} flush>
              <ClaimRows rows={transfer.claims} />
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
                        {line.unit_price_fen === null ? null : (
                          <div className="tc-muted">
                            {t('unit_price')} {formatMoney(line.unit_price_fen, language)}
                          </div>
                        )}
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
    { key: 'delivered', at: transfer.delivered_at, who: transfer.signed_by },
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

/** Every print of the note is a copy with a number of its own. */
async function printedNote(transfer_id: number) {
  const { copy_no } = await call(printTransferNote, { transfer_id });
  return call(getTransferNotePdf, { transfer_id, copy_no });
}

function ShipmentLink({ transfer }: { transfer: Transfer }) {
  const t = useText(text);
  const { shipment_id, shipment_no } = transfer;
  if (shipment_id === null) return <span className="tc-muted">{t('no_shipment')}</span>;
  return <Link to={`/transport/shipment/${shipment_id}`}>{shipment_no}</Link>;
}

/** Hints that stop nothing, such as an invoice more between manufacturer and hospital. */
function Warnings({ transfer }: { transfer: Transfer }) {
  const t = useText(text);
  const language = useLanguage();
  if (transfer.warnings.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('warnings')}
      description={transfer.warnings.map(({ code, params }) => (
        <div key={code}>
          {fillText(transfer_warnings[code as keyof typeof transfer_warnings][language], params)}
        </div>
      ))}
    />
  );
}

const notYet = [{ code: 'web.nothing_picked', params: {} }];

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(transfer: Transfer): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(text);
  const lacks = useLacks();
  const may = useCan();
  const [asking, setAsking] = useState<'reject' | 'cancel' | 'exceed' | null>(null);
  const close = () => setAsking(null);
  const approve = useAction(approveTransfer, { invalidates: AFFECTS, onSuccess: close });
  const reject = useAction(rejectTransfer, { invalidates: AFFECTS, onSuccess: close });
  const cancel = useAction(cancelTransfer, { invalidates: AFFECTS, onSuccess: close });
  const ship = useAction(shipTransfer, { invalidates: AFFECTS });
  const { transfer_id, status } = transfer;
  const open = transfer.allocations.some((row) => row.status === 'open');
  const picked = transfer.allocations.some((row) => row.status === 'picked');
  const failed = approve.error ?? ship.error;
  const beyond = approve.error?.code === 'transfer.over_budget' && may('transfer.budget');
  const decisions = { reject, cancel, exceed: approve };
  const decide = (reason: string) =>
    asking === 'exceed'
      ? approve.run({ transfer_id, note: reason, exceed_budget: true })
      : decisions[asking === 'reject' ? 'reject' : 'cancel'].run({ transfer_id, reason });
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
        {beyond ? <Button onClick={() => setAsking('exceed')}>{t('exceed')}</Button> : null}
        <ConfirmWithReason
          open={asking !== null}
          danger={asking !== 'exceed'}
          title={t(asking ?? 'cancel')}
          onCancel={close}
          onConfirm={decide}
        >
          {t(`${asking ?? 'cancel'}_text`)}
          {reject.error || cancel.error ? <ProblemView error={reject.error ?? cancel.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}

import { PrinterOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { getReceipt, printReceipt, reverseReceipt } from '@tongcang/contract';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Fact,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  Timeline,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { AcceptPanel } from './accept-panel.tsx';
import { AcceptanceRows } from './acceptance-rows.tsx';
import { PutawayPanel } from './putaway-panel.tsx';
import { ReceiptDiscrepancyRows } from './receipt-discrepancy-rows.tsx';
import { ReceiptLines } from './receipt-lines.tsx';
import { AFFECTS, type Receipt } from './receipt-model.ts';
import { ReceiptStatus } from './receiving-states.tsx';
import { receivingText, type T } from './receiving-text.ts';
import { TakeBackPutaway } from './take-back.tsx';
import { TransportPanel } from './transport-panel.tsx';
import './receiving.css';

/** Most documents have none: their words come when they are asked for. */
const InspectionsOf = lazy(() => import('../inspection/of-document.tsx'));

/** One delivery from the door to the shelf: what is to be done now stands on top. */
export default function ReceiptPage() {
  const { receipt_id } = useParams({ strict: false }) as { receipt_id: string };
  const { data, error, refetch } = useVerb(getReceipt, { receipt_id: Number(receipt_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded receipt={data} /> : <LoadingState />;
}

function Loaded({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const zone = useZone();
  const may = useCan();
  const { status } = receipt;
  const deciding = status === 'received' || status === 'accepting';
  const waiting = receipt.qualified > receipt.put_away;
  return (
    <PageBody>
      <PageHeader
        title={receipt.document_no}
        status={<ReceiptStatus status={status} />}
        description={`${receipt.supplier_name} → ${receipt.warehouse_name}`}
        actions={
          <>
            <RecordNav grid="receipts" id={receipt.receipt_id} to={(id) => `/receiving/${id}`} />
            <Prints receipt={receipt} />
            {status === 'received' ? <Reverse receipt={receipt} /> : null}
          </>
        }
      />
      <Suspense fallback={null}>
        <InspectionsOf document_key={`receipt:${receipt.receipt_id}`} />
      </Suspense>
      <div className="tc-case tc-case-work">
        <aside className="tc-case-side">
          <Section title={t('history')}>
            <Timeline entries={historyOf(receipt, t, zone)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          {deciding && may('supply.accept') ? (
            <AcceptPanel receipt={receipt} key={receipt.qualified} />
          ) : null}
          {waiting && may('supply.receive') ? (
            <PutawayPanel receipt={receipt} key={`put ${receipt.put_away} ${receipt.qualified}`} />
          ) : null}
          <Section title={t('facts')}>
            <KeyValue facts={factsOf(receipt, t, zone)} />
          </Section>
          {receipt.cold || receipt.transport.length > 0 ? (
            <TransportPanel receipt={receipt} open={deciding && may('supply.receive')} />
          ) : null}
          {receipt.discrepancies.length > 0 ? (
            <Section title={t('discrepancies')} flush>
              <ReceiptDiscrepancyRows rows={receipt.discrepancies} />
            </Section>
          ) : null}
          <Section title={t('lines')} flush>
            <ReceiptLines rows={receipt.line_rows} />
          </Section>
          {receipt.acceptances.length > 0 ? <AcceptanceRows rows={receipt.acceptances} of_receipt /> : null}
          {receipt.putaways.length > 0 ? <Putaways receipt={receipt} /> : null}
        </div>
      </div>
    </PageBody>
  );
}

function factsOf(receipt: Receipt, t: T, zone: string): Fact[] {
  return [
    { label: t('delivery_note_no'), value: receipt.delivery_note_no },
    { label: t('arrived_at'), value: formatInstant(receipt.arrived_at, zone) },
    { label: t('received_by'), value: receipt.received_by_name ?? '—' },
    { label: t('order'), value: receipt.purchase_order_no ?? '—' },
    { label: t('notice'), value: receipt.asn_no ?? '—' },
    { label: t('owner'), value: receipt.owner_name },
    ...(receipt.reversal
      ? [
          {
            label: t('reversed_by'),
            value: `${receipt.reversal.document_no} · ${receipt.reversal.reversed_by_name ?? ''} · ${receipt.reversal.reason}`,
            wide: true,
          },
        ]
      : []),
  ];
}

function historyOf(receipt: Receipt, t: T, zone: string) {
  const accepted = receipt.acceptances.findLast((row) => row.reversal_no === null);
  const put = receipt.putaways.findLast((row) => row.reversal_no === null);
  const steps = [
    { key: 'arrived' as const, at: receipt.arrived_at, who: receipt.received_by_name },
    { key: 'accepted' as const, at: accepted?.accepted_at ?? null, who: accepted?.accepted_by_name ?? null },
    { key: 'put_away' as const, at: put?.put_at ?? null, who: put?.put_by_name ?? null },
  ];
  return steps.map((step) => ({
    key: step.key,
    title: t(`h_${step.key}`),
    at: step.at ? formatInstant(step.at, zone) : undefined,
    text: step.who ?? undefined,
    tone: step.at ? ('ok' as const) : ('neutral' as const),
    ahead: step.at === null,
  }));
}

/** A document with several lines shows its button once. */
const firstOf = (rows: Receipt['putaways'], index: number): boolean =>
  rows.findIndex((row) => row.putaway_id === rows[index]!.putaway_id) === index;

function Putaways({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const zone = useZone();
  const lots = new Map(receipt.line_rows.map((line) => [line.receipt_line_id, line]));
  return (
    <Section title={t('putaways')}>
      <ul className="tc-plain-list">
        {receipt.putaways.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a posted document never change their order.
          <li key={index}>
            <strong>{row.location_code}</strong>
            <span>
              {lots.get(row.receipt_line_id)?.item_name} {lots.get(row.receipt_line_id)?.lot_no}
            </span>
            <span className="tc-num">
              {row.qty} {lots.get(row.receipt_line_id)?.unit}
            </span>
            <span className="tc-muted">
              {row.document_no} · {row.put_by_name ?? ''} · {formatInstant(row.put_at, zone)}
            </span>
            {row.reversal_no ? (
              <StatusChip tone="bad">
                {t('taken_back')} {row.reversal_no}
              </StatusChip>
            ) : firstOf(receipt.putaways, index) ? (
              <TakeBackPutaway putaway_id={row.putaway_id} />
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Prints({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const language = useLanguage();
  const { receipt_id } = receipt;
  const print = (form: 'receipt' | 'acceptance') =>
    void call(printReceipt, { receipt_id, form, language }).then(saveFile, () => undefined);
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => print('receipt')}>
        {t('print_receipt')}
      </Button>
      {receipt.acceptances.length > 0 ? (
        <Button icon={<PrinterOutlined />} onClick={() => print('acceptance')}>
          {t('print_records')}
        </Button>
      ) : null}
    </>
  );
}

function Reverse({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const reverse = useAction(reverseReceipt, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  return (
    <>
      <BlockedButton danger blocked={lacks('supply.return')} onClick={() => setAsking(true)}>
        {t('reverse')}
      </BlockedButton>
      <ConfirmWithReason
        open={asking}
        danger
        title={t('reverse')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => reverse.run({ receipt_id: receipt.receipt_id, reason })}
      >
        {t('reverse_text')}
        {reverse.error ? <ProblemView error={reverse.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

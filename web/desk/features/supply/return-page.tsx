import { PrinterOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import {
  approveSupplierReturn,
  cancelSupplierReturn,
  getSupplierReturn,
  printSupplierReturn,
  rejectSupplierReturn,
  shipSupplierReturn,
} from '@tongcang/contract';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  formatInstant,
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
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { PickPanel } from '../fulfilment/pick-panel.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { ReturnStatus } from './receiving-states.tsx';
import { receivingText } from './receiving-text.ts';
import { ReturnConfirm } from './return-confirm.tsx';

export type SupplierReturn = OutputFor<typeof getSupplierReturn>;
const AFFECTS = ['supply', 'stock', 'transport', 'insight'] as const;

/** One return: the timeline at its side, what is to be done now in the middle. */
export default function ReturnPage() {
  const { supplier_return_id } = useParams({ strict: false }) as { supplier_return_id: string };
  const { data, error, refetch } = useVerb(getSupplierReturn, {
    supplier_return_id: Number(supplier_return_id),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded order={data} /> : <LoadingState />;
}

function Loaded({ order }: { order: SupplierReturn }) {
  const t = useText(receivingText);
  const language = useLanguage();
  const zone = useZone();
  const may = useCan();
  const { buttons, answers } = useActions(order);
  const { status } = order;
  const sending = status === 'approved' || status === 'part_shipped';
  const labels = new Map(
    order.line_rows.map((line) => [
      line.item_id,
      { item_label: `${line.item_code} ${line.item_name}`, unit: line.unit },
    ]),
  );
  return (
    <PageBody>
      <PageHeader
        title={order.document_no}
        status={<ReturnStatus status={status} />}
        description={`${order.warehouse_name} → ${order.supplier_name}`}
        actions={
          <>
            <RecordNav
              grid="supplier-returns"
              id={order.supplier_return_id}
              to={(id) => `/receiving/return/${id}`}
            />
            <Button
              icon={<PrinterOutlined />}
              onClick={() =>
                void call(printSupplierReturn, {
                  supplier_return_id: order.supplier_return_id,
                  language,
                }).then(saveFile, () => undefined)
              }
            >
              {t('print_return')}
            </Button>
            {buttons}
          </>
        }
      />
      {answers}
      <div className="tc-case">
        <aside className="tc-case-side">
          <Section title={t('history')}>
            <Timeline entries={useHistory(order)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue
              facts={[
                { label: t('reason_kind'), value: t(`y_${order.reason_kind}`) },
                { label: t('requested_by'), value: order.requested_by_name ?? '—' },
                { label: t('approved_by'), value: order.approved_by_name ?? '—' },
                { label: t('consent_no'), value: order.consent_no ?? '—' },
                { label: t('credit_note_no'), value: order.credit_note_no ?? '—' },
                {
                  label: t('credit'),
                  value: order.credit_fen === null ? '—' : formatMoney(order.credit_fen, language),
                },
                {
                  label: t('reason'),
                  value: [order.reason, order.decision_note].filter(Boolean).join(' · '),
                  wide: true,
                },
              ]}
            />
          </Section>
          {sending && order.allocations.length > 0 ? (
            <PickPanel
              warehouse_id={order.warehouse_id}
              may={may('stock.pick')}
              rows={order.allocations.map((row) => ({
                ...row,
                ...(labels.get(row.item_id) ?? { item_label: '', unit: '' }),
              }))}
            />
          ) : null}
          {(status === 'shipped' || status === 'part_shipped') && may('supply.return') ? (
            <ReturnConfirm order={order} />
          ) : null}
          <Lines order={order} />
          <p className="tc-muted">{order.confirmed_at ? formatInstant(order.confirmed_at, zone) : ''}</p>
        </div>
      </div>
    </PageBody>
  );
}

function Lines({ order }: { order: SupplierReturn }) {
  const t = useText(receivingText);
  return (
    <Section title={t('lines')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('lot')}</th>
              <th>{t('bin')}</th>
              <th>{t('disposition')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('picked')}</th>
              <th className="tc-num">{t('shipped')}</th>
              <th className="tc-num">{t('confirmed')}</th>
            </tr>
          </thead>
          <tbody>
            {order.line_rows.map((line) => (
              <tr key={line.supplier_return_line_id}>
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
                  {line.qty} {line.unit}
                </td>
                <td className="tc-num">{line.qty_picked}</td>
                <td className="tc-num">{line.qty_shipped}</td>
                <td className="tc-num">{line.qty_confirmed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function useHistory(order: SupplierReturn) {
  const t = useText(receivingText);
  const zone = useZone();
  const steps = [
    { key: 'requested' as const, at: order.requested_at as string | null, who: order.requested_by_name },
    { key: 'approved' as const, at: order.approved_at, who: order.approved_by_name },
    { key: 'shipped' as const, at: order.shipped_at, who: null },
    { key: 'confirmed' as const, at: order.confirmed_at, who: order.credit_note_no },
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

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(order: SupplierReturn): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(receivingText);
  const lacks = useLacks();
  const [asking, setAsking] = useState<'reject' | 'cancel' | null>(null);
  const close = () => setAsking(null);
  const approve = useAction(approveSupplierReturn, { invalidates: AFFECTS });
  const reject = useAction(rejectSupplierReturn, { invalidates: AFFECTS, onSuccess: close });
  const cancel = useAction(cancelSupplierReturn, { invalidates: AFFECTS, onSuccess: close });
  const ship = useAction(shipSupplierReturn, { invalidates: AFFECTS });
  const { supplier_return_id, status } = order;
  const open = order.allocations.some((row) => row.status === 'open');
  const failed = approve.error ?? ship.error;
  return {
    buttons: (
      <>
        {status === 'requested' || status === 'approved' ? (
          <BlockedButton danger blocked={lacks('supply.return')} onClick={() => setAsking('cancel')}>
            {t('cancel')}
          </BlockedButton>
        ) : null}
        {status === 'requested' ? (
          <>
            <BlockedButton blocked={lacks('supply.approve')} onClick={() => setAsking('reject')}>
              {t('reject')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              blocked={lacks('supply.approve')}
              loading={approve.busy}
              onClick={() => void approve.run({ supplier_return_id }).catch(() => undefined)}
            >
              {t('approve')}
            </BlockedButton>
          </>
        ) : null}
        {status === 'approved' || status === 'part_shipped' ? (
          <BlockedButton
            type="primary"
            blocked={lacks('supply.return')}
            loading={ship.busy}
            onClick={() => void ship.run({ supplier_return_id, partial: open }).catch(() => undefined)}
          >
            {t(open ? 'ship_partial' : 'ship')}
          </BlockedButton>
        ) : null}
      </>
    ),
    answers: (
      <>
        {failed ? (
          <LineProblem error={failed} line={(index) => order.line_rows[index]?.lot_no ?? ''} />
        ) : null}
        <ConfirmWithReason
          open={asking !== null}
          danger
          title={t(asking ?? 'cancel')}
          onCancel={close}
          onConfirm={(reason) => (asking === 'reject' ? reject : cancel).run({ supplier_return_id, reason })}
        >
          {t(asking === 'reject' ? 'reject_text' : 'cancel_text')}
          {reject.error || cancel.error ? <ProblemView error={reject.error ?? cancel.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}

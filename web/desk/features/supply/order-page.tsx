import { useParams } from '@tanstack/react-router';
import { getPurchaseOrder, printPurchaseOrder } from '@tongcang/contract';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  formatInstant,
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
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan } from '../../app/session.ts';
import { AsnPanel } from './asn-panel.tsx';
import { ChangePanel } from './change-panel.tsx';
import { ConfirmPanel } from './confirm-panel.tsx';
import { LandedPanel } from './landed-panel.tsx';
import { useOrderActions } from './order-actions.tsx';
import { OrderLines } from './order-lines.tsx';
import { type Order, PLACED } from './order-model.ts';
import { PurchaseStatus } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

/** One order: how far it has come at its side, what is to be done now in the middle. */
export default function OrderPage() {
  const { purchase_order_id } = useParams({ strict: false }) as { purchase_order_id: string };
  const { data, error, refetch } = useVerb(getPurchaseOrder, {
    purchase_order_id: Number(purchase_order_id),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded key={data.version} order={data} /> : <LoadingState />;
}

type Panel = 'confirm' | 'announce' | 'change' | 'landed';

function Loaded({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const [open, setOpen] = useState<Panel | null>(null);
  const { buttons, answers } = useOrderActions(order);
  const close = () => setOpen(null);
  return (
    <PageBody>
      <PageHeader
        title={order.document_no}
        status={
          <>
            <PurchaseStatus kind="s" status={order.status} />
            {order.overdue ? <StatusChip tone="bad">{t('overdue')}</StatusChip> : null}
            {order.urgent ? <StatusChip tone="warn">{t('urgent')}</StatusChip> : null}
          </>
        }
        description={`${order.partner_name} → ${order.warehouse_name}`}
        actions={
          <>
            <RecordNav
              grid="purchase-orders"
              id={order.purchase_order_id}
              to={(id) => `/supply/order/${id}`}
            />
            <PrintButton verb={printPurchaseOrder} input={{ purchase_order_id: order.purchase_order_id }} />
            <PanelButtons order={order} open={open} onOpen={setOpen} />
            {buttons}
          </>
        }
      />
      {answers}
      <div className="tc-case">
        <aside className="tc-case-side tc-detail">
          <Section title={t('history')}>
            <History order={order} />
          </Section>
          <Approvals order={order} />
        </aside>
        <div className="tc-case-main">
          {open === 'confirm' ? <ConfirmPanel order={order} onDone={close} /> : null}
          {open === 'announce' ? <AsnPanel order={order} onDone={close} /> : null}
          {open === 'change' ? <ChangePanel order={order} onDone={close} /> : null}
          {open === 'landed' ? (
            <LandedPanel purchase_order_id={order.purchase_order_id} onDone={close} />
          ) : null}
          <Section>
            <Facts order={order} />
          </Section>
          <OrderLines order={order} />
          <Notices order={order} />
          <Versions order={order} />
        </div>
      </div>
    </PageBody>
  );
}

/** What the person may do with the order now; what is not theirs is not offered. */
function PanelButtons({
  order,
  open,
  onOpen,
}: {
  order: Order;
  open: Panel | null;
  onOpen: (panel: Panel | null) => void;
}) {
  const t = useText(purchasingText);
  const may = useCan();
  const placed = PLACED.has(order.status);
  const changeable =
    placed || order.status === 'draft' || order.status === 'submitted' || order.status === 'rejected';
  const shown: readonly (readonly [Panel, string, boolean])[] = [
    ['landed', t('add_landed'), order.qty_received > 0 && may('supply.order')],
    ['change', t('change'), changeable && may('supply.order')],
    ['announce', t('announce'), placed && order.qty_open > 0 && may('supply.confirm')],
    ['confirm', t('confirm'), placed && may('supply.confirm')],
  ];
  return shown.map(([panel, label, offered]) =>
    offered ? (
      <Button key={panel} onClick={() => onOpen(open === panel ? null : panel)}>
        {label}
      </Button>
    ) : null,
  );
}

function Facts({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const links: readonly { readonly label: string; readonly value: ReactNode }[] = [
    ...(order.plan_id === null
      ? []
      : [{ label: t('plan'), value: <Link to={`/supply/plan/${order.plan_id}`}>{order.plan_no}</Link> }]),
    ...(order.rfq_id === null
      ? []
      : [{ label: t('p_quote'), value: <Link to={`/supply/rfq/${order.rfq_id}`}>{order.rfq_no}</Link> }]),
  ];
  return (
    <KeyValue
      facts={[
        { label: t('total'), value: formatMoney(order.total_fen, language) },
        { label: t('version'), value: order.version },
        { label: t('owner'), value: order.owner_name },
        { label: t('requested_by'), value: order.requested_by_name },
        { label: t('supplier_reference'), value: order.supplier_reference ?? '—' },
        ...links,
        { label: t('address'), value: order.warehouse_address, wide: true },
        ...(order.reason ? [{ label: t('reason'), value: order.reason, wide: true }] : []),
        ...(order.decision_note ? [{ label: t('note'), value: order.decision_note, wide: true }] : []),
      ]}
    />
  );
}

function History({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const zone = useZone();
  const steps = [
    { key: 'created', at: order.created_at, who: order.requested_by_name },
    { key: 'submitted', at: order.submitted_at, who: null },
    { key: 'approved', at: order.approved_at, who: null },
    {
      key: 'confirmed',
      at: order.confirmed_at,
      who: order.confirmed_by_name,
    },
  ] as const;
  return (
    <Timeline
      entries={steps.map((step) => ({
        key: step.key,
        title: t(`h_${step.key}`),
        at: step.at ? formatInstant(step.at, zone) : undefined,
        text: step.who ?? undefined,
        tone: step.at ? ('ok' as const) : ('neutral' as const),
        ahead: step.at === null,
      }))}
    />
  );
}

function Approvals({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const zone = useZone();
  const current = order.approvals.filter((approval) => approval.version === order.version);
  if (order.approvals.length === 0 && order.status !== 'submitted') return null;
  return (
    <Section title={t('approvals')}>
      {order.status === 'submitted' ? (
        <p className="tc-muted">
          {t('approvals_state', { have: current.length, need: order.approvals_needed ?? 1 })}
        </p>
      ) : null}
      <ul className="tc-plain-list">
        {order.approvals.map((approval) => (
          <li key={`${approval.version}|${approval.approver_name}`}>
            {approval.approver_name}{' '}
            <span className="tc-muted">
              {t('version_no', { n: approval.version })} · {formatInstant(approval.approved_at, zone)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Notices({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const zone = useZone();
  if (order.asns.length === 0) return null;
  return (
    <Section title={t('asns')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('document_no')}</th>
              <th>{t('status')}</th>
              <th>{t('delivery_note_no')}</th>
              <th>{t('expected_at')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('received')}</th>
            </tr>
          </thead>
          <tbody>
            {order.asns.map((asn) => (
              <tr key={asn.asn_id}>
                <td>
                  <Link to={`/supply/asn/${asn.asn_id}`}>{asn.document_no}</Link>
                </td>
                <td>
                  <PurchaseStatus kind="a" status={asn.status} />
                </td>
                <td>{asn.delivery_note_no}</td>
                <td>{formatInstant(asn.expected_at, zone)}</td>
                <td className="tc-num">{asn.qty}</td>
                <td className="tc-num">{asn.qty_received}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Versions({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const zone = useZone();
  const items = new Map(order.line_rows.map((line) => [line.item_id, line.item_code]));
  if (order.versions.length === 0) return null;
  return (
    <Section title={t('versions')}>
      <ul className="tc-plain-list">
        {order.versions.map((version) => (
          <li key={version.version}>
            <strong>{t('version_no', { n: version.version })}</strong>{' '}
            {formatMoney(version.total_fen, language)}{' '}
            <span className="tc-muted">
              {t('replaced', { who: version.replaced_by_name, why: version.replaced_reason })} ·{' '}
              {formatInstant(version.replaced_at, zone)}
            </span>
            <div className="tc-muted">
              {version.lines
                .map((line) => `${items.get(line.item_id) ?? line.item_id} × ${line.qty} · ${line.needed_on}`)
                .join('; ')}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

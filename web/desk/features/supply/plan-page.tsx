import { useParams } from '@tanstack/react-router';
import { discardPurchasePlan, getPurchasePlan, type OutputOf, orderPurchasePlan } from '@tongcang/contract';
import { InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { AFFECTS, PurchaseStatus, Qty } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

type Plan = OutputOf<typeof getPurchasePlan>;
type Line = Plan['line_rows'][number];
type Change = { qty?: number; supplier_id?: number };
type Changes = Readonly<Record<number, Change>>;

/** One plan: what is needed, what is there, what is bought from whom and why so much. */
export default function PlanPage() {
  const { plan_id } = useParams({ strict: false }) as { plan_id: string };
  const { data, error, refetch } = useVerb(getPurchasePlan, { plan_id: Number(plan_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded plan={data} /> : <LoadingState />;
}

function Loaded({ plan }: { plan: Plan }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const [changes, setChanges] = useState<Changes>({});
  const draft = plan.status === 'draft';
  const change = (line: Line, patch: Change) =>
    setChanges((all) => ({ ...all, [line.plan_line_id]: { ...all[line.plan_line_id], ...patch } }));
  return (
    <PageBody>
      <PageHeader
        title={plan.document_no}
        status={<PurchaseStatus kind="pl" status={plan.status} />}
        {...(plan.note ? { description: plan.note } : {})}
        actions={
          <>
            <RecordNav grid="purchase-plans" id={plan.plan_id} to={(id) => `/supply/plan/${id}`} />
            {draft ? <Actions plan={plan} changes={changes} /> : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('source'), value: t(`src_${plan.source}`) },
            { label: t('warehouses'), value: plan.warehouses },
            { label: t('suppliers'), value: plan.suppliers },
            { label: t('total'), value: formatMoney(plan.total_fen, language) },
            { label: t('created_by'), value: plan.created_by_name },
          ]}
        />
      </Section>
      {plan.orders.length > 0 ? (
        <Section title={t('orders')}>
          <ul className="tc-plain-list">
            {plan.orders.map((order) => (
              <li key={order.purchase_order_id}>
                <Link to={`/supply/order/${order.purchase_order_id}`}>{order.document_no}</Link>{' '}
                {order.partner_name} → {order.warehouse_code}{' '}
                <PurchaseStatus kind="s" status={order.status} /> {formatMoney(order.total_fen, language)}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('warehouse')}</th>
                <th>{t('needed_on')}</th>
                <th className="tc-num">{t('needed')}</th>
                <th className="tc-num">{t('on_hand')}</th>
                <th className="tc-num">{t('on_order')}</th>
                <th className="tc-num">{t('net')}</th>
                <th className="tc-num">{t('qty_order')}</th>
                <th>{t('supplier')}</th>
                <th className="tc-num">{t('unit_price')}</th>
                <th>{t('why')}</th>
              </tr>
            </thead>
            <tbody>
              {plan.line_rows.map((line) => (
                <LineRow
                  key={line.plan_line_id}
                  line={line}
                  change={changes[line.plan_line_id]}
                  onChange={draft ? (patch) => change(line, patch) : undefined}
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
    </PageBody>
  );
}

type RowProps = {
  readonly line: Line;
  readonly change: Change | undefined;
  readonly onChange: ((patch: Change) => void) | undefined;
};

function LineRow({ line, change, onChange }: RowProps) {
  const t = useText(purchasingText);
  const language = useLanguage();
  return (
    <tr>
      <td>
        {line.item_code} {line.item_name}
      </td>
      <td>{line.warehouse_code}</td>
      <td className="tc-nowrap">{line.needed_on}</td>
      <td className="tc-num">
        <Qty value={line.qty_needed} unit={line.unit} />
      </td>
      <td className="tc-num">
        <Qty value={line.qty_on_hand} />
      </td>
      <td className="tc-num">
        <Qty value={line.qty_on_order} />
      </td>
      <td className="tc-num">
        <Qty value={line.qty_net} />
      </td>
      <td className="tc-num">
        {onChange ? (
          <InputNumber
            aria-label={`${t('qty_order')} ${line.item_code} ${line.warehouse_code}`}
            min={0}
            precision={0}
            size="small"
            style={{ width: 96 }}
            value={change?.qty ?? line.qty_order}
            onChange={(qty) => onChange({ qty: qty ?? 0 })}
          />
        ) : (
          <Qty value={line.qty_order} />
        )}
      </td>
      <td style={{ minWidth: 180 }}>
        {onChange && line.supplier_id === null ? (
          <SupplierPicker
            aria-label={`${t('supplier')} ${line.item_code} ${line.warehouse_code}`}
            value={change?.supplier_id}
            onChange={(supplier_id) => onChange(supplier_id === undefined ? {} : { supplier_id })}
          />
        ) : (
          (line.supplier_name ?? '—')
        )}
        {line.purchase_order_id === null ? null : (
          <div>
            <Link to={`/supply/order/${line.purchase_order_id}`}>{line.purchase_order_no}</Link>
          </div>
        )}
      </td>
      <td className="tc-num">
        {line.unit_price_fen === null ? '—' : formatMoney(line.unit_price_fen, language)}
        {line.price_source ? <div className="tc-muted">{t(`p_${line.price_source}`)}</div> : null}
      </td>
      <td style={{ minWidth: 200 }}>
        <Why line={line} />
      </td>
    </tr>
  );
}

/** Why so much of it, and at which price. */
function Why({ line }: { line: Line }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const { explanation: why } = line;
  if (line.supplier_id === null && line.qty_order > 0) {
    return <StatusChip tone="warn">{t('why_none')}</StatusChip>;
  }
  const rounded = why.group_net !== undefined && why.group_order !== why.group_net;
  return (
    <div className="tc-muted">
      {rounded ? (
        <div>
          {why.raised_to_break
            ? t('why_break', { order: why.group_order! })
            : t('why_rounded', {
                net: why.group_net!,
                min: why.min_order_qty ?? 1,
                multiple: why.order_multiple ?? 1,
                order: why.group_order!,
              })}
        </div>
      ) : null}
      {why.next_break ? (
        <div>
          {t('why_next', {
            qty: why.next_break.min_qty,
            price: formatMoney(why.next_break.unit_price_fen, language),
          })}
        </div>
      ) : null}
      {why.agreement_no ? <div>{why.agreement_no}</div> : null}
      {why.late ? (
        <StatusChip tone="warn">{t('why_late', { days: why.lead_time_days ?? 0 })}</StatusChip>
      ) : null}
      {line.requisition_no ? <div>{line.requisition_no}</div> : null}
    </div>
  );
}

function Actions({ plan, changes }: { plan: Plan; changes: Changes }) {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const { plan_id } = plan;
  const [asking, setAsking] = useState<'order' | 'discard' | null>(null);
  const close = () => setAsking(null);
  const order = useAction(orderPurchasePlan, { invalidates: AFFECTS, onSuccess: close });
  const discard = useAction(discardPurchasePlan, { invalidates: AFFECTS, onSuccess: close });
  const failed = order.error ?? discard.error;
  const bought = plan.line_rows
    .map((line) => ({
      ...line,
      supplier_id: changes[line.plan_line_id]?.supplier_id ?? line.supplier_id,
      qty_order: changes[line.plan_line_id]?.qty ?? line.qty_order,
    }))
    .filter((line) => line.qty_order > 0);
  const orders = new Set(bought.map((line) => `${line.supplier_id}|${line.warehouse_id}`)).size;
  const orphans = bought.filter((line) => line.supplier_id === null).length;
  const blocked = [
    ...lacks('supply.order'),
    ...(orphans > 0 ? [{ code: 'supply.no_supplier', params: { lines: orphans } }] : []),
    ...(bought.length === 0 ? [{ code: 'supply.nothing_to_buy', params: {} }] : []),
  ];
  const given = Object.entries(changes).map(([plan_line_id, change]) => ({
    plan_line_id: Number(plan_line_id),
    ...change,
  }));
  return (
    <>
      <BlockedButton danger blocked={lacks('supply.plan')} onClick={() => setAsking('discard')}>
        {t('discard')}
      </BlockedButton>
      <BlockedButton type="primary" blocked={blocked} onClick={() => setAsking('order')}>
        {t('order_plan')}
      </BlockedButton>
      <ConfirmWithReason
        open={asking !== null}
        danger={asking === 'discard'}
        title={t(asking === 'discard' ? 'discard' : 'order_plan')}
        onCancel={close}
        onConfirm={(reason) =>
          asking === 'discard'
            ? discard.run({ plan_id, reason })
            : order.run({ plan_id, reason, changes: given })
        }
      >
        {asking === 'discard' ? t('discard_text') : t('order_plan_text', { n: orders })}
        {failed ? <ProblemView error={failed} /> : null}
      </ConfirmWithReason>
    </>
  );
}

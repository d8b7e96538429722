import { listPurchaseOrders, PURCHASE_ORDER_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, StatusChip, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listPurchaseOrders>;

export default function OrderList() {
  const t = useText(purchasingText);
  const { warehouse_id } = useScope();
  const found = useRows(listPurchaseOrders, { warehouse_id, open_only: 'false' });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="purchase-orders"
      title={t('orders')}
      hint={t('orders_hint')}
      empty={t('no_orders')}
      columns={columns}
      found={found}
      rowKey={(row) => row.purchase_order_id}
      to={(row) => `/supply/order/${row.purchase_order_id}`}
      rowTone={(row) => (row.overdue ? 'warn' : undefined)}
      make={{ label: t('new_order'), to: '/supply/order/new', permission: 'supply.order' }}
    />
  );
}

function columnsOf(t: ReturnType<typeof useText<PurchasingWord>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 150,
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, grow: true, width: 180 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: PURCHASE_ORDER_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <PurchaseStatus kind="s" status={r.status} />,
      width: 124,
    },
    { key: 'total', title: t('total'), kind: 'money', value: (r) => r.total_fen, total: 'sum' },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 88 },
    { key: 'received', title: t('received'), kind: 'integer', value: (r) => r.qty_received, width: 88 },
    { key: 'open', title: t('open'), kind: 'integer', value: (r) => r.qty_open, width: 88 },
    {
      key: 'next_on',
      title: t('next_on'),
      kind: 'date',
      value: (r) => r.next_on,
      render: (r) =>
        r.overdue ? (
          <>
            {r.next_on} <StatusChip tone="bad">{t('overdue')}</StatusChip>
          </>
        ) : (
          r.next_on
        ),
      width: 168,
    },
    {
      key: 'version',
      title: t('version'),
      kind: 'integer',
      value: (r) => r.version,
      width: 72,
      hidden: true,
    },
    {
      key: 'requested_by',
      title: t('requested_by'),
      value: (r) => r.requested_by_name,
      width: 110,
      hidden: true,
    },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at, hidden: true },
  ];
}

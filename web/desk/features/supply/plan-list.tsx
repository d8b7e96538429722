import { listPurchasePlans, PURCHASE_PLAN_SOURCES, PURCHASE_PLAN_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listPurchasePlans>;

export default function PlanList() {
  const t = useText(purchasingText);
  const { warehouse_id } = useScope();
  const found = useRows(listPurchasePlans, { warehouse_id });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="purchase-plans"
      title={t('plans')}
      hint={t('plans_hint')}
      empty={t('no_plans')}
      columns={columns}
      found={found}
      rowKey={(row) => row.plan_id}
      to={(row) => `/supply/plan/${row.plan_id}`}
      make={{ label: t('new_plan'), to: '/supply/plan/new', permission: 'supply.plan' }}
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
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: PURCHASE_PLAN_STATUSES.map((value) => ({ value, label: t(`pl_${value}`) })),
      render: (r) => <PurchaseStatus kind="pl" status={r.status} />,
    },
    {
      key: 'source',
      title: t('source'),
      kind: 'choice',
      value: (r) => r.source,
      choices: PURCHASE_PLAN_SOURCES.map((value) => ({ value, label: t(`src_${value}`) })),
    },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 88 },
    { key: 'warehouses', title: t('warehouses'), kind: 'integer', value: (r) => r.warehouses, width: 96 },
    { key: 'suppliers', title: t('suppliers'), kind: 'integer', value: (r) => r.suppliers, width: 96 },
    { key: 'qty', title: t('qty_order'), kind: 'integer', value: (r) => r.qty_order },
    { key: 'total', title: t('total'), kind: 'money', value: (r) => r.total_fen, total: 'sum' },
    { key: 'note', title: t('note'), value: (r) => r.note, grow: true, width: 160 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, width: 120 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
  ];
}

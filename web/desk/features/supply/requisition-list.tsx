import { listRequisitions, REQUISITION_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listRequisitions>;

export default function RequisitionList() {
  const t = useText(purchasingText);
  const { warehouse_id } = useScope();
  const found = useRows(listRequisitions, { warehouse_id });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="requisitions"
      title={t('requisitions')}
      hint={t('requisitions_hint')}
      empty={t('no_requisitions')}
      columns={columns}
      found={found}
      rowKey={(row) => row.requisition_id}
      to={(row) => `/supply/requisition/${row.requisition_id}`}
      rowTone={(row) => (row.urgent && row.status === 'submitted' ? 'warn' : undefined)}
      make={{ label: t('new_requisition'), to: '/supply/requisition/new', permission: 'supply.plan' }}
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
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: REQUISITION_STATUSES.map((value) => ({ value, label: t(`r_${value}`) })),
      render: (r) => <PurchaseStatus kind="r" status={r.status} />,
    },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, grow: true, width: 200 },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 80 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 96 },
    { key: 'needed', title: t('first_needed_on'), kind: 'date', value: (r) => r.first_needed_on },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 120 },
    { key: 'requested_at', title: t('created_at'), kind: 'instant', value: (r) => r.requested_at },
    { key: 'decided_by', title: t('decided_by'), value: (r) => r.decided_by_name, width: 120 },
  ];
}

import { listRfqs, RFQ_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listRfqs>;

export default function RfqList() {
  const t = useText(purchasingText);
  const { warehouse_id } = useScope();
  const found = useRows(listRfqs, { warehouse_id });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="rfqs"
      title={t('rfqs')}
      hint={t('rfqs_hint')}
      empty={t('no_rfqs')}
      columns={columns}
      found={found}
      rowKey={(row) => row.rfq_id}
      to={(row) => `/supply/rfq/${row.rfq_id}`}
      make={{ label: t('new_rfq'), to: '/supply/rfq/new', permission: 'supply.order' }}
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
      width: 160,
    },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: RFQ_STATUSES.map((value) => ({ value, label: t(`q_${value}`) })),
      render: (r) => <PurchaseStatus kind="q" status={r.status} />,
    },
    { key: 'closes_on', title: t('closes_on'), kind: 'date', value: (r) => r.closes_on },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 88 },
    { key: 'invited', title: t('invited'), kind: 'integer', value: (r) => r.invited, width: 88 },
    { key: 'quoted', title: t('quoted'), kind: 'integer', value: (r) => r.quoted, width: 88 },
    { key: 'note', title: t('note'), value: (r) => r.note, grow: true, width: 160 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, width: 120 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
  ];
}

import { ASN_STATUSES, listAsns } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listAsns>;

export default function AsnList() {
  const t = useText(purchasingText);
  const { warehouse_id } = useScope();
  const found = useRows(listAsns, { warehouse_id, open_only: 'false' });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="asns"
      title={t('asns')}
      hint={t('asns_hint')}
      empty={t('no_asns')}
      columns={columns}
      found={found}
      rowKey={(row) => row.asn_id}
      to={(row) => `/supply/asn/${row.asn_id}`}
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
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, grow: true, width: 180 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: ASN_STATUSES.map((value) => ({ value, label: t(`a_${value}`) })),
      render: (r) => <PurchaseStatus kind="a" status={r.status} />,
      width: 124,
    },
    { key: 'note', title: t('delivery_note_no'), kind: 'code', value: (r) => r.delivery_note_no },
    { key: 'expected', title: t('expected_at'), kind: 'instant', value: (r) => r.expected_at },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 88 },
    { key: 'received', title: t('received'), kind: 'integer', value: (r) => r.qty_received, width: 88 },
    { key: 'boxes', title: t('boxes'), kind: 'integer', value: (r) => r.boxes, width: 80 },
    {
      key: 'mode',
      title: t('transport_mode'),
      kind: 'choice',
      value: (r) => r.transport_mode,
      choices: (['ambient', 'cold_vehicle', 'cold_box'] as const).map((value) => ({
        value,
        label: t(`m_${value}`),
      })),
    },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name, hidden: true },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, hidden: true },
  ];
}

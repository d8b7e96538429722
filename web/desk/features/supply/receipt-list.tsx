import { PlusOutlined } from '@ant-design/icons';
import { listReceipts, RECEIPT_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { ReceiptStatus } from './receiving-states.tsx';
import { receivingText, type T } from './receiving-text.ts';

type Row = RowOf<typeof listReceipts>;

export default function ReceiptList() {
  const t = useText(receivingText);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listReceipts, { warehouse_id, open_only: 'false' });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('receipts')}
        description={t('receipts_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('supply.receive')}
            onClick={() => go('/receiving/expected')}
          >
            {t('receive')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="receipts"
          label={t('receipts')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.receipt_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_receipts')} />}
          onOpen={(row) => go(`/receiving/${row.receipt_id}`)}
          height="fill"
          rowTone={(row) => (row.open_discrepancies > 0 ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('receipt_no'),
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
      choices: RECEIPT_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <ReceiptStatus status={r.status} />,
      width: 120,
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, grow: true, width: 180 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 80 },
    {
      key: 'order',
      title: t('order'),
      kind: 'code',
      value: (r) => r.purchase_order_no,
      width: 150,
      hidden: true,
    },
    { key: 'note', title: t('delivery_note_no'), kind: 'code', value: (r) => r.delivery_note_no, width: 140 },
    { key: 'arrived_at', title: t('arrived_at'), kind: 'instant', value: (r) => r.arrived_at },
    { key: 'taken_in', title: t('taken_in'), kind: 'integer', value: (r) => r.taken_in, width: 80 },
    { key: 'qualified', title: t('qualified'), kind: 'integer', value: (r) => r.qualified, width: 80 },
    { key: 'unqualified', title: t('unqualified'), kind: 'integer', value: (r) => r.unqualified, width: 90 },
    { key: 'put_away', title: t('put_away'), kind: 'integer', value: (r) => r.put_away, width: 90 },
    {
      key: 'refused',
      title: t('refused'),
      kind: 'integer',
      value: (r) => r.refused,
      width: 80,
      hidden: true,
    },
    {
      key: 'differences',
      title: t('differences'),
      kind: 'integer',
      value: (r) => r.open_discrepancies,
      width: 110,
    },
    {
      key: 'received_by',
      title: t('received_by'),
      value: (r) => r.received_by_name,
      width: 110,
      hidden: true,
    },
    { key: 'notice', title: t('notice'), kind: 'code', value: (r) => r.asn_no, width: 150, hidden: true },
  ];
}

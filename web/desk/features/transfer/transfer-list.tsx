import { PlusOutlined } from '@ant-design/icons';
import { listTransfers, TRANSFER_STATUSES } from '@tongcang/contract';
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
import { TransferStatus } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listTransfers>;

export default function TransferList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listTransfers, { warehouse_id, open_only: 'false' });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('transfers')}
        description={t('transfers_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transfer.request')}
            onClick={() => go('/transfer/new')}
          >
            {t('new_transfer')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="transfers"
          label={t('transfers')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.transfer_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_transfers')} />}
          onOpen={(row) => go(`/transfer/${row.transfer_id}`)}
          height="fill"
          rowTone={(row) => (row.open_discrepancies > 0 ? 'warn' : lateTone(row))}
        />
      </Section>
    </PageBody>
  );
}

/** What is on the road and late is a risk for whoever waits. */
const lateTone = (row: Row) =>
  row.status === 'in_transit' && row.delivered_at === null && row.delayed_minutes > 0
    ? ('bad' as const)
    : undefined;

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    { key: 'from', title: t('from'), kind: 'code', value: (r) => r.from_warehouse_code, width: 76 },
    { key: 'to', title: t('to'), kind: 'code', value: (r) => r.to_warehouse_code, width: 76 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: TRANSFER_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <TransferStatus status={r.status} />,
      width: 140,
    },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 80 },
    { key: 'qty_shipped', title: t('shipped'), kind: 'integer', value: (r) => r.qty_shipped, width: 80 },
    { key: 'qty_received', title: t('received'), kind: 'integer', value: (r) => r.qty_received, width: 80 },
    {
      key: 'differences',
      title: t('differences'),
      kind: 'integer',
      value: (r) => r.open_discrepancies,
      width: 88,
    },
    { key: 'arrival', title: t('arrival'), kind: 'instant', value: (r) => r.expected_arrival },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name, grow: true, width: 140 },
    {
      key: 'late',
      title: t('delivered'),
      kind: 'instant',
      value: (r) => r.delivered_at,
      hidden: true,
    },
    { key: 'value', title: t('value'), kind: 'money', value: (r) => r.value_fen, total: 'sum', width: 110 },
    { key: 'cost', title: t('cost'), kind: 'money', value: (r) => r.cost_fen, total: 'sum', width: 104 },
    {
      key: 'requested_at',
      title: t('requested_at'),
      kind: 'instant',
      value: (r) => r.requested_at,
      hidden: true,
    },
  ];
}

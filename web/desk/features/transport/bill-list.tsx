import { PlusOutlined } from '@ant-design/icons';
import { listFreightBills } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { BillStatus } from './states.tsx';
import { type TransportText, text } from './text.ts';

type Row = RowOf<typeof listFreightBills>;

export default function BillList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listFreightBills, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('bills')}
        description={t('bills_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transport.settle')}
            onClick={() => go('/transport/bill/new')}
          >
            {t('new_bill')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="freight-bills"
          label={t('bills')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.bill_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_bills')} />}
          onOpen={(row) => go(`/transport/bill/${row.bill_id}`)}
          height="fill"
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    { key: 'no', title: t('bill_no'), kind: 'code', value: (r) => r.document_no, pin: true, width: 148 },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name, grow: true, width: 180 },
    { key: 'number', title: t('carrier_bill_no'), kind: 'code', value: (r) => r.carrier_bill_no, width: 140 },
    { key: 'on', title: t('billed_on'), kind: 'date', value: (r) => r.billed_on, width: 120 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: (['entered', 'approved', 'declined'] as const).map((value) => ({
        value,
        label: t(`f_${value}`),
      })),
      render: (r) => (
        <>
          <BillStatus status={r.status} />
          {r.reverses_id !== null ? <StatusChip tone="neutral">{t('reversal')}</StatusChip> : null}
        </>
      ),
      width: 180,
    },
    { key: 'lines', title: t('shipments'), kind: 'integer', value: (r) => r.lines, width: 80 },
    { key: 'quote', title: t('quote'), kind: 'money', value: (r) => r.quote_fen, total: 'sum', width: 120 },
    {
      key: 'billed',
      title: t('billed'),
      kind: 'money',
      value: (r) => r.billed_fen,
      total: 'sum',
      width: 120,
    },
    {
      key: 'difference',
      title: t('difference'),
      kind: 'money',
      value: (r) => r.billed_fen - r.quote_fen,
      total: 'sum',
      width: 120,
    },
  ];
}

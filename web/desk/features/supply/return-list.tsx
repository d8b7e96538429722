import { PlusOutlined } from '@ant-design/icons';
import { listSupplierReturns, SUPPLIER_RETURN_REASONS, SUPPLIER_RETURN_STATUSES } from '@tongcang/contract';
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
import { ReturnStatus } from './receiving-states.tsx';
import { receivingText, type T } from './receiving-text.ts';

type Row = RowOf<typeof listSupplierReturns>;

export default function ReturnList() {
  const t = useText(receivingText);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listSupplierReturns, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('returns')}
        description={t('returns_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('supply.return')}
            onClick={() => go('/receiving/return/new')}
          >
            {t('new_return')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="supplier-returns"
          label={t('returns')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.supplier_return_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_returns')} />}
          onOpen={(row) => go(`/receiving/return/${row.supplier_return_id}`)}
          height="fill"
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('return_no'),
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
      choices: SUPPLIER_RETURN_STATUSES.map((value) => ({ value, label: t(`t_${value}`) })),
      render: (r) => <ReturnStatus status={r.status} />,
      width: 140,
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, grow: true, width: 180 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 80 },
    {
      key: 'reason_kind',
      title: t('reason_kind'),
      kind: 'choice',
      value: (r) => r.reason_kind,
      choices: SUPPLIER_RETURN_REASONS.map((value) => ({ value, label: t(`y_${value}`) })),
      width: 120,
    },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 80 },
    { key: 'shipped', title: t('shipped'), kind: 'integer', value: (r) => r.qty_shipped, width: 80 },
    { key: 'confirmed', title: t('confirmed'), kind: 'integer', value: (r) => r.qty_confirmed, width: 110 },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 110 },
    { key: 'requested_at', title: t('h_requested'), kind: 'instant', value: (r) => r.requested_at },
    {
      key: 'credit',
      title: t('credit_note_no'),
      kind: 'code',
      value: (r) => r.credit_note_no,
      width: 130,
      hidden: true,
    },
  ];
}

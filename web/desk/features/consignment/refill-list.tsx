import { listRefills, REFILL_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import {
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
import { useGridView } from '../../app/url.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { RefillStatus } from './refill-status.tsx';

type Row = RowOf<typeof listRefills>;

export default function RefillList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listRefills, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('refills')} description={t('refills_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="refills"
          label={t('refills')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.refill_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_refills')} />}
          onOpen={(row) => go(`/consignment/refill/${row.refill_id}`)}
          height="fill"
          rowTone={(row) => (row.qty_to_take_back > 0 ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 144,
    },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: (['refill', 'swap'] as const).map((value) => ({ value, label: t(`k_${value}`) })),
      width: 88,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: REFILL_STATUSES.map((value) => ({ value, label: t(`r_${value}`) })),
      render: (r) => <RefillStatus status={r.status} />,
      width: 112,
    },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 180 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 130 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 80 },
    { key: 'allocated', title: t('allocated'), kind: 'integer', value: (r) => r.qty_allocated, width: 96 },
    { key: 'shipped', title: t('shipped'), kind: 'integer', value: (r) => r.qty_shipped, width: 96 },
    { key: 'back', title: t('to_take_back'), kind: 'integer', value: (r) => r.qty_to_take_back, width: 104 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, width: 112 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
  ];
}

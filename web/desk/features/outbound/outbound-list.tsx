import { listOutbound, OUTBOUND_STAGES } from '@tongcang/contract';
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
import { Priority } from '../fulfilment/states.tsx';
import { State } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listOutbound>;

/** What stands between the shelf and the door, and what is to be done with it next. */
export default function OutboundList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listOutbound, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('outbound')} description={t('outbound_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="outbound"
          label={t('outbound')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.demand_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_outbound')} />}
          onOpen={(row) => go(`/outbound/${row.demand_id}`)}
          height="fill"
          rowTone={(row) => (row.stage === 'to_review' ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('demand_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    {
      key: 'stage',
      title: t('stage'),
      kind: 'choice',
      value: (r) => r.stage,
      choices: OUTBOUND_STAGES.map((value) => ({ value, label: t(`st_${value}`) })),
      render: (r) => <State of="stage" status={r.stage} />,
      width: 112,
    },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 120 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    {
      key: 'priority',
      title: t('priority'),
      kind: 'integer',
      value: (r) => r.priority_class,
      render: (r) => <Priority priority={r.priority_class} />,
      width: 140,
    },
    { key: 'qty_open', title: t('qty_open'), kind: 'integer', value: (r) => r.qty_open, width: 84 },
    { key: 'qty_picked', title: t('qty_picked'), kind: 'integer', value: (r) => r.qty_picked, width: 84 },
    {
      key: 'qty_reviewed',
      title: t('qty_reviewed'),
      kind: 'integer',
      value: (r) => r.qty_reviewed,
      width: 96,
    },
    { key: 'packages', title: t('packages'), kind: 'integer', value: (r) => r.packages, width: 96 },
    { key: 'needed_at', title: t('needed_at'), kind: 'instant', value: (r) => r.needed_at },
    { key: 'order', title: t('order_no'), kind: 'code', value: (r) => r.customer_order_no, hidden: true },
  ];
}

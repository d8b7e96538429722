import { listReturns, RETURN_REASONS, RETURN_STATUSES } from '@tongcang/contract';
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
import { State } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listReturns>;

/** Goods that hospitals send back. */
export default function ReturnList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listReturns, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('returns')} description={t('returns_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="returns"
          label={t('returns')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.return_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_returns')} />}
          onOpen={(row) => go(`/customer-return/${row.return_id}`)}
          height="fill"
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('return_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: RETURN_STATUSES.map((value) => ({ value, label: t(`t_${value}`) })),
      render: (r) => <State of="return" status={r.status} />,
      width: 112,
    },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'note', title: t('note_no'), kind: 'code', value: (r) => r.delivery_note_no },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    {
      key: 'reason',
      title: t('return_reason'),
      kind: 'choice',
      value: (r) => r.reason,
      choices: RETURN_REASONS.map((value) => ({ value, label: t(`rr_${value}`) })),
      width: 112,
    },
    { key: 'qty', title: t('return_qty'), kind: 'integer', value: (r) => r.qty, width: 88 },
    { key: 'received', title: t('received'), kind: 'integer', value: (r) => r.qty_received, width: 84 },
    { key: 'accepted', title: t('accepted'), kind: 'integer', value: (r) => r.qty_accepted, width: 84 },
    { key: 'rejected', title: t('rejected'), kind: 'integer', value: (r) => r.qty_rejected, width: 84 },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 110 },
    { key: 'requested_at', title: t('requested_at'), kind: 'instant', value: (r) => r.requested_at },
  ];
}

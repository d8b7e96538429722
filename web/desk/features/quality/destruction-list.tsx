import { DESTRUCTION_STATUSES, listDestructions } from '@tongcang/contract';
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
import { DestructionState } from './disposal-states.tsx';
import { text } from './disposal-text.ts';

type Row = RowOf<typeof listDestructions>;

export default function DestructionList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listDestructions, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('destructions')}
        description={t('destructions_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.destroy')}
            onClick={() => go('/quality/destruction/new')}
          >
            {t('new_destruction')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-destructions"
          label={t('destructions')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.destruction_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_destructions')} />}
          onOpen={(row) => go(`/quality/destruction/${row.destruction_id}`)}
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
      value: (r) => r.document_no,
      kind: 'code',
      pin: true,
      width: 150,
    },
    {
      key: 'status',
      title: t('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: DESTRUCTION_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <DestructionState status={r.status} />,
      width: 130,
    },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, grow: true, width: 200 },
    { key: 'lines', title: t('lines'), value: (r) => r.lines, kind: 'integer', width: 80 },
    { key: 'qty', title: t('qty'), value: (r) => r.qty, kind: 'integer', width: 90 },
    { key: 'value', title: t('value'), value: (r) => r.value_fen, kind: 'money', total: 'sum', width: 130 },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 110 },
    { key: 'requested_at', title: t('requested_at'), value: (r) => r.requested_at, kind: 'instant' },
  ];
}

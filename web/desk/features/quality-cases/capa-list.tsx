import { CAPA_SOURCES, CAPA_STATUSES, listCapas } from '@tongcang/contract';
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
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { DueOn } from './case-parts.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listCapas>;
export const CAPA_TONES = { opened: 'accent', implemented: 'warn', closed: 'ok' } as const;

export default function CapaList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listCapas, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('capa')}
        description={t('capas_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.case')}
            onClick={() => go('/quality/capa/new')}
          >
            {t('new_capa')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-capas"
          label={t('capa')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.capa_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_capa')} />}
          onOpen={(row) => go(`/quality/capa/${row.capa_id}`)}
          rowTone={(row) => (row.overdue ? 'bad' : undefined)}
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
      choices: CAPA_STATUSES.map((value) => ({ value, label: t(`ca_${value}`) })),
      render: (r) => <StatusChip tone={CAPA_TONES[r.status]}>{t(`ca_${r.status}`)}</StatusChip>,
      width: 140,
    },
    { key: 'title', title: t('title'), value: (r) => r.title, grow: true, width: 240 },
    {
      key: 'source',
      title: t('source'),
      value: (r) => r.source_entity,
      kind: 'choice',
      choices: CAPA_SOURCES.map((value) => ({ value, label: t(`src_${value}`) })),
      width: 100,
    },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, width: 100 },
    {
      key: 'actions',
      title: t('actions_done'),
      value: (r) => r.actions_done,
      render: (r) => `${r.actions_done} / ${r.actions}`,
      width: 100,
    },
    {
      key: 'due_on',
      title: t('due_on'),
      value: (r) => r.due_on,
      kind: 'date',
      render: (r) => <DueOn due_on={r.due_on} overdue={r.overdue} />,
      width: 150,
    },
    { key: 'check_on', title: t('check_on'), value: (r) => r.check_on, kind: 'date', width: 130 },
  ];
}

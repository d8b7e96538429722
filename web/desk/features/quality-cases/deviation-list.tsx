import { CASE_SEVERITIES, DEVIATION_KINDS, DEVIATION_STATUSES, listDeviations } from '@tongcang/contract';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
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
import { useGridView, useUrlState } from '../../app/url.ts';
import { DEVIATION_TONES, DueOn, SeverityChip } from './case-parts.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listDeviations>;
const address = z.object({ open: z.enum(['true', 'false']).default('true') });

export default function DeviationList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [{ open }, setAt] = useUrlState(address);
  const { rows, loading, error, refetch } = useRows(listDeviations, {
    open_only: open,
    ...(warehouse_id ? { warehouse_id } : {}),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('deviations')}
        description={t('deviations_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.report')}
            onClick={() => go('/quality/deviation/new')}
          >
            {t('new_deviation')}
          </BlockedButton>
        }
      />
      <div className="tc-bar">
        <Segmented
          aria-label={t('status')}
          value={open}
          options={[
            { value: 'true', label: t('only_open') },
            { value: 'false', label: t('all') },
          ]}
          onChange={(next) => setAt({ open: next as 'true' | 'false' })}
        />
      </div>
      <Section flush grow>
        <VirtualGrid
          id="quality-deviations"
          label={t('deviations')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.deviation_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_deviations')} />}
          onOpen={(row) => go(`/quality/deviation/${row.deviation_id}`)}
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
      choices: DEVIATION_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <StatusChip tone={DEVIATION_TONES[r.status]}>{t(`s_${r.status}`)}</StatusChip>,
      width: 110,
    },
    {
      key: 'severity',
      title: t('severity'),
      value: (r) => r.severity,
      kind: 'choice',
      choices: CASE_SEVERITIES.map((value) => ({ value, label: t(`sev_${value}`) })),
      render: (r) => <SeverityChip severity={r.severity} />,
      width: 100,
    },
    {
      key: 'kind',
      title: t('kind'),
      value: (r) => r.kind,
      kind: 'choice',
      choices: DEVIATION_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
      width: 120,
    },
    { key: 'title', title: t('title'), value: (r) => r.title, grow: true, width: 240 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    { key: 'lots', title: t('lots'), value: (r) => r.lots, kind: 'integer', width: 80 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, width: 100 },
    { key: 'opened_by', title: t('opened_by'), value: (r) => r.opened_by_name, width: 100 },
    { key: 'found_at', title: t('found_at'), value: (r) => r.found_at, kind: 'instant' },
    {
      key: 'due_on',
      title: t('due_on'),
      value: (r) => r.due_on,
      kind: 'date',
      render: (r) => <DueOn due_on={r.due_on} overdue={r.overdue} />,
      width: 150,
    },
  ];
}

import { listInspectionPlans } from '@tongcang/contract';
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
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { scopeText } from './plan-scope.ts';
import { type T, text } from './text.ts';

type Row = RowOf<typeof listInspectionPlans>;

export default function PlanList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const { data, error, isFetching, refetch } = useVerb(listInspectionPlans, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('plans')}
        description={t('plans_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.inspect')}
            onClick={() => go('/quality/inspection-plan/new')}
          >
            {t('new_plan')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-inspection-plans"
          label={t('plans')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => row.plan_id}
          view={view}
          onView={setView}
          loading={isFetching && data === undefined}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_plans')} />}
          onOpen={(row) => go(`/quality/inspection-plan/${row.plan_id}`)}
        />
      </Section>
    </PageBody>
  );
}

const stateOf = (row: Row) =>
  row.retired_at ? 'retired' : row.draft_version ? 'draft' : row.version ? 'in_force' : 'draft';
const TONES = { retired: 'neutral', draft: 'warn', in_force: 'ok' } as const;

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    { key: 'no', title: t('document_no'), value: (r) => r.document_no, kind: 'code', pin: true, width: 150 },
    { key: 'name', title: t('name'), value: (r) => r.name, width: 200, grow: true },
    { key: 'scope', title: t('scope'), value: (r) => scopeText(r, t), width: 260 },
    {
      key: 'state',
      title: t('status'),
      value: (r) => t(stateOf(r)),
      render: (r) => <StatusChip tone={TONES[stateOf(r)]}>{t(stateOf(r))}</StatusChip>,
      width: 120,
    },
    { key: 'version', title: t('version'), value: (r) => r.version, kind: 'integer', width: 80 },
    { key: 'level', title: t('level'), value: (r) => r.level, width: 90 },
    { key: 'checks', title: t('n_checks'), value: (r) => r.checks, kind: 'integer', width: 90 },
    { key: 'target', title: t('target_hours'), value: (r) => r.target_hours, kind: 'integer', width: 130 },
  ];
}

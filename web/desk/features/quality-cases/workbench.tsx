import { getWorkbench, type OutputOf, QUALITY_TASKS, type QualityTask, URGENCIES } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import {
  EmptyState,
  formatInstant,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  useText,
  useZone,
  VirtualGrid,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { customerText } from './customer-text.ts';
import { text } from './text.ts';

type Row = OutputOf<typeof getWorkbench>['rows'][number];
type Words = ReturnType<typeof useText<keyof typeof customerText.zh>>;
const TONES = { overdue: 'bad', today: 'warn', week: 'accent', later: 'neutral' } as const;
/** The page of a record, and the list where it has none. */
const PAGES: Readonly<Record<QualityTask, string>> = {
  adverse_event: '/quality/adverse-event',
  complaint: '/quality/complaint',
  deviation: '/quality/deviation',
  capa: '/quality/capa',
  quarantine: '/quality/quarantine',
  inspection: '/quality/inspection',
  recall: '/quality/recall',
  destruction: '/quality/destruction',
  certificate: '/compliance/registration',
  self_inspection: '/quality/self-inspection',
};

export default function Workbench() {
  const t = useText(customerText);
  const words = useText(text);
  const go = useGo();
  const zone = useZone();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [only, setOnly] = useState<QualityTask | null>(null);
  const { data, error, isFetching, refetch } = useVerb(
    getWorkbench,
    warehouse_id === undefined ? {} : { warehouse_id },
    { keepPrevious: true, refetch_ms: 60_000 },
  );
  const rows = useMemo(
    () =>
      data?.rows
        .filter((row) => only === null || row.task === only)
        .map((row, index) => ({ ...row, key: index })),
    [data, only],
  );
  const columns = useMemo(() => columnsOf(t, words, zone), [t, words, zone]);
  const open = (row: Row) =>
    go(row.entity_id === null ? PAGES[row.task] : `${PAGES[row.task]}/${row.entity_id}`);
  return (
    <PageBody fill>
      <PageHeader title={t('workbench')} description={t('workbench_hint')} meta={<Elsewhere />} />
      <StatRow>
        {(data?.counts ?? [])
          .filter((count) => count.open > 0)
          .map((count) => (
            <StatTile
              key={count.task}
              label={t(`w_${count.task}`)}
              value={count.open}
              {...(count.overdue > 0
                ? { tone: 'bad' as const, note: t('overdue_n', { n: count.overdue }) }
                : {})}
              pressed={only === count.task}
              onClick={() => setOnly(only === count.task ? null : count.task)}
            />
          ))}
      </StatRow>
      <Section flush grow>
        <VirtualGrid
          id="quality-workbench"
          label={t('workbench')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.key}
          view={view}
          onView={setView}
          loading={isFetching && data === undefined}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('nothing_waits')} />}
          onOpen={open}
          rowTone={(row) => (row.urgency === 'overdue' ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

/** What other modules keep for quality: the way there. */
function Elsewhere() {
  const t = useText(customerText);
  const may = useCan();
  if (!may('coldchain.read')) return null;
  return (
    <>
      <Link to="/coldchain/excursion">{t('go_excursion')}</Link> ·{' '}
      <Link to="/coldchain/device">{t('go_device')}</Link>
    </>
  );
}

function subjectOf(t: Words, row: Row): string {
  if (row.task === 'quarantine') return t('lots_wait', { n: row.title });
  return row.task === 'self_inspection' ? t('report_of', { year: row.title }) : row.title;
}

function columnsOf(
  t: Words,
  words: ReturnType<typeof useText<keyof typeof text.zh>>,
  zone: string,
): GridColumn<Row & { readonly key: number }>[] {
  return [
    {
      key: 'urgency',
      title: t('urgency'),
      value: (r) => r.urgency,
      kind: 'choice',
      choices: URGENCIES.map((value) => ({ value, label: t(`u_${value}`) })),
      render: (r) => <StatusChip tone={TONES[r.urgency]}>{t(`u_${r.urgency}`)}</StatusChip>,
      width: 110,
    },
    {
      key: 'task',
      title: t('task'),
      value: (r) => r.task,
      kind: 'choice',
      choices: QUALITY_TASKS.map((value) => ({ value, label: t(`w_${value}`) })),
      width: 110,
    },
    { key: 'step', title: t('step'), value: (r) => t(`st_${r.step}` as 'st_report'), width: 130 },
    {
      key: 'document_no',
      title: words('document_no'),
      value: (r) => r.document_no,
      kind: 'code',
      width: 190,
    },
    { key: 'subject', title: t('subject'), value: (r) => subjectOf(t, r), grow: true, width: 240 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, width: 130 },
    {
      key: 'due',
      title: t('due'),
      value: (r) => r.due_at,
      render: (r) =>
        r.due_at !== null && r.due_at.length > 10 ? formatInstant(r.due_at, zone) : (r.due_at ?? '–'),
      width: 150,
    },
  ];
}

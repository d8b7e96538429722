import { ADVERSE_CATEGORIES, ADVERSE_STATUSES, listAdverseEvents } from '@tongcang/contract';
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
import { NextTask } from './adverse-tasks.tsx';
import { customerText } from './customer-text.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listAdverseEvents>;
export const ADVERSE_TONES = {
  opened: 'warn',
  reported: 'accent',
  dismissed: 'neutral',
  closed: 'ok',
} as const;
export const CATEGORY_TONES = {
  death: 'bad',
  serious_injury: 'bad',
  possible_serious: 'warn',
  other: 'neutral',
} as const;

export default function AdverseList() {
  const t = useText(customerText);
  const words = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listAdverseEvents, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t, words), [t, words]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('adverse')}
        description={t('adverse_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.case')}
            onClick={() => go('/quality/adverse-event/new')}
          >
            {t('new_adverse')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-adverse-events"
          label={t('adverse')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.adverse_event_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_adverse')} />}
          onOpen={(row) => go(`/quality/adverse-event/${row.adverse_event_id}`)}
          rowTone={(row) => (row.overdue ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof customerText.zh>>,
  words: ReturnType<typeof useText<keyof typeof text.zh>>,
): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: words('document_no'),
      value: (r) => r.document_no,
      kind: 'code',
      pin: true,
      width: 150,
    },
    {
      key: 'status',
      title: words('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: ADVERSE_STATUSES.map((value) => ({ value, label: t(`a_${value}`) })),
      render: (r) => <StatusChip tone={ADVERSE_TONES[r.status]}>{t(`a_${r.status}`)}</StatusChip>,
      width: 140,
    },
    {
      key: 'category',
      title: t('category'),
      value: (r) => r.category,
      kind: 'choice',
      choices: ADVERSE_CATEGORIES.map((value) => ({ value, label: t(`g_${value}`) })),
      render: (r) => <StatusChip tone={CATEGORY_TONES[r.category]}>{t(`g_${r.category}`)}</StatusChip>,
      width: 210,
    },
    {
      key: 'next',
      title: words('due_on'),
      value: (r) => r.report_due_on,
      render: (r) => <NextTask tasks={r.tasks} />,
      width: 330,
    },
    {
      key: 'product',
      title: t('product'),
      value: (r) => `${r.item_code} ${r.product}`,
      grow: true,
      width: 220,
    },
    { key: 'lot', title: t('lot'), value: (r) => r.lot_no, kind: 'code', width: 120 },
    {
      key: 'group',
      title: t('group'),
      value: (r) => words(r.is_group ? 'yes' : 'no'),
      width: 90,
    },
    { key: 'learned_at', title: t('learned_at'), value: (r) => r.learned_at, kind: 'instant' },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    { key: 'opened_by', title: words('opened_by'), value: (r) => r.opened_by_name, width: 100 },
  ];
}

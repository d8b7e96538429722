import { listRecalls, RECALL_KINDS } from '@tongcang/contract';
import { Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
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
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { Deadlines } from './deadlines.tsx';
import { CaseState, KindChip } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listRecalls>;
const address = z.object({ active: z.string().optional() });

export default function RecallList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [deadlines, setDeadlines] = useState(false);
  const [{ active }, setAt] = useUrlState(address);
  const { rows, loading, error, refetch } = useRows(listRecalls, { active_only: active === '1' });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('recalls')}
        description={t('recalls_hint')}
        actions={
          <>
            <Button onClick={() => setDeadlines(true)}>{t('deadlines')}</Button>
            <BlockedButton
              type="primary"
              danger
              blocked={lacks('quality.recall')}
              onClick={() => go('/quality/recall/new')}
            >
              {t('start')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-recalls"
          label={t('recalls')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.case_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_recalls')}>{t('no_recalls_hint')}</EmptyState>}
          onOpen={(row) => go(`/quality/recall/${row.case_id}`)}
          toolbar={
            <Checkbox
              checked={active === '1'}
              onChange={(event) => setAt({ active: event.target.checked ? '1' : undefined })}
            >
              {t('active_only')}
            </Checkbox>
          }
        />
      </Section>
      {deadlines ? <Deadlines onClose={() => setDeadlines(false)} /> : null}
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
      key: 'kind',
      title: t('kind'),
      value: (r) => r.kind,
      kind: 'choice',
      choices: RECALL_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
      render: (r) => <KindChip kind={r.kind} recall_class={r.recall_class} />,
      width: 140,
    },
    {
      key: 'status',
      title: t('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: (['active', 'closed'] as const).map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <CaseState status={r.status} />,
      width: 110,
    },
    { key: 'title', title: t('title'), value: (r) => r.title, grow: true, width: 220 },
    { key: 'lots', title: t('lots'), value: (r) => r.lots, kind: 'integer', width: 80 },
    {
      key: 'confirmed',
      title: t('confirmed'),
      value: (r) => r.confirmed,
      render: (r) => t('of', { n: r.confirmed, all: r.notices }),
      width: 100,
    },
    {
      key: 'settled',
      title: t('settled'),
      value: (r) => r.settled,
      render: (r) => t('of', { n: r.settled, all: r.notices }),
      width: 100,
    },
    {
      key: 'overdue',
      title: t('overdue'),
      value: (r) => r.overdue,
      kind: 'integer',
      render: (r) => (r.overdue > 0 ? <StatusChip tone="bad">{r.overdue}</StatusChip> : '0'),
      width: 90,
    },
    { key: 'next_due', title: t('next_due'), value: (r) => r.next_due_at, kind: 'instant' },
    { key: 'started_at', title: t('started_at'), value: (r) => r.started_at, kind: 'instant' },
    { key: 'started_by', title: t('started_by'), value: (r) => r.started_by_name, width: 110 },
  ];
}

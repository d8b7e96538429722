import { type expiring_row, listExpiring, PAPER_OWNERS, PAPERS } from '@tongcang/contract';
import { Button, Drawer, Select } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useGridView, useUrlState } from '../../app/url.ts';
import { useOption } from '../masterdata/option.ts';
import { CalendarPanel } from './calendar-panel.tsx';
import { type RecordsWord, recordsText } from './records-text.ts';
import { RenewalChip } from './states.tsx';

type Row = z.infer<typeof expiring_row>;
const NAMES = [...PAPERS, 'review'] as const;
const DAYS = [90, 180, 365, 730] as const;
const STATES = ['expired', 'late', 'due', 'early'] as const;
const address = z.object({ days: z.coerce.number().int().min(1).max(1095).default(365) });

/** Where a row leads to: the record itself, or the list that it stands in. */
function placeOf({ paper, paper_id }: Row): string {
  if (paper === 'registration' || paper === 'licence' || paper === 'review')
    return `/compliance/${paper}/${paper_id}`;
  return `/compliance/paper?kind=${paper}&id=${paper_id}`;
}

export default function ExpiringPage() {
  const t = useText(recordsText);
  const go = useGo();
  const gridError = useGridError();
  const option = useOption();
  const [at, setAt] = useUrlState(address);
  const [view, setView] = useGridView();
  const [calendar, setCalendar] = useState(false);
  const { data, error, isLoading, refetch } = useVerb(listExpiring, { within_days: at.days });
  const columns = useMemo(() => columnsOf(t, option), [t, option]);
  const filter = view.filters.state;
  const chosen = filter?.kind === 'one_of' ? filter.values : [];
  const only = (state: string) => {
    const { state: _old, ...others } = view.filters;
    const on = chosen.length === 1 && chosen[0] === state;
    setView({ ...view, filters: on ? others : { ...others, state: { kind: 'one_of', values: [state] } } });
  };
  return (
    <PageBody fill>
      <PageHeader
        title={t('expiring')}
        description={t('expiring_text')}
        meta={data ? t('calendar_short', { day: data.calendar_until }) : null}
        actions={
          <>
            <Button onClick={() => setCalendar(true)}>{t('calendar')}</Button>
            <Select
              aria-label={t('within', { n: at.days })}
              value={at.days}
              onChange={(days) => setAt({ days })}
              options={DAYS.map((value) => ({ value, label: t('within', { n: value }) }))}
              style={{ width: 130 }}
            />
          </>
        }
      />
      <StatRow>
        {STATES.map((state) => {
          const count = data?.rows.filter((row) => row.state === state).length;
          return (
            <StatTile
              key={state}
              label={t(`r_${state}`)}
              value={count ?? '–'}
              {...(count && state !== 'early' ? { tone: state === 'due' ? 'warn' : 'bad' } : {})}
              pressed={chosen.includes(state)}
              onClick={() => only(state)}
            />
          );
        })}
      </StatRow>
      <Section flush grow>
        <VirtualGrid
          id="compliance-expiring"
          label={t('expiring')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.paper} ${row.paper_id}`}
          rowTone={(row) =>
            row.state === 'expired' || row.state === 'late' ? 'bad' : row.state === 'due' ? 'warn' : undefined
          }
          view={view}
          onView={setView}
          loading={isLoading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('nothing_ending')} />}
          onOpen={(row) => go(placeOf(row))}
        />
      </Section>
      <Drawer
        open={calendar}
        onClose={() => setCalendar(false)}
        size={560}
        title={t('calendar')}
        destroyOnHidden
      >
        <CalendarPanel />
      </Drawer>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<RecordsWord>>,
  option: ReturnType<typeof useOption>,
): GridColumn<Row>[] {
  /** A licence and an agreement are told by their kind, which is a word of ours. */
  const titleOf = (row: Row) => {
    if (row.paper === 'licence') return option(row.title);
    if (row.paper === 'agreement') return t(`g_${row.title}` as RecordsWord);
    return row.paper === 'review' ? t('p_review') : row.title;
  };
  return [
    { key: 'number', title: t('number'), value: (r) => r.number, pin: true, width: 175 },
    {
      key: 'paper',
      title: t('paper'),
      value: (r) => r.paper,
      kind: 'choice',
      choices: NAMES.map((value) => ({ value, label: t(`p_${value}`) })),
      width: 130,
    },
    { key: 'title', title: t('title'), value: titleOf, width: 150 },
    { key: 'holder', title: t('holder'), value: (r) => r.holder, grow: true, width: 150 },
    { key: 'in_force_to', title: t('in_force_to'), value: (r) => r.in_force_to, kind: 'date' },
    { key: 'days_left', title: t('days_left'), value: (r) => r.days_left, kind: 'integer', width: 100 },
    {
      key: 'state',
      title: t('state'),
      value: (r) => r.state,
      kind: 'choice',
      choices: STATES.map((value) => ({ value, label: t(`r_${value}`) })),
      render: (r) => <RenewalChip state={r.state} />,
      width: 120,
    },
    {
      key: 'owner',
      title: t('owner'),
      value: (r) => r.owner,
      kind: 'choice',
      choices: PAPER_OWNERS.map((value) => ({ value, label: t(`w_${value}`) })),
      width: 100,
    },
    {
      key: 'window',
      title: t('window'),
      value: (r) =>
        r.window_from && r.window_to ? t('window_range', { from: r.window_from, to: r.window_to }) : '',
      width: 200,
    },
    {
      key: 'reminder',
      title: t('reminder'),
      value: (r) => (r.reminder_months === null ? '' : t('reminder_n', { n: r.reminder_months })),
      width: 120,
    },
  ];
}

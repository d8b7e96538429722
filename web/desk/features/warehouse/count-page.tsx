import { useParams } from '@tanstack/react-router';
import { approveCount, cancelCount, getCount, printCount, recountLines } from '@tongcang/contract';
import { Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  EmptyState,
  formatInteger,
  formatMoney,
  type GridColumn,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { CountOutcome } from './count-outcome.tsx';
import { CountLineStatus, CountStatus } from './count-states.tsx';
import { text } from './count-text.ts';

type Count = OutputFor<typeof getCount>;
type Line = Count['lines_rows'][number];
type Approved = OutputFor<typeof approveCount>;
type Text = ReturnType<typeof useText<keyof typeof text.zh>>;
const AFFECTS = ['warehouse', 'stock', 'planning', 'insight'] as const;
const ON_THE_WAY = new Set(['counting', 'review']);

/** One count: how far it is, what differs and is worth, and the decision on it. */
export default function CountPage() {
  const { count_id } = useParams({ strict: false }) as { count_id: string };
  const { data, error, refetch } = useVerb(getCount, { count_id: Number(count_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded count={data} /> : <LoadingState />;
}

function Loaded({ count }: { count: Count }) {
  const t = useText(text);
  const language = useLanguage();
  const [shown, setShown] = useState<'all' | 'differing'>(count.differing > 0 ? 'differing' : 'all');
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const { buttons, answers, askRecount } = useActions(count, selected, () => setSelected(new Set()));
  const columns = useMemo(() => columnsOf(t), [t]);
  const rows =
    shown === 'all'
      ? count.lines_rows
      : count.lines_rows.filter((line) => line.difference !== 0 || line.status === 'recount');
  const money = (fen: number) => formatMoney(fen, language);
  return (
    <PageBody fill>
      <PageHeader
        title={count.document_no}
        status={<CountStatus status={count.status} />}
        description={`${count.warehouse_code} · ${t(`m_${count.method}`)} · ${count.reason}`}
        actions={
          <>
            <RecordNav
              grid="warehouse-counts"
              id={count.count_id}
              to={(next) => `/warehouse/count/${next}`}
            />
            <PrintButton verb={printCount} input={{ count_id: count.count_id }} />
            {buttons}
          </>
        }
      />
      {answers}
      <StatRow>
        <StatTile
          label={t('progress')}
          value={`${formatInteger(count.settled, language)} / ${formatInteger(count.lines, language)}`}
        />
        <StatTile
          label={t('recount')}
          value={formatInteger(count.recount, language)}
          {...(count.recount > 0 ? { tone: 'warn' as const } : {})}
        />
        <StatTile
          label={t('differing')}
          value={formatInteger(count.differing, language)}
          {...(count.differing > 0 ? { tone: 'bad' as const } : {})}
        />
        <StatTile label={t('net')} value={money(count.net_fen)} />
        <StatTile
          label={t('gross')}
          value={money(count.gross_fen)}
          {...(count.over_limit ? { tone: 'bad' as const, note: t('over_limit') } : {})}
        />
      </StatRow>
      <Section flush grow>
        <VirtualGrid
          id="warehouse-count-lines"
          label={t('report')}
          columns={columns}
          rows={rows}
          rowKey={(line) => line.count_line_id}
          height="fill"
          selected={selected}
          onSelected={setSelected}
          empty={<EmptyState title={t('no_tasks')} />}
          rowTone={(line) =>
            line.status === 'differs' ? 'bad' : line.status === 'recount' ? 'warn' : undefined
          }
          toolbar={
            <Segmented
              size="small"
              value={shown}
              onChange={(next) => setShown(next as 'all')}
              options={[
                { value: 'all', label: t('all_lines') },
                { value: 'differing', label: t('only_differing') },
              ]}
            />
          }
          bulk={() => askRecount}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: Text): GridColumn<Line>[] {
  return [
    {
      key: 'location',
      title: t('location'),
      kind: 'code',
      value: (l) => l.location_code,
      pin: true,
      width: 96,
    },
    { key: 'item', title: t('item'), value: (l) => `${l.item_code} ${l.item_name}`, grow: true, width: 200 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (l) => l.lot_no, width: 130 },
    {
      key: 'disposition',
      title: t('disposition'),
      value: (l) => l.disposition,
      width: 92,
      render: (l) => <DispositionChip disposition={l.disposition as Disposition} />,
    },
    {
      key: 'status',
      title: t('status'),
      value: (l) => t(`l_${l.status}`),
      width: 108,
      render: (l) => <CountLineStatus status={l.status} />,
    },
    { key: 'book', title: t('book'), kind: 'integer', value: (l) => l.book_now, width: 84 },
    {
      key: 'counted',
      title: t('counted'),
      kind: 'integer',
      value: (l) => l.entries.at(-1)?.counted ?? null,
      width: 84,
    },
    {
      key: 'difference',
      title: t('difference'),
      kind: 'integer',
      value: (l) => l.difference,
      width: 92,
      render: (l) => (l.difference ? <Signed by={l.difference} /> : l.difference === 0 ? '0' : ''),
    },
    { key: 'value', title: t('value'), kind: 'money', value: (l) => l.value_fen, total: 'sum', width: 108 },
    {
      key: 'rounds',
      title: t('rounds'),
      value: (l) => l.entries.map((entry) => roundText(t, entry)).join('；'),
      width: 280,
    },
    { key: 'approved_by', title: t('approved_by'), value: (l) => l.approved_by_name, width: 92 },
    { key: 'owner', title: t('owner'), value: (l) => l.owner_name, width: 160, hidden: true },
    { key: 'expiry', title: t('expiry'), kind: 'date', value: (l) => l.expiry_date, hidden: true },
  ];
}

function Signed({ by }: { by: number }) {
  const language = useLanguage();
  return (
    <span className={`tc-ink-${by > 0 ? 'ok' : 'bad'}`}>
      {by > 0 ? '+' : '−'}
      {formatInteger(Math.abs(by), language)}
    </span>
  );
}

function roundText(t: Text, entry: Line['entries'][number]): string {
  const who = entry.counted_by_name ?? '—';
  if (entry.counted === null) return t('round_hidden', { n: entry.round, who });
  const parts = [t('round_n', { n: entry.round, who, book: entry.book_qty ?? 0, counted: entry.counted })];
  if (entry.missing.length > 0) parts.push(t('missing', { serials: entry.missing.join(' ') }));
  if (entry.surplus.length > 0) parts.push(t('surplus', { serials: entry.surplus.join(' ') }));
  if (entry.note) parts.push(entry.note);
  return parts.join(' ');
}

const own = [{ code: 'warehouse.own_count', params: {} }];
const nothing = [{ code: 'web.not_yet', params: {} }];

/** The buttons of the head, what came of pressing one, and the button for chosen lines. */
function useActions(
  count: Count,
  selected: ReadonlySet<string | number>,
  clear: () => void,
): { buttons: ReactNode; answers: ReactNode; askRecount: ReactNode } {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [asking, setAsking] = useState<'approve' | 'cancel' | 'recount' | null>(null);
  const [approved, setApproved] = useState<Approved | null>(null);
  const close = () => setAsking(null);
  const approve = useAction(approveCount, {
    invalidates: AFFECTS,
    onSuccess: (answer) => {
      setApproved(answer);
      close();
    },
  });
  const cancel = useAction(cancelCount, { invalidates: AFFECTS, onSuccess: close });
  const recount = useAction(recountLines, {
    invalidates: AFFECTS,
    onSuccess: () => {
      clear();
      close();
    },
  });
  const { count_id } = count;
  const waiting = count.lines_rows.filter((line) => line.status === 'differs');
  const chosen = waiting.filter((line) => selected.has(line.count_line_id));
  const mine = waiting.some((line) => line.mine);
  const on_the_way = ON_THE_WAY.has(count.status);
  const run = (reason: string) => {
    if (asking === 'cancel') return cancel.run({ count_id, reason });
    if (asking === 'recount')
      return recount.run({ count_id, reason, count_line_ids: chosen.map((line) => line.count_line_id) });
    return approve.run({ count_id, note: reason });
  };
  const failed = asking === 'cancel' ? cancel.error : asking === 'recount' ? recount.error : approve.error;
  const sum = (of: (line: Line) => number) =>
    formatMoney(
      waiting.reduce((all, line) => all + of(line), 0),
      language,
    );
  const words = {
    approve: t('approve_n', {
      n: waiting.length,
      net: sum((line) => line.value_fen ?? 0),
      gross: sum((line) => Math.abs(line.value_fen ?? 0)),
    }),
    cancel: t('cancel_text'),
    recount: t('recount_text', { n: chosen.length }),
  };
  const titles = { approve: t('approve'), cancel: t('cancel'), recount: t('recount_lines') };
  return {
    buttons: on_the_way ? (
      <>
        {count.status === 'counting' ? (
          <Link to={`/warehouse/count-task?count=${count_id}`} className="tc-header-link">
            {t('go_count')}
          </Link>
        ) : null}
        <BlockedButton danger blocked={lacks('warehouse.plan')} onClick={() => setAsking('cancel')}>
          {t('cancel')}
        </BlockedButton>
        <BlockedButton
          type="primary"
          blocked={[
            ...lacks('warehouse.approve'),
            ...(waiting.length > 0 ? [] : nothing),
            ...(mine ? own : []),
          ]}
          onClick={() => setAsking('approve')}
        >
          {t('approve')}
        </BlockedButton>
      </>
    ) : null,
    askRecount: (
      <BlockedButton
        size="small"
        blocked={[...lacks('warehouse.approve'), ...(chosen.length > 0 ? [] : nothing)]}
        onClick={() => setAsking('recount')}
      >
        {t('recount_lines')}
      </BlockedButton>
    ),
    answers: (
      <>
        {approved ? <CountOutcome count={count} approved={approved} /> : null}
        <ConfirmWithReason
          open={asking !== null}
          danger={asking === 'cancel'}
          title={titles[asking ?? 'approve']}
          reason_min={asking === 'approve' ? 0 : 2}
          onCancel={close}
          onConfirm={run}
        >
          {words[asking ?? 'approve']}
          {failed ? <ProblemView error={failed} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}

import { useParams } from '@tanstack/react-router';
import { traceLot } from '@tongcang/contract';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  type Disposition,
  DispositionChip,
  EmptyState,
  formatInteger,
  type GridColumn,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { Expiry, useToday } from './expiry.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { stockText } from './text.ts';
import { TracePicture } from './trace-picture.tsx';
import { usePlaceKind, usePurpose } from './words.ts';

export type Trace = OutputFor<typeof traceLot>;
type Step = Trace['steps'][number];
const address = z.object({
  serial: z.string().optional(),
  place: z.coerce.number().int().positive().optional(),
});

/** The whole path of a lot: where it came from, where it is, where it went, and that nothing is missing. */
export default function TracePage() {
  const t = useText(stockText);
  const today = useToday();
  const lacks = useLacks();
  const params = useParams({ strict: false }) as { item: string; lot: string };
  const [{ serial, place }, setAt] = useUrlState(address);
  const [dialog, setDialog] = useState<'hold' | 'recall' | null>(null);
  const [typed, setTyped] = useState(serial ?? '');
  const { data, error, refetch } = useVerb(traceLot, {
    item_id: Number(params.item),
    lot_id: Number(params.lot),
    ...(serial ? { serial_no: serial } : {}),
  });
  const trace = useMemo(() => (data ? named(data) : undefined), [data]);
  if (error)
    return (
      <PageBody>
        <PageHeader title={t('trace_title')} />
        <ProblemView error={error} onRetry={() => void refetch()} />
      </PageBody>
    );
  if (!data || !trace)
    return (
      <PageBody>
        <PageHeader title={t('trace_title')} />
        <Section>
          <LoadingState />
        </Section>
      </PageBody>
    );
  const { lot } = data;
  return (
    <PageBody>
      <PageHeader
        title={`${t('lot_no')} ${lot.lot_no}`}
        status={lot.recalled ? <StatusChip tone="recall">{t('st_recalled')}</StatusChip> : null}
        description={`${lot.item_code} ${lot.item_name}`}
        meta={
          <span>
            {t('production')} {lot.production_date ?? '–'} · {t('expiry')}{' '}
            <Expiry date={lot.expiry_date} today={today} />
          </span>
        }
        actions={
          <>
            <Link to={`/stock?item=${lot.item_id}&lot=${lot.lot_id}`} className="tc-header-link">
              {t('sees')}
            </Link>
            <Input.Search
              className="tc-find"
              aria-label={t('serial_filter')}
              placeholder={t('serial_filter')}
              allowClear
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onSearch={(text) => setAt({ serial: text.trim() || undefined })}
            />
            <BlockedButton
              blocked={lacks('stock.hold')}
              lift={t('hold_need')}
              onClick={() => setDialog('hold')}
            >
              {t('hold')}
            </BlockedButton>
            <BlockedButton
              danger
              blocked={lacks('stock.recall')}
              lift={t('hold_need')}
              onClick={() => setDialog('recall')}
            >
              {t('recall')}
            </BlockedButton>
          </>
        }
      />
      <Equation totals={data.totals} />
      <Section title={t('picture')} extra={<span className="tc-muted">{t('picture_hint')}</span>}>
        <TracePicture trace={trace} place={place} onPlace={(next) => setAt({ place: next })} />
      </Section>
      <Steps trace={trace} place={place} onAll={() => setAt({ place: undefined })} />
      <HoldDialog kind={dialog} lots={[lot]} onClose={() => setDialog(null)} />
    </PageBody>
  );
}

const OUT = [
  'on_hand',
  'in_transit',
  'in_repair',
  'converted',
  'consigned',
  'delivered',
  'destroyed',
  'returned',
] as const;

/** received + adjusted = everything it became; the two sides are shown and compared. */
function Equation({ totals }: { totals: Trace['totals'] }) {
  const t = useText(stockText);
  const left = totals.received + totals.adjusted;
  const right = OUT.reduce((all, key) => all + totals[key], 0);
  return (
    <Section>
      <ul className="tc-equation">
        <Term label={t('eq_received')} value={totals.received} />
        <Term sign="+" label={t('eq_adjusted')} value={totals.adjusted} />
        {OUT.map((key, index) => (
          <Term key={key} sign={index === 0 ? '=' : '+'} label={t(`eq_${key}`)} value={totals[key]} />
        ))}
      </ul>
      <p className={left === right ? 'tc-ink-ok' : 'tc-ink-bad'} role="status">
        {left === right ? t('eq_ok') : t('eq_bad', { n: left - right })}
      </p>
    </Section>
  );
}

function Term({ sign, label, value }: { sign?: string; label: string; value: number }) {
  const language = useLanguage();
  return (
    <li className={value === 0 ? 'tc-term tc-term-none' : 'tc-term'}>
      {sign ? <span className="tc-term-sign">{sign}</span> : null}
      <span>
        <span className="tc-term-label">{label}</span>
        <span className="tc-term-value">{formatInteger(value, language)}</span>
      </span>
    </li>
  );
}

type StepsProps = { readonly trace: Trace; readonly place: number | undefined; readonly onAll: () => void };

function Steps({ trace, place, onAll }: StepsProps) {
  const t = useText(stockText);
  const purpose = usePurpose();
  const kind = usePlaceKind();
  const labels = useMemo(
    () =>
      new Map(
        trace.nodes.map((node) => [
          node.account_id,
          [node.warehouse_code, node.kind === 'bin' ? node.label : `${kind(node.kind)} ${ownLabel(node)}`]
            .filter(Boolean)
            .join(' '),
        ]),
      ),
    [trace, kind],
  );
  const rows = useMemo(
    () =>
      trace.steps.filter((step) => !place || step.from_account_id === place || step.to_account_id === place),
    [trace, place],
  );
  const columns = useMemo<GridColumn<Step>[]>(
    () => [
      {
        key: 'occurred_at',
        title: t('occurred_at'),
        value: (row) => row.occurred_at,
        kind: 'instant',
        pin: true,
      },
      { key: 'purpose', title: t('purpose'), value: (row) => purpose(row.purpose), width: 110 },
      { key: 'qty', title: t('move_qty'), value: (row) => row.qty, kind: 'integer', width: 90 },
      { key: 'from', title: t('from'), value: (row) => labels.get(row.from_account_id) ?? '', width: 160 },
      { key: 'to', title: t('to'), value: (row) => labels.get(row.to_account_id) ?? '', width: 160 },
      {
        key: 'change',
        title: t('change'),
        value: (row) => row.to_disposition,
        width: 210,
        render: (row) => <Change from={row.from_disposition} to={row.to_disposition} />,
      },
      {
        key: 'document',
        title: t('document'),
        value: (row) => row.document_no ?? row.document_key,
        kind: 'code',
        grow: true,
        width: 160,
        render: (row) => {
          const to = pageOf(row.document_key);
          return to ? <Link to={to}>{row.document_no ?? row.document_key}</Link> : row.document_no;
        },
      },
      { key: 'recorded_at', title: t('recorded_at'), value: (row) => row.recorded_at, kind: 'instant' },
      {
        key: 'actor',
        title: t('actor'),
        value: (row) => row.actor_name ?? t('system'),
        width: 120,
      },
    ],
    [t, purpose, labels],
  );
  return (
    <Section title={t('steps')} flush>
      <VirtualGrid
        id="stock-trace-steps"
        label={`${t('trace')} ${trace.lot.lot_no}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.posting_id}
        height={360}
        empty={<EmptyState />}
        toolbar={
          <>
            {place ? (
              <span className="tc-filter-chip">
                {labels.get(place)}
                <button type="button" aria-label={t('all_steps')} onClick={onAll}>
                  ✕
                </button>
              </span>
            ) : null}
            {trace.postings > trace.steps.length ? (
              <span className="tc-muted">
                {t('steps_cut', { n: trace.steps.length, total: trace.postings })}
              </span>
            ) : null}
          </>
        }
      />
    </Section>
  );
}

/** The label of a place that is more than the name of its kind. */
export const ownLabel = (node: { kind: string; label: string; warehouse_code: string | null }): string =>
  node.label === node.kind || node.label === node.warehouse_code ? '' : node.label;

const PAGES: Readonly<Record<string, string>> = {
  transfer: '/transfer',
  demand: '/demand',
  receipt: '/receiving',
  supplier_return: '/receiving/return',
};

/** The page of a document by its key in the ledger (`transfer:17`). */
function pageOf(key: string | null): string | null {
  const [kind = '', id = ''] = (key ?? '').split(':');
  return PAGES[kind] && /^\d+$/.test(id) ? `${PAGES[kind]}/${id}` : null;
}

/** Documents under the number people know; only one of the steps of a document may carry it. */
function named(trace: Trace): Trace {
  const numbers = new Map(
    trace.steps.flatMap((step) =>
      /^(transfer|receipt|supplier_return):\d+$/.test(step.document_key ?? '') && step.document_no
        ? [[step.document_key!, step.document_no] as const]
        : [],
    ),
  );
  return {
    ...trace,
    nodes: trace.nodes.map((node) => ({ ...node, label: numbers.get(node.label) ?? node.label })),
    steps: trace.steps.map((step) => ({
      ...step,
      document_no: step.document_no ?? numbers.get(step.document_key ?? '') ?? null,
    })),
  };
}

function Change({ from, to }: { from: string; to: string }) {
  if (from === to) return <DispositionChip disposition={to as Disposition} />;
  return (
    <>
      <DispositionChip disposition={from as Disposition} />
      <span aria-hidden>→</span>
      <DispositionChip disposition={to as Disposition} />
    </>
  );
}

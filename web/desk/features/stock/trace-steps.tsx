import { Button } from 'antd';
import { useMemo, useState } from 'react';
import {
  type Disposition,
  DispositionChip,
  EmptyState,
  formatInstant,
  formatInteger,
  type GridColumn,
  Section,
  Timeline,
  useLanguage,
  useText,
  useZone,
  VirtualGrid,
} from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import { stockText } from './text.ts';
import { byWarehouse } from './trace-layout.ts';
import { traceText } from './trace-text.ts';
import { pageOf, type Step, type Trace, usePlaceLabels } from './trace-words.ts';
import { usePurpose } from './words.ts';

type StepsProps = {
  readonly trace: Trace;
  readonly place: number | undefined;
  readonly bins: boolean;
  readonly onAll: () => void;
};

/** Every step with quantity, places, document and person: a grid, and on a phone a timeline. */
export function Steps({ trace, place, bins, onAll }: StepsProps) {
  const t = useText(stockText);
  const purpose = usePurpose();
  const labels = usePlaceLabels(trace);
  const rows = useMemo(() => {
    if (place === undefined) return trace.steps;
    const members = bins ? undefined : byWarehouse(trace.nodes, trace.edges).members.get(place);
    const chosen = new Set(members ?? [place]);
    return trace.steps.filter((step) => chosen.has(step.from_account_id) || chosen.has(step.to_account_id));
  }, [trace, place, bins]);
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
        render: (row) => <StepDocument step={row} />,
      },
      { key: 'recorded_at', title: t('recorded_at'), value: (row) => row.recorded_at, kind: 'instant' },
      { key: 'actor', title: t('actor'), value: (row) => row.actor_name ?? t('system'), width: 120 },
    ],
    [t, purpose, labels],
  );
  const chip = place ? (
    <span className="tc-filter-chip">
      {labels.get(place)}
      <button type="button" aria-label={t('all_steps')} onClick={onAll}>
        ✕
      </button>
    </span>
  ) : null;
  return (
    <Section title={t('steps')} flush>
      <div className="tc-wide-only">
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
              {chip}
              {trace.postings > trace.steps.length ? (
                <span className="tc-muted">
                  {t('steps_cut', { n: trace.steps.length, total: trace.postings })}
                </span>
              ) : null}
            </>
          }
        />
      </div>
      <div className="tc-narrow-only tc-trace-timeline">
        {chip}
        <StepLine rows={rows} labels={labels} />
      </div>
    </Section>
  );
}

const SHOWN = 30;
const TONES: Readonly<Record<string, 'ok' | 'warn' | 'bad' | 'recall' | 'accent' | 'neutral'>> = {
  receive: 'accent',
  release: 'ok',
  ship: 'recall',
  deliver: 'recall',
  consume: 'recall',
  hold: 'warn',
  recall: 'bad',
  reject: 'bad',
  destroy: 'bad',
};

function StepLine({
  rows,
  labels,
}: {
  readonly rows: readonly Step[];
  readonly labels: ReadonlyMap<number, string>;
}) {
  const t = useText(stockText);
  const words = useText(traceText);
  const purpose = usePurpose();
  const language = useLanguage();
  const zone = useZone();
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <Timeline
        entries={rows.slice(0, shown).map((row) => ({
          key: row.posting_id,
          at: formatInstant(row.occurred_at, zone),
          title: `${purpose(row.purpose)} ${formatInteger(row.qty, language)}`,
          tone: TONES[row.purpose] ?? 'neutral',
          text: (
            <>
              {labels.get(row.from_account_id)} → {labels.get(row.to_account_id)}
              <br />
              <StepDocument step={row} /> {row.actor_name ?? t('system')}{' '}
              {row.from_disposition === row.to_disposition ? null : (
                <Change from={row.from_disposition} to={row.to_disposition} />
              )}
            </>
          ),
        }))}
      />
      {rows.length > shown ? (
        <Button block onClick={() => setShown((before) => before + SHOWN)}>
          {words('steps_shown')}
        </Button>
      ) : null}
    </>
  );
}

function StepDocument({ step }: { readonly step: Step }) {
  const to = pageOf(step.document_key);
  const name = step.document_no ?? (to ? step.document_key : null);
  return to && name ? <Link to={to}>{name}</Link> : name;
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

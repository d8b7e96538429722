// biome-ignore-all lint/suspicious/noArrayIndexKey: these lists are shown as given; their entries have no identity and keep no state.
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { formatInteger } from './format.ts';
import type { ToneName } from './palette.ts';
import { useKitText, useLanguage } from './provider.tsx';

type StatProps = {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  readonly tone?: ToneName;
  /** Change since the last period; `good` says which direction is welcome. */
  readonly change?: { readonly by: number; readonly good: 'up' | 'down' };
  readonly note?: ReactNode;
  /** Makes the tile a filter or a link: every number leads to its rows. */
  readonly onClick?: () => void;
  readonly pressed?: boolean;
};

/** One number that matters, and the way to its rows. */
export function StatTile(props: StatProps) {
  const content = (
    <>
      <span className="tc-stat-label">{props.label}</span>
      <span className="tc-stat-line">
        <span className={`tc-stat-value${props.tone ? ` tc-ink-${props.tone}` : ''}`}>{props.value}</span>
        {props.unit ? <span className="tc-stat-unit">{props.unit}</span> : null}
        {props.change ? <Change {...props.change} /> : null}
      </span>
      {props.note ? <span className="tc-stat-note">{props.note}</span> : null}
    </>
  );
  if (!props.onClick) return <div className="tc-stat">{content}</div>;
  return (
    <button
      type="button"
      className="tc-stat tc-stat-button"
      aria-pressed={props.pressed ?? false}
      onClick={props.onClick}
    >
      {content}
    </button>
  );
}

function Change({ by, good }: { by: number; good: 'up' | 'down' }) {
  const language = useLanguage();
  if (by === 0) return null;
  const welcome = by > 0 === (good === 'up');
  return (
    <span className={`tc-stat-change tc-ink-${welcome ? 'ok' : 'bad'}`}>
      {by > 0 ? <ArrowUpOutlined aria-label="+" /> : <ArrowDownOutlined aria-label="−" />}
      {formatInteger(Math.abs(by), language)}
    </span>
  );
}

/** Tiles in a row that wraps. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className="tc-stat-row">{children}</div>;
}

export type Fact = { readonly label: ReactNode; readonly value: ReactNode; readonly wide?: boolean };

/** Facts of a record as pairs. */
export function KeyValue({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="tc-facts">
      {facts.map((fact, index) => (
        <div key={index} className={fact.wide ? 'tc-fact tc-fact-wide' : 'tc-fact'}>
          <dt>{fact.label}</dt>
          <dd>{fact.value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Expected and actual quantity with the difference in words, sign and colour. */
export function QtyDiff({
  expected,
  actual,
  unit,
}: {
  expected: number;
  actual: number | null;
  unit?: string;
}) {
  const t = useKitText();
  const language = useLanguage();
  const difference = actual === null ? null : actual - expected;
  const tone = difference === null ? 'neutral' : difference === 0 ? 'ok' : difference > 0 ? 'warn' : 'bad';
  const sign = difference === null || difference === 0 ? '' : difference > 0 ? '+' : '−';
  return (
    <span className="tc-qty-diff">
      <span title={t('actual')} className="tc-qty-actual">
        {formatInteger(actual, language)}
      </span>
      <span title={t('expected')} className="tc-qty-expected">
        / {formatInteger(expected, language)}
        {unit ? ` ${unit}` : ''}
      </span>
      {difference !== null && difference !== 0 ? (
        <span className={`tc-qty-delta tc-tone-${tone}`} title={t('difference')}>
          {sign}
          {formatInteger(Math.abs(difference), language)}
        </span>
      ) : null}
    </span>
  );
}

export type TimelineEntry = {
  readonly key: string | number;
  readonly at?: ReactNode;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly tone?: ToneName;
  /** A step that lies ahead is drawn hollow. */
  readonly ahead?: boolean;
};

/** What happened, in order, newest where the caller put it. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="tc-timeline">
      {entries.map((entry) => (
        <li key={entry.key} className={entry.ahead ? 'tc-timeline-ahead' : undefined}>
          <span aria-hidden className={`tc-timeline-dot tc-mark-${entry.tone ?? 'neutral'}`} />
          <div className="tc-timeline-line">
            <span className="tc-timeline-title">{entry.title}</span>
            {entry.at ? <span className="tc-timeline-at">{entry.at}</span> : null}
          </div>
          {entry.text ? <div className="tc-timeline-text">{entry.text}</div> : null}
        </li>
      ))}
    </ol>
  );
}

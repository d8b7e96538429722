import { DECISION_KINDS } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { EmptyState, Section, useText } from '../../../ui/index.ts';
import type { KindFilter, Tower } from './control-tower.tsx';
import { DecisionItem } from './decision-item.tsx';
import { text } from './text.ts';

type Decision = Tower['decisions'][number];
type Props = {
  readonly rows: readonly Decision[];
  readonly total: number;
  readonly kind: KindFilter;
  /** What the demand chart shows, where a decision was clicked. */
  readonly chosen: Pick<Decision, 'item_id' | 'warehouse_id'> | null;
  readonly onKind: (kind: KindFilter) => void;
  readonly onItem: (item_id: number, warehouse_id: number | null) => void;
};
const SHOWN_FIRST = 12;
const SHOWN_MORE = 20;

const passes = (kind: KindFilter, row: Decision): boolean =>
  kind === undefined ||
  (kind === 'shortage' ? row.kind === 'risk' || row.kind === 'proposal' : row.kind === kind);

const keyOf = (row: Decision): string => {
  const { kind, proposal, discrepancy, hold, quarantine } = row;
  const own = proposal?.proposal_id ?? discrepancy?.discrepancy_id ?? hold?.hold_id ?? quarantine?.lot_id;
  return `${kind}|${row.item_id}|${row.warehouse_id}|${own ?? ''}`;
};

/** Everything that waits for a person in one ranked list, with what can be done beside it. */
export function Decisions({ rows, total, kind, chosen, onKind, onItem }: Props) {
  const t = useText(text);
  const [limit, setLimit] = useState(SHOWN_FIRST);
  const passed = rows.filter((row) => passes(kind, row));
  const shown = passed.slice(0, limit);
  const rest = Math.min(SHOWN_MORE, passed.length - shown.length);
  const choose = (next: KindFilter) => {
    setLimit(SHOWN_FIRST);
    onKind(next);
  };
  return (
    <Section
      title={t('waiting')}
      extra={<span className="tc-muted">{t('waiting_of', { shown: shown.length, total })}</span>}
      flush
    >
      <fieldset className="tc-kinds">
        <legend className="tc-visually-hidden">{t('kinds_label')}</legend>
        {([undefined, 'shortage', ...DECISION_KINDS] as const).map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            className="tc-kind"
            aria-pressed={kind === one}
            onClick={() => choose(one)}
          >
            {t(one === undefined ? 'all_kinds' : `k_${one}`)}
          </button>
        ))}
      </fieldset>
      {shown.length === 0 ? <EmptyState title={t('nothing')}>{t('nothing_text')}</EmptyState> : null}
      <ol className="tc-decisions">
        {shown.map((row) => (
          <DecisionItem
            key={keyOf(row)}
            row={row}
            chosen={row.item_id === chosen?.item_id && row.warehouse_id === chosen?.warehouse_id}
            onItem={onItem}
          />
        ))}
      </ol>
      {rest > 0 ? (
        <div className="tc-decisions-more">
          <Button type="text" onClick={() => setLimit(limit + SHOWN_MORE)}>
            {t('more', { n: rest })}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

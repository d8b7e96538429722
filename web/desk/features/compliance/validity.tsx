import { VALIDITY_STATES } from '@tongcang/contract';
import { useMemo } from 'react';
import { StatRow, StatTile, StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { useGridView } from '../../app/url.ts';
import { complianceText } from './text.ts';

export type Validity = {
  readonly state: (typeof VALIDITY_STATES)[number];
  readonly days_left: number | null;
};
const TONES: Readonly<Record<Validity['state'], ToneName>> = {
  valid: 'ok',
  expiring: 'warn',
  expired: 'bad',
  renewed: 'neutral',
  future: 'neutral',
};

/** Validity in words: how long it lasts or since when it is over. */
export function ValidityChip({ state, days_left }: Validity) {
  const t = useText(complianceText);
  return <StatusChip tone={TONES[state]}>{validityText({ state, days_left }, t)}</StatusChip>;
}

function validityText(
  { state, days_left }: Validity,
  t: ReturnType<typeof useText<keyof typeof complianceText.zh>>,
) {
  if (state === 'future' || state === 'renewed') return t(`s_${state}`);
  if (days_left === null) return t('endless');
  if (days_left < 0) return t('over', { n: -days_left });
  if (days_left === 0) return t('left_today');
  return state === 'expiring' ? t('left', { n: days_left }) : t('s_valid');
}

/** Names of the states for the column's filter. */
export function useStates() {
  const t = useText(complianceText);
  return useMemo(() => VALIDITY_STATES.map((value) => ({ value, label: t(`s_${value}`) })), [t]);
}

/** How many documents stand in each state; a tile filters the list below it. */
export function ValidityTiles({ rows }: { rows: readonly Validity[] | undefined }) {
  const t = useText(complianceText);
  const [view, setView] = useGridView();
  const filter = view.filters.state;
  const chosen = filter?.kind === 'one_of' ? filter.values : [];
  const only = (state: Validity['state']) => {
    const { state: _old, ...others } = view.filters;
    const on = chosen.length === 1 && chosen[0] === state;
    setView({ ...view, filters: on ? others : { ...others, state: { kind: 'one_of', values: [state] } } });
  };
  return (
    <StatRow>
      {(['expired', 'expiring', 'valid', 'renewed', 'future'] as const).map((state) => {
        const count = rows?.filter((row) => row.state === state).length;
        return (
          <StatTile
            key={state}
            label={t(`s_${state}`)}
            value={count ?? '–'}
            {...(count && (state === 'expired' || state === 'expiring') ? { tone: TONES[state] } : {})}
            pressed={chosen.includes(state)}
            onClick={() => only(state)}
          />
        );
      })}
    </StatRow>
  );
}

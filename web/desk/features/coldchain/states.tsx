import type { AREA_STATES, EXCURSION_STATUSES, FITNESS } from '@tongcang/contract';
import { StatusChip, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const AREA_TONE = {
  out_of_range: 'bad',
  lost: 'bad',
  unfit: 'warn',
  no_reading: 'neutral',
  ok: 'ok',
} as const;

export function AreaState({ state }: { state: (typeof AREA_STATES)[number] }) {
  const t = useText(text);
  return <StatusChip tone={AREA_TONE[state]}>{t(`s_${state}`)}</StatusChip>;
}

const EXCURSION_TONE = { open: 'bad', ended: 'warn', decided: 'ok' } as const;

export function ExcursionState({ status }: { status: (typeof EXCURSION_STATUSES)[number] }) {
  const t = useText(text);
  return <StatusChip tone={EXCURSION_TONE[status]}>{t(`e_${status}`)}</StatusChip>;
}

export function Problems({ problems }: { problems: readonly (typeof FITNESS)[number][] }) {
  const t = useText(text);
  return problems.map((problem) => (
    <StatusChip key={problem} tone={problem === 'retired' ? 'neutral' : 'warn'}>
      {t(`p_${problem}`)}
    </StatusChip>
  ));
}

import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { surgery_text as text } from './surgery-text.ts';

const CASE_TONES: Readonly<Record<string, ToneName>> = {
  planned: 'warn',
  reviewed: 'accent',
  out: 'accent',
  differing: 'bad',
  returned: 'ok',
  settled: 'ok',
  cancelled: 'neutral',
};
const SET_TONES: Readonly<Record<string, ToneName>> = {
  clean: 'warn',
  packed: 'ok',
  out: 'accent',
  used: 'warn',
  reprocessing: 'warn',
  repair: 'bad',
  retired: 'neutral',
};

export function CaseStatus({ status, late = false }: { status: string; late?: boolean }) {
  const t = useText(text);
  if (late) return <StatusChip tone="bad">{t('late')}</StatusChip>;
  return <StatusChip tone={CASE_TONES[status] ?? 'neutral'}>{t(`c_${status}` as 'c_out')}</StatusChip>;
}

export function SetState({ state }: { state: string }) {
  const t = useText(text);
  return <StatusChip tone={SET_TONES[state] ?? 'neutral'}>{t(`s_${state}` as 's_out')}</StatusChip>;
}

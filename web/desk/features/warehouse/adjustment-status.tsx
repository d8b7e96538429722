import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './adjustment-text.ts';

const TONES: Readonly<Record<string, ToneName>> = {
  requested: 'warn',
  posted: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
};

export function AdjustmentStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_posted')}</StatusChip>;
}

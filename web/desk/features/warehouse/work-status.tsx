import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './work-text.ts';

const TONES: Readonly<Record<string, ToneName>> = { open: 'accent', done: 'ok', cancelled: 'neutral' };
const RUN_TONES: Readonly<Record<string, ToneName>> = { started: 'warn', finished: 'ok', undone: 'neutral' };

export function WorkStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_open')}</StatusChip>;
}

export function RunStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={RUN_TONES[status] ?? 'neutral'}>{t(`r_${status}` as 'r_started')}</StatusChip>;
}

import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const TONES: Readonly<Record<string, ToneName>> = {
  open: 'warn',
  partly_allocated: 'warn',
  allocated: 'accent',
  partly_shipped: 'accent',
  shipped: 'ok',
  cancelled: 'neutral',
};

export function DemandStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_open')}</StatusChip>;
}

const PICK_TONES: Readonly<Record<string, ToneName>> = { open: 'warn', picked: 'accent', shipped: 'ok' };

export function PickStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={PICK_TONES[status] ?? 'neutral'}>{t(`a_${status}` as 'a_open')}</StatusChip>;
}

const PRIORITY_TONES: Readonly<Record<number, ToneName>> = { 1: 'bad', 2: 'warn', 3: 'accent', 4: 'neutral' };

export function Priority({ priority }: { priority: number }) {
  const t = useText(text);
  return <StatusChip tone={PRIORITY_TONES[priority] ?? 'neutral'}>{t(`p${priority}` as 'p1')}</StatusChip>;
}

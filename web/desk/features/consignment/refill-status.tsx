import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { cabinet_text as text } from './cabinet-text.ts';

const TONES = { open: 'warn', delivered: 'ok', cancelled: 'neutral' } as const satisfies Record<
  string,
  ToneName
>;

export function RefillStatus({ status }: { status: keyof typeof TONES }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status]}>{t(`r_${status}`)}</StatusChip>;
}

import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const TONES: Readonly<Record<string, ToneName>> = {
  requested: 'warn',
  approved: 'accent',
  rejected: 'bad',
  cancelled: 'neutral',
  in_transit: 'accent',
  received: 'warn',
  closed: 'ok',
};

export function TransferStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_closed')}</StatusChip>;
}

import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { receivingText } from './receiving-text.ts';

const RECEIPT_TONES: Readonly<Record<string, ToneName>> = {
  received: 'warn',
  accepting: 'warn',
  accepted: 'accent',
  put_away: 'ok',
  refused: 'bad',
  reversed: 'neutral',
};
const RETURN_TONES: Readonly<Record<string, ToneName>> = {
  requested: 'warn',
  approved: 'accent',
  rejected: 'bad',
  cancelled: 'neutral',
  part_shipped: 'warn',
  shipped: 'accent',
  confirmed: 'ok',
};

export function ReceiptStatus({ status }: { status: string }) {
  const t = useText(receivingText);
  return (
    <StatusChip tone={RECEIPT_TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_received')}</StatusChip>
  );
}

export function ReturnStatus({ status }: { status: string }) {
  const t = useText(receivingText);
  return (
    <StatusChip tone={RETURN_TONES[status] ?? 'neutral'}>{t(`t_${status}` as 't_requested')}</StatusChip>
  );
}

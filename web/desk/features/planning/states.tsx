import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const LEVEL_TONES: Readonly<Record<string, ToneName>> = {
  stock_out: 'bad',
  critical: 'bad',
  warning: 'warn',
  watch: 'accent',
  ok: 'ok',
};
export function RiskLevel({ level }: { level: string }) {
  const t = useText(text);
  return <StatusChip tone={LEVEL_TONES[level] ?? 'neutral'}>{t(`l_${level}` as 'l_ok')}</StatusChip>;
}

const STATUS_TONES: Readonly<Record<string, ToneName>> = {
  proposed: 'warn',
  accepted: 'ok',
  rejected: 'bad',
  expired: 'expired',
  superseded: 'neutral',
};
export function ProposalStatus({ status }: { status: string }) {
  const t = useText(text);
  return (
    <StatusChip tone={STATUS_TONES[status] ?? 'neutral'}>{t(`st_${status}` as 'st_proposed')}</StatusChip>
  );
}

export function useDays(): (days: number | null) => string {
  const t = useText(text);
  return (days) => (days === null ? t('days_beyond') : t('days_n', { n: days }));
}

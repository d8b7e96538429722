import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './count-text.ts';

const TONES: Readonly<Record<string, ToneName>> = {
  counting: 'accent',
  review: 'warn',
  closed: 'ok',
  cancelled: 'neutral',
};
const LINE_TONES: Readonly<Record<string, ToneName>> = {
  open: 'neutral',
  recount: 'warn',
  matched: 'ok',
  differs: 'bad',
  posted: 'accent',
};

export function CountStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={TONES[status] ?? 'neutral'}>{t(`s_${status}` as 's_closed')}</StatusChip>;
}

export function CountLineStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={LINE_TONES[status] ?? 'neutral'}>{t(`l_${status}` as 'l_open')}</StatusChip>;
}

import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const SHIPMENT: Readonly<Record<string, ToneName>> = {
  planned: 'warn',
  ready: 'accent',
  on_the_road: 'accent',
  completed: 'ok',
  cancelled: 'neutral',
};
const DELIVERED: Readonly<Record<string, ToneName>> = {
  waiting: 'warn',
  planned: 'neutral',
  on_the_road: 'accent',
  arrived: 'accent',
  delivered: 'ok',
  partly_refused: 'warn',
  refused: 'bad',
  withdrawn: 'neutral',
};
const BILL: Readonly<Record<string, ToneName>> = { entered: 'warn', approved: 'ok', declined: 'neutral' };

export function ShipmentStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={SHIPMENT[status] ?? 'neutral'}>{t(`s_${status}` as 's_planned')}</StatusChip>;
}
export function DocumentStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={DELIVERED[status] ?? 'neutral'}>{t(`d_${status}` as 'd_waiting')}</StatusChip>;
}
export function StopStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={DELIVERED[status] ?? 'neutral'}>{t(`p_${status}` as 'p_planned')}</StatusChip>;
}
export function BillStatus({ status }: { status: string }) {
  const t = useText(text);
  return <StatusChip tone={BILL[status] ?? 'neutral'}>{t(`f_${status}` as 'f_entered')}</StatusChip>;
}
/** How late a journey is; nothing where it is in time. */
export function Delay({ minutes }: { minutes: number }) {
  const t = useText(text);
  return minutes > 0 ? <StatusChip tone="bad">{t('delayed_by', { n: minutes })}</StatusChip> : null;
}
/** Whether something may be used, and why not. */
export function Usable({ problem }: { problem: string | null }) {
  const t = useText(text);
  return problem === null ? (
    <StatusChip tone="ok">{t('usable')}</StatusChip>
  ) : (
    <StatusChip tone={problem === 'retired' ? 'neutral' : 'bad'}>
      {t(`x_${problem}` as 'x_retired')}
    </StatusChip>
  );
}

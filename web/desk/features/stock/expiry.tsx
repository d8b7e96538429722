import { civilDateIn, daysBetween, useText, useZone } from '../../../ui/index.ts';
import { stockText } from './text.ts';

/** Today in the zone of the warehouse in view. */
export function useToday(): string {
  const zone = useZone();
  return civilDateIn(new Date().toISOString(), zone);
}

const SOON_DAYS = 90;

/** An expiry date with how near it is, in colour and in words. */
export function Expiry({ date, today }: { date: string | null; today: string }) {
  const t = useText(stockText);
  if (!date) return <>–</>;
  const left = daysBetween(today, date);
  const tone = left < 0 ? 'tc-ink-bad' : left <= SOON_DAYS ? 'tc-ink-warn' : undefined;
  return (
    <span className={tone} title={left < 0 ? t('expired_since') : `${t('days_left')} ${left}`}>
      {date}
    </span>
  );
}

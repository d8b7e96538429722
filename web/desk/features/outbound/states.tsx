import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const TONES: Readonly<Record<string, ToneName>> = {
  st_to_pick: 'warn',
  st_to_review: 'accent',
  st_to_ship: 'ok',
  w_open: 'warn',
  w_picking: 'accent',
  w_picked: 'ok',
  l_open: 'warn',
  l_picked: 'ok',
  l_short: 'bad',
  q_open: 'warn',
  q_settled: 'ok',
  d_in_transit: 'accent',
  d_delivered: 'ok',
  d_partly_delivered: 'warn',
  d_refused: 'bad',
  t_requested: 'warn',
  t_approved: 'accent',
  t_declined: 'bad',
  t_received: 'warn',
  t_closed: 'ok',
};
const PREFIX = { stage: 'st', wave: 'w', line: 'l', shortage: 'q', delivery: 'd', return: 't' } as const;

/** The state of a document of outbound work, as a chip. */
export function State({ of, status }: { of: keyof typeof PREFIX; status: string }) {
  const t = useText(text);
  const key = `${PREFIX[of]}_${status}`;
  return <StatusChip tone={TONES[key] ?? 'neutral'}>{t(key as 'w_open')}</StatusChip>;
}

/** Numbers typed or pasted with commas or spaces between them. */
export const splitSerials = (typed: string): string[] => typed.split(/[\s,，;；]+/).filter(Boolean);

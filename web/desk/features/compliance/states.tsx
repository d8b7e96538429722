import type { RENEWAL_STATES } from '@tongcang/contract';
import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { recordsText } from './records-text.ts';

export type Renewal = (typeof RENEWAL_STATES)[number];
const RENEWAL_TONES: Readonly<Record<Renewal, ToneName>> = {
  early: 'ok',
  due: 'warn',
  late: 'bad',
  expired: 'bad',
  renewed: 'neutral',
  cancelled: 'neutral',
  endless: 'ok',
};

/** How far the renewal of a paper is. */
export function RenewalChip({ state }: { state: Renewal }) {
  const t = useText(recordsText);
  return <StatusChip tone={RENEWAL_TONES[state]}>{t(`r_${state}`)}</StatusChip>;
}

export const VALIDITIES = ['valid', 'expiring', 'expired', 'future', 'cancelled'] as const;
const VALIDITY_TONES: Readonly<Record<(typeof VALIDITIES)[number], ToneName>> = {
  valid: 'ok',
  expiring: 'warn',
  expired: 'bad',
  future: 'neutral',
  cancelled: 'neutral',
};

/** Whether a letter, agreement or filing is in force today. */
export function PaperChip({ state }: { state: (typeof VALIDITIES)[number] }) {
  const t = useText(recordsText);
  return <StatusChip tone={VALIDITY_TONES[state]}>{t(`v_${state}`)}</StatusChip>;
}

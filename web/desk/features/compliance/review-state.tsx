import type { REVIEW_STATES } from '@tongcang/contract';
import { StatusChip, type ToneName, useText } from '../../../ui/index.ts';
import { reviewText } from './review-text.ts';

type State = (typeof REVIEW_STATES)[number];
const TONES: Readonly<Record<State, ToneName>> = {
  draft: 'neutral',
  submitted: 'warn',
  reviewed: 'warn',
  approved: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  revoked: 'bad',
  expired: 'bad',
};

export function ReviewChip({ state }: { state: State }) {
  const t = useText(reviewText);
  return <StatusChip tone={TONES[state]}>{t(`s_${state}`)}</StatusChip>;
}

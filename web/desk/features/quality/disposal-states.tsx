import type { DESTRUCTION_STATUSES, REPAIR_STATUSES } from '@tongcang/contract';
import { StatusChip, useText } from '../../../ui/index.ts';
import { text } from './disposal-text.ts';

const DESTRUCTION_TONES = {
  requested: 'warn',
  approved: 'warn',
  rejected: 'neutral',
  cancelled: 'neutral',
  executed: 'warn',
  destroyed: 'warn',
  closed: 'ok',
} as const satisfies Record<(typeof DESTRUCTION_STATUSES)[number], string>;
const REPAIR_TONES = {
  opened: 'warn',
  sent: 'accent',
  quoted: 'warn',
  accepted: 'accent',
  declined: 'neutral',
  returned: 'warn',
  closed: 'ok',
  cancelled: 'neutral',
} as const satisfies Record<(typeof REPAIR_STATUSES)[number], string>;

export function DestructionState({ status }: { status: keyof typeof DESTRUCTION_TONES }) {
  const t = useText(text);
  return <StatusChip tone={DESTRUCTION_TONES[status]}>{t(`s_${status}`)}</StatusChip>;
}

export function RepairState({ status }: { status: keyof typeof REPAIR_TONES }) {
  const t = useText(text);
  return <StatusChip tone={REPAIR_TONES[status]}>{t(`r_${status}`)}</StatusChip>;
}

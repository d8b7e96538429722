import type { CONCLUSIONS, INSPECTION_STATUSES, PLAN_STATUSES, SEVERITIES } from '@tongcang/contract';
import { StatusChip, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const STATUS_TONES = {
  open: 'warn',
  recording: 'accent',
  concluded: 'warn',
  part_decided: 'accent',
  closed: 'ok',
  cancelled: 'neutral',
} as const satisfies Record<(typeof INSPECTION_STATUSES)[number], string>;
const SEVERITY_TONES = {
  normal: 'neutral',
  tightened: 'warn',
  reduced: 'ok',
  discontinued: 'bad',
} as const satisfies Record<(typeof SEVERITIES)[number], string>;
const PLAN_TONES = {
  draft: 'warn',
  approved: 'ok',
  rejected: 'bad',
  superseded: 'neutral',
} as const satisfies Record<(typeof PLAN_STATUSES)[number], string>;
const VERDICT_TONES = { accepted: 'ok', not_accepted: 'bad', open: 'neutral' } as const;

export function InspectionState({ status }: { status: keyof typeof STATUS_TONES }) {
  const t = useText(text);
  return <StatusChip tone={STATUS_TONES[status]}>{t(`s_${status}`)}</StatusChip>;
}
export function SeverityChip({ severity }: { severity: keyof typeof SEVERITY_TONES }) {
  const t = useText(text);
  return <StatusChip tone={SEVERITY_TONES[severity]}>{t(severity)}</StatusChip>;
}
export function PlanState({ status }: { status: keyof typeof PLAN_TONES }) {
  const t = useText(text);
  return <StatusChip tone={PLAN_TONES[status]}>{t(`v_${status}`)}</StatusChip>;
}
export function VerdictChip({ verdict }: { verdict: (typeof CONCLUSIONS)[number] | 'open' }) {
  const t = useText(text);
  return <StatusChip tone={VERDICT_TONES[verdict]}>{t(verdict)}</StatusChip>;
}

/** Hours in the unit that people think in. */
export function useWaited(): (hours: number) => string {
  const t = useText(text);
  return (hours) =>
    hours < 48 ? t('hours', { n: Math.round(hours) }) : t('days', { n: Math.round(hours / 2.4) / 10 });
}

import type { NOTICE_STATUSES, RECALL_KINDS } from '@tongcang/contract';
import { StatusChip, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

type Kind = (typeof RECALL_KINDS)[number];
type NoticeStatus = (typeof NOTICE_STATUSES)[number];
const KIND_TONES = { recall: 'recall', hold: 'hold', mock: 'accent' } as const satisfies Record<Kind, string>;
const NOTICE_TONES = {
  open: 'neutral',
  sent: 'warn',
  confirmed: 'accent',
  reconciled: 'ok',
  explained: 'ok',
} as const satisfies Record<NoticeStatus, string>;

type Named = { readonly kind: Kind; readonly recall_class: 'I' | 'II' | 'III' | null };

/** What kind of case, with its class. */
export function KindChip({ kind, recall_class }: Named) {
  const t = useText(text);
  const level = recall_class === null ? '' : `${t(`c_${recall_class}`)} `;
  return (
    <StatusChip tone={KIND_TONES[kind]}>
      {level}
      {t(`k_${kind}`)}
    </StatusChip>
  );
}

export function CaseState({ status }: { status: 'active' | 'closed' }) {
  const t = useText(text);
  return <StatusChip tone={status === 'active' ? 'warn' : 'ok'}>{t(`s_${status}`)}</StatusChip>;
}

/** Overdue stands before everything else. */
export function NoticeState({ status, overdue }: { status: NoticeStatus; overdue: boolean }) {
  const t = useText(text);
  return overdue ? (
    <StatusChip tone="bad">{t('is_overdue')}</StatusChip>
  ) : (
    <StatusChip tone={NOTICE_TONES[status]}>{t(`n_${status}`)}</StatusChip>
  );
}

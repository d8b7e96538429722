import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  ExclamationCircleFilled,
  HourglassOutlined,
  InfoCircleFilled,
  LockFilled,
  MinusCircleOutlined,
  RollbackOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ToneName } from './palette.ts';
import { useKitText } from './provider.tsx';

const TONE_ICONS: Readonly<Record<ToneName, ReactNode>> = {
  neutral: <MinusCircleOutlined />,
  accent: <InfoCircleFilled />,
  ok: <CheckCircleFilled />,
  warn: <ExclamationCircleFilled />,
  bad: <CloseCircleFilled />,
  hold: <LockFilled />,
  recall: <RollbackOutlined />,
  expired: <HourglassOutlined />,
};

type ChipProps = { readonly tone: ToneName; readonly icon?: ReactNode; readonly children: ReactNode };

/** A state as colour, icon and words together: colour alone never carries the meaning. */
export function StatusChip({ tone, icon, children }: ChipProps) {
  return (
    <span className={`tc-chip tc-tone-${tone}`}>
      <span aria-hidden className="tc-chip-icon">
        {icon ?? TONE_ICONS[tone]}
      </span>
      <span className="tc-chip-text">{children}</span>
    </span>
  );
}

export const DISPOSITIONS = ['quarantine', 'released', 'held', 'rejected', 'recalled', 'expired'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** The colours of the area signs in a device warehouse (待验 yellow, 合格 green, 不合格 red), plus three states. */
const DISPOSITION_TONES: Readonly<Record<Disposition, ToneName>> = {
  quarantine: 'warn',
  released: 'ok',
  held: 'hold',
  rejected: 'bad',
  recalled: 'recall',
  expired: 'expired',
};

/** May these goods be used? */
export function DispositionChip({ disposition }: { disposition: Disposition }) {
  const t = useKitText();
  const icon = disposition === 'quarantine' ? <ClockCircleOutlined /> : undefined;
  return (
    <StatusChip tone={DISPOSITION_TONES[disposition]} icon={icon}>
      {t(`d_${disposition}`)}
    </StatusChip>
  );
}

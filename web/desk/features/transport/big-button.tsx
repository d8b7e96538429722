import { BlockedButton, type Reason } from '../../../ui/index.ts';

type Props = {
  readonly label: string;
  readonly busy: boolean;
  readonly blocked?: readonly Reason[];
  readonly onClick: () => void;
};

/** The one step of the moment, as wide as the screen. */
export function BigButton({ label, busy, blocked = [], onClick }: Props) {
  return (
    <BlockedButton type="primary" size="large" block loading={busy} blocked={[...blocked]} onClick={onClick}>
      {label}
    </BlockedButton>
  );
}

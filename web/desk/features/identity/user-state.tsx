import { StatusChip, useText } from '../../../ui/index.ts';
import { accessText } from './settings-text.ts';
import type { User } from './users.tsx';

export function stateOf(user: User): 'active' | 'disabled' | 'first_password' {
  if (user.disabled_at) return 'disabled';
  return user.must_change_password ? 'first_password' : 'active';
}

export function UserState({ user }: { user: User }) {
  const t = useText(accessText);
  const state = stateOf(user);
  const tone = state === 'active' ? 'ok' : state === 'disabled' ? 'neutral' : 'warn';
  return <StatusChip tone={tone}>{t(state)}</StatusChip>;
}

import { Link as RouterLink, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseSearch } from './url.ts';

/** Splits an address into what the router wants. */
export function target(to: string): { to: string; search: Record<string, string>; hash?: string } {
  const [rest = '', hash] = to.split('#') as [string, string?];
  const [path = '', query = ''] = rest.split('?') as [string, string?];
  return { to: path, search: parseSearch(query), ...(hash ? { hash } : {}) };
}

type LinkProps = {
  /** An address of the desk: `/transfer/17?tab=lines`. The warehouse scope is carried along by itself. */
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly title?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly onClick?: () => void;
};

export function Link({ to, children, ...rest }: LinkProps) {
  return (
    <RouterLink {...(target(to) as { to: string })} activeProps={{}} {...rest}>
      {children}
    </RouterLink>
  );
}

/** `const go = useGo(); go('/transfer/17')` */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, options = {}) => void navigate({ ...target(to), ...options } as never);
}

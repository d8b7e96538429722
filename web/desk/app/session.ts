import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type SessionUser, session as sessionVerb, signOut as signOutVerb } from '@tongcang/contract';
import { call } from './api.ts';

/** Who is signed in. The answer of the server is the only truth; the web keeps no token of its own. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(sessionVerb, {}, { signal }),
  staleTime: 5 * 60_000,
});

/** The signed-in person; only for pages behind the guard. */
export function useUser(): SessionUser {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data.user) throw new Error('This page needs a signed-in person');
  return data.user;
}

/** Whether a person may do what `permission` names. Only for showing: the server decides for itself. */
export const can = (user: Pick<SessionUser, 'permissions'>, permission: string | undefined): boolean =>
  permission === undefined || user.permissions.includes(permission);

/** `const may = useCan(); may('transfer.approve')` */
export function useCan(): (permission: string | undefined) => boolean {
  const user = useUser();
  return (permission) => can(user, permission);
}

/** Why a button is blocked for want of a permission: `blocked={lacks('transfer.approve')}`; empty when it is not. */
export function useLacks(): (permission: string) => { code: string; params: { permission: string } }[] {
  const may = useCan();
  return (permission) => (may(permission) ? [] : [{ code: 'platform.forbidden', params: { permission } }]);
}

/** Forgets everything of the last person, so that the next one on this computer sees none of it. */
export async function forgetSession(client: QueryClient): Promise<void> {
  await client.cancelQueries();
  client.clear();
}

/** Ends the session and forgets its data. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await call(signOutVerb, {}).catch(() => undefined);
    await forgetSession(client);
    location.assign('/sign-in');
  };
}

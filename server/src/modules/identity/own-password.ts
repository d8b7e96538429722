import type { Actor } from '../../platform/actor.ts';
import { assert, fail } from '../../platform/errors.ts';
import type { Outside } from '../../platform/use-case.ts';
import { settleAttempt, takeAttempt } from './attempts.ts';
import { findSecrets, type UserSecrets } from './identity.read.ts';
import { passwordFits } from './passwords.ts';

/** A person at a browser. Keys of machines reach none of the verbs that are about a password. */
export function requirePerson(actor: Actor): { user_id: number; session_id: number } {
  const { user_id, session_id } = actor;
  if (user_id === null || session_id === null) fail('platform.forbidden', { permission: 'session' });
  return { user_id, session_id };
}

/**
 * Whether a signed-in person knows the own password, counted like a sign-in: a stolen session must not become a
 * place to guess at leisure. The verb refuses in its transaction, so that a repeated request is still answered with
 * the first answer after the password has changed.
 */
export async function ownPassword(
  outside: Outside,
  password: string,
): Promise<{ fits: boolean; secrets: UserSecrets }> {
  const { user_id } = requirePerson(outside.actor);
  const taken = await takeAttempt(outside, outside.actor.account);
  const secrets = await findSecrets(outside.db, user_id);
  assert(secrets !== null, 'a signed-in user has an account');
  const fits = await passwordFits(password, secrets.password_hash);
  if (fits) await settleAttempt(outside.db, taken, 'right');
  return { fits, secrets };
}

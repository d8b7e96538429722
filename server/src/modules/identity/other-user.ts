import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { lockUser } from './identity.read.ts';

/**
 * Locks the account that an administrator is about to change. Never the own one: nobody gives himself a role, and
 * the one who acts stays, so the last administrator cannot be lost.
 */
export async function lockOtherUser(tx: Tx, actor: Actor, user_id: number) {
  if (actor.user_id === user_id) fail('identity.not_oneself');
  const user = await lockUser(tx, user_id);
  if (user === null) notFound('user', user_id);
  return user;
}

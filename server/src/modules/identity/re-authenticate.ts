import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { REAUTHENTICATED_MINUTES } from './identity.model.ts';
import { noteReauthentication } from './identity.write.ts';
import { ownPassword, requirePerson } from './own-password.ts';

export const reAuthenticate = definePreparedVerb(
  contract.reAuthenticate,
  { permission: 'session', audit: 'identity.re_authenticate', idempotent: false },
  (outside, { password }) => ownPassword(outside, password),
  async ({ tx, actor, audit }, _input, { fits }) => {
    if (!fits) fail('identity.wrong_password');
    const { user_id, session_id } = requirePerson(actor);
    await noteReauthentication(tx, session_id);
    audit({ entity: 'user', entity_id: user_id });
    return { valid_for_s: REAUTHENTICATED_MINUTES * 60 };
  },
);

/** For signatures and other grave steps of every module: the password was given in the last minutes. */
export function requireRecentPassword(actor: Actor): void {
  if (!actor.recently_authenticated) fail('identity.reauthentication_needed');
}

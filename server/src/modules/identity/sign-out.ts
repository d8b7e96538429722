import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { endSession } from './identity.write.ts';

/** Open to everybody, so that a browser with a dead cookie gets rid of it. */
export const signOut = defineVerb(
  contract.signOut,
  { permission: 'public', audit: 'identity.sign_out', idempotent: false },
  async ({ tx, actor, audit }) => {
    if (actor.session_id !== null) {
      await endSession(tx, actor.session_id);
      audit({ entity: 'user', entity_id: actor.user_id! });
    }
    return { session: null };
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { endSessions } from './identity.write.ts';
import { requirePerson } from './own-password.ts';

export const endOtherSessions = defineVerb(
  contract.endOtherSessions,
  { permission: 'session', audit: 'identity.end_other_sessions' },
  async ({ tx, actor, audit }) => {
    const { user_id, session_id } = requirePerson(actor);
    const ended = await endSessions(tx, user_id, session_id);
    audit({ entity: 'user', entity_id: user_id, detail: { ended } });
    return { ended };
  },
);

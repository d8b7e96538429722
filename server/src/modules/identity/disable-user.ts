import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { closeUser, endSessions, revokeKeysOf } from './identity.write.ts';
import { lockOtherUser } from './other-user.ts';

/** Accounts are never deleted: the audit trail names them. */
export const disableUser = defineVerb(
  contract.disableUser,
  { permission: 'identity.manage_users', audit: 'identity.disable_user' },
  async ({ tx, actor, audit }, { user_id, reason }) => {
    await lockOtherUser(tx, actor, user_id);
    await closeUser(tx, user_id);
    const sessions = await endSessions(tx, user_id, null);
    const keys = await revokeKeysOf(tx, user_id);
    audit({ entity: 'user', entity_id: user_id, reason, detail: { sessions, keys } });
    return {};
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { openUser } from './identity.write.ts';
import { lockOtherUser } from './other-user.ts';

export const enableUser = defineVerb(
  contract.enableUser,
  { permission: 'identity.manage_users', audit: 'identity.enable_user' },
  async ({ tx, actor, audit }, { user_id, reason }) => {
    await lockOtherUser(tx, actor, user_id);
    await openUser(tx, user_id);
    audit({ entity: 'user', entity_id: user_id, reason });
    return {};
  },
);

import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { deleteGrant } from './identity.write.ts';
import { lockOtherUser } from './other-user.ts';

export const revokeRole = defineVerb(
  contract.revokeRole,
  { permission: 'identity.manage_users', audit: 'identity.revoke_role' },
  async ({ tx, actor, audit }, { user_id, grant_id }) => {
    await lockOtherUser(tx, actor, user_id);
    const grant = await deleteGrant(tx, { user_id, grant_id });
    if (grant === null) notFound('grant', grant_id);
    const { warehouse_id, role, partner_id } = grant;
    audit({ entity: 'user', entity_id: user_id, warehouse_id, detail: { grant_id, role, partner_id } });
    return {};
  },
);

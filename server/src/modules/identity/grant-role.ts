import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb, type ServerVerb } from '../../platform/use-case.ts';
import type { Directory } from './directory.ts';
import { type Grant, grantShapeIsLawful, partnersAgree } from './identity.model.ts';
import { grantsOf } from './identity.read.ts';
import { insertGrants } from './identity.write.ts';
import { lockOtherUser } from './other-user.ts';

export function defineGrantRole(directory: Directory): ServerVerb {
  return defineVerb(
    contract.grantRole,
    { permission: 'identity.manage_users', audit: 'identity.grant_role' },
    async ({ tx, actor, audit }, { user_id, role, warehouse_id, partner_id }) => {
      const grant: Grant = { role, warehouse_id, partner_id };
      if (!grantShapeIsLawful(grant)) fail('identity.role_shape', { role });
      await lockOtherUser(tx, actor, user_id);
      if (!partnersAgree([...(await grantsOf(tx, user_id)), grant])) fail('identity.mixed_partners');
      if (warehouse_id !== null && (await directory.warehouses(tx, [warehouse_id])).length === 0) {
        notFound('warehouse', warehouse_id);
      }
      if (partner_id !== null && !(await directory.partnerExists(tx, partner_id))) {
        notFound('partner', partner_id);
      }
      const [grant_id] = await insertGrants(tx, [{ ...grant, user_id, granted_by: actor.user_id }]);
      audit({ entity: 'user', entity_id: user_id, warehouse_id, detail: { grant_id, role, partner_id } });
      return { grant_id: grant_id! };
    },
  );
}

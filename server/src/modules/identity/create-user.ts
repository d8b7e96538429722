import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { insertUser } from './identity.write.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';

export const createUser = definePreparedVerb(
  contract.createUser,
  { permission: 'identity.manage_users', audit: 'identity.create_user', secrets: ['initial_password'] },
  async (_outside, { account, is_service, initial_password }) => {
    if (is_service && initial_password !== undefined) fail('identity.is_service');
    if (is_service) return null;
    if (initial_password === undefined) {
      fail('platform.malformed_input', {}, [{ path: 'initial_password', code: 'required', params: {} }]);
    }
    checkNewPassword(initial_password, account, 'initial_password');
    return hashPassword(initial_password);
  },
  async ({ tx, actor, audit }, { account, display_name, language, is_service }, password_hash) => {
    const user_id = await insertUser(tx, {
      account,
      display_name,
      language,
      is_service,
      password_hash,
      // Two people know this password; until one of them has changed it the account opens nothing.
      must_change_password: !is_service,
      created_by: actor.user_id,
    });
    audit({ entity: 'user', entity_id: user_id, detail: { account, is_service } });
    return { user_id };
  },
);

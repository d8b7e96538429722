import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { dropTotp, endSessions, setPassword } from './identity.write.ts';
import { lockOtherUser } from './other-user.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';

export const resetPassword = definePreparedVerb(
  contract.resetPassword,
  { permission: 'identity.manage_users', audit: 'identity.reset_password', secrets: ['initial_password'] },
  (_outside, { initial_password }) => hashPassword(initial_password),
  async ({ tx, actor, audit }, { user_id, initial_password, drop_totp }, password_hash) => {
    const user = await lockOtherUser(tx, actor, user_id);
    if (user.is_service) fail('identity.is_service');
    checkNewPassword(initial_password, user.account, 'initial_password');
    await setPassword(tx, { user_id, password_hash, must_change_password: true });
    if (drop_totp) await dropTotp(tx, user_id);
    await endSessions(tx, user_id, null);
    audit({ entity: 'user', entity_id: user_id, detail: { drop_totp } });
    return {};
  },
);

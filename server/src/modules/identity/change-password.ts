import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { endSessions, setPassword } from './identity.write.ts';
import { ownPassword, requirePerson } from './own-password.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';

/** Also how a person whose password was made by somebody else becomes able to work. */
export const changePassword = definePreparedVerb(
  contract.changePassword,
  { permission: 'session', audit: 'identity.change_password', secrets: ['password', 'new_password'] },
  async (outside, { password, new_password }) => {
    const { fits } = await ownPassword(outside, password);
    checkNewPassword(new_password, outside.actor.account, 'new_password');
    return { fits, password_hash: await hashPassword(new_password) };
  },
  async ({ tx, actor, audit }, { password, new_password }, { fits, password_hash }) => {
    if (!fits) fail('identity.wrong_password');
    if (password === new_password) {
      const code = 'identity.password_unchanged';
      fail(code, {}, [{ path: 'new_password', code, params: {} }]);
    }
    const { user_id, session_id } = requirePerson(actor);
    await setPassword(tx, { user_id, password_hash, must_change_password: false });
    await endSessions(tx, user_id, session_id);
    audit({ entity: 'user', entity_id: user_id });
    return {};
  },
);

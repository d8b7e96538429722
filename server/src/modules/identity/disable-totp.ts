import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { dropTotp } from './identity.write.ts';
import { ownPassword } from './own-password.ts';

export const disableTotp = definePreparedVerb(
  contract.disableTotp,
  { permission: 'session', audit: 'identity.disable_totp', secrets: ['password'] },
  (outside, { password }) => ownPassword(outside, password),
  async ({ tx, audit }, _input, { fits, secrets: { user_id } }) => {
    if (!fits) fail('identity.wrong_password');
    if ((await dropTotp(tx, user_id)) === 0) fail('identity.totp_not_started');
    audit({ entity: 'user', entity_id: user_id });
    return {};
  },
);

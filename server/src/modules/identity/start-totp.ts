import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { setPendingTotp } from './identity.write.ts';
import { ownPassword } from './own-password.ts';
import { newTotpSecret, totpUri } from './totp.ts';

/** The answer is a secret, so it is not stored for repetition: asking again gives another one. */
export const startTotp = definePreparedVerb(
  contract.startTotp,
  { permission: 'session', audit: 'identity.start_totp', idempotent: false },
  (outside, { password }) => ownPassword(outside, password),
  async ({ tx, actor, audit }, _input, { fits, secrets }) => {
    if (!fits) fail('identity.wrong_password');
    if (secrets.totp_secret !== null) fail('identity.totp_active');
    const secret = newTotpSecret();
    await setPendingTotp(tx, secrets.user_id, secret);
    audit({ entity: 'user', entity_id: secrets.user_id });
    return { otpauth_uri: totpUri(actor.account, secret), secret };
  },
);

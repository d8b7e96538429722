import * as contract from '@tongcang/contract';
import { assert, fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { settleAttempt, takeAttempt } from './attempts.ts';
import { findSecrets } from './identity.read.ts';
import { putTotpInForce } from './identity.write.ts';
import { requirePerson } from './own-password.ts';
import { totpStep } from './totp.ts';

export const confirmTotp = definePreparedVerb(
  contract.confirmTotp,
  { permission: 'session', audit: 'identity.confirm_totp', secrets: ['totp'] },
  async (outside, { totp }) => {
    const { user_id } = requirePerson(outside.actor);
    const taken = await takeAttempt(outside, outside.actor.account);
    const secrets = await findSecrets(outside.db, user_id);
    assert(secrets !== null, 'a signed-in user has an account');
    const pending = secrets.totp_pending_secret;
    const step = pending === null ? null : totpStep(pending, totp);
    if (step !== null || pending === null) await settleAttempt(outside.db, taken, 'unfinished');
    return { pending: pending !== null, step };
  },
  async ({ tx, actor, audit }, _input, { pending, step }) => {
    if (!pending) fail('identity.totp_not_started');
    if (step === null) fail('identity.wrong_totp');
    const { user_id } = requirePerson(actor);
    if ((await putTotpInForce(tx, user_id, step)) === 0) fail('identity.totp_not_started');
    audit({ entity: 'user', entity_id: user_id });
    return {};
  },
);

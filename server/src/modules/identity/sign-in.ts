import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb, type Outside } from '../../platform/use-case.ts';
import { settleAttempt, takeAttempt } from './attempts.ts';
import { findForSignIn, type SignInUser } from './identity.read.ts';
import { endSession, openSession, spendTotpStep } from './identity.write.ts';
import { passwordFits } from './passwords.ts';
import { totpStep } from './totp.ts';

type Proved = { user_id: number; totp_step: number | null };

/** Password first, then the one-time code where there is one: who lacks the password learns nothing about the code. */
async function prove(
  outside: Outside,
  { account, password, totp }: contract.InputOf<typeof contract.signIn>,
): Promise<Proved> {
  const taken = await takeAttempt(outside, account);
  const user = await findForSignIn(outside.db, account);
  if (!(await passwordFits(password, user?.password_hash ?? null))) fail('identity.wrong_credentials');
  const { user_id, totp_secret } = user as SignInUser;
  if (totp_secret !== null && totp === undefined) {
    await settleAttempt(outside.db, taken, 'unfinished');
    fail('identity.totp_required');
  }
  const totp_step = totp_secret === null ? null : totpStep(totp_secret, totp!);
  if (totp_secret !== null && totp_step === null) fail('identity.wrong_totp');
  await settleAttempt(outside.db, taken, 'right');
  return { user_id, totp_step };
}

export const signIn = definePreparedVerb(
  contract.signIn,
  { permission: 'public', audit: 'identity.sign_in', idempotent: false },
  prove,
  async ({ tx, actor, ip, audit }, _input, { user_id, totp_step }) => {
    if (totp_step !== null && !(await spendTotpStep(tx, user_id, totp_step))) fail('identity.wrong_totp');
    if (actor.session_id !== null) await endSession(tx, actor.session_id);
    audit({ entity: 'user', entity_id: user_id, detail: { ip, totp: totp_step !== null } });
    return { session: await openSession(tx, { user_id, ip }) };
  },
);

/** The door of module identity: who asks, and the verbs around it. */
import type { Db } from '../../platform/db.ts';
import type { Authenticate } from '../../platform/http.ts';
import type { Logger } from '../../platform/log.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { createAuthenticate } from './authenticate.ts';
import { changePassword } from './change-password.ts';
import { confirmTotp } from './confirm-totp.ts';
import { createApiKey } from './create-api-key.ts';
import { createUser } from './create-user.ts';
import type { Directory } from './directory.ts';
import { disableTotp } from './disable-totp.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { firstRun } from './first-run.ts';
import { defineGrantRole } from './grant-role.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listAudit } from './list-audit.ts';
import { listUsers } from './list-users.ts';
import { passwordFits } from './passwords.ts';
import { reAuthenticate } from './re-authenticate.ts';
import { resetPassword } from './reset-password.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { revokeRole } from './revoke-role.ts';
import { defineSession } from './session.ts';
import { setLanguage } from './set-language.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { startTotp } from './start-totp.ts';

export type { Directory, DirectoryWarehouse } from './directory.ts';
export { jobs } from './identity.jobs.ts';

export { countSessions, deleteSessions } from './identity.write.ts';
export { requireRecentPassword } from './re-authenticate.ts';
export { peopleGranted, rolesGranting } from './roles.ts';
export { sign, signaturesOf, type ToSign } from './sign.ts';

/** Made once per process by `app.ts`, which knows where the names of warehouses come from. */
export function createIdentity(parts: { db: Db; directory: Directory; log?: Logger }): {
  verbs: ServerVerb[];
  authenticate: Authenticate;
} {
  const { db, directory, log } = parts;
  // The first stranger must not wait longer than the following ones for the same answer.
  void passwordFits('', null);
  return {
    authenticate: createAuthenticate(db, log),
    verbs: [
      defineSession(directory),
      firstRun,
      signIn,
      signOut,
      reAuthenticate,
      changePassword,
      setLanguage,
      endOtherSessions,
      startTotp,
      confirmTotp,
      disableTotp,
      listUsers,
      createUser,
      resetPassword,
      disableUser,
      enableUser,
      defineGrantRole(directory),
      revokeRole,
      createApiKey,
      listApiKeys,
      revokeApiKey,
      listAudit,
    ],
  };
}

/** Names of constraints that a request may run into -> what the caller is told. */
export const constraints: Record<string, string> = {
  first_run_pk: 'identity.first_run_over',
  user_account_key: 'identity.account_taken',
  user_account_reserved: 'identity.account_reserved',
  grant_key: 'identity.grant_exists',
  grant_partner_shape: 'identity.role_shape',
  grant_administrator_everywhere: 'identity.role_shape',
};

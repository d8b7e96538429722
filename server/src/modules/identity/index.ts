/** The door of module identity: who asks, and the verbs around it. */
import type { Db } from '../../platform/db.ts';
import type { Authenticate } from '../../platform/http.ts';
import type { Logger } from '../../platform/log.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { createAuthenticate } from './authenticate.ts';
import type { Directory } from './directory.ts';
import { firstRun } from './first-run.ts';
import { defineSession } from './session.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export type { Directory, DirectoryWarehouse } from './directory.ts';

/** Made once per process by `app.ts`, which knows where names of warehouses come from. */
export function createIdentity(parts: { db: Db; directory: Directory; log?: Logger }): {
  verbs: ServerVerb[];
  authenticate: Authenticate;
} {
  const { db, directory, log } = parts;
  return {
    authenticate: createAuthenticate(db, log),
    verbs: [defineSession(directory), firstRun, signIn, signOut],
  };
}

export const constraints: Record<string, string> = {
  first_run_pk: 'identity.first_run_over',
  user_account_key: 'identity.account_taken',
  user_account_reserved: 'identity.account_reserved',
  grant_key: 'identity.grant_exists',
  grant_partner_shape: 'identity.role_shape',
  grant_administrator_everywhere: 'identity.role_shape',
};

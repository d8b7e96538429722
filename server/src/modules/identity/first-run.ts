import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { first_run_roles } from './identity.model.ts';
import { anyUser } from './identity.read.ts';
import { insertFirstRun, insertGrants, insertUser, openSession } from './identity.write.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';

/** Any number will do as long as nothing else uses it. */
const FIRST_RUN_LOCK = 'select pg_advisory_xact_lock(7002)';

/** Makes the first administrator. There is no default password: who sets the system up chooses it. */
export const firstRun = definePreparedVerb(
  contract.firstRun,
  { permission: 'public', audit: 'identity.first_run', idempotent: false },
  async ({ db }, { account, password }) => {
    if (await anyUser(db)) fail('identity.first_run_over');
    checkNewPassword(password, account, 'password');
    return hashPassword(password);
  },
  async ({ tx, ip, audit }, { account, display_name, language }, password_hash) => {
    await tx.rows(FIRST_RUN_LOCK);
    if (await anyUser(tx)) fail('identity.first_run_over');
    const user_id = await insertUser(tx, {
      account,
      display_name,
      language,
      password_hash,
      is_service: false,
      must_change_password: false,
      created_by: null,
    });
    await insertFirstRun(tx, user_id);
    await insertGrants(
      tx,
      first_run_roles.map((role) => ({
        user_id,
        role,
        warehouse_id: null,
        partner_id: null,
        granted_by: null,
      })),
    );
    audit({ entity: 'user', entity_id: user_id, detail: { account, roles: [...first_run_roles] } });
    return { session: await openSession(tx, { user_id, ip }) };
  },
);

import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { ids } from '../../platform/ids.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockUser } from './identity.read.ts';
import { insertApiKey } from './identity.write.ts';

/** The prefix lets secret scanners recognise a key that was left in a file. */
const PREFIX = 'tck_';

/**
 * A key acts with the grants of its user. It is made for a service account or for oneself only, otherwise it would
 * be a way to act under another person's name. The answer holds the key and is therefore not stored.
 */
export const createApiKey = defineVerb(
  contract.createApiKey,
  { permission: 'identity.manage_keys', audit: 'identity.create_api_key', idempotent: false },
  async ({ tx, actor, audit }, { user_id, name, expires_in_days }) => {
    const user = await lockUser(tx, user_id);
    if (user === null || user.disabled_at !== null) notFound('user', user_id);
    if (!user.is_service && user_id !== actor.user_id) fail('identity.key_for_service_only');
    const key = `${PREFIX}${ids.token()}`;
    const created = await insertApiKey(tx, {
      user_id,
      name,
      key,
      created_by: actor.user_id!,
      expires_in_days,
    });
    audit({ entity: 'api_key', entity_id: created.api_key_id, detail: { user_id, name, expires_in_days } });
    return { ...created, key };
  },
);

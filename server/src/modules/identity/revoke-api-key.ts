import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { revokeKey } from './identity.write.ts';

export const revokeApiKey = defineVerb(
  contract.revokeApiKey,
  { permission: 'identity.manage_keys', audit: 'identity.revoke_api_key' },
  async ({ tx, audit }, { api_key_id }) => {
    if ((await revokeKey(tx, api_key_id)) === 0) notFound('api_key', api_key_id);
    audit({ entity: 'api_key', entity_id: api_key_id });
    return {};
  },
);

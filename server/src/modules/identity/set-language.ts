import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import * as write from './identity.write.ts';
import { requirePerson } from './own-password.ts';

export const setLanguage = defineVerb(
  contract.setLanguage,
  { permission: 'session', audit: 'identity.set_language' },
  async ({ tx, actor, audit }, { language }) => {
    const { user_id } = requirePerson(actor);
    await write.setLanguage(tx, user_id, language);
    audit({ entity: 'user', entity_id: user_id, detail: { language } });
    return {};
  },
);

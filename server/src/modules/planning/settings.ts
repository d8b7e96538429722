import { getSettings as getContract, setSettings as setContract } from '@tongcang/contract';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { readSettings } from './planning.read.ts';
import { writeSettings } from './planning.write.ts';

export const getSettings = defineVerb(getContract, { permission: 'planning.read', audit: null }, ({ tx }) =>
  readSettings(tx),
);

/** The parameters hold for the whole company, so somebody with rights at single warehouses may not change them. */
export const setSettings = defineVerb(
  setContract,
  { permission: 'planning.set_policy', audit: 'planning.set_settings' },
  async ({ tx, actor, audit }, { reason, ...changes }) => {
    if (actor !== SYSTEM_ACTOR && actor.permissions.get('planning.set_policy') !== 'all') {
      fail('platform.forbidden', { permission: 'planning.set_policy' });
    }
    const before = await readSettings(tx);
    await writeSettings(tx, { ...before, ...changes });
    audit({ entity: 'planning_setting', entity_id: 1, reason, detail: { before, changes } });
    return readSettings(tx);
  },
);

import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { readSettings, replaceSettings } from './settings.write.ts';

export const saveSettings = defineVerb(
  contract.saveWarehouseSettings,
  { permission: 'warehouse.design', audit: 'warehouse.save_settings' },
  async ({ tx, actor, audit }, { reason, ...settings }) => {
    // They hold for every warehouse, so a say at one of them is not enough.
    if (!canEverywhere(actor, 'warehouse.design'))
      fail('platform.forbidden', { permission: 'warehouse.design' });
    const before = await readSettings(tx);
    const changed_at = await replaceSettings(tx, settings);
    audit({ entity: 'warehouse_setting', entity_id: 1, reason, detail: { before, after: settings } });
    return { changed_at };
  },
);

import {
  COMPANY_DEFAULTS,
  type CompanySettings,
  getCompanySettings as getContract,
  setCompanySettings as setContract,
} from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { readSettings, writeSettings } from '../../platform/settings.ts';
import { defineVerb } from '../../platform/use-case.ts';

export const getCompanySettings = defineVerb(
  getContract,
  { permission: 'masterdata.read', audit: null },
  ({ tx }) => settingsOf(tx),
);

export const setCompanySettings = defineVerb(
  setContract,
  { permission: 'masterdata.write', audit: 'masterdata.set_company_settings' },
  async ({ tx, actor, audit }, { values, reason }) => {
    if (!canEverywhere(actor, 'masterdata.write'))
      fail('platform.forbidden', { permission: 'masterdata.write' });
    const before = await settingsOf(tx);
    await writeSettings(tx, values);
    audit({ entity: 'company_settings', entity_id: 1, reason, detail: { before, changes: values } });
    return settingsOf(tx);
  },
);

async function settingsOf(tx: Tx): Promise<CompanySettings> {
  const set = await readSettings(tx, Object.keys(COMPANY_DEFAULTS));
  return { ...COMPANY_DEFAULTS, ...Object.fromEntries(set) };
}

import { listAccounts as listContract, setAccounts as setContract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { updateAccounts, updateSetting } from './finance.write.ts';
import { rulesOf } from './month.ts';
import { requireCompany } from './rights.ts';

export const listAccounts = defineVerb(
  listContract,
  { permission: 'finance.read', audit: null },
  async ({ tx, actor }) => {
    requireCompany(actor, 'finance.read');
    return { freight_in_cost: await freightInCost(tx), rows: await rulesOf(tx) };
  },
);

async function freightInCost(tx: Tx): Promise<boolean> {
  const { freight_in_cost } = await tx.one<{ freight_in_cost: boolean }>(
    'select freight_in_cost from finance.setting',
  );
  return freight_in_cost;
}

export const setAccounts = defineVerb(
  setContract,
  { permission: 'finance.close', audit: 'finance.set_accounts' },
  async ({ tx, actor, audit }, { lines, freight_in_cost }) => {
    requireCompany(actor, 'finance.close');
    const before = { freight_in_cost: await freightInCost(tx), rules: await rulesOf(tx) };
    const changed = await updateAccounts(tx, lines);
    if (freight_in_cost !== undefined) await updateSetting(tx, freight_in_cost);
    audit({ entity: 'account_rule', entity_id: 1, detail: { before, after: { lines, freight_in_cost } } });
    return { changed };
  },
);

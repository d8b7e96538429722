import { saveWarehouseFiling as contract } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { insertWarehouseFiling } from './papers.write.ts';
import { refuseInterval } from './version.ts';

export const saveWarehouseFiling = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.save_warehouse_filing' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    refuseInterval(input.valid_from, input.valid_to);
    await changeRules(tx);
    const { warehouse_id } = input;
    const { paper_id } =
      (await insertWarehouseFiling(tx, input, actor)) ?? notFound('warehouse', warehouse_id);
    audit({ entity: 'warehouse_filing', entity_id: paper_id, warehouse_id, detail: { after: input } });
    return { paper_id, version_no: 1 };
  },
);

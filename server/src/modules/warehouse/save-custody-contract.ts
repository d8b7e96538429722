import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { saveContract } from './custody.write.ts';

export const saveCustodyContract = defineVerb(
  contract.saveCustodyContract,
  { permission: 'warehouse.design', audit: 'warehouse.save_custody_contract' },
  async ({ tx, actor, audit }, input) => {
    const { warehouse_id, owner_id } = input;
    requireAt(actor, 'warehouse.design', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const [owner] = await tx.rows<{ name: string; kind: string }>(
      'select name, kind from masterdata.v_partner where partner_id = $1',
      [owner_id],
    );
    if (owner === undefined)
      fail('platform.invalid_input', {}, [{ path: 'owner_id', code: 'unknown', params: {} }]);
    if (owner.kind === 'legal_entity') fail('warehouse.not_third_party', { name: owner.name });
    const { assessed_on = null, note = null } = input;
    const custody_contract_id = await saveContract(tx, { ...input, assessed_on, note });
    audit({ entity: 'custody_contract', entity_id: custody_contract_id, warehouse_id, detail: input });
    return { custody_contract_id };
  },
);

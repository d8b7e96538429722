import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { writePack } from './cabinet.write.ts';

export const saveFixedPack = defineVerb(
  contract.saveFixedPack,
  { permission: 'fulfilment.consign', audit: 'fulfilment.save_fixed_pack' },
  async ({ tx, audit }, input) => {
    const { item_id, pack_code, qty } = input;
    const [item] = await tx.rows('select 1 as one from masterdata.v_item where item_id = $1', [item_id]);
    if (item === undefined) notFound('item', item_id);
    const pack_id = await writePack(tx, input);
    if (pack_id === null)
      fail('fulfilment.pack_code_taken', {}, [{ path: 'pack_code', code: 'invalid', params: {} }]);
    audit({ entity: 'fixed_pack', entity_id: pack_id, detail: { pack_code, item_id, qty } });
    return { pack_id };
  },
);

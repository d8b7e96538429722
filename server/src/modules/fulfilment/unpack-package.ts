import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { unpack } from './reviews.write.ts';

export const unpackPackage = defineVerb(
  contract.unpackPackage,
  { permission: 'fulfilment.ship', audit: 'fulfilment.unpack' },
  async ({ tx, actor, audit }, { package_id }) => {
    const [box] = await tx.rows<{ sscc: string; warehouse_id: number; demand_id: number; gone: boolean }>(
      `select sscc, warehouse_id, demand_id, shipment_id is not null or unpacked_at is not null as gone
       from fulfilment.package where package_id = $1 for update`,
      [package_id],
    );
    if (box === undefined) notFound('package', package_id);
    const { sscc, warehouse_id, demand_id } = box;
    requireAt(actor, 'fulfilment.ship', warehouse_id);
    if (box.gone) fail('fulfilment.package_gone', { sscc });
    await unpack(tx, package_id);
    audit({ entity: 'demand', entity_id: demand_id, warehouse_id, detail: { sscc } });
    return { package_id };
  },
);

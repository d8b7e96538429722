import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireForCompany, requireKnown } from './terms.read.ts';
import { insertReservedLot } from './terms.write.ts';

export const reserveLot = defineVerb(
  contract.reserveLot,
  { permission: 'fulfilment.allocate', audit: 'fulfilment.reserve_lot' },
  async ({ tx, actor, audit }, input) => {
    requireForCompany(actor, 'fulfilment.allocate');
    const { item_id, lot_id } = input;
    await requireKnown(tx, { item_id, lot_id, customer_id: input.partner_id });
    await refuseReserved(tx, item_id, lot_id);
    const reserved_lot_id = await insertReservedLot(tx, input, actor.user_id);
    audit({ entity: 'reserved_lot', entity_id: reserved_lot_id, reason: input.reason, detail: { ...input } });
    return { reserved_lot_id };
  },
);

async function refuseReserved(tx: Tx, item_id: number, lot_id: number): Promise<void> {
  const [taken] = await tx.rows<{ lot_no: string; partner_name: string; until: string }>(
    `select t.lot_no, p.name as partner_name, r.until
     from fulfilment.reserved_lot r
     join stock.v_lot t on t.item_id = r.item_id and t.lot_id = r.lot_id
     join masterdata.v_partner p on p.partner_id = r.partner_id
     where r.item_id = $1 and r.lot_id = $2 and r.released_at is null
       and r.until >= (now() at time zone 'Asia/Shanghai')::date`,
    [item_id, lot_id],
  );
  if (taken !== undefined) fail('fulfilment.lot_reserved', taken);
}

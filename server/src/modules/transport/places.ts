import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { upsertPlace } from './masters.write.ts';

type Row = contract.OutputOf<typeof contract.listDeliveryPlaces>['rows'][number];

export const listPlaces = defineVerb(
  contract.listDeliveryPlaces,
  { permission: 'transport.read', audit: null },
  async ({ tx, actor }, input) => {
    // Who carries for us learns of a customer by the stops of the own journeys, not by the list of all.
    if (actor.scope.partner_id !== null) return { rows: [], next: null };
    const rows = await tx.rows<Row>(
      `select p.partner_id as customer_id, p.partner_code as customer_code, p.name as customer_name, p.address, c.longitude,
         c.latitude, c.opens_minutes, c.closes_minutes, c.service_minutes, c.instructions
       from masterdata.v_partner p left join transport.place c on c.customer_id = p.partner_id
       where p.kind in ('customer', 'supplier') and p.partner_id > $2
         and ($1::text is null or p.name ilike '%' || $1 || '%' or p.partner_code ilike '%' || $1 || '%')
       order by p.partner_id limit $3`,
      [likeText(input.search), input.after ?? 0, input.limit],
    );
    return { rows, next: nextOf(rows, 'customer_id', input.limit) };
  },
);

/** Facts of a place are the same for every warehouse that delivers there, so whoever manages transport may say them. */
export const savePlace = defineVerb(
  contract.saveDeliveryPlace,
  { permission: 'transport.manage', audit: 'transport.save_place' },
  async ({ tx, audit }, input) => {
    const found = await tx.rows('select 1 from masterdata.v_partner where partner_id = $1', [
      input.customer_id,
    ]);
    if (found.length === 0) notFound('partner', input.customer_id);
    await upsertPlace(tx, input);
    audit({ entity: 'place', entity_id: input.customer_id, detail: input });
    return { customer_id: input.customer_id };
  },
);

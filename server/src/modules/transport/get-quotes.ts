import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import type { Journey } from './freight.model.ts';
import { quotesFor, ratesOn } from './rates.ts';

export const getQuotes = defineVerb(
  contract.getFreightQuotes,
  { permission: 'transport.read', audit: null },
  async ({ tx }, { shipment_id }) => {
    const [shipment] = await tx.rows<Journey & { planned_departure_at: string }>(
      `select s.lane_id, s.temperature_class, s.weight_g, s.volume_ml, s.distance_km, s.planned_departure_at,
         (select count(*)::integer from transport.stop t where t.shipment_id = s.shipment_id) as drops
       from transport.shipment s where s.shipment_id = $1`,
      [shipment_id],
    );
    if (shipment === undefined) notFound('shipment', shipment_id);
    return { rows: quotesFor(await ratesOn(tx, shipment.planned_departure_at), shipment) };
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { SHIPMENT_COLUMNS, SHIPMENT_TABLES } from './shipment-rows.ts';

type Row = contract.OutputOf<typeof contract.listTransportShipments>['rows'][number];

export const listShipments = defineVerb(
  contract.listTransportShipments,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${SHIPMENT_COLUMNS} from ${SHIPMENT_TABLES}
       where ($1::bigint is null or s.from_warehouse_id = $1 or s.to_warehouse_id = $1)
         and ($2::bigint is null or s.partner_id = $2) and ($3::text is null or s.status = $3)
         and (not $4::boolean or (s.delayed_minutes > 0 and s.status in ('planned', 'ready', 'on_the_road')))
         and ($5::text is null or s.document_no ilike '%' || $5 || '%' or v.vehicle_code ilike '%' || $5 || '%'
           or exists (select from transport.document d
             where d.shipment_id = s.shipment_id and d.document_no ilike '%' || $5 || '%'))
         and ($6::bigint is null or s.shipment_id < $6)
       order by s.shipment_id desc limit $7`,
      [
        input.warehouse_id ?? null,
        input.carrier_id ?? null,
        input.status ?? null,
        input.late_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'shipment_id', input.limit) };
  },
);

/** A driver sees the own journeys; who is not a driver sees all that are open and in sight, such as a carrier's office. */
export const listMyShipments = defineVerb(
  contract.listMyShipments,
  { permission: 'transport.execute', audit: null },
  async ({ tx, actor }) => ({
    rows: await tx.rows<Row>(
      `select ${SHIPMENT_COLUMNS} from ${SHIPMENT_TABLES}
       where s.status in ('planned', 'ready', 'on_the_road')
         and s.driver_id is not distinct from coalesce(
           (select d.driver_id from transport.driver d where d.user_id = $1), s.driver_id)
       order by s.status = 'on_the_road' desc, s.planned_departure_at, s.shipment_id limit 200`,
      [actor.user_id],
    ),
  }),
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { DESTINATION } from './shipment-rows.ts';

type Row = contract.OutputOf<typeof contract.listTransportDocuments>['rows'][number];

export const listDocuments = defineVerb(
  contract.listTransportDocuments,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select d.transport_document_id, d.document_key, d.document_no, d.kind, d.from_warehouse_id,
         f.warehouse_code as from_warehouse_code, d.to_warehouse_id, d.customer_id, d.department_id,
         ${DESTINATION} as destination, d.needed_at, d.storage_condition, d.temperature_class, d.temp_min_c, d.temp_max_c,
         d.packages, d.weight_g, d.volume_ml, d.value_fen, d.status, d.shipment_id, s.document_no as shipment_no,
         p.eta_at, d.booked_at,
         exists (select from transport.document b where b.rebooks_id = d.transport_document_id) as rebooked
       from transport.document d
       join masterdata.v_warehouse f on f.warehouse_id = d.from_warehouse_id
       left join masterdata.v_warehouse t on t.warehouse_id = d.to_warehouse_id
       left join masterdata.v_partner u on u.partner_id = d.customer_id
       left join masterdata.v_department e on e.department_id = d.department_id
       left join transport.shipment s on s.shipment_id = d.shipment_id
       left join transport.stop p on p.stop_id = d.stop_id
       where ($1::bigint is null or d.from_warehouse_id = $1 or d.to_warehouse_id = $1)
         and ($2::text is null or d.status = $2)
         and ($3::text is null or d.document_no ilike '%' || $3 || '%' or u.name ilike '%' || $3 || '%')
         and ($4::bigint is null or d.transport_document_id < $4)
       order by d.transport_document_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.status ?? null,
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'transport_document_id', input.limit) };
  },
);

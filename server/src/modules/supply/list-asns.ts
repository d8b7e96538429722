import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { ASN_COLUMNS, ASN_TABLES } from './order-rows.ts';

type Row = contract.OutputOf<typeof contract.listAsns>['rows'][number];

export const listAsns = defineVerb(
  contract.listAsns,
  { permission: 'supply.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select ${ASN_COLUMNS} from ${ASN_TABLES}
       where ($1::bigint is null or n.warehouse_id = $1) and ($2::bigint is null or n.partner_id = $2)
         and ($3::text is null or n.status = $3)
         and (not $4::boolean or n.status in ('announced', 'partly_received'))
         and ($5::text is null or n.document_no ilike '%' || $5 || '%' or n.delivery_note_no ilike '%' || $5 || '%'
           or exists (select from supply.asn_line x where x.asn_id = n.asn_id and x.sscc = $5))
         and ($6::bigint is null or n.asn_id < $6)
       order by n.asn_id desc limit $7`,
      [
        input.warehouse_id ?? null,
        input.partner_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        likeText(input.search),
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'asn_id', input.limit) };
  },
);

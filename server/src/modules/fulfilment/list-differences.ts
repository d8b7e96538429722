import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listDifferences>['rows'][number];

export const listDifferences = defineVerb(
  contract.listDifferences,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select x.difference_id, x.document_no, x.warehouse_id, x.partner_id, p.name as partner_name, d.name as department_name,
         x.case_id, x.agreement_id, coalesce(c.document_no, n.document_no) as source_no, x.item_id, i.item_code,
         i.name as item_name, x.lot_id, b.lot_no, x.serial_nos, x.kind, x.qty, x.note, x.status, x.opened_by_name, x.opened_at,
         x.resolution, x.responsible, x.reason, x.resolved_by_name
       from fulfilment.consign_difference x
       join masterdata.v_partner p on p.partner_id = x.partner_id
       join masterdata.v_department d on d.department_id = x.department_id
       join masterdata.v_item i on i.item_id = x.item_id
       join stock.v_lot b on b.item_id = x.item_id and b.lot_id = x.lot_id
       left join fulfilment.surgical_case c on c.case_id = x.case_id
       left join fulfilment.cabinet_count n on n.count_id = x.count_id
       where ($1::bigint is null or x.warehouse_id = $1) and ($2::bigint is null or x.case_id = $2)
         and ($3::bigint is null or x.agreement_id = $3) and ($4::text is null or x.status = $4)
         and ($5::bigint is null or x.difference_id < $5)
       order by x.difference_id desc limit $6`,
      [
        input.warehouse_id ?? null,
        input.case_id ?? null,
        input.agreement_id ?? null,
        input.status ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'difference_id', input.limit) };
  },
);

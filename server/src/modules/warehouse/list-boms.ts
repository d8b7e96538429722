import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = contract.OutputOf<typeof contract.listBoms>['rows'][number];

export const listBoms = defineVerb(
  contract.listBoms,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { item_id, all }) => ({
    rows: await tx.rows<Row>(
      `select b.bom_id, b.item_id, i.item_code, i.name as item_name, i.unit, b.version, b.active, b.note, b.created_at,
         (select jsonb_agg(jsonb_build_object('item_id', l.item_id, 'item_code', c.item_code, 'item_name', c.name,
            'unit', c.unit, 'qty', l.qty) order by l.line_no)
          from warehouse.bom_line l join masterdata.v_item c on c.item_id = l.item_id where l.bom_id = b.bom_id) as lines
       from warehouse.bom b join masterdata.v_item i on i.item_id = b.item_id
       where ($1::bigint is null or b.item_id = $1) and ($2::boolean or b.active)
       order by i.item_code, b.version desc limit 1000`,
      [item_id ?? null, all === 'true'],
    ),
  }),
);

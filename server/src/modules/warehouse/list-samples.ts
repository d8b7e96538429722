import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listSamples>['rows'][number];

export const listSamples = defineVerb(
  contract.listSamples,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id, status, after, limit }) => {
    const rows = await tx.rows<Row>(
      `select s.sample_id, s.document_no, s.warehouse_id, w.warehouse_code, s.status, s.holder, s.department_id,
         h.name || ' ' || d.name as department_name, s.reason, s.due_on,
         case s.status when 'out' then greatest(0, (now() at time zone w.timezone)::date - s.due_on) else 0 end as overdue_days,
         s.issued_by_name, s.issued_at, l.lines
       from warehouse.sample s
       join masterdata.v_warehouse w on w.warehouse_id = s.warehouse_id
       left join masterdata.v_department d on d.department_id = s.department_id
       left join masterdata.v_partner h on h.partner_id = d.partner_id
       cross join lateral (select jsonb_agg(jsonb_build_object('line_no', k.line_no, 'item_id', k.item_id,
           'item_code', i.item_code, 'item_name', i.name, 'unit', i.unit, 'lot_id', k.lot_id, 'lot_no', t.lot_no, 'qty', k.qty,
           'qty_returned', k.qty_returned, 'qty_given', k.qty_given, 'qty_lost', k.qty_lost, 'serial_nos', k.serial_nos)
           order by k.line_no) as lines
         from warehouse.sample_line k
         join masterdata.v_item i on i.item_id = k.item_id
         join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
         where k.sample_id = s.sample_id) l
       where ($1::bigint is null or s.warehouse_id = $1) and ($2::text is null or s.status = $2)
         and ($3::bigint is null or s.sample_id < $3)
       order by s.sample_id desc limit $4`,
      [warehouse_id ?? null, status ?? null, after ?? null, limit],
    );
    return { rows, next: nextOf(rows, 'sample_id', limit) };
  },
);

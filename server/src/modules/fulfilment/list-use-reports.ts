import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listUseReports>['rows'][number];

export const listUseReports = defineVerb(
  contract.listUseReports,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select r.report_id, r.document_no, r.agreement_id, r.warehouse_id, r.partner_id, p.name as partner_name,
         d.name as department_name, r.status, r.used_at, r.patient_ref, r.reported_by_name, r.reported_at, r.decided_by_name,
         r.reject_reason,
         (select sum(l.qty)::bigint from fulfilment.use_report_line l where l.report_id = r.report_id) as qty,
         (select jsonb_agg(jsonb_build_object('line_no', l.line_no, 'item_id', l.item_id, 'item_code', i.item_code,
            'item_name', i.name, 'lot_no', l.lot_no, 'serial_nos', to_jsonb(l.serial_nos), 'qty', l.qty,
            'label_no', l.label_no) order by l.line_no)
          from fulfilment.use_report_line l join masterdata.v_item i on i.item_id = l.item_id
          where l.report_id = r.report_id) as lines
       from fulfilment.use_report r
       join masterdata.v_partner p on p.partner_id = r.partner_id
       join masterdata.v_department d on d.department_id = r.department_id
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.agreement_id = $2)
         and ($3::text is null or r.status = $3) and ($4::bigint is null or r.report_id < $4)
       order by r.report_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.agreement_id ?? null,
        input.status ?? null,
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'report_id', input.limit) };
  },
);

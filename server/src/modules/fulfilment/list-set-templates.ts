import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = contract.OutputOf<typeof contract.listSetTemplates>['rows'][number];

export const listSetTemplates = defineVerb(
  contract.listSetTemplates,
  { permission: 'masterdata.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select t.template_id, t.template_code, t.name, t.procedure_name, t.return_hours, t.min_remaining_days,
         (select count(*) from fulfilment.surgical_set s where s.template_id = t.template_id and s.state <> 'retired') as sets,
         (select coalesce(sum(l.qty), 0)::bigint from fulfilment.set_template_line l where l.template_id = t.template_id) as pieces,
         (select jsonb_agg(jsonb_build_object('item_id', l.item_id, 'item_code', i.item_code, 'item_name', i.name,
            'model', i.model, 'unit', i.unit, 'qty', l.qty, 'role', l.role) order by l.line_no)
          from fulfilment.set_template_line l join masterdata.v_item i on i.item_id = l.item_id
          where l.template_id = t.template_id) as lines
       from fulfilment.set_template t
       where ($1::text is null or t.template_code ilike '%' || $1 || '%' or t.name ilike '%' || $1 || '%'
           or t.procedure_name ilike '%' || $1 || '%')
         and ($2::bigint is null or t.template_id < $2)
       order by t.template_id desc limit $3`,
      [likeText(input.search), input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'template_id', input.limit) };
  },
);

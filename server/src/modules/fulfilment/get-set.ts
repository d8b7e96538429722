import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { LINE_ALLOCATIONS, SET_COLUMNS, SET_TABLES } from './set-rows.ts';

type Output = contract.OutputOf<typeof contract.getSet>;
type Head = Omit<Output, 'line_rows' | 'allocations' | 'events'>;

export const getSet = defineVerb(
  contract.getSet,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { set_id }) => {
    const [[head], line_rows, allocations, events] = await Promise.all([
      tx.rows<Head>(`select ${SET_COLUMNS} from ${SET_TABLES} where s.set_id = $2`, [null, set_id]),
      tx.rows<Output['line_rows'][number]>(
        `select l.surgical_line_id, l.line_no, l.item_id, i.item_code, i.name as item_name, i.model, i.unit, i.tracking, i.udi_di, l.role,
           l.qty,
           coalesce(a.qty, 0)::bigint as qty_in, coalesce(a.picked, 0)::bigint as qty_picked
         from fulfilment.surgical_line l
         join masterdata.v_item i on i.item_id = l.item_id
         left join lateral (
           select sum(a.qty) as qty, sum(a.qty) filter (where a.status = 'picked') as picked from stock.v_allocation a
           where a.demand_kind = 'case_line' and a.demand_id = l.surgical_line_id and a.status in ('open', 'picked')) a on true
         where l.set_id = $1 order by l.line_no`,
        [set_id],
      ),
      tx.rows<Output['allocations'][number]>(
        `${LINE_ALLOCATIONS} where l.set_id = $1 order by l.line_no, a.allocation_id`,
        [set_id],
      ),
      tx.rows<Output['events'][number]>(
        `select e.set_event_id, e.from_state, e.to_state, e.case_id, c.document_no, e.note, e.happened_at, e.happened_by_name
         from fulfilment.set_event e left join fulfilment.surgical_case c on c.case_id = e.case_id
         where e.set_id = $1 order by e.set_event_id desc limit 200`,
        [set_id],
      ),
    ]);
    if (head === undefined) notFound('set', set_id);
    return { ...head, line_rows, allocations, events };
  },
);

import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = contract.OutputOf<typeof contract.surgeryFigures>['rows'][number];

/**
 * A round begins when a set leaves and ends when it is packed again. Hours are averages of the rounds that have got so
 * far; pieces are counted by case, to each template that was part of it.
 */
export const surgeryFigures = defineVerb(
  contract.surgeryFigures,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { warehouse_id, days }) => {
    const rows = await tx.rows<Row>(
      `with rounds as (
         select s.template_id, e.case_id, e.happened_at as left_at,
           (select min(b.happened_at) from fulfilment.set_event b
            where b.set_id = e.set_id and b.set_event_id > e.set_event_id and b.from_state = 'out') as back_at,
           (select min(b.happened_at) from fulfilment.set_event b
            where b.set_id = e.set_id and b.set_event_id > e.set_event_id and b.to_state = 'packed') as packed_at
         from fulfilment.set_event e
         join fulfilment.surgical_set s on s.set_id = e.set_id
         where e.to_state = 'out' and e.happened_at > now() - make_interval(days => $2::int)
           and ($1::bigint is null or s.warehouse_id = $1)
       )
       select r.template_id, t.name as template_name, count(*) as rounds,
         round(avg(extract(epoch from r.back_at - r.left_at)) / 3600.0, 1)::float8 as hours_out,
         round(avg(extract(epoch from r.packed_at - r.back_at)) / 3600.0, 1)::float8 as hours_to_packed,
         count(*) filter (where coalesce(r.back_at, now()) > c.due_back_at) as late,
         coalesce(sum(q.sent), 0)::bigint as qty_sent, coalesce(sum(q.used), 0)::bigint as qty_used,
         coalesce(sum(q.lost), 0)::bigint as qty_lost
       from rounds r
       join fulfilment.set_template t on t.template_id = r.template_id
       join fulfilment.surgical_case c on c.case_id = r.case_id
       left join lateral (
         select sum(p.qty_sent) as sent, sum(p.qty_used) as used, sum(p.qty_written_off) as lost
         from fulfilment.case_piece p where p.case_id = r.case_id) q on true
       group by r.template_id, t.name order by t.name`,
      [warehouse_id ?? null, days],
    );
    return { rows };
  },
);

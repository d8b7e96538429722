import { listRegistrations as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = OutputOf<typeof contract>['rows'][number];

/** A registration is judged on the day of the company's warehouses, which is why today comes from the database. */
export const listRegistrations = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select * from (
         select r.registration_id, r.registration_no, r.registrant_id, p.partner_code as registrant_code,
           p.name as registrant_name, r.product_name, r.device_class, r.version_no, r.status, r.valid_from, r.valid_to, r.in_force_to,
           case when r.valid_from > t.today then 'future' when r.in_force_to < t.today then
               case when exists (select from compliance.registration o where o.registration_no = r.registration_no
                 and o.valid_from <= t.today and (o.in_force_to is null or o.in_force_to >= t.today))
               then 'renewed' else 'expired' end
             when r.in_force_to < t.today + $3::int then 'expiring' else 'valid' end as state,
           r.in_force_to - t.today as days_left,
           (select count(*) from masterdata.v_item i where i.registration_no = r.registration_no)::int as items
         from compliance.registration r
         join masterdata.v_partner p on p.partner_id = r.registrant_id
         cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
         where r.registration_id > $1
           and ($2::text is null or r.registration_no ilike '%' || $2 || '%'
             or r.product_name ilike '%' || $2 || '%' or p.name ilike '%' || $2 || '%'
             or p.partner_code ilike '%' || $2 || '%')) l
       where $4::text is null or l.state = $4
       order by l.registration_id limit $5`,
      [input.after ?? 0, likeText(input.search), input.warn_days, input.state ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'registration_id', input.limit) };
  },
);

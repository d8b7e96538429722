import { listLicences as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

type Row = OutputOf<typeof contract>['rows'][number];

/** Licences with the codes of the warehouses whose address stands on them. */
export const listLicences = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select * from (
         select l.licence_id, l.partner_id, p.partner_code, p.name as partner_name, l.kind, l.licence_no, l.classes,
           l.categories,
           array(select w.warehouse_code from masterdata.v_warehouse w
                 where w.warehouse_id = any(l.warehouse_ids) order by w.warehouse_code) as warehouse_codes,
           l.version_no, l.status, l.issuer, l.valid_from, l.valid_to, l.in_force_to,
           case when l.valid_from > t.today then 'future' when l.in_force_to < t.today then
               case when exists (select from compliance.licence o
                 where o.partner_id = l.partner_id and o.kind = l.kind and o.valid_from <= t.today
                   and (o.in_force_to is null or o.in_force_to >= t.today))
               then 'renewed' else 'expired' end
             when l.in_force_to < t.today + $3::int then 'expiring' else 'valid' end as state,
           l.in_force_to - t.today as days_left
         from compliance.licence l
         join masterdata.v_partner p on p.partner_id = l.partner_id
         cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
         where l.licence_id > $1 and ($6::bigint is null or l.partner_id = $6)
           and ($2::text is null or l.licence_no ilike '%' || $2 || '%' or p.name ilike '%' || $2 || '%'
             or p.partner_code ilike '%' || $2 || '%')) v
       where $4::text is null or v.state = $4
       order by v.licence_id limit $5`,
      [
        input.after ?? 0,
        likeText(input.search),
        input.warn_days,
        input.state ?? null,
        input.limit,
        input.partner_id ?? null,
      ],
    );
    return { rows, next: nextOf(rows, 'licence_id', input.limit) };
  },
);

import { listMonths as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { requireCompany } from './rights.ts';

type Row = OutputOf<typeof contract>['rows'][number];

export const listMonths = defineVerb(
  contract,
  { permission: 'finance.read', audit: null },
  async ({ tx, actor }) => {
    requireCompany(actor, 'finance.read');
    const rows = await tx.rows<Row>(
      `with next as (
         select o.partner_id as owner_id, o.name as owner_name, coalesce(
           (select to_char(to_date(max(m.month), 'YYYY-MM') + interval '1 month', 'YYYY-MM') from finance.month m
            where m.owner_id = o.partner_id and m.status = 'closed'),
           to_char(now() at time zone 'Asia/Shanghai' - interval '1 month', 'YYYY-MM')) as month
         from masterdata.v_partner o
         where o.kind = 'legal_entity' and exists (select from masterdata.v_warehouse w where w.legal_entity_id = o.partner_id)
       )
       select m.month_id, m.owner_id, o.name as owner_name, m.month, m.status, m.method, m.opening_fen, m.closing_fen,
         m.closed_by_name, m.closed_at
       from finance.month m join masterdata.v_partner o on o.partner_id = m.owner_id
       union all
       select null, n.owner_id, n.owner_name, n.month, 'open', 'specific', 0, 0, null, null from next n
       order by month desc, owner_name, closed_at desc nulls first`,
    );
    return { rows };
  },
);

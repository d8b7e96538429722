import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

type Row = contract.OutputOf<typeof contract.listCustody>['rows'][number];

/** Days before its end in which a contract is renewed. */
const ENDS_SOON_DAYS = 60;

export const listCustody = defineVerb(
  contract.listCustody,
  { permission: 'warehouse.read', audit: null },
  async ({ tx }, { warehouse_id }) => ({
    rows: await tx.rows<Row>(
      `with kept as (
         select b.warehouse_id, b.owner_id, count(distinct b.lot_id)::integer as lots, sum(b.qty)::bigint as qty
         from stock.v_balance b
         join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
         join masterdata.v_partner o on o.partner_id = b.owner_id and o.kind <> 'legal_entity'
         where b.qty > 0 and ($1::bigint is null or b.warehouse_id = $1) group by 1, 2
       ), newest as (
         select distinct on (warehouse_id, owner_id) * from warehouse.custody_contract
         where $1::bigint is null or warehouse_id = $1 order by warehouse_id, owner_id, valid_to desc
       )
       select warehouse_id, w.warehouse_code, owner_id, o.partner_code as owner_code, o.name as owner_name,
         coalesce(k.lots, 0) as lots, coalesce(k.qty, 0) as qty, n.contract_no, n.valid_from, n.valid_to, n.assessed_on,
         case when n.contract_no is null then 'missing'
           when (now() at time zone w.timezone)::date not between n.valid_from and n.valid_to then 'expired'
           when n.valid_to < (now() at time zone w.timezone)::date + $2::integer then 'ends_soon' else 'valid' end as state
       from kept k full join newest n using (warehouse_id, owner_id)
       join masterdata.v_warehouse w using (warehouse_id)
       join masterdata.v_partner o on o.partner_id = owner_id
       order by w.warehouse_code, o.partner_code`,
      [warehouse_id ?? null, ENDS_SOON_DAYS],
    ),
  }),
);

import type { World } from './world.ts';

const SQL = `
with p as (
  select item_id, lot_id, from_account_id as account_id, from_owner_id as owner_id, from_disposition as disposition, -qty as qty from stock.posting
  union all select item_id, lot_id, to_account_id, to_owner_id, to_disposition, qty from stock.posting
), s as (select item_id, lot_id, account_id, owner_id, disposition, sum(qty) as qty from p group by 1,2,3,4,5)
select 'I1' as invariant, to_jsonb(b)::text as detail from stock.balance b full join s using (item_id, lot_id, account_id, owner_id, disposition)
  where coalesce(b.qty,0) <> coalesce(s.qty,0)
union all
select 'I4', to_jsonb(b)::text from stock.balance b where b.allocated <> coalesce((select sum(a.qty) from stock.allocation a where (a.item_id,a.lot_id,a.account_id,a.owner_id,a.disposition)=(b.item_id,b.lot_id,b.account_id,b.owner_id,b.disposition) and a.status in ('open','picked')),0)
union all
select 'I7', b.item_id::text||':'||b.lot_id from stock.balance b join masterdata.item i using (item_id) join stock.account a using (account_id) where i.tracking='serial' and a.kind not in ('supplier','adjustment')
 and b.qty <> (select count(*) from stock.serial s where (s.item_id,s.lot_id,s.account_id,s.owner_id,s.disposition)=(b.item_id,b.lot_id,b.account_id,b.owner_id,b.disposition))
union all
select 'I9', idempotency_key from platform.idempotency where status is null
`;

/** Rows of the ledger that break an invariant; empty when all is well. */
export async function violationsOf(world: World): Promise<string[]> {
  const rows = await world.sql(SQL);
  return rows.map((row) => JSON.stringify(row));
}

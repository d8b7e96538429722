import type { Tx } from '../../platform/db.ts';
import type { PlaceKind } from '../compliance/index.ts';

/** What names an account; fields that do not apply to the kind stay null. */
export type AccountName = {
  readonly kind: PlaceKind;
  readonly warehouse_id?: number | null;
  readonly location_id?: number | null;
  readonly partner_id?: number | null;
  readonly department_id?: number | null;
  readonly document_key?: string | null;
};

/** Ids of the accounts named, in the order asked, creating those that do not exist. Two statements for any number. */
export async function ensureAccounts(tx: Tx, names: readonly AccountName[]): Promise<number[]> {
  if (names.length === 0) return [];
  const columns = [
    names.map((n) => n.kind),
    names.map((n) => n.warehouse_id ?? null),
    names.map((n) => n.location_id ?? null),
    names.map((n) => n.partner_id ?? null),
    names.map((n) => n.department_id ?? null),
    names.map((n) => n.document_key ?? null),
  ];
  await tx.run(
    `insert into stock.account (kind, warehouse_id, location_id, partner_id, department_id, document_key)
     select distinct k.* from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
       as k(kind, warehouse_id, location_id, partner_id, department_id, document_key)
     order by 1, 2, 3, 4, 5, 6
     on conflict do nothing`,
    columns,
  );
  const { ids } = await tx.one<{ ids: number[] }>(
    `select array_agg(a.account_id order by k.ord) as ids
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
       with ordinality as k(kind, warehouse_id, location_id, partner_id, department_id, document_key, ord)
     join stock.account a on a.kind = k.kind and coalesce(a.warehouse_id, 0) = coalesce(k.warehouse_id, 0)
       and coalesce(a.location_id, 0) = coalesce(k.location_id, 0)
       and coalesce(a.partner_id, 0) = coalesce(k.partner_id, 0)
       and coalesce(a.department_id, 0) = coalesce(k.department_id, 0)
       and coalesce(a.document_key, '') = coalesce(k.document_key, '')`,
    columns,
  );
  return ids;
}

/** An account for every location that has none yet, so that goods can be put there; run after locations change. */
export function ensureBinAccounts(tx: Tx): Promise<number> {
  return tx.run(
    `insert into stock.account (kind, warehouse_id, location_id)
     select 'bin', l.warehouse_id, l.location_id from masterdata.v_location l
     where not exists (select from stock.account a where a.kind = 'bin' and a.location_id = l.location_id)
     order by l.warehouse_id, l.location_id
     on conflict do nothing`,
  );
}

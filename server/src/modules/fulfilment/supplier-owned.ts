import type * as contract from '@tongcang/contract';
import type { InputOf } from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import { ensureAccounts, type PostLine } from '../stock/index.ts';
import { workAt } from './surgery.read.ts';

type Input = Pick<InputOf<typeof contract.takeSupplierOwned>, 'supplier_id' | 'warehouse_id' | 'lines'>;
type Side = { readonly account_id: number; readonly owner_id: number };

/** Whoever is named must be a supplier, and every place a bin of the warehouse. Gives the supplier's account and the company. */
export async function partiesOf(
  { tx, actor }: Pick<Context, 'tx' | 'actor'>,
  { supplier_id, warehouse_id, lines }: Omit<Input, 'lines'> & { lines: readonly { account_id: number }[] },
): Promise<{ supplier: number; entity_id: number }> {
  await workAt(tx, actor, 'fulfilment.consign', warehouse_id);
  const [found] = await tx.rows<{ entity_id: number | null; kind: string | null }>(
    `select (select legal_entity_id from masterdata.v_warehouse where warehouse_id = $1) as entity_id,
       (select kind from masterdata.v_partner where partner_id = $2) as kind`,
    [warehouse_id, supplier_id],
  );
  if (found?.entity_id == null) notFound('warehouse', warehouse_id);
  if (found.kind === null) notFound('partner', supplier_id);
  if (found.kind !== 'supplier')
    fail('fulfilment.not_a_supplier', {}, [{ path: 'supplier_id', code: 'invalid', params: {} }]);
  const bins = await tx.rows<{ account_id: number }>(
    `select account_id from stock.v_account where account_id = any($1::bigint[]) and kind = 'bin' and warehouse_id = $2`,
    [lines.map((line) => line.account_id), warehouse_id],
  );
  const ours = new Set(bins.map((bin) => bin.account_id));
  const errors = lines.flatMap((line, index) =>
    ours.has(line.account_id) ? [] : [{ path: `lines.${index}.account_id`, code: 'unknown', params: {} }],
  );
  if (errors.length > 0) fail('fulfilment.place_elsewhere', {}, errors);
  const [supplier] = await ensureAccounts(tx, [{ kind: 'supplier', partner_id: supplier_id }]);
  return { supplier: supplier!, entity_id: found.entity_id };
}

/** The lines as postings; `from` and `to` say account and owner of each line's two ends. */
export function postings(
  lines: Input['lines'],
  disposition: 'quarantine' | 'released',
  from: (bin: number) => Side,
  to: (bin: number) => Side,
): PostLine[] {
  return lines.map(({ item_id, lot_id, qty, account_id, serial_nos }) => ({
    item_id,
    lot_id,
    qty,
    from_account_id: from(account_id).account_id,
    to_account_id: to(account_id).account_id,
    from_owner_id: from(account_id).owner_id,
    to_owner_id: to(account_id).owner_id,
    from_disposition: disposition,
    to_disposition: disposition,
    serial_nos,
  }));
}

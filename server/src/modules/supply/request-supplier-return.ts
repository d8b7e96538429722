import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requirePartner, warehouseNamed } from './receiving.read.ts';
import { insertReturn } from './returns.write.ts';

type Input = contract.InputOf<typeof contract.requestSupplierReturn>;
type Standing = {
  readonly ord: number;
  readonly lot_no: string | null;
  readonly supplied: boolean;
  readonly here: boolean;
  readonly available: number;
};

export const requestSupplierReturn = defineVerb(
  contract.requestSupplierReturn,
  { permission: 'supply.return', audit: 'supply.request_return' },
  async ({ tx, actor, audit }, input) => {
    const { warehouse_id, supplier_id, reason } = input;
    requireAt(actor, 'supply.return', warehouse_id);
    await warehouseNamed(tx, warehouse_id);
    await requirePartner(tx, supplier_id, ['supplier', 'manufacturer']);
    const errors = problemsOf(input, await standing(tx, input));
    if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
    const made = await insertReturn(tx, actor, input);
    const detail = { document_no: made.document_no, supplier_id, lines: input.lines.length };
    audit({ entity: 'supplier_return', entity_id: made.supplier_return_id, warehouse_id, reason, detail });
    return made;
  },
);

/** What stands there of each line, and whether its lot came from this supplier. */
function standing(tx: Tx, { warehouse_id, supplier_id, lines }: Input): Promise<Standing[]> {
  return tx.rows<Standing>(
    `select k.ord, t.lot_no, (t.supplier_id is null or t.supplier_id = $2 or exists (
         select from supply.receipt_line x join supply.receipt r on r.receipt_id = x.receipt_id
         where x.item_id = k.item_id and x.lot_id = k.lot_id and r.supplier_id = $2)) as supplied,
       coalesce(a.warehouse_id = $1 and a.kind = 'bin', false) as here, coalesce(b.qty - b.allocated, 0) as available
     from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     left join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     left join stock.v_account a on a.account_id = k.account_id
     left join stock.v_balance b on (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
       = (k.item_id, k.lot_id, k.account_id, k.owner_id, k.disposition::stock.disposition)
     order by k.ord`,
    [
      warehouse_id,
      supplier_id,
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_id),
      lines.map((line) => line.account_id),
      lines.map((line) => line.owner_id),
      lines.map((line) => line.disposition),
    ],
  );
}

function problemsOf({ lines }: Input, standing: readonly Standing[]): FieldError[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index): FieldError[] => {
    const { lot_no, supplied, here, available } = standing[index]!;
    const path = `lines.${index}`;
    const { item_id, lot_id, account_id, owner_id, disposition, qty: wanted } = line;
    const key = [item_id, lot_id, account_id, owner_id, disposition].join('|');
    const twice = seen.has(key);
    seen.add(key);
    if (twice) return [{ path, code: 'supply.return_line_repeated', params: {} }];
    if (lot_no === null || !here)
      return [{ path: `${path}.account_id`, code: 'supply.place_elsewhere', params: { account_id } }];
    if (!supplied) return [{ path: `${path}.lot_id`, code: 'supply.other_supplier', params: { lot_no } }];
    return wanted > available
      ? [{ path: `${path}.qty`, code: 'supply.return_not_there', params: { lot_no, available, wanted } }]
      : [];
  });
}

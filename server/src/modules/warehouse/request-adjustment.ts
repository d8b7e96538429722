import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { insertAdjustment } from './adjustment.write.ts';

type Input = contract.InputOf<typeof contract.requestAdjustment>;
type Known = {
  readonly here: boolean;
  readonly lot_known: boolean;
  readonly owner_known: boolean;
  readonly tracking: 'lot' | 'serial' | null;
  readonly unit_cost_fen: number | null;
};

export const requestAdjustment = defineVerb(
  contract.requestAdjustment,
  { permission: 'warehouse.work', audit: 'warehouse.request_adjustment' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, cause, reason } = input;
    requireAt(actor, 'warehouse.work', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const known = await knownLines(tx, input);
    refuseWrong(input, known);
    const value_fen = input.lines.reduce(
      (sum, line, index) => sum + Math.abs(line.change) * (known[index]!.unit_cost_fen ?? 0),
      0,
    );
    const lines = input.lines.map((line) => ({ ...line, serial_nos: line.serial_nos ?? [] }));
    const made = await insertAdjustment(tx, {
      warehouse_id,
      cause,
      reason,
      value_fen,
      requested_by: actor.user_id,
      requested_by_name: actor.display_name,
      lines,
    });
    const detail = { document_no: made.document_no, cause, lines: lines.length, value_fen };
    audit({ entity: 'adjustment', entity_id: made.adjustment_id, warehouse_id, reason, detail });
    emit('warehouse.adjustment_requested', String(made.adjustment_id), { ...made, warehouse_id, value_fen });
    return { ...made, value_fen };
  },
);

function knownLines(tx: Tx, { warehouse_id, lines }: Input): Promise<Known[]> {
  return tx.rows<Known>(
    `select a.account_id is not null as here, t.lot_id is not null as lot_known, o.partner_id is not null as owner_known,
       i.tracking, coalesce(t.unit_cost_fen, i.unit_cost_fen) as unit_cost_fen
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, ord)
     left join stock.v_account a on a.account_id = k.account_id and a.kind = 'bin' and a.warehouse_id = $5
     left join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     left join masterdata.v_item i on i.item_id = k.item_id
     left join masterdata.v_partner o on o.partner_id = k.owner_id
     order by k.ord`,
    [
      lines.map((line) => line.item_id),
      lines.map((line) => line.lot_id),
      lines.map((line) => line.account_id),
      lines.map((line) => line.owner_id),
      warehouse_id,
    ],
  );
}

/** Names every line that is wrong as it stands on paper; the ledger judges when the request is approved. */
function refuseWrong({ lines }: Input, known: readonly Known[]): void {
  const first = new Map<string, number>();
  const errors = lines.flatMap((line, index): FieldError[] => {
    const { item_id, lot_id, account_id, owner_id, disposition } = line;
    const key = [item_id, lot_id, account_id, owner_id, disposition].join('|');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index + 1);
    const wrong = wrongWith(line, known[index]!, earlier);
    if (wrong === null) return [];
    return [{ path: `lines.${index}`, code: wrong.code, params: { line: index + 1, ...wrong.params } }];
  });
  const [worst] = errors;
  if (worst !== undefined) throw new AppError(worst.code, worst.params, { errors });
}

function wrongWith(
  line: Input['lines'][number],
  known: Known,
  earlier: number | undefined,
): Pick<FieldError, 'code' | 'params'> | null {
  if (earlier !== undefined) return { code: 'warehouse.line_repeated', params: { first: earlier } };
  if (!known.here) return { code: 'warehouse.place_elsewhere', params: {} };
  if (!known.lot_known || !known.owner_known)
    return { code: 'stock.place_or_lot_unknown', params: { item_id: line.item_id, lot_id: line.lot_id } };
  const pieces = known.tracking === 'serial' ? Math.abs(line.change) : 0;
  return (line.serial_nos ?? []).length === pieces
    ? null
    : { code: 'warehouse.serials_to_name', params: { qty: pieces } };
}

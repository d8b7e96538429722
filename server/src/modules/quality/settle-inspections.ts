/** What acceptances of receipts and returns ask of inspections, and tell them. */
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { addSettled, type Settled, saveCancelledInspections } from './inspection.write.ts';

/** Pieces of a lot that the acceptance of a document is about to release and to reject. */
export type Settling = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly released: number;
  readonly rejected: number;
};
type Signed = {
  readonly inspection_id: number;
  readonly document_no: string;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly status: string;
  /** Signed and not yet posted. */
  readonly released: number;
  readonly rejected: number;
};

/**
 * Holds an acceptance to what was signed for its goods, and notes what it posts. Lots without an inspection pass; one whose
 * inspection is not signed, or that asks for more than was released, is named with its line. Two statements.
 */
export async function requireReleased(
  tx: Tx,
  document_key: string,
  lines: readonly Settling[],
): Promise<void> {
  const signed = await tx.rows<Signed>(
    `select i.inspection_id, i.document_no, i.item_id, i.lot_id, t.lot_no, i.status,
       i.qty_released - i.qty_settled_released as released, i.qty_rejected - i.qty_settled_rejected as rejected
     from quality.inspection i join stock.v_lot t on t.item_id = i.item_id and t.lot_id = i.lot_id
     where i.document_key = $1 and i.settled_by = 'document' and i.status <> 'cancelled'
     order by i.inspection_id for update of i`,
    [document_key],
  );
  if (signed.length === 0) return;
  const decided = settle(lines, signed);
  if ('errors' in decided) {
    const { errors } = decided;
    throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  }
  if (decided.settled.length > 0) await addSettled(tx, decided.settled);
}

/**
 * Spreads what is posted over what was signed. An acceptance may be stricter than the inspection, never milder: pieces that
 * were signed as released may be rejected, not the other way round. Pure.
 */
export function settle(
  lines: readonly Settling[],
  signed: readonly Signed[],
): { readonly errors: readonly FieldError[] } | { readonly settled: readonly Settled[] } {
  const left = signed.map((one) => ({ ...one }));
  const settled: Settled[] = [];
  const errors = lines.flatMap((line, index) => {
    const own = left.filter((one) => one.item_id === line.item_id && one.lot_id === line.lot_id);
    if (own.length === 0) return [];
    const problem = problemOf(own, line);
    if (problem !== null) return [{ path: `lines.${index}`, ...problem }];
    let { released, rejected } = line;
    for (const one of own) {
      const good = Math.min(released, one.released);
      const bad = Math.min(rejected, one.released - good + one.rejected);
      settled.push({ inspection_id: one.inspection_id, released: good, rejected: bad });
      // What is rejected was signed as rejected, as far as it goes.
      const of_rejected = Math.min(bad, one.rejected);
      one.rejected -= of_rejected;
      one.released -= good + bad - of_rejected;
      released -= good;
      rejected -= bad;
    }
    return [];
  });
  return errors.length > 0 ? { errors } : { settled };
}

function problemOf(own: readonly Signed[], line: Settling): Pick<FieldError, 'code' | 'params'> | null {
  const { lot_no } = own[0]!;
  const sum = (field: 'released' | 'rejected') => own.reduce((total, one) => total + one[field], 0);
  const [released, rejected] = [sum('released'), sum('rejected')];
  const fits = line.released <= released && line.released + line.rejected <= released + rejected;
  if (fits) return null;
  const open = own.find((one) => one.status !== 'closed');
  return open === undefined
    ? { code: 'quality.inspection_otherwise', params: { lot_no, released, rejected } }
    : { code: 'quality.inspection_open', params: { lot_no, document_no: open.document_no } };
}

/** Gives the inspections of a document up, where it is taken back before anybody has decided. */
export async function cancelInspectionsOf(tx: Tx, document_key: string, reason: string): Promise<void> {
  const open = await tx.rows<{ inspection_id: number }>(
    `select inspection_id from quality.inspection
     where document_key = $1 and status in ('open', 'recording', 'concluded') order by inspection_id for update`,
    [document_key],
  );
  if (open.length > 0) {
    await saveCancelledInspections(
      tx,
      open.map((one) => one.inspection_id),
      reason,
    );
  }
}

/** Lots at a warehouse whose inspection nobody has finished, by lot: they are decided on there and nowhere else. */
export async function openInspectionsAt(
  tx: Tx,
  warehouse_id: number,
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
): Promise<Map<number, { readonly document_no: string; readonly lot_no: string }>> {
  const rows = await tx.rows<{ lot_id: number; document_no: string; lot_no: string }>(
    `select i.lot_id, min(i.document_no) as document_no, t.lot_no
     from quality.inspection i join stock.v_lot t on t.item_id = i.item_id and t.lot_id = i.lot_id
     where i.warehouse_id = $1 and i.status not in ('closed', 'cancelled')
       and (i.item_id, i.lot_id) in (select * from unnest($2::bigint[], $3::bigint[]))
     group by 1, 3`,
    [warehouse_id, lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id)],
  );
  return new Map(rows.map(({ lot_id, ...row }) => [lot_id, row]));
}

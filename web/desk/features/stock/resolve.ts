import { resolveScan } from '@tongcang/contract';
import { useText } from '../../../ui/index.ts';
import { call, type OutputFor } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useAsk } from './ask.tsx';
import { stockText } from './text.ts';

export type Resolved = OutputFor<typeof resolveScan>;
type Answer = { readonly ok: true; readonly it: Resolved } | { readonly ok: false; readonly text: string };

/** What a scanned code means on file, or why it means nothing. Where it may mean several things, it asks which. */
export function useResolve(warehouse_id?: number): (code: string) => Promise<Answer> {
  const scope = useScope();
  const ask = useAsk();
  const describe = useScanProblem();
  const at = warehouse_id ?? scope.warehouse_id;
  return async (code) => {
    try {
      const look = (asked: { code: string; item_id?: number }) =>
        call(resolveScan, { ...asked, ...(at ? { warehouse_id: at } : {}) });
      return { ok: true, it: await ask(code, look) };
    } catch (error) {
      return { ok: false, text: describe(error) };
    }
  };
}

/** What is wrong with a code in words; the reader of barcodes names it by a code of its own. */
export function useScanProblem(): (error: unknown) => string {
  const describe = useProblemText();
  const t = useText(stockText);
  return (error) => {
    if (!(error instanceof ApiError) || error.code !== 'stock.scan_invalid') return describe(error);
    const { problem: code } = error.params;
    const key = code === 'CHECK_DIGIT' || code === 'AMBIGUOUS' ? code : 'FORM';
    const problem = t(`bad_${key}`);
    return describe(new ApiError({ ...error.problem, params: { ...error.params, problem } }));
  };
}

/** A piece, or a pack of pieces, of goods that a screen is waiting for. */
export type ScannedPiece = {
  readonly item_id: number | null;
  readonly lot_no: string | null;
  readonly serial_no: string | null;
  /** Base units in the pack that was scanned; null where the code was no label of a pack. */
  readonly units: number | null;
};
type PieceAnswer =
  | { readonly ok: true; readonly piece: ScannedPiece }
  | { readonly ok: false; readonly text: string };
type Waiting = { readonly item_id: number; readonly lot_no: string };

/**
 * What a scan says of goods that are waited for: any label of any issuer, a carton with its content, or the lot as typed
 * from a label, which needs no look-up where it is the lot of one row alone.
 */
export function useScannedPiece(
  warehouse_id?: number,
): (raw: string, rows: readonly Waiting[]) => Promise<PieceAnswer> {
  const resolve = useResolve(warehouse_id);
  return async (raw, rows) => {
    const typed = rows.filter((row) => row.lot_no === raw.trim());
    const items = new Set(typed.map((row) => row.item_id));
    if (typed[0] !== undefined && items.size === 1) {
      const { item_id, lot_no } = typed[0];
      return { ok: true, piece: { item_id, lot_no, serial_no: null, units: null } };
    }
    const found = await resolve(raw);
    if (!found.ok) return found;
    const { item_id, lot_no, serial_no, units } = found.it;
    return { ok: true, piece: { item_id, lot_no, serial_no, units } };
  };
}

/** Whether a row waits for this piece. */
export const isOf =
  (piece: ScannedPiece) =>
  (row: Waiting): boolean =>
    row.item_id === piece.item_id && row.lot_no === piece.lot_no;

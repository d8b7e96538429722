import type { FieldError } from '../../platform/errors.ts';
import type { PostLine } from '../stock/index.ts';
import { sum } from './receiving.model.ts';
import type { Line, Receipt } from './receiving.read.ts';

/** One line as the keeper scans it: so many pieces of a receipt line into a bin. */
export type Put = {
  readonly receipt_line_id: number;
  readonly to_account_id: number;
  readonly qty: number;
  readonly serial_nos?: readonly string[] | undefined;
};
export type PutawayDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly postings: readonly PostLine[] };

/** Accepted pieces that nobody has put away. */
export const toPutAway = (line: Line): number => line.qualified - line.put_away;

const error = (path: string, code: string, params: FieldError['params'] = {}): FieldError[] => [
  { path, code, params },
];

/**
 * Decides a put-away: no more than was accepted, into storage bins of this warehouse, serials by name. Storage
 * condition and zone are the gate's to judge. Pure.
 */
export function decidePutaway(
  puts: readonly Put[],
  receipt: Receipt,
  lines: ReadonlyMap<number, Line>,
  bins: ReadonlySet<number>,
): PutawayDecision {
  const errors = puts.flatMap((put, index) => problems(put, index, puts, lines, bins));
  if (errors.length > 0) return { errors };
  return { postings: puts.map((put) => postingOf(put, lines.get(put.receipt_line_id)!, receipt)) };
}

function problems(
  put: Put,
  index: number,
  puts: readonly Put[],
  lines: ReadonlyMap<number, Line>,
  bins: ReadonlySet<number>,
): FieldError[] {
  const path = `lines.${index}`;
  const { receipt_line_id, to_account_id } = put;
  const line = lines.get(receipt_line_id);
  if (line === undefined || line.account_id === null)
    return error(`${path}.receipt_line_id`, 'supply.receipt_line_unknown', { receipt_line_id });
  if (!bins.has(to_account_id))
    return error(`${path}.to_account_id`, 'supply.place_elsewhere', { account_id: to_account_id });
  const given = sum(
    puts.slice(0, index + 1).flatMap((p) => (p.receipt_line_id === receipt_line_id ? [p.qty] : [])),
  );
  const waiting = toPutAway(line);
  if (given > waiting) return error(`${path}.qty`, 'supply.more_than_accepted', { given, waiting });
  const named = put.serial_nos?.length ?? 0;
  return line.tracking === 'serial' && named !== put.qty
    ? error(`${path}.serial_nos`, 'supply.serials_to_name', {
        lot_no: line.lot_no,
        qty: put.qty,
        given: named,
      })
    : [];
}

function postingOf(put: Put, line: Line, { owner_id }: Receipt): PostLine {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id!,
    qty: put.qty,
    from_account_id: line.account_id!,
    to_account_id: put.to_account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: 'released',
    to_disposition: 'released',
    serial_nos: line.tracking === 'serial' ? put.serial_nos : undefined,
  };
}

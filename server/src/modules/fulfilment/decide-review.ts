/** The second look at what was picked (出库复核), free of I/O. */
import type { InputOf, reviewDemand } from '@tongcang/contract';
import type { ErrorParams, FieldError } from '../../platform/errors.ts';
import type { ReadyGoods } from './ready-goods.ts';

type Input = InputOf<typeof reviewDemand>['lines'][number];
/** One line with the picked goods that it is about. */
export type Looked = { readonly given: Input; readonly goods: ReadyGoods };
export type ReviewDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly lines: readonly Looked[]; readonly blocked: readonly Looked[] };

/** Compares what was scanned with what was picked; every wrong line is named. */
export function decideReview(
  given: readonly Input[],
  goods: readonly ReadyGoods[],
  reviewer_id: number | null,
): ReviewDecision {
  const picked = new Map(goods.filter((g) => g.status === 'picked').map((g) => [g.allocation_id, g]));
  const errors: FieldError[] = [];
  const lines: Looked[] = [];
  given.forEach((line, index) => {
    const about = picked.get(line.allocation_id);
    const wrong = about === undefined ? unknown(line) : wrongWith(line, about, reviewer_id);
    if (wrong !== null)
      errors.push({ path: `lines.${index}.${wrong.field}`, code: wrong.code, params: wrong.params });
    else lines.push({ given: line, goods: about! });
    // A second line about the same goods finds nothing any more.
    picked.delete(line.allocation_id);
  });
  return errors.length > 0 ? { errors } : { lines, blocked: lines.filter((l) => l.given.blocked > 0) };
}

type Wrong = { readonly field: string; readonly code: string; readonly params: ErrorParams };

function unknown({ allocation_id }: Input): Wrong {
  return { field: 'allocation_id', code: 'fulfilment.not_to_review', params: { allocation_id } };
}

function wrongWith(line: Input, goods: ReadyGoods, reviewer_id: number | null): Wrong | null {
  const { lot_no } = goods;
  if (reviewer_id !== null && goods.picked_by === reviewer_id)
    return { field: 'allocation_id', code: 'fulfilment.own_pick', params: { lot_no } };
  if (line.lot_no !== lot_no) {
    const params = { scanned: line.lot_no, expected: lot_no };
    return { field: 'lot_no', code: 'fulfilment.review_lot_differs', params };
  }
  const given = line.passed + line.blocked;
  if (given !== goods.qty)
    return { field: 'passed', code: 'fulfilment.review_counts_differ', params: { given, picked: goods.qty } };
  if (line.blocked > 0 && line.block_reason === undefined)
    return { field: 'block_reason', code: 'required', params: {} };
  return goods.tracking === 'serial' ? wrongSerials(line) : null;
}

/** Every numbered piece is scanned, once. */
function wrongSerials(line: Input): Wrong | null {
  const { passed, blocked, serial_nos = [], blocked_serial_nos = [] } = line;
  const code = 'fulfilment.review_serials';
  const given = new Set([...serial_nos, ...blocked_serial_nos]).size;
  if (serial_nos.length !== passed)
    return { field: 'serial_nos', code, params: { qty: passed, given: serial_nos.length } };
  if (blocked_serial_nos.length !== blocked)
    return { field: 'blocked_serial_nos', code, params: { qty: blocked, given: blocked_serial_nos.length } };
  return given === passed + blocked
    ? null
    : { field: 'serial_nos', code, params: { qty: passed + blocked, given } };
}

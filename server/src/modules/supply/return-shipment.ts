import type { FieldError } from '../../platform/errors.ts';
import type { PostLine } from '../stock/index.ts';
import { sum } from './receiving.model.ts';
import { placeText, type ReturnGoods, type ReturnLine } from './returns.read.ts';

export type Departure = {
  readonly partial: boolean;
  /** Serials by line, where not all that stand at its place leave. */
  readonly serials: ReadonlyMap<number, readonly string[]>;
};
export type DepartureDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly postings: readonly PostLine[]; readonly left: ReadonlyMap<number, number> };

/** One quantity that leaves from one place. */
type Leaving = {
  readonly line: ReturnLine;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly allocation_id: number | null;
};

/** Places from which goods may leave: where picked ones stand, and where those that are not released stand. */
export function placesOf(lines: readonly ReturnLine[], goods: readonly ReturnGoods[]) {
  return leavingOf(lines, goods)
    .filter(({ line }) => line.tracking === 'serial')
    .map(({ line, account_id, owner_id }) => ({ ...line, account_id, owner_id }));
}

/**
 * Decides what leaves with a return now: of released lines what was picked, of the others all that is left, from where
 * it stands. Serials are those named, else all that stand there if they are as many. Pure.
 */
export function decideDeparture(
  lines: readonly ReturnLine[],
  goods: readonly ReturnGoods[],
  standing: ReadonlyMap<string, readonly string[]>,
  departure: Departure,
  supplier_account_id: number,
): DepartureDecision {
  const leaving = leavingOf(lines, goods);
  if (leaving.length === 0) return { errors: [{ path: '', code: 'supply.nothing_to_ship', params: {} }] };
  const open = sum(lines.map((line) => line.qty - line.shipped)) - sum(leaving.map((one) => one.qty));
  if (open > 0 && !departure.partial)
    return { errors: [{ path: '', code: 'supply.not_all_picked', params: { open } }] };
  const given = new Map([...departure.serials].map(([line_id, serials]) => [line_id, [...serials]]));
  const postings = leaving.map((one) => postingOf(one, serialsOf(one, given, standing), supplier_account_id));
  const errors = leaving.flatMap((one, index) => serialErrors(one, postings[index]!));
  if (errors.length > 0) return { errors };
  const left = new Map<number, number>();
  for (const { line, qty } of leaving) {
    const id = line.supplier_return_line_id;
    left.set(id, (left.get(id) ?? 0) + qty);
  }
  return { postings, left };
}

function leavingOf(lines: readonly ReturnLine[], goods: readonly ReturnGoods[]): Leaving[] {
  return lines.flatMap((line): Leaving[] => {
    if (line.disposition === 'released') {
      return goods
        .filter((g) => g.supplier_return_line_id === line.supplier_return_line_id && g.status === 'picked')
        .map((g) => ({ line, ...g }));
    }
    const { account_id, owner_id } = line;
    const qty = line.qty - line.shipped;
    return qty > 0 ? [{ line, account_id, owner_id, qty, allocation_id: null }] : [];
  });
}

function serialsOf(
  { line, account_id, owner_id, qty }: Leaving,
  given: ReadonlyMap<number, string[]>,
  standing: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  if (line.tracking === 'lot') return undefined;
  const named = given.get(line.supplier_return_line_id);
  // Several picked parts of one line share the serials that were named for it.
  if (named !== undefined) return named.splice(0, qty);
  return standing.get(placeText({ ...line, account_id, owner_id })) ?? [];
}

function serialErrors({ line, qty }: Leaving, posting: PostLine): FieldError[] {
  const given = posting.serial_nos?.length ?? 0;
  if (line.tracking === 'lot' || given === qty) return [];
  const params = { lot_no: line.lot_no, qty, given };
  return [{ path: `lines.${line.line_no - 1}`, code: 'supply.serials_to_name', params }];
}

function postingOf(
  { line, account_id, owner_id, qty, allocation_id }: Leaving,
  serial_nos: readonly string[] | undefined,
  to_account_id: number,
): PostLine {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id,
    qty,
    from_account_id: account_id,
    to_account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: line.disposition,
    to_disposition: line.disposition,
    serial_nos,
    ...(allocation_id === null ? {} : { allocation: { allocation_id, take: 'ship' as const } }),
  };
}

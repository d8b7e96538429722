/** What may come back, and what becomes of it, free of I/O. */
import type { acceptReturn, InputOf, receiveReturn, requestReturn } from '@tongcang/contract';
import type { ErrorParams, FieldError } from '../../platform/errors.ts';
import type { ShippedLine } from './deliveries.read.ts';
import type { ReturnLine } from './returns.read.ts';

type Asked = InputOf<typeof requestReturn>['lines'][number];
type Received = InputOf<typeof receiveReturn>['lines'][number];
type Inspected = InputOf<typeof acceptReturn>['lines'][number];
type Wrong = { readonly field: string; readonly code: string; readonly params: ErrorParams };
type Decided<L> = { readonly errors: readonly FieldError[] } | { readonly lines: readonly L[] };

/** Checks every line; the same line named twice is unknown the second time. */
function decide<I, K, L extends object>(
  given: readonly I[],
  known: Map<string, K>,
  keyOf: (line: I) => string,
  unknown: Wrong,
  check: (line: I, about: K) => Wrong | L,
): Decided<L> {
  const errors: FieldError[] = [];
  const lines: L[] = [];
  given.forEach((line, index) => {
    const about = known.get(keyOf(line));
    known.delete(keyOf(line));
    const outcome = about === undefined ? unknown : check(line, about);
    if (isWrong(outcome)) {
      errors.push({ path: `lines.${index}.${outcome.field}`, code: outcome.code, params: outcome.params });
    } else lines.push(outcome);
  });
  return errors.length > 0 ? { errors } : { lines };
}

function isWrong(outcome: object): outcome is Wrong {
  return 'code' in outcome && 'field' in outcome;
}

/** What of a delivered lot is not under way back already. */
export type Returnable = ShippedLine & {
  readonly returning: number;
  readonly returning_serial_nos: readonly string[];
};
export type ToReturn = {
  readonly line: Returnable;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/** Only what was delivered, and no more than is left of it. */
export function decideRequest(given: readonly Asked[], delivered: readonly Returnable[]): Decided<ToReturn> {
  const known = new Map(delivered.map((line) => [`${line.demand_line_id}|${line.lot_no}`, line]));
  const unknown = { field: 'lot_no', code: 'fulfilment.not_on_shipment', params: {} };
  return decide<Asked, Returnable, ToReturn>(
    given,
    known,
    (line) => `${line.demand_line_id}|${line.lot_no}`,
    unknown,
    (asked, line): Wrong | ToReturn => {
      const { lot_no } = line;
      const left = line.qty_delivered - line.returning;
      if (asked.qty > left)
        return {
          field: 'qty',
          code: 'fulfilment.returned_more',
          params: { wanted: asked.qty, left, lot_no },
        };
      const theirs = line.serial_nos.filter(
        (one) => !line.refused_serial_nos.includes(one) && !line.returning_serial_nos.includes(one),
      );
      const serial_nos = numbered(line.tracking, asked.qty, theirs, asked.serial_nos);
      if (serial_nos === null)
        return { field: 'serial_nos', code: 'fulfilment.return_serials', params: { lot_no, qty: asked.qty } };
      return { line, qty: asked.qty, serial_nos };
    },
  );
}

export type CameBack = {
  readonly line: ReturnLine;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/** What came back of what was approved. */
export function decideReceipt(given: readonly Received[], lines: readonly ReturnLine[]): Decided<CameBack> {
  const known = new Map(lines.map((line) => [`${line.return_line_id}|${line.lot_no}`, line]));
  return decide<Received, ReturnLine, CameBack>(
    given,
    known,
    (line) => `${line.return_line_id}|${line.lot_no}`,
    { field: 'return_line_id', code: 'fulfilment.return_line_unknown', params: {} },
    (came, line): Wrong | CameBack => {
      const { lot_no } = line;
      if (came.received > line.qty) {
        const params = { received: came.received, approved: line.qty, lot_no };
        return { field: 'received', code: 'fulfilment.received_more_than_approved', params };
      }
      const serial_nos = numbered(line.tracking, came.received, line.serial_nos, came.serial_nos);
      if (serial_nos === null) {
        const params = { lot_no, qty: came.received };
        return { field: 'serial_nos', code: 'fulfilment.return_serials', params };
      }
      return { line, qty: came.received, serial_nos };
    },
  );
}

export type Judged = {
  readonly line: ReturnLine;
  readonly accepted: number;
  readonly rejected: number;
  readonly accepted_serial_nos: readonly string[];
  readonly rejected_serial_nos: readonly string[];
  readonly reason: string | null;
};
const COLD = new Set(['cold', 'frozen']);

/** Everything that came back is decided; cold goods are taken back into stock only where the chain is proven. */
export function decideAcceptance(
  given: readonly Inspected[],
  lines: readonly ReturnLine[],
  chain_unbroken: boolean,
): Decided<Judged> {
  const received = lines.filter((line) => line.qty_received > 0);
  const known = new Map(received.map((line) => [String(line.return_line_id), line]));
  const decision = decide<Inspected, ReturnLine, Judged>(
    given,
    known,
    (line) => String(line.return_line_id),
    { field: 'return_line_id', code: 'fulfilment.return_line_unknown', params: {} },
    (result, line) => judge(result, line, chain_unbroken),
  );
  const forgotten = [...known.values()];
  if ('errors' in decision || forgotten.length === 0) return decision;
  return { errors: forgotten.map((line) => incomplete(line, 0, 0)).map((w) => ({ path: 'lines', ...w })) };
}

function incomplete({ lot_no, qty_received: received }: ReturnLine, accepted: number, rejected: number) {
  return { code: 'fulfilment.result_incomplete', params: { lot_no, accepted, rejected, received } };
}

function judge(result: Inspected, line: ReturnLine, chain_unbroken: boolean): Wrong | Judged {
  const { accepted, rejected } = result;
  const { lot_no } = line;
  if (accepted + rejected !== line.qty_received)
    return { field: 'accepted', ...incomplete(line, accepted, rejected) };
  if (rejected > 0 && !result.reason)
    return { field: 'reason', code: 'fulfilment.result_reason', params: {} };
  if (accepted > 0 && COLD.has(line.storage_condition) && !chain_unbroken)
    return { field: 'accepted', code: 'fulfilment.chain_not_proven', params: { lot_no } };
  const good = numbered(line.tracking, accepted, line.received_serial_nos, result.accepted_serial_nos);
  if (good === null) {
    const params = { lot_no, qty: accepted };
    return { field: 'accepted_serial_nos', code: 'fulfilment.return_serials', params };
  }
  const bad = line.received_serial_nos.filter((one) => !good.includes(one));
  return {
    line,
    accepted,
    rejected,
    accepted_serial_nos: good,
    rejected_serial_nos: bad,
    reason: result.reason || null,
  };
}

/** The numbers of `qty` pieces: those named, or all where all are meant; null where it is not clear which. */
function numbered(
  tracking: 'lot' | 'serial',
  qty: number,
  there: readonly string[],
  named: readonly string[] | undefined,
): string[] | null {
  if (tracking === 'lot') return [];
  const chosen = named ?? (qty === there.length ? there : qty === 0 ? [] : null);
  if (chosen === null || new Set(chosen).size !== qty) return null;
  return chosen.every((one) => there.includes(one)) ? [...chosen] : null;
}

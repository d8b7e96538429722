/** What a signature means for the goods of a shipment, free of I/O. */
import type { DOOR_REASONS } from '@tongcang/contract';
import type { ErrorParams, FieldError } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import type { PostLine } from '../stock/index.ts';
import type { RoadStock, ShippedLine } from './deliveries.read.ts';
import { sum } from './outbound.model.ts';

export type Refused = {
  readonly demand_line_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos?: readonly string[];
  readonly reason: (typeof DOOR_REASONS)[number];
  readonly note?: string | null;
};
/** What was taken and what was not, for one lot of a line. */
export type Arrived = {
  readonly line: ShippedLine;
  readonly delivered: number;
  readonly refused: number;
  readonly refused_serial_nos: readonly string[];
  readonly reason: Refused['reason'] | null;
  readonly note: string | null;
};
/** A share of what is on the road. */
type Share = { readonly stock: RoadStock; readonly qty: number; readonly serial_nos?: readonly string[] };
export type DeliveryDecision =
  | { readonly errors: readonly FieldError[] }
  | {
      readonly arrived: readonly Arrived[];
      readonly taken: readonly Share[];
      readonly back: readonly (Share & { readonly line: ShippedLine })[];
    };

/**
 * Divides a shipment into what was taken and what comes back. Goods that were stopped on the way are not given to
 * anybody: they must be among the refused, or become refused where `stopped` says so.
 */
export function decideDelivery(
  lines: readonly ShippedLine[],
  road: readonly RoadStock[],
  refused: readonly Refused[],
  stopped: 'fail' | 'refuse',
): DeliveryDecision {
  const errors: FieldError[] = unknownLines(lines, refused);
  const arrived: Arrived[] = [];
  const taken: Share[] = [];
  const back: (Share & { line: ShippedLine })[] = [];
  for (const line of lines) {
    const index = refused.findIndex(
      (r) => r.demand_line_id === line.demand_line_id && r.lot_no === line.lot_no,
    );
    const stocks = road.filter((s) => s.item_id === line.item_id && s.lot_id === line.lot_id);
    const outcome = divide(line, stocks, refused[index], stopped);
    if ('code' in outcome) {
      const path = index < 0 ? 'refused' : `refused.${index}.${outcome.field}`;
      errors.push({ path, code: outcome.code, params: outcome.params });
      continue;
    }
    arrived.push(outcome.arrived);
    taken.push(...outcome.taken);
    back.push(...outcome.back.map((share) => ({ ...share, line })));
  }
  return errors.length > 0 ? { errors } : { arrived, taken, back };
}

function unknownLines(lines: readonly ShippedLine[], refused: readonly Refused[]): FieldError[] {
  const known = new Set(lines.map((l) => `${l.demand_line_id}|${l.lot_no}`));
  return refused.flatMap((r, index) => {
    const key = `${r.demand_line_id}|${r.lot_no}`;
    // Named once, it is used up; a second time it is as unknown as any other.
    return known.delete(key)
      ? []
      : [{ path: `refused.${index}.lot_no`, code: 'fulfilment.not_on_shipment', params: {} }];
  });
}

type Wrong = { readonly field: string; readonly code: string; readonly params: ErrorParams };
type Divided = { readonly arrived: Arrived; readonly taken: Share[]; readonly back: Share[] };

function divide(
  line: ShippedLine,
  stocks: readonly RoadStock[],
  refused: Refused | undefined,
  stopped: 'fail' | 'refuse',
): Wrong | Divided {
  const { lot_no } = line;
  const on_road = sum(stocks.map((s) => s.qty));
  const held = stocks.filter((s) => s.disposition !== 'released');
  const must = sum(held.map((s) => s.qty));
  const asked = refused?.qty ?? 0;
  if (asked > on_road) {
    const params = { refused: asked, shipped: on_road, lot_no };
    return { field: 'qty', code: 'fulfilment.refused_more', params };
  }
  if (asked < must && stopped === 'fail')
    return { field: 'qty', code: 'fulfilment.stopped_goods', params: { lot_no } };
  const qty = Math.max(asked, must);
  const named = serialsOf(line, stocks, held, refused, qty);
  if (named !== null && named.length !== qty)
    return { field: 'serial_nos', code: 'fulfilment.refused_serials', params: { lot_no, qty } };
  const { back, taken } = split([...held, ...stocks.filter((s) => s.disposition === 'released')], qty, named);
  if (taken.some((share) => share.stock.disposition !== 'released'))
    return { field: 'serial_nos', code: 'fulfilment.stopped_goods', params: { lot_no } };
  const reason = refused?.reason ?? (qty > 0 ? 'stopped' : null);
  return {
    arrived: {
      line,
      delivered: on_road - qty,
      refused: qty,
      refused_serial_nos: named ?? [],
      reason,
      note: refused?.note || null,
    },
    taken,
    back,
  };
}

/** The numbered pieces that come back: those named, or all, or what was stopped; null for goods without numbers. */
function serialsOf(
  line: ShippedLine,
  stocks: readonly RoadStock[],
  held: readonly RoadStock[],
  refused: Refused | undefined,
  qty: number,
): string[] | null {
  if (line.tracking !== 'serial') return null;
  const here = stocks.flatMap((s) => s.serial_nos);
  if (qty === here.length) return here;
  if (refused?.serial_nos !== undefined)
    return [...new Set(refused.serial_nos)].filter((serial_no) => here.includes(serial_no));
  const stopped = held.flatMap((s) => s.serial_nos);
  return qty === stopped.length ? stopped : [];
}

/** The first `qty` pieces come back, or those that are named; the others are taken. */
function split(
  stocks: readonly RoadStock[],
  qty: number,
  named: readonly string[] | null,
): { back: Share[]; taken: Share[] } {
  const back: Share[] = [];
  const taken: Share[] = [];
  let missing = qty;
  for (const stock of stocks) {
    const serials = named === null ? undefined : stock.serial_nos.filter((one) => named.includes(one));
    const returning = serials === undefined ? Math.min(missing, stock.qty) : serials.length;
    const staying = named === null ? undefined : stock.serial_nos.filter((one) => !named.includes(one));
    missing -= returning;
    if (returning > 0) back.push({ stock, qty: returning, serial_nos: serials });
    if (stock.qty > returning) taken.push({ stock, qty: stock.qty - returning, serial_nos: staying });
  }
  return { back, taken };
}

/** What was taken belongs to the customer. */
export function deliveredLine(share: Share, to_account_id: number, partner_id: number): PostLine {
  return { ...ends(share, to_account_id), to_owner_id: partner_id, to_disposition: 'released' };
}

/** What was not comes back as goods that somebody must look at; what was stopped stays stopped. */
export function returningLine(share: Share, to_account_id: number): PostLine {
  const { disposition } = share.stock;
  const looked: Disposition = disposition === 'released' ? 'quarantine' : disposition;
  return { ...ends(share, to_account_id), to_owner_id: share.stock.owner_id, to_disposition: looked };
}

function ends({ stock, qty, serial_nos }: Share, to_account_id: number) {
  return {
    item_id: stock.item_id,
    lot_id: stock.lot_id,
    qty,
    from_account_id: stock.account_id,
    to_account_id,
    from_owner_id: stock.owner_id,
    from_disposition: stock.disposition,
    serial_nos,
  };
}

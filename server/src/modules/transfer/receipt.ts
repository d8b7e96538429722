import type { FieldError } from '../../platform/errors.ts';
import type { PostLine } from '../stock/index.ts';
import type { Places } from './places.ts';
import type { Road, Taken } from './road.ts';
import { onTheRoad, type SentLot } from './transfer.model.ts';
import type { LotChange, NewDiscrepancy } from './transfer.write.ts';

/** One line as the receiver gives it. */
export type ReceivedLine = {
  readonly transfer_line_id: number;
  readonly lot_no: string;
  readonly received: number;
  readonly damaged: number;
  readonly to_account_id?: number;
  readonly serial_nos?: readonly string[];
  readonly damaged_serial_nos?: readonly string[];
  readonly note?: string;
};
export type Receipt = {
  readonly lines: readonly ReceivedLine[];
  /** Nothing more is to come, so what is missing is missing. */
  readonly complete: boolean;
  readonly to_account_id?: number;
  readonly damaged_account_id?: number;
};
/** Places, and the lots that quality wants to inspect when they arrive. */
export type Arriving = Places & { readonly inspected?: ReadonlySet<number> };
/** What two legal entities agree on: the goods of one belong to the other from the moment they are received. */
export type Sale = { readonly from_entity_id: number; readonly to_entity_id: number } | null;
export type ReceiptDecision =
  | { readonly errors: readonly FieldError[] }
  | {
      readonly postings: readonly PostLine[];
      /** For each posting the place of its line in the receipt, to name it in a refusal. */
      readonly origins: readonly number[];
      readonly changes: readonly LotChange[];
      readonly discrepancies: readonly NewDiscrepancy[];
    };

/** A line of the receipt with the sent lots that it speaks of; more than one where the goods have several owners. */
type Matched = { readonly line: ReceivedLine; readonly index: number; readonly lots: readonly SentLot[] };

/**
 * Decides a receipt: which goods on the road go where, what that changes of the sent lots, and which differences
 * remain. Every wrong line is named at once. Pure, but for what it takes from `road`.
 */
export function decideReceipt(
  receipt: Receipt,
  sent: readonly SentLot[],
  road: Road,
  places: Arriving,
  sale: Sale = null,
): ReceiptDecision {
  const matched = receipt.lines.map((line, index) => match(line, index, sent));
  const errors = matched.flatMap((m, index) => problems(m, matched.slice(0, index), sent, road));
  if (errors.length > 0) return { errors };
  const moves = matched.flatMap((m) => movesOf(m, road, receipt, places, sale));
  const absent = matched.flatMap((m) => absentOf(m, moves));
  if (absent.length > 0) return { errors: absent };
  const changes = changesOf(moves);
  return {
    postings: moves.map((move) => move.posting),
    origins: moves.map((move) => move.index),
    changes,
    discrepancies: [...damages(matched, moves), ...(receipt.complete ? missing(sent, changes, matched) : [])],
  };
}

function match(line: ReceivedLine, index: number, sent: readonly SentLot[]): Matched {
  const lots = sent.filter((s) => s.transfer_line_id === line.transfer_line_id && s.lot_no === line.lot_no);
  return { line, index, lots };
}

function problems(
  { line, index, lots }: Matched,
  earlier: readonly Matched[],
  sent: readonly SentLot[],
  road: Road,
): FieldError[] {
  const { transfer_line_id, lot_no } = line;
  const error = (field: string, code: string, params: FieldError['params']) => [
    { path: `lines.${index}${field}`, code, params },
  ];
  if (!sent.some((s) => s.transfer_line_id === transfer_line_id)) {
    return error('.transfer_line_id', 'transfer.line_unknown', { transfer_line_id });
  }
  if (lots.length === 0) return error('.lot_no', 'transfer.lot_not_sent', { lot_no });
  const twice = earlier.some((e) => e.line.transfer_line_id === transfer_line_id && e.line.lot_no === lot_no);
  if (twice) return error('', 'transfer.line_repeated', { lot_no });
  const on_the_road = lots.reduce((sum, lot) => sum + onTheRoad(lot), 0);
  const given = line.received + line.damaged;
  if (given > on_the_road) {
    return error('.received', 'transfer.more_than_sent', { lot_no, given, on_the_road });
  }
  return serialsFit(line, lots, road) && !namedBefore(line, earlier)
    ? []
    : error('.serial_nos', 'transfer.serials_to_name', { lot_no, qty: given });
}

/** Whether a serial stands in an earlier line already. */
function namedBefore(line: ReceivedLine, earlier: readonly Matched[]): boolean {
  const before = new Set(earlier.flatMap((e) => serialsNamed(e.line)));
  return serialsNamed(line).some((serial_no) => before.has(serial_no));
}

const serialsNamed = (line: ReceivedLine) => [...(line.serial_nos ?? []), ...(line.damaged_serial_nos ?? [])];

/** Serials are named, unless everything of the lot that is on the road has arrived in good order. */
function serialsFit(line: ReceivedLine, lots: readonly SentLot[], road: Road): boolean {
  if (lots[0]!.tracking === 'lot') return true;
  const sound = line.serial_nos;
  const damaged = line.damaged_serial_nos ?? [];
  const left = lots.flatMap((lot) => road.serialsLeft(lot));
  if (sound === undefined)
    return damaged.length === line.damaged && left.length === line.received + line.damaged;
  const known = new Set(left);
  const all = [...sound, ...damaged];
  return (
    sound.length === line.received &&
    damaged.length === line.damaged &&
    new Set(all).size === all.length &&
    all.every((serial_no) => known.has(serial_no))
  );
}

type Move = {
  readonly index: number;
  readonly lot: SentLot;
  readonly sound: boolean;
  readonly posting: PostLine;
};

function movesOf(matched: Matched, road: Road, receipt: Receipt, places: Arriving, sale: Sale): Move[] {
  const { line, lots, index } = matched;
  const condition = lots[0]!.storage_condition;
  // Damaged goods first, because their serials are named and what is left over is sound.
  const damaged = spread(lots, line.damaged, line.damaged_serial_nos, road).map((share) => {
    const bin = places.binFor(receipt.damaged_account_id, condition);
    const spoiled = bin.zone_kind === 'rejected' ? ('rejected' as const) : ('quarantine' as const);
    // What is recalled or held stays so, however it looks.
    const becomes = share.stock.disposition === 'released' ? spoiled : share.stock.disposition;
    return { index, lot: share.lot, sound: false, posting: postingOf(share, bin.account_id, becomes, sale) };
  });
  const sound_serials =
    line.serial_nos ??
    (lots[0]!.tracking === 'serial' ? lots.flatMap((lot) => road.serialsLeft(lot)) : undefined);
  const sound = spread(lots, line.received, sound_serials, road).map((share) => {
    const bin = places.binFor(line.to_account_id ?? receipt.to_account_id, condition);
    const { disposition, lot_id } = share.stock;
    // A plan may want an inspection at arrival; what is worse than released stays as it is.
    const waits = disposition === 'released' && places.inspected?.has(lot_id) === true;
    return {
      index,
      lot: share.lot,
      sound: true,
      posting: postingOf(share, bin.account_id, waits ? 'quarantine' : disposition, sale),
    };
  });
  return [...sound, ...damaged];
}

/** The ledger may hold less than the order remembers, when somebody adjusted the goods on the road. */
function absentOf({ line, index }: Matched, moves: readonly Move[]): FieldError[] {
  const given = line.received + line.damaged;
  const found = moves.filter((m) => m.index === index).reduce((sum, m) => sum + m.posting.qty, 0);
  if (found === given) return [];
  const params = { lot_no: line.lot_no, given, on_the_road: found };
  return [{ path: `lines.${index}.received`, code: 'transfer.more_than_sent', params }];
}

type Share = Taken & { readonly lot: SentLot };

/** Takes `qty` pieces over the owners of a lot, each up to what is on the road of it. */
function spread(
  lots: readonly SentLot[],
  qty: number,
  serial_nos: readonly string[] | undefined,
  road: Road,
): Share[] {
  const shares: Share[] = [];
  let missing = qty;
  for (const lot of lots) {
    const here = Math.min(missing, onTheRoad(lot));
    if (here === 0) continue;
    const taken = road.take(lot, here, serial_nos);
    missing -= taken.reduce((sum, t) => sum + t.qty, 0);
    shares.push(...taken.map((t) => ({ ...t, lot })));
  }
  return shares;
}

function postingOf(
  share: Share,
  to_account_id: number,
  to_disposition: PostLine['to_disposition'],
  sale: Sale,
): PostLine {
  const { stock, qty, serial_nos } = share;
  return {
    item_id: stock.item_id,
    lot_id: stock.lot_id,
    qty,
    from_account_id: stock.account_id,
    to_account_id,
    from_owner_id: stock.owner_id,
    to_owner_id: buyerOf(stock.owner_id, sale),
    from_disposition: stock.disposition,
    to_disposition,
    serial_nos: share.lot.tracking === 'serial' ? serial_nos : undefined,
  };
}

/** Who owns goods after their receipt: what the selling entity owned goes over, a third party's goods stay its own. */
export function buyerOf(owner_id: number, sale: Sale): number {
  return sale !== null && owner_id === sale.from_entity_id ? sale.to_entity_id : owner_id;
}

const keyOf = (lot: Pick<SentLot, 'transfer_line_id' | 'lot_id' | 'owner_id'>) =>
  `${lot.transfer_line_id}|${lot.lot_id}|${lot.owner_id}`;

function changesOf(moves: readonly Move[]): LotChange[] {
  return [...Map.groupBy(moves, (move) => keyOf(move.lot)).values()].map((group) => {
    const sum = (sound: boolean) =>
      group.filter((move) => move.sound === sound).reduce((total, move) => total + move.posting.qty, 0);
    const { transfer_line_id, lot_id, owner_id } = group[0]!.lot;
    return { transfer_line_id, lot_id, owner_id, received: sum(true), damaged: sum(false) };
  });
}

function discrepancyOf(
  lot: SentLot,
  kind: NewDiscrepancy['kind'],
  qty: number,
  note: string | undefined,
): NewDiscrepancy {
  const { transfer_line_id, item_id, lot_id, owner_id } = lot;
  return { transfer_line_id, item_id, lot_id, owner_id, kind, qty, note: note || null };
}

function damages(matched: readonly Matched[], moves: readonly Move[]): NewDiscrepancy[] {
  const damaged = moves.filter((move) => !move.sound);
  return [...Map.groupBy(damaged, (move) => keyOf(move.lot)).values()].map((group) => {
    const qty = group.reduce((sum, move) => sum + move.posting.qty, 0);
    const { lot, index } = group[0]!;
    return discrepancyOf(lot, 'damaged', qty, matched[index]!.line.note);
  });
}

/** What nobody has seen arrive; it stays on the road until somebody settles it. */
function missing(
  sent: readonly SentLot[],
  changes: readonly LotChange[],
  matched: readonly Matched[],
): NewDiscrepancy[] {
  const changed = new Map(changes.map((change) => [keyOf(change), change]));
  return sent.flatMap((lot) => {
    const { received = 0, damaged = 0 } = changed.get(keyOf(lot)) ?? {};
    const qty = onTheRoad(lot) - received - damaged;
    const note = matched.find((m) => m.lots.includes(lot))?.line.note;
    return qty > 0 ? [discrepancyOf(lot, 'short', qty, note)] : [];
  });
}

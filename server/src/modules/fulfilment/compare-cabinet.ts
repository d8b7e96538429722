import type { Aside, Standing } from './consigned.ts';
import type { NewDifference } from './usage.write.ts';

/** What was counted of one lot. */
export type Counted = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly counted: number;
  readonly serial_nos: readonly string[];
};

/**
 * A count against the books: what is missing, lot by lot and owner by owner, and what is there beyond them. A lot that
 * nobody scanned is missing as a whole; what an earlier count found too much is expected. Pure.
 */
export function compareCabinet(
  standing: readonly Standing[],
  surplus: readonly Aside[],
  lines: readonly Counted[],
  owner_id: number,
): NewDifference[] {
  const counted = new Map(lines.map((line) => [line.lot_id, line]));
  const booked = Map.groupBy(standing, (one) => one.lot_id);
  const lots = new Map([...standing, ...lines].map(({ item_id, lot_id }) => [lot_id, item_id] as const));
  return [...lots].flatMap(([lot_id, item_id]) => {
    const found = counted.get(lot_id) ?? { item_id, lot_id, counted: 0, serial_nos: [] };
    const there = booked.get(lot_id) ?? [];
    const known = surplus.filter((aside) => aside.lot_id === lot_id);
    const numbered = found.serial_nos.length > 0 || there.some((one) => one.serial_nos.length > 0);
    return numbered ? byNumber(found, there, known, owner_id) : byQuantity(found, there, known, owner_id);
  });
}

function byQuantity(
  { item_id, lot_id, counted }: Counted,
  there: readonly Standing[],
  known: readonly Aside[],
  owner_id: number,
): NewDifference[] {
  const expected = there.reduce((sum, one) => sum + one.qty, 0);
  const extra = counted - expected - known.reduce((sum, aside) => sum + aside.qty, 0);
  if (extra > 0) return [{ item_id, lot_id, owner_id, kind: 'surplus', qty: extra, serial_nos: [] }];
  let missing = Math.max(0, expected - counted);
  return there.flatMap((one) => {
    const qty = Math.min(missing, one.qty);
    missing -= qty;
    return qty === 0
      ? []
      : [{ item_id, lot_id, owner_id: one.owner_id, kind: 'missing' as const, qty, serial_nos: [] }];
  });
}

function byNumber(
  { item_id, lot_id, serial_nos }: Counted,
  there: readonly Standing[],
  known: readonly Aside[],
  owner_id: number,
): NewDifference[] {
  const here = new Set(serial_nos);
  const expected = new Set([...there, ...known].flatMap((one) => one.serial_nos));
  const extra = [...here].filter((serial_no) => !expected.has(serial_no));
  const missing = there.flatMap((one) => {
    const gone = one.serial_nos.filter((serial_no) => !here.has(serial_no));
    return gone.length === 0
      ? []
      : [
          {
            item_id,
            lot_id,
            owner_id: one.owner_id,
            kind: 'missing' as const,
            qty: gone.length,
            serial_nos: gone,
          },
        ];
  });
  return extra.length === 0
    ? missing
    : [...missing, { item_id, lot_id, owner_id, kind: 'surplus', qty: extra.length, serial_nos: extra }];
}

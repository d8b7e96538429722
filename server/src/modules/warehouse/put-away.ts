/** Where goods are best put away: pure, on the bins of one warehouse as they were read. */
import type { Disposition } from '../compliance/index.ts';

export type Bin = {
  readonly account_id: number;
  readonly location_code: string;
  readonly zone_kind: string;
  readonly storage_condition: string;
  readonly x: number;
  readonly y: number;
  /** Null where nobody has measured it: then it is never full. */
  readonly capacity_ml: number | null;
  readonly used_ml: number;
  readonly pick_face: boolean;
  readonly item_ids: readonly number[];
  readonly lot_ids: readonly number[];
};
export type PutAway = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly disposition: Disposition;
};
export type PutAwayItem = { readonly storage_condition: string; readonly unit_volume_ml: number };
/** Why a bin comes before others. */
export type Why = 'same_lot' | 'same_item' | 'empty' | 'shared';
export type Share = {
  readonly account_id: number;
  readonly location_code: string;
  readonly qty: number;
  readonly why: Why;
};
export type Suggestion = { readonly shares: readonly Share[]; readonly unplaced: number };

/** Zones by the colour of the goods; the gate refuses released goods elsewhere. */
const ZONES: Readonly<Record<Disposition, readonly string[]>> = {
  quarantine: ['receiving'],
  released: ['storage'],
  held: ['storage'],
  rejected: ['rejected'],
  recalled: ['rejected'],
  expired: ['rejected'],
};
const ORDER: readonly Why[] = ['same_lot', 'same_item', 'empty', 'shared'];

type Shelf = Bin & { free_ml: number; items: Set<number>; lots: Set<number> };

/**
 * Places for each of `wants`, in the order asked: bins of the right condition and colour, first beside the same lot,
 * then the same item, then empty ones, then those shared with others; reserve before pick faces, then what is nearest
 * to the door. Later wants see what earlier ones took.
 */
export function putAway(
  bins: readonly Bin[],
  wants: readonly PutAway[],
  item_of: (item_id: number) => PutAwayItem | undefined,
): Suggestion[] {
  const door = doorOf(bins);
  const shelves = bins.map(
    (bin): Shelf => ({
      ...bin,
      free_ml: bin.capacity_ml === null ? Number.POSITIVE_INFINITY : bin.capacity_ml - bin.used_ml,
      items: new Set(bin.item_ids),
      lots: new Set(bin.lot_ids),
    }),
  );
  return wants.map((want) => {
    const item = item_of(want.item_id);
    if (item === undefined) return { shares: [], unplaced: want.qty };
    const fitting = shelves
      .filter((shelf) => fits(shelf, want, item))
      .map((shelf) => ({ shelf, why: whyOf(shelf, want) }))
      .sort((a, b) => before(a, b, door));
    return place(fitting, want, item.unit_volume_ml);
  });
}

/** The goods come from the receiving places; the corner of the drawing stands in where there are none. */
function doorOf(bins: readonly Bin[]): { x: number; y: number } {
  const doors = bins.filter((bin) => bin.zone_kind === 'receiving');
  if (doors.length === 0) return { x: 0, y: 0 };
  const mean = (axis: 'x' | 'y') => doors.reduce((sum, bin) => sum + bin[axis], 0) / doors.length;
  return { x: mean('x'), y: mean('y') };
}

function fits(shelf: Shelf, { disposition }: PutAway, item: PutAwayItem): boolean {
  if (!ZONES[disposition].includes(shelf.zone_kind)) return false;
  const anywhere = shelf.zone_kind === 'receiving';
  return anywhere || shelf.storage_condition === item.storage_condition;
}

function whyOf(shelf: Shelf, { lot_id, item_id }: PutAway): Why {
  if (shelf.lots.has(lot_id)) return 'same_lot';
  if (shelf.items.has(item_id)) return 'same_item';
  return shelf.items.size === 0 ? 'empty' : 'shared';
}

type Ranked = { readonly shelf: Shelf; readonly why: Why };

function before(a: Ranked, b: Ranked, door: { x: number; y: number }): number {
  const way = ({ shelf }: Ranked) => Math.abs(shelf.x - door.x) + Math.abs(shelf.y - door.y);
  return (
    ORDER.indexOf(a.why) - ORDER.indexOf(b.why) ||
    Number(a.shelf.pick_face) - Number(b.shelf.pick_face) ||
    way(a) - way(b) ||
    (a.shelf.location_code < b.shelf.location_code ? -1 : 1)
  );
}

function place(ranked: readonly Ranked[], want: PutAway, unit_ml: number): Suggestion {
  const shares: Share[] = [];
  let left = want.qty;
  for (const { shelf, why } of ranked) {
    if (left === 0) break;
    const room = unit_ml === 0 ? left : Math.floor(shelf.free_ml / unit_ml);
    const qty = Math.min(left, room);
    if (qty <= 0) continue;
    shares.push({ account_id: shelf.account_id, location_code: shelf.location_code, qty, why });
    shelf.free_ml -= qty * unit_ml;
    shelf.items.add(want.item_id);
    shelf.lots.add(want.lot_id);
    left -= qty;
  }
  return { shares, unplaced: left };
}

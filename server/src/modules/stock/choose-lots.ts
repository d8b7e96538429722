/** A balance that could serve a demand, with what is still free of it. */
export type Candidate = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly warehouse_id: number;
  readonly expiry_date: string | null;
  free: number;
};
/** Lots that come before all others, the first the best. */
type Before = readonly number[];
export type Share = { readonly candidate: Candidate; readonly qty: number };

/** First expiry first; lots without expiry last; then lot and place, so that the order is always the same. */
export function byExpiry(a: Candidate, b: Candidate): number {
  const left = a.expiry_date ?? '9999-12-31';
  const right = b.expiry_date ?? '9999-12-31';
  if (left !== right) return left < right ? -1 : 1;
  return a.lot_id - b.lot_id || a.account_id - b.account_id || a.owner_id - b.owner_id;
}

/**
 * Takes `qty` from `candidates` (already fit to be used, any order) by first expiry, after the lots in `before`. With
 * `single_lot` only a lot that covers all of it serves: the first such. Gives what could be found; `free` is not changed.
 */
export function chooseLots(
  candidates: readonly Candidate[],
  qty: number,
  single_lot: boolean,
  before: Before = [],
): Share[] {
  const rank = ({ lot_id }: Candidate) => (before.includes(lot_id) ? before.indexOf(lot_id) : before.length);
  const sorted = candidates.filter((c) => c.free > 0).sort((a, b) => rank(a) - rank(b) || byExpiry(a, b));
  return take(single_lot ? firstCovering(sorted, qty) : sorted, qty);
}

function take(sorted: readonly Candidate[], qty: number): Share[] {
  const shares: Share[] = [];
  let missing = qty;
  for (const candidate of sorted) {
    if (missing === 0) break;
    const share = Math.min(missing, candidate.free);
    shares.push({ candidate, qty: share });
    missing -= share;
  }
  return shares;
}

function firstCovering(sorted: readonly Candidate[], qty: number): readonly Candidate[] {
  const lots = Map.groupBy(sorted, (c) => c.lot_id);
  for (const candidates of lots.values()) {
    if (candidates.reduce((sum, c) => sum + c.free, 0) >= qty) return candidates;
  }
  return [];
}

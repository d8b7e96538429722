/** Who takes part in sharing: `weight` sets the share, `least` is already promised, `most` is all that can be used. */
export type Sharer = {
  readonly id: number;
  readonly weight: number;
  readonly least: number;
  readonly most: number;
};

/** Halvings of the level; more than the 1100 that separate the largest from the smallest double. */
const HALVINGS_MAX = 1200;

const atLevel = ({ weight, least, most }: Sharer, level: number) =>
  Math.max(least, Math.min(most, Math.floor(level * weight)));

/** The highest level at which what all get together is no more than the supply, as far as doubles tell. */
function findLevel(sharers: readonly Sharer[], supply: number): number {
  const needed = (level: number) => sharers.reduce((sum, sharer) => sum + atLevel(sharer, level), 0);
  let low = 0;
  let high = sharers.reduce((top, { most, weight }) => Math.max(top, (most + 1) / weight), 0);
  if (needed(high) <= supply) return high;
  for (let k = 0; k < HALVINGS_MAX; k += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (needed(middle) <= supply) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Splits whole units so that the smallest quantity for its weight is as large as possible (weighted max-min): each
 * gets floor(level x weight), at least `least` and at most `most`, at one level for all; units that remain because
 * several reach their next unit at the same level go by id. This is the divisor method of Jefferson with bounds
 * (Balinski and Young, Fair Representation, 1982), which unlike largest remainders never gives anyone less when
 * there is more to share. `supply` must cover all `least`. Quantities are whole and weights above 0.
 */
export function fairShare(sharers: readonly Sharer[], supply: number): number[] {
  const level = findLevel(sharers, supply);
  const shares = sharers.map((sharer) => atLevel(sharer, level));
  let left = supply - shares.reduce((sum, share) => sum + share, 0);
  const next = (k: number) => (shares[k]! + 1) / sharers[k]!.weight;
  while (left > 0) {
    const open = sharers.map((_, k) => k).filter((k) => shares[k]! < sharers[k]!.most);
    if (open.length === 0) break;
    open.sort((a, b) => next(a) - next(b) || sharers[a]!.id - sharers[b]!.id);
    for (const k of open.slice(0, left)) shares[k]! += 1;
    left = supply - shares.reduce((sum, share) => sum + share, 0);
  }
  return shares;
}

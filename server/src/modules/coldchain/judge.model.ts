/** What a series says: gaps, times out of range, mean kinetic temperature, what was there meanwhile. Pure. */
import type { Reading } from './series.model.ts';

/** A stretch of time in seconds since 1970; without an end it lasts. */
export type Span = { readonly from: number; readonly to: number | null };
/** In hundredths of a degree; null where it has no end on that side. */
export type Range = { readonly min: number | null; readonly max: number | null };

const end = (span: Span) => span.to ?? Number.POSITIVE_INFINITY;

export function isOut({ min, max }: Range, value: number): boolean {
  return (min !== null && value < min) || (max !== null && value > max);
}

export type Limits = { readonly minutes: number; readonly out_minutes: number };
export type Gap = Span & { readonly limit_minutes: number; readonly out_of_range: boolean };

/**
 * Where a device was silent for longer than the rule allows, within the time that it had to report. The shorter limit holds
 * from a reading out of range on. The last gap has no end while the device is expected to report still.
 */
export function gapsOf(
  readings: readonly Reading[],
  expected: Span,
  now: number,
  range: Range,
  limits: Limits,
): Gap[] {
  const inside = readings.filter(({ at }) => at >= expected.from && at <= end(expected));
  const marks = [
    { at: expected.from, out: false },
    ...inside.map((r) => ({ at: r.at, out: isOut(range, r.centi) })),
  ];
  const gaps: Gap[] = [];
  marks.forEach(({ at, out }, index) => {
    const next = marks[index + 1]?.at ?? null;
    const until = next ?? Math.min(now, end(expected));
    const limit_minutes = out ? limits.out_minutes : limits.minutes;
    if (until - at <= limit_minutes * 60) return;
    const to = next ?? (expected.to !== null && expected.to <= now ? expected.to : null);
    gaps.push({ from: at, to, limit_minutes, out_of_range: out });
  });
  return gaps;
}

/** One device of an area with its readings, in order. `until`: it was taken down then. */
export type Track = { readonly readings: readonly Reading[]; readonly until: number | null };

/**
 * When an area was out of a range: while any of its devices says so. It lasts from the first reading outside to the first
 * one inside; silence does not end it. Of a device that was taken down, another one of the area may say that it is over.
 * At a cut, which is where quality has closed it, it ends, and begins again with the next reading outside.
 */
export function spellsOf(tracks: readonly Track[], range: Range, cuts: readonly number[] = []): Span[] {
  const inside = tracks
    .flatMap(({ readings }) => readings.filter(({ centi }) => !isOut(range, centi)).map(({ at }) => at))
    .toSorted((a, b) => a - b);
  return union(tracks.flatMap((track) => spellsOfTrack(track, range, cuts, inside)));
}

function spellsOfTrack(
  { readings, until }: Track,
  range: Range,
  cuts: readonly number[],
  inside: readonly number[],
): Span[] {
  const spells: Span[] = [];
  let from: number | null = null;
  const close = (to: number) => {
    spells.push({ from: from!, to });
    from = null;
  };
  for (const { at, centi } of readings) {
    const cut = from === null ? undefined : cuts.find((moment) => moment >= from! && moment < at);
    if (cut !== undefined) close(cut);
    const out = isOut(range, centi);
    if (out) from ??= at;
    else if (from !== null) close(at);
  }
  if (from === null) return spells;
  const cut = cuts.find((moment) => moment >= from!);
  const replaced = until === null ? undefined : inside.find((at) => at >= until);
  return [...spells, { from, to: cut ?? replaced ?? null }];
}

/** Spans that overlap or touch become one; in order. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { from: number; to: number | null }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > end(last)) merged.push({ ...span });
    else if (end(span) > end(last)) last.to = span.to;
  }
  return merged;
}

/** What two sets of spans have in common. A common moment counts, for a reading is one. */
export function common(some: readonly Span[], others: readonly Span[]): Span[] {
  return union(
    some.flatMap((a) =>
      others.flatMap((b): Span[] => {
        const from = Math.max(a.from, b.from);
        const to = Math.min(end(a), end(b));
        if (from > to) return [];
        return [{ from, to: to === Number.POSITIVE_INFINITY ? null : to }];
      }),
    ),
  );
}

/** What is left of spans outside of others. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  return taken.reduce<Span[]>(
    (left, hole) =>
      left.flatMap((span): Span[] => {
        if (end(hole) <= span.from || hole.from >= end(span)) return [span];
        const before = hole.from > span.from ? [{ from: span.from, to: hole.from }] : [];
        const after = end(hole) < end(span) ? [{ from: hole.to!, to: span.to }] : [];
        return [...before, ...after];
      }),
    [...spans],
  );
}

export const overlaps = (a: Span, b: Span): boolean => a.from <= end(b) && b.from <= end(a);

/** Whole minutes of spans, begun ones counted; what lasts counts until now. */
export function minutesOf(spans: readonly Span[], now: number): number {
  const seconds = spans.reduce((sum, span) => sum + Math.max(0, (span.to ?? now) - span.from), 0);
  return Math.ceil(seconds / 60);
}

/** Lowest and highest of what is outside of a range in spans; null where nothing is. */
export function extremesOf(tracks: readonly Track[], range: Range, spans: readonly Span[]) {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { readings } of tracks)
    for (const { at, centi } of readings) {
      if (!isOut(range, centi) || !spans.some((span) => span.from <= at && at <= end(span))) continue;
      lowest = Math.min(lowest, centi);
      highest = Math.max(highest, centi);
    }
  return lowest === Number.POSITIVE_INFINITY ? null : { lowest, highest };
}

/** Activation energy over the gas constant, in kelvin: 83.144 kJ/mol over 8.3144 J/mol/K (USP <1160>). */
const DELTA_H_OVER_R = 10_000;
const KELVIN = 273.15;

/**
 * Mean kinetic temperature in degrees Celsius of temperatures with their weights: equal ones where nothing is said. It tells
 * quality what the goods have lived through and never cancels an excursion.
 */
export function meanKinetic(celsius: readonly number[], weights?: readonly number[]): number {
  let sum = 0;
  let total = 0;
  celsius.forEach((value, index) => {
    const weight = weights?.[index] ?? 1;
    sum += weight * Math.exp(-DELTA_H_OVER_R / (value + KELVIN));
    total += weight;
  });
  return DELTA_H_OVER_R / -Math.log(sum / total) - KELVIN;
}

/** Of a series: each reading counts for the time until the next one, so that denser reading does not count more. */
export function meanKineticOf(tracks: readonly Track[], span: Span): number | null {
  const celsius: number[] = [];
  const weights: number[] = [];
  for (const { readings } of tracks) {
    const inside = readings.filter(({ at }) => at >= span.from && at <= end(span));
    inside.forEach(({ at, centi }, index) => {
      celsius.push(centi / 100);
      weights.push(Math.max(1, (inside[index + 1]?.at ?? at) - at));
    });
  }
  return celsius.length === 0 ? null : Math.round(meanKinetic(celsius, weights) * 100) / 100;
}

/** A change of what stands at a place; `at` null is the balance of now. */
export type Change = { readonly at: number | null; readonly qty: number };

/**
 * When something of a lot stood at a place within a time, and how much at most: the balance of now, taken back by every
 * change since. What came and what went at one moment counts as having been there together.
 */
export function presence(changes: readonly Change[], window: Span): { spans: Span[]; most: number } {
  const moves = changes.filter((change) => change.at !== null).toSorted((a, b) => a.at! - b.at!);
  const now = changes.filter((change) => change.at === null).reduce((sum, change) => sum + change.qty, 0);
  let qty = now - moves.reduce((sum, move) => sum + move.qty, 0);
  const spans: Span[] = [];
  let from: number | null = qty > 0 ? window.from : null;
  let most = from === null ? 0 : qty;
  for (const [at, together] of Map.groupBy(moves, (move) => move.at!)) {
    if (at > end(window)) break;
    const came = together.reduce((sum, move) => sum + Math.max(0, move.qty), 0);
    if (from === null && qty + came > 0) from = at;
    if (from !== null) most = Math.max(most, qty + came);
    qty += together.reduce((sum, move) => sum + move.qty, 0);
    if (qty > 0 || from === null) continue;
    spans.push({ from, to: at });
    from = null;
  }
  if (from !== null) spans.push({ from, to: null });
  return { spans, most };
}

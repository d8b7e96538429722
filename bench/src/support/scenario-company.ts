import { mulberry32 } from './report.ts';

/** Sizes of invented companies; lots are spread over items and warehouses. */
export type ScenarioSize = {
  readonly warehouses: number;
  readonly items: number;
  readonly lots: number;
  readonly dests: number;
  readonly lines: number;
};
export const SCENARIO_SIZES = {
  S: { warehouses: 8, items: 200, lots: 2_000, dests: 40, lines: 600 },
  M: { warehouses: 20, items: 2_000, lots: 40_000, dests: 120, lines: 3_000 },
  L: { warehouses: 60, items: 10_000, lots: 500_000, dests: 600, lines: 15_000 },
  XL: { warehouses: 200, items: 50_000, lots: 5_000_000, dests: 4_000, lines: 60_000 },
} as const satisfies Record<string, ScenarioSize>;

const REGIONS = 4;
/** Days within which a line of each tier wants its goods. */
export const WINDOW_DAYS = [0, 1.5, 2.5, 4, 8];
export const TIER_WEIGHT = [0, 4000, 1200, 400, 150];

export type Place = { readonly x: number; readonly y: number; readonly region: number };
export type Line = {
  readonly dest: number;
  readonly item: number;
  readonly tier: number;
  readonly qty: number;
  readonly min_life_days: number;
  readonly single: boolean;
  readonly may_substitute: boolean;
  readonly waited: number;
};
export type Item = {
  readonly volume: number;
  readonly value: number;
  readonly cold: boolean;
  readonly registered: readonly boolean[];
  readonly substitute: number;
};
export type Lot = {
  readonly warehouse: number;
  readonly qty: number;
  readonly life_days: number;
  readonly sealed: boolean;
};
export type Stock = { readonly lots: readonly Lot[]; readonly safety: ReadonlyMap<number, number> };

/** What changes after the first plan: urgent lines, a recalled share of lots, warehouses that cannot ship. */
export type Emergency = {
  readonly lines: number;
  readonly recalled_share: number;
  readonly closed_warehouse: number;
};

const chance = (rng: () => number, share: number) => rng() < share;
const whole = (rng: () => number, least: number, most: number) =>
  least + Math.floor(rng() * (most - least + 1));
/** A source of its own for every part, so that a part does not depend on how much of another was made. */
const sourceOf = (seed: number, part: number, index: number) =>
  mulberry32(
    Math.imul(seed, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35),
  );

export function makePlaces(size: ScenarioSize, seed: number) {
  const rng = sourceOf(seed, 0, 0);
  const warehouses = Array.from({ length: size.warehouses }, (): Place => {
    return { x: rng() * 2000, y: rng() * 1500, region: whole(rng, 0, REGIONS - 1) };
  });
  const dests = Array.from({ length: size.dests }, (): Place => {
    const home = warehouses[whole(rng, 0, size.warehouses - 1)]!;
    return { x: home.x + (rng() - 0.5) * 250, y: home.y + (rng() - 0.5) * 250, region: home.region };
  });
  return { warehouses, dests };
}

export function makeItem(size: ScenarioSize, seed: number, item: number): Item {
  const rng = sourceOf(seed, 1, item);
  return {
    volume: 2.5 + rng() * 20,
    value: 20 * Math.exp(rng() * 4.5),
    cold: chance(rng, 0.25),
    registered: Array.from({ length: REGIONS }, () => chance(rng, 0.93)),
    substitute: chance(rng, 0.2) && item + 1 < size.items ? item + 1 : -1,
  };
}

export function makeStock(size: ScenarioSize, seed: number, item: number, recalled_share: number): Stock {
  const rng = sourceOf(seed, 2, item);
  const mean = size.lots / size.items;
  const lots: Lot[] = [];
  const safety = new Map<number, number>();
  for (let left = whole(rng, Math.ceil(mean / 2), Math.floor(mean * 1.5)); left > 0; left -= 1) {
    const warehouse = whole(rng, 0, size.warehouses - 1);
    const life_days = chance(rng, 0.15) ? whole(rng, 5, 60) : whole(rng, 61, 720);
    const qty = whole(rng, 1, 6);
    const held = chance(rng, 0.05) || rng() < recalled_share;
    safety.set(warehouse, (safety.get(warehouse) ?? 0) + qty * rng() * 0.5);
    if (!held) lots.push({ warehouse, qty, life_days, sealed: chance(rng, 0.05) });
  }
  return { lots, safety };
}

function makeLine(size: ScenarioSize, rng: () => number, tier: number): Line {
  return {
    dest: whole(rng, 0, size.dests - 1),
    item: whole(rng, 0, size.items - 1),
    tier,
    qty: whole(rng, 1, 12),
    min_life_days: [30, 60, 90, 180][whole(rng, 0, 3)]!,
    single: chance(rng, 0.15),
    may_substitute: chance(rng, 0.7),
    waited: tier === 1 ? 0 : whole(rng, 0, 6),
  };
}

export function makeLines(size: ScenarioSize, seed: number, urgent: number): Line[] {
  const rng = sourceOf(seed, 3, 0);
  const tierOf = (u: number) => (u < 0.1 ? 1 : u < 0.3 ? 2 : u < 0.7 ? 3 : 4);
  const lines = Array.from({ length: size.lines }, () => makeLine(size, rng, tierOf(rng())));
  const more = sourceOf(seed, 4, 0);
  for (let k = 0; k < urgent; k += 1) lines.push(makeLine(size, more, 1));
  return lines;
}

import type { BlockSource, Column, NetworkBlock, NetworkRows } from '@tongcang/planning/optimiser';
import {
  type Emergency,
  type Item,
  type Line,
  makeItem,
  makeLines,
  makePlaces,
  makeStock,
  type Place,
  type ScenarioSize,
  type Stock,
  TIER_WEIGHT,
  WINDOW_DAYS,
} from './scenario-company.ts';

const CHEAPEST_KEPT = 12;
const EARLIEST_KEPT = 3;
const LOTS_OF_ITEM_MAX = 100_000;

/** Destinations whose number leaves `index` when divided by `of`. */
type Part = { readonly index: number; readonly of: number };
const WHOLE: Part = { index: 0, of: 1 };
const NO_EMERGENCY: Emergency = { lines: 0, recalled_share: 0, closed_warehouse: -1 };

export type Scenario = NetworkBlock & {
  /** Admissible ways and lots that were looked at; most are not kept. */
  readonly arcs_seen: number;
  readonly lots_seen: number;
};

type Way = {
  readonly lot: number;
  readonly express: boolean;
  readonly cost: number;
  readonly life_days: number;
};

/** The cheapest ways and those of the goods that expire first. */
function keepFew(ways: readonly Way[]): Way[] {
  if (ways.length <= CHEAPEST_KEPT + EARLIEST_KEPT) return [...ways];
  const by_cost = [...ways].sort((a, b) => a.cost - b.cost || a.lot - b.lot);
  const earliest = by_cost.slice(CHEAPEST_KEPT).sort((a, b) => a.life_days - b.life_days || a.lot - b.lot);
  return [...by_cost.slice(0, CHEAPEST_KEPT), ...earliest.slice(0, EARLIEST_KEPT)];
}

type Offer = { readonly item: number; readonly made: Item; readonly stock: Stock; readonly penalty: number };

/** Columns of the network, growing while the company is read item by item; rows come into being when first used. */
class Company {
  readonly size: ScenarioSize;
  readonly emergency: Emergency;
  readonly warehouses: readonly Place[];
  readonly dests: readonly Place[];
  readonly lines: readonly Line[];
  readonly limit: number[] = [];
  readonly lots = {
    donor: [] as number[],
    qty: [] as number[],
    sealed: [] as number[],
    group: [] as number[],
  };
  readonly lanes = { dest: [] as number[], fixed: [] as number[], capacity: [] as number[] };
  readonly arcs = {
    lot: [] as number[],
    line: [] as number[],
    lane: [] as number[],
    cost: [] as number[],
    volume: [] as number[],
    yield: [] as number[],
  };
  arcs_seen = 0;
  /** What lots and donors are called in every block of the company. */
  readonly lot_keys: number[] = [];
  readonly donor_keys: number[] = [];
  readonly #lane_rows = new Map<number, number>();
  readonly #lot_rows = new Map<number, number>();
  readonly #donor_rows = new Map<number, number>();

  constructor(size: ScenarioSize, seed: number, emergency: Emergency, part: Part) {
    this.size = size;
    this.emergency = emergency;
    const { warehouses, dests } = makePlaces(size, seed);
    this.warehouses = warehouses;
    this.dests = dests;
    this.lines = makeLines(size, seed, emergency.lines).filter(({ dest }) => dest % part.of === part.index);
  }

  #lane(warehouse: number, dest: number, express: boolean) {
    const [from, to] = [this.warehouses[warehouse]!, this.dests[dest]!];
    const km = 20 + 1.25 * Math.hypot(from.x - to.x, from.y - to.y);
    const key = (warehouse * this.size.dests + dest) * 2 + (express ? 1 : 0);
    return {
      key,
      days: 0.3 + km / (express ? 2200 : 550),
      // Half of the trucks and three quarters of the express ways are cold, fixed for each by its number.
      cold: ((Math.imul(key + 1, 0x9e3779b1) >>> 16) & 3) > (express ? 0 : 1),
      fixed: Math.round(express ? 40 + 0.12 * km : 60 + 0.22 * km),
      per_volume: (express ? 0.0045 : 0.0009) * km,
      capacity: express ? 600 : 4000,
    };
  }

  #laneRow(warehouse: number, dest: number, express: boolean): number {
    const lane = this.#lane(warehouse, dest, express);
    const known = this.#lane_rows.get(lane.key);
    if (known !== undefined) return known;
    this.#lane_rows.set(lane.key, this.lanes.dest.length);
    this.lanes.dest.push(dest);
    this.lanes.fixed.push(lane.fixed);
    this.lanes.capacity.push(lane.capacity);
    return this.lanes.dest.length - 1;
  }

  #donorRow(item: number, warehouse: number, stock: Stock): number {
    const key = item * this.size.warehouses + warehouse;
    const known = this.#donor_rows.get(key);
    if (known !== undefined) return known;
    const row = this.limit.length / 4;
    this.#donor_rows.set(key, row);
    this.donor_keys.push(key);
    const there = stock.lots.reduce((sum, lot) => sum + (lot.warehouse === warehouse ? lot.qty : 0), 0);
    const kept = stock.safety.get(warehouse) ?? 0;
    for (const share of [0, 0.5, 1, 1]) this.limit.push(Math.max(0, Math.floor(there - share * kept)));
    return row;
  }

  #lotRow(item: number, position: number, stock: Stock): number {
    const key = item * LOTS_OF_ITEM_MAX + position;
    const known = this.#lot_rows.get(key);
    if (known !== undefined) return known;
    const { warehouse, qty, sealed } = stock.lots[position]!;
    const row = this.lots.donor.length;
    this.#lot_rows.set(key, row);
    this.lot_keys.push(key);
    this.lots.donor.push(this.#donorRow(item, warehouse, stock));
    this.lots.qty.push(qty);
    this.lots.sealed.push(sealed ? 1 : 0);
    this.lots.group.push(row);
    return row;
  }

  /** Every admissible way of a line: registered, in time, cold where it must be, with life enough left. */
  #waysOf(line: Line, { made, stock, penalty }: Offer): Way[] {
    const ways: Way[] = [];
    if (!made.registered[this.dests[line.dest]!.region]) return ways;
    for (const [lot, { warehouse, life_days }] of stock.lots.entries()) {
      if (warehouse === this.emergency.closed_warehouse) continue;
      for (const express of [false, true]) {
        const lane = this.#lane(warehouse, line.dest, express);
        if (lane.days > WINDOW_DAYS[line.tier]! || (made.cold && !lane.cold)) continue;
        if (life_days - lane.days < line.min_life_days) continue;
        const rescue = Math.max(0, (180 - life_days) / 180) * 0.05 * Math.min(made.value, 200);
        ways.push({ lot, express, cost: lane.per_volume * made.volume - rescue + penalty, life_days });
        break;
      }
    }
    return ways;
  }

  offer(index: number, offer: Offer): void {
    const line = this.lines[index]!;
    const ways = this.#waysOf(line, offer);
    this.arcs_seen += ways.length;
    for (const way of keepFew(ways)) {
      this.arcs.lot.push(this.#lotRow(offer.item, way.lot, offer.stock));
      this.arcs.line.push(index);
      this.arcs.lane.push(this.#laneRow(offer.stock.lots[way.lot]!.warehouse, line.dest, way.express));
      this.arcs.cost.push(way.cost);
      this.arcs.volume.push(offer.made.volume);
      this.arcs.yield.push(1);
    }
  }

  rows(): NetworkRows {
    const { lines } = this;
    return {
      donors: { limit: this.limit },
      lots: this.lots,
      lines: {
        dest: lines.map(({ dest }) => dest),
        tier: lines.map(({ tier }) => tier),
        qty: lines.map(({ qty }) => qty),
        over_max: lines.map(() => 0),
        weight: lines.map(({ tier, waited }) => TIER_WEIGHT[tier]! * (1 + 0.1 * waited)),
        single: lines.map(({ single }) => (single ? 1 : 0)),
      },
      lanes: this.lanes,
      arcs: this.arcs,
    };
  }
}

/** Lines of each item that anyone asks for. */
function linesByItem(lines: readonly Line[]): [number, number[]][] {
  const groups = new Map<number, number[]>();
  for (const [index, { item }] of lines.entries()) {
    const list = groups.get(item);
    if (list) list.push(index);
    else groups.set(item, [index]);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

/**
 * An invented company as a transfer network. Only items with open lines are looked at, one after the other, and of
 * a line's ways only the twelve cheapest and the three of the goods that expire first are kept, so that memory
 * follows the open lines and not the stock. Repeats for the same size and seed; `emergency` changes only what it
 * names; `part` asks for some of the destinations alone.
 */
export function makeScenario(
  size: ScenarioSize,
  seed: number,
  emergency: Emergency = NO_EMERGENCY,
  part: Part = WHOLE,
): Scenario {
  const company = new Company(size, seed, emergency, part);
  let lots_seen = 0;
  for (const [item, members] of linesByItem(company.lines)) {
    const made = makeItem(size, seed, item);
    const stock = makeStock(size, seed, item, emergency.recalled_share);
    lots_seen += stock.lots.length;
    for (const index of members) company.offer(index, { item, made, stock, penalty: 0 });
    const open = members.filter((index) => company.lines[index]!.may_substitute);
    if (made.substitute < 0 || open.length === 0) continue;
    const other = makeItem(size, seed, made.substitute);
    const other_stock = makeStock(size, seed, made.substitute, emergency.recalled_share);
    const penalty = 0.1 * Math.min(other.value, 300);
    const offer: Offer = { item: made.substitute, made: other, stock: other_stock, penalty };
    for (const index of open) company.offer(index, offer);
  }
  const { lot_keys, donor_keys, arcs_seen } = company;
  return { rows: company.rows(), lot_keys, donor_keys, arcs_seen, lots_seen };
}

/** The company in `count` blocks of destinations, each made when it is asked for. */
export const scenarioBlocks = (size: ScenarioSize, seed: number, count: number): BlockSource => ({
  count,
  block: (index) => makeScenario(size, seed, NO_EMERGENCY, { index, of: count }),
});

/** FNV-1a over all columns: the same company gives the same eight digits on every machine. */
export function hashRows(rows: NetworkRows): string {
  let hash = 0x811c9dc5;
  const bytes = new DataView(new ArrayBuffer(8));
  const add = (value: number) => {
    // Costs are compared to a millionth, so that the last digits of logarithms and roots do not matter.
    bytes.setFloat64(0, Math.round(value * 1e6));
    for (let k = 0; k < 8; k += 1) hash = Math.imul(hash ^ bytes.getUint8(k), 0x01000193);
  };
  const { donors, lots, lines, lanes, arcs } = rows;
  const columns: Column[] = [donors, lots, lines, lanes, arcs].flatMap((part) => Object.values<Column>(part));
  for (const column of columns) for (let k = 0; k < column.length; k += 1) add(column[k]!);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

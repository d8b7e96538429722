import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import type { Column, NetworkRows, NetworkTerms } from './network.model.ts';

/** A checked network in typed arrays. Arcs are sorted by line and cost of a need unit; `arc_source` leads back. */
export type Network = {
  readonly lots: number;
  readonly lines: number;
  readonly lanes: number;
  readonly arcs: number;
  readonly dests: number;
  readonly terms: Required<NetworkTerms>;
  readonly lot_qty: Int32Array;
  readonly lot_sealed: Uint8Array;
  readonly lot_group: Int32Array;
  readonly line_dest: Int32Array;
  readonly line_tier: Uint8Array;
  readonly line_qty: Float64Array;
  readonly line_max: Float64Array;
  readonly line_weight: Float64Array;
  readonly line_single: Uint8Array;
  /** Need units by tier, at index 1 .. 4. */
  readonly tier_qty: Float64Array;
  readonly lane_dest: Int32Array;
  readonly lane_fixed: Float64Array;
  readonly lane_capacity: Float64Array;
  /** Nested limits: loads of an arc count in its pool and in every parent of it. Donors' tiers and life rows. */
  readonly pool_capacity: Float64Array;
  readonly pool_parent: Int32Array;
  readonly arc_lot: Int32Array;
  readonly arc_line: Int32Array;
  readonly arc_lane: Int32Array;
  readonly arc_cost: Float64Array;
  readonly arc_freight: Float64Array;
  readonly arc_volume: Float64Array;
  readonly arc_yield: Float64Array;
  readonly arc_donor_pool: Int32Array;
  readonly arc_life_pool: Int32Array;
  readonly arc_source: Int32Array;
  readonly arcs_of_line: Groups;
  readonly arcs_of_lot: Groups;
  readonly arcs_of_lane: Groups;
  readonly lines_of_dest: Groups;
  readonly lanes_of_dest: Groups;
};

/** Members of group g are `member[start[g]] .. member[start[g + 1] - 1]`. */
export type Groups = { readonly start: Int32Array; readonly member: Int32Array };

const QTY_MAX = 2 ** 30;
const TIERS = 4;
const NO_COLUMN: Column = [];

/** Groups 0 .. count - 1 by counting sort; members keep their order. */
function groupBy(keys: Int32Array, count: number): Groups {
  const start = new Int32Array(count + 1);
  for (let k = 0; k < keys.length; k += 1) start[keys[k]! + 1]! += 1;
  for (let g = 0; g < count; g += 1) start[g + 1]! += start[g]!;
  const next = start.slice();
  const member = new Int32Array(keys.length);
  for (let k = 0; k < keys.length; k += 1) member[next[keys[k]!]!++] = k;
  return { start, member };
}

type Range = { readonly min?: number; readonly max?: number };

function requireLength(field: string, column: Column, length: number): void {
  if (column.length !== length)
    throw new PlanningInputError('out_of_range', `${field}.length`, column.length);
}

function readFloats(field: string, column: Column, length: number, range: Range = {}): Float64Array {
  requireLength(field, column, length);
  const { min = 0, max = 1e15 } = range;
  for (let k = 0; k < length; k += 1) {
    const value = column[k]!;
    // The name of the field is put together only where it is needed: half a million names take a second.
    if (!(value >= min && value <= max)) requireNumber(`${field}[${k}]`, value, { min, max });
  }
  return Float64Array.from(column);
}

function readWholes(field: string, column: Column, length: number, range: Range = {}): Int32Array {
  requireLength(field, column, length);
  const { min = 0, max = QTY_MAX } = range;
  for (let k = 0; k < length; k += 1) {
    const value = column[k]!;
    if (!(Number.isInteger(value) && value >= min && value <= max))
      requireWhole(`${field}[${k}]`, value, { min, max });
  }
  return Int32Array.from(column);
}

/** Indexes into a list of `count`; an index outside is an unknown id. */
function readIndexes(field: string, column: Column, length: number, count: number, min = 0): Int32Array {
  if (column.length !== length)
    throw new PlanningInputError('out_of_range', `${field}.length`, column.length);
  for (let k = 0; k < length; k += 1) {
    const value = column[k]!;
    if (!Number.isInteger(value) || value < min || value >= count)
      throw new PlanningInputError('unknown_id', `${field}[${k}]`, value);
  }
  return Int32Array.from(column);
}

function readTerms(terms: NetworkTerms): Required<NetworkTerms> {
  const read = {
    shortage_steps: terms.shortage_steps ?? ([1, 1, 1, 1] as const),
    strict_tiers: terms.strict_tiers ?? false,
    budget: terms.budget ?? null,
    overrun_price: terms.overrun_price ?? 0,
    freight_max: terms.freight_max ?? null,
    fair_floor: terms.fair_floor ?? ([0, 0, 0, 0] as const),
    fair_price: terms.fair_price ?? 0,
  };
  let least = 0;
  for (const [k, step] of read.shortage_steps.entries()) {
    requireNumber(`terms.shortage_steps[${k}]`, step, { min: least, max: 1e6 });
    least = step;
  }
  for (const [k, floor] of read.fair_floor.entries()) requireNumber(`terms.fair_floor[${k}]`, floor);
  requireNumber('terms.overrun_price', read.overrun_price, { max: 1e9 });
  requireNumber('terms.fair_price', read.fair_price, { max: 1e9 });
  if (read.budget !== null) requireNumber('terms.budget', read.budget);
  if (read.freight_max !== null) requireNumber('terms.freight_max', read.freight_max);
  return read;
}

/** Pools of donors: one for each tier that may take less than the tier above it; equal limits share a pool. */
function donorPools(limits: Int32Array, lots_of_donor: Float64Array) {
  const donors = lots_of_donor.length;
  const capacity: number[] = [];
  const parent: number[] = [];
  const pool_of = new Int32Array(donors * TIERS).fill(-1);
  for (let donor = 0; donor < donors; donor += 1) {
    let pool = -1;
    // A limit that is no less than the donor's stock cannot bind: it needs no pool.
    let least = lots_of_donor[donor]!;
    for (let t = 0; t < TIERS; t += 1) {
      const limit = limits[donor * TIERS + t]!;
      if (t > 0 && limit > limits[donor * TIERS + t - 1]!)
        throw new PlanningInputError('out_of_range', `donors.limit[${donor * TIERS + t}]`, limit);
      if (limit < least) {
        capacity.push(limit);
        parent.push(pool);
        pool = capacity.length - 1;
        least = limit;
      }
      pool_of[donor * TIERS + t] = pool;
    }
  }
  return { capacity, parent, pool_of };
}

/** Arcs by line, then by what a need unit costs, then as they came. */
function arcOrder(line: Int32Array, lines: number, cost: Float64Array, yields: Float64Array): Int32Array {
  const unit_cost = cost.map((c, k) => c / yields[k]!);
  const { start, member } = groupBy(line, lines);
  const dearer = (a: number, b: number) => unit_cost[a]! - unit_cost[b]!;
  for (let j = 0; j < lines; j += 1) member.subarray(start[j]!, start[j + 1]!).sort(dearer);
  return member;
}

const maxOf = (column: Int32Array) => column.reduce((most, value) => Math.max(most, value), -1);

const pick = <T extends Int32Array | Float64Array>(column: T, order: Int32Array): T => {
  const picked = column.slice() as T;
  for (let k = 0; k < order.length; k += 1) picked[k] = column[order[k]!]!;
  return picked;
};

function readLots(rows: NetworkRows) {
  const count = rows.lots.donor.length;
  const donors = rows.donors.limit.length / TIERS;
  if (!Number.isInteger(donors))
    throw new PlanningInputError('out_of_range', 'donors.limit.length', rows.donors.limit.length);
  const donor = readIndexes('lots.donor', rows.lots.donor, count, donors);
  const qty = readWholes('lots.qty', rows.lots.qty, count);
  const stock = new Float64Array(donors);
  for (let k = 0; k < count; k += 1) stock[donor[k]!]! += qty[k]!;
  return {
    count,
    donor,
    qty,
    stock,
    limit: readWholes('donors.limit', rows.donors.limit, donors * TIERS),
    sealed: Uint8Array.from(readIndexes('lots.sealed', rows.lots.sealed, count, 2)),
    group: readWholes('lots.group', rows.lots.group, count),
  };
}

function readLines(rows: NetworkRows) {
  const { lines } = rows;
  const count = lines.dest.length;
  const qty = readFloats('lines.qty', lines.qty, count, { max: QTY_MAX });
  const over = readFloats('lines.over_max', lines.over_max, count, { max: QTY_MAX });
  return {
    count,
    qty,
    max: qty.map((q, k) => q + over[k]!),
    // There are no more destinations in use than lines and lanes, which keeps a wild index from taking memory.
    dest: readIndexes('lines.dest', lines.dest, count, count + rows.lanes.dest.length),
    tier: Uint8Array.from(readWholes('lines.tier', lines.tier, count, { min: 1, max: TIERS })),
    weight: readFloats('lines.weight', lines.weight, count, { max: 1e9 }),
    single: Uint8Array.from(readIndexes('lines.single', lines.single, count, 2)),
  };
}

function tierQty({ tier, qty }: { readonly tier: Uint8Array; readonly qty: Float64Array }): Float64Array {
  const sums = new Float64Array(TIERS + 1);
  for (let k = 0; k < qty.length; k += 1) sums[tier[k]!]! += qty[k]!;
  return sums;
}

function readLife(rows: NetworkRows, offset: number) {
  const count = rows.life?.capacity.length ?? 0;
  const capacity = readFloats('life.capacity', rows.life?.capacity ?? NO_COLUMN, count, { max: 1e12 });
  const next = readIndexes('life.next', rows.life?.next ?? NO_COLUMN, count, count, -1);
  for (let k = 0; k < count; k += 1)
    // Rows come earliest date first, so a chain that does not rise would be a circle.
    if (next[k]! >= 0 && next[k]! <= k)
      throw new PlanningInputError('out_of_range', `life.next[${k}]`, next[k]);
  return { count, capacity, parent: next.map((row) => (row < 0 ? -1 : row + offset)) };
}

function readArcs(rows: NetworkRows, counts: { lots: number; lines: number; lanes: number; life: number }) {
  const { arcs } = rows;
  const count = arcs.lot.length;
  const none = new Float64Array(count);
  return {
    count,
    lot: readIndexes('arcs.lot', arcs.lot, count, counts.lots),
    line: readIndexes('arcs.line', arcs.line, count, counts.lines),
    lane: readIndexes('arcs.lane', arcs.lane, count, counts.lanes),
    cost: readFloats('arcs.cost', arcs.cost, count, { min: -1e9, max: 1e9 }),
    freight: readFloats('arcs.freight', arcs.freight ?? none, count, { max: 1e9 }),
    volume: readFloats('arcs.volume', arcs.volume, count, { max: 1e9 }),
    yields: readFloats('arcs.yield', arcs.yield, count, { min: 1e-6, max: 1e6 }),
    life: readIndexes('arcs.life', arcs.life ?? new Int32Array(count).fill(-1), count, counts.life, -1),
  };
}

/** Checks every value, sorts the arcs and indexes them. Throws PlanningInputError naming the field (`lots.qty[3]`). */
export function readNetwork(rows: NetworkRows, terms: NetworkTerms = {}): Network {
  const lots = readLots(rows);
  const lines = readLines(rows);
  const lanes = rows.lanes.dest.length;
  const lane_dest = readIndexes('lanes.dest', rows.lanes.dest, lanes, lines.count + lanes);
  const pools = donorPools(lots.limit, lots.stock);
  const life = readLife(rows, pools.capacity.length);
  const arcs = readArcs(rows, { lots: lots.count, lines: lines.count, lanes, life: life.count });
  for (let k = 0; k < arcs.count; k += 1)
    if (lane_dest[arcs.lane[k]!] !== lines.dest[arcs.line[k]!])
      throw new PlanningInputError('out_of_range', `arcs.lane[${k}]`, arcs.lane[k]);
  const dests = 1 + Math.max(maxOf(lines.dest), maxOf(lane_dest));
  const order = arcOrder(arcs.line, lines.count, arcs.cost, arcs.yields);
  const [arc_lot, arc_line, arc_lane] = [
    pick(arcs.lot, order),
    pick(arcs.line, order),
    pick(arcs.lane, order),
  ];
  const donor_pool = arc_lot.map(
    (lot, k) => pools.pool_of[lots.donor[lot]! * TIERS + lines.tier[arc_line[k]!]! - 1]!,
  );
  return {
    lots: lots.count,
    lines: lines.count,
    lanes,
    arcs: arcs.count,
    dests,
    terms: readTerms(terms),
    lot_qty: lots.qty,
    lot_sealed: lots.sealed,
    lot_group: lots.group,
    line_dest: lines.dest,
    line_tier: lines.tier,
    line_qty: lines.qty,
    line_max: lines.max,
    line_weight: lines.weight,
    line_single: lines.single,
    tier_qty: tierQty(lines),
    lane_dest,
    lane_fixed: readFloats('lanes.fixed', rows.lanes.fixed, lanes, { max: 1e9 }),
    lane_capacity: readFloats('lanes.capacity', rows.lanes.capacity, lanes),
    pool_capacity: Float64Array.from([...pools.capacity, ...life.capacity]),
    pool_parent: Int32Array.from([...pools.parent, ...life.parent]),
    arc_lot,
    arc_line,
    arc_lane,
    arc_cost: pick(arcs.cost, order),
    arc_freight: pick(arcs.freight, order),
    arc_volume: pick(arcs.volume, order),
    arc_yield: pick(arcs.yields, order),
    arc_donor_pool: donor_pool,
    arc_life_pool: pick(arcs.life, order).map((row) => (row < 0 ? -1 : row + pools.capacity.length)),
    arc_source: order,
    arcs_of_line: groupBy(arc_line, lines.count),
    arcs_of_lot: groupBy(arc_lot, lots.count),
    arcs_of_lane: groupBy(arc_lane, lanes),
    lines_of_dest: groupBy(lines.dest, dests),
    lanes_of_dest: groupBy(lane_dest, dests),
  };
}

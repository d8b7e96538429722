import { arcLimit, loadSize } from './arc-limits.ts';
import { Milp } from './milp.ts';
import type { Network } from './network.ts';

/** What of a network becomes a problem for the solver, and what is to be least. */
export type MilpScope = {
  readonly lines: ArrayLike<number>;
  readonly usable: (arc: number) => boolean;
  /** Cost of opening a lane; null where it is open already. */
  readonly opening: (lane: number) => number | null;
  /** `score`: everything that a plan costs but lanes that are open already; a number: shortage of that tier alone. */
  readonly objective: 'score' | 1 | 2;
  /** Need units that tiers may be short at most, at index t. */
  readonly short_max?: readonly number[];
  /** Freight of lanes that are open already: it counts against budget and end. */
  readonly freight_spent?: number;
  /** Rows that tie every way by itself to its lane: better bounds from more rows. */
  readonly strong: boolean;
  /** Loads are whole; where they need not be, only the bound is meant. */
  readonly whole: boolean;
};

type Entries = [column: number, value: number][];
const MILP_FREIGHT_NONE = Number.POSITIVE_INFINITY;

/** Lists under keys that come in any order. */
class Lists<T> extends Map<number, T[]> {
  put(key: number, value: T): void {
    const list = this.get(key);
    if (list) list.push(value);
    else this.set(key, [value]);
  }
}

/**
 * A network as a mixed-integer problem (MODEL.md section 2): loads x on arcs, lanes y, shortage s by quarters, lot
 * numbers z of single lines, overrun o and the distance r from each tier's floor. A sealed lot is a column that
 * counts whole lots.
 */
export class NetworkMilp {
  readonly milp = new Milp();
  readonly #net: Network;
  readonly #scope: MilpScope;
  /** Arcs that have a column, and the loads that one of it stands for. */
  readonly #arcs: number[] = [];
  readonly #columns = new Map<number, number>();
  readonly #opened = new Map<number, number>();
  readonly #short = new Map<number, Entries>();

  constructor(net: Network, scope: MilpScope) {
    this.#net = net;
    this.#scope = scope;
    this.#addArcs();
    for (let k = 0; k < scope.lines.length; k += 1) this.#addLine(scope.lines[k]!);
    this.#addStock();
    this.#addLanes();
    this.#addFreight();
    this.#addTiers();
  }

  /** Loads on each arc that the values stand for, rounded. */
  flows(values: Float64Array): { readonly arc: number; readonly loads: number }[] {
    return this.#arcs
      .map((arc) => ({ arc, loads: Math.round(values[this.#columns.get(arc)!]!) * loadSize(this.#net, arc) }))
      .filter(({ loads }) => loads > 0);
  }

  get #scores(): boolean {
    return this.#scope.objective === 'score';
  }

  #addArcs(): void {
    const { lines, usable, whole } = this.#scope;
    const net = this.#net;
    for (let k = 0; k < lines.length; k += 1)
      for (
        let arc = net.arcs_of_line.start[lines[k]!]!;
        arc < net.arcs_of_line.start[lines[k]! + 1]!;
        arc += 1
      ) {
        const limit = usable(arc) ? arcLimit(net, arc) : 0;
        if (limit === 0) continue;
        const size = loadSize(net, arc);
        const cost = this.#scores ? net.arc_cost[arc]! * size : 0;
        this.#arcs.push(arc);
        this.#columns.set(arc, this.milp.column(cost, limit / size, whole || size > 1));
      }
  }

  /** The column of a lane, -1 where it is open already. */
  #laneColumn(lane: number): number {
    const cost = this.#scope.opening(lane);
    if (cost === null) return -1;
    const known = this.#opened.get(lane);
    if (known !== undefined) return known;
    const column = this.milp.column(this.#scores ? cost : 0, 1, true);
    this.#opened.set(lane, column);
    return column;
  }

  #entries(arcs: readonly number[], amount: (arc: number) => number): Entries {
    return arcs.map((arc) => [this.#columns.get(arc)!, amount(arc) * loadSize(this.#net, arc)]);
  }

  #loads = (arcs: readonly number[]) => this.#entries(arcs, () => 1);
  #units = (arcs: readonly number[]) => this.#entries(arcs, (arc) => this.#net.arc_yield[arc]!);

  #arcsOf(line: number): number[] {
    const { start } = this.#net.arcs_of_line;
    const arcs: number[] = [];
    for (let arc = start[line]!; arc < start[line + 1]!; arc += 1) if (this.#columns.has(arc)) arcs.push(arc);
    return arcs;
  }

  /** Shortage in quarters of rising cost, or in one piece where every quarter costs the same. */
  #addShortage(line: number): Entries {
    const net = this.#net;
    const { shortage_steps: steps } = net.terms;
    const counted = this.#scope.objective === net.line_tier[line] ? 1 : 0;
    const parts = this.#scores && steps[3] > steps[0] ? steps : steps.slice(0, 1);
    return parts.map((step) => {
      const cost = this.#scores ? net.line_weight[line]! * step : counted;
      return [this.milp.column(cost, net.line_qty[line]! / parts.length, false), 1];
    });
  }

  #addLine(line: number): void {
    const net = this.#net;
    const [qty, most] = [net.line_qty[line]!, net.line_max[line]!];
    const arcs = this.#arcsOf(line);
    const units = this.#units(arcs);
    const short = this.#addShortage(line);
    this.#short.set(line, short);
    this.milp.row(qty, most > qty ? Number.POSITIVE_INFINITY : qty, [...units, ...short]);
    if (most > qty) this.milp.row(Number.NEGATIVE_INFINITY, most, units);
    if (net.line_single[line] === 1) this.#addSingle(line, arcs);
  }

  /** One lot number: its goods only where its column is 1, and at most one of them is. */
  #addSingle(line: number, arcs: readonly number[]): void {
    const net = this.#net;
    const groups = new Lists<number>();
    for (const arc of arcs) groups.put(net.lot_group[net.arc_lot[arc]!]!, arc);
    if (groups.size < 2) return;
    const chosen: Entries = [];
    for (const members of groups.values()) {
      const column = this.milp.column(0, 1, true);
      chosen.push([column, 1]);
      const most = this.#unitsMost(members, net.line_max[line]!);
      this.milp.row(Number.NEGATIVE_INFINITY, 0, [...this.#units(members), [column, -most]]);
    }
    this.milp.row(Number.NEGATIVE_INFINITY, 1, chosen);
  }

  #unitsMost(arcs: readonly number[], end: number): number {
    return Math.min(
      end,
      arcs.reduce((sum, arc) => sum + arcLimit(this.#net, arc) * this.#net.arc_yield[arc]!, 0),
    );
  }

  #addStock(): void {
    const net = this.#net;
    const [lots, pools] = [new Lists<number>(), new Lists<number>()];
    for (const arc of this.#arcs) {
      lots.put(net.arc_lot[arc]!, arc);
      for (let p = net.arc_donor_pool[arc]!; p >= 0; p = net.pool_parent[p]!) pools.put(p, arc);
      for (let p = net.arc_life_pool[arc]!; p >= 0; p = net.pool_parent[p]!) pools.put(p, arc);
    }
    for (const [lot, arcs] of lots)
      this.milp.row(Number.NEGATIVE_INFINITY, net.lot_qty[lot]!, this.#loads(arcs));
    for (const [pool, arcs] of pools)
      this.milp.row(Number.NEGATIVE_INFINITY, net.pool_capacity[pool]!, this.#loads(arcs));
  }

  #addLanes(): void {
    const net = this.#net;
    const lanes = new Lists<number>();
    for (const arc of this.#arcs) lanes.put(net.arc_lane[arc]!, arc);
    for (const [lane, arcs] of lanes) {
      const all = arcs.reduce((sum, arc) => sum + arcLimit(net, arc) * net.arc_volume[arc]!, 0);
      const capacity = net.lane_capacity[lane]!;
      const volume = this.#entries(arcs, (arc) => net.arc_volume[arc]!);
      const column = this.#needsColumn(lane) ? this.#laneColumn(lane) : -1;
      if (column < 0 && all > capacity) this.milp.row(Number.NEGATIVE_INFINITY, capacity, volume);
      if (column < 0) continue;
      this.milp.row(Number.NEGATIVE_INFINITY, 0, [...volume, [column, -Math.min(capacity, all)]]);
      // Goods without volume use the lane too.
      if (this.#scope.strong || volume.some(([, value]) => value === 0)) this.#tieToLane(arcs, column);
    }
  }

  /** A lane that costs nothing, neither score nor freight, need not be chosen. */
  #needsColumn(lane: number): boolean {
    const limited = this.#net.terms.freight_max !== null || (this.#scores && this.#net.terms.budget !== null);
    return this.#scope.opening(lane) !== null && (limited || this.#scores);
  }

  /** Strong rows: a line's goods on a lane, and those of each way, only where the lane is open. */
  #tieToLane(arcs: readonly number[], column: number): void {
    const net = this.#net;
    const lines = new Lists<number>();
    for (const arc of arcs) lines.put(net.arc_line[arc]!, arc);
    for (const [line, members] of lines) {
      const most = net.line_max[line]!;
      const sum = this.#unitsMost(members, Number.POSITIVE_INFINITY);
      if (sum > most) this.milp.row(Number.NEGATIVE_INFINITY, 0, [...this.#units(members), [column, -most]]);
      for (const arc of members) {
        if (sum > most && arcLimit(net, arc) * net.arc_yield[arc]! >= most) continue;
        const limit = arcLimit(net, arc) / loadSize(net, arc);
        this.milp.row(Number.NEGATIVE_INFINITY, 0, [
          [this.#columns.get(arc)!, 1],
          [column, -limit],
        ]);
      }
    }
  }

  #addFreight(): void {
    const { budget, overrun_price, freight_max } = this.#net.terms;
    const spent = this.#scope.freight_spent ?? 0;
    const freight = [
      ...this.#entries(this.#arcs, (arc) => this.#net.arc_freight[arc]!),
      ...[...this.#opened].map(([lane, column]): Entries[0] => [column, this.#net.lane_fixed[lane]!]),
    ];
    if (freight_max !== null) this.milp.row(Number.NEGATIVE_INFINITY, freight_max - spent, freight);
    if (budget === null || overrun_price === 0 || !this.#scores) return;
    const overrun = this.milp.column(overrun_price, MILP_FREIGHT_NONE, false);
    this.milp.row(Number.NEGATIVE_INFINITY, budget - spent, [...freight, [overrun, -1]]);
  }

  /** Floors of tiers, and what earlier phases have reached. */
  #addTiers(): void {
    const net = this.#net;
    const { fair_floor, fair_price } = net.terms;
    for (let tier = 1; tier <= 4; tier += 1) {
      const short = [...this.#short].flatMap(([line, entries]) =>
        net.line_tier[line] === tier ? entries : [],
      );
      const most = this.#scope.short_max?.[tier];
      if (most !== undefined) this.milp.row(Number.NEGATIVE_INFINITY, most, short);
      const floor = fair_floor[tier - 1]!;
      if (!this.#scores || fair_price === 0 || floor === 0) continue;
      const below = this.milp.column(fair_price, MILP_FREIGHT_NONE, false);
      this.milp.row(Number.NEGATIVE_INFINITY, net.tier_qty[tier]! - floor, [...short, [below, -1]]);
    }
  }
}

/**
 * Which goods of one lane go on which of its departures. A good consists of equal parts; `allowed[good]` are the
 * departures that it may take, and loads and room have one entry for each dimension (weight, compartments).
 */
export type LaneGood = {
  readonly parts: number;
  readonly part_load: readonly number[];
  readonly part_weight_kg: number;
  readonly priority_class: number;
  readonly latest_arrival_hours: number;
  readonly allowed: readonly number[];
};
export type LaneVehicle = {
  readonly room: readonly number[];
  readonly fixed_cost_fen: number;
  readonly cost_fen_per_kg: number;
};
export type LaneProblem = { readonly goods: readonly LaneGood[]; readonly vehicles: readonly LaneVehicle[] };

export type Loading = {
  /** [good][vehicle]: parts. */
  readonly parts: readonly (readonly number[])[];
  /** Left behind, in shares of goods, by priority class from 1 to 4. */
  readonly left: readonly number[];
  readonly cost_fen: number;
};

/** Up to here every set of departures is tried. */
const VEHICLES_TRIED_ALL_MAX = 8;
/** Beyond this many departures of a lane only closing is tried, not exchanging. */
const VEHICLES_EXCHANGED_MAX = 40;
const ROUNDING = 1e-9;

/** The best loading found: least left behind, class 1 before class 2 and so on, then least freight. */
export function loadLane(problem: LaneProblem): Loading {
  const orders = loadingOrders(problem);
  const load = (open: readonly boolean[]) =>
    orders.map((order) => loadInOrder(problem, open, order)).reduce((a, b) => (isBetter(b, a) ? b : a));
  const all = problem.vehicles.map(() => true);
  if (problem.vehicles.length <= VEHICLES_TRIED_ALL_MAX) return bestOfAllSets(load, problem.vehicles.length);
  return improveSet(load, all);
}

type Load = (open: readonly boolean[]) => Loading;

function bestOfAllSets(load: Load, vehicles: number): Loading {
  let best: Loading | null = null;
  for (let set = 0; set < 1 << vehicles; set++) {
    const loading = load(Array.from({ length: vehicles }, (_, vehicle) => (set & (1 << vehicle)) !== 0));
    if (best === null || isBetter(loading, best)) best = loading;
  }
  return best!;
}

/** From all departures on: closes one, or exchanges one for another, as long as that is better. */
function improveSet(load: Load, all: readonly boolean[]): Loading {
  let open = all;
  let best = load(open);
  for (let better = true; better; ) {
    better = false;
    open = open.map((_, vehicle) => best.parts.some((row) => row[vehicle]! > 0));
    for (const changed of neighbourSets(open)) {
      const loading = load(changed);
      if (!isBetter(loading, best)) continue;
      best = loading;
      open = changed;
      better = true;
      break;
    }
  }
  return best;
}

function* neighbourSets(open: readonly boolean[]): Generator<boolean[]> {
  const used = [...open.keys()].filter((vehicle) => open[vehicle]);
  const unused = [...open.keys()].filter((vehicle) => !open[vehicle]);
  for (const vehicle of used) yield open.with(vehicle, false);
  if (open.length > VEHICLES_EXCHANGED_MAX) return;
  for (const vehicle of unused) yield open.with(vehicle, true);
  for (const one of used) for (const other of unused) yield open.with(one, false).with(other, true);
}

function isBetter(a: Loading, b: Loading): boolean {
  for (const [priority, left] of a.left.entries())
    if (Math.abs(left - b.left[priority]!) > ROUNDING) return left < b.left[priority]!;
  return a.cost_fen < b.cost_fen - ROUNDING;
}

/** Urgent goods first in each; then those with few departures, large ones, or those with an early date. */
function loadingOrders({ goods, vehicles }: LaneProblem): number[][] {
  const most = vehicles.reduce<readonly number[]>(
    (room, vehicle) => vehicle.room.map((own, d) => Math.max(own, room[d] ?? 0)),
    [],
  );
  const size = (good: LaneGood) =>
    good.part_load.reduce((share, qty, d) => Math.max(share, qty > 0 ? (qty * good.parts) / most[d]! : 0), 0);
  const keys: ((good: LaneGood) => number)[] = [
    (good) => good.allowed.length - size(good) / 1e6,
    (good) => -size(good),
    (good) => good.latest_arrival_hours,
  ];
  return keys.map((key) =>
    [...goods.keys()].sort(
      (a, b) =>
        goods[a]!.priority_class - goods[b]!.priority_class || key(goods[a]!) - key(goods[b]!) || a - b,
    ),
  );
}

type Hold = { readonly problem: LaneProblem; readonly room: number[][]; readonly parts: number[][] };

/** Every good goes on the open departures that are cheapest for its weight. */
function loadInOrder(problem: LaneProblem, open: readonly boolean[], order: readonly number[]): Loading {
  const { goods, vehicles } = problem;
  const hold: Hold = {
    problem,
    room: vehicles.map((vehicle) => [...vehicle.room]),
    parts: goods.map(() => vehicles.map(() => 0)),
  };
  for (const g of order) {
    const ways = waysOf(hold, g);
    const left = fillUp(
      hold,
      g,
      ways.filter((vehicle) => open[vehicle]),
    );
    if (left > 0 && goods[g]!.parts === 1) askToMove(hold, g, open);
  }
  // To leave a good behind is worse than any freight, so that what is left goes on closed departures too.
  for (const g of order) fillUp(hold, g, waysOf(hold, g));
  return finish(hold);
}

/** The departures that a good may take, the cheapest for its weight first, of equal ones the fuller. */
function waysOf({ problem, room }: Hold, g: number): number[] {
  const { goods, vehicles } = problem;
  const good = goods[g]!;
  return [...good.allowed].sort(
    (a, b) =>
      vehicles[a]!.cost_fen_per_kg - vehicles[b]!.cost_fen_per_kg ||
      roomFor(good, room[a]!) - roomFor(good, room[b]!) ||
      a - b,
  );
}

/** Puts as many of the parts that have no place yet as fit on the ways in their order; gives those still left. */
function fillUp(hold: Hold, g: number, ways: readonly number[]): number {
  const good = hold.problem.goods[g]!;
  let left = good.parts - hold.parts[g]!.reduce((sum, count) => sum + count, 0);
  for (const vehicle of ways) {
    const count = Math.min(left, roomFor(good, hold.room[vehicle]!));
    if (count > 0) put(hold, g, vehicle, count);
    left -= count;
  }
  return left;
}

/** Puts an undivided good where another one makes room by going on another open departure. */
function askToMove(hold: Hold, g: number, open: readonly boolean[]): void {
  for (const vehicle of waysOf(hold, g)) {
    const guest = open[vehicle] ? findMovable(hold, g, vehicle, open) : null;
    if (guest === null) continue;
    put(hold, guest.good, vehicle, -1);
    put(hold, guest.good, guest.to, 1);
    put(hold, g, vehicle, 1);
    return;
  }
}

/** A good on the vehicle that another open departure would take, and whose going makes room for good `g`. */
function findMovable({ problem, room, parts }: Hold, g: number, vehicle: number, open: readonly boolean[]) {
  for (const [other, good] of problem.goods.entries()) {
    if (good.parts > 1 || parts[other]![vehicle] === 0) continue;
    const freed = room[vehicle]!.map((qty, d) => qty + good.part_load[d]!);
    if (roomFor(problem.goods[g]!, freed) < 1) continue;
    const to = good.allowed.find((way) => way !== vehicle && open[way] && roomFor(good, room[way]!) >= 1);
    if (to !== undefined) return { good: other, to };
  }
  return null;
}

function put({ problem, room, parts }: Hold, g: number, vehicle: number, count: number): void {
  const { part_load } = problem.goods[g]!;
  room[vehicle] = room[vehicle]!.map((left, d) => left - count * part_load[d]!);
  parts[g]![vehicle]! += count;
}

/** Parts of the good that fit. */
function roomFor({ parts, part_load }: LaneGood, room: readonly number[]): number {
  let count = parts;
  for (const [d, qty] of part_load.entries())
    if (qty > 0) count = Math.min(count, Math.floor(room[d]! / qty + ROUNDING));
  return Math.max(0, count);
}

function finish({ problem, parts }: Hold): Loading {
  const left = [0, 0, 0, 0];
  let cost_fen = 0;
  for (const [g, good] of problem.goods.entries()) {
    const loaded = parts[g]!.reduce((sum, count) => sum + count, 0);
    left[good.priority_class - 1]! += (good.parts - loaded) / good.parts;
    for (const [vehicle, count] of parts[g]!.entries())
      cost_fen += count * good.part_weight_kg * problem.vehicles[vehicle]!.cost_fen_per_kg;
  }
  for (const [vehicle, { fixed_cost_fen }] of problem.vehicles.entries())
    if (parts.some((row) => row[vehicle]! > 0)) cost_fen += fixed_cost_fen;
  return { parts, left, cost_fen };
}

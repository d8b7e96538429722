import type { RoutePicture } from './route-state.ts';
import { canDrive, routeCost } from './savings.ts';
import type { SearchProblem } from './search-problem.ts';

/** Smaller gains may be rounding and could go round in circles. */
const LEAST_GAIN = 1e-6;

type Settling = {
  readonly problem: SearchProblem;
  readonly routes: Int32Array[];
  readonly kind_of: readonly number[];
};

/**
 * Gives routes to other vehicles as long as that is cheaper: a route to a free vehicle of another kind, or two routes
 * to each other's vehicles. The search changes stops one by one and so seldom moves a whole route.
 */
export function settleKinds(problem: SearchProblem, picture: RoutePicture): RoutePicture {
  if (problem.kinds.length < 2) return picture;
  const kind_of = problem.kinds.flatMap(({ count }, kind) => Array<number>(count).fill(kind));
  const settling = { problem, kind_of, routes: [...picture.routes] };
  let saved = 0;
  for (let gain = exchangeAll(settling); gain > 0; gain = exchangeAll(settling)) saved += gain;
  return { routes: settling.routes, cost: picture.cost - saved };
}

/** Makes every exchange that is cheaper when its turn comes, and says what all of them saved. */
function exchangeAll(settling: Settling): number {
  const { routes } = settling;
  let saved = 0;
  for (let slot = 0; slot < routes.length; slot++)
    for (const other of partnersOf(settling, slot)) {
      const gain = gainOf(settling, slot, other);
      if (!(gain > LEAST_GAIN)) continue;
      [routes[slot], routes[other]] = [routes[other]!, routes[slot]!];
      saved += gain;
    }
  return saved;
}

/** Slots of other kinds: those in use once for each pair, and of the free ones of a kind the first. */
function* partnersOf({ routes, kind_of }: Settling, slot: number): Generator<number> {
  let seen_free = -1;
  for (let other = 0; other < routes.length && routes[slot]!.length > 0; other++) {
    if (kind_of[other] === kind_of[slot]) continue;
    const is_free = routes[other]!.length === 0;
    if (is_free ? kind_of[other] === seen_free : other < slot) continue;
    if (is_free) seen_free = kind_of[other]!;
    yield other;
  }
}

function gainOf({ problem, routes, kind_of }: Settling, slot: number, other: number): number {
  const costIn = (kind: number, stops: Int32Array) => {
    if (stops.length === 0) return 0;
    return canDrive(problem, kind, stops) ? routeCost(problem, kind, stops) : Infinity;
  };
  const [here, there] = [kind_of[slot]!, kind_of[other]!];
  const [own, others] = [routes[slot]!, routes[other]!];
  return costIn(here, own) + costIn(there, others) - costIn(here, others) - costIn(there, own);
}

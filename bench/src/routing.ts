import { checkRoutes, planRoutes, type RoutePlan, type RoutingInput } from '@tongcang/planning/routing';
import { atLeast, atMost, quick, report } from './support/report.ts';
import { companyDay, STOPS_OF_WAREHOUSE, WAREHOUSES } from './support/routing-company.ts';
import { cvrp, haveInstances, INSTANCES_AT, vrptw } from './support/routing-instances.ts';

/**
 * Routes against the best known of public instances, one setting for all: capacity alone (X of Uchoa et al.; gap in
 * distance) and windows (Solomon; vehicles first). Five seconds for an instance on one thread, three seeds. Then a day
 * of twenty warehouses with compartments and drivers' hours. Every plan is judged by the independent checker.
 */
const CVRP = ['X-n101-k25', 'X-n110-k13', 'X-n143-k7', 'X-n200-k36'];
const VRPTW = ['c101', 'c201', 'r101', 'r201', 'rc101', 'rc201'];
const SECONDS = quick ? 2 : 5;
const SEEDS = quick ? [1] : [1, 2, 3];
const COMPANY_SECONDS = quick ? 10 : 25;

type Figures = Record<string, number | string>;

let violations = 0;
const percent = (gap: number) => `${(100 * gap).toFixed(2)} %`;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function route(input: RoutingInput, seed: number, seconds: number): RoutePlan {
  const elapsed_ms = () => performance.now();
  const options = { ...input.options, time_limit_ms: seconds * 1000 };
  const plan = planRoutes({ ...input, options }, { seed, elapsed_ms });
  violations += checkRoutes(input, plan).length;
  return plan;
}

function measureCvrp(figures: Figures): number[] {
  return CVRP.flatMap((name) => {
    const { input, best } = cvrp(name);
    const gaps = SEEDS.map((seed) => route(input, seed, SECONDS).totals.km / best - 1);
    figures[`${name}: gap, mean and by seed`] = [mean(gaps), ...gaps].map(percent).join('  ');
    return gaps;
  });
}

/** For each seed, on how many files the best known number of vehicles is reached. */
function measureVrptw(figures: Figures): number[] {
  const reached = SEEDS.map(() => 0);
  for (const name of VRPTW) {
    const { input, best } = vrptw(name);
    const found = SEEDS.map((seed) => route(input, seed, SECONDS).totals);
    for (const [nth, { vehicles, stops_unrouted }] of found.entries())
      if (vehicles <= best.vehicles && stops_unrouted === 0) reached[nth]!++;
    const shown = found.map(({ vehicles, km }) => `${vehicles}/${km.toFixed(2)}`).join('  ');
    figures[`${name}: vehicles/distance (best ${best.vehicles}/${best.distance})`] = shown;
  }
  return reached;
}

/** Wall seconds of the whole day. */
function measureCompany(figures: Figures): number {
  const input = companyDay(1);
  const first = planRoutes({ ...input, options: { iterations_max: 0 } }).totals;
  const start = performance.now();
  const { totals } = route(input, 1, COMPANY_SECONDS);
  const seconds = (performance.now() - start) / 1000;
  figures[`${WAREHOUSES} warehouses, ${WAREHOUSES * STOPS_OF_WAREHOUSE} stops: vehicles`] = totals.vehicles;
  figures['  stops without a route'] = totals.stops_unrouted;
  figures['  cost against the first routes'] = percent(totals.cost_fen / first.cost_fen - 1);
  figures['  iterations a second'] = Math.round(totals.iterations / seconds);
  figures['  seconds'] = seconds;
  return seconds;
}

if (haveInstances()) {
  const figures: Figures = { 'seconds for an instance': SECONDS };
  const gaps = measureCvrp(figures);
  const reached = measureVrptw(figures);
  const seconds = measureCompany(figures);
  report('routing', figures, [
    atMost('CVRP, mean gap to the best known in %', 100 * mean(gaps), 1.2),
    atMost('CVRP, largest gap in %', 100 * Math.max(...gaps), 3),
    atLeast('Solomon, files with the best known vehicles, worst seed', Math.min(...reached), 5),
    atMost(`${WAREHOUSES * STOPS_OF_WAREHOUSE} stops of ${WAREHOUSES} warehouses, seconds`, seconds, 30),
    atMost('violations of all plans', violations, 0),
  ]);
} else {
  console.log(`routing: skipped, no instances at ${INSTANCES_AT}`);
  console.log(JSON.stringify({ bench: 'routing', skipped: true }));
}

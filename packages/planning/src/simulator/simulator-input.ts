import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';
import { requireNetwork } from '../redistribution/index.ts';
import { networkOf } from './evening-view.ts';
import type { RunSettings, SimulatedWorld } from './simulator.model.ts';

const SHARE = { max: 1 };
const DAYS_MAX = 36_500;
/** Orders are single events: more than this many expected a day would not end in a useful time. */
const ORDERS_PER_DAY_MAX = 1e6;

type Column = { readonly length: number; readonly [index: number]: number };

function requireEach(
  field: string,
  column: Column,
  length: number,
  check: (field: string, value: number) => void,
): void {
  if (column.length !== length)
    throw new PlanningInputError('out_of_range', `${field}.length`, column.length);
  for (let index = 0; index < length; index += 1) check(`${field}[${index}]`, column[index]!);
}

function requireSum(field: string, values: readonly number[]): void {
  values.forEach((value, k) => {
    requireNumber(`${field}[${k}]`, value, SHARE);
  });
  const total = values.reduce((sum, value) => sum + value, 0);
  if (Math.abs(total - 1) > 1e-6) throw new PlanningInputError('out_of_range', field, total);
}

function requireDepartments({ departments, warehouses, tiers }: SimulatedWorld): void {
  if (departments.length !== warehouses)
    throw new PlanningInputError('out_of_range', 'departments.length', departments.length);
  departments.forEach((of_warehouse, w) => {
    requireSum(
      `departments[${w}].share`,
      of_warehouse.map((department) => department.share),
    );
    of_warehouse.forEach(({ tier_mix }, d) => {
      if (tier_mix.length !== tiers.length)
        throw new PlanningInputError(
          'out_of_range',
          `departments[${w}][${d}].tier_mix.length`,
          tier_mix.length,
        );
      requireSum(`departments[${w}][${d}].tier_mix`, tier_mix);
    });
  });
}

function requireDelay({ delay }: SimulatedWorld): void {
  if (delay.length < 2) throw new PlanningInputError('out_of_range', 'delay.length', delay.length);
  delay.forEach(({ probability, days }, k) => {
    const before = delay[k - 1] ?? { probability: 0, days: -DAYS_MAX };
    requireNumber(`delay[${k}].probability`, probability, { min: before.probability, max: 1 });
    requireNumber(`delay[${k}].days`, days, { min: before.days, max: DAYS_MAX });
  });
  if (delay[0]!.probability !== 0)
    throw new PlanningInputError('out_of_range', 'delay[0].probability', delay[0]!.probability);
  const last = delay.length - 1;
  if (delay[last]!.probability !== 1)
    throw new PlanningInputError('out_of_range', `delay[${last}].probability`, delay[last]!.probability);
}

function requireDisruptions({ disruptions }: SimulatedWorld): void {
  for (const [name, value] of Object.entries(disruptions))
    requireNumber(`disruptions.${name}`, value, { max: name.endsWith('per_year') ? 365 : DAYS_MAX });
}

function requireItems(world: SimulatedWorld): void {
  const { items } = world;
  requireEach('unit_value', world.unit_value, items, (field, value) =>
    requireNumber(field, value, { max: 1e12 }),
  );
  requireEach('shelf_life_days', world.shelf_life_days, items, (field, value) =>
    requireWhole(field, value, { min: 1, max: DAYS_MAX }),
  );
  requireWhole('suppliers', world.suppliers, { min: 1, max: 1_000_000 });
  requireEach('supplier', world.supplier, items, (field, value) =>
    requireWhole(field, value, { max: world.suppliers - 1 }),
  );
}

function requireStock(world: SimulatedWorld): void {
  const pairs = world.warehouses * world.items;
  requireEach('initial_qty', world.initial_qty, pairs, (field, value) =>
    requireWhole(field, value, { max: 1e9 }),
  );
  requireEach('initial_days_left', world.initial_days_left, pairs, (field, value) =>
    requireWhole(field, value, { max: DAYS_MAX }),
  );
}

/** Refuses a world with a missing, wrong or too large value; the first wrong field is named. */
export function requireWorld(world: SimulatedWorld): void {
  requireNumber('outdated_share', world.outdated_share, SHARE);
  requireItems(world);
  requireNetwork(networkOf(world));
  requireDepartments(world);
  requireStock(world);
  requireDelay(world);
  requireDisruptions(world);
  requireWhole('order_qty_max', world.order_qty_max, { min: 1, max: 1e9 });
  requireWhole('lead_time_days', world.lead_time_days, { max: DAYS_MAX });
  requireNumber('life_at_receipt_min', world.life_at_receipt_min, SHARE);
  requireNumber('holding_share_per_year', world.holding_share_per_year, { max: 100 });
  const demand = world.rate_per_day.reduce((sum, rate) => sum + rate, 0);
  requireNumber('rate_per_day', (2 * demand) / (1 + world.order_qty_max), { max: ORDERS_PER_DAY_MAX });
}

/** Refuses run settings out of range; the warm-up must leave at least one day. */
export function requireRun({ seed, days, warm_up_days }: Omit<RunSettings, 'policy' | 'replenish'>): void {
  requireWhole('seed', seed, { max: 2 ** 32 - 1 });
  requireWhole('days', days, { min: 1, max: DAYS_MAX });
  requireWhole('warm_up_days', warm_up_days, { max: days - 1 });
}

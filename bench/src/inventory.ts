/**
 * Runs every case of the public inventory cases through the policies of the planning core, prints how many of each
 * family agree with the expected values, and measures policies and projections in a second on one core.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gammaLoss } from '@tongcang/planning/distributions';
import { inventoryPolicy, type PolicyRequest } from '@tongcang/planning/inventory';
import { projectUsableStock } from '@tongcang/planning/projection';
import { answerCase, type InventoryCase } from './support/inventory-cases.ts';
import { projectionLoad } from './support/inventory-load.ts';
import { atLeast, atMost, type Goal, mulberry32, quick, report } from './support/report.ts';

const file = join(import.meta.dirname, '../../../shared/planning/data/inventory_cases.json');
const figures: Record<string, number | string> = {};
const goals: Goal[] = [];

/** Largest distance of an answer from the expectation, in tolerances: 1 is just within. */
function distance(answer: unknown, expected: unknown, tolerance: number): number {
  if (typeof expected === 'number') {
    if (typeof answer !== 'number' || !Number.isFinite(answer)) return Number.POSITIVE_INFINITY;
    return Math.abs(answer - expected) / (tolerance * Math.max(Math.abs(expected), 1e-9));
  }
  const rows = Object.entries(expected as Record<string, unknown>);
  const answers = (answer ?? {}) as Record<string, unknown>;
  return rows.reduce((worst, [key, value]) => Math.max(worst, distance(answers[key], value, tolerance)), 0);
}

function runCases(cases: readonly InventoryCase[]): void {
  const families = new Map<string, { cases: number; within: number; worst: number }>();
  for (const one of cases) {
    const family = families.get(one.category) ?? { cases: 0, within: 0, worst: 0 };
    families.set(one.category, family);
    const { answer, expected } = answerCase(one);
    const worst = Object.entries(expected).reduce(
      (most, [key, { value, tolerance }]) => Math.max(most, distance(answer[key], value, tolerance)),
      0,
    );
    family.cases += 1;
    family.worst = Math.max(family.worst, worst);
    if (worst <= 1) family.within += 1;
    else console.log(`${one.id} ${one.function}: ${JSON.stringify(answer)} ${JSON.stringify(one.expected)}`);
  }
  let within = 0;
  for (const [name, family] of families) {
    within += family.within;
    figures[`${name}: within tolerance`] = `${family.within} of ${family.cases}`;
    figures[`${name}: largest distance in tolerances`] = family.worst;
  }
  goals.push(atLeast(`cases within tolerance, of ${cases.length}`, within, cases.length));
}

const BATCH = 200;

/** Items in a second of the best batch: others may hold the core during most of them. */
function ratePerSecond<T>(items: readonly T[], run: (batch: readonly T[]) => void): number {
  let best = 0;
  for (let round = 0; round < (quick ? 2 : 4); round += 1)
    for (let at = 0; at + BATCH <= items.length; at += BATCH) {
      const from = performance.now();
      run(items.slice(at, at + BATCH));
      best = Math.max(best, (BATCH * 1000) / (performance.now() - from));
    }
  return best;
}

function measurePolicies(): void {
  const random = mulberry32(4);
  const families = ['normal', 'gamma', 'negative_binomial'] as const;
  const requests = Array.from({ length: 3000 }, (_, index): PolicyRequest => {
    const daily_mean = 0.05 + 40 * random() ** 3;
    return {
      demand: {
        daily_mean,
        daily_sd: daily_mean * (0.4 + random()) + 0.2,
        lead_time_days: 3 + 60 * random(),
        lead_time_sd_days: 10 * random(),
        qc_days: 2,
        review_days: 1,
      },
      family: families[index % 3]!,
      target:
        index % 2 === 0 ? { kind: 'cycle', probability: 0.975 } : { kind: 'fill_rate', fill_rate: 0.98 },
      order: { qty: Math.ceil(daily_mean * 30), multiple: 5 },
      life: { shelf_life_days: 200 + 600 * random(), min_remaining_days: 120, transit_days: 2 },
    };
  });
  const rate = ratePerSecond(requests, (batch) => batch.map(inventoryPolicy));
  goals.push(atLeast('policies in a second on one core', rate, 1000));
}

function measureProjections(): void {
  const positions = projectionLoad(quick ? 1000 : 3000);
  const rate = ratePerSecond(positions, (batch) => projectUsableStock(batch));
  goals.push(atLeast('projected positions in a second on one core', rate, 2000));
}

/** Expected leftovers of single lots against E[(Q - D)+] of the gamma distribution, in deviations of demand. */
function measureAccuracy(): void {
  const random = mulberry32(3);
  let worst = 0;
  let sum = 0;
  const lots = 400;
  for (let lot_id = 0; lot_id < lots; lot_id += 1) {
    const [daily_mean, cv, days] = [
      0.05 + 10 * random() ** 3,
      0.2 + 3 * random(),
      1 + Math.floor(150 * random()),
    ];
    const qty = Math.max(1, Math.round(daily_mean * days * (0.5 + random())));
    const position = { item_id: lot_id, warehouse_id: 1, daily_mean, daily_sd: daily_mean * cv };
    const [answer] = projectUsableStock([{ ...position, lots: [{ lot_id, qty, expiry_day: days - 1 }] }]);
    const [shape, scale] = [days / cv ** 2, daily_mean * cv ** 2];
    const expected = qty - daily_mean * days + gammaLoss(qty, shape, scale);
    const error = Math.abs(answer!.lots[0]!.unused.expected - expected) / (scale * Math.sqrt(shape));
    worst = Math.max(worst, error);
    sum += error;
  }
  figures['leftovers of a lot: mean error in deviations of demand'] = sum / lots;
  goals.push(atMost('leftovers of a lot: largest error in deviations', worst, 0.03));
}

if (existsSync(file)) runCases(JSON.parse(readFileSync(file, 'utf8')));
else console.log('skipped: the public inventory cases are not beside the project (../shared/planning/data)');
measurePolicies();
measureProjections();
measureAccuracy();
report('inventory', figures, goals);

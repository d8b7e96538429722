import { requireNumber } from '../errors.ts';
import {
  createRedistribution,
  type EveningState,
  REDISTRIBUTION_SETTINGS,
  type RedistributionNetwork,
  type RedistributionSettings,
} from '../redistribution/index.ts';
import type { Move, TransferPolicy } from './simulator.model.ts';

/** Nothing is ever moved. */
export const noTransfers: TransferPolicy = { name: 'none', prepare: () => () => [] };

/** The project's policy: expected benefit by unit, bundled by lane. */
export function plannedTransfers(settings: RedistributionSettings = REDISTRIBUTION_SETTINGS): TransferPolicy {
  return {
    name: 'planned',
    prepare: (network) => {
      const { decide } = createRedistribution(network, settings);
      return (evening) =>
        decide(evening).flatMap(({ from, to, lines }) =>
          lines.map(({ item, qty }) => ({ from, to, item, qty })),
        );
    },
  };
}

/**
 * Waiting orders are filled from the nearest warehouse that has stock, then the next. Donors keep `protect_days` of
 * their mean demand; 0 lets them give everything.
 */
export function nearestTransfers(protect_days = 0): TransferPolicy {
  requireNumber('protect_days', protect_days, { max: 3650 });
  return {
    name: protect_days > 0 ? 'nearest_protected' : 'nearest',
    prepare: (network) => {
      const donors = Array.from({ length: network.warehouses }, (_, to) => donorsOf(network, to));
      return (evening) => pullFromNearest(network, evening, donors, protect_days);
    },
  };
}

/** Other warehouses by the cost of a departure to this one, then by number. */
function donorsOf({ warehouses, lane_fixed_cost }: RedistributionNetwork, to: number): number[] {
  const cost = (from: number) => lane_fixed_cost[from * warehouses + to]!;
  return Array.from({ length: warehouses }, (_, from) => from)
    .filter((from) => from !== to)
    .sort((a, b) => cost(a) - cost(b) || a - b);
}

function sumOf(start: Int32Array, qty: Float64Array, pair: number): number {
  let sum = 0;
  for (let k = start[pair]!; k < start[pair + 1]!; k += 1) sum += qty[k]!;
  return sum;
}

function pullFromNearest(
  network: RedistributionNetwork,
  evening: EveningState,
  donors: readonly (readonly number[])[],
  protect_days: number,
): Move[] {
  const { warehouses, items, rate_per_day } = network;
  const spare = Float64Array.from(rate_per_day, (rate, pair) =>
    Math.max(0, sumOf(evening.lot_start, evening.lot_qty, pair) - Math.ceil(rate * protect_days)),
  );
  const moves: Move[] = [];
  for (let pair = 0; pair < warehouses * items; pair += 1) {
    const to = Math.floor(pair / items);
    const item = pair % items;
    let missing = sumOf(evening.order_start, evening.order_qty, pair) - evening.inbound_qty[pair]!;
    for (const from of donors[to]!) {
      if (missing <= 0) break;
      if (evening.lane_open?.[from * warehouses + to] === 0) continue;
      const qty = Math.min(missing, spare[from * items + item]!);
      if (qty <= 0) continue;
      moves.push({ from, to, item, qty });
      spare[from * items + item]! -= qty;
      missing -= qty;
    }
  }
  return moves;
}

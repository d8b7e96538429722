import type { PricedRuleCode, TransferPlan, TransferRulePrice } from '../transfer.model.ts';
import type { Context } from '../transfer-input.ts';
import type { State } from '../transfer-state.ts';
import { explainNetwork, type PricedRule } from './explain.ts';
import type { RuleCode } from './prices.ts';
import { flowsOf, loadOf, type TransferNetwork } from './transfer-network.ts';

const CODES: Readonly<Record<RuleCode, PricedRuleCode>> = {
  lot_used_up: 'lot_used_up',
  sealed_lot: 'sealed_lot',
  donor_limit: 'donor_at_protected_level',
  life_row: 'consumption_limit',
  lane_full: 'lane_full',
  single_lot: 'single_lot',
  freight_limit: 'budget',
};

type Place = Pick<TransferRulePrice, 'warehouse_id' | 'lot_id' | 'lane_id'> & {
  /** Units of the transfer in a unit of the rule. */
  readonly unit: number;
};
const NOWHERE = { warehouse_id: null, lot_id: null, lane_id: null } as const;

function placeOf(context: Context, { scale }: TransferNetwork, { rule, index }: PricedRule): Place {
  switch (rule) {
    case 'lot_used_up':
    case 'sealed_lot': {
      const { warehouse_id, lot_id, item } = context.lots[index]!;
      return { ...NOWHERE, warehouse_id, lot_id, unit: loadOf(item) };
    }
    case 'donor_limit': {
      const { warehouse_id, item } = context.pairs[index]!;
      return { ...NOWHERE, warehouse_id, unit: loadOf(item) };
    }
    case 'life_row': {
      const { warehouse_id, item_id } = [...context.specials.limitsOf.values()].flat()[index]!;
      const item = context.pairs.find((pair) => pair.item_id === item_id)!.item;
      return { ...NOWHERE, warehouse_id, unit: loadOf(item) };
    }
    case 'lane_full':
      return { ...NOWHERE, lane_id: context.lanes[index]!.lane_id, unit: 1 };
    case 'single_lot':
      return { ...NOWHERE, warehouse_id: context.needs[index]!.to_warehouse_id, unit: 1 };
    case 'freight_limit':
      return { ...NOWHERE, unit: scale };
  }
}

function shown(context: Context, network: TransferNetwork, rule: PricedRule): TransferRulePrice {
  const { unit, ...place } = placeOf(context, network, rule);
  const gain = (qty: number, freight: number) => ({ qty, freight_fen: Math.round(freight * network.scale) });
  return {
    code: CODES[rule.rule],
    ...place,
    lifted_by: Number.isFinite(rule.by) ? Math.ceil(rule.by * unit) : null,
    gives: gain(rule.units, rule.freight),
    costs: gain(rule.cost_units, rule.cost_freight),
    exact: rule.exact,
  };
}

/** The plan with the prices of the rules that bind each need, on its lines and on what it lacks. */
export function withPrices(
  plan: TransferPlan,
  state: State,
  network: TransferNetwork,
  exact_prices_max: number,
): TransferPlan {
  const { context } = state;
  const flows = flowsOf(state, network);
  const explained = explainNetwork(network.rows, network.terms, flows, undefined, { exact_prices_max });
  const prices = new Map(
    explained.map(({ line, binding }) => [
      context.needs[line]!.need_id,
      binding.map((rule) => shown(context, network, rule)),
    ]),
  );
  return {
    ...plan,
    lines: plan.lines.map((line) => {
      return { ...line, explanation: { ...line.explanation, prices: prices.get(line.need_id)! } };
    }),
    shortages: plan.shortages.map((row) => ({ ...row, prices: prices.get(row.need_id)! })),
  };
}

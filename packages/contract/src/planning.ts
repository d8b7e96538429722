import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { fen, id, id_param, instant, qty, qty_or_zero, reason, required_text, text } from './primitives.ts';
import { transfer_errors } from './transfer.ts';
import { verb } from './verb.ts';

/** From worst to best: out today, out within a week, out or below safety stock later, at the reorder point, fine. */
export const RISK_LEVELS = ['stock_out', 'critical', 'warning', 'watch', 'ok'] as const;
export const risk_level = z.enum(RISK_LEVELS);

export const PROPOSAL_STATUSES = ['proposed', 'accepted', 'rejected', 'expired', 'superseded'] as const;
export const proposal_status = z.enum(PROPOSAL_STATUSES);

/** Why a proposal could not be accepted as it stands; they arrive as `reasons` of an expired proposal. */
export const planning_errors = {
  'planning.proposal_closed': {
    status: 409,
    zh: '建议已{status},不能再操作',
    en: 'The proposal is {status}; nothing more can be done with it',
  },
  'planning.reason_needed': {
    status: 422,
    zh: '修改数量须说明原因',
    en: 'A changed quantity needs a reason',
  },
  'planning.qty_above_proposal': {
    status: 422,
    zh: '数量 {qty} 超过建议数量 {proposed};更多数量请重新生成建议',
    en: '{qty} is more than the {proposed} proposed; ask for a new proposal instead',
  },
  'planning.lot_gone': {
    status: 409,
    zh: '批号 {lot_no} 只剩 {available},建议需要 {wanted}',
    en: 'Only {available} of lot {lot_no} are left, the proposal needs {wanted}',
  },
  'planning.policy_order': {
    status: 422,
    zh: '须满足 安全库存 {safety_stock} ≤ 再订货点 {reorder_point} ≤ 目标库存 {order_up_to}',
    en: 'Safety stock {safety_stock}, reorder point {reorder_point} and order-up-to {order_up_to} must rise in this order',
  },
  'planning.run_busy': {
    status: 409,
    zh: '另一次计算正在进行,请稍候',
    en: 'Another computation is under way; please wait',
  },
  'planning.dismiss_until_past': {
    status: 422,
    zh: '忽略期限必须在未来 90 天内',
    en: 'A risk can be put aside for at most 90 days from now',
  },
} as const satisfies ErrorCatalogue;

export const risk_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  warehouse_name: z.string(),
  level: risk_level,
  /** Clinical weight of the most urgent open demand x urgency; larger is worse. The list is ordered by it. */
  severity: z.number(),
  /** Most urgent class of the open demand; null without any. */
  priority_class: z.number().int().nullable(),
  /** Released, not allocated, not expired. */
  usable_qty: z.number(),
  /** Demand that is not allocated yet. */
  open_demand_qty: z.number(),
  net_qty: z.number(),
  /** On the road to this warehouse or approved to leave for it. */
  on_the_way_qty: z.number(),
  daily_demand: z.number(),
  safety_stock: z.number(),
  reorder_point: z.number(),
  /** Days until demand is not met in full: 0 is today, null is beyond the horizon. */
  days_until_stock_out: z.number().int().nullable(),
  projected_short_qty: z.number(),
  projected_expiry_qty: z.number(),
  /** Since when it is at this level. */
  level_since: z.string(),
  computed_at: z.string(),
  dismissed_until: z.string().nullable(),
  dismiss_reason: z.string().nullable(),
  /** The cheapest open proposal that would help, if there is one. */
  proposal_id: z.number().int().nullable(),
});

export const listRisks = verb({
  name: 'planning.list-risks',
  method: 'GET',
  path: '/api/planning/risk',
  summary: 'Items about to run short, the worst first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    level: risk_level.optional(),
    priority_class: z.coerce.number().int().min(1).max(4).optional(),
    search: text(60).optional(),
    /** Also what is fine, and what was put aside. */
    include_ok: z.enum(['true', 'false']).default('false'),
    include_dismissed: z.enum(['true', 'false']).default('false'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  output: z.object({
    rows: z.array(risk_row),
    total: z.number().int(),
    /** Risks by level under the same filters. */
    counts: z.object({
      stock_out: z.number().int(),
      critical: z.number().int(),
      warning: z.number().int(),
      watch: z.number().int(),
      ok: z.number().int(),
    }),
  }),
  errors: [],
});

export const policy_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  warehouse_id: id,
  warehouse_code: z.string(),
  service_level: z.number(),
  lead_time_days: z.number(),
  lead_time_sd_days: z.number(),
  qc_days: z.number(),
  safety_stock: z.number(),
  reorder_point: z.number(),
  order_up_to: z.number(),
  daily_mean: z.number(),
  daily_sd: z.number(),
  /** Way of forecasting: none, mean, ses, croston_sba. */
  method: z.string(),
  /** no_demand, smooth, erratic, intermittent, lumpy. */
  pattern: z.string(),
  observations: z.number().int(),
  /** Standard normal quantile of the service level, and the days it protects. */
  z: z.number(),
  protection_days: z.number(),
  /** What the formula asked for before shelf life; larger than safety_stock where the cap binds. */
  safety_stock_uncapped: z.number(),
  capped_by_shelf_life: z.boolean(),
  computed_at: z.string(),
  /** Values that a person has fixed; the computation leaves them alone. */
  pinned: z.object({
    service_level: z.number().nullable(),
    lead_time_days: z.number().nullable(),
    lead_time_sd_days: z.number().nullable(),
    qc_days: z.number().nullable(),
    safety_stock: z.number().nullable(),
    reorder_point: z.number().nullable(),
    order_up_to: z.number().nullable(),
  }),
  pin_reason: z.string().nullable(),
  pinned_by_name: z.string().nullable(),
  pinned_at: z.string().nullable(),
});

/** What a demand line still wants. */
export const risk_demand_row = z.object({
  demand_id: id,
  demand_line_id: id,
  document_no: z.string(),
  department_name: z.string(),
  partner_name: z.string(),
  priority_class: z.number().int(),
  needed_at: z.string(),
  open_qty: z.number(),
});
export const getRisk = verb({
  name: 'planning.get-risk',
  method: 'GET',
  path: '/api/planning/risk/{item_id}/{warehouse_id}',
  summary:
    'One risk with everything behind it: projected stock by day, lots, arrivals, demand, and the computation',
  input: z.strictObject({ item_id: id_param, warehouse_id: id_param }),
  output: risk_row.extend({
    horizon_days: z.number().int(),
    /** Usable stock at the end of each day, today first. */
    projection: z.array(z.object({ date: z.string(), usable_qty: z.number() })),
    lots: z.array(
      z.object({
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        usable_qty: z.number(),
        /** Released but already promised. */
        allocated_qty: z.number(),
        /** In quarantine, held or otherwise not to be used. */
        blocked_qty: z.number(),
      }),
    ),
    arrivals: z.array(
      z.object({
        /** A transfer from another warehouse, or an order to a supplier. */
        transfer_id: z.number().int().nullable(),
        purchase_order_id: z.number().int().nullable(),
        document_no: z.string(),
        from_warehouse_code: z.string().nullable(),
        date: z.string(),
        expiry_date: z.string().nullable(),
        qty: z.number(),
      }),
    ),
    demand: z.array(risk_demand_row),
    /** What other warehouses have free of it, so that the reader sees where help could come from. */
    elsewhere: z.array(
      z.object({
        warehouse_id: id,
        warehouse_code: z.string(),
        usable_qty: z.number(),
        safety_stock: z.number(),
        level: risk_level,
      }),
    ),
    policy: policy_row.nullable(),
    history: z.array(z.object({ period_start: z.string(), bucket: z.string(), qty: z.number() })),
    open_proposals: z.array(
      z.object({
        proposal_id: id,
        from_warehouse_code: z.string(),
        qty: z.number(),
        arrival_at: z.string(),
        cost_fen: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const dismissRisk = verb({
  name: 'planning.dismiss-risk',
  method: 'POST',
  path: '/api/planning/risk/{item_id}/{warehouse_id}/dismiss',
  summary: 'Puts a risk aside until a moment; it comes back earlier when it gets worse',
  input: z.strictObject({
    item_id: id_param,
    warehouse_id: id_param,
    until: instant,
    reason: required_text(200),
  }),
  output: z.object({ item_id: id, warehouse_id: id, dismissed_until: z.string() }),
  errors: ['platform.not_found', 'planning.dismiss_until_past'],
});

export const listPolicies = verb({
  name: 'planning.list-policies',
  method: 'GET',
  path: '/api/planning/policy',
  summary: 'Safety stock, reorder point and order-up-to of items in warehouses, with how they came about',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    search: text(60).optional(),
    pinned_only: z.enum(['true', 'false']).default('false'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  output: z.object({ rows: z.array(policy_row), total: z.number().int() }),
  errors: [],
});

const service_level = z.number().min(0.5).max(0.9999);
const days = z.number().min(0).max(730);
export const setPolicy = verb({
  name: 'planning.set-policy',
  method: 'POST',
  path: '/api/planning/policy/{item_id}/{warehouse_id}',
  summary:
    'Fixes values of a policy with a reason; null gives a value back to the computation, absent leaves it',
  input: z.strictObject({
    item_id: id_param,
    warehouse_id: id_param,
    service_level: service_level.nullable().optional(),
    lead_time_days: days.nullable().optional(),
    lead_time_sd_days: days.nullable().optional(),
    qc_days: days.nullable().optional(),
    safety_stock: qty_or_zero.nullable().optional(),
    reorder_point: qty_or_zero.nullable().optional(),
    order_up_to: qty_or_zero.nullable().optional(),
    reason: required_text(200),
  }),
  output: policy_row,
  errors: ['platform.not_found', 'planning.policy_order'],
});

const settings = {
  /** Freight that transfers may cost in a calendar month, all warehouses together; null for no limit. */
  transfer_budget_fen: fen.nullable(),
  /** What holds where no policy says otherwise. */
  service_level,
  lead_time_days: days,
  lead_time_sd_days: days,
  qc_days: days,
  /** Days looked ahead for risks. */
  horizon_days: z.number().int().min(7).max(365),
  /** Days of demand ordered on top of the reorder point. */
  order_cover_days: days,
};
export const planning_settings = z.object({ ...settings, changed_at: z.string() });
export const getSettings = verb({
  name: 'planning.get-settings',
  method: 'GET',
  path: '/api/planning/settings',
  summary: 'Budget and default parameters of planning',
  input: z.strictObject({}),
  output: planning_settings,
  errors: [],
});
export const setSettings = verb({
  name: 'planning.set-settings',
  method: 'POST',
  path: '/api/planning/settings',
  summary: 'Changes budget and default parameters of planning; what is absent stays',
  input: z.strictObject({ ...z.object(settings).partial().shape, reason: required_text(200) }),
  output: planning_settings,
  errors: [],
});

export const recompute = verb({
  name: 'planning.recompute',
  method: 'POST',
  path: '/api/planning/recompute',
  summary: 'Computes forecasts, policies and risks anew, for a warehouse, for items, or for all',
  input: z.strictObject({
    warehouse_id: id.optional(),
    item_ids: z.array(id).min(1).max(5000).optional(),
  }),
  output: z.object({
    planning_run_id: id,
    policies: z.number().int(),
    risks: z.number().int(),
    raised: z.number().int(),
    duration_ms: z.number(),
  }),
  errors: ['platform.not_found', 'planning.run_busy'],
});

export const proposePurchases = verb({
  name: 'planning.propose-purchases',
  method: 'POST',
  path: '/api/planning/propose-purchases',
  summary:
    'Makes a purchase plan of all items below their reorder point, at one warehouse or at all in sight',
  input: z.strictObject({ warehouse_id: id.optional(), note: text(200).optional() }),
  output: z.object({
    plan_id: id,
    document_no: z.string(),
    lines: z.number().int(),
    to_buy: z.number().int(),
    total_fen: z.number(),
    without_supplier: z.number().int(),
    /** Items below their reorder point beyond the largest plan, the most urgent of which are in it. */
    left_out: z.number().int(),
  }),
  errors: ['platform.not_found', 'platform.forbidden', 'supply.nothing_to_buy'],
});

/** A way for goods that is closed, with the code of the rule: of the planner, or of the gate (`compliance.*`). */
export const rejected_arc = z.object({
  code: z.string(),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  lot_id: id.nullable(),
  lot_no: z.string().nullable(),
  lane_id: id.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export const shortage_row = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  to_warehouse_id: id,
  to_warehouse_code: z.string(),
  priority_class: z.number().int(),
  short_qty: z.number(),
  /** no_stock, stock_used, lane_full, budget, or the rule that closed the ways; `qty` is what it keeps away. */
  causes: z.array(z.object({ code: z.string(), qty: z.number() })),
  /** What would help: purchase, release_lot, lower_donor_safety_stock, accept_arrival, raise_budget ... */
  remedies: z.array(
    z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  ),
  rejected: z.array(rejected_arc),
});

export const propose = verb({
  name: 'planning.propose',
  method: 'POST',
  path: '/api/planning/proposal',
  summary:
    'Plans transfers for current risks and open demand under the budget and the gate; earlier open proposals of the same scope are superseded',
  input: z.strictObject({
    /** Only for this receiving warehouse. */
    to_warehouse_id: id.optional(),
    item_ids: z.array(id).min(1).max(5000).optional(),
    /** Also bring warehouses below their safety stock up to it, not only what threatens open demand. */
    replenish: z.boolean().default(true),
    /** Most freight of this plan; what is left of the month's budget where nothing is said. */
    budget_fen: fen.optional(),
  }),
  output: z.object({
    planning_run_id: id,
    proposal_ids: z.array(id),
    superseded: z.number().int(),
    needs: z.number().int(),
    /** Needs that a plan of this size leaves to the next one, the least pressing. */
    left_out: z.number().int(),
    need_qty: z.number(),
    served_qty: z.number(),
    short_qty: z.number(),
    freight_fen: z.number(),
    budget_fen: z.number().nullable(),
    budget_left_fen: z.number().nullable(),
    /** Ways that the gate refused, by code of the rule. */
    gate_refusals: z.array(z.object({ code: z.string(), arcs: z.number().int() })),
    shortages: z.array(shortage_row),
    duration_ms: z.number(),
  }),
  errors: ['platform.not_found', 'planning.run_busy'],
});

export const proposal_row = z.object({
  proposal_id: id,
  planning_run_id: id,
  status: proposal_status,
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  storage_condition: z.string(),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  from_warehouse_name: z.string(),
  to_warehouse_id: id,
  to_warehouse_code: z.string(),
  to_warehouse_name: z.string(),
  lane_id: id,
  mode: z.string(),
  carrier_name: z.string(),
  qty: z.number(),
  lots: z.number().int(),
  departure_at: z.string(),
  arrival_at: z.string(),
  cost_fen: z.number(),
  /** Most urgent class that it serves. */
  priority_class: z.number().int(),
  needed_by: z.string(),
  /** It arrives after the goods are needed; nothing faster was found. */
  late: z.boolean(),
  /** Severity and days of cover of the risk it answers, when it was planned. */
  severity: z.number(),
  days_until_stock_out: z.number().int().nullable(),
  transfer_id: z.number().int().nullable(),
  created_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by_name: z.string().nullable(),
  decision_reason: z.string().nullable(),
});
export const listProposals = verb({
  name: 'planning.list-proposals',
  method: 'GET',
  path: '/api/planning/proposal',
  summary: 'Proposed transfers, the most pressing first',
  input: z.strictObject({
    status: proposal_status.optional(),
    /** Either end. */
    warehouse_id: id_param.optional(),
    to_warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    planning_run_id: id_param.optional(),
    search: text(60).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  output: z.object({ rows: z.array(proposal_row), total: z.number().int() }),
  errors: [],
});

/** A rule that the way has passed, with its numbers. */
export const rule_passed = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export const proposal_line = z.object({
  lot_id: id,
  lot_no: z.string(),
  production_date: z.string().nullable(),
  expiry_date: z.string().nullable(),
  /** Days of life left on arrival. */
  remaining_days: z.number().int().nullable(),
  qty: z.number(),
  cartons: z.number().int(),
  rules_passed: z.array(rule_passed),
});
export const proposal_alternative = z.object({
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  lane_id: id,
  mode: z.string(),
  arrival_at: z.string(),
  qty: z.number(),
  freight_fen: z.number(),
  /** dearer, stock_used, donor_protected, lane_full, budget, not_better_found. */
  lost_because: z.string(),
});
export const getProposal = verb({
  name: 'planning.get-proposal',
  method: 'GET',
  path: '/api/planning/proposal/{proposal_id}',
  summary:
    'Why this transfer: the need, the lots, the rules passed, the cost, the runner-up, and what happens without it',
  input: z.strictObject({ proposal_id: id_param }),
  output: proposal_row.extend({
    needs: z.array(
      z.object({
        priority_class: z.number().int(),
        /** What the warehouse lacks for this class, and how much of it this proposal brings. */
        need_qty: z.number(),
        served_qty: z.number(),
        needed_by: z.string(),
        /** Open demand it stems from; empty for replenishment up to the safety stock. */
        demand: z.array(risk_demand_row),
      }),
    ),
    line_rows: z.array(proposal_line),
    cost: z.object({
      variable_fen: z.number(),
      /** Its share of the lane's fixed cost, by weight; other proposals of the plan on the lane bear the rest. */
      fixed_share_fen: z.number(),
      lane_fixed_fen: z.number(),
      weight_g: z.number(),
      distance_km: z.number().int(),
      transit_hours: z.number().int(),
      shared_with_proposals: z.number().int(),
    }),
    /** What stopped it from being larger: need_met, lot_used_up, donor_at_protected_level, lane_full, budget. */
    binding: z.array(z.string()),
    /** Cheapest first; the first is the runner-up. */
    alternatives: z.array(proposal_alternative),
    rejected: z.array(rejected_arc),
    /** The donor before and after, and what it keeps for itself. */
    donor: z.object({
      usable_qty: z.number(),
      safety_stock: z.number(),
      own_demand_qty: z.number(),
      left_qty: z.number(),
    }),
    /** The receiver without and with this transfer. */
    counterfactual: z.object({
      days_until_stock_out_without: z.number().int().nullable(),
      days_until_stock_out_with: z.number().int().nullable(),
      short_qty_without: z.number(),
      short_qty_with: z.number(),
      projection_without: z.array(z.object({ date: z.string(), usable_qty: z.number() })),
      projection_with: z.array(z.object({ date: z.string(), usable_qty: z.number() })),
    }),
    /** The independent checker found nothing wrong with the plan it belongs to. */
    plan_checked: z.boolean(),
  }),
  errors: ['platform.not_found'],
});

export const acceptProposal = verb({
  name: 'planning.accept-proposal',
  method: 'POST',
  path: '/api/planning/proposal/{proposal_id}/accept',
  summary:
    'Turns a proposal into an approved transfer with its lots allocated; if its lots are gone it expires and the answer says why',
  input: z.strictObject({
    proposal_id: id_param,
    /** Less than proposed; the latest-expiring lots are left out first. Needs a reason. */
    qty: qty.optional(),
    reason: text(200).optional(),
  }),
  output: z.object({
    proposal_id: id,
    status: proposal_status,
    transfer_id: id.nullable(),
    document_no: z.string().nullable(),
    allocated: z.number(),
    /** Why it expired instead; empty when accepted. */
    reasons: z.array(reason),
  }),
  errors: [
    'platform.not_found',
    'planning.proposal_closed',
    'planning.reason_needed',
    'planning.qty_above_proposal',
    ...Object.keys(transfer_errors),
  ],
});

export const rejectProposal = verb({
  name: 'planning.reject-proposal',
  method: 'POST',
  path: '/api/planning/proposal/{proposal_id}/reject',
  summary: 'Declines a proposal with a reason',
  input: z.strictObject({ proposal_id: id_param, reason: required_text(200) }),
  output: z.object({ proposal_id: id, status: proposal_status }),
  errors: ['platform.not_found', 'planning.proposal_closed'],
});

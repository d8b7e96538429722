import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { proposal_row, RISK_LEVELS, risk_row } from './planning.ts';
import { id, id_param } from './primitives.ts';
import { verb } from './verb.ts';

export const insight_errors = {
  'insight.too_many_listeners': {
    status: 503,
    zh: '实时连接过多,请稍后重试',
    en: 'Too many live connections; please try again later',
  },
} as const satisfies ErrorCatalogue;

/** The tiles: one figure each, with what is needed to read it. */
export const control_tower_tiles = z.object({
  /** Risks at stock_out, critical or warning, not put aside; `change` is against the same count a day ago. */
  shortage_risks: z.object({
    count: z.number().int(),
    change: z.number().int().nullable(),
    by_level: z.record(z.enum(RISK_LEVELS), z.number().int()),
  }),
  in_transit: z.object({ count: z.number().int(), late: z.number().int(), qty: z.number() }),
  /** Lots with stock that expires within 90 days, at any warehouse in sight. */
  expiring_90_days: z.object({ lots: z.number().int(), qty: z.number(), value_fen: z.number() }),
  /** Shipped / wanted of the demand lines that were due in the last 30 days; null where none was due. */
  fill_rate_30_days: z.object({
    rate: z.number().nullable(),
    wanted_qty: z.number(),
    shipped_qty: z.number(),
    lines: z.number().int(),
  }),
  /** Freight of the transfers approved in this calendar month against the budget; rate null without a budget. */
  transfer_budget: z.object({
    month: z.string(),
    used_fen: z.number(),
    budget_fen: z.number().nullable(),
    rate: z.number().nullable(),
  }),
});

export const DECISION_KINDS = ['risk', 'proposal', 'discrepancy', 'hold', 'quarantine'] as const;
/** One thing that waits for a person, whatever it is. `score` = clinical weight x time; the list is ordered by it. */
export const decision = z.object({
  kind: z.enum(DECISION_KINDS),
  score: z.number(),
  warehouse_id: id.nullable(),
  warehouse_code: z.string().nullable(),
  item_id: id.nullable(),
  item_code: z.string().nullable(),
  item_name: z.string().nullable(),
  since: z.string(),
  /** Set by kind. */
  risk: risk_row.nullable(),
  proposal: proposal_row.nullable(),
  discrepancy: z
    .object({
      discrepancy_id: id,
      document_no: z.string(),
      transfer_id: id,
      kind: z.string(),
      qty: z.number(),
      lot_no: z.string(),
    })
    .nullable(),
  hold: z
    .object({ hold_id: id, kind: z.string(), lot_id: id, lot_no: z.string(), reason: z.string() })
    .nullable(),
  quarantine: z.object({ lot_id: id, lot_no: z.string(), qty: z.number() }).nullable(),
});

export const in_transit_row = z.object({
  transfer_id: id,
  document_no: z.string(),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  from_city: z.string(),
  from_longitude: z.number(),
  from_latitude: z.number(),
  to_warehouse_id: id,
  to_warehouse_code: z.string(),
  to_city: z.string(),
  to_longitude: z.number(),
  to_latitude: z.number(),
  mode: z.string().nullable(),
  carrier_name: z.string().nullable(),
  shipped_at: z.string().nullable(),
  expected_arrival: z.string().nullable(),
  late: z.boolean(),
  /** Holds goods that must stay cold or frozen. */
  cold: z.boolean(),
  items: z.number().int(),
  qty: z.number(),
});

export const demand_fan = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  bucket: z.string(),
  method: z.string(),
  history: z.array(z.object({ period_start: z.string(), qty: z.number() })),
  /** Per bucket ahead: mean and the band that holds four times in five. */
  forecast: z.array(
    z.object({ period_start: z.string(), mean: z.number(), p10: z.number(), p90: z.number() }),
  ),
});

export const controlTower = verb({
  name: 'insight.control-tower',
  method: 'GET',
  path: '/api/insight/control-tower',
  summary:
    'The state of the network on one page: figures, decisions that wait, what is on the road, expiry, demand, the loop',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    /** The item of the demand fan; the one at worst risk where nothing is said. */
    item_id: id_param.optional(),
    decisions: z.coerce.number().int().min(1).max(200).default(30),
  }),
  output: z.object({
    at: z.string(),

    tiles: control_tower_tiles,
    decisions: z.array(decision),
    decisions_total: z.number().int(),
    in_transit: z.array(in_transit_row),
    /** Stock by warehouse and month of expiry; months from this one on, `month` null for beyond the last. */
    expiry: z.object({
      months: z.array(z.string()),
      rows: z.array(
        z.object({
          warehouse_id: id,
          warehouse_code: z.string(),
          /** One for each month, then one for later and one for what has expired already. */
          qty: z.array(z.number()),
          value_fen: z.array(z.number()),
        }),
      ),
    }),
    demand: demand_fan.nullable(),
    /** forecast -> notify -> execute -> confirm -> review, open or done in the last 30 days. */
    loop: z.object({
      forecast: z.number().int(),
      notify: z.number().int(),
      execute: z.number().int(),
      confirm: z.number().int(),
      review: z.number().int(),
    }),
  }),
  errors: ['platform.not_found'],
});

export const demandFan = verb({
  name: 'insight.demand-fan',
  method: 'GET',
  path: '/api/insight/demand-fan',
  summary: 'History and forecast band of an item, at one warehouse or all',
  input: z.strictObject({ item_id: id_param, warehouse_id: id_param.optional() }),
  output: demand_fan,
  errors: ['platform.not_found'],
});

export const kpi_definition = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  formula: z.string(),
  unit: z.string(),
  source: z.string(),
});
export const listKpis = verb({
  name: 'insight.list-kpis',
  method: 'GET',
  path: '/api/insight/kpi',
  summary: 'What the figures mean: each with its formula and where its numbers come from',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(kpi_definition) }),
  errors: [],
});

/**
 * `GET /api/insight/events?warehouse_id=` is no verb: it answers `text/event-stream`. Each message has the event name
 * `change` and this as JSON; a comment line comes every 15 seconds as heartbeat. A client that falls behind or
 * reconnects simply reads the page again.
 */
export const live_event = z.object({
  topic: z.string(),
  key: z.string(),
  at: z.string(),
  /** Warehouses it concerns, where the event says so. */
  warehouse_ids: z.array(id),
});
export type LiveEvent = z.infer<typeof live_event>;

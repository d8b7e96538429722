/** The words of planning, free of I/O: levels of risk, what may become of a proposal, the parameters. */
import { PROPOSAL_STATUSES } from '@tongcang/contract';
import type { RiskLevel } from '@tongcang/planning';
import { assert } from '../../platform/errors.ts';

export { PROPOSAL_STATUSES };
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** What may follow what: a proposal is decided once. */
export const PROPOSAL_TRANSITIONS: Readonly<Record<ProposalStatus, readonly ProposalStatus[]>> = {
  proposed: ['accepted', 'rejected', 'expired', 'superseded'],
  accepted: [],
  rejected: [],
  expired: [],
  superseded: [],
};

/** The next status, by the table. */
export function follow(from: ProposalStatus, to: ProposalStatus): ProposalStatus {
  assert(PROPOSAL_TRANSITIONS[from].includes(to), `proposal: ${from} is not followed by ${to}`);
  return to;
}

/** Levels at which goods should be brought: a shortage is near or the safety stock is touched. */
export const SHORTAGE_LEVELS: readonly RiskLevel[] = ['stock_out', 'critical', 'warning'];

/** Parameters of the company, as stored. Days may be fractions. */
export type Settings = {
  readonly transfer_budget_fen: number | null;
  readonly service_level: number;
  readonly lead_time_days: number;
  readonly lead_time_sd_days: number;
  readonly qc_days: number;
  readonly horizon_days: number;
  readonly order_cover_days: number;
  readonly changed_at: string;
};

/** Values of a policy that a person may fix. */
export const PIN_FIELDS = [
  'service_level',
  'lead_time_days',
  'lead_time_sd_days',
  'qc_days',
  'safety_stock',
  'reorder_point',
  'order_up_to',
] as const;
export type PinField = (typeof PIN_FIELDS)[number];
export type Pins = Readonly<Record<PinField, number | null>>;
export const NO_PINS: Pins = {
  service_level: null,
  lead_time_days: null,
  lead_time_sd_days: null,
  qc_days: null,
  safety_stock: null,
  reorder_point: null,
  order_up_to: null,
};

/** Which items and warehouses are meant; null stands for all in sight. */
export type PlanningScope = {
  readonly item_ids: readonly number[] | null;
  readonly warehouse_id: number | null;
};
export const EVERYTHING: PlanningScope = { item_ids: null, warehouse_id: null };

/** Hours from approval until goods stand ready at the dock, and the clock of China ahead of UTC. */
export const HANDLING_HOURS = 4;
export const UTC_OFFSET_HOURS = 8;

/** Days that projections show; risks are judged by the shorter horizon of the settings. */
export const PROJECTION_DAYS = 60;
/** Freight that the example company may spend on transfers, a month and a warehouse. */
export const EXAMPLE_BUDGET_FEN = 650_000;
/** Needs in one plan; a larger company plans by warehouse, or again. */
export const NEEDS_MAX = 500;

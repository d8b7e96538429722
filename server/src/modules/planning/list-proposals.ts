import {
  listProposals as contract,
  type InputOf,
  type OutputOf,
  type proposal_row,
} from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';

export type ProposalView = z.infer<typeof proposal_row>;

/** Columns of `proposal_row`, for a statement that reads from `PROPOSAL_FROM`. */
export const PROPOSAL_COLUMNS = `p.proposal_id, p.planning_run_id, p.status, p.item_id, i.item_code, i.name as item_name,
  i.unit, i.storage_condition, p.from_warehouse_id, f.warehouse_code as from_warehouse_code,
  f.name as from_warehouse_name, p.to_warehouse_id, t.warehouse_code as to_warehouse_code,
  t.name as to_warehouse_name, p.lane_id, l.mode, c.name as carrier_name, p.qty,
  jsonb_array_length(p.lines) as lots, p.departure_at, p.arrival_at, p.variable_fen + p.fixed_share_fen as cost_fen,
  p.priority_class::integer as priority_class, p.needed_by, p.late, p.severity, p.days_until_stock_out, p.transfer_id,
  p.created_at, p.decided_at, p.decided_by_name, p.decision_reason`;
export const PROPOSAL_FROM = `planning.proposal p
  join masterdata.v_item i on i.item_id = p.item_id
  join masterdata.v_warehouse f on f.warehouse_id = p.from_warehouse_id
  join masterdata.v_warehouse t on t.warehouse_id = p.to_warehouse_id
  join masterdata.v_lane l on l.lane_id = p.lane_id
  join masterdata.v_partner c on c.partner_id = l.carrier_id`;

const FILTER = `($1::text is null or p.status = $1)
  and ($2::bigint is null or p.from_warehouse_id = $2 or p.to_warehouse_id = $2)
  and ($3::bigint is null or p.to_warehouse_id = $3) and ($4::bigint is null or p.item_id = $4)
  and ($5::bigint is null or p.planning_run_id = $5)
  and ($6::text is null or i.item_code ilike '%' || $6 || '%' or i.name ilike '%' || $6 || '%' or i.pinyin like lower($6) || '%')`;

/** Proposals in sight by filters, open ones and the most pressing first. */
export async function readProposals(
  tx: Tx,
  input: InputOf<typeof contract>,
): Promise<OutputOf<typeof contract>> {
  const values = [
    input.status ?? null,
    input.warehouse_id ?? null,
    input.to_warehouse_id ?? null,
    input.item_id ?? null,
    input.planning_run_id ?? null,
    likeText(input.search),
  ];
  const [rows, { total }] = await Promise.all([
    tx.rows<ProposalView>(
      `select ${PROPOSAL_COLUMNS} from ${PROPOSAL_FROM} where ${FILTER}
       order by (p.status = 'proposed') desc, p.priority_class, p.severity desc, p.proposal_id limit $7 offset $8`,
      [...values, input.limit, input.offset],
    ),
    tx.one<{ total: number }>(`select count(*) as total from ${PROPOSAL_FROM} where ${FILTER}`, values),
  ]);
  return { rows, total };
}

export const listProposals = defineVerb(
  contract,
  { permission: 'planning.read', audit: null },
  ({ tx }, input) => readProposals(tx, input),
);

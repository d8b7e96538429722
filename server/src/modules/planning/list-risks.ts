import { listRisks as contract, type InputOf, type OutputOf, type risk_row } from '@tongcang/contract';
import type { RiskLevel } from '@tongcang/planning';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';

export type RiskRow = z.infer<typeof risk_row>;

/** Columns of `risk_row`, for a statement that reads `planning.risk r` joined to item `i` and warehouse `w`. */
export const RISK_COLUMNS = `r.item_id, i.item_code, i.name as item_name, i.unit, i.storage_condition, r.warehouse_id,
  w.warehouse_code, w.name as warehouse_name, r.level, r.severity, r.priority_class::integer as priority_class,
  r.usable_qty, r.open_demand_qty, r.usable_qty - r.open_demand_qty as net_qty, r.on_the_way_qty, r.daily_demand,
  r.safety_stock, r.reorder_point, r.days_until_stock_out, r.projected_short_qty, r.projected_expiry_qty,
  r.level_since, r.computed_at,
  case when r.dismissed_until > now() then r.dismissed_until end as dismissed_until,
  case when r.dismissed_until > now() then r.dismiss_reason end as dismiss_reason,
  (select p.proposal_id from planning.proposal p
   where p.status = 'proposed' and p.item_id = r.item_id and p.to_warehouse_id = r.warehouse_id
   order by p.variable_fen + p.fixed_share_fen, p.proposal_id limit 1) as proposal_id`;
export const RISK_FROM = `planning.risk r join masterdata.v_item i on i.item_id = r.item_id
  join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id`;

const FILTER = `($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.item_id = $2)
  and ($3::text is null or r.level = $3) and ($4::integer is null or r.priority_class = $4)
  and ($5::text is null or i.item_code ilike '%' || $5 || '%' or i.name ilike '%' || $5 || '%' or i.pinyin like lower($5) || '%')
  and ($6 or r.level <> 'ok') and ($7 or coalesce(r.dismissed_until, '-infinity') <= now())`;

/** Risks in sight by filters, the worst first, with their number by level. */
export async function readRisks(tx: Tx, input: InputOf<typeof contract>): Promise<OutputOf<typeof contract>> {
  const values = [
    input.warehouse_id ?? null,
    input.item_id ?? null,
    input.level ?? null,
    input.priority_class ?? null,
    likeText(input.search),
    input.include_ok === 'true' || input.level === 'ok',
    input.include_dismissed === 'true',
  ];
  const [rows, levels] = await Promise.all([
    tx.rows<RiskRow>(
      `select ${RISK_COLUMNS} from ${RISK_FROM} where ${FILTER}
       order by r.severity desc, r.item_id, r.warehouse_id limit $8 offset $9`,
      [...values, input.limit, input.offset],
    ),
    tx.rows<{ level: RiskLevel; count: number }>(
      `select r.level, count(*) as count from ${RISK_FROM} where ${FILTER} group by r.level`,
      values,
    ),
  ]);
  const counts = { stock_out: 0, critical: 0, warning: 0, watch: 0, ok: 0 };
  for (const { level, count } of levels) counts[level] = count;
  return { rows, total: levels.reduce((sum, { count }) => sum + count, 0), counts };
}

export const listRisks = defineVerb(contract, { permission: 'planning.read', audit: null }, ({ tx }, input) =>
  readRisks(tx, input),
);

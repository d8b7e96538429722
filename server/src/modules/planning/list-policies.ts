import { listPolicies as contract, type policy_row } from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';

export type PolicyView = z.infer<typeof policy_row>;

const COLUMNS = `p.item_id, i.item_code, i.name as item_name, i.unit, p.warehouse_id, w.warehouse_code, p.service_level,
  p.lead_time_days, p.lead_time_sd_days, p.qc_days, p.safety_stock, p.reorder_point, p.order_up_to, p.daily_mean,
  p.daily_sd, p.method, p.pattern, p.observations, p.z, p.protection_days, p.safety_stock_uncapped,
  p.capped_by_shelf_life, p.computed_at,
  jsonb_build_object('service_level', p.pin_service_level, 'lead_time_days', p.pin_lead_time_days,
    'lead_time_sd_days', p.pin_lead_time_sd_days, 'qc_days', p.pin_qc_days, 'safety_stock', p.pin_safety_stock,
    'reorder_point', p.pin_reorder_point, 'order_up_to', p.pin_order_up_to) as pinned,
  p.pin_reason, p.pinned_by_name, p.pinned_at`;
const FROM = `planning.policy p join masterdata.v_item i on i.item_id = p.item_id
  join masterdata.v_warehouse w on w.warehouse_id = p.warehouse_id`;
const FILTER = `($1::bigint is null or p.warehouse_id = $1) and ($2::bigint is null or p.item_id = $2)
  and ($3::text is null or i.item_code ilike '%' || $3 || '%' or i.name ilike '%' || $3 || '%' or i.pinyin like lower($3) || '%')
  and (not $4 or p.pin_reason is not null)`;

export const listPolicies = defineVerb(
  contract,
  { permission: 'planning.read', audit: null },
  async ({ tx }, input) => {
    const values = [
      input.warehouse_id ?? null,
      input.item_id ?? null,
      likeText(input.search),
      input.pinned_only === 'true',
    ];
    const [rows, { total }] = await Promise.all([
      tx.rows<PolicyView>(
        `select ${COLUMNS} from ${FROM} where ${FILTER} order by i.item_code, w.warehouse_code limit $5 offset $6`,
        [...values, input.limit, input.offset],
      ),
      tx.one<{ total: number }>(`select count(*) as total from ${FROM} where ${FILTER}`, values),
    ]);
    return { rows, total };
  },
);

/** One policy, or null where the pair has none or lies out of sight. */
export async function readPolicy(
  tx: Tx,
  { item_id, warehouse_id }: { item_id: number; warehouse_id: number },
): Promise<PolicyView | null> {
  const [row] = await tx.rows<PolicyView>(
    `select ${COLUMNS} from ${FROM} where p.item_id = $1 and p.warehouse_id = $2`,
    [item_id, warehouse_id],
  );
  return row ?? null;
}

/** What the company has agreed on for work inside warehouses: read as one document, replaced as one. */
import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

export type WorkSettings = contract.OutputOf<typeof contract.getWarehouseSettings>;

export function readSettings(tx: Tx): Promise<WorkSettings> {
  return tx.one<WorkSettings>(
    `select approval_limit_fen,
       (select jsonb_agg(jsonb_build_object('device_class', device_class, 'storage_condition', storage_condition,
         'near_expiry_days', near_expiry_days, 'interval_days', interval_days) order by rule_no)
        from warehouse.upkeep_rule) as upkeep_rules,
       (select jsonb_agg(jsonb_build_object('life_from_days', life_from_days, 'life_to_days', life_to_days,
         'within_days', within_days, 'within_percent', within_percent, 'action', action) order by tier_no)
        from warehouse.expiry_tier) as expiry_tiers
     from warehouse.setting`,
  );
}

/** The caller has locked the settings; the row of the limit is the lock. */
export async function replaceSettings(tx: Tx, settings: WorkSettings): Promise<string> {
  const { changed_at } = await tx.one<{ changed_at: string }>(
    'update warehouse.setting set approval_limit_fen = $1, changed_at = clock_timestamp() returning changed_at',
    [settings.approval_limit_fen],
  );
  await tx.run('delete from warehouse.upkeep_rule');
  await tx.run('delete from warehouse.expiry_tier');
  await tx.run(
    `insert into warehouse.upkeep_rule (rule_no, device_class, storage_condition, near_expiry_days, interval_days)
     select ord, device_class, storage_condition, near_expiry_days, interval_days
     from rows from (jsonb_to_recordset($1::jsonb) as (device_class text, storage_condition text, near_expiry_days integer,
       interval_days integer)) with ordinality
       as r(device_class, storage_condition, near_expiry_days, interval_days, ord)`,
    [JSON.stringify(settings.upkeep_rules)],
  );
  await tx.run(
    `insert into warehouse.expiry_tier (tier_no, life_from_days, life_to_days, within_days, within_percent, action)
     select ord, life_from_days, life_to_days, within_days, within_percent, action
     from rows from (jsonb_to_recordset($1::jsonb) as (life_from_days integer, life_to_days integer, within_days integer,
       within_percent integer, action text)) with ordinality
       as r(life_from_days, life_to_days, within_days, within_percent, action, ord)`,
    [JSON.stringify(settings.expiry_tiers)],
  );
  return changed_at;
}

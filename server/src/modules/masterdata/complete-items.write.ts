import type { UdidField } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { pinyinInitials } from './pinyin.ts';

/** What becomes known of an item; a field that is left out stays. */
export type ItemChange = { readonly item_id: number } & {
  readonly [field in UdidField]?: string | number | boolean;
};

/** Completes items with what an authority says of them; gives how many were there. The caller holds the lock of rules. */
export async function completeItems(tx: Tx, changes: readonly ItemChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  const rows = changes.map((change) => ({
    ...change,
    pinyin: change.name === undefined ? undefined : pinyinInitials(String(change.name)),
  }));
  return tx.run(
    `update masterdata.item i set name = coalesce(r.name, i.name), pinyin = coalesce(r.pinyin, i.pinyin),
       model = coalesce(r.model, i.model), device_class = coalesce(r.device_class, i.device_class),
       category = coalesce(r.category, i.category), registration_no = coalesce(r.registration_no, i.registration_no),
       sterile = coalesce(r.sterile, i.sterile), storage_condition = coalesce(r.storage_condition, i.storage_condition),
       temp_min_c = coalesce(r.temp_min_c, i.temp_min_c), temp_max_c = coalesce(r.temp_max_c, i.temp_max_c),
       catalogue_old = coalesce(r.catalogue_old, i.catalogue_old),
       catalogue_new = coalesce(r.catalogue_new, i.catalogue_new),
       insurance_code = coalesce(r.insurance_code, i.insurance_code), changed_at = clock_timestamp()
     from jsonb_to_recordset($1::jsonb) as r(item_id bigint, name text, pinyin text, model text, device_class text,
       category text, registration_no text, sterile boolean, storage_condition text, temp_min_c double precision,
       temp_max_c double precision, catalogue_old text, catalogue_new text, insurance_code text)
     where i.item_id = r.item_id`,
    [JSON.stringify(rows)],
  );
}

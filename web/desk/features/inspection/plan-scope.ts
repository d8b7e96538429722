import type { listInspectionPlans } from '@tongcang/contract';
import type { RowOf } from '../../app/api.ts';
import type { T } from './text.ts';

type Scope = Pick<
  RowOf<typeof listInspectionPlans>,
  'item_code' | 'item_name' | 'supplier_name' | 'device_class' | 'storage_condition'
>;

/** What a plan applies to, in words. */
export function scopeText(plan: Scope, t: T): string {
  const parts = [
    plan.item_code === null ? null : `${plan.item_code} ${plan.item_name}`,
    plan.device_class === null ? null : t('class_n', { n: plan.device_class }),
    plan.supplier_name,
    plan.storage_condition === null ? null : t(plan.storage_condition),
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('any') : parts.join(' · ');
}

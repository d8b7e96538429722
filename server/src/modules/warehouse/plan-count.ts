import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { insertCount, selectLines } from './count.write.ts';

type Input = contract.InputOf<typeof contract.planCount>;

export const planCount = defineVerb(
  contract.planCount,
  { permission: 'warehouse.plan', audit: 'warehouse.plan_count', statement_timeout_ms: 20_000 },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, method, reason, blind } = input;
    requireAt(actor, 'warehouse.plan', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    requireCriteria(input);
    const { classes, zone_codes, item_ids, max_lines } = input;
    const criteria = { classes, zone_codes, item_ids, max_lines };
    const made = await insertCount(tx, {
      warehouse_id,
      method,
      criteria,
      blind,
      reason,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
    });
    const lines = await selectLines(tx, { ...made, warehouse_id, method, ...criteria });
    if (lines === 0) fail('warehouse.nothing_to_count');
    const detail = { document_no: made.document_no, method, lines };
    audit({ entity: 'count', entity_id: made.count_id, warehouse_id, reason, detail });
    emit('warehouse.count_planned', String(made.count_id), { ...made, warehouse_id });
    return { ...made, lines };
  },
);

const CRITERIA = { abc: 'classes', zone: 'zone_codes', item: 'item_ids' } as const;

/** A method that needs to be told what for is refused without it, at the field that is missing. */
function requireCriteria(input: Input): void {
  const field = CRITERIA[input.method as keyof typeof CRITERIA];
  if (field === undefined || input[field].length > 0) return;
  fail('warehouse.criteria_missing', { method: input.method, field }, [
    { path: field, code: 'required', params: {} },
  ]);
}

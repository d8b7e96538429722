import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertBom } from './work.write.ts';

type Input = contract.InputOf<typeof contract.saveBom>;

export const saveBom = defineVerb(
  contract.saveBom,
  { permission: 'warehouse.plan', audit: 'warehouse.save_bom' },
  async ({ tx, actor, audit }, input) => {
    await refuseWrong(tx, input);
    const { item_id, lines, note = null } = input;
    const made = await insertBom(tx, { item_id, lines, note, created_by: actor.user_id });
    audit({ entity: 'bom', entity_id: made.bom_id, detail: { item_id, ...made, lines } });
    return made;
  },
);

async function refuseWrong(tx: Tx, { item_id, lines }: Input): Promise<void> {
  const rows = await tx.rows<{ item_id: number }>(
    'select item_id from masterdata.v_item where item_id = any($1::bigint[])',
    [[item_id, ...lines.map((line) => line.item_id)]],
  );
  const known = new Set(rows.map((row) => row.item_id));
  const first = new Map<number, number>();
  const errors = lines.flatMap((line, index): FieldError[] => {
    const path = `lines.${index}.item_id`;
    const earlier = first.get(line.item_id);
    if (earlier !== undefined)
      return [{ path, code: 'warehouse.line_repeated', params: { line: index + 1, first: earlier } }];
    first.set(line.item_id, index + 1);
    if (line.item_id === item_id) return [{ path, code: 'warehouse.kit_contains_itself', params: {} }];
    return known.has(line.item_id) ? [] : [{ path, code: 'unknown', params: {} }];
  });
  if (!known.has(item_id)) errors.unshift({ path: 'item_id', code: 'unknown', params: {} });
  const [worst] = errors;
  if (worst === undefined) return;
  const code = worst.code.includes('.') ? worst.code : 'platform.invalid_input';
  throw new AppError(code, worst.params, { errors });
}

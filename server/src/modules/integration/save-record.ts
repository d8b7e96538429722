import { saveRecord as contract, datasets } from '@tongcang/contract';
import { AppError } from '../../platform/errors.ts';
import { inputError } from '../../platform/problem.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { applyRows } from './apply.ts';

/** One record by hand, with the words and checks of the import. */
export const saveRecord = defineVerb(
  contract,
  { permission: 'masterdata.write', audit: 'masterdata.save' },
  async (context, input) => {
    const parsed = datasets[input.dataset].schema.safeParse(input.row, { reportInput: true });
    if (!parsed.success) throw inputError(parsed.error.issues);
    const applied = await applyRows(context.tx, context.actor, input.dataset, [
      { line: 1, row: parsed.data as never },
    ]);
    if ('issues' in applied)
      throw new AppError('integration.import_refused', { errors: applied.issues.length });
    const key = datasets[input.dataset].unique
      .map((column) => String((parsed.data as Record<string, unknown>)[column] ?? ''))
      .join('/');
    context.audit({ entity: input.dataset, entity_id: key, detail: { after: parsed.data } });
    context.emit('masterdata.saved', input.dataset, { dataset: input.dataset, key });
    return { written: applied.written };
  },
);

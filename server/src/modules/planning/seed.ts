import type { Tx } from '../../platform/db.ts';
import { EVERYTHING, EXAMPLE_BUDGET_FEN } from './planning.model.ts';
import { readSettings } from './planning.read.ts';
import { writeSettings } from './planning.write.ts';
import { computePlanning } from './recompute.ts';

/**
 * Makes planning ready for the example company: a monthly transfer budget where none is set, and policies and risks from what
 * is on file. The demand history must have been written before, in this transaction or an earlier one.
 */
export async function seedPlanning(
  tx: Tx,
  { transfer_budget_fen }: { readonly transfer_budget_fen?: number } = {},
): Promise<{ policies: number; risks: number }> {
  const settings = await readSettings(tx);
  if (settings.transfer_budget_fen === null) {
    const { warehouses } = await tx.one<{ warehouses: number }>(
      'select count(*) as warehouses from masterdata.v_warehouse',
    );
    const budget = transfer_budget_fen ?? EXAMPLE_BUDGET_FEN * warehouses;
    await writeSettings(tx, { ...settings, transfer_budget_fen: budget });
  }
  const { policies, risks } = await computePlanning(tx, EVERYTHING, null);
  return { policies, risks };
}

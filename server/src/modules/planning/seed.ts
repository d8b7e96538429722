import type { Tx } from '../../platform/db.ts';
import { EVERYTHING } from './planning.model.ts';
import { readSettings } from './planning.read.ts';
import { writeSettings } from './planning.write.ts';
import { computePlanning } from './recompute.ts';

/**
 * Makes planning ready after an import: a monthly transfer budget where none is set, and policies and risks from what
 * is on file. The demand history must have been written before, in this transaction or an earlier one.
 */
export async function seedPlanning(
  tx: Tx,
  { transfer_budget_fen = null }: { readonly transfer_budget_fen?: number | null } = {},
): Promise<{ policies: number; risks: number }> {
  const settings = await readSettings(tx);
  if (settings.transfer_budget_fen === null && transfer_budget_fen !== null) {
    await writeSettings(tx, { ...settings, transfer_budget_fen });
  }
  const { policies, risks } = await computePlanning(tx, EVERYTHING, null);
  return { policies, risks };
}

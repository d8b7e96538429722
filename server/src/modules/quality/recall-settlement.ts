import type { Tx } from '../../platform/db.ts';
import { handlingOf, isBalanced } from './recall.model.ts';
import { type Case, noticesOf } from './recall.read.ts';
import { saveReconciled, saveReturned } from './recall.write.ts';

/** Notes what has come back, and reconciles the notices whose figures come out even by that. */
export async function settleBalanced(
  tx: Tx,
  case_id: number,
  by: { readonly user_id: number | null; readonly display_name: string },
): Promise<number[]> {
  const order = await tx.one<Pick<Case, 'kind' | 'handling'>>(
    'select kind, handling from quality.recall_case where case_id = $1',
    [case_id],
  );
  const notices = await noticesOf(tx, { case_id });
  await saveReturned(
    tx,
    notices.flatMap(({ notice_id, lines }) => lines.map((line) => ({ ...line, notice_id }))),
  );
  const even = notices
    .filter((n) => n.status === 'confirmed' && isBalanced(n.lines, handlingOf(order), n.partner_id !== null))
    .map((n) => n.notice_id);
  if (even.length > 0) await saveReconciled(tx, even, by);
  return even;
}

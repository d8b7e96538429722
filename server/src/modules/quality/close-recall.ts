import { closeRecall as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { liftGoods } from '../stock/index.ts';
import { figuresOf } from './recall.model.ts';
import {
  type Case,
  caseKey,
  inOurHands,
  lockActive,
  lotsOfCase,
  noticesOf,
  placesOf,
  requireEverywhere,
} from './recall.read.ts';
import { absorbArrivals, saveClosed } from './recall.write.ts';
import { settleBalanced } from './recall-settlement.ts';

export const closeRecall = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.close_recall' },
  async (context, { case_id, note }) => {
    const { tx, actor, audit, emit } = context;
    requireEverywhere(actor);
    const order = await lockActive(tx, case_id);
    const { document_no } = order;
    await absorbArrivals(tx);
    await settleBalanced(tx, case_id, actor);
    const notices = await noticesOf(tx, { case_id });
    const open = notices.filter((n) => n.status !== 'reconciled' && n.status !== 'explained').length;
    if (open > 0) fail('quality.recall_unreconciled', { open });
    await refuseLeft(tx, order);
    const figures = figuresOf(notices);
    const record = { document_no, figures, note };
    await sign(context, { entity: 'recall', entity_id: case_id, record, meaning: 'closed', reason: note });
    await endHold(context, order, note);
    await saveClosed(tx, { case_id, note, figures }, actor);
    audit({ entity: 'recall', entity_id: case_id, reason: note, detail: { document_no, figures } });
    emit('quality.recall_closed', String(case_id), { case_id, document_no, kind: order.kind });
    return { case_id, status: 'closed' as const };
  },
);

/** A recall ends when its goods are destroyed or back at the supplier, a hold when it was lifted or has become a recall. */
async function refuseLeft(tx: Tx, { case_id, kind }: Case): Promise<void> {
  if (kind === 'mock') return;
  const scope = await lotsOfCase(tx, case_id);
  if (kind === 'hold') {
    const lots = scope.lots.filter((lot) => lot.lifted_at === null && !lot.recalled).length;
    if (lots > 0) fail('quality.recall_hold_left', { lots });
    return;
  }
  const qty = inOurHands(await placesOf(tx, scope));
  if (qty > 0) fail('quality.recall_stock_left', { qty });
}

/** Nothing stands for later arrivals once a hold is closed; what a recall stops stays stopped. */
async function endHold(context: Context, { case_id, kind }: Case, reason: string): Promise<void> {
  if (kind === 'hold')
    await liftGoods(context, { document_key: caseKey(case_id), lots: [], reason, last: true });
}

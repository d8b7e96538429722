import { liftRecall as contract } from '@tongcang/contract';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { liftGoods } from '../stock/index.ts';
import { caseKey, lockActive, lotsOfCase, requireEverywhere } from './recall.read.ts';
import { absorbArrivals, saveLifted } from './recall.write.ts';

export const liftRecall = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.lift_recall', statement_timeout_ms: 30_000 },
  async (context, { case_id, lots, reason }) => {
    const { tx, actor, audit } = context;
    requireEverywhere(actor);
    const { document_no, kind } = await lockActive(tx, case_id);
    if (kind !== 'hold') fail('quality.recall_not_hold', { document_no });
    await absorbArrivals(tx);
    const { lots: known } = await lotsOfCase(tx, case_id);
    const held = new Set(
      known.filter((lot) => lot.lifted_at === null).map((lot) => `${lot.item_id}|${lot.lot_id}`),
    );
    const errors = lots.flatMap(({ item_id, lot_id }, index): FieldError[] =>
      held.delete(`${item_id}|${lot_id}`)
        ? []
        : [{ path: `lots.${index}`, code: 'quality.recall_lot_unknown', params: { item_id, lot_id } }],
    );
    if (errors.length > 0) throw new AppError('quality.recall_lot_unknown', {}, { errors });
    await sign(context, {
      entity: 'recall',
      entity_id: case_id,
      record: { document_no, lots },
      meaning: 'lifted',
      reason,
    });
    const lift = { document_key: caseKey(case_id), lots, reason, last: held.size === 0 };
    const { movement_id, qty } = await liftGoods(context, lift);
    await saveLifted(tx, { case_id, lots, reason }, actor);
    audit({ entity: 'recall', entity_id: case_id, reason, detail: { document_no, lots, movement_id, qty } });
    return { case_id, movement_id, released_qty: qty, left: held.size };
  },
);

import { containDeviation as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refuseClosed } from './deviation.model.ts';
import { affectedOf, lockDeviation } from './deviation.read.ts';
import { type AffectedLot, insertAffected, saveContainment } from './deviation.write.ts';
import { held } from './open-deviation.ts';

export const containDeviation = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.contain_deviation' },
  async (context, { deviation_id, containment, lots, hold }) => {
    const { tx, actor, audit } = context;
    const deviation = await lockDeviation(tx, deviation_id);
    const { warehouse_id, document_no, status } = deviation;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseClosed(deviation);
    if (hold && lots.length > 0) requireAt(actor, 'stock.hold', warehouse_id);
    const asked = { deviation_id, document_no, warehouse_id, lots: await unheld(tx, deviation_id, lots) };
    const affected = hold ? await held(context, asked) : lots;
    await insertAffected(tx, { deviation_id, warehouse_id }, affected);
    await saveContainment(tx, { deviation_id, text: containment }, actor);
    const detail = { document_no, containment, lots: affected };
    audit({ entity: 'deviation', entity_id: deviation_id, warehouse_id, detail });
    return { deviation_id, status };
  },
);

/** Lots that the deviation does not hold yet; those it holds are not held twice. */
async function unheld(tx: Tx, deviation_id: number, lots: readonly AffectedLot[]): Promise<AffectedLot[]> {
  const holding = new Set(
    (await affectedOf(tx, deviation_id)).filter((lot) => lot.hold_open).map((lot) => lot.lot_id),
  );
  return lots.filter((lot) => !holding.has(lot.lot_id));
}

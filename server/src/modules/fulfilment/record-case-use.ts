import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { byLot, hospitalPlace, move, type Taken, takeOrFail } from './consigned.ts';
import { caseKey, requireCase } from './surgery.model.ts';
import { lockCase, openAtCase, piecesOf } from './surgery.read.ts';
import { addToPieces } from './surgery.write.ts';
import { insertUsages } from './usage.write.ts';

/** Pieces that went out with this case, and no others: what was used is sold with it, and its patient can be found. */
export const recordCaseUse = defineVerb(
  contract.recordCaseUse,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.record_case_use', judges: true },
  async ({ tx, actor, audit, emit }, { case_id, used_at, lines }) => {
    const surgery = await lockCase(tx, case_id);
    const { document_no, warehouse_id, partner_id, department_id } = surgery;
    requireAt(actor, 'fulfilment.surgery', warehouse_id);
    requireCase(surgery, ['out'], 'use');
    const place = await hospitalPlace(tx, department_id, caseKey(case_id));
    const taken = takeOrFail(await openAtCase(tx, place, case_id), lines);
    await refuseInstruments(tx, case_id, taken);
    const [customer] = await ensureAccounts(tx, [{ kind: 'customer', department_id }]);
    const movement_id = await postOrFail(tx, {
      purpose: 'consume',
      actor,
      document_key: caseKey(case_id),
      occurred_at: used_at,
      lines: taken.map((share) => move(share, { account_id: customer!, owner_id: partner_id })),
    });
    const lots = byLot(taken);
    await addToPieces(
      tx,
      case_id,
      lots.map((lot) => ({ ...lot, used: lot.qty })),
    );
    await insertUsages(tx, {
      ...surgery,
      source: 'case',
      agreement_id: null,
      used_at: used_at ?? null,
      movement_id,
      recorded_by_name: actor.display_name,
      lots,
    });
    const qty = lots.reduce((sum, lot) => sum + lot.qty, 0);
    const detail = { document_no, movement_id, qty };
    audit({ entity: 'surgical_case', entity_id: case_id, warehouse_id, detail });
    emit('fulfilment.used', String(case_id), {
      source: 'case',
      case_id,
      warehouse_id,
      partner_id,
      movement_id,
      qty,
    });
    return { case_id, movement_id, qty };
  },
);

async function refuseInstruments(tx: Tx, case_id: number, taken: readonly Taken[]): Promise<void> {
  const pieces = await piecesOf(tx, case_id);
  const instruments = new Map(
    pieces.filter((p) => p.role === 'instrument').map((p) => [p.lot_id, p.item_code]),
  );
  const errors = taken.flatMap(({ standing, line }) => {
    const item_code = instruments.get(standing.lot_id);
    return item_code === undefined
      ? []
      : [{ path: `lines.${line}`, code: 'fulfilment.instrument_used', params: { item_code } }];
  });
  if (errors.length > 0) fail('fulfilment.instrument_used', errors[0]!.params, errors);
}

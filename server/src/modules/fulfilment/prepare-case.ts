import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { fillLines } from './fill-lines.ts';
import { toLine } from './fill-set.ts';
import { lanesBetween } from './lanes.ts';
import { requireCase } from './surgery.model.ts';
import { lockCase, lockSetsOfCase, surgicalLinesOf } from './surgery.read.ts';
import { savePreparation } from './surgery.write.ts';

/** Sets that are packed already stay as they are: somebody has closed them, perhaps incomplete for a reason. */
export const prepareCase = defineVerb(
  contract.prepareCase,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.prepare_case', judges: true },
  async ({ tx, actor, audit }, { case_id }) => {
    const surgery = await lockCase(tx, case_id);
    const { document_no, warehouse_id, partner_id } = surgery;
    requireAt(actor, 'fulfilment.surgery', warehouse_id);
    requireCase(surgery, ['planned', 'reviewed'], 'prepare');
    const sets = await lockSetsOfCase(tx, case_id);
    const open = sets.filter((set) => set.state === 'clean').map((set) => set.set_id);
    const [lines, lanes] = await Promise.all([
      surgicalLinesOf(tx, case_id, open),
      lanesBetween(tx, { from_warehouse_id: warehouse_id, to_partner_id: partner_id }),
    ]);
    const filled = await fillLines(tx, lines, {
      demand_kind: 'case_line',
      partner_id,
      arrival_date: surgery.surgery_date,
      lanes,
      needed_at: surgery.surgery_at,
      actor_id: actor.user_id,
    });
    await savePreparation(tx, case_id, { user_id: actor.user_id, user_name: actor.display_name });
    const short_by = filled.reduce((sum, line) => sum + line.short_by, 0);
    const detail = { document_no, lines: filled.length, short_by };
    audit({ entity: 'surgical_case', entity_id: case_id, warehouse_id, detail });
    return { case_id, lines: filled.map(toLine) };
  },
);

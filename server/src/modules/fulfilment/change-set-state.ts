import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { releaseAllocations, reportVoided } from '../stock/index.ts';
import { readyGoodsOf } from './ready-goods.ts';
import { followSet } from './surgery.model.ts';
import { lockSet, type SurgicalSet, surgicalLinesOf } from './surgery.read.ts';
import { saveSetStates } from './surgery.write.ts';

export const changeSetState = defineVerb(
  contract.changeSetState,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.change_set_state' },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const set = await lockSet(tx, input.set_id);
    const { set_id, set_no, warehouse_id, state: from } = set;
    requireAt(actor, 'fulfilment.surgery', warehouse_id);
    // Out and back are done by dispatching and returning a case.
    if (from === 'out') fail('fulfilment.set_wrong_state', { set_no, state: from, action: input.to });
    const to = followSet(set, input.to);
    if (to === 'packed') await closeTray(context, set, input.note);
    await saveSetStates(tx, [{ set_id, warehouse_id, from, to }], {
      note: input.note ?? null,
      user_id: actor.user_id,
      user_name: actor.display_name,
      sterile_until: input.sterile_until ?? null,
    });
    audit({
      entity: 'surgical_set',
      entity_id: set_id,
      warehouse_id,
      reason: input.note ?? null,
      detail: { set_no, before: { state: from }, after: { state: to } },
    });
    emit('fulfilment.set_state', String(set_id), { set_id, warehouse_id, from, to });
    return { set_id, state: to };
  },
);

/**
 * A set is packed with all its pieces scanned into it; with fewer only where somebody says why. What was allocated and
 * not put in is free for others then.
 */
async function closeTray(context: Context, set: SurgicalSet, note: string | undefined): Promise<void> {
  const lines = await surgicalLinesOf(context.tx, null, [set.set_id]);
  const goods = await readyGoodsOf(
    context.tx,
    'case_line',
    lines.map((line) => line.line_id),
  );
  const wanted = lines.reduce((sum, line) => sum + line.qty, 0);
  const picked = goods.reduce((sum, g) => sum + (g.status === 'picked' ? g.qty : 0), 0);
  if (picked < wanted && (picked === 0 || !note)) {
    fail('fulfilment.set_incomplete', { set_no: set.set_no, wanted, picked });
  }
  const open = goods.filter((g) => g.status === 'open').map((g) => g.allocation_id);
  if (open.length > 0)
    reportVoided(context, await releaseAllocations(context.tx, open, { status: 'released' }), 'released');
}

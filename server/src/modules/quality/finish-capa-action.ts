import { finishCapaAction as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type Action, actionsOf, lockCapa } from './capa.read.ts';
import { saveActionDone, saveCapaStatus } from './capa.write.ts';
import { CAPA_TRANSITIONS, followCase } from './deviation.model.ts';

export const finishCapaAction = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.finish_capa_action' },
  async ({ tx, actor, audit }, { capa_id, action_no, result }) => {
    const capa = await lockCapa(tx, capa_id);
    const { warehouse_id, document_no } = capa;
    requireAt(actor, 'quality.case', warehouse_id);
    if (capa.status !== 'opened') fail('quality.case_status', { document_no, status: capa.status });
    const actions = await actionsOf(tx, capa_id);
    refuseUnfinishable(actions, action_no, document_no);
    await saveActionDone(tx, { capa_id, action_no, result }, actor);
    const last = actions.every((action) => action.done || action.action_no === action_no);
    const status = last ? followCase(CAPA_TRANSITIONS, capa, 'implemented') : capa.status;
    if (last) await saveCapaStatus(tx, { capa_id, status });
    audit({
      entity: 'capa',
      entity_id: capa_id,
      warehouse_id,
      detail: { document_no, action_no, result, status },
    });
    return { capa_id, status };
  },
);

function refuseUnfinishable(actions: readonly Action[], action_no: number, document_no: string): void {
  const action = actions.find((one) => one.action_no === action_no);
  if (action === undefined) fail('quality.capa_action_unknown', { document_no, action_no });
  if (action.done) fail('quality.capa_action_done', { action_no });
  if (!action.evidence) fail('quality.capa_evidence_missing', { action_no });
}

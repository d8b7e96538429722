import { addCapaActions as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockCapa } from './capa.read.ts';
import { insertActions } from './capa.write.ts';
import { ownersNamed } from './case-trail.ts';

export const addCapaActions = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.add_capa_actions' },
  async ({ tx, actor, audit }, { capa_id, actions }) => {
    const { warehouse_id, document_no, status } = await lockCapa(tx, capa_id);
    requireAt(actor, 'quality.case', warehouse_id);
    if (status !== 'opened') fail('quality.case_status', { document_no, status });
    const names = await ownersNamed(
      tx,
      warehouse_id,
      actions.map((action) => action.owner_id),
    );
    const named = actions.map((action) => ({ ...action, owner_name: names.get(action.owner_id)! }));
    await insertActions(tx, { capa_id, warehouse_id }, named);
    audit({ entity: 'capa', entity_id: capa_id, warehouse_id, detail: { document_no, actions } });
    return { capa_id, status };
  },
);

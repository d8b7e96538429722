import { openCapa as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { insertCapa } from './capa.write.ts';
import { caseFor, ownersNamed } from './case-trail.ts';

export const openCapa = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.open_capa' },
  async ({ tx, actor, audit }, { actions, ...input }) => {
    const { warehouse_id, source_entity, source_id, owner_id } = input;
    requireAt(actor, 'quality.case', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    if (source_entity !== 'audit' && source_entity !== 'other') {
      if (source_id === undefined) fail('quality.case_source_unknown');
      await caseFor(tx, actor, source_entity, source_id);
    }
    const owners = [owner_id, ...actions.map((action) => action.owner_id)];
    const names = await ownersNamed(tx, warehouse_id, owners);
    const made = await insertCapa(
      tx,
      {
        ...input,
        owner_name: names.get(owner_id)!,
        actions: actions.map((action) => ({ ...action, owner_name: names.get(action.owner_id)! })),
      },
      actor,
    );
    const detail = { document_no: made.document_no, source_entity, source_id, owner_id, actions };
    audit({ entity: 'capa', entity_id: made.capa_id, warehouse_id, detail });
    return made;
  },
);

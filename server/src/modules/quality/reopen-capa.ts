import { reopenCapa as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockCapa } from './capa.read.ts';
import { saveCapaStatus } from './capa.write.ts';
import { CAPA_TRANSITIONS, followCase } from './deviation.model.ts';

export const reopenCapa = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.reopen_capa' },
  async ({ tx, actor, audit }, { capa_id, reason, check_on }) => {
    const capa = await lockCapa(tx, capa_id);
    const { warehouse_id, document_no } = capa;
    requireAt(actor, 'quality.case', warehouse_id);
    // What is implemented is opened again by its check alone.
    if (capa.status !== 'closed') fail('quality.case_status', { document_no, status: capa.status });
    const status = followCase(CAPA_TRANSITIONS, capa, 'opened');
    await saveCapaStatus(tx, { capa_id, status, check_on });
    const detail = { document_no, before: { status: 'closed' }, after: { status, check_on } };
    audit({ entity: 'capa', entity_id: capa_id, warehouse_id, reason, detail });
    return { capa_id, status };
  },
);

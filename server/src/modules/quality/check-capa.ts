import { checkCapa as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { capaBody, lockCapa } from './capa.read.ts';
import { insertCheck, saveCapaStatus } from './capa.write.ts';
import { caseTerms } from './case-terms.ts';
import { CLOSED } from './case-trail.ts';
import { CAPA_TRANSITIONS, followCase } from './deviation.model.ts';
import { capaRecord } from './get-capa.ts';

export const checkCapa = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.check_capa' },
  async (context, { capa_id, effective, finding }) => {
    const { tx, actor, audit } = context;
    const capa = await lockCapa(tx, capa_id);
    const { warehouse_id, document_no, check_on, involved } = capa;
    requireAt(actor, 'quality.case', warehouse_id);
    if (capa.status !== 'implemented') fail('quality.case_status', { document_no, status: capa.status });
    if (actor.user_id !== null && involved.includes(actor.user_id)) fail('quality.capa_own_check');
    const { today } = await caseTerms(tx);
    if (today < check_on) fail('quality.capa_too_early', { check_on });
    const status = followCase(CAPA_TRANSITIONS, capa, effective ? 'closed' : 'opened');
    const record = capaRecord(document_no, await capaBody(tx, capa_id, null));
    const meaning = effective ? CLOSED : 'capa_ineffective';
    await sign(context, { entity: 'capa', entity_id: capa_id, record, meaning, reason: finding });
    await insertCheck(tx, { capa_id, warehouse_id, effective, finding, involved }, actor);
    await saveCapaStatus(tx, { capa_id, status });
    const detail = { document_no, before: { status: capa.status }, after: { status } };
    audit({ entity: 'capa', entity_id: capa_id, warehouse_id, reason: finding, detail });
    return { capa_id, status };
  },
);

import { assignDeviation as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { caseTerms } from './case-terms.ts';
import { ownersNamed } from './case-trail.ts';
import { daysAfter, refuseClosed } from './deviation.model.ts';
import { lockDeviation } from './deviation.read.ts';
import { saveAssignment } from './deviation.write.ts';

export const assignDeviation = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.assign_deviation' },
  async ({ tx, actor, audit }, { deviation_id, owner_id, severity, due_on, reason }) => {
    const before = await lockDeviation(tx, deviation_id);
    const { warehouse_id, document_no, status } = before;
    requireAt(actor, 'quality.case', warehouse_id);
    refuseClosed(before);
    const names = await ownersNamed(tx, warehouse_id, [owner_id]);
    const terms = await caseTerms(tx);
    const change = {
      owner_id,
      owner_name: names.get(owner_id)!,
      severity,
      due_on: due_on ?? daysAfter(terms.today, terms.deviation[severity]),
    };
    await saveAssignment(tx, { deviation_id, ...change });
    const detail = {
      document_no,
      before: { owner_id: before.owner_id, severity: before.severity, due_on: before.due_on },
      after: change,
    };
    audit({ entity: 'deviation', entity_id: deviation_id, warehouse_id, reason, detail });
    return { deviation_id, status };
  },
);

import { triageComplaint as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { COMPLAINT_TRANSITIONS } from './adverse.model.ts';
import { caseTerms } from './case-terms.ts';
import { ownersNamed } from './case-trail.ts';
import { lockComplaint, lotNumbered } from './complaint.read.ts';
import { saveTriage } from './complaint.write.ts';
import { daysAfter, followCase } from './deviation.model.ts';

export const triageComplaint = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.triage_complaint' },
  async ({ tx, actor, audit }, input) => {
    const { complaint_id, warehouse_id, severity, owner_id, harm, no_adverse_reason } = input;
    const before = await lockComplaint(tx, actor, complaint_id);
    requireAt(actor, 'quality.case', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const status = followCase(COMPLAINT_TRANSITIONS, before, 'triaged');
    const names = await ownersNamed(tx, warehouse_id, [owner_id]);
    const item_id = input.item_id ?? before.item_id;
    const lot_no = input.lot_no ?? before.lot_no;
    const terms = await caseTerms(tx);
    const change = {
      warehouse_id,
      severity,
      owner_id,
      owner_name: names.get(owner_id)!,
      harm,
      no_adverse_reason,
      item_id,
      lot_id: await lotNumbered(tx, item_id, lot_no),
      lot_no,
      due_on: input.due_on ?? daysAfter(terms.today, terms.complaint[severity]),
    };
    await saveTriage(tx, { complaint_id, status, ...change }, actor);
    const { document_no } = before;
    const detail = {
      document_no,
      before: { status: before.status, harm: before.harm },
      after: { status, ...change },
    };
    audit({ entity: 'complaint', entity_id: complaint_id, warehouse_id, detail });
    return { complaint_id, status };
  },
);

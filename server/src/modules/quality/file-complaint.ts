import { fileComplaint as contract, type InputOf } from '@tongcang/contract';
import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { proposesAdverseEvent } from './adverse.model.ts';
import { caseTerms } from './case-terms.ts';
import { lotNumbered } from './complaint.read.ts';
import { insertComplaint } from './complaint.write.ts';
import { daysAfter } from './deviation.model.ts';

type Input = InputOf<typeof contract>;

export const fileComplaint = defineVerb(
  contract,
  { permission: 'quality.complain', audit: 'quality.file_complaint' },
  async ({ tx, actor, audit, emit }, input) => {
    if (input.item_id === undefined && input.product === '') fail('quality.complaint_product_missing');
    const outside = actor.scope.partner_id !== null;
    const warehouse_id = outside ? null : (input.warehouse_id ?? null);
    if (warehouse_id !== null) {
      requireAt(actor, 'quality.complain', warehouse_id);
      await requireWarehouse(tx, warehouse_id);
    }
    const partner_id = await customerOf(tx, actor, input);
    const terms = await caseTerms(tx);
    if (input.happened_on !== undefined && input.happened_on > terms.today) fail('quality.case_in_future');
    const lot_id = await lotNumbered(tx, input.item_id ?? null, input.lot_no ?? null);
    // Nobody has said yet how grave it is, so harm counts as grave and everything else as ordinary.
    const due_on = daysAfter(terms.today, terms.complaint[input.harm === 'none' ? 'minor' : 'critical']);
    const made = await insertComplaint(tx, { ...input, partner_id, warehouse_id, lot_id, due_on }, actor);
    const { complaint_id, document_no } = made;
    const { harm, item_id, lot_no, serial_no } = input;
    const adverse_proposed = proposesAdverseEvent({ harm, no_adverse_reason: null, adverse_events: 0 });
    const detail = { document_no, partner_id, item_id, lot_no, serial_no, harm, due_on };
    audit({ entity: 'complaint', entity_id: complaint_id, warehouse_id, detail });
    emit('quality.complaint_filed', String(complaint_id), { complaint_id, warehouse_id, harm });
    return { complaint_id, document_no, adverse_proposed };
  },
);

/** The customer: its own house for a hospital, the house of the department otherwise, or the one named. */
async function customerOf(tx: Tx, actor: Actor, { partner_id, department_id }: Input): Promise<number> {
  const own = actor.scope.partner_id;
  if (department_id === undefined) {
    const customer = own ?? partner_id ?? fail('quality.complaint_customer_missing');
    const [known] = await tx.rows(
      `select 1 from masterdata.v_partner where partner_id = $1 and kind = 'customer'`,
      [customer],
    );
    return known === undefined ? notFound('partner', customer) : customer;
  }
  const [department] = await tx.rows<{ partner_id: number }>(
    'select partner_id from masterdata.v_department where department_id = $1',
    [department_id],
  );
  if (department === undefined || (own !== null && department.partner_id !== own))
    notFound('department', department_id);
  return department.partner_id;
}

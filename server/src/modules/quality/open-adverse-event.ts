import { openAdverseEvent as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { adverseDates, refuseIdentifiable } from './adverse.model.ts';
import { dayOf } from './adverse.read.ts';
import { type AdverseForm, insertAdverseEvent } from './adverse.write.ts';
import { caseTerms } from './case-terms.ts';
import { caseFor } from './case-trail.ts';
import { lotNumbered } from './complaint.read.ts';

export const openAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.open_adverse_event' },
  async ({ tx, actor, audit, emit }, { warehouse_id, complaint_id = null, learned_at, ...form }) => {
    requireAt(actor, 'quality.case', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    if (complaint_id !== null) await caseFor(tx, actor, 'complaint', complaint_id);
    const whole = { ...(await completed(tx, form, learned_at)), warehouse_id, complaint_id, learned_at };
    const made = await insertAdverseEvent(tx, whole, actor);
    const { adverse_event_id, document_no, report_due_on } = made;
    const { category, origin, is_group, item_id, lot_no } = form;
    const detail = { document_no, category, origin, is_group, item_id, lot_no, learned_at, report_due_on };
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail });
    emit('quality.adverse_event_opened', String(adverse_event_id), {
      adverse_event_id,
      warehouse_id,
      category,
    });
    return made;
  },
);

type Form = Omit<InputOf<typeof contract>, 'warehouse_id' | 'complaint_id' | 'learned_at'>;

/** The form with its lot and with what is due, counted from the day it was learned. */
export async function completed(tx: Tx, form: Form, learned_at: string): Promise<AdverseForm> {
  refuseIdentifiable(form.patient_ref);
  const { day, ahead } = await dayOf(tx, learned_at);
  if (ahead) fail('quality.case_in_future');
  const [item] = await tx.rows('select 1 from masterdata.v_item where item_id = $1', [form.item_id]);
  if (item === undefined) notFound('item', form.item_id);
  const { adverse } = await caseTerms(tx);
  const lot_id = await lotNumbered(tx, form.item_id, form.lot_no ?? null);
  const { category, origin, is_group } = form;
  const dates = adverseDates({ category, origin, is_group, learned_at, learned_on: day }, adverse);
  return { ...form, ...dates, lot_id };
}

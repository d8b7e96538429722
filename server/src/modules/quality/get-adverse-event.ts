import { getAdverseEvent as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type AdverseBody, adverseBody, adverseHeads, followUpsOf } from './adverse.read.ts';
import { capasFrom } from './capa.read.ts';
import { trailOf } from './case-trail.ts';

export const getAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: null },
  ({ tx, actor }, { adverse_event_id }) => adverseWhole(tx, adverse_event_id, actor.user_id),
);

/** All of an adverse event, for its page, its print and its sheet. */
export async function adverseWhole(
  tx: Tx,
  adverse_event_id: number,
  user_id: number | null,
): Promise<OutputOf<typeof contract>> {
  const [head] = await adverseHeads(tx, [null, false, null, adverse_event_id, 1]);
  if (head === undefined) notFound('adverse_event', adverse_event_id);
  const body = await adverseBody(tx, adverse_event_id, user_id);
  const follow_ups = await followUpsOf(tx, adverse_event_id);
  const capas = await capasFrom(tx, 'adverse_event', adverse_event_id);
  const record = adverseRecord(head.document_no, body);
  const trail = await trailOf(tx, 'adverse_event', adverse_event_id, record);
  return { ...head, ...body, follow_ups, capas, ...trail };
}

/** What the closing signature stands under: the form as it was reported, and the conclusion. */
export function adverseRecord(document_no: string, body: AdverseBody) {
  const {
    event,
    device_failure,
    consequence,
    handling,
    cause_analysis,
    patient_ref,
    submission_no,
    conclusion,
  } = body;
  return {
    document_no,
    event,
    device_failure,
    consequence,
    handling,
    cause_analysis,
    patient_ref,
    submission_no,
    conclusion,
  };
}

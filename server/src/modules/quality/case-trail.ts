import type { CaseKind, SignatureRow } from '@tongcang/contract';
import { type Actor, can, requireAt } from '../../platform/actor.ts';
import { attachmentsOf } from '../../platform/attachments.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { peopleGranted, signaturesOf } from '../identity/index.ts';

/** Remarks, papers and signatures of a case. Of the closing signature it is told whether the record still fits it. */
export async function trailOf(
  tx: Tx,
  entity: CaseKind,
  entity_id: number,
  closing: Readonly<Record<string, unknown>>,
) {
  const [notes, files, signatures] = await Promise.all([
    tx.rows<{ note_id: number; text: string; added_by_name: string; added_at: string }>(
      `select note_id, text, added_by_name, added_at from quality.case_note
       where entity = $1 and entity_id = $2 order by note_id`,
      [entity, entity_id],
    ),
    attachmentsOf(tx, entity, entity_id),
    signaturesOf(tx, entity, entity_id, closing),
  ]);
  const told = (row: SignatureRow) => (row.meaning === CLOSED ? row : { ...row, fits: null });
  return { notes, files, signatures: signatures.map(told) };
}

/** What a signature under a closed case says. */
export const CLOSED = 'case_closed';

/** The right that a kind of case asks of whoever adds to it. A hospital adds to what it has filed. */
const RIGHT = {
  deviation: 'quality.report',
  capa: 'quality.case',
  complaint: 'quality.complain',
  adverse_event: 'quality.case',
  self_inspection: 'quality.case',
} as const satisfies Record<CaseKind, string>;

export type CaseFact = { readonly warehouse_id: number | null; readonly partner_id: number | null };

/** The wrong function is answered before anything is looked for. */
export function requireCaseRight(actor: Actor, entity: CaseKind): void {
  const permission = RIGHT[entity];
  if (!can(actor, permission)) fail('platform.forbidden', { permission });
}

/** Whose a case is; the wrong function is answered before it is looked for, a case out of sight does not exist. */
export async function caseFor(tx: Tx, actor: Actor, entity: CaseKind, entity_id: number): Promise<CaseFact> {
  requireCaseRight(actor, entity);
  const [found] = await tx.rows<CaseFact>(
    `select warehouse_id, null::bigint as partner_id from quality.deviation where $1 = 'deviation' and deviation_id = $2
     union all select warehouse_id, null from quality.capa where $1 = 'capa' and capa_id = $2
     union all select warehouse_id, partner_id from quality.complaint where $1 = 'complaint' and complaint_id = $2
     union all select warehouse_id, null from quality.adverse_event where $1 = 'adverse_event' and adverse_event_id = $2
     union all select null, null from quality.self_inspection where $1 = 'self_inspection' and self_inspection_id = $2`,
    [entity, entity_id],
  );
  return found ?? notFound(entity, entity_id);
}

/** The same to be written to: the right must hold at its warehouse. */
export async function caseToAddTo(tx: Tx, actor: Actor, entity: CaseKind, entity_id: number) {
  const found = await caseFor(tx, actor, entity, entity_id);
  if (found.warehouse_id !== null) requireAt(actor, RIGHT[entity], found.warehouse_id);
  return found;
}

/** Owners as they are to be remembered; `quality.case_owner_unknown` where somebody may not work on cases there. */
export async function ownersNamed(
  tx: Tx,
  warehouse_id: number,
  user_ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const people = await peopleGranted(tx, 'quality.case', warehouse_id);
  const names = new Map(people.map((one) => [one.user_id, one.display_name]));
  if (user_ids.some((user_id) => !names.has(user_id))) fail('quality.case_owner_unknown');
  return names;
}

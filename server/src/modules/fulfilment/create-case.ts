import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { refuseNamedPatient } from './surgery.model.ts';
import { checkItems, hospitalOf, lockSets, type SurgicalSet, workAt } from './surgery.read.ts';
import { insertCase } from './surgery.write.ts';

type Input = contract.InputOf<typeof contract.createCase>;

const RETURN_HOURS = 24;

export const createCase = defineVerb(
  contract.createCase,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.create_case' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, department_id, lines } = input;
    const set_ids = [...new Set(input.set_ids)];
    await workAt(tx, actor, 'fulfilment.surgery', warehouse_id);
    if (set_ids.length + lines.length === 0) fail('fulfilment.case_empty');
    refuseNamedPatient(input.patient_ref);
    await checkItems(tx, lines);
    const { partner_id } = await hospitalOf(tx, department_id);
    const sets = await lockSets(tx, set_ids);
    refuseForeignSets(input, set_ids, sets);
    const return_hours = input.return_hours ?? Math.max(RETURN_HOURS, ...sets.map((set) => set.return_hours));
    await refuseTaken(tx, input, set_ids, return_hours);
    const made = await insertCase(tx, {
      ...input,
      partner_id,
      set_ids,
      return_hours,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
    });
    const { case_id, document_no } = made;
    audit({
      entity: 'surgical_case',
      entity_id: case_id,
      warehouse_id,
      detail: {
        document_no,
        surgery_at: input.surgery_at,
        sets: sets.map((set) => set.set_no),
        lines: lines.length,
        before: null,
        after: { status: 'planned' },
      },
    });
    emit('fulfilment.case_planned', String(case_id), { case_id, document_no, warehouse_id, set_ids });
    return made;
  },
);

/** A set out of sight is answered like one that does not exist; one in sight must belong to the warehouse. */
function refuseForeignSets(input: Input, set_ids: readonly number[], sets: readonly SurgicalSet[]): void {
  const known = new Map(sets.map((set) => [set.set_id, set]));
  const missing = set_ids.find((set_id) => !known.has(set_id));
  if (missing !== undefined) notFound('set', missing);
  const foreign = sets.find((s) => s.warehouse_id !== input.warehouse_id || s.state === 'retired');
  if (foreign !== undefined) fail('fulfilment.set_elsewhere', { set_no: foreign.set_no });
}

type Taken = { set_no: string; document_no: string; from: string; to: string };

/** Says who has the set on these days; the exclusion constraint has the last word where two ask at once. */
async function refuseTaken(
  tx: Tx,
  input: Input,
  set_ids: readonly number[],
  return_hours: number,
): Promise<void> {
  const taken = await tx.rows<Taken>(
    `select s.set_no, c.document_no, lower(r.days) as "from", upper(r.days) - 1 as "to"
     from fulfilment.set_reservation r
     join fulfilment.surgical_set s on s.set_id = r.set_id
     join fulfilment.surgical_case c on c.case_id = r.case_id
     join masterdata.v_warehouse w on w.warehouse_id = $1
     where r.set_id = any($2::bigint[]) and r.status = 'held'
       and r.days && daterange(($3::timestamptz at time zone w.timezone)::date - 1,
         (($3::timestamptz + make_interval(hours => $4::int)) at time zone w.timezone)::date, '[]')
     order by r.set_id`,
    [input.warehouse_id, set_ids, input.surgery_at, return_hours],
  );
  if (taken.length === 0) return;
  const errors = taken.map((params) => ({ path: 'set_ids', code: 'fulfilment.set_taken', params }));
  throw new AppError('fulfilment.set_taken', taken[0]!, { errors });
}

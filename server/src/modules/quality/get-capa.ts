import { getCapa as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { capaBody, capaHeads } from './capa.read.ts';
import { trailOf } from './case-trail.ts';

type Capa = OutputOf<typeof contract>;

export const getCapa = defineVerb(
  contract,
  { permission: 'quality.case', audit: null },
  ({ tx, actor }, { capa_id }) => capaWhole(tx, capa_id, actor.user_id),
);

/** All of a CAPA, for its page and its print. */
export async function capaWhole(tx: Tx, capa_id: number, user_id: number | null): Promise<Capa> {
  const [head] = await capaHeads(tx, [null, null, capa_id, 1]);
  if (head === undefined) notFound('capa', capa_id);
  const body = await capaBody(tx, capa_id, user_id);
  const trail = await trailOf(tx, 'capa', capa_id, capaRecord(head.document_no, body));
  return { ...head, ...body, ...trail };
}

/** What the signature under a check stands under: the problem and what was done about it. */
export function capaRecord(
  document_no: string,
  {
    problem,
    root_cause,
    criterion,
    action_rows,
  }: Pick<Capa, 'problem' | 'root_cause' | 'criterion' | 'action_rows'>,
) {
  const actions = action_rows.map(({ action_no, kind, description, result, done_by_name }) => ({
    action_no,
    kind,
    description,
    result,
    done_by_name,
  }));
  return { document_no, problem, root_cause, criterion, actions };
}

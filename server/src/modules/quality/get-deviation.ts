import { getDeviation as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { capasFrom } from './capa.read.ts';
import { trailOf } from './case-trail.ts';
import { affectedNames, affectedOf, decisionsOf, deviationBody, deviationHeads } from './deviation.read.ts';

export const getDeviation = defineVerb(
  contract,
  { permission: 'quality.report', audit: null },
  ({ tx, actor }, { deviation_id }) => deviationWhole(tx, deviation_id, actor.user_id),
);

/** All of a deviation, for its page and its print. */
export async function deviationWhole(
  tx: Tx,
  deviation_id: number,
  user_id: number | null,
): Promise<OutputOf<typeof contract>> {
  const [head] = await deviationHeads(tx, [null, false, null, deviation_id, 1]);
  if (head === undefined) notFound('deviation', deviation_id);
  const body = await deviationBody(tx, deviation_id, user_id);
  const [lots, names, decisions, capas] = await Promise.all([
    affectedOf(tx, deviation_id),
    affectedNames(tx, deviation_id),
    decisionsOf(tx, deviation_id),
    capasFrom(tx, 'deviation', deviation_id),
  ]);
  const by_line = new Map(names.map((row) => [row.line_no, row]));
  const trail = await trailOf(tx, 'deviation', deviation_id, closingRecord(head.document_no, body));
  const affected = lots.map(({ line_no, item_id, lot_id, lot_no, qty, decided, hold_open, undecided }) => ({
    ...by_line.get(line_no)!,
    line_no,
    item_id,
    lot_id,
    lot_no,
    qty,
    decided,
    hold_open,
    undecided,
  }));
  return { ...head, ...body, affected, decisions, capas, ...trail };
}

type Closing = Pick<
  OutputOf<typeof contract>,
  'description' | 'root_cause' | 'whys' | 'impact' | 'corrections' | 'containment' | 'conclusion'
>;

/** What the closing signature stands under. */
export function closingRecord(document_no: string, body: Closing) {
  const { description, root_cause, whys, impact, corrections, containment, conclusion } = body;
  return { document_no, description, root_cause, whys, impact, corrections, containment, conclusion };
}

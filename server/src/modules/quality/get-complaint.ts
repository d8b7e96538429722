import { getComplaint as contract, type OutputOf } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { capasFrom } from './capa.read.ts';
import { trailOf } from './case-trail.ts';
import { complaintBody, complaintHeads } from './complaint.read.ts';

type Whole = OutputOf<typeof contract>;

export const getComplaint = defineVerb(
  contract,
  { permission: 'quality.complain', audit: null },
  async ({ tx, actor }, { complaint_id }) => {
    const whole = await complaintWhole(tx, complaint_id, actor.user_id);
    return isOutside(actor) ? { ...whole, ...INSIDE } : whole;
  },
);

/** What the company keeps to itself: a customer sees what it said, how far it is, and the answer. */
const INSIDE = {
  owner_name: null,
  warehouse_id: null,
  warehouse_name: null,
  adverse_proposed: false,
  triaged_by_name: null,
  no_adverse_reason: null,
  cause: null,
  finding: null,
  justified: null,
  investigated_by_name: null,
  conclusion: null,
  closed_by_name: null,
  adverse_events: [],
  capas: [],
  signatures: [],
} satisfies Partial<Whole>;

const isOutside = (actor: Actor) => actor.scope.partner_id !== null;

/** All of a complaint, for its page and its print. */
export async function complaintWhole(tx: Tx, complaint_id: number, user_id: number | null): Promise<Whole> {
  const [head] = await complaintHeads(tx, [null, null, complaint_id, 1]);
  if (head === undefined) notFound('complaint', complaint_id);
  const body = await complaintBody(tx, complaint_id, user_id);
  const capas = await capasFrom(tx, 'complaint', complaint_id);
  const trail = await trailOf(tx, 'complaint', complaint_id, complaintRecord(head.document_no, body));
  return { ...head, ...body, capas, ...trail };
}

/** What the closing signature stands under. */
export function complaintRecord(
  document_no: string,
  {
    description,
    cause,
    finding,
    answer,
    answered_to,
    conclusion,
  }: Pick<Whole, 'description' | 'cause' | 'finding' | 'answer' | 'answered_to' | 'conclusion'>,
) {
  return { document_no, description, cause, finding, answer, answered_to, conclusion };
}

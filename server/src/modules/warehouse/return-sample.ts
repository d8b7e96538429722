import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import type { Purpose } from '../compliance/index.ts';
import { emitPosted, ensureAccounts, type PostDocument, post, refusedError } from '../stock/index.ts';
import { sampleKey } from './issue-sample.ts';
import { allBack, followSample, matchReturns, type SampleLine } from './sample.model.ts';
import { addToSampleLines, closeSample, lockSample, type Sample, sampleLines } from './sample.write.ts';

type Input = contract.InputOf<typeof contract.returnSample>;
type Back = { readonly line: SampleLine; readonly back: Input['lines'][number] };

export const returnSample = defineVerb(
  contract.returnSample,
  { permission: 'warehouse.work', audit: 'warehouse.return_sample', judges: true },
  async (context, input) => {
    const { tx, actor, audit } = context;
    const { sample_id, reason } = input;
    const sample = await lockSample(tx, sample_id);
    const { warehouse_id, document_no, status } = sample;
    requireAt(actor, 'warehouse.work', warehouse_id);
    followSample(sample, 'out');
    const lines = await sampleLines(tx, sample_id);
    const matched = matchReturns(lines, input.lines);
    refuseOwnLoss(context, sample, input);
    if (input.lines.some((line) => line.given > 0) && sample.department_id === null)
      fail('warehouse.department_missing');
    await refuseForeignPlace(tx, sample, input);
    const documents = await documentsOf(context, sample, input, matched);
    const movement_ids = await postAll(context, documents);
    await addToSampleLines(tx, sample_id, input.lines);
    const after = followSample(sample, allBack(lines, input.lines) ? 'closed' : 'out');
    if (after === 'closed') await closeSample(tx, sample_id);
    const detail = {
      document_no,
      lines: input.lines,
      movement_ids,
      before: { status },
      after: { status: after },
    };
    audit({ entity: 'sample', entity_id: sample_id, warehouse_id, reason, detail });
    return { sample_id, status: after, movement_ids };
  },
);

/** A loss is written off by somebody who may approve, and not by who handed the goods out. */
function refuseOwnLoss({ actor }: Context, { warehouse_id, issued_by }: Sample, { lines }: Input): void {
  if (lines.every((line) => line.lost === 0)) return;
  requireAt(actor, 'warehouse.approve', warehouse_id);
  if (issued_by !== null && issued_by === actor.user_id) fail('warehouse.own_request');
}

async function refuseForeignPlace(tx: Tx, { warehouse_id }: Sample, input: Input): Promise<void> {
  if (input.to_account_id === undefined) return;
  const found = await tx.rows(
    `select 1 from stock.v_account a join masterdata.v_location p on p.location_id = a.location_id
     where a.account_id = $1 and a.kind = 'bin' and a.warehouse_id = $2 and p.zone_kind in ('sample', 'returns', 'rejected')`,
    [input.to_account_id, warehouse_id],
  );
  if (found.length === 0) fail('warehouse.not_a_sample_place', { line: 1 });
}

/** One document for each way that goods take: back to the shelf, to the department, to the account of differences. */
async function documentsOf(
  { tx, actor }: Context,
  sample: Sample,
  { to_account_id, reason }: Input,
  matched: readonly Back[],
): Promise<PostDocument[]> {
  const document_key = sampleKey(sample.document_no);
  const [road, differences, department] = await ensureAccounts(tx, [
    { kind: 'in_transit', document_key },
    { kind: 'adjustment', warehouse_id: sample.warehouse_id },
    ...(sample.department_id === null
      ? []
      : [{ kind: 'customer' as const, department_id: sample.department_id }]),
  ]);
  const document = (
    purpose: Purpose,
    part: (one: Back) => { qty: number; to: number; serial_nos: readonly string[] | undefined },
  ): PostDocument => ({
    purpose,
    actor,
    document_key,
    reason,
    lines: matched
      .map((one) => ({ ...part(one), line: one.line }))
      .filter(({ qty }) => qty > 0)
      .map(({ qty, to, serial_nos, line: { item_id, lot_id, owner_id } }) => ({
        item_id,
        lot_id,
        qty,
        from_account_id: road!,
        to_account_id: to,
        from_owner_id: owner_id,
        to_owner_id: owner_id,
        from_disposition: 'released',
        to_disposition: 'released',
        serial_nos,
      })),
  });
  return [
    document('undelivered', ({ line, back }) => ({
      qty: back.returned,
      to: to_account_id ?? line.account_id,
      serial_nos: back.serial_nos,
    })),
    document('deliver', ({ back }) => ({
      qty: back.given,
      to: department ?? road!,
      serial_nos: back.given_serial_nos,
    })),
    document('adjust', ({ back }) => ({
      qty: back.lost,
      to: differences!,
      serial_nos: back.lost_serial_nos,
    })),
  ].filter(({ lines }) => lines.length > 0);
}

async function postAll(context: Context, documents: readonly PostDocument[]): Promise<number[]> {
  const outcomes = await post(context.tx, documents);
  return outcomes.map((outcome, index) => {
    if ('refusals' in outcome) throw refusedError(outcome.refusals);
    const { purpose, lines } = documents[index]!;
    emitPosted(context, { movement_id: outcome.movement_id, purpose, lines });
    return outcome.movement_id;
  });
}

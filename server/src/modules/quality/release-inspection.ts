import { releaseInspection as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { attachmentsOf } from '../../platform/attachments.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { decideRelease, knownBad, progressOf } from './inspection.model.ts';
import {
  checksOf,
  countedIn,
  decisionsOf,
  type Inspection,
  inspectionDetail,
  lockInspection,
  type Result,
  resultsOf,
} from './inspection.read.ts';
import { insertDecision } from './inspection.write.ts';
import { recordOf } from './inspection-record.ts';
import { postDecision, unlockLot } from './post-decision.ts';
import { lockStates, stateKey } from './sampling-state.ts';

type Input = InputOf<typeof contract>;

export const releaseInspection = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.release_inspection', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const { inspection_id } = input;
    const inspection = await lockInspection(tx, inspection_id);
    requireAt(actor, 'quality.release', inspection.warehouse_id);
    const results = await resultsOf(tx, inspection_id);
    refuseInvolved(context, inspection, results);
    const status = decideRelease(inspection, input, await known(context, inspection, results));
    const moved = await postDecision(context, inspection, input);
    if (status === 'closed') await unlockLot(context, inspection);
    const decision_no = (await decisionsOf(tx, inspection_id)).length + 1;
    const { warehouse_id, round, version, concluded_by } = inspection;
    const { released, rejected, rejected_serial_nos, reason } = input;
    const decision = {
      decision_no,
      round,
      record_version: version,
      released,
      rejected,
      rejected_serial_nos,
      reason,
    };
    const { decision_id } = await insertDecision(
      tx,
      { ...decision, ...moved, inspection_id, warehouse_id, inspected_by: concluded_by, status },
      actor,
    );
    await signDecision(context, inspection_id, decision_id, { results, decision });
    report(context, inspection, input, { status, decision_no, ...moved });
    return { inspection_id, status, version, decision_no, ...moved };
  },
);

/** Neither who inspected the goods in this round nor who took them in decides on them. */
function refuseInvolved({ actor }: Context, inspection: Inspection, results: readonly Result[]): void {
  const me = actor.user_id;
  if (me === null) return;
  const inspected = countedIn(results, inspection.round).some((result) => result.recorded_by === me);
  if (inspection.concluded_by === me || inspected) fail('quality.own_inspection');
  if (inspection.arrived_by === me) fail('quality.own_arrival');
}

/** What the decider asks besides the inspection: pieces known to be bad, and whether sampling is stopped. */
async function known({ tx }: Context, inspection: Inspection, results: readonly Result[]) {
  const [checks, states] = await Promise.all([checksOf(tx, inspection), lockStates(tx, [inspection])]);
  const seen = countedIn(results, inspection.round);
  const { severity } = states.get(stateKey(inspection))!;
  const bad = knownBad(progressOf(checks, seen, inspection));
  return { bad, discontinued: severity === 'discontinued' };
}

type Signed = {
  readonly results: readonly Result[];
  readonly decision: Parameters<typeof recordOf>[1];
};

/** The signature covers the whole record as it is now, papers included, and the decision. */
async function signDecision(
  context: Context,
  inspection_id: number,
  decision_id: number,
  { results, decision }: Signed,
): Promise<void> {
  const { tx, actor } = context;
  const [head, papers] = await Promise.all([
    inspectionDetail(tx, inspection_id, actor.user_id),
    attachmentsOf(tx, 'inspection', inspection_id),
  ]);
  const { released, rejected, reason } = decision;
  const meaning = rejected === 0 ? 'released' : released === 0 ? 'rejected' : 'released_in_part';
  const record = recordOf({ head, results, papers }, decision);
  await sign(context, { entity: 'inspection_decision', entity_id: decision_id, record, meaning, reason });
}

type Answer = {
  readonly status: string;
  readonly decision_no: number;
  readonly release_movement_id: number | null;
  readonly reject_movement_id: number | null;
};

function report({ audit, emit }: Context, inspection: Inspection, input: Input, answer: Answer): void {
  const { inspection_id, warehouse_id, document_no, item_id, lot_id } = inspection;
  const { released, rejected, reason } = input;
  const { release_movement_id, reject_movement_id, status, decision_no } = answer;
  audit({
    entity: 'inspection',
    entity_id: inspection_id,
    warehouse_id,
    reason,
    detail: {
      document_no,
      decision_no,
      released,
      rejected,
      release_movement_id,
      reject_movement_id,
      before: { status: inspection.status },
      after: { status },
    },
  });
  const payload = { inspection_id, warehouse_id, item_ids: [item_id], item_id, lot_id, released, rejected };
  emit('quality.inspection_decided', String(inspection_id), payload);
  const posted = [
    ['release', release_movement_id],
    ['reject', reject_movement_id],
  ] as const;
  for (const [decision, movement_id] of posted) {
    if (movement_id === null) continue;
    emit('quality.disposed', String(movement_id), {
      movement_id,
      warehouse_id,
      decision,
      item_ids: [item_id],
    });
  }
}

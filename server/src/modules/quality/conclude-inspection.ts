import { concludeInspection as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { attachmentsOf } from '../../platform/attachments.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import {
  type ClassVerdict,
  classVerdicts,
  isAccepted,
  lotForSwitching,
  missingOf,
  progressOf,
  refuseConcluded,
} from './inspection.model.ts';
import { checksOf, countedIn, type Inspection, lockInspection, resultsOf } from './inspection.read.ts';
import { saveConclusion, saveState } from './inspection.write.ts';
import { lockStates, stateKey } from './sampling-state.ts';
import { afterLot, type SamplingSeverity } from './switching.ts';

export const concludeInspection = defineVerb(
  contract,
  { permission: 'quality.inspect', audit: 'quality.conclude_inspection' },
  async (context, { inspection_id, note }) => {
    const { tx, actor, audit, emit } = context;
    const inspection = await lockInspection(tx, inspection_id);
    const { warehouse_id, document_no, round, item_id, lot_id } = inspection;
    requireAt(actor, 'quality.inspect', warehouse_id);
    refuseConcluded(inspection);
    const { verdicts, accepted } = await judged(context, inspection);
    const version = await saveConclusion(tx, { inspection_id, accepted, note }, actor);
    const severity = await countLot(context, inspection, verdicts);
    const conclusion = accepted ? ('accepted' as const) : ('not_accepted' as const);
    audit({
      entity: 'inspection',
      entity_id: inspection_id,
      warehouse_id,
      reason: note || null,
      detail: { document_no, round, conclusion, severity, version },
    });
    emit('quality.inspection_concluded', String(inspection_id), {
      inspection_id,
      warehouse_id,
      item_id,
      lot_id,
      conclusion,
    });
    return { inspection_id, status: 'concluded' as const, version, conclusion, severity };
  },
);

/** What the numbers say, once nothing is missing. */
async function judged({ tx }: Context, inspection: Inspection) {
  const { inspection_id, round, coa_required } = inspection;
  const [checks, results, papers] = await Promise.all([
    checksOf(tx, inspection),
    resultsOf(tx, inspection_id),
    attachmentsOf(tx, 'inspection', inspection_id),
  ]);
  const lines = progressOf(checks, countedIn(results, round), inspection);
  const verdicts = classVerdicts(inspection.classes, lines);
  const missing = missingOf(lines, verdicts);
  if (missing.length > 0) fail('quality.inspection_incomplete', { missing: missing.join('; ') });
  if (coa_required && !papers.some((paper) => paper.kind === 'coa')) fail('quality.coa_missing');
  return { verdicts, accepted: isAccepted(lines, verdicts) };
}

/** A first inspection that was sampled counts for the switching rules, and may change how the next lots are drawn. */
async function countLot(
  { tx, actor }: Context,
  inspection: Inspection,
  verdicts: readonly ClassVerdict[],
): Promise<SamplingSeverity> {
  const state = (await lockStates(tx, [inspection])).get(stateKey(inspection))!;
  const { inspection_id, round, skipped, qty, level, allow_reduced } = inspection;
  const lot = round === 1 && !skipped ? lotForSwitching(qty, level, verdicts) : null;
  if (lot === null || inspection.severity !== state.severity) return state.severity;
  const { state: next, rule } = afterLot(state, lot, allow_reduced);
  const change = { from: state.severity, rule, inspection_id, reason: null };
  await saveState(tx, inspection, next, change, actor);
  return next.severity;
}

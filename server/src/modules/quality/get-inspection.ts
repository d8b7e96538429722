import { getInspection as contract, type OutputOf } from '@tongcang/contract';
import { attachmentsOf } from '../../platform/attachments.ts';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { signaturesOf } from '../identity/index.ts';
import { classVerdicts, progressOf } from './inspection.model.ts';
import {
  checksOf,
  countedIn,
  type Decision,
  type Detail,
  decisionsOf,
  inspectionDetail,
  type Result,
  resultsOf,
  roundsOf,
} from './inspection.read.ts';
import { recordOf } from './inspection-record.ts';

type Whole = OutputOf<typeof contract>;

export const getInspection = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  ({ tx, actor }, { inspection_id }) => inspectionOf(tx, inspection_id, actor.user_id),
);

/** The whole record, for the page and for the print. */
export async function inspectionOf(tx: Tx, inspection_id: number, reader_id: number | null): Promise<Whole> {
  const detail = await inspectionDetail(tx, inspection_id, reader_id);
  const [checks, results, rounds, decisions, papers] = await Promise.all([
    checksOf(tx, detail),
    resultsOf(tx, inspection_id),
    roundsOf(tx, inspection_id),
    decisionsOf(tx, inspection_id),
    attachmentsOf(tx, 'inspection', inspection_id),
  ]);
  const counted = countedIn(results, detail.round);
  const lines = progressOf(checks, counted, detail);
  const mine =
    reader_id !== null &&
    [...counted, { recorded_by: detail.concluded_by }].some((r) => r.recorded_by === reader_id);
  const { concluded_by: _concluded_by, ...head } = detail;
  return {
    ...head,
    inspected_by_me: mine,
    classes: [...classVerdicts(detail.classes, lines)],
    checks: lines as Whole['checks'],
    results: results.map(({ recorded_by: _recorded_by, ...result }) => result),
    rounds,
    papers,
    decisions: await signed(tx, decisions, { head: detail, results, papers }),
  };
}

/** Each decision with its signatures, and whether the record is still the one that was signed. */
function signed(
  tx: Tx,
  decisions: readonly Decision[],
  parts: { head: Detail; results: readonly Result[]; papers: Whole['papers'] },
): Promise<Whole['decisions']> {
  return Promise.all(
    decisions.map(async (decision) => {
      const { decision_id, ...words } = decision;
      const record = recordOf(parts, words);
      const { decision_no, released, rejected, reason } = decision;
      const signatures = await signaturesOf(tx, 'inspection_decision', decision_id, record);
      return { decision_no, released, rejected, reason, signatures };
    }),
  );
}

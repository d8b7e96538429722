import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockRelease, mirrorOf, postOrFail } from '../stock/index.ts';
import { receiptKey, statusOf } from './receiving.model.ts';
import { type Line, lockReceipt, receiptLines } from './receiving.read.ts';
import { addToLines } from './receiving.write.ts';
import { insertAcceptanceReversal } from './reversals.write.ts';

type Signed = {
  readonly acceptance_id: number;
  readonly receipt_id: number;
  readonly document_no: string;
  readonly accepted_by: number | null;
  readonly release_movement_id: number | null;
  readonly reject_movement_id: number | null;
  readonly reversal_no: string | null;
};
type Judged = { readonly receipt_line_id: number; readonly qualified: number; readonly unqualified: number };

export const reverseAcceptance = defineVerb(
  contract.reverseAcceptance,
  { permission: 'supply.accept', audit: 'supply.reverse_acceptance', judges: true },
  async ({ tx, actor, audit, emit }, { acceptance_id, reason }) => {
    const { receipt_id } = await signed(tx, acceptance_id);
    const receipt = await lockReceipt(tx, actor, 'supply.accept', receipt_id);
    const acceptance = await signed(tx, acceptance_id);
    const { document_no: acceptance_no, reversal_no, accepted_by } = acceptance;
    if (reversal_no !== null) fail('supply.reversed_already', { document_no: acceptance_no, reversal_no });
    if (actor.user_id !== null && actor.user_id === accepted_by) fail('supply.own_acceptance');
    const lines = await receiptLines(tx, receipt_id);
    const judged = await judgedIn(tx, acceptance_id);
    const left = without(lines, judged);
    const movements = {
      release: await undo(tx, actor, acceptance.release_movement_id, receipt_id, reason),
      reject: await undo(tx, actor, acceptance.reject_movement_id, receipt_id, reason),
    };
    const { warehouse_id } = receipt;
    const status = statusOf(left);
    const back = judged.map(({ receipt_line_id, qualified, unqualified }) => {
      return { receipt_line_id, qualified: -qualified, unqualified: -unqualified };
    });
    await addToLines(tx, { receipt_id, status }, back);
    await lockRelease(tx, { document_key: receiptKey(receipt_id), warehouse_id }, lotsOf(lines, judged));
    const document_no = await insertAcceptanceReversal(tx, actor, {
      ...acceptance,
      warehouse_id,
      reason,
      movements,
    });
    const detail = {
      receipt: receipt.document_no,
      acceptance: acceptance_no,
      reversal: document_no,
      ...movements,
      before: { status: receipt.status },
      after: { status },
    };
    audit({ entity: 'receipt', entity_id: receipt_id, warehouse_id, reason, detail });
    const item_ids = [...new Set(lotsOf(lines, judged).map((lot) => lot.item_id))];
    emit('supply.acceptance_reversed', String(receipt_id), {
      receipt_id,
      acceptance_id,
      warehouse_id,
      item_ids,
    });
    return { acceptance_id, document_no, receipt_id, status };
  },
);

async function signed(tx: Tx, acceptance_id: number): Promise<Signed> {
  const [found] = await tx.rows<Signed>(
    `select a.acceptance_id, a.receipt_id, a.document_no, a.accepted_by, a.release_movement_id, a.reject_movement_id,
       (select r.document_no from supply.acceptance_reversal r where r.acceptance_id = a.acceptance_id) as reversal_no
     from supply.acceptance a where a.acceptance_id = $1`,
    [acceptance_id],
  );
  return found ?? notFound('acceptance', acceptance_id);
}

function judgedIn(tx: Tx, acceptance_id: number): Promise<Judged[]> {
  return tx.rows(
    `select receipt_line_id, qualified_qty as qualified, unqualified_qty as unqualified
     from supply.acceptance_line where acceptance_id = $1 order by receipt_line_id`,
    [acceptance_id],
  );
}

/** The lines as if the acceptance had not been; what was put away of it since must come back first. */
function without(lines: readonly Line[], judged: readonly Judged[]): Line[] {
  const of = new Map(judged.map((one) => [one.receipt_line_id, one]));
  return lines.map((line) => {
    const one = of.get(line.receipt_line_id);
    if (one === undefined) return line;
    const qualified = line.qualified - one.qualified;
    if (line.put_away > qualified) {
      fail('supply.put_away_since', { lot_no: line.lot_no, put_away: line.put_away - qualified });
    }
    return { ...line, qualified, unqualified: line.unqualified - one.unqualified };
  });
}

const lotsOf = (lines: readonly Line[], judged: readonly Judged[]) => {
  const named = new Set(judged.map((one) => one.receipt_line_id));
  return lines.flatMap(({ receipt_line_id, item_id, lot_id }) =>
    named.has(receipt_line_id) && lot_id !== null ? [{ item_id, lot_id }] : [],
  );
};

/** Back into quarantine at the place of receipt; refused by the ledger where the goods have moved on. */
async function undo(
  tx: Tx,
  actor: Actor,
  reverses_id: number | null,
  receipt_id: number,
  reason: string,
): Promise<number | null> {
  if (reverses_id === null) return null;
  const mirrored = await mirrorOf(tx, reverses_id);
  return postOrFail(tx, {
    purpose: 'quarantine',
    actor,
    reason,
    reverses_id,
    document_key: receiptKey(receipt_id),
    lines: mirrored.map(({ warehouses: _, ...line }) => line),
  });
}

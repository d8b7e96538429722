import * as contract from '@tongcang/contract';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { requireReleased } from '../quality/index.ts';
import { type PostLine, post, refusedError, unlockRelease } from '../stock/index.ts';
import { recordFacts, travelledOf } from './acceptance.read.ts';
import { type AcceptanceRecord, decideAcceptance } from './acceptance.ts';
import { insertAcceptance } from './acceptance.write.ts';
import { followReceipt, receiptKey, statusOf, sum, waitingIn } from './receiving.model.ts';
import { binsOf, fittingBin, type Line, lockReceipt, type Receipt, receiptLines } from './receiving.read.ts';
import { addToLines } from './receiving.write.ts';

type Input = contract.InputOf<typeof contract.acceptGoods>;
type Output = contract.OutputOf<typeof contract.acceptGoods>;

export const acceptGoods = defineVerb(
  contract.acceptGoods,
  { permission: 'supply.accept', audit: 'supply.accept', judges: true },
  async (context, input): Promise<Output> => {
    const { tx, actor } = context;
    const receipt = await lockReceipt(tx, actor, 'supply.accept', input.receipt_id);
    followReceipt(receipt, 'accepted');
    if (actor.user_id !== null && receipt.received_by === actor.user_id) fail('supply.acceptor_received');
    const lines = await receiptLines(tx, receipt.receipt_id);
    const records = await decide(context, receipt, lines, input);
    await requireReleased(tx, receiptKey(receipt.receipt_id), records.map(settling));
    const movements = await book(context, receipt, records, input.acknowledged);
    const { acceptance_id, document_no } = await insertAcceptance(tx, actor, receipt, movements, records);
    const changes = records.map(({ line, judged }) => ({
      receipt_line_id: line.receipt_line_id,
      qualified: judged.qualified,
      unqualified: judged.unqualified,
    }));
    const left = after(lines, records);
    const status = statusOf(left);
    await addToLines(tx, { receipt_id: receipt.receipt_id, status }, changes);
    await unlockRelease(tx, receiptKey(receipt.receipt_id), decidedLots(left));
    const answer = {
      acceptance_id,
      document_no,
      status,
      release_movement_id: movements.release,
      reject_movement_id: movements.reject,
      qualified: sum(changes.map((change) => change.qualified)),
      unqualified: sum(changes.map((change) => change.unqualified)),
    };
    report(context, receipt, records, answer);
    return answer;
  },
);

/** What an inspection must have signed before this record may be booked. */
const settling = ({ line, judged }: AcceptanceRecord) => ({
  item_id: line.item_id,
  lot_id: line.lot_id!,
  released: judged.qualified,
  rejected: judged.unqualified,
});

async function decide(
  { tx, actor }: Context,
  receipt: Receipt,
  lines: readonly Line[],
  input: Input,
): Promise<readonly AcceptanceRecord[]> {
  const [facts, travelled] = await Promise.all([
    recordFacts(tx, receipt),
    travelledOf(tx, receipt.receipt_id),
  ]);
  const decision = decideAcceptance(input.lines, {
    lines: new Map(lines.map((line) => [line.receipt_line_id, line])),
    facts,
    travelled,
    actor_id: actor.user_id,
    language: actor.language,
  });
  if ('records' in decision) return decision.records;
  throw wrongLines(decision.errors);
}

/** The first mistake gives the error its code; of missing fields the sentence names all. */
function wrongLines(errors: readonly FieldError[]): AppError {
  const { code, params } = errors[0]!;
  if (code !== 'supply.acceptance_field_missing') return new AppError(code, params, { errors });
  const missing = errors.filter((e) => e.code === code).map((e) => String(e.params.missing));
  return new AppError(code, { missing: [...new Set(missing)].join('、') }, { errors });
}

type Movements = { readonly release: number | null; readonly reject: number | null };

/** Releases what is qualified where it stands and moves what is not to the rejected zone, as one transaction. */
async function book(
  context: Context,
  receipt: Receipt,
  records: readonly AcceptanceRecord[],
  acknowledged: Input['acknowledged'],
): Promise<Movements> {
  const good = records.filter((record) => record.judged.qualified > 0);
  const bad = records.filter((record) => record.judged.unqualified > 0);
  const places = bad.length > 0 ? await binsOf(context.tx, receipt.warehouse_id, ['rejected']) : [];
  if (bad.length > 0 && places.length === 0) fail('supply.no_rejected_place');
  const documents = [
    { purpose: 'release' as const, records: good },
    { purpose: 'reject' as const, records: bad },
  ].filter((document) => document.records.length > 0);
  const recalled = await standingRecalled(context.tx, receipt, bad);
  const outcomes = await post(
    context.tx,
    documents.map((document) => ({
      purpose: document.purpose,
      actor: context.actor,
      document_key: receiptKey(receipt.receipt_id),
      acknowledged,
      lines: document.records.map((record) =>
        document.purpose === 'release'
          ? released(record, receipt)
          : rejected(record, receipt, {
              account_id: fittingBin(places, record.line.storage_condition)!.account_id,
              from: recalled.has(record) ? 'recalled' : 'quarantine',
            }),
      ),
    })),
  );
  const movements: { release: number | null; reject: number | null } = { release: null, reject: null };
  outcomes.forEach((outcome, index) => {
    const document = documents[index]!;
    if ('refusals' in outcome) {
      const line_no = (n: number) => (n === 0 ? 0 : records.indexOf(document.records[n - 1]!) + 1);
      throw refusedError(outcome.refusals.map((r) => ({ ...r, line_no: line_no(r.line_no) })));
    }
    movements[document.purpose] = outcome.movement_id;
  });
  return movements;
}

function released({ line, judged, qualified_serial_nos }: AcceptanceRecord, { owner_id }: Receipt): PostLine {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id!,
    qty: judged.qualified,
    from_account_id: line.account_id!,
    to_account_id: line.account_id!,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: 'quarantine',
    to_disposition: 'released',
    serial_nos: qualified_serial_nos,
    label: { udi: judged.udi_ok ?? null, chinese: judged.chinese_label_ok ?? null },
  };
}

/** Records whose goods were recalled while they waited: they stand as recalled and can still be turned away. */
async function standingRecalled(
  tx: Context['tx'],
  { owner_id }: Receipt,
  records: readonly AcceptanceRecord[],
): Promise<ReadonlySet<AcceptanceRecord>> {
  if (records.length === 0) return new Set();
  const rows = await tx.rows<{ index: number }>(
    `select k.ord::integer - 1 as index
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) with ordinality as k(item_id, lot_id, account_id, qty, ord)
     join stock.v_balance b on b.item_id = k.item_id and b.lot_id = k.lot_id and b.account_id = k.account_id
       and b.owner_id = $5 and b.disposition = 'recalled' and b.qty >= k.qty`,
    [
      records.map(({ line }) => line.item_id),
      records.map(({ line }) => line.lot_id),
      records.map(({ line }) => line.account_id),
      records.map(({ judged }) => judged.unqualified),
      owner_id,
    ],
  );
  return new Set(rows.map(({ index }) => records[index]!));
}

type Away = { readonly account_id: number; readonly from: 'quarantine' | 'recalled' };

function rejected(record: AcceptanceRecord, receipt: Receipt, { account_id, from }: Away): PostLine {
  return {
    ...released(record, receipt),
    qty: record.judged.unqualified,
    to_account_id: account_id,
    from_disposition: from,
    to_disposition: 'rejected',
    serial_nos: record.unqualified_serial_nos,
  };
}

function after(lines: readonly Line[], records: readonly AcceptanceRecord[]): Line[] {
  const judged = new Map(records.map((record) => [record.line, record.judged]));
  return lines.map((line) => ({
    ...line,
    qualified: line.qualified + (judged.get(line)?.qualified ?? 0),
    unqualified: line.unqualified + (judged.get(line)?.unqualified ?? 0),
  }));
}

/** Lots of which nothing waits any more: from now on others may decide on what stands of them. */
function decidedLots(lines: readonly Line[]) {
  const waiting = new Set(lines.filter((line) => waitingIn(line) > 0).map((line) => line.lot_id));
  return lines.flatMap(({ item_id, lot_id }) =>
    lot_id === null || waiting.has(lot_id) ? [] : [{ item_id, lot_id }],
  );
}

function report(
  { audit, emit }: Context,
  receipt: Receipt,
  records: readonly AcceptanceRecord[],
  answer: Output,
): void {
  const { receipt_id, warehouse_id } = receipt;
  const { acceptance_id, document_no, qualified, unqualified, status } = answer;
  audit({
    entity: 'receipt',
    entity_id: receipt_id,
    warehouse_id,
    detail: {
      acceptance: document_no,
      receipt: receipt.document_no,
      qualified,
      unqualified,
      release_movement_id: answer.release_movement_id,
      reject_movement_id: answer.reject_movement_id,
      before: { status: receipt.status },
      after: { status },
    },
  });
  emit('supply.accepted', String(receipt_id), {
    receipt_id,
    acceptance_id,
    document_no,
    warehouse_id,
    item_ids: [...new Set(records.map((record) => record.line.item_id))],
    lines: records.map(({ line, judged }) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      owner_id: receipt.owner_id,
      qualified: judged.qualified,
      unqualified: judged.unqualified,
    })),
  });
}

import * as contract from '@tongcang/contract';
import { canEverywhere, requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type LineRefusal, settleCounts } from '../stock/index.ts';
import { followCount, statusOf } from './count.model.ts';
import {
  approvalLimit,
  type Count,
  type CountLine,
  differingLines,
  lockCount,
  standOf,
} from './count.read.ts';
import { saveCountStatus, savePosted } from './count.write.ts';

type Output = contract.OutputOf<typeof contract.approveCount>;
type Counted = contract.InputOf<typeof contract.postCount>['lines'][number];

export const approveCount = defineVerb(
  contract.approveCount,
  {
    permission: 'warehouse.approve',
    audit: 'warehouse.approve_count',
    judges: true,
    statement_timeout_ms: 20_000,
  },
  async (context, { count_id, note }) => {
    const { tx, actor } = context;
    const count = await lockCount(tx, count_id);
    requireAt(actor, 'warehouse.approve', count.warehouse_id);
    followCount(count, 'closed');
    const [lines, stand, limit_fen] = await Promise.all([
      differingLines(tx, count_id),
      standOf(tx, count_id),
      approvalLimit(tx),
    ]);
    if (lines.length === 0) fail('warehouse.count_not_finished', { open: stand.open + stand.recount });
    refuseOwn(lines, actor.user_id);
    if (stand.gross_fen > limit_fen && !canEverywhere(actor, 'warehouse.approve')) {
      fail('warehouse.over_limit', { value_fen: stand.gross_fen, limit_fen });
    }
    const document_no =
      stand.postings === 0 ? count.document_no : `${count.document_no}/${stand.postings + 1}`;
    const { movement_id, posted, refused } = await postDifferences(context, count, lines, document_no);
    return finish(context, count, { lines, movement_id, posted, refused, note: note ?? null });
  },
);

/** Who has counted a line does not say that its difference is right. */
function refuseOwn(lines: readonly CountLine[], user_id: number | null): void {
  const own = lines.filter((line) => user_id !== null && line.counters.includes(user_id));
  if (own.length === 0) return;
  const errors = own.map((line) => ({
    path: `lines.${line.line_no - 1}`,
    code: 'warehouse.own_count',
    params: { line: line.line_no },
  }));
  fail('warehouse.own_count', {}, errors);
}

type Posted = {
  readonly movement_id: number | null;
  readonly posted: readonly CountLine[];
  readonly refused: ReadonlyMap<CountLine, LineRefusal[]>;
};

/**
 * Posts what can be posted. The difference was seen on the book of its moment; goods that have moved since moved on the
 * books as well, so it is posted on the book of now, which the ledger checks under its locks. A line that no longer fits
 * is answered with its reasons, and the others are posted without it.
 */
async function postDifferences(
  context: Context,
  count: Count,
  lines: readonly CountLine[],
  document_no: string,
): Promise<Posted> {
  const attempt = (some: readonly CountLine[]) =>
    settleCounts(context, {
      warehouse_id: count.warehouse_id,
      document_no,
      reason: count.reason,
      lines: some.map(countedNow),
    });
  const refused = new Map(lines.filter(contradicted).map((line) => [line, [changed(line)]]));
  const sound = lines.filter((line) => !refused.has(line));
  if (sound.length === 0) return { movement_id: null, posted: [], refused };
  const first = await attempt(sound);
  if (!('refusals' in first)) return { movement_id: first.movement_id, posted: sound, refused };
  for (const refusal of first.refusals) {
    const line = sound[refusal.line_no - 1]!;
    refused.set(line, [...(refused.get(line) ?? []), refusal]);
  }
  const rest = sound.filter((line) => !refused.has(line));
  if (rest.length === 0) return { movement_id: null, posted: [], refused };
  const second = await attempt(rest);
  if ('refusals' in second) fail('platform.try_again');
  return { movement_id: second.movement_id, posted: rest, refused };
}

/** What moved since says that the difference cannot have been: more was taken than was seen, a missing serial was used. */
function contradicted(line: CountLine): boolean {
  const { counted, book_qty, missing, surplus } = line.entries.at(-1)!;
  if (line.tracking === 'lot') return line.book_now + counted - book_qty < 0;
  const now = new Set(line.serials_now);
  return missing.some((serial_no) => !now.has(serial_no)) || surplus.some((serial_no) => now.has(serial_no));
}

function changed({ line_no, entries, book_now }: CountLine): LineRefusal {
  const params = { expected: entries.at(-1)!.book_qty, on_hand: book_now };
  return { line_no, code: 'stock.count_changed', params, legal_basis: null };
}

/** The count in terms of the book of now. */
function countedNow(line: CountLine): Counted {
  const { item_id, lot_id, account_id, owner_id, disposition, book_now } = line;
  const { counted, book_qty, missing, surplus } = line.entries.at(-1)!;
  const key = { item_id, lot_id, account_id, owner_id, disposition, expected: book_now };
  if (line.tracking === 'lot') return { ...key, counted: book_now + counted - book_qty };
  const gone = new Set(missing);
  const kept = line.serials_now.filter((serial_no) => !gone.has(serial_no));
  const serial_nos = [...kept, ...surplus];
  return { ...key, counted: serial_nos.length, serial_nos };
}

async function finish(
  { tx, actor, audit, emit }: Context,
  count: Count,
  done: Posted & { lines: readonly CountLine[]; note: string | null },
): Promise<Output> {
  const { count_id, document_no, warehouse_id } = count;
  const { movement_id, posted, refused } = done;
  if (movement_id !== null) {
    await savePosted(
      tx,
      posted.map((line) => line.count_line_id),
      { movement_id, approved_by: actor.user_id, approved_by_name: actor.display_name },
    );
  }
  const status = statusOf(await standOf(tx, count_id));
  await saveCountStatus(tx, count_id, status, done.note);
  const detail = { document_no, movement_id, posted: posted.length, refused: refused.size, after: status };
  audit({ entity: 'count', entity_id: count_id, warehouse_id, reason: done.note, detail });
  emit('warehouse.count_posted', String(count_id), { count_id, document_no, warehouse_id, movement_id });
  return {
    count_id,
    status,
    movement_id,
    posted: posted.length,
    refused: [...refused].map(([line, reasons]) => ({
      count_line_id: line.count_line_id,
      line_no: line.line_no,
      reasons: reasons.map(({ code, params, legal_basis }) => ({ code, params, legal_basis })),
    })),
    moved: posted
      .filter((line) => line.book_now !== line.entries.at(-1)!.book_qty)
      .map((line) => ({
        count_line_id: line.count_line_id,
        book_then: line.entries.at(-1)!.book_qty,
        book_now: line.book_now,
      })),
  };
}

import { postCount as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { factsOf, knowItems } from '../compliance/index.ts';
import { ensureAccounts } from './accounts.ts';
import {
  type CountFacts,
  type CountLine,
  type CountState,
  compare,
  type Difference,
  paperRefusals,
} from './count.ts';
import { momentOf } from './moment.ts';
import { placesOf } from './places.ts';
import { post, refusedError } from './post.ts';
import { emitPosted } from './posted-event.ts';
import { serialsAt } from './relabel.ts';
import { type BalanceKey, byText, keyText, type LineRefusal } from './stock.model.ts';
import { lockBalances, lockSerials } from './stock.write.ts';

type Input = InputOf<typeof contract>;

export const postCount = defineVerb(
  contract,
  { permission: 'stock.count', audit: 'stock.count', judges: true, statement_timeout_ms: 20_000 },
  async (context, input): Promise<OutputOf<typeof contract>> => {
    requireAt(context.actor, 'stock.count', input.warehouse_id);
    const answer = await settleCounts(context, input);
    if ('refusals' in answer) throw refusedError(answer.refusals);
    return answer;
  },
);

/**
 * Posts the differences of a count, or answers every line that cannot be posted and posts nothing. For verbs that are
 * declared with `judges: true` and have asked who may count.
 */
export async function settleCounts(
  context: Context,
  input: Input,
): Promise<OutputOf<typeof contract> | { readonly refusals: readonly LineRefusal[] }> {
  const { tx } = context;
  const facts = await factsFor(tx, input);
  const wrong = paperRefusals(input.lines, facts);
  const sound = soundLines(input.lines, wrong, facts);
  const state = await stateOf(tx, sound, input.warehouse_id);
  // Lines wrong on paper are not compared, yet all are told at once; numbers are those of the request.
  const { differences, refusals } = compare(
    sound.map((s) => s.line),
    state,
  );
  const renumbered = refusals.map((r) => ({ ...r, line_no: sound[r.line_no - 1]!.line_no }));
  const all = [...wrong, ...renumbered].sort((a, b) => a.line_no - b.line_no);
  if (all.length > 0) return { refusals: all };
  const settled = differences.length > 0 ? await settle(context, input, differences) : null;
  if (settled !== null && 'refusals' in settled) return settled;
  return report(context, input, differences, settled?.movement_id ?? null);
}

type Sound = { readonly line: CountLine; readonly line_no: number };

/** Lines that may be compared; a line has serials exactly where its item is tracked by them. */
function soundLines(
  lines: readonly CountLine[],
  wrong: readonly LineRefusal[],
  { serial_tracked }: CountFacts,
): Sound[] {
  const numbers = new Set(wrong.map((r) => r.line_no));
  return lines
    .map((line, index) => {
      const serial_nos = serial_tracked(line.item_id) ? (line.serial_nos ?? []) : undefined;
      return { line: { ...line, serial_nos }, line_no: index + 1 };
    })
    .filter(({ line_no }) => !numbers.has(line_no));
}

async function factsFor(tx: Tx, { warehouse_id, lines }: Input): Promise<CountFacts> {
  const { epoch } = await momentOf(tx);
  const facts = await factsOf(tx, epoch);
  await knowItems(tx, facts, new Set(lines.map((line) => line.item_id)));
  const places = await placesOf(tx, epoch, new Set(lines.map((line) => line.account_id)), lines);
  return {
    warehouse_id,
    account: (account_id) => places.accounts.get(account_id),
    lot_known: ({ item_id, lot_id }) => places.lots.get(lot_id)?.item_id === item_id,
    serial_tracked: (item_id) => facts.items.get(item_id)?.tracking === 'serial',
  };
}

/** Locks what was counted and the account of differences in key order, then reads the serials on the books. */
async function stateOf(tx: Tx, sound: readonly Sound[], warehouse_id: number): Promise<CountState> {
  const [adjustment_id] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id }]);
  const keys = sound.map(({ line }) => line as BalanceKey);
  const both = keys.flatMap((key) => [key, { ...key, account_id: adjustment_id! }]);
  const cells = await lockBalances(tx, byText(both));
  const counted = sound.flatMap(({ line }) =>
    (line.serial_nos ?? []).map((serial_no) => ({ item_id: line.item_id, serial_no })),
  );
  const tracked = keys.filter((_, index) => sound[index]!.line.serial_nos !== undefined);
  const at = tracked.length > 0 ? await serialsAt(tx, tracked) : new Map<number, string[]>();
  const booked = new Map(tracked.map((key, index) => [keyText(key), at.get(index) ?? []]));
  const known =
    counted.length > 0
      ? await lockSerials(
          tx,
          counted.map((s) => s.item_id),
          counted.map((s) => s.serial_no),
        )
      : [];
  const places = new Map(known.map((s) => [`${s.item_id}|${s.serial_no}`, s]));
  return {
    cells,
    adjustment_id: adjustment_id!,
    serials_at: (key) => booked.get(keyText(key)) ?? [],
    place_of: (item_id, serial_no) => places.get(`${item_id}|${serial_no}`) ?? null,
  };
}

async function settle(
  { tx, actor }: Context,
  { document_no, reason, warehouse_id }: Input,
  differences: readonly Difference[],
): Promise<{ movement_id: number } | { refusals: LineRefusal[] }> {
  const lines = differences.map((d) => d.line);
  const document_key = `count:${warehouse_id}`;
  const [outcome] = await post(tx, [{ purpose: 'count', actor, document_no, document_key, reason, lines }]);
  if ('movement_id' in outcome!) return outcome;
  return {
    refusals: outcome!.refusals.map((r) => ({ ...r, line_no: differences[r.line_no - 1]?.line_no ?? 0 })),
  };
}

function report(
  context: Context,
  { warehouse_id, document_no, reason, lines }: Input,
  differences: readonly Difference[],
  movement_id: number | null,
): OutputOf<typeof contract> {
  const sum = (gained: boolean) =>
    differences.reduce((total, d) => total + (d.gained === gained ? d.line.qty : 0), 0);
  const answer = {
    movement_id,
    counted: lines.length,
    differing: new Set(differences.map((d) => d.line_no)).size,
    gained: sum(true),
    lost: sum(false),
  };
  context.audit({
    entity: 'movement',
    entity_id: movement_id ?? document_no,
    warehouse_id,
    reason,
    detail: { document_no, ...answer },
  });
  if (movement_id !== null)
    emitPosted(context, { movement_id, purpose: 'count', lines: differences.map((d) => d.line) });
  return answer;
}

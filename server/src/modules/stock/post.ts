import { can, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { type Facts, factsOf, judge, knowItems, type Movement, noteFacts } from '../compliance/index.ts';
import { type HistoryOf, historyOf, timeRefusal } from './back-dating.ts';
import {
  type Cell,
  type Checks,
  type Decision,
  decideDocument,
  type Refused,
  type SerialState,
  type Snapshot,
} from './decide.ts';
import { evidenceOf } from './evidence.ts';
import { type Moment, momentOf } from './moment.ts';
import { movementOf } from './movement-of.ts';
import { type AccountFact, placesOf, stoppedPiecesOf } from './places.ts';
import { shapeRefusal } from './purposes.ts';
import { type ReleaseLocks, releaseLocksOf } from './release-locks.ts';
import {
  type BalanceKey,
  type Ends,
  fromKey,
  keyText,
  type LineRefusal,
  type PostDocument,
  type PostLine,
  type PostOutcome,
  toKey,
} from './stock.model.ts';
import {
  type DecidedDocument,
  lockBalances,
  lockSerials,
  readAllocations,
  reserveIds,
  settleAllocations,
  writePostings,
  writeSerials,
} from './stock.write.ts';
import { type StoppedPieces, stoppedPiece } from './stops.model.ts';

/**
 * Posts documents in one transaction with a fixed number of statements, however many documents and lines. Each
 * document is done whole or refused with a reason for every line that fails; refused ones leave no trace.
 *
 * The calling verb must be declared with `judges: true`.
 */
export async function post(tx: Tx, documents: readonly PostDocument[]): Promise<PostOutcome[]> {
  const lines = documents.flatMap((d) => d.lines);
  const asking = momentOf(tx);
  const reserving = reserveIds(tx, documents.length, lines.length);
  const { keys, ends } = keysOf(lines);
  const cells = await lockBalances(tx, keys);
  const moment = await asking;
  const facts = await factsOf(tx, moment.epoch);
  await knowItems(tx, facts, new Set(lines.map((l) => l.item_id)));
  const accounts = new Set(lines.flatMap((l) => [l.from_account_id, l.to_account_id]));
  const places = await placesOf(tx, moment.epoch, accounts, lines);
  const snapshot = await snapshotOf(tx, lines, ends, cells, facts);
  const history = await historyOf(tx, documents, moment.now);
  const numbered = lines.some((line) => line.to_disposition === 'released' && line.serial_nos !== undefined);
  const stopped = numbered ? await stoppedPiecesOf(tx, moment.epoch) : NOTHING_STOPPED;
  const locks = await releaseLocksOf(tx, documents);
  const judged: Movement[] = [];
  const known = { facts, places, moment, cells, history, stopped, locks, judged };
  const decisions = documents.map((document) =>
    decideDocument(document, snapshot, checksOf(document, known)),
  );
  noteFacts(tx, facts, judged);
  return write(tx, documents, decisions, cells, places.accounts, moment, await reserving);
}

/** The same for one document that must succeed: a refusal becomes an error with every reason. */
export async function postOrFail(tx: Tx, document: PostDocument): Promise<number> {
  const [outcome] = await post(tx, [document]);
  if ('refusals' in outcome!) throw refusedError(outcome.refusals);
  return outcome!.movement_id;
}

/**
 * Refusals of a document as one error; `errors` name the lines, `reasons` carry the legal basis. Warnings that wait for an
 * acknowledgement are asked for only where nothing else stands in the way.
 */
export function refusedError(refusals: readonly LineRefusal[]): AppError {
  const whole = refusals.find((r) => r.line_no === 0);
  if (whole !== undefined) return new AppError(whole.code, whole.params);
  const hard = refusals.filter((r) => r.acknowledge !== true);
  const told = hard.length > 0 ? hard : refusals;
  const more = {
    errors: told.map((r) => ({ path: `lines.${r.line_no - 1}`, code: r.code, params: r.params })),
    reasons: told.map(({ code, params, legal_basis }) => ({ code, params, legal_basis })),
  };
  return hard.length > 0
    ? new AppError('stock.refused', { refused: hard.length }, more)
    : new AppError('compliance.acknowledgement_needed', { count: told.length }, more);
}

/** Whether the actor may move goods at every warehouse that the document touches. */
export function mayPost(
  document: PostDocument,
  permission: string,
  accounts: ReadonlyMap<number, AccountFact>,
): 'yes' | 'forbidden' | 'unseen' {
  let answer: 'yes' | 'forbidden' = 'yes';
  for (const line of document.lines) {
    for (const id of [line.from_account_id, line.to_account_id]) {
      const account = accounts.get(id);
      // Somebody with a narrow view must not learn by the answer which places exist.
      if (account === undefined && document.actor.scope.warehouses !== 'all') return 'unseen';
      const warehouse_id = account?.warehouse_id;
      if (warehouse_id == null) continue;
      if (!sees(document.actor, warehouse_id)) return 'unseen';
      if (!can(document.actor, permission, warehouse_id)) answer = 'forbidden';
    }
  }
  return answer;
}

/** Every balance that the lines touch, once, and which ones each line touches. */
function keysOf(lines: readonly PostLine[]): {
  keys: Map<string, BalanceKey>;
  ends: Map<PostLine, Ends>;
} {
  const keys = new Map<string, BalanceKey>();
  const ends = new Map<PostLine, Ends>();
  for (const line of lines) {
    const [from_key, to_key] = [fromKey(line), toKey(line)];
    const [from, to] = [keyText(from_key), keyText(to_key)];
    keys.set(from, from_key);
    keys.set(to, to_key);
    ends.set(line, { from, to });
  }
  return { keys, ends };
}

async function snapshotOf(
  tx: Tx,
  lines: readonly PostLine[],
  ends: ReadonlyMap<PostLine, Ends>,
  cells: Map<string, Cell>,
  facts: Facts,
): Promise<Snapshot> {
  const allocated = lines.filter((l) => l.allocation !== undefined);
  return {
    cells,
    ends,
    serial_tracked: (item_id) => facts.items.get(item_id)?.tracking === 'serial',
    serials: await serialStates(tx, lines),
    allocations:
      allocated.length === 0
        ? new Map()
        : await readAllocations(
            tx,
            allocated.map((l) => ({ item_id: l.item_id, allocation_id: l.allocation!.allocation_id })),
          ),
  };
}

/** States of all serials named: those that exist stand locked at their place, unknown ones have no place yet. */
async function serialStates(tx: Tx, lines: readonly PostLine[]): Promise<Map<string, SerialState>> {
  const states = new Map<string, SerialState>();
  for (const line of lines) {
    for (const serial_no of line.serial_nos ?? []) {
      states.set(`${line.item_id}|${serial_no}`, {
        serial_id: null,
        serial_no,
        item_id: line.item_id,
        place: null,
        handling_unit_id: null,
      });
    }
  }
  if (states.size === 0) return states;
  const asked = [...states.values()];
  const found = await lockSerials(
    tx,
    asked.map((s) => s.item_id),
    asked.map((s) => s.serial_no),
  );
  for (const row of found) {
    states.set(`${row.item_id}|${row.serial_no}`, {
      serial_id: row.serial_id,
      serial_no: row.serial_no,
      item_id: row.item_id,
      place: row,
      handling_unit_id: row.handling_unit_id,
    });
  }
  return states;
}

type Places = Awaited<ReturnType<typeof placesOf>>;

type Known = {
  facts: Facts;
  places: Places;
  moment: Moment;
  cells: Map<string, Cell>;
  history: HistoryOf;
  stopped: StoppedPieces;
  locks: ReleaseLocks;
  /** What was asked of the gate, for the facts to be kept. */
  judged: Movement[];
};
const NOTHING_STOPPED: StoppedPieces = { pieces: new Set(), freed: new Set(), ranges: [] };

/** What this document is asked, on what is known now. The sums of earlier documents are read before its own. */
function checksOf(document: PostDocument, known: Known): Checks {
  const { facts, places, moment, cells, history, stopped, judged } = known;
  const place = (account_id: number) => places.accounts.get(account_id) ?? null;
  const earlier = history.before(document, cells);
  return {
    judge: (line) => {
      const movement = movementOf(document, line, known);
      judged.push(movement);
      return judge(facts, movement);
    },
    shape: (line) => shapeRefusal(document.purpose, line, place) ?? pieceRefusal(line, stopped),
    time: () => timeRefusal(document, moment.now, history, earlier, cells),
  };
}

/** No piece that is recalled or held by its number becomes usable, or moves as if it were. */
function pieceRefusal(line: PostLine, stopped: StoppedPieces): Refused | null {
  if (line.to_disposition !== 'released' || line.serial_nos === undefined) return null;
  const serial_no = stoppedPiece(stopped, line.item_id, line.serial_nos);
  return serial_no === null ? null : { code: 'stock.serial_stopped', params: { serial_no } };
}

async function write(
  tx: Tx,
  documents: readonly PostDocument[],
  decisions: readonly Decision[],
  cells: ReadonlyMap<string, Cell>,
  accounts: ReadonlyMap<number, AccountFact>,
  moment: Moment,
  { movement_ids, posting_ids }: { movement_ids: number[]; posting_ids: number[] },
): Promise<PostOutcome[]> {
  const passed = documents.flatMap((document, index) => {
    const decision = decisions[index]!;
    return 'lines' in decision ? [{ document, decision }] : [];
  });
  if (passed.length === 0) return decisions.map((d) => ({ refusals: (d as { refusals: [] }).refusals }));
  let next = 0;
  const decided: DecidedDocument[] = passed.map(({ document, decision }, index) => {
    const first = next;
    next += decision.lines.length;
    return {
      document,
      movement_id: movement_ids[index]!,
      posting_ids: posting_ids.slice(first, next),
      lines: decision.lines,
      evidence: evidenceOf(document, decision.spoken, moment),
    };
  });
  writePostings(tx, decided, cells, (id) => accounts.get(id)?.warehouse_id ?? null);
  await writeSerials(tx, decided);
  await settleAllocations(tx, decided);
  const ids = new Map(decided.map((d) => [d.document, d.movement_id]));
  return documents.map((document, index) => {
    const decision = decisions[index]!;
    return 'lines' in decision
      ? { movement_id: ids.get(document)!, warnings: decision.warnings }
      : { refusals: decision.refusals };
  });
}

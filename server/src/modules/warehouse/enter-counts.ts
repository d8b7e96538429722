import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { compareSerials, followCount, settle, statusOf } from './count.model.ts';
import { type Count, type CountKey, type CountLine, linesById, lockCount, standOf } from './count.read.ts';
import { ensureFoundLines, type NewEntry, saveCountStatus, saveEntries } from './count.write.ts';

type Input = contract.InputOf<typeof contract.enterCounts>;
/** What was counted, from the plan or found, with its place in the input. */
type Seen = {
  readonly count_line_id: number;
  readonly path: string;
  readonly counted: number;
  readonly serial_nos?: readonly string[];
  readonly note?: string;
};

export const enterCounts = defineVerb(
  contract.enterCounts,
  { permission: 'warehouse.work', audit: 'warehouse.enter_counts', statement_timeout_ms: 20_000 },
  async ({ tx, actor, audit }, input) => {
    const count = await lockCount(tx, input.count_id);
    requireAt(actor, 'warehouse.work', count.warehouse_id);
    followCount(count, 'counting');
    const seen = await seenLines(tx, count, input);
    const lines = await linesById(
      tx,
      count.count_id,
      seen.map((one) => one.count_line_id),
    );
    const by_id = new Map(lines.map((line) => [line.count_line_id, line]));
    refuseWrong(seen, by_id, actor.user_id);
    const entries = seen.map((one) => entryOf(one, by_id.get(one.count_line_id)!));
    const by = {
      warehouse_id: count.warehouse_id,
      counted_by: actor.user_id,
      counted_by_name: actor.display_name,
    };
    await saveEntries(tx, by, entries);
    const stand = await standOf(tx, count.count_id);
    const status = statusOf(stand);
    await saveCountStatus(tx, count.count_id, status);
    audit({
      entity: 'count',
      entity_id: count.count_id,
      warehouse_id: count.warehouse_id,
      detail: { document_no: count.document_no, lines: entries.length, before: count.status, after: status },
    });
    return {
      count_id: count.count_id,
      status,
      lines: entries.map(({ count_line_id, status: line_status }) => ({
        count_line_id,
        status: line_status,
      })),
      open: stand.open + stand.recount,
    };
  },
);

/** Lines of the plan as given, and lines for what was found; each once. */
async function seenLines(tx: Tx, count: Count, input: Input): Promise<Seen[]> {
  if (input.lines.length + input.found.length === 0) {
    fail('platform.invalid_input', {}, [{ path: 'lines', code: 'required', params: {} }]);
  }
  const keys = await foundKeys(tx, count, input.found);
  const ids = await ensureFoundLines(tx, count, keys);
  const seen = [
    ...input.lines.map((line, index) => ({ ...line, path: `lines.${index}` })),
    ...input.found.map(({ counted, serial_nos, note }, index) => ({
      count_line_id: ids[index]!,
      path: `found.${index}`,
      counted,
      serial_nos,
      note,
    })),
  ];
  const first = new Map<number, number>();
  seen.forEach(({ count_line_id, path }, index) => {
    const earlier = first.get(count_line_id);
    if (earlier !== undefined) {
      const params = { line: index + 1, first: earlier + 1 };
      fail('warehouse.line_repeated', params, [{ path, code: 'duplicate', params }]);
    }
    first.set(count_line_id, index);
  });
  return seen;
}

/** Keys of what was found; the owner is the company of the warehouse where nobody says otherwise. */
async function foundKeys(tx: Tx, { warehouse_id }: Count, found: Input['found']): Promise<CountKey[]> {
  if (found.length === 0) return [];
  const rows = await tx.rows<{ ord: number; here: boolean; lot_known: boolean; owner_id: number }>(
    `select k.ord::integer as ord, a.account_id is not null as here, t.lot_id is not null as lot_known,
       coalesce(o.partner_id, w.legal_entity_id) as owner_id
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) with ordinality
       as k(item_id, lot_id, account_id, owner_id, ord)
     join masterdata.v_warehouse w on w.warehouse_id = $5
     left join masterdata.v_partner o on o.partner_id = k.owner_id
     left join stock.v_account a on a.account_id = k.account_id and a.kind = 'bin' and a.warehouse_id = $5
     left join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     order by k.ord`,
    [
      found.map((f) => f.item_id),
      found.map((f) => f.lot_id),
      found.map((f) => f.account_id),
      found.map((f) => f.owner_id ?? null),
      warehouse_id,
    ],
  );
  const errors = rows.flatMap(({ here, lot_known }, index): FieldError[] => {
    if (!here) return [{ path: `found.${index}.account_id`, code: 'warehouse.place_elsewhere', params: {} }];
    return lot_known ? [] : [{ path: `found.${index}.lot_id`, code: 'unknown', params: {} }];
  });
  if (errors.length > 0) {
    const elsewhere = errors.some((e) => e.code === 'warehouse.place_elsewhere');
    fail(elsewhere ? 'warehouse.place_elsewhere' : 'stock.place_or_lot_unknown', {}, errors);
  }
  return found.map(({ item_id, lot_id, account_id, disposition }, index) => ({
    item_id,
    lot_id,
    account_id,
    owner_id: rows[index]!.owner_id,
    disposition,
  }));
}

/** Names every line that cannot be taken; the code is that of the first. */
function refuseWrong(
  seen: readonly Seen[],
  lines: ReadonlyMap<number, CountLine>,
  user_id: number | null,
): void {
  const errors = seen.flatMap((one, index): FieldError[] => {
    const wrong = wrongWith(one, lines.get(one.count_line_id), user_id);
    return wrong === null
      ? []
      : [{ path: one.path, code: wrong.code, params: { line: index + 1, ...wrong.params } }];
  });
  const [first] = errors;
  if (first !== undefined) throw new AppError(first.code, first.params, { errors });
}

function wrongWith(
  seen: Seen,
  line: CountLine | undefined,
  user_id: number | null,
): Pick<FieldError, 'code' | 'params'> | null {
  if (line === undefined) return { code: 'warehouse.line_unknown', params: {} };
  if (line.status !== 'open' && line.status !== 'recount') {
    return { code: 'warehouse.line_settled', params: { status: line.status } };
  }
  if (line.last_by !== null && line.last_by === user_id)
    return { code: 'warehouse.same_counter', params: {} };
  const given = seen.serial_nos ?? [];
  if (line.tracking === 'lot') {
    return given.length === 0
      ? null
      : { code: 'stock.serials_not_expected', params: { given: given.length } };
  }
  if (given.length !== seen.counted)
    return { code: 'warehouse.serials_to_name', params: { qty: seen.counted } };
  const twice = given.find((serial_no, at) => given.indexOf(serial_no) !== at);
  return twice === undefined ? null : { code: 'stock.serial_repeated', params: { serial_no: twice } };
}

function entryOf({ counted, serial_nos, note }: Seen, line: CountLine): NewEntry {
  const serials =
    line.tracking === 'serial'
      ? compareSerials(line.serials_now, serial_nos ?? [])
      : { missing: [], surplus: [] };
  const entry = { book_qty: line.book_now, counted, ...serials };
  const { status, difference } = settle([...line.entries, entry]);
  return {
    ...entry,
    count_line_id: line.count_line_id,
    round: line.entries.length + 1,
    note: note ?? null,
    after_by: line.last_by,
    status,
    difference,
    value_fen: difference === null ? null : difference * line.unit_cost_fen,
  };
}

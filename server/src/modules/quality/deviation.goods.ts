import type { decideDeviation, InputOf } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import type { Deviation } from './deviation.read.ts';
import { openInspectionsAt } from './settle-inspections.ts';

type Input = InputOf<typeof decideDeviation>;
export type Line = Input['lines'][number];
export type DecisionGoods = {
  readonly lines: readonly Line[];
  /** Lots that something else than this case holds as well. */
  readonly stopped_lots: ReadonlySet<number>;
  readonly names: ReadonlyMap<number, string>;
};

type Found = {
  line: number;
  lot_no: string;
  affected: boolean;
  ours: boolean;
  received_by_me: boolean;
  stopped: boolean;
  /** All pieces at that place, where the item has serial numbers. */
  pieces: string[] | null;
};

/**
 * What is known of the lines before they move: whether their lots belong to the case and their places to the warehouse,
 * who received them, what else holds them, and which numbered pieces are meant where all of a place are.
 */
export async function goodsToDecide(
  tx: Tx,
  actor: Actor,
  { deviation_id, warehouse_id, document_no }: Deviation,
  { lines }: Input,
): Promise<DecisionGoods> {
  const found = await tx.rows<Found>(
    `select k.ord::integer - 1 as line, coalesce(t.lot_no, '') as lot_no, d.lot_id is not null as affected,
       a.account_id is not null as ours,
       k.disposition = 'quarantine' and exists (
         select from stock.v_posting g join stock.v_movement m on m.movement_id = g.movement_id
         where g.item_id = k.item_id and g.lot_id = k.lot_id and g.to_warehouse_id = $6 and m.actor_id = $8
           and m.purpose in ('receive', 'transfer_receive', 'customer_return')) as received_by_me,
       exists (select from stock.v_hold h where h.item_id = k.item_id and h.lot_id = k.lot_id and h.lifted_at is null
         and (h.warehouse_id is null or h.warehouse_id = $6) and (h.account_id is null or h.account_id = k.account_id)
         and h.hold_id is distinct from d.hold_id) as stopped,
       (select array_agg(s.serial_no order by s.serial_no) from stock.v_serial s
         join masterdata.v_item i on i.item_id = s.item_id and i.tracking = 'serial'
         where s.item_id = k.item_id and s.lot_id = k.lot_id and s.account_id = k.account_id and s.owner_id = k.owner_id
           and s.disposition = k.disposition) as pieces
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
       with ordinality as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     left join quality.deviation_lot d on d.deviation_id = $7 and d.item_id = k.item_id and d.lot_id = k.lot_id
     left join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     left join stock.v_account a on a.account_id = k.account_id and a.kind = 'bin' and a.warehouse_id = $6
     order by 1`,
    [
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.account_id),
      lines.map((l) => l.owner_id),
      lines.map((l) => l.disposition),
      warehouse_id,
      deviation_id,
      actor.user_id,
    ],
  );
  const waiting = lines.filter((line) => line.disposition === 'quarantine');
  const inspections = await openInspectionsAt(tx, warehouse_id, waiting);
  const errors = [
    ...found.flatMap((row) => problemOf(row, document_no)),
    ...lines.flatMap((line, index) => inspected(line, index, inspections)),
  ];
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  return {
    lines: lines.map((line, index) => withPieces(line, found[index]!.pieces)),
    stopped_lots: new Set(found.flatMap((row) => (row.stopped ? [lines[row.line]!.lot_id] : []))),
    names: new Map(found.map((row) => [lines[row.line]!.lot_id, row.lot_no])),
  };
}

function problemOf(
  { line, lot_no, affected, ours, received_by_me }: Found,
  document_no: string,
): FieldError[] {
  const at = (field: string, code: string, params: FieldError['params']) => [
    { path: `lines.${line}.${field}`, code, params },
  ];
  if (!affected) return at('lot_id', 'quality.not_of_deviation', { lot_no, document_no });
  if (!ours) return at('account_id', 'stock.place_or_lot_unknown', {});
  return received_by_me ? at('lot_id', 'quality.same_person', { lot_no }) : [];
}

/** What an inspection is open for is decided there, with its record and signature. */
function inspected(
  line: Line,
  index: number,
  inspections: Awaited<ReturnType<typeof openInspectionsAt>>,
): FieldError[] {
  const open = line.disposition === 'quarantine' ? inspections.get(line.lot_id) : undefined;
  return open === undefined
    ? []
    : [{ path: `lines.${index}.lot_id`, code: 'quality.inspection_open', params: { ...open } }];
}

/** Numbered pieces need no naming where all of a place are meant. */
function withPieces(line: Line, pieces: string[] | null): Line {
  return pieces !== null && line.serial_nos === undefined && pieces.length === line.qty
    ? { ...line, serial_nos: pieces }
    : line;
}

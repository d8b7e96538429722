import { requestDestruction as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertDestruction, type NewLine } from './quality.write.ts';

type Input = InputOf<typeof contract>;

export const requestDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.request_destruction' },
  async ({ tx, actor, audit }, input) => {
    requireAt(actor, 'quality.destroy', input.warehouse_id);
    refuseReleased(input.lines);
    const { warehouse_id, reason } = input;
    const made = await insertDestruction(
      tx,
      { warehouse_id, reason, lines: await standing(tx, input) },
      actor,
    );
    audit({
      entity: 'destruction',
      entity_id: made.destruction_id,
      warehouse_id: input.warehouse_id,
      reason: input.reason,
      detail: { document_no: made.document_no, lines: input.lines },
    });
    return made;
  },
);

function refuseReleased(lines: Input['lines']): void {
  const errors = lines.flatMap((line, index) =>
    line.disposition === 'released'
      ? [{ path: `lines.${index}.disposition`, code: 'quality.destroy_released', params: {} }]
      : [],
  );
  if (errors.length > 0) throw new AppError('quality.destroy_released', {}, { errors });
}

type Found = { line: number; qty: number | null; serial_tracked: boolean; here: string[] };

/**
 * What is asked for must stand there, in a bin of this warehouse; the posting looks again when it is destroyed. All pieces
 * of a place need no numbers named; a part of numbered pieces does.
 */
async function standing(tx: Tx, { warehouse_id, lines }: Input): Promise<NewLine[]> {
  const found = await tx.rows<Found>(
    `select k.ord::integer - 1 as line, b.qty, coalesce(i.tracking = 'serial', false) as serial_tracked,
       array(select s.serial_no from stock.v_serial s where s.item_id = b.item_id and s.lot_id = b.lot_id
         and s.account_id = b.account_id and s.owner_id = b.owner_id and s.disposition = b.disposition
         and i.tracking = 'serial' order by 1) as here
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::stock.disposition[])
       with ordinality as k(item_id, lot_id, account_id, owner_id, disposition, ord)
     left join stock.v_account a on a.account_id = k.account_id and a.kind = 'bin' and a.warehouse_id = $6
     left join stock.v_balance b on b.item_id = k.item_id and b.lot_id = k.lot_id and b.account_id = a.account_id
       and b.owner_id = k.owner_id and b.disposition = k.disposition
     left join masterdata.v_item i on i.item_id = b.item_id
     order by 1`,
    [
      lines.map((l) => l.item_id),
      lines.map((l) => l.lot_id),
      lines.map((l) => l.account_id),
      lines.map((l) => l.owner_id),
      lines.map((l) => l.disposition),
      warehouse_id,
    ],
  );
  const errors = found.flatMap((row) => problemOf(lines[row.line]!, row));
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  return found.map(({ line, here }) => {
    const asked = lines[line]!;
    return { ...asked, serial_nos: asked.serial_nos.length === 0 ? here : asked.serial_nos };
  });
}

function problemOf(asked: Input['lines'][number], { line, qty, serial_tracked, here }: Found): FieldError[] {
  const path = `lines.${line}`;
  const { qty: wanted, serial_nos } = asked;
  if (qty === null) return [{ path, code: 'stock.place_or_lot_unknown', params: {} }];
  if (qty < wanted) {
    return [
      {
        path: `${path}.qty`,
        code: 'stock.short',
        params: { wanted, available: qty, short_by: wanted - qty },
      },
    ];
  }
  if (!serial_tracked || (serial_nos.length === 0 && wanted === qty)) return [];
  const serials = `${path}.serial_nos`;
  const unknown = serial_nos.find((serial_no) => !here.includes(serial_no));
  if (unknown !== undefined)
    return [{ path: serials, code: 'stock.serial_unknown', params: { serial_no: unknown } }];
  return new Set(serial_nos).size === wanted
    ? []
    : [{ path: serials, code: 'stock.serial_count', params: { qty: wanted, given: serial_nos.length } }];
}

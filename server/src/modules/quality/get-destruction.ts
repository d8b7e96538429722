import { getDestruction as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { destructionHeads } from './list-destructions.ts';

type Output = OutputOf<typeof contract>;

export const getDestruction = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: null },
  ({ tx, actor }, { destruction_id }) => destructionOf(tx, destruction_id, actor.user_id),
);

export async function destructionOf(
  tx: Tx,
  destruction_id: number,
  reader_id: number | null,
): Promise<Output> {
  const [heads, more, rows, evidence] = await Promise.all([
    destructionHeads(tx, [null, null, destruction_id, 1]),
    moreOf(tx, destruction_id, reader_id),
    rowsOf(tx, destruction_id),
    tx.rows<Output['evidence'][number]>(
      `select evidence_id, kind, file_name, media_type, added_by_name, added_at from quality.evidence
       where destruction_id = $1 order by evidence_id`,
      [destruction_id],
    ),
  ]);
  const head = heads[0] ?? notFound('destruction', destruction_id);
  return { ...head, ...more[0]!, rows, evidence };
}

type More = Omit<Output, 'rows' | 'evidence' | keyof Awaited<ReturnType<typeof destructionHeads>>[number]>;

function moreOf(tx: Tx, destruction_id: number, reader_id: number | null): Promise<More[]> {
  return tx.rows<More>(
    `select d.decided_by_name, d.decided_at, d.decision_note, d.method, d.place, h.name as handler_name, d.executed_by_name,
       d.executed_at, d.witnessed_by_name, d.witnessed_at, d.certificate_no,
       coalesce(d.requested_by = $2, false) as requested_by_me, coalesce(d.executed_by = $2, false) as executed_by_me
     from quality.destruction d left join masterdata.v_partner h on h.partner_id = d.handler_id
     where d.destruction_id = $1`,
    [destruction_id, reader_id],
  );
}

function rowsOf(tx: Tx, destruction_id: number): Promise<Output['rows']> {
  return tx.rows(
    `select l.line_no, l.item_id, i.item_code, i.name as item_name, l.lot_id, t.lot_no, t.expiry_date, p.location_code,
       l.disposition, l.qty, l.qty_destroyed, l.difference_reason, l.serial_nos
     from quality.destruction_line l
     join masterdata.v_item i on i.item_id = l.item_id
     join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
     join stock.v_account a on a.account_id = l.account_id
     left join masterdata.v_location p on p.location_id = a.location_id
     where l.destruction_id = $1 order by l.line_no`,
    [destruction_id],
  );
}

import { getRepair as contract, type OutputOf } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { repairHeads } from './list-repairs.ts';

type Output = OutputOf<typeof contract>;
type Head = Awaited<ReturnType<typeof repairHeads>>[number];

export const getRepair = defineVerb(
  contract,
  { permission: 'quality.repair', audit: null },
  async ({ tx, actor }, { repair_id }): Promise<Output> => {
    const [heads, more, parts, loaners] = await Promise.all([
      repairHeads(tx, [null, null, repair_id, 1, false]),
      tx.rows<Omit<Output, keyof Head | 'parts' | 'loaners'>>(
        `select lot_id, warranty_until, under_warranty, quote_fen, quote_note, coalesce(quoted_by = $2, false) as quoted_by_me,
           accepted, cost_fen, outcome, work_done, returned_at, closed_at, close_note
         from quality.repair_order where repair_id = $1`,
        [repair_id, actor.user_id],
      ),
      tx.rows<Output['parts'][number]>(
        `select p.repair_part_id, i.item_code, i.name as item_name, t.lot_no, p.qty, p.serial_nos, p.used_at
         from quality.repair_part p
         join masterdata.v_item i on i.item_id = p.item_id
         join stock.v_lot t on t.item_id = p.item_id and t.lot_id = p.lot_id
         where p.repair_id = $1 order by p.repair_part_id`,
        [repair_id],
      ),
      tx.rows<Output['loaners'][number]>(
        `select l.loaner_id, i.item_code, i.name as item_name, l.serial_no, l.due_on, l.lent_at, l.returned_at,
           l.returned_at is null and l.due_on < (now() at time zone w.timezone)::date as overdue
         from quality.loaner l
         join masterdata.v_item i on i.item_id = l.item_id
         join masterdata.v_warehouse w on w.warehouse_id = l.warehouse_id
         where l.repair_id = $1 order by l.loaner_id`,
        [repair_id],
      ),
    ]);
    const head = heads[0] ?? notFound('repair', repair_id);
    return { ...head, ...more[0]!, parts, loaners };
  },
);

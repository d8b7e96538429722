import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { WAVE_COLUMNS, WAVE_TABLES } from './waves.read.ts';

type Output = contract.OutputOf<typeof contract.getWave>;

export const getWave = defineVerb(
  contract.getWave,
  { permission: 'fulfilment.read', audit: null },
  ({ tx }, { wave_id }) => waveOf(tx, wave_id),
);

/** 404 where it is not in sight. */
export async function waveOf(tx: Tx, wave_id: number): Promise<Output> {
  const [[head], line_rows] = await Promise.all([
    tx.rows<Omit<Output, 'line_rows'>>(
      `select ${WAVE_COLUMNS}, w.to_account_id, o.location_code as to_location_code from ${WAVE_TABLES}
       join stock.v_account c on c.account_id = w.to_account_id
       left join masterdata.v_location o on o.location_id = c.location_id
       where w.wave_id = $1`,
      [wave_id],
    ),
    tx.rows<Output['line_rows'][number]>(
      `select l.wave_line_id, l.path_no, l.allocation_id, d.demand_id, d.document_no as demand_no, p.name as partner_name,
         e.name as department_name, d.priority_class::integer as priority_class, l.item_id, i.item_code, i.name as item_name,
         i.unit, i.tracking, l.lot_id, t.lot_no, t.expiry_date, l.account_id, o.location_code, o.zone_code, l.qty,
         l.qty_picked, l.qty_short, l.status, l.replaces_id
       from fulfilment.wave_line l
       join fulfilment.demand_line n on n.demand_line_id = l.demand_line_id
       join fulfilment.demand d on d.demand_id = n.demand_id
       join masterdata.v_partner p on p.partner_id = d.partner_id
       join masterdata.v_department e on e.department_id = d.department_id
       join masterdata.v_item i on i.item_id = l.item_id
       join stock.v_lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       join stock.v_account c on c.account_id = l.account_id
       left join masterdata.v_location o on o.location_id = c.location_id
       where l.wave_id = $1 order by l.path_no`,
      [wave_id],
    ),
  ]);
  if (head === undefined) notFound('wave', wave_id);
  return { ...head, line_rows };
}

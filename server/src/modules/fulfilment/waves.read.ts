import type * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { WaveStatus } from './outbound.model.ts';

export type WaveRow = contract.OutputOf<typeof contract.listWaves>['rows'][number];

export const WAVE_COLUMNS = `w.wave_id, w.document_no, w.warehouse_id, h.warehouse_code, w.lane_id, w.departs_at, w.status,
    w.created_by_name, w.created_at, s.lines, s.lines_open, s.qty, s.qty_picked, s.qty_short`;
export const WAVE_TABLES = `fulfilment.wave w
  join masterdata.v_warehouse h on h.warehouse_id = w.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, (count(*) filter (where l.status = 'open'))::integer as lines_open,
      sum(l.qty)::bigint as qty, sum(l.qty_picked)::bigint as qty_picked, sum(l.qty_short)::bigint as qty_short
    from fulfilment.wave_line l where l.wave_id = w.wave_id) s`;

export type Wave = {
  readonly wave_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly to_account_id: number;
  readonly status: WaveStatus;
};

/** Locks a wave, so that its verbs follow each other. One out of sight does not exist. */
export async function lockWave(tx: Tx, wave_id: number): Promise<Wave> {
  const [wave] = await tx.rows<Wave>(
    `select wave_id, document_no, warehouse_id, to_account_id, status from fulfilment.wave where wave_id = $1 for update`,
    [wave_id],
  );
  return wave ?? notFound('wave', wave_id);
}

export function stillWorked({ document_no, status }: Wave): void {
  if (status === 'picked' || status === 'cancelled') fail('fulfilment.wave_closed', { document_no, status });
}

export type WaveLine = {
  readonly wave_line_id: number;
  readonly allocation_id: number;
  readonly demand_line_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly account_id: number;
  readonly owner_id: number;
  readonly tracking: 'lot' | 'serial';
  readonly qty: number;
  readonly qty_picked: number;
  readonly status: contract.OutputOf<typeof contract.getWave>['line_rows'][number]['status'];
};

export function waveLinesOf(tx: Tx, wave_id: number): Promise<WaveLine[]> {
  return tx.rows<WaveLine>(
    `select w.wave_line_id, w.allocation_id, w.demand_line_id, w.item_id, w.lot_id, t.lot_no, w.account_id, w.owner_id,
       i.tracking, w.qty, w.qty_picked, w.status
     from fulfilment.wave_line w
     join stock.v_lot t on t.item_id = w.item_id and t.lot_id = w.lot_id
     join masterdata.v_item i on i.item_id = w.item_id
     where w.wave_id = $1 order by w.path_no`,
    [wave_id],
  );
}

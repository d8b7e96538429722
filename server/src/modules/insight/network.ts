import type { controlTower, in_transit_row, OutputOf } from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';

type Tower = OutputOf<typeof controlTower>;

/** What is on the road between warehouses, what arrives first on top. */
export function readInTransit(
  tx: Tx,
  warehouse_id: number | null,
): Promise<z.infer<typeof in_transit_row>[]> {
  return tx.rows(
    `select o.transfer_id, o.document_no, o.from_warehouse_id, f.warehouse_code as from_warehouse_code, f.city as from_city,
       f.longitude as from_longitude, f.latitude as from_latitude, o.to_warehouse_id,
       t.warehouse_code as to_warehouse_code, t.city as to_city, t.longitude as to_longitude, t.latitude as to_latitude,
       l.mode, c.name as carrier_name, o.shipped_at, o.expected_arrival, coalesce(o.expected_arrival < now(), false) as late,
       coalesce(r.cold, false) as cold, coalesce(r.items, 0) as items, coalesce(r.qty, 0) as qty
     from transfer.v_transfer_order o
     join masterdata.v_warehouse f on f.warehouse_id = o.from_warehouse_id
     join masterdata.v_warehouse t on t.warehouse_id = o.to_warehouse_id
     left join masterdata.v_lane l on l.lane_id = o.lane_id
     left join masterdata.v_partner c on c.partner_id = l.carrier_id
     left join lateral (
       select bool_or(i.storage_condition in ('cold', 'frozen')) as cold, count(distinct v.item_id) as items,
         sum(v.qty)::bigint as qty
       from transfer.v_in_transit v join masterdata.v_item i on i.item_id = v.item_id
       where v.transfer_id = o.transfer_id) r on true
     where o.status = 'in_transit' and ($1::bigint is null or o.from_warehouse_id = $1 or o.to_warehouse_id = $1)
     order by o.expected_arrival nulls last, o.transfer_id limit 200`,
    [warehouse_id],
  );
}

const MONTHS = 12;

type ExpiryRow = {
  readonly warehouse_id: number;
  readonly warehouse_code: string;
  readonly this_month: string;
  /** `YYYY-MM`, or null for goods that do not expire. */
  readonly month: string | null;
  readonly expired: boolean;
  readonly qty: number;
  readonly value_fen: number;
};

/** Stock by warehouse and month of expiry: twelve months from this one, then later (or never), then expired already. */
export async function readExpiry(tx: Tx, warehouse_id: number | null): Promise<Tower['expiry']> {
  // The day is asked once, beside the rows: a function of time in every row costs more than the rows themselves.
  const rows = await tx.rows<ExpiryRow>(
    `select e.warehouse_id, w.warehouse_code, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as this_month,
       to_char(e.month, 'YYYY-MM') as month, e.expired, e.qty, e.value_fen
     from (
       select b.warehouse_id, date_trunc('month', l.expiry_date)::date as month,
         coalesce(l.expiry_date < (select (now() at time zone 'Asia/Shanghai')::date), false) as expired,
         sum(b.qty)::bigint as qty, sum(b.qty * coalesce(l.unit_cost_fen, i.unit_cost_fen))::bigint as value_fen
       from stock.v_balance b
       join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
       join masterdata.v_item i on i.item_id = b.item_id
       where b.warehouse_id is not null and b.qty > 0 and not b.unbounded and ($1::bigint is null or b.warehouse_id = $1)
       group by 1, 2, 3) e
     join masterdata.v_warehouse w on w.warehouse_id = e.warehouse_id
     order by w.warehouse_code`,
    [warehouse_id],
  );
  if (rows.length === 0) return { months: [], rows: [] };
  const first = monthNumber(rows[0]!.this_month);
  return {
    months: Array.from({ length: MONTHS }, (_, k) => monthText(first + k)),
    rows: [...Map.groupBy(rows, (row) => row.warehouse_id)].map(([id, cells]) => {
      const qty = new Array<number>(MONTHS + 2).fill(0);
      const value_fen = new Array<number>(MONTHS + 2).fill(0);
      for (const cell of cells) {
        const place = placeOf(cell, first);
        qty[place]! += cell.qty;
        value_fen[place]! += cell.value_fen;
      }
      return { warehouse_id: id, warehouse_code: cells[0]!.warehouse_code, qty, value_fen };
    }),
  };
}

const monthNumber = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
const monthText = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

/** Column of the map: a month, later or never, or expired. */
export function placeOf({ month, expired }: Pick<ExpiryRow, 'month' | 'expired'>, first: number): number {
  if (expired) return MONTHS + 1;
  return month === null ? MONTHS : Math.min(MONTHS, monthNumber(month) - first);
}

/**
 * How far the loop has come in the last 30 days: shortage risks there are, proposals made, transfers approved,
 * received, and closed with every difference settled. The risks are counted by the caller.
 */
export async function readLoop(
  tx: Tx,
  warehouse_id: number | null,
  forecast: number,
): Promise<Tower['loop']> {
  const counts = await tx.one<Omit<Tower['loop'], 'forecast'>>(
    `select
       (select count(*) from planning.v_proposal p where p.status <> 'superseded' and p.created_at > now() - interval '30 days'
          and ($1::bigint is null or p.from_warehouse_id = $1 or p.to_warehouse_id = $1)) as notify,
       count(*) filter (where o.approved_at > now() - interval '30 days' and o.status not in ('cancelled', 'rejected')) as execute,
       count(*) filter (where o.received_at > now() - interval '30 days') as confirm,
       count(*) filter (where o.received_at > now() - interval '30 days' and o.status = 'closed') as review
     from transfer.v_transfer_order o
     where $1::bigint is null or o.from_warehouse_id = $1 or o.to_warehouse_id = $1`,
    [warehouse_id],
  );
  return { forecast, ...counts };
}

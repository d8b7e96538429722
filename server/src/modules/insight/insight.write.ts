import type { Tx } from '../../platform/db.ts';
import { SHORTAGE_RISKS } from './tiles.ts';

/** Keeps today's number of shortage risks, by warehouse and for the company; the last value of a day stays. */
export async function recordShortageRisks(tx: Tx): Promise<void> {
  await tx.run(
    `insert into insight.kpi_day (day, code, warehouse_id, value)
     select (now() at time zone 'Asia/Shanghai')::date, $1, w.warehouse_id, count(r.item_id)
     from masterdata.v_warehouse w
     left join planning.v_risk r on r.warehouse_id = w.warehouse_id and r.level in ('stock_out', 'critical', 'warning')
       and coalesce(r.dismissed_until, '-infinity') <= now()
     group by grouping sets ((w.warehouse_id), ())
     on conflict (code, day, warehouse_id) do update set value = excluded.value, recorded_at = clock_timestamp()`,
    [SHORTAGE_RISKS],
  );
}

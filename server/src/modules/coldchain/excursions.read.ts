import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { ExcursionStatus } from './coldchain.model.ts';

type Row = OutputOf<typeof contract.listExcursions>['rows'][number];

export function excursionRows(
  tx: Tx,
  ask: {
    warehouse_id?: number | undefined;
    status?: string | undefined;
    excursion_id?: number;
    after?: number | undefined;
    limit: number;
  },
): Promise<(Row & { end_reason: string | null; sensor_lost: boolean })[]> {
  return tx.rows(
    `select e.excursion_id, e.document_no, e.area_id, a.area_code, a.name as area_name, a.kind as area_kind,
       e.from_warehouse_id as warehouse_id, h.name as warehouse_name, e.status, e.started_at, e.ended_at, e.end_kind,
       e.end_reason, ceil(extract(epoch from coalesce(e.ended_at, clock_timestamp()) - e.started_at) / 60)::integer as minutes,
       e.lowest_c, e.highest_c, e.deviation_id, e.deviation_no,
       (select count(*) from coldchain.excursion_lot l where l.excursion_id = e.excursion_id) as lots,
       (select coalesce(sum(x.qty), 0)::bigint from coldchain.excursion_hold x
        where x.excursion_id = e.excursion_id and not exists (select from coldchain.decision d
          where d.excursion_id = e.excursion_id and d.lot_id = x.lot_id)) as qty_held,
       not exists (select from coldchain.watch w join coldchain.device d using (device_id)
         where w.area_id = e.area_id and w.to_at is null and d.kind <> 'manual'
           and not exists (select from coldchain.gap g where g.area_id = w.area_id and g.device_id = w.device_id
             and g.to_at is null and g.filled_at is null)) as sensor_lost
     from coldchain.excursion e
     join coldchain.area a using (area_id)
     left join masterdata.v_warehouse h on h.warehouse_id = e.from_warehouse_id
     where ($1::bigint is null or e.from_warehouse_id = $1 or e.to_warehouse_id = $1)
       and ($2::text is null or e.status = $2) and ($3::bigint is null or e.excursion_id = $3)
       and ($4::bigint is null or e.excursion_id < $4)
     order by e.excursion_id desc limit $5`,
    [ask.warehouse_id ?? null, ask.status ?? null, ask.excursion_id ?? null, ask.after ?? null, ask.limit],
  );
}

export type LockedExcursion = {
  readonly excursion_id: number;
  readonly document_no: string;
  readonly status: ExcursionStatus;
  readonly area_id: number;
  readonly from_warehouse_id: number | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly lowest_c: number;
  readonly highest_c: number;
};

/**
 * An excursion with its area, locked, so that it is not judged meanwhile. Quality decides where the goods are; out of
 * sight it does not exist.
 */
export async function lockExcursion(tx: Tx, actor: Actor, excursion_id: number): Promise<LockedExcursion> {
  const [found] = await tx.rows<LockedExcursion>(
    `select e.excursion_id, e.document_no, e.status, e.area_id, e.from_warehouse_id, e.started_at, e.ended_at, e.lowest_c,
       e.highest_c
     from coldchain.excursion e join coldchain.area a using (area_id)
     where e.excursion_id = $1 for no key update of a, e`,
    [excursion_id],
  );
  if (found === undefined) notFound('excursion', excursion_id);
  const permission = 'coldchain.decide';
  const warehouse_id = found.from_warehouse_id;
  if (warehouse_id === null ? !can(actor, permission) : !can(actor, permission, warehouse_id))
    fail('platform.forbidden', { permission, ...(warehouse_id === null ? {} : { warehouse_id }) });
  return found;
}

export type OpenLot = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly minutes_out: number;
  readonly lowest_c: number;
  readonly highest_c: number;
  readonly mkt_c: number;
  readonly qty_there: number;
};

/** The lots of an excursion that nobody has decided on. */
export function openLots(tx: Tx, excursion_id: number): Promise<OpenLot[]> {
  return tx.rows(
    `select l.item_id, l.lot_id, l.minutes_out, l.lowest_c, l.highest_c, l.mkt_c, l.qty_there
     from coldchain.excursion_lot l
     where l.excursion_id = $1 and not exists (select from coldchain.decision d
       where d.excursion_id = l.excursion_id and d.item_id = l.item_id and d.lot_id = l.lot_id)
     order by l.item_id, l.lot_id`,
    [excursion_id],
  );
}

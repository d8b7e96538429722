/** What a purge that two persons agreed on may delete of the series. */
import type { Tx } from '../../platform/db.ts';

// Readings around an excursion are evidence of what was decided then.
const OLD = `from coldchain.chunk c where c.hour < $1::date`;
const EVIDENCE = `exists (select from coldchain.watch w join coldchain.excursion e on e.area_id = w.area_id
  where w.device_id = c.device_id and c.hour >= e.started_at - interval '1 day'
    and c.hour <= coalesce(e.ended_at, clock_timestamp()) + interval '1 day')`;
const COUNT = `select (select count(*) from coldchain.chunk) as total,
  (select count(*) ${OLD} and not ${EVIDENCE}) as going, (select count(*) ${OLD} and ${EVIDENCE}) as in_use,
  (select min((hour at time zone 'Asia/Shanghai')::date) from coldchain.chunk) as oldest_on`;
const DELETE = `delete from coldchain.chunk where (device_id, hour) in (
  select c.device_id, c.hour ${OLD} and not ${EVIDENCE} limit $2)`;

/** Hours of readings from before a day: how many could go, and how many stay as evidence. */
export function countReadings(
  tx: Tx,
  before: string,
): Promise<{ total: number; going: number; in_use: number; oldest_on: string | null }> {
  return tx.one(COUNT, [before]);
}

/** Deletes hours of readings from before a day, at most so many. */
export function deleteReadings(tx: Tx, before: string, limit: number): Promise<number> {
  return tx.run(DELETE, [before, limit]);
}

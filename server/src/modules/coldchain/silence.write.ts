import type { Tx } from '../../platform/db.ts';

/** Marks areas of which a device that has to report is silent for longer than the rule allows, and nobody has noticed yet. */
export async function markSilent(tx: Tx): Promise<number> {
  return tx.run(
    `with rule as (
       select max(value) filter (where name = 'storage_gap_minutes') as storage,
         max(value) filter (where name = 'transport_gap_minutes') as transport
       from coldchain.rule, (select (now() at time zone 'Asia/Shanghai')::date as today) d
       where effective_from <= d.today and (effective_to is null or effective_to >= d.today)
     ), silent as (
       select w.area_id, min(greatest(coalesce(d.last_at, w.from_at), w.from_at)) as since
       from coldchain.watch w
       join coldchain.area a on a.area_id = w.area_id and a.status = 'active'
       join coldchain.device d on d.device_id = w.device_id and d.status = 'active' and d.kind <> 'manual'
       cross join rule r
       where w.to_at is null
         and (a.vehicle_id is null or exists (
           select from coldchain.load l where l.area_id = a.area_id and l.to_at is null
             and l.from_at < clock_timestamp() - make_interval(mins => r.transport)))
         and greatest(coalesce(d.last_at, w.from_at), w.from_at)
           < clock_timestamp() - make_interval(mins => case when a.vehicle_id is null then r.storage else r.transport end)
         and not exists (select from coldchain.gap g where g.area_id = w.area_id and g.device_id = w.device_id
           and g.to_at is null and g.filled_at is null)
       group by 1
     )
     insert into coldchain.unjudged as u (area_id, from_at) select area_id, since from silent order by 1
     on conflict on constraint unjudged_pk do update set from_at = least(u.from_at, excluded.from_at),
       marked_at = clock_timestamp()`,
  );
}

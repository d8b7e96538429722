/** Writes of the series. */
import type { Tx } from '../../platform/db.ts';
import { type Chunk, type Differs, instantOf } from './series.model.ts';

export type DeviceChunk = Chunk & { readonly device_id: number };

export async function saveChunks(tx: Tx, chunks: readonly DeviceChunk[]): Promise<void> {
  await tx.run(
    `insert into coldchain.chunk as c (device_id, hour, n, seconds, centis, humidities, min_centi, max_centi)
     select k.device_id, to_timestamp(k.hour), cardinality(k.seconds), k.seconds, k.centis, k.humidities, k.lowest, k.highest
     from jsonb_to_recordset($1::jsonb) as k(device_id bigint, hour bigint, seconds smallint[], centis smallint[],
       humidities smallint[], lowest smallint, highest smallint)
     order by 1, 2
     on conflict on constraint chunk_pk do update set n = excluded.n, seconds = excluded.seconds, centis = excluded.centis,
       humidities = excluded.humidities, min_centi = excluded.min_centi, max_centi = excluded.max_centi`,
    [
      JSON.stringify(
        chunks.map((chunk) => ({
          ...chunk,
          lowest: Math.min(...chunk.centis),
          highest: Math.max(...chunk.centis),
        })),
      ),
    ],
  );
}

export async function saveDiscrepancies(
  tx: Tx,
  differs: readonly (Differs & { readonly device_id: number })[],
  source: string,
): Promise<void> {
  await tx.run(
    `insert into coldchain.discrepancy (device_id, at, kept_centi, told_centi, source)
     select d, a, k, t, $5
     from unnest($1::bigint[], $2::timestamptz[], $3::smallint[], $4::smallint[]) as x(d, a, k, t)
     on conflict do nothing`,
    [
      differs.map((one) => one.device_id),
      differs.map((one) => instantOf(one.at)),
      differs.map((one) => one.kept),
      differs.map((one) => one.told),
      source,
    ],
  );
}

export type Told = {
  readonly device_id: number;
  readonly first: number;
  readonly last: { readonly at: number; readonly centi: number; readonly humidity: number | null };
};

/** Remembers the youngest reading of each device, and that the areas it watched are to be judged from its first one on. */
export async function noteTold(tx: Tx, told: readonly Told[]): Promise<void> {
  const device_ids = told.map((one) => one.device_id);
  await tx.run(
    `update coldchain.device d set last_at = k.at, last_centi = k.centi, last_humidity = k.humidity
     from unnest($1::bigint[], $2::timestamptz[], $3::smallint[], $4::smallint[]) as k(device_id, at, centi, humidity)
     where d.device_id = k.device_id and (d.last_at is null or d.last_at < k.at)`,
    [
      device_ids,
      told.map((one) => instantOf(one.last.at)),
      told.map((one) => one.last.centi),
      told.map((one) => one.last.humidity),
    ],
  );
  await tx.run(
    `insert into coldchain.unjudged as u (area_id, from_at)
     select w.area_id, min(greatest(k.first, w.from_at))
     from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as k(device_id, first, last)
     join coldchain.watch w on w.device_id = k.device_id and w.from_at <= k.last and (w.to_at is null or w.to_at >= k.first)
     group by 1 order by 1
     on conflict on constraint unjudged_pk do update set from_at = least(u.from_at, excluded.from_at),
       marked_at = clock_timestamp()`,
    [device_ids, told.map((one) => instantOf(one.first)), told.map((one) => instantOf(one.last.at))],
  );
}

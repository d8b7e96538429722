import { journeyOf } from '../../server/src/modules/coldchain/index.ts';
import { type Chunk, readingsOf, secondsOf } from '../../server/src/modules/coldchain/series.model.ts';
import { createDb, SYSTEM_SCOPE } from '../../server/src/platform/db.ts';
import { percentile } from './support/client.ts';
import { atMost, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';

/**
 * Readings of one shipment out of fifty million: a box with two loggers, a reading a minute, a journey of a day. The series
 * of each device is made in hours as the system stores them; beside it stands the same reading by reading, as a smaller sample
 * of a plain table with a BRIN index, which is what it was chosen over.
 */
const READINGS = quick ? 2_000_000 : 50_000_000;
const DEVICES = 200;
const HOURS = Math.ceil(READINGS / DEVICES / 60);
const PLAIN = quick ? 400_000 : 4_000_000;
const TIMES = 50;

const system = await startSystem();
const { owner, appUrl } = system;
try {
  const made = performance.now();
  await owner.query(
    `insert into coldchain.area (area_code, name, kind, vehicle_id, temp_min_c, temp_max_c)
     select 'BOX-' || v, 'x', 'box', v, 2, 8 from generate_series(1, $1) v`,
    [DEVICES / 2],
  );
  await owner.query(
    `insert into coldchain.device (device_no, kind) select 'L-' || d, 'logger' from generate_series(1, $1) d`,
    [DEVICES],
  );
  await owner.query(
    `insert into coldchain.watch (device_id, area_id, from_at)
     select d.device_id, a.area_id, '2020-01-01' from coldchain.device d
     join coldchain.area a on a.vehicle_id = (d.device_id + 1) / 2`,
  );
  // In the order of time, as it arrives.
  await owner.query(
    `insert into coldchain.chunk (device_id, hour, n, seconds, centis, min_centi, max_centi)
     select d, '2021-01-01T00:00:00Z'::timestamptz + make_interval(hours => h), 60,
       array(select (m * 60)::smallint from generate_series(0, 59) m),
       array(select (500 + (d * 7 + h * 13 + m * 29) % 200)::smallint from generate_series(0, 59) m), 500, 699
     from generate_series(0, $1 - 1) h, generate_series(1, $2) d`,
    [HOURS, DEVICES],
  );
  await owner.query('analyze coldchain.chunk');
  const filling_s = (performance.now() - made) / 1000;
  const size = await owner.query<{ bytes: string; rows: string; readings: string }>(
    `select pg_total_relation_size('coldchain.chunk') as bytes, count(*) as rows, sum(n) as readings from coldchain.chunk`,
  );
  const { bytes, rows, readings } = size.rows[0]!;

  await owner.query(
    `create table coldchain.plain as
     select (i % $2 + 1)::integer as device_id, '2021-01-01T00:00:00Z'::timestamptz + make_interval(mins => i / $2) as at,
       (500 + i * 29 % 200)::smallint as centi
     from generate_series(0, $1 - 1) i`,
    [PLAIN, DEVICES],
  );
  await owner.query('create index plain_at on coldchain.plain using brin (at)');
  const plain = await owner.query<{ bytes: string }>(
    `select pg_total_relation_size('coldchain.plain') as bytes`,
  );

  const db = createDb({ url: appUrl, max: 2 });
  const taken: number[] = [];
  const asked: number[] = [];
  const plainly: number[] = [];
  let counted = 0;
  for (let turn = 0; turn < TIMES; turn++) {
    const first = (turn * 7919) % (HOURS - 25);
    const from = new Date(Date.UTC(2021, 0, 1, first)).toISOString();
    const to = new Date(Date.UTC(2021, 0, 1, first + 24)).toISOString();
    const vehicle_id = 1 + ((turn * 31) % (DEVICES / 2));
    const start = performance.now();
    const journey = await db.tx(SYSTEM_SCOPE, (tx) =>
      journeyOf(tx, { vehicle_ids: [vehicle_id], from, to, name: 'x' }),
    );
    taken.push(performance.now() - start);
    counted += journey!.readings;
    const again = performance.now();
    const chunks = await db.tx(SYSTEM_SCOPE, (tx) =>
      tx.rows<Omit<Chunk, 'hour'> & { hour: string }>(
        `select hour, seconds, centis, humidities from coldchain.chunk
         where device_id = any($1::bigint[]) and hour >= $2::timestamptz and hour <= $3::timestamptz`,
        [[vehicle_id * 2 - 1, vehicle_id * 2], from, to],
      ),
    );
    for (const chunk of chunks) readingsOf({ ...chunk, hour: secondsOf(chunk.hour) });
    asked.push(performance.now() - again);
    const third = performance.now();
    const within = Math.min(first, Math.max(0, PLAIN / DEVICES / 60 - 25));
    await owner.query(
      `select at, centi from coldchain.plain
       where device_id = any($1::integer[]) and at >= $2::timestamptz and at <= $3::timestamptz order by device_id, at`,
      [
        [vehicle_id * 2 - 1, vehicle_id * 2],
        new Date(Date.UTC(2021, 0, 1, within)).toISOString(),
        new Date(Date.UTC(2021, 0, 1, within + 24)).toISOString(),
      ],
    );
    plainly.push(performance.now() - third);
  }
  await db.close();
  const expected = TIMES * 2 * (24 * 60 + 1);
  if (counted !== expected) throw new Error(`${counted} readings instead of ${expected}`);
  report(
    'coldchain',
    {
      readings: Number(readings),
      'rows of an hour': Number(rows),
      'bytes a reading': Number(bytes) / Number(readings),
      'megabytes in all': Number(bytes) / 1e6,
      'made in, s': filling_s,
      'readings of a shipment': counted / TIMES,
      'found and unpacked, ms p50': percentile(asked, 50),
      'found and unpacked, ms p95': percentile(asked, 95),
      'with figures and file, ms p50': percentile(taken, 50),
      'with figures and file, ms p95': percentile(taken, 95),
      'plain table: readings': PLAIN,
      'plain table: bytes a reading': Number(plain.rows[0]!.bytes) / PLAIN,
      'plain table: ms p95': percentile(plainly, 95),
    },
    [
      atMost('found and unpacked, ms p95', percentile(asked, 95), 100),
      atMost('with figures and file, ms p95', percentile(taken, 95), 100),
    ],
  );
} finally {
  await system.stop();
}

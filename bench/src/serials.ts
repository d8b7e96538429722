import { type Client, createClient, percentile } from './support/client.ts';
import { checkLedger } from './support/ledger.ts';
import { atMost, quick, report } from './support/report.ts';
import { type BenchSystem, startSystem } from './support/system.ts';
import { type BenchWorld, makeWorld } from './support/world.ts';

/**
 * Large documents: 10,000 serials that come in with one file (import of opening stock, which parses, validates, judges
 * and posts them), a count of 5,000 lines that is posted, and the same count with an error in every line, all of
 * which are named at once while nothing is written.
 */
const SERIALS = 10_000;
const LINES = 5_000;
const TIMES = quick ? 1 : 3;

let keys = 0;
const nextKey = () => `bench-serials-${++keys}`;

async function makeSerialItem({ owner }: BenchSystem, item_id: number): Promise<void> {
  await owner.query(`update masterdata.item set tracking = 'serial' where item_id = $1`, [item_id]);
}

/** A file of opening stock: one lot of one item, a serial number in each row. */
function serialFile(document: number): string {
  const head =
    'warehouse_code,location_code,item_code,lot_no,serial_no,production_date,expiry_date,qty,disposition,owner_code,supplier_code';
  const rows = Array.from(
    { length: SERIALS },
    (_, n) => `W1,A-1,I1,S${document},${document}-${n},2026-01-01,2029-01-01,1,released,LE,SUP`,
  );
  return [head, ...rows, ''].join('\n');
}

async function receiveSerials(client: Client, document: number): Promise<number> {
  const answer = await client.request(
    'POST',
    '/api/integration/import?dataset=opening_stock&file_name=serials.csv',
    serialFile(document),
    nextKey(),
    'application/octet-stream',
  );
  const { written } = JSON.parse(answer.body) as { written?: number };
  if (answer.status !== 200 || written !== SERIALS)
    throw new Error(`${answer.status}: ${answer.body.slice(0, 400)}`);
  return answer.ms;
}

/** A count of one warehouse in which every line differs from the books, or is wrong. */
async function postCount(client: Client, world: BenchWorld, counted: number, wrong: boolean) {
  const warehouse_id = world.warehouses[1]!;
  const account_id = world.bins.get(warehouse_id)![0]!;
  const lines = world.lots.slice(-LINES).map(([item_id, lot_id]) => ({
    item_id,
    lot_id,
    account_id,
    owner_id: world.owner_id,
    counted,
    ...(wrong ? { expected: counted + 1_000 } : {}),
  }));
  const body = { warehouse_id, document_no: `C${nextKey()}`, reason: 'bench', lines };
  return client.request('POST', '/api/stock/count', JSON.stringify(body), nextKey());
}

const system = await startSystem();
try {
  const world = await makeWorld(system.owner, {
    warehouses: 2,
    bins: 2,
    items: 600,
    lots_per_item: 10,
    qty: 100,
  });
  await system.owner.query('delete from stock.posting where item_id = $1', [world.items[0]]);
  await system.owner.query('delete from stock.balance where item_id = $1', [world.items[0]]);
  await system.owner.query(
    `update stock.movement set line_count = (select count(*) from stock.posting) where purpose = 'opening'`,
  );
  await makeSerialItem(system, world.items[0]!);
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  const received: number[] = [];
  const counted: number[] = [];
  const refused: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    received.push(await receiveSerials(client, n + 1));
    const done = await postCount(client, world, 101 + n, false);
    const { differing } = JSON.parse(done.body) as { differing?: number };
    if (done.status !== 200 || differing !== LINES)
      throw new Error(`${done.status}: ${done.body.slice(0, 400)}`);
    counted.push(done.ms);
    const errors = await postCount(client, world, 500, true);
    const found = (JSON.parse(errors.body) as { errors?: unknown[] }).errors?.length;
    if (errors.status !== 409 || found !== LINES)
      throw new Error(`${errors.status}, ${found} errors: ${errors.body.slice(0, 400)}`);
    refused.push(errors.ms);
  }
  client.close();
  await checkLedger(system);
  const median = (values: readonly number[]) => percentile(values, 50);
  report(
    'serials',
    {
      '10,000 serials received in one file, ms': median(received),
      'a count of 5,000 lines posted, ms': median(counted),
      'a count of 5,000 wrong lines refused, ms': median(refused),
    },
    [
      atMost('10,000 serials in one document, ms', median(received), 5_000),
      atMost('count of 5,000 lines posted, ms', median(counted), 10_000),
      atMost('all errors of 5,000 lines at once, ms', median(refused), 10_000),
    ],
  );
} finally {
  await system.stop();
}

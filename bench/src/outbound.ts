import { createClient, percentile } from './support/client.ts';
import { atMost, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * An order of a thousand lines over HTTP, from the wish to the dispatch place: allocated by first expiry with the gate,
 * collected into a wave in the order of the path, and picked whole in one request.
 */
const LINES = 1_000;
const TIMES = quick ? 2 : 7;

type Wave = { line_rows: { wave_line_id: number; lot_no: string; qty: number }[] };

const system = await startSystem();
try {
  const world = await makeWorld(system.owner, {
    warehouses: 2,
    bins: 20,
    items: LINES,
    lots_per_item: 2,
    qty: 1_000_000,
  });
  await system.owner.query(
    `update masterdata.location set zone_kind = 'dispatch' where location_code = 'A-20'`,
  );
  const { rows } = await system.owner.query(
    'select min(department_id)::int as department_id from masterdata.department',
  );
  const { department_id } = rows[0] as { department_id: number };
  const warehouse_id = world.warehouses[0]!;
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  let keys = 0;
  const ask = async <T>(method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await client.request(method, path, JSON.stringify(body ?? {}), `bench-outbound-${++keys}`);
    if (answer.status !== 200) throw new Error(`${path} ${answer.status}: ${answer.body.slice(0, 400)}`);
    return { ms: answer.ms, said: JSON.parse(answer.body) as T };
  };
  const times: Record<string, number[]> = { order: [], allocate: [], wave: [], pick: [], together: [] };
  for (let n = 0; n < TIMES; n++) {
    const lines = world.items.map((item_id) => ({ item_id, qty: 3 }));
    const needed_at = new Date(Date.now() + 86_400_000).toISOString();
    const order = await ask<{ demand_id: number }>('POST', '/api/fulfilment/demand', {
      department_id,
      warehouse_id,
      needed_at,
      lines,
    });
    const { demand_id } = order.said;
    const allocated = await ask<{ status: string }>('POST', `/api/fulfilment/demand/${demand_id}/allocate`);
    if (allocated.said.status !== 'allocated') throw new Error(`it is ${allocated.said.status}`);
    const wave = await ask<{ wave_id: number }>('POST', '/api/fulfilment/wave', {
      warehouse_id,
      demand_ids: [demand_id],
      lines_max: LINES,
    });
    const { wave_id } = wave.said;
    const { said } = await ask<Wave>('GET', `/api/fulfilment/wave/${wave_id}`);
    const picks = said.line_rows.map(({ wave_line_id, lot_no, qty }) => ({ wave_line_id, lot_no, qty }));
    const picked = await ask<{ status: string }>('POST', `/api/fulfilment/wave/${wave_id}/pick`, {
      lines: picks,
    });
    if (picked.said.status !== 'picked') throw new Error(`the wave is ${picked.said.status}`);
    times.order!.push(order.ms);
    times.allocate!.push(allocated.ms);
    times.wave!.push(wave.ms);
    times.pick!.push(picked.ms);
    times.together!.push(allocated.ms + wave.ms + picked.ms);
  }
  client.close();
  const figures: Record<string, number> = {};
  for (const [name, all] of Object.entries(times))
    figures[`${LINES} lines: ${name}, ms`] = percentile(all, 50);
  const together = percentile(times.together!, 50);
  report('outbound', figures, [
    atMost(`${LINES} lines allocated, collected and picked, ms`, together, 2_000),
  ]);
} finally {
  await system.stop();
}

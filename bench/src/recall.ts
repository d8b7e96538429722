import { createClient } from './support/client.ts';
import { checkLedger } from './support/ledger.ts';
import { atMost, quick, report } from './support/report.ts';
import { startSystem } from './support/system.ts';
import { makeWorld } from './support/world.ts';

/**
 * A recall over HTTP while the company works: twenty lots that stand in two hundred warehouses, in half of them tied to orders,
 * on two hundred roads, and at five hundred departments, used and in cabinets. Everything is locked and listed in one transaction.
 */
const SCALE = quick ? 0.1 : 1;
const WAREHOUSES = 200;
const LOTS = 20;
const ROADS = 200 * SCALE;
const DEPARTMENTS = 500 * SCALE;

const system = await startSystem();
try {
  const { owner } = system;
  const world = await makeWorld(owner, {
    warehouses: WAREHOUSES,
    bins: 2,
    items: LOTS,
    lots_per_item: 5,
    qty: 100,
  });
  await owner.query(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     select partner_id, 'D' || n, '科室 ' || n, 3, 0 from masterdata.partner, generate_series(1, $1::int) n where partner_code = 'CUS'`,
    [DEPARTMENTS],
  );
  const lots = world.lots.filter((_, index) => index % 5 === 0).slice(0, LOTS);
  const items = lots.map(([item_id]) => item_id);
  const ids = lots.map(([, lot_id]) => lot_id);
  // Goods that are elsewhere: on roads, used at departments, in our cabinets there.
  await put(`select 'in_transit', null::bigint, 'road:' || n from generate_series(1, ${ROADS}) n`);
  await put(`select 'customer', department_id, null from masterdata.department where name like '科室%'`);
  await put(`select 'consigned', department_id, null from masterdata.department where name like '科室%'`);
  await owner.query(
    `with tied as (
       insert into stock.allocation (item_id, lot_id, account_id, owner_id, warehouse_id, qty, demand_kind, demand_id, verdict)
       select item_id, lot_id, account_id, owner_id, warehouse_id, 1, 'demand_line', row_number() over (), '{"epoch": 0, "at": null}'
       from stock.balance where lot_id = any($1) and warehouse_id % 2 = 0 and qty > 1 and disposition = 'released'
       returning item_id, lot_id, account_id, owner_id)
     update stock.balance b set allocated = 1 from tied t
     where (b.item_id, b.lot_id, b.account_id, b.owner_id) = (t.item_id, t.lot_id, t.account_id, t.owner_id)
       and b.disposition = 'released'`,
    [ids],
  );
  await owner.query('analyze');
  const server = await system.serve();
  const client = createClient(server.port, system.token);
  const criteria = lots.map(([item_id]) => ({ item_id, lot_no: 'L1' }));
  const ask = async (path: string, body: object) => {
    const answer = await client.request('POST', path, JSON.stringify(body), crypto.randomUUID());
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.slice(0, 300)}`);
    return { ms: answer.ms, body: JSON.parse(answer.body) as Record<string, number> };
  };
  const preview = await ask('/api/quality/recall/preview', { criteria });
  const head = { origin: 'regulator', title: 'bench', reason: 'bench' };
  const mock = await ask('/api/quality/recall', { ...head, kind: 'mock', recall_class: 'I', criteria });
  const recall = await ask('/api/quality/recall', { ...head, kind: 'recall', recall_class: 'I', criteria });
  const { case_id } = recall.body;
  const seen = await client.request('GET', `/api/quality/recall/${case_id}`);
  if (seen.status !== 200) throw new Error(`${seen.status}: ${seen.body.slice(0, 300)}`);
  client.close();
  const [left] = (
    await owner.query(
      `select count(*)::int as n from stock.balance b join stock.account a using (account_id)
       where lot_id = any($1) and qty > 0 and disposition <> 'recalled' and a.kind in ('bin', 'in_transit', 'consigned')`,
      [ids],
    )
  ).rows;
  await checkLedger(system);
  report(
    'recall',
    {
      warehouses: WAREHOUSES,
      'balances locked': LOTS * (WAREHOUSES + ROADS + DEPARTMENTS),
      'pieces locked': recall.body.locked_qty!,
      'allocations given back': recall.body.voided_allocations!,
      notices: recall.body.notices!,
      'preview ms': preview.ms,
      'mock recall ms': mock.ms,
      'recall ms, until the answer': recall.ms,
      'of it until everything is locked, ms': recall.body.lock_ms!,
      'case opened, ms': seen.ms,
      'pieces that were left': left.n,
    },
    [atMost('recall ms, until the answer', recall.ms, 5_000), atMost('pieces that were left', left.n, 0)],
  );

  /** One piece of each lot to each new place, as opening stock: postings and balances on both sides. */
  async function put(places: string) {
    await owner.query(
      `with made as (
         insert into stock.account (kind, department_id, document_key) ${places} returning account_id
       ), lines as (
         select k.item_id, k.lot_id, m.account_id from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id), made m
       ), moved as (
         insert into stock.movement (purpose, occurred_at, line_count, verdict)
         select 'opening', now(), count(*), '{"epoch": 0, "at": null}' from lines returning movement_id
       ), posted as (
         insert into stock.posting (item_id, lot_id, movement_id, line_no, qty, from_account_id, to_account_id, from_owner_id,
           to_owner_id, from_disposition, to_disposition, occurred_at)
         select item_id, lot_id, movement_id, row_number() over (), 1, $3, account_id, $4, $4, 'released', 'released', now()
         from lines, moved order by item_id, lot_id
       ), grown as (
         insert into stock.balance (item_id, lot_id, account_id, owner_id, disposition, unbounded, qty)
         select item_id, lot_id, account_id, $4, 'released', false, 1 from lines
       )
       update stock.balance b set qty = b.qty - (select count(*) from made)
       from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
       where b.item_id = k.item_id and b.lot_id = k.lot_id and b.account_id = $3`,
      [items, ids, world.supplier_account, world.owner_id],
    );
  }
} finally {
  await system.stop();
}

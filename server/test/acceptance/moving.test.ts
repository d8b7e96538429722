import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Site } from '../support/world.ts';
import { type CaseCompany, openCases } from './case-company.ts';

type Transfer = OutputOf<typeof contract.getTransfer>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

async function request(to: Site, lines: object[], lane_id?: number): Promise<string> {
  const { transfer_id } = await company.ask<{ transfer_id: number }>('planner', 'POST', '/api/transfer', {
    from_warehouse_id: company.world.north.warehouse_id,
    to_warehouse_id: to.warehouse_id,
    lane_id,
    reason: 'acceptance case',
    lines,
  });
  return `/api/transfer/${transfer_id}`;
}

test('AC38: a transfer is held against the rules before it is approved, and every line says why not', async () => {
  const { world } = company;
  const { north, south, items, lanes } = world;
  const waiting = await world.lot(items.gloves, 'AC38-Q');
  await world.receive(waiting, north.bins.receiving, 5, { disposition: 'quarantine' });
  const recalled = await world.lot(items.bandage, 'AC38-R');
  await world.receive(recalled, north.bins.shelf, 5);
  await company.ask('quality', 'POST', '/api/stock/recall', { lots: [recalled], reason: 'AC38' });
  const cold = await world.lot(items.insulin, 'AC38-C');
  await world.receive(cold, north.bins.cold, 5);
  const lines = [waiting, recalled, cold].map((lot) => ({ ...lot, qty: 1 }));
  const path = await request(south, lines, lanes.ambient);
  const three = await company.refused('director', 'POST', `${path}/approve`, {});
  // That nothing is left to send after the refusals is said as well.
  const rules = three.errors.filter((error) => error.code !== 'stock.short');
  expect(rules.map(({ path: at, code }) => [at.split('.').slice(0, 2).join('.'), code])).toEqual([
    ['lines.0', 'compliance.not_released'],
    ['lines.1', 'compliance.lot_recalled'],
    ['lines.2', 'compliance.lane_temperature'],
  ]);

  // The fourth: class III to a warehouse that no licence names.
  const item_id = await company.item({
    code: 'AC38',
    device_class: 'III',
    category: '14-01',
    registration_no: '国械注准20203140038',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });
  const lot = await world.lot(item_id, 'AC38-L');
  await world.receive(lot, north.bins.shelf, 5);
  await world.sql('update compliance.licence set warehouse_ids = $1 where partner_id = $2', [
    [north.warehouse_id],
    world.entity_id,
  ]);
  await company.rulesChanged();
  const fourth = await request(south, [{ ...lot, qty: 1 }]);
  const { errors } = await company.refused('director', 'POST', `${fourth}/approve`, {});
  expect(errors.map((error) => error.code)).toContain('compliance.warehouse_not_licensed');
  await world.sql('update compliance.licence set warehouse_ids = $1 where partner_id = $2', [
    [north.warehouse_id, south.warehouse_id],
    world.entity_id,
  ]);
  await company.rulesChanged();
});

describe.each(['the lot itself', 'a case of class I'])('a recall of %s', (by) => {
  test('AC39: stops a lot everywhere at once: in three warehouses, on the road, and where it is being picked', () =>
    stopsEverywhere(by === 'the lot itself' ? '/api/stock/recall' : '/api/quality/recall'));
});

async function stopsEverywhere(path_of_recall: '/api/stock/recall' | '/api/quality/recall') {
  const { world } = company;
  const { north, south } = world;
  const code = path_of_recall === '/api/stock/recall' ? 'AC39' : 'AC39-CASE';
  const item_id = await company.item({
    code,
    device_class: 'III',
    category: '14-01',
    registration_no: path_of_recall === '/api/stock/recall' ? '国械注准20203140039' : '国械注准20203140139',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });
  const lot = await world.lot(item_id, 'AC39');
  const third = await world.site(code);
  for (const site of [north, south, third]) await world.receive(lot, site.bins.shelf, 10);
  const path = await onTheRoad(lot, 3);
  // Two picks are open.
  await world.allocate(item_id, 2);
  await world.allocate(item_id, 1, { warehouse_id: south.warehouse_id });

  const started = performance.now();
  const body =
    path_of_recall === '/api/stock/recall'
      ? { lots: [lot], reason: 'class I' }
      : { ...CLASS_I, criteria: [{ item_id, lot_no: 'AC39' }] };
  const done = await company.ask<{ movement_id: number; voided_allocations: number }>(
    'quality',
    'POST',
    path_of_recall,
    body,
  );
  expect(performance.now() - started).toBeLessThan(5_000);
  // One movement: all of it or nothing.
  expect(done).toMatchObject({ voided_allocations: 2, movement_id: expect.any(Number) });
  if (path_of_recall === '/api/quality/recall') expect(done).toMatchObject({ locked_qty: 30, roads: 1 });
  const rows = await world.sql(
    `select a.kind, b.disposition::text, sum(b.qty)::integer as qty, sum(b.allocated)::integer as allocated
     from stock.balance b join stock.account a on a.account_id = b.account_id
     where b.lot_id = $1 and b.qty > 0 group by 1, 2 order by 1, 2`,
    [lot.lot_id],
  );
  expect(rows).toEqual([
    { kind: 'bin', disposition: 'recalled', qty: 27, allocated: 0 },
    { kind: 'in_transit', disposition: 'recalled', qty: 3, allocated: 0 },
  ]);
  const { rows: stock } = await company.ask<OutputOf<typeof contract.listAvailability>>(
    'planner',
    'GET',
    `/api/stock/availability?item_id=${item_id}`,
  );
  expect(stock.map((row) => row.available)).toEqual([0, 0, 0]);
  expect(await company.ask<Transfer>('planner', 'GET', path)).toMatchObject({ status: 'in_transit' });
}

const CLASS_I = { kind: 'recall', recall_class: 'I', origin: 'regulator', title: 'AC39', reason: 'class I' };

async function onTheRoad(lot: { item_id: number; lot_id: number }, qty: number): Promise<string> {
  const { world } = company;
  const path = await request(world.south, [{ ...lot, qty }]);
  await company.ask('director', 'POST', `${path}/approve`, {});
  const { allocations } = await company.ask<Transfer>('keeper_a', 'GET', path);
  const lines = allocations.map(({ allocation_id, lot_no, qty: open }) => ({
    allocation_id,
    lot_no,
    qty: open,
  }));
  await company.ask('keeper_a', 'POST', '/api/stock/pick', {
    to_account_id: world.north.bins.dispatch,
    lines,
  });
  await company.ask('keeper_a', 'POST', `${path}/ship`, {});
  return path;
}

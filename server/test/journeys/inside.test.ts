import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { violationsOf } from '../support/violations.ts';
import type { Lot } from '../support/world.ts';

/** A week inside a warehouse over HTTP, each step by those whose duty it is. */
let company: Company;
let gloves: Lot;
let bandage: Lot;
beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  gloves = await world.lot(world.items.gloves, 'G-1', { expires: '2031-05-01' });
  bandage = await world.lot(world.items.bandage, 'B-1', { expires: '2030-05-01' });
  await world.receive(gloves, world.north.bins.shelf, 50);
  await world.receive(bandage, world.north.bins.shelf, 50);
}, 60_000);
afterAll(() => company?.close());

async function ask<T>(as: Person, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/warehouse/${path}`, body });
  expect(answer.statusCode, `${as} ${path}: ${answer.body.slice(0, 300)}`).toBe(200);
  return JSON.parse(answer.body) as T;
}
const codeOf = async (as: Person, path: string, body: object): Promise<string> =>
  JSON.parse((await company.send(as, { method: 'POST', url: `/api/warehouse/${path}`, body })).body).code;
const standing = (lot: Lot, account_id: number) =>
  company.world.balance(lot, account_id).then(({ qty }) => qty);

test('a difference is counted twice, approved by a third person, and worth what the report says', async () => {
  const { world } = company;
  const { warehouse_id, bins } = world.north;
  const { count_id } = await ask<{ count_id: number }>('chief_a', 'POST', 'count', {
    warehouse_id,
    method: 'item',
    item_ids: [gloves.item_id],
    reason: 'monthly',
  });
  const { rows } = await ask<{ rows: { count_line_id: number }[] }>(
    'keeper_a',
    'GET',
    `count-task?warehouse_id=${warehouse_id}`,
  );
  const lines = [{ count_line_id: rows[0]!.count_line_id, counted: 48 }];
  expect(await ask('keeper_a', 'POST', `count/${count_id}/enter`, { lines })).toMatchObject({
    lines: [{ status: 'recount' }],
  });
  expect(await codeOf('keeper_a', `count/${count_id}/enter`, { lines })).toBe('warehouse.same_counter');
  expect(await ask('chief_a', 'POST', `count/${count_id}/enter`, { lines })).toMatchObject({
    status: 'review',
  });
  expect(await codeOf('chief_a', `count/${count_id}/approve`, {})).toBe('warehouse.own_count');
  expect(await ask('director', 'POST', `count/${count_id}/approve`, {})).toMatchObject({ status: 'closed' });
  expect(await standing(gloves, bins.shelf)).toBe(48);
  expect(await ask('auditor', 'GET', `count/${count_id}`)).toMatchObject({ net_fen: -2400, differing: 1 });
});

test('a correction is asked for by one and agreed to by another', async () => {
  const { world } = company;
  const { warehouse_id, bins } = world.north;
  const line = { ...bandage, account_id: bins.shelf, owner_id: world.entity_id, change: -2 };
  const { adjustment_id } = await ask<{ adjustment_id: number }>('keeper_a', 'POST', 'adjustment', {
    warehouse_id,
    cause: 'damaged',
    reason: 'wet carton',
    lines: [line],
  });
  await ask('chief_a', 'POST', `adjustment/${adjustment_id}/approve`, {});
  expect(await standing(bandage, bins.shelf)).toBe(48);
});

test('a pick face that the map names is filled from the reserve by scan', async () => {
  const { world } = company;
  const { warehouse_id, bins, location_ids } = world.north;
  type Bins = { revision: string; bins: Record<string, unknown>[] };
  const map = await ask<Bins>('chief_a', 'GET', `map?warehouse_id=${warehouse_id}`);
  const fields = ['location_code', 'zone_code', 'zone_kind', 'storage_condition', 'x', 'y'];
  const drawn = map.bins.map((bin) => ({
    ...Object.fromEntries(fields.map((field) => [field, bin[field]])),
    pick_face: bin.location_code === 'A-02',
  }));
  await ask('chief_a', 'POST', 'map', { warehouse_id, revision: map.revision, bins: drawn });
  const face = { location_id: location_ids.shelf_two, item_id: gloves.item_id, min_qty: 5, max_qty: 10 };
  await ask('chief_a', 'POST', 'pick-face', { warehouse_id, lines: [face] });
  expect(await ask('keeper_a', 'POST', 'replenishment/plan', { warehouse_id })).toMatchObject({ qty: 10 });
  const { rows } = await ask<{ rows: { replenishment_id: number }[] }>('keeper_a', 'GET', 'replenishment');
  await ask('keeper_a', 'POST', `replenishment/${rows[0]!.replenishment_id}/confirm`, {
    qty: 10,
    lot_no: 'G-1',
    to_account_id: bins.shelf_two,
  });
  expect(await standing(gloves, bins.shelf_two)).toBe(10);
});

test('a kit is made by one, released by another, and its lot leads back to its components', async () => {
  const { world } = company;
  const { warehouse_id, bins } = world.north;
  const kit = await kitItem();
  const lines = [
    { item_id: gloves.item_id, qty: 2 },
    { item_id: bandage.item_id, qty: 1 },
  ];
  await ask('chief_a', 'POST', 'bom', { item_id: kit, lines });
  const order = { warehouse_id, kind: 'assemble', item_id: kit, qty: 3, reason: 'theatre' };
  const { work_order_id } = await ask<{ work_order_id: number }>('chief_a', 'POST', 'work-order', order);
  await ask('chief_a', 'POST', `work-order/${work_order_id}/allocate`, {});
  type Order = { line_rows: { work_order_line_id: number }[] };
  const { line_rows } = await ask<Order>('keeper_a', 'GET', `work-order/${work_order_id}`);
  const used = [
    { work_order_line_id: line_rows[0]!.work_order_line_id, lot_no: 'G-1', qty: 6 },
    { work_order_line_id: line_rows[1]!.work_order_line_id, lot_no: 'B-1', qty: 3 },
  ];
  const { work_run_id } = await ask<{ work_run_id: number }>(
    'keeper_a',
    'POST',
    `work-order/${work_order_id}/start`,
    { qty: 3, used },
  );
  const to = { to_account_id: bins.shelf };
  expect(await codeOf('keeper_a', `work-run/${work_run_id}/finish`, to)).toBe('warehouse.own_work');
  const { made } = await ask<{ made: Lot[] }>('chief_a', 'POST', `work-run/${work_run_id}/finish`, to);
  expect(await standing(made[0]!, bins.shelf)).toBe(3);
  const origin = await world.sql('select from_lot_id from warehouse.v_genealogy where to_lot_id = $1', [
    made[0]!.lot_id,
  ]);
  expect(origin).toHaveLength(2);
});

test('a finding of the periodic inspection stops the lot, and everything adds up', async () => {
  const { world } = company;
  const { warehouse_id, bins } = world.north;
  const lines = [{ item_id: bandage.item_id, lot_id: bandage.lot_id, finding: 'moisture', note: 'damp' }];
  expect(await ask('keeper_a', 'POST', 'upkeep', { warehouse_id, lines })).toMatchObject({ held: 1 });
  expect((await world.balance(bandage, bins.shelf, 'held')).qty).toBe(45);
  expect(await violationsOf(world)).toEqual([]);
});

async function kitItem(): Promise<number> {
  const { world } = company;
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
     values ('KIT', 'KIT', 'M', 'II', '14-01', '套', 1, '06945630100055', '国械注准20253140001', $1, 'lot', false, false,
       'ambient', 730, 5000, 300, 200) returning item_id`,
    [world.supplier_id],
  );
  return Number(row!.item_id);
}

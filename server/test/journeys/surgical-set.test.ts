import { afterAll, beforeAll, expect, test } from 'vitest';
import { refillSets } from '../../src/modules/fulfilment/refill-sets.ts';
import { SYSTEM_SCOPE } from '../../src/platform/db.ts';
import { type Company, type Identity, openCompany } from '../authz/staff.ts';
import { newItems } from '../support/goods.ts';
import { violationsOf } from '../support/violations.ts';

/** Two flows over HTTP, each person with the function of their role: a surgical set, and a cabinet on consignment. */
let company: Company;
let items: { screw: number; stem: number };
beforeAll(async () => {
  company = await openCompany();
  const [screw, stem] = await newItems(company.world, ['lot', 'serial']);
  items = { screw: screw!, stem: stem! };
});
afterAll(() => company?.close());

async function send<T>(as: Identity, method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/fulfilment${url}`, body });
  expect(answer.statusCode, `${url}: ${answer.body}`).toBe(200);
  return answer.json() as T;
}
async function code(as: Identity, url: string, body: unknown): Promise<string> {
  const answer = await company.send(as, { method: 'POST', url: `/api/fulfilment${url}`, body });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  return (answer.json() as { code: string }).code;
}

type Allocation = { allocation_id: number; item_id: number; lot_no: string; qty: number; status: string };
type Seen = {
  status: string;
  allocations: Allocation[];
  pieces: { item_id: number; lot_no: string; tracking: string; serial_nos: string[]; qty_out: number }[];
  usages: { usage_id: number }[];
  qty_used: number;
  qty_returned: number;
};

/** Picks by scan to the dispatch place; gives what a second scan of it would read. */
async function pick(as: Identity, allocations: Allocation[], serials: readonly string[] = []) {
  const left = [...serials];
  const lines = allocations
    .filter((one) => one.status === 'open')
    .map(({ allocation_id, item_id, lot_no, qty }) => ({
      allocation_id,
      lot_no,
      qty,
      ...(item_id === items.stem ? { serial_nos: left.splice(0, qty) } : {}),
    }));
  const body = { to_account_id: company.world.north.bins.dispatch, lines };
  const answer = await company.send(as, { method: 'POST', url: '/api/stock/pick', body });
  expect(answer.statusCode, answer.body).toBe(200);
  return allocations.map(({ item_id, lot_no, qty, allocation_id }) => ({
    item_id,
    lot_no,
    qty,
    ...(item_id === items.stem
      ? { serial_nos: lines.find((line) => line.allocation_id === allocation_id)!.serial_nos }
      : {}),
  }));
}

test('a surgical set: filled, packed, promised, reviewed, sent, used by UDI, back the same day, replenished, settled', async () => {
  const { world } = company;
  const serials = ['ST-1', 'ST-2', 'ST-3', 'ST-4'];
  const screws = await world.lot(items.screw, 'SC-1');
  const stems = await world.lot(items.stem, 'SM-1');
  await world.receive(screws, world.north.bins.shelf, 20);
  await world.receive(stems, world.north.bins.shelf, 4, { serial_nos: serials });

  // A tray of ten screws in all sizes and three stems.
  const { template_id } = await send<{ template_id: number }>('planner', 'POST', '/set-template', {
    template_code: 'HIP-01',
    name: '髋关节手术包',
    procedure_name: '全髋关节置换',
    lines: [
      { item_id: items.screw, qty: 10 },
      { item_id: items.stem, qty: 3 },
    ],
  });
  const set = { set_no: 'HIP-01-A', template_id, warehouse_id: world.north.warehouse_id };
  const { set_id } = await send<{ set_id: number }>('keeper_a', 'POST', '/set', set);
  await send('keeper_a', 'POST', `/set/${set_id}/fill`, {});
  const filled = await send<Seen>('keeper_a', 'GET', `/set/${set_id}`);
  const scan = await pick('keeper_a', filled.allocations, serials.slice(0, 3));
  await send('keeper_a', 'POST', `/set/${set_id}/state`, { to: 'packed' });

  // The case carries a pseudonym and nothing else of the patient.
  const surgery = {
    department_id: world.icu_id,
    warehouse_id: world.north.warehouse_id,
    surgery_at: new Date(Date.now() + 86_400_000).toISOString(),
    procedure_name: '全髋关节置换',
    surgeon: '陈主任',
    patient_ref: 'ZY26-00871',
    set_ids: [set_id],
  };
  expect(await code('planner', '/case', { ...surgery, patient_ref: '陈小明' })).toBe(
    'fulfilment.patient_named',
  );
  const { case_id } = await send<{ case_id: number }>('planner', 'POST', '/case', surgery);
  expect(await code('planner', '/case', surgery)).toBe('fulfilment.set_taken');
  await send('keeper_a', 'POST', `/case/${case_id}/prepare`, {});

  // Who packed does not review.
  expect(await code('keeper_a', `/case/${case_id}/review`, { lines: scan })).toBe('fulfilment.same_person');
  await send('chief_a', 'POST', `/case/${case_id}/review`, { lines: scan });
  await send('keeper_a', 'POST', `/case/${case_id}/dispatch`, {});

  // In theatre two screws and one stem are used; the rest comes back, one screw is missing.
  const used = [
    { item_id: items.stem, lot_no: 'SM-1', qty: 1, serial_nos: ['ST-2'] },
    { item_id: items.screw, lot_no: 'SC-1', qty: 2 },
  ];
  await send('keeper_a', 'POST', `/case/${case_id}/use`, { lines: used });
  const back = [
    { item_id: items.screw, lot_no: 'SC-1', qty: 7 },
    { item_id: items.stem, lot_no: 'SM-1', qty: 2, serial_nos: ['ST-3', 'ST-1'] },
  ];
  const returned = await send<{ status: string; differences: { difference_id: number; qty: number }[] }>(
    'keeper_a',
    'POST',
    `/case/${case_id}/return`,
    { lines: back, final: true, note: '少一枚螺钉' },
  );
  expect(returned).toMatchObject({ status: 'differing', differences: [{ kind: 'missing', qty: 1 }] });
  const { difference_id } = returned.differences[0]!;
  const settle = { resolution: 'charged', responsible: 'hospital', reason: '医院确认遗失并承担' };
  expect(await code('keeper_a', `/difference/${difference_id}/resolve`, settle)).toBe('platform.forbidden');
  await send('chief_a', 'POST', `/difference/${difference_id}/resolve`, settle);

  // The set fills itself: its own pieces first, what was used from stock.
  const events = await world.sql('select topic, payload from platform.outbox where topic = $1', [
    'fulfilment.case_returned',
  ]);
  await world.db.tx(SYSTEM_SCOPE, (tx) => refillSets.handle(events as never, tx));
  expect(await send('keeper_a', 'GET', `/set/${set_id}`)).toMatchObject({
    state: 'used',
    qty_wanted: 13,
    qty_in: 13,
  });

  // What was used is sold, with its numbers, at the price that the accountant enters.
  const seen = await send<Seen>('accountant', 'GET', `/case/${case_id}`);
  expect(seen).toMatchObject({ status: 'returned', qty_used: 4, qty_returned: 9 });
  const { settlement_id } = await send<{ settlement_id: number }>('accountant', 'POST', '/settlement', {
    usage_ids: seen.usages.map((use) => use.usage_id),
    prices: [
      { item_id: items.screw, unit_price_fen: 30_000 },
      { item_id: items.stem, unit_price_fen: 1_200_000 },
    ],
  });
  const paper = await send<{ amount_fen: number; line_rows: { serial_nos: string[] }[] }>(
    'hospital',
    'GET',
    `/settlement/${settlement_id}`,
  );
  expect(paper.amount_fen).toBe(3 * 30_000 + 1_200_000);
  expect(paper.line_rows.flatMap((line) => line.serial_nos)).toEqual(['ST-2']);
  expect(await send('planner', 'GET', `/case/${case_id}`)).toMatchObject({ status: 'settled' });
  const kept = await world.balance(screws, world.north.bins.shelf);
  expect(kept.qty + (await world.balance(screws, world.north.bins.dispatch)).qty).toBe(17);
  expect(await violationsOf(world)).toEqual([]);
});

test('a cabinet: agreed, refilled to par by two people, used by the hospital, counted, settled at the agreed price', async () => {
  const { world } = company;
  const gloves = await world.lot(items.screw, 'SC-2');
  await world.receive(gloves, world.north.bins.shelf, 30);
  const terms = {
    department_id: world.icu_id,
    warehouse_id: world.north.warehouse_id,
    valid_from: '2026-01-01',
    lines: [{ item_id: items.screw, par_qty: 12, unit_price_fen: 25_000 }],
  };
  const { agreement_id } = await send<{ agreement_id: number }>('planner', 'POST', '/agreement', terms);
  type Cabinet = {
    line_rows: { item_id: number; qty_refill: number }[];
    lots: { lot_no: string; qty: number }[];
  };
  const cabinet = () => send<Cabinet>('planner', 'GET', `/agreement/${agreement_id}`);
  const lines = (await cabinet()).line_rows.map(({ item_id, qty_refill }) => ({ item_id, qty: qty_refill }));
  expect(lines).toEqual([{ item_id: items.screw, qty: 12 }]);
  const { refill_id } = await send<{ refill_id: number }>('planner', 'POST', '/refill', {
    agreement_id,
    lines,
  });
  const { allocations } = await send<Seen>('keeper_a', 'GET', `/refill/${refill_id}`);
  const scan = await pick('keeper_a', allocations);
  expect(await code('keeper_a', `/refill/${refill_id}/deliver`, { lines: scan })).toBe(
    'fulfilment.same_person',
  );
  await send('chief_a', 'POST', `/refill/${refill_id}/deliver`, { lines: scan });

  // The ward says what it has used; whether that is so is looked at by one of ours.
  const { lot_no } = (await cabinet()).lots[0]!;
  const { report_id } = await send<{ report_id: number }>('hospital', 'POST', '/use-report', {
    department_id: world.icu_id,
    patient_ref: 'ZY26-00902',
    lines: [{ item_id: items.screw, lot_no, qty: 3 }],
  });
  expect(await code('hospital', `/use-report/${report_id}/decide`, { decision: 'post' })).toBe(
    'platform.forbidden',
  );
  await send('keeper_a', 'POST', `/use-report/${report_id}/decide`, { decision: 'post' });

  // A count on site agrees with the books.
  const counted = (await cabinet()).lots.map((lot) => ({
    item_id: items.screw,
    lot_no: lot.lot_no,
    counted: lot.qty,
  }));
  expect(
    await send('keeper_a', 'POST', `/agreement/${agreement_id}/count`, { lines: counted }),
  ).toMatchObject({
    expected: 9,
    counted: 9,
    differences: [],
  });
  const { rows } = await send<{ rows: { usage_id: number; unit_price_fen: number }[] }>(
    'accountant',
    'GET',
    '/usage',
  );
  expect(rows).toMatchObject([{ unit_price_fen: 25_000, qty: 3 }]);
  const usage_ids = rows.map((row) => row.usage_id);
  expect(await send('accountant', 'POST', '/settlement', { usage_ids })).toMatchObject({
    amount_fen: 75_000,
  });
  expect(await violationsOf(world)).toEqual([]);
});

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factsOf, judge, knowItems, type Movement } from '../../src/modules/compliance/index.ts';
import { formOf } from '../../src/modules/fulfilment/get-note-pdf.ts';
import { jobs, momentOf } from '../../src/modules/stock/index.ts';
import { formDefinition } from '../../src/platform/print/form.ts';
import type { Lot } from '../support/world.ts';
import { type CaseCompany, openCases } from './case-company.ts';

type Allocated = OutputOf<typeof contract.allocateDemand>;
type Outbound = OutputOf<typeof contract.getOutbound>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

async function demand(item_id: number, qty: number): Promise<string> {
  const { world } = company;
  const { demand_id } = await company.ask<{ demand_id: number }>(
    'planner',
    'POST',
    '/api/fulfilment/demand',
    {
      department_id: world.icu_id,
      warehouse_id: world.north.warehouse_id,
      needed_at: '2099-01-01T00:00:00Z',
      lines: [{ item_id, qty }],
    },
  );
  return `/api/fulfilment/demand/${demand_id}`;
}
const allocate = (path: string) => company.ask<Allocated>('planner', 'POST', `${path}/allocate`, {});

test('AC33: a lot may be sold through its last day and from midnight on no more, in the zone of its warehouse', async () => {
  const { world } = company;
  const [days] = await world.sql<{ before: string; after: string }>(
    `select (timestamptz '2026-11-22 23:59+08' at time zone timezone)::date::text as before,
       (timestamptz '2026-11-23 00:01+08' at time zone timezone)::date::text as after
     from masterdata.warehouse where warehouse_id = $1`,
    [world.north.warehouse_id],
  );
  const lasting = {
    lot_id: 1,
    lot_no: 'AC33',
    production_date: '2025-01-10',
    expiry_date: '2026-11-22',
    recalled: false,
  };
  expect((await sold(lasting, days!.before)).reasons).toEqual([]);
  expect((await sold(lasting, days!.after)).reasons.map((reason) => reason.code)).toEqual([
    'compliance.lot_expired',
  ]);

  // And as it goes by itself: the books call it expired, and no sale gets it.
  const lot = await world.lot(world.items.bandage, 'AC33');
  await world.receive(lot, world.north.bins.shelf, 4);
  await world.age(lot);
  const expire = jobs.find((job) => job.name === 'stock.expire-lots')!;
  await expire.run({ db: world.db, log: pino({ level: 'silent' }) as never, signal: undefined }, {});
  expect(await world.balance(lot, world.north.bins.shelf, 'expired')).toMatchObject({ qty: 4 });
  expect(await allocate(await demand(world.items.bandage, 1))).toMatchObject({
    lines: [{ allocated: 0, short_by: 1 }],
  });
});

/** The gate's answer for a sale of this lot from the north warehouse on a day. */
async function sold(lot: Movement['lot'], on_date: string) {
  const { world } = company;
  const item_id = world.items.gloves;
  return world.tx(async (tx) => {
    const facts = await factsOf(tx, (await momentOf(tx)).epoch);
    await knowItems(tx, facts, [item_id]);
    const place = { warehouse_id: null, zone_kind: null, storage_condition: null, partner_id: null };
    return judge(facts, {
      purpose: 'ship',
      item_id,
      lot,
      from: { ...place, kind: 'bin', warehouse_id: world.north.warehouse_id, zone_kind: 'storage' },
      to: { ...place, kind: 'customer', partner_id: world.hospital_id },
      from_disposition: 'released',
      to_disposition: 'released',
      on_date,
      arrival_date: on_date,
      min_remaining_days: 0,
      lane_id: null,
    });
  });
}

test('AC35: what expires first goes first, over several lots, and never what is recalled', async () => {
  const { world } = company;
  const item_id = await plain('AC35', '国械注准20203140035');
  const lots = [
    ['A', '2097-06-30', 5],
    ['B', '2097-03-31', 4],
    ['C', '2097-01-31', 9],
  ] as const;
  const made = new Map<number, string>();
  for (const [lot_no, expires, qty] of lots) {
    const lot = await world.lot(item_id, lot_no, { expires });
    await world.receive(lot, world.north.bins.shelf, qty);
    made.set(lot.lot_id, lot_no);
    if (lot_no === 'C')
      await company.ask('quality', 'POST', '/api/stock/recall', { lots: [lot], reason: 'AC35' });
  }
  const { lines } = await allocate(await demand(item_id, 7));
  expect(lines[0]!.lots.map((lot) => [made.get(lot.lot_id), lot.qty])).toEqual([
    ['B', 4],
    ['A', 3],
  ]);
});

test('AC37: the note that goes with a delivery carries its legal fields for each lot; another copy says that it is one', async () => {
  const { world } = company;
  const item_id = await plain('AC37', '国械注准20203140037');
  for (const lot_no of ['AC37-A', 'AC37-B']) {
    await world.receive(await world.lot(item_id, lot_no), world.north.bins.shelf, 3);
  }
  const path = `/api/fulfilment/shipment/${await shipped(item_id, 5)}`;
  const seen = () => company.ask<OutputOf<typeof contract.getDeliveryNote>>('keeper_a', 'GET', path);
  const note = await seen();
  const filled = expect.stringMatching(/./);
  expect(note).toMatchObject({
    supplier_name: filled,
    customer_name: filled,
    customer_address: filled,
    shipped_at: filled,
  });
  expect(note.lines).toHaveLength(2);
  for (const line of note.lines) {
    expect(line).toMatchObject({
      registrant_name: filled,
      manufacturer_name: filled,
      production_licence_nos: [filled],
      item_name: filled,
      model: filled,
      registration_no: '国械注准20203140037',
      lot_no: expect.stringMatching(/^AC37-/),
      expiry_date: filled,
      storage_condition: 'ambient',
    });
  }
  expect(note.lines.map((line) => line.qty).sort()).toEqual([2, 3]);

  const print = (body: object) => company.ask<{ copy_no: number }>('keeper_a', 'POST', `${path}/print`, body);
  expect(await print({})).toMatchObject({ copy_no: 1 });
  expect(await company.refused('keeper_a', 'POST', `${path}/print`, {})).toMatchObject({
    code: 'fulfilment.reprint_reason',
  });
  expect(await print({ reason: 'lost on the way' })).toMatchObject({ copy_no: 2 });
  expect((await seen()).delivery_note_no).toBe(note.delivery_note_no);
  expect(paper(note, 1)).not.toContain('补打');
  expect(paper(note, 2)).toContain('补打');
  expect(paper(note, 2)).toContain('出库专用章');
  const records = await world.sql<{ reason: string | null }>(
    `select reason from platform.audit where action = 'fulfilment.print_note' order by audit_id`,
  );
  expect(records.map((record) => record.reason)).toEqual([null, 'lost on the way']);
});

const paper = (note: OutputOf<typeof contract.getDeliveryNote>, copy_no: number) =>
  JSON.stringify(
    formDefinition(formOf(note, { copy_no, template: note.template_version, language: 'zh' })).content,
  );

/** Picked, reviewed by a second person, and on the road. */
async function shipped(item_id: number, qty: number): Promise<number> {
  const { world } = company;
  const path = await demand(item_id, qty);
  await allocate(path);
  const demand_id = Number(path.split('/').at(-1));
  const wave = await company.ask<{ wave_id: number }>('keeper_a', 'POST', '/api/fulfilment/wave', {
    warehouse_id: world.north.warehouse_id,
    demand_ids: [demand_id],
  });
  const { line_rows } = await company.ask<OutputOf<typeof contract.getWave>>(
    'keeper_a',
    'GET',
    `/api/fulfilment/wave/${wave.wave_id}`,
  );
  const picks = line_rows.map(({ wave_line_id, lot_no, qty: open }) => ({ wave_line_id, lot_no, qty: open }));
  await company.ask('keeper_a', 'POST', `/api/fulfilment/wave/${wave.wave_id}/pick`, { lines: picks });
  const { goods } = await company.ask<Outbound>('chief_a', 'GET', `/api/fulfilment/outbound/${demand_id}`);
  const reviewed = goods.map(({ allocation_id, lot_no, qty: passed }) => ({ allocation_id, lot_no, passed }));
  await company.ask('chief_a', 'POST', `${path}/review`, { lines: reviewed });
  const { shipments } = await company.ask<OutputOf<typeof contract.shipDemand>>(
    'keeper_a',
    'POST',
    `${path}/ship`,
    {},
  );
  return shipments[0]!.shipment_id;
}

test('AC52: of fifty who want the last piece at once one gets it and the others are told that there is none', async () => {
  const { world } = company;
  const item_id = await plain('AC52', '国械注准20203140052');
  const lot: Lot = await world.lot(item_id, 'AC52');
  await world.receive(lot, world.north.bins.shelf, 1);
  const demands: string[] = [];
  for (let n = 0; n < 50; n++) demands.push(await demand(item_id, 1));
  const answers = await Promise.all(demands.map(allocate));
  const got = answers.filter((answer) => answer.lines[0]!.allocated === 1);
  const none = answers.filter((answer) =>
    answer.lines[0]!.reasons.some((reason) => reason.code === 'stock.short'),
  );
  expect([got.length, none.length]).toEqual([1, 49]);
  expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 1, allocated: 1 });
});

const plain = (code: string, registration_no: string) =>
  company.item({
    code,
    device_class: 'III',
    category: '14-01',
    registration_no,
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { pickAll } from '../support/documents.ts';
import { violationsOf } from '../support/violations.ts';
import { type CaseCompany, openCases } from './case-company.ts';

type Receipt = OutputOf<typeof contract.getReceipt>;
type Trace = OutputOf<typeof contract.trace>;
type Ledger = OutputOf<typeof contract.traceLot>;
type Found = OutputOf<typeof contract.findTrace>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

/** Bought, accepted and on the shelf, with the record of how cold it was on the way. */
async function bought(item_id: number, lot_no: string, qty: number): Promise<number> {
  const { world, ask } = company;
  const { warehouse_id, bins } = world.north;
  const { receipt_id } = await ask<{ receipt_id: number }>('keeper_a', 'POST', '/api/supply/receipt', {
    warehouse_id,
    supplier_id: world.supplier_id,
    delivery_note_no: `DN-${lot_no}`,
    lines: [{ item_id, lot_no, production_date: '2026-01-10', expiry_date: '2098-01-09', received: qty }],
  });
  await ask('keeper_a', 'POST', `/api/supply/receipt/${receipt_id}/transport`, {
    transport_mode: 'cold_vehicle',
    arrived_at: new Date(Date.now() - 60_000).toISOString(),
    min_temp_c: 3.1,
    max_temp_c: 6.9,
    record_no: `LOGGER-${lot_no}`,
  });
  const path = `/api/supply/receipt/${receipt_id}`;
  const { line_rows } = await ask<Receipt>('quality', 'GET', path);
  const { receipt_line_id } = line_rows[0]!;
  const judged = { sample: 1, qualified: qty, purchase_date: '2026-02-01' };
  const sound = { packaging_ok: true, label_ok: true, documents_ok: true };
  await ask('quality', 'POST', `${path}/accept`, { lines: [{ receipt_line_id, ...judged, ...sound }] });
  await ask('keeper_a', 'POST', `${path}/putaway`, {
    lines: [{ receipt_line_id, qty, to_account_id: bins.shelf }],
  });
  const [lot] = await world.sql<{ lot_id: string }>('select lot_id from stock.lot where lot_no = $1', [
    lot_no,
  ]);
  return Number(lot!.lot_id);
}

/** Part of it to the south, as far as it is received there. */
async function transferred(item_id: number, qty: number): Promise<string> {
  const { world, ask } = company;
  const { north, south, lanes } = world;
  const made = await ask<{ transfer_id: number; document_no: string }>('planner', 'POST', '/api/transfer', {
    from_warehouse_id: north.warehouse_id,
    to_warehouse_id: south.warehouse_id,
    lane_id: lanes.ambient,
    reason: 'AC42',
    lines: [{ item_id, qty }],
  });
  const path = `/api/transfer/${made.transfer_id}`;
  await ask('director', 'POST', `${path}/approve`, {});
  const [line] = await world.sql<{ id: string }>(
    'select transfer_line_id as id from transfer.transfer_line where transfer_id = $1',
    [made.transfer_id],
  );
  await pickAll(world, north, SYSTEM_ACTOR, 'transfer_line', [Number(line!.id)]);
  await ask('keeper_a', 'POST', `${path}/ship`, {});
  const { sent_lots } = await ask<{ sent_lots: { transfer_line_id: number; lot_no: string }[] }>(
    'keeper_b',
    'GET',
    path,
  );
  await ask('keeper_b', 'POST', `${path}/receive`, {
    to_account_id: south.bins.receiving,
    lines: sent_lots.map(({ transfer_line_id, lot_no }) => ({ transfer_line_id, lot_no, received: qty })),
  });
  return made.document_no;
}

/** A box, closed over so many pieces; gives its number. */
async function boxed(lot: { item_id: number; lot_id: number }, qty: number): Promise<string> {
  const { world, ask } = company;
  const unit = await ask<{ handling_unit_id: number; sscc: string }>(
    'keeper_a',
    'POST',
    '/api/stock/handling-unit',
    { account_id: world.north.bins.shelf },
  );
  const path = `/api/stock/handling-unit/${unit.handling_unit_id}`;
  const lines = [{ ...lot, owner_id: world.entity_id, qty }];
  await ask('keeper_a', 'POST', `${path}/pack`, { lines });
  await ask('keeper_a', 'POST', `${path}/unpack`, {});
  return unit.sscc;
}

/** One kit out of it, made by one and looked at by another. */
async function kitted(item_id: number, lot_no: string): Promise<{ item_id: number; lot_id: number }> {
  const { world, ask } = company;
  const kit = await company.item({
    code: '06945630100055',
    device_class: 'II',
    category: '14-01',
    registration_no: '国械注准20252140055',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });
  const { warehouse_id, bins } = world.north;
  await ask('chief_a', 'POST', '/api/warehouse/bom', { item_id: kit, lines: [{ item_id, qty: 2 }] });
  const order = { warehouse_id, kind: 'assemble', item_id: kit, qty: 1, reason: 'AC42' };
  const { work_order_id } = await ask<{ work_order_id: number }>(
    'chief_a',
    'POST',
    '/api/warehouse/work-order',
    order,
  );
  const path = `/api/warehouse/work-order/${work_order_id}`;
  await ask('chief_a', 'POST', `${path}/allocate`, {});
  const { line_rows } = await ask<{ line_rows: { work_order_line_id: number }[] }>('keeper_a', 'GET', path);
  const { work_order_line_id } = line_rows[0]!;
  const used = [{ work_order_line_id, lot_no, qty: 2 }];
  const run = await ask<{ work_run_id: number }>('keeper_a', 'POST', `${path}/start`, { qty: 1, used });
  const { made } = await ask<{ made: { item_id: number; lot_id: number }[] }>(
    'chief_a',
    'POST',
    `/api/warehouse/work-run/${run.work_run_id}/finish`,
    { to_account_id: bins.shelf_two },
  );
  return { item_id: made[0]!.item_id, lot_id: made[0]!.lot_id };
}

/** Straight to a department, as the ledger has it once a delivery is signed. */
async function sold(lot: { item_id: number; lot_id: number }, from: number, to: number, qty: number) {
  const { world } = company;
  const owners = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
  const released = { from_disposition: 'released', to_disposition: 'released' } as const;
  await world.tx(async (tx) => {
    const { postOrFail } = await import('../../src/modules/stock/index.ts');
    const line = { ...lot, qty, from_account_id: from, to_account_id: to, ...owners, ...released };
    await postOrFail(tx, { purpose: 'ship', actor: SYSTEM_ACTOR, lines: [line] });
  });
}

test('AC42: a lot is traced to every consignee, kits included, and back to supplier, receipt, acceptance and temperatures', async () => {
  const { world, ask } = company;
  const { items, north, south, accounts } = world;
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"')
     on conflict (name) do update set value = excluded.value`,
  );
  const lot_id = await bought(items.gloves, 'AC42', 20);
  const lot = { item_id: items.gloves, lot_id };
  const transfer_no = await transferred(items.gloves, 6);
  const sscc = await boxed(lot, 3);
  const kit = await kitted(items.gloves, 'AC42');
  const [clinic] = await world.tx(async (tx) => {
    const { ensureAccounts } = await import('../../src/modules/stock/index.ts');
    return ensureAccounts(tx, [{ kind: 'customer', department_id: company.clinic.department_id }]);
  });
  await world.sql(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
     values ($1, 'medical_institution', 'CLINIC', '{II,III}', '{*}', '{}', '2020-01-01', '2035-12-31')`,
    [company.clinic.partner_id],
  );
  await company.rulesChanged();
  await sold(lot, north.bins.shelf, accounts.icu, 5);
  await sold(lot, south.bins.receiving, accounts.icu, 2);
  await sold(kit, north.bins.shelf_two, clinic!, 1);

  const traced = await ask<Trace>(
    'quality',
    'GET',
    `/api/insight/trace?item_id=${lot.item_id}&lot_id=${lot_id}`,
  );
  expect(traced.consignees.map((c) => [c.partner_name, c.lot_id, c.delivered])).toEqual([
    ['CLINIC', kit.lot_id, 1],
    ['HOSPITAL', lot_id, 7],
  ]);
  expect(traced).toMatchObject({
    whole: true,
    receipts: [
      {
        supplier_name: 'SUPPLIER',
        delivery_note_no: 'DN-AC42',
        qty: 20,
        transport: { min_temp_c: 3.1, max_temp_c: 6.9, record_no: 'LOGGER-AC42' },
      },
    ],
    acceptances: [{ qualified_qty: 20, unqualified_qty: 0 }],
    lineage: [{ direction: 'made_into', lot_id: kit.lot_id, qty: 1 }],
    units: [{ kind: 'unit', sscc }],
  });
  expect(traced.documents.map(({ document_no }) => document_no)).toContain(transfer_no);
  const back = await ask<Trace>(
    'quality',
    'GET',
    `/api/insight/trace?item_id=${kit.item_id}&lot_id=${kit.lot_id}`,
  );
  expect(back.lineage).toMatchObject([{ direction: 'made_of', lot_id, qty: 2 }]);

  // Nothing is missing: what came in equals what it became.
  const { totals } = await ask<Ledger>(
    'quality',
    'GET',
    `/api/stock/trace?item_id=${lot.item_id}&lot_id=${lot_id}`,
  );
  expect(totals).toMatchObject({ received: 20, delivered: 7, converted: 2, on_hand: 11 });
  expect(await violationsOf(world)).toEqual([]);

  // Every code leads there.
  const find = (code: string) =>
    ask<Found>('quality', 'GET', `/api/insight/trace/find?code=${encodeURIComponent(code)}`);
  for (const [code, kind] of [
    ['AC42', 'lot'],
    ['(01)06945630100017(10)AC42', 'lot'],
    [sscc, 'unit'],
    [`(00)${sscc}`, 'unit'],
    [transfer_no, 'document'],
  ] as const)
    expect((await find(code)).targets, code).toMatchObject([{ kind, lots: [{ lot_id }] }]);
  expect(
    await company.refused('quality', 'GET', '/api/insight/trace/find?code=NOTHING-LIKE-IT'),
  ).toMatchObject({
    code: 'stock.scan_unknown',
  });
});

test('AC42: the inspector takes the trace home as Excel or PDF', async () => {
  const lot_id = await bought(company.world.items.gloves, 'AC42-PDF', 5);
  for (const [format, magic] of [
    ['xlsx', 'PK'],
    ['pdf', '%PDF'],
  ] as const) {
    const answer = await company.send('auditor', {
      method: 'POST',
      url: '/api/insight/trace/export',
      body: { item_id: company.world.items.gloves, lot_id, format },
    });
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    expect(answer.rawPayload.subarray(0, magic.length).toString()).toBe(magic);
  }
});

test('a patient pseudonym leads to what was used; who may not see patients finds nothing under it', async () => {
  const { world, ask, refused } = company;
  const lot = await world.lot(world.items.stent, 'PAT-1');
  const movement_id = await world.receive(lot, world.north.bins.shelf, 1, { serial_nos: ['PAT-SN-1'] });
  await world.sql(
    `insert into fulfilment.usage (source, direction, warehouse_id, partner_id, department_id, item_id, lot_id, qty, serial_nos,
       patient_ref, used_at, movement_id, recorded_by_name)
     values ('cabinet', 'customer', $1, $2, $3, $4, $5, 1, '{PAT-SN-1}', 'PX-2026-77', now(), $6, 'x')`,
    [world.north.warehouse_id, world.hospital_id, world.icu_id, lot.item_id, lot.lot_id, movement_id],
  );
  const url = '/api/insight/trace/find?code=PX-2026-77';
  expect((await ask<Found>('quality', 'GET', url)).targets).toMatchObject([
    { kind: 'patient', lots: [{ ...lot, serial_no: 'PAT-SN-1', qty: 1 }] },
  ]);
  expect(await refused('hospital', 'GET', url)).toMatchObject({ code: 'platform.forbidden' });
  const traced = await ask<Trace>(
    'quality',
    'GET',
    `/api/insight/trace?item_id=${lot.item_id}&lot_id=${lot.lot_id}&serial_no=PAT-SN-1`,
  );
  expect(traced.uses).toMatchObject([
    { patient_ref: 'PX-2026-77', serial_nos: ['PAT-SN-1'], reversed: false },
  ]);
});

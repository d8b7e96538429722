import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZONE_TONE } from '../../../web/desk/features/warehouse/map-layout.ts';
import { type CaseCompany, openCases } from './case-company.ts';

type Received = OutputOf<typeof contract.receiveGoods>;
type Receipt = OutputOf<typeof contract.getReceipt>;
type Availability = OutputOf<typeof contract.listAvailability>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

/** Received without an order, as when the paper follows. */
const delivery = (warehouse_id: number, note: string, lines: object[]) => ({
  warehouse_id,
  supplier_id: company.world.supplier_id,
  delivery_note_no: note,
  lines,
});
const movements = async () => (await company.world.sql('select 1 from stock.movement')).length;

async function receive(note: string, lines: object[]): Promise<Receipt> {
  const { north } = company.world;
  const made = await company.ask<Received>(
    'keeper_a',
    'POST',
    '/api/supply/receipt',
    delivery(north.warehouse_id, note, lines),
  );
  return company.ask<Receipt>('keeper_a', 'GET', `/api/supply/receipt/${made.receipt_id}`);
}

/** Bought without an order, so the day of the purchase is what the person says. */
const judged = (receipt: Receipt, unqualified: number, purchase_date?: string) =>
  receipt.line_rows.map(({ receipt_line_id, waiting }) => ({
    receipt_line_id,
    sample: 2,
    qualified: waiting - unqualified,
    unqualified,
    ...(unqualified > 0 ? { unqualified_reason: 'crushed', unqualified_action: 'return_to_supplier' } : {}),
    purchase_date,
    packaging_ok: true,
    label_ok: true,
    documents_ok: true,
  }));

test('AC05: a code with a wrong check digit is refused at the scan, and nothing moves', async () => {
  const before = await movements();
  const url = `/api/stock/scan?code=0106945630100013&warehouse_id=${company.world.north.warehouse_id}`;
  expect(await company.refused('keeper_a', 'GET', url)).toMatchObject({
    code: 'stock.scan_invalid',
    errors: [{ params: { problem: 'CHECK_DIGIT', ai: '01' } }],
  });
  expect(await movements()).toBe(before);
});

test('AC16: the SSCC of a pallet lists every lot announced in it; one with a wrong check digit is refused', async () => {
  const { world } = company;
  const sscc = '069012340000000016';
  await announce(sscc, [
    ['AC16-A', 12],
    ['AC16-B', 8],
  ]);
  const scan = (code: string) =>
    `/api/supply/scan?warehouse_id=${world.north.warehouse_id}&code=${encodeURIComponent(code)}`;
  const unit = await company.ask<OutputOf<typeof contract.scanGoods>>('keeper_a', 'GET', scan(`(00)${sscc}`));
  expect(unit).toMatchObject({ kind: 'unit', sscc });
  expect(unit.content.map((line) => [line.lot_no, line.open_qty]).sort()).toEqual([
    ['AC16-A', 12],
    ['AC16-B', 8],
  ]);
  expect(await company.refused('keeper_a', 'GET', scan('(00)069012340000000017'))).toMatchObject({
    code: 'stock.scan_invalid',
    params: { problem: 'CHECK_DIGIT' },
  });
});

test('AC21: a lot made while its certificate was valid is received after the certificate has run out, with a warning', async () => {
  const item_id = await company.item({
    code: 'AC21',
    device_class: 'III',
    category: '14-01',
    registration_no: '国械注准20213140021',
    valid_from: '2021-07-01',
    valid_to: await company.day(-145),
  });
  const { north } = company.world;
  const lines = [
    {
      item_id,
      lot_no: 'AC21',
      production_date: await company.day(-196),
      expiry_date: await company.day(899),
      received: 5,
    },
  ];
  const given = delivery(north.warehouse_id, 'DN-21', lines);
  const code = 'compliance.registration_expired_but_made_in_validity';
  expect(await company.refused('keeper_a', 'POST', '/api/supply/receipt', given)).toMatchObject({
    code: 'compliance.acknowledgement_needed',
    params: { count: 1 },
    reasons: [{ code }],
  });
  const made = await company.ask<Received>('keeper_a', 'POST', '/api/supply/receipt', {
    ...given,
    acknowledged: [{ code, reason: 'made in validity, certificate seen' }],
  });
  expect(made).toMatchObject({ status: 'received', taken_in: 5 });
  expect(
    await company.ask('auditor', 'GET', `/api/stock/movement/${made.movement_id}/verdict`),
  ).toMatchObject({
    lines: [
      {
        spoken: [{ code, severity: 'warn', acknowledge: true }],
        acknowledged: [{ code, reason: 'made in validity, certificate seen', by_name: 'keeper_a' }],
      },
    ],
  });
  expect(made.warnings.map((warning) => warning.code)).toEqual([
    'compliance.registration_expired_but_made_in_validity',
  ]);
});

test('AC27: class III is not received at a warehouse that no licence names; class I is', async () => {
  const { world } = company;
  const { north, south } = world;
  await onLicence([north.warehouse_id]);
  const item_id = await company.item({
    code: 'AC27',
    device_class: 'III',
    category: '14-01',
    registration_no: '国械注准20203140027',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });
  const line = (id: number) => [{ item_id: id, lot_no: 'AC27', expiry_date: '2098-01-01', received: 5 }];
  const before = await movements();
  const refusal = await company.refused(
    'keeper_b',
    'POST',
    '/api/supply/receipt',
    delivery(south.warehouse_id, 'DN-27', line(item_id)),
  );
  expect(refusal.errors.map((error) => error.code)).toEqual(['compliance.warehouse_not_licensed']);
  expect(await movements()).toBe(before);
  const taken = await company.ask<Received>(
    'keeper_b',
    'POST',
    '/api/supply/receipt',
    delivery(south.warehouse_id, 'DN-27-I', line(world.items.bandage)),
  );
  expect(taken).toMatchObject({ status: 'received', taken_in: 5 });
  await onLicence([north.warehouse_id, south.warehouse_id]);
});

test('AC28: goods are nobody’s before acceptance; then the good ones are green and the bad one is red', async () => {
  const { world } = company;
  const item_id = world.items.gloves;
  const receipt = await receive('DN-28', [
    { item_id, lot_no: 'AC28', production_date: '2026-01-10', expiry_date: '2098-01-09', received: 10 },
  ]);
  const lot_id = receipt.line_rows[0]!.lot_id!;

  expect(await here(item_id)).toMatchObject({ available: 0, quarantine: 10 });
  expect(await zonesOf(lot_id)).toEqual([{ disposition: 'quarantine', qty: 10, tone: 'warn' }]);
  const demand = await company.ask<{ demand_id: number }>('planner', 'POST', '/api/fulfilment/demand', {
    department_id: world.icu_id,
    warehouse_id: world.north.warehouse_id,
    needed_at: '2099-01-01T00:00:00Z',
    lines: [{ item_id, qty: 10 }],
  });
  const sold = await company.ask<OutputOf<typeof contract.allocateDemand>>(
    'chief_a',
    'POST',
    `/api/fulfilment/demand/${demand.demand_id}/allocate`,
    {},
  );
  expect(sold.lines).toMatchObject([{ allocated: 0, short_by: 10 }]);
  const moved = await company.ask<{ transfer_id: number }>('planner', 'POST', '/api/transfer', {
    from_warehouse_id: world.north.warehouse_id,
    to_warehouse_id: world.south.warehouse_id,
    reason: 'AC28',
    lines: [{ item_id, lot_id, qty: 1 }],
  });
  await company.refused('director', 'POST', `/api/transfer/${moved.transfer_id}/approve`, {});
  const picked = {
    to_account_id: world.north.bins.dispatch,
    lines: [{ allocation_id: 1, qty: 1, lot_no: 'AC28' }],
  };
  await company.refused('keeper_a', 'POST', '/api/stock/pick', picked);

  const path = `/api/supply/receipt/${receipt.receipt_id}`;
  await company.ask('quality', 'POST', `${path}/accept`, { lines: judged(receipt, 1, '2026-02-01') });
  await company.ask('keeper_a', 'POST', `${path}/putaway`, {
    lines: [
      {
        receipt_line_id: receipt.line_rows[0]!.receipt_line_id,
        to_account_id: world.north.bins.shelf,
        qty: 9,
      },
    ],
  });
  expect(await here(item_id)).toMatchObject({ available: 9, quarantine: 0, blocked: 1 });
  expect(await zonesOf(lot_id)).toEqual([
    { disposition: 'rejected', qty: 1, tone: 'bad' },
    { disposition: 'released', qty: 9, tone: 'ok' },
  ]);
});

test('AC29: a record that lacks a legal field is not saved and says which; the complete one keeps them all', async () => {
  const { world } = company;
  const { north, items } = world;
  const line = {
    item_id: items.gloves,
    production_date: '2026-01-10',
    expiry_date: '2098-01-09',
    received: 10,
  };
  // Without its lot nothing comes in, so no record can lack it.
  const without_lot = await company.refused(
    'keeper_a',
    'POST',
    '/api/supply/receipt',
    delivery(north.warehouse_id, 'DN-29', [line]),
  );
  expect(without_lot.errors.map((error) => error.path)).toEqual(['lines.0.lot_no']);

  const receipt = await receive('DN-29', [{ ...line, lot_no: 'AC29' }]);
  const path = `/api/supply/receipt/${receipt.receipt_id}/accept`;
  await contactOf(null);
  const incomplete = await company.refused('quality', 'POST', path, { lines: judged(receipt, 0) });
  expect(incomplete).toMatchObject({
    code: 'supply.acceptance_field_missing',
    title: expect.stringMatching(/购货日期.*供货者联系方式|供货者联系方式.*购货日期/),
  });
  await contactOf('021-5555');
  await company.ask('quality', 'POST', path, { lines: judged(receipt, 0, '2026-02-01') });

  const { rows } = await company.ask<OutputOf<typeof contract.listAcceptances>>(
    'auditor',
    'GET',
    '/api/supply/acceptance?search=AC29',
  );
  expect(rows).toMatchObject([
    {
      item_name: 'GLOVES',
      model: 'M',
      registration_no: '国械注准20253140001',
      registrant_name: 'SUPPLIER',
      producer_name: 'SUPPLIER',
      producer_licence_no: 'production_licence',
      lot_no: 'AC29',
      expiry_date: '2098-01-09',
      purchase_date: '2026-02-01',
      supplier_name: 'SUPPLIER',
      supplier_address: '某路 1 号',
      supplier_contact: '021-5555',
      arrived_qty: 10,
      qualified_qty: 10,
      result: 'qualified',
      accepted_by_name: 'quality',
      accepted_at: expect.stringMatching(/^\d{4}-/),
    },
  ]);
});

async function announce(sscc: string, lots: [lot_no: string, qty: number][]): Promise<void> {
  const { world, user_ids } = company;
  await world.sql(
    `with o as (
       insert into supply.purchase_order (partner_id, warehouse_id, owner_id, status, total_fen, reason, requested_by,
         requested_by_name, submitted_at, approvals_needed, approved_at)
       values ($1, $2, $3, 'approved', 24000, 'x', $4, 'purchaser', now(), 0, now()) returning purchase_order_id
     ), l as (
       insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
         unit_price_fen, price_source, needed_on)
       select purchase_order_id, $1, $2, 1, $5, 20, 1200, 'entered', '2099-01-01' from o returning purchase_order_line_id
     ), n as (
       insert into supply.asn (partner_id, warehouse_id, delivery_note_no, expected_at, created_by_name, created_by_supplier)
       values ($1, $2, 'DN-16', '2099-01-01', 'x', true) returning asn_id
     )
     insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no,
       production_date, expiry_date, qty, sscc)
     select n.asn_id, $1, $2, k.line_no, l.purchase_order_line_id, $5, k.lot_no, '2026-01-10', '2098-01-09', k.qty, $6
     from n, l, unnest($7::text[], $8::bigint[]) with ordinality as k(lot_no, qty, line_no)`,
    [
      world.supplier_id,
      world.north.warehouse_id,
      world.entity_id,
      user_ids.purchaser,
      world.items.gloves,
      sscc,
      lots.map(([lot_no]) => lot_no),
      lots.map(([, qty]) => qty),
    ],
  );
}

async function onLicence(warehouse_ids: number[]): Promise<void> {
  await company.world.sql('update compliance.licence set warehouse_ids = $1 where partner_id = $2', [
    warehouse_ids,
    company.world.entity_id,
  ]);
  await company.rulesChanged();
}

async function contactOf(phone: string | null): Promise<void> {
  await company.world.sql('update masterdata.partner set phone = $1 where partner_id = $2', [
    phone,
    company.world.supplier_id,
  ]);
}

async function here(item_id: number) {
  const { rows } = await company.ask<Availability>(
    'planner',
    'GET',
    `/api/stock/availability?item_id=${item_id}`,
  );
  return rows.find((row) => row.warehouse_id === company.world.north.warehouse_id);
}

/** Where the pieces of a lot stand, and in which colour the map shows that zone. */
async function zonesOf(lot_id: number) {
  const rows = await company.world.sql<{ disposition: string; zone_kind: string; qty: string }>(
    `select b.disposition::text, l.zone_kind, b.qty from stock.balance b
     join stock.account a on a.account_id = b.account_id join masterdata.location l on l.location_id = a.location_id
     where b.lot_id = $1 and b.qty > 0 order by 1`,
    [lot_id],
  );
  return rows.map(({ disposition, zone_kind, qty }) => ({
    disposition,
    qty: Number(qty),
    tone: ZONE_TONE[zone_kind],
  }));
}

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { checkDigit, mod43 } from '@tongcang/udi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { violationsOf } from '../support/violations.ts';

/** From the identifiers of an item to a pallet that moves as one, over HTTP, each step by those whose duty it is. */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    company.world.supplier_id,
  ]);
}, 60_000);
afterAll(() => company?.close());

let keys = 0;
async function ask<T>(
  as: Person,
  method: 'GET' | 'POST',
  url: string,
  body?: object,
  status = 200,
): Promise<T> {
  keys += 1;
  const answer = await company.send(as, { method, url, body, key: `journey-identifiers-${keys}` });
  expect(answer.statusCode, `${as} ${url}: ${answer.body}`).toBe(status);
  return answer.json() as T;
}
type Scan = OutputOf<typeof contract.resolveScan>;
const scan = (as: Person, code: string) =>
  ask<Scan>(as, 'GET', `/api/stock/scan?code=${encodeURIComponent(code)}`);
const checked = (body: string) => body + mod43(body);
const box = (() => {
  const body = '06945630500000001';
  return body + checkDigit(body);
})();

test('a carton and an HIBC label lead to the item, and only the administrator says so', async () => {
  const { gloves } = company.world.items;
  const path = `/api/masterdata/item/${gloves}/identifier`;
  const carton = { issuer: 'gs1', di: '16945630100014', packing_level: 'carton', units_per_pack: 10 };
  await ask('keeper_a', 'POST', path, carton, 403);
  await ask('administrator', 'POST', path, carton);
  await ask('administrator', 'POST', path, {
    issuer: 'hibc',
    di: '+A123BJC5D6E71',
    packing_level: 'unit',
    units_per_pack: 1,
  });
  const { rows } = await ask<OutputOf<typeof contract.listIdentifiers>>('auditor', 'GET', path);
  expect(rows.map(({ di, units_per_pack }) => [di, units_per_pack])).toEqual([
    ['06945630100017', 1],
    ['A123BJC5D6E71', 1],
    ['16945630100014', 10],
  ]);
  expect(await scan('keeper_a', '(01)16945630100014(10)NEW-1')).toMatchObject({ item_id: gloves, units: 10 });
  expect(await scan('keeper_a', checked('+A123BJC5D6E71/$NEW-1'))).toMatchObject({
    issuer: 'hibc',
    item_id: gloves,
    lot_no: 'NEW-1',
  });
});

test('a pallet is received by its SSCC, put away whole, moved whole, and opened by a pick', async () => {
  const { north, items } = company.world;
  const receipt_id = await received();
  const made = await ask<OutputOf<typeof contract.putAway>>(
    'keeper_a',
    'POST',
    `/api/supply/receipt/${receipt_id}/putaway`,
    { units: [{ sscc: box, to_account_id: north.bins.shelf }] },
  );
  expect(made).toMatchObject({ status: 'put_away', qty: 30 });
  const unit = await scan('keeper_a', `(00)${box}`);
  expect(unit).toMatchObject({ kind: 'handling_unit', account_id: north.bins.shelf });
  const about = `/api/stock/handling-unit/${unit.handling_unit_id}`;

  await ask('keeper_a', 'POST', `${about}/move`, { to_account_id: north.bins.dispatch });
  const { lines } = await ask<OutputOf<typeof contract.getHandlingUnit>>('keeper_a', 'GET', about);
  const lot = { item_id: items.gloves, lot_id: lines[0]!.lot_id };
  expect(await company.world.balance(lot, north.bins.dispatch)).toMatchObject({ qty: 30, packed: 30 });
  await ask('keeper_a', 'POST', `${about}/move`, { to_account_id: north.bins.shelf });

  const [allocation] = await company.world.allocate(items.gloves, 12);
  await ask('keeper_a', 'POST', '/api/stock/pick', {
    to_account_id: north.bins.dispatch,
    lines: [{ allocation_id: allocation!.allocation_id, qty: 12, lot_no: 'PALLET' }],
  });
  expect(await ask('keeper_a', 'GET', about)).toMatchObject({ status: 'open', lines: [{ qty: 18 }] });
  expect(await violationsOf(company.world)).toEqual([]);
});

/** A pallet that is announced, received by one and accepted by another. */
async function received(): Promise<number> {
  const { warehouse_id } = company.world.north;
  const { asn_id } = await announce();
  const { receipt_id } = await ask<{ receipt_id: number }>('keeper_a', 'POST', '/api/supply/receipt', {
    warehouse_id,
    asn_id,
    delivery_note_no: 'DN-P',
    units: [{ sscc: box }],
  });
  const receipt = await ask<OutputOf<typeof contract.getReceipt>>(
    'quality',
    'GET',
    `/api/supply/receipt/${receipt_id}`,
  );
  await ask('quality', 'POST', `/api/supply/receipt/${receipt_id}/accept`, {
    lines: receipt.line_rows.map((line) => ({
      receipt_line_id: line.receipt_line_id,
      sample: 2,
      qualified: line.waiting,
      packaging_ok: true,
      label_ok: true,
      documents_ok: true,
    })),
  });
  return receipt_id;
}

/** An order and its arrival notice, as purchasing has left them. */
async function announce(): Promise<{ asn_id: number }> {
  const { world, user_ids } = company;
  const [order] = await world.sql<{ line_id: number }>(
    `with o as (
       insert into supply.purchase_order (partner_id, warehouse_id, owner_id, status, total_fen, reason, requested_by,
         requested_by_name, submitted_at, approvals_needed, approved_at)
       values ($1, $2, $3, 'approved', 36000, 'x', $4, 'purchaser', now(), 0, now()) returning purchase_order_id
     )
     insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
       unit_price_fen, price_source, needed_on)
     select purchase_order_id, $1, $2, 1, $5, 30, 1200, 'entered', '2035-01-01' from o
     returning purchase_order_line_id as line_id`,
    [world.supplier_id, world.north.warehouse_id, world.entity_id, user_ids.purchaser, world.items.gloves],
  );
  const [asn] = await world.sql<{ asn_id: number }>(
    `with n as (
       insert into supply.asn (partner_id, warehouse_id, delivery_note_no, expected_at, created_by_name, created_by_supplier)
       values ($1, $2, 'DN-P', now() + interval '1 day', 'x', true) returning asn_id
     )
     insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no,
       production_date, expiry_date, qty, sscc)
     select n.asn_id, $1, $2, 1, $3, $4, 'PALLET', '2026-01-10', '2030-01-09', 30, $5 from n returning asn_id`,
    [world.supplier_id, world.north.warehouse_id, order!.line_id, world.items.gloves, box],
  );
  return { asn_id: Number(asn!.asn_id) };
}

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { checkDigit } from '@tongcang/udi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { violationsOf } from '../support/violations.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
});
afterAll(() => company.close());

let keys = 0;
/** A request as a browser sends it; the answer must be a success unless a status is expected. */
async function ask<T>(
  as: Person,
  method: 'GET' | 'POST',
  url: string,
  body?: object,
  status = 200,
): Promise<T> {
  keys += 1;
  const answer = await company.send(as, { method, url, body, key: `journey-receiving-${keys}` });
  expect(answer.statusCode, `${url}: ${answer.body}`).toBe(status);
  return answer.json() as T;
}
const sscc = (() => {
  const body = '06945630000000001';
  return body + checkDigit(body);
})();

type Receipt = OutputOf<typeof contract.getReceipt>;

test('goods come in by their arrival notice, are accepted by another person, put away, and partly sent back', async () => {
  const { world } = company;
  const { north, items } = world;
  const { asn_id, purchase_order_id } = await announce();

  // What is on its way is on the keeper's list, and the box says what is in it.
  const expected = await ask<OutputOf<typeof contract.listExpected>>(
    'keeper_a',
    'GET',
    '/api/supply/expected',
  );
  expect(expected.rows.map((row) => row.key)).toContain(`asn:${asn_id}`);
  const scan = `/api/supply/scan?warehouse_id=${north.warehouse_id}&code=${encodeURIComponent(`(00)${sscc}`)}`;
  const unit = await ask<OutputOf<typeof contract.scanGoods>>('keeper_a', 'GET', scan);
  expect(unit).toMatchObject({ kind: 'unit', content: [{ lot_no: 'J-1', open_qty: 20 }] });

  // The box is whole; of the loose lot one piece is missing and one is damaged.
  const made = await ask<OutputOf<typeof contract.receiveGoods>>('keeper_a', 'POST', '/api/supply/receipt', {
    warehouse_id: north.warehouse_id,
    asn_id,
    delivery_note_no: 'DN-J',
    units: [{ sscc }],
    lines: [
      { item_id: items.gloves, lot_no: 'J-2', expiry_date: '2030-01-09', noted: 10, received: 8, damaged: 1 },
    ],
  });
  expect(made.discrepancies.map(({ kind, qty }) => `${kind} ${qty}`).sort()).toEqual([
    'damaged 1',
    'note 1',
    'short 1',
  ]);
  const path = `/api/supply/receipt/${made.receipt_id}`;
  const receipt = await ask<Receipt>('keeper_a', 'GET', path);
  expect(receipt).toMatchObject({ status: 'received', taken_in: 29, purchase_order_id });

  // Nothing of it can be promised to anybody before it is accepted (AC28).
  const lot = { item_id: items.gloves, lot_id: receipt.line_rows[0]!.lot_id! };
  expect(await world.balance(lot, north.bins.receiving, 'released')).toMatchObject({ qty: 0 });

  // Neither the keeper nor somebody of another function signs; quality does.
  const judged = receipt.line_rows.map((line) => ({
    receipt_line_id: line.receipt_line_id,
    sample: 2,
    qualified: line.qualifiable,
    unqualified: line.waiting - line.qualifiable,
    unqualified_reason: 'crushed',
    unqualified_action: 'return_to_supplier',
    packaging_ok: true,
    label_ok: true,
    documents_ok: true,
  }));
  await ask('keeper_a', 'POST', `${path}/accept`, { lines: judged }, 403);
  const signed = await ask<OutputOf<typeof contract.acceptGoods>>('quality', 'POST', `${path}/accept`, {
    lines: judged,
  });
  expect(signed).toMatchObject({ qualified: 28, unqualified: 1, status: 'accepted' });

  // The keeper puts away where the system says, in one go.
  const { rows } = await ask<OutputOf<typeof contract.suggestPutaway>>('keeper_a', 'GET', `${path}/putaway`);
  const lines = rows.flatMap((row) =>
    row.bins.map((bin) => ({
      receipt_line_id: row.receipt_line_id,
      to_account_id: bin.account_id,
      qty: bin.qty,
    })),
  );
  const put = await ask<OutputOf<typeof contract.putAway>>('keeper_a', 'POST', `${path}/putaway`, { lines });
  expect(put).toMatchObject({ status: 'put_away', qty: 28 });

  // The buyer settles what is missing; the legal record can be read by whoever audits.
  const short = made.discrepancies.find((one) => one.kind === 'short')!;
  await ask('purchaser', 'POST', `/api/supply/receipt-discrepancy/${short.receipt_discrepancy_id}/resolve`, {
    resolution: 'replacement',
    responsible: 'supplier',
    reason: 'comes with the next delivery',
  });
  const register = await ask<OutputOf<typeof contract.listAcceptances>>(
    'auditor',
    'GET',
    '/api/supply/acceptance?search=J-',
  );
  expect(register.rows.map((row) => [row.lot_no, row.qualified_qty, row.unqualified_qty]).sort()).toEqual([
    ['J-1', 20, 0],
    ['J-2', 8, 1],
  ]);

  // The bad piece goes back: asked by the keeper, approved by the director, sent, confirmed.
  const bad = { item_id: items.gloves, lot_id: receipt.line_rows[1]!.lot_id! };
  const back = await ask<{ supplier_return_id: number }>('keeper_a', 'POST', '/api/supply/supplier-return', {
    warehouse_id: north.warehouse_id,
    supplier_id: world.supplier_id,
    reason_kind: 'unqualified',
    reason: 'crushed',
    lines: [
      {
        ...bad,
        account_id: north.bins.rejected,
        owner_id: world.entity_id,
        disposition: 'rejected',
        qty: 1,
      },
    ],
  });
  const return_path = `/api/supply/supplier-return/${back.supplier_return_id}`;
  await ask('director', 'POST', `${return_path}/approve`, {});
  await ask('keeper_a', 'POST', `${return_path}/ship`, {});
  const seen = await ask<OutputOf<typeof contract.getSupplierReturn>>('purchaser', 'GET', return_path);
  const { supplier_return_line_id } = seen.line_rows[0]!;
  await ask('purchaser', 'POST', `${return_path}/confirm`, {
    credit_note_no: 'CN-J',
    credit_fen: 1200,
    lines: [{ supplier_return_line_id, confirmed: 1 }],
  });

  // Every piece is where the documents say, and each of them went through this one receipt.
  expect(await world.balance(lot, north.bins.receiving, 'released')).toMatchObject({ qty: 0 });
  const moved = await world.sql<{ purpose: string }>(
    `select purpose, document_key from stock.movement where document_key = any($1) order by movement_id`,
    [[`receipt:${made.receipt_id}`, `supplier_return:${back.supplier_return_id}`]],
  );
  expect(moved.map((row) => row.purpose)).toEqual([
    'receive',
    'release',
    'reject',
    'putaway',
    'supplier_return',
  ]);
  expect(await violationsOf(world)).toEqual([]);
});

/** An approved order for thirty gloves and the notice of a box with twenty and ten loose ones. */
async function announce(): Promise<{ asn_id: number; purchase_order_id: number }> {
  const { world } = company;
  const [order] = await world.sql<{ line_id: number; purchase_order_id: number }>(
    `with o as (
       insert into supply.purchase_order (partner_id, warehouse_id, owner_id, status, total_fen, reason, requested_by,
         requested_by_name, submitted_at, approvals_needed, approved_at)
       values ($1, $2, $3, 'approved', 36000, 'x', $4, 'purchaser', now(), 0, now()) returning purchase_order_id
     )
     insert into supply.purchase_order_line (purchase_order_id, partner_id, warehouse_id, line_no, item_id, qty,
       unit_price_fen, price_source, needed_on)
     select purchase_order_id, $1, $2, 1, $5, 30, 1200, 'entered', '2035-01-01' from o
     returning purchase_order_line_id as line_id, purchase_order_id`,
    [
      world.supplier_id,
      world.north.warehouse_id,
      world.entity_id,
      company.user_ids.purchaser,
      world.items.gloves,
    ],
  );
  const [asn] = await world.sql<{ asn_id: number }>(
    `with n as (
       insert into supply.asn (partner_id, warehouse_id, delivery_note_no, expected_at, created_by_name, created_by_supplier)
       values ($1, $2, 'DN-J', now() + interval '1 day', 'x', true) returning asn_id
     )
     insert into supply.asn_line (asn_id, partner_id, warehouse_id, line_no, purchase_order_line_id, item_id, lot_no,
       production_date, expiry_date, qty, sscc)
     select n.asn_id, $1, $2, k.line_no, $3, $4, k.lot_no, '2026-01-10', '2030-01-09', k.qty, k.sscc
     from n, (values (1, 'J-1', 20, $5), (2, 'J-2', 10, null)) as k(line_no, lot_no, qty, sscc) returning asn_id`,
    [world.supplier_id, world.north.warehouse_id, order!.line_id, world.items.gloves, sscc],
  );
  return { asn_id: asn!.asn_id, purchase_order_id: order!.purchase_order_id };
}

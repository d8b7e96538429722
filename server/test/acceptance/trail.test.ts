import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../src/platform/audit.ts';
import { sealAll } from '../support/seal-all.ts';
import { type CaseCompany, openCases } from './case-company.ts';

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

test('AC47: the application changes no record of the trail, and one that somebody else has changed is named', async () => {
  const { world } = company;
  const lot = await world.lot(world.items.gloves, 'AC47');
  await company.ask('quality', 'POST', '/api/stock/hold', { lots: [lot], reason: 'AC47' });
  for (const text of [`update platform.audit set reason = 'x'`, 'delete from platform.audit']) {
    await expect(world.db.rows(text)).rejects.toThrow(/permission denied/);
  }
  await sealAll(world.db);
  expect(await verifyAudit(world.db)).toMatchObject({ first_broken: null });
  const [record] = await world.sql<{ audit_id: string }>(
    `select audit_id from platform.audit where reason = 'AC47' limit 1`,
  );
  await world.sql(`update platform.audit set reason = 'something else' where audit_id = $1`, [
    record!.audit_id,
  ]);
  expect(await verifyAudit(world.db)).toMatchObject({
    first_broken: { kind: 'altered', audit_id: Number(record!.audit_id) },
  });
});

test('AC43: nobody can take away what is on record of purchases, acceptances and sales', async () => {
  const { world } = company;
  for (const table of [
    'supply.purchase_order',
    'supply.acceptance_line',
    'fulfilment.shipment_line',
    'stock.posting',
  ]) {
    await expect(world.db.rows(`delete from ${table}`)).rejects.toThrow(/permission denied/);
  }
  // An implant is kept on record for ever: its acceptance has no last day.
  await world.sql('update masterdata.item set implant = true where item_id = $1', [world.items.bandage]);
  const { receipt_id } = await company.ask<{ receipt_id: number }>(
    'keeper_a',
    'POST',
    '/api/supply/receipt',
    {
      warehouse_id: world.north.warehouse_id,
      supplier_id: world.supplier_id,
      delivery_note_no: 'DN-43',
      lines: [
        {
          item_id: world.items.bandage,
          lot_no: 'AC43',
          production_date: '2026-01-10',
          expiry_date: '2098-01-09',
          received: 1,
        },
      ],
    },
  );
  const path = `/api/supply/receipt/${receipt_id}`;
  const { line_rows } = await company.ask<OutputOf<typeof contract.getReceipt>>('quality', 'GET', path);
  const checked = { packaging_ok: true, label_ok: true, documents_ok: true };
  await company.ask('quality', 'POST', `${path}/accept`, {
    lines: line_rows.map(({ receipt_line_id }) => ({
      receipt_line_id,
      sample: 1,
      qualified: 1,
      purchase_date: '2026-02-01',
      ...checked,
    })),
  });
  const url = '/api/supply/acceptance?search=AC43';
  const { rows } = await company.ask<OutputOf<typeof contract.listAcceptances>>('auditor', 'GET', url);
  expect(rows).toMatchObject([{ lot_no: 'AC43', retain_until: null }]);
});

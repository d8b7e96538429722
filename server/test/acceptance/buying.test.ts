import type * as contract from '@tongcang/contract';
import { compliance_errors, type ErrorCatalogue, fillText, type OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseCompany, openCases } from './case-company.ts';

type Submitted = OutputOf<typeof contract.submitPurchaseOrder>;
type Order = OutputOf<typeof contract.getPurchaseOrder>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

async function draft(partner_id: number, item_id: number): Promise<string> {
  const { purchase_order_id } = await company.ask<{ purchase_order_id: number }>(
    'purchaser',
    'POST',
    '/api/supply/order',
    {
      partner_id,
      warehouse_id: company.world.north.warehouse_id,
      reason: 'acceptance case',
      lines: [{ item_id, qty: 10, needed_on: '2099-01-01' }],
    },
  );
  return `/api/supply/order/${purchase_order_id}`;
}

test('AC20: an order for an item whose certificate has run out stays a draft, and the attempt is on record', async () => {
  const valid_to = await company.day(-145);
  const registration_no = '国械注准20163770123';
  const item_id = await company.item({
    code: 'AC20',
    device_class: 'III',
    category: '77-01',
    registration_no,
    valid_from: '2016-07-01',
    valid_to,
  });
  const path = await draft(company.world.supplier_id, item_id);
  const answer = await company.ask<Submitted>('purchaser', 'POST', `${path}/submit`, {});
  expect(answer).toMatchObject({
    status: 'draft',
    refusals: [{ line_no: 1, reasons: [{ code: 'compliance.registration_expired' }] }],
  });
  const { code, params } = answer.refusals[0]!.reasons[0]!;
  const sentence = fillText((compliance_errors as ErrorCatalogue)[code]!.zh, params);
  expect(sentence).toContain(registration_no);
  expect(sentence).toContain(valid_to);
  expect(await company.ask<Order>('purchaser', 'GET', path)).toMatchObject({ status: 'draft' });
  const records = await company.world.sql<{ detail: { refused: unknown[] } }>(
    `select detail from platform.audit where action = 'supply.submit_order' and entity_id = $1`,
    [path.split('/').at(-1)],
  );
  expect(records).toMatchObject([{ detail: { refused: [{ line_no: 1 }] } }]);
});

test('AC23: a supplier licensed for class II of catalogue 14 sells no class III of catalogue 13', async () => {
  const { world } = company;
  const [supplier] = await world.sql<{ partner_id: string }>(
    `with p as (
       insert into masterdata.partner (partner_code, name, kind, province, address, phone)
       values ('AC23', 'AC23', 'supplier', '上海', '某路 9 号', '021-1') returning partner_id
     ), l as (
       insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
       select partner_id, 'distribution_licence', 'L-AC23', '{II}', '{14}', '{}', '2020-01-01', '2099-12-31' from p
     ), a as (
       insert into compliance.authorisation (authorisation_no, grantor_id, grantee_id, registrant_id, categories, regions,
         valid_from, valid_to, recorded_by_name)
       select 'A-AC23', $1, partner_id, $1, '{*}', '{*}', '2020-01-01', '2099-12-31', 'test' from p
     )
     select partner_id from p`,
    [world.supplier_id],
  );
  const item_id = await company.item({
    code: 'AC23',
    device_class: 'III',
    category: '13-01',
    registration_no: '国械注准20203130023',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
  });
  const path = await draft(Number(supplier!.partner_id), item_id);
  expect(await company.ask<Submitted>('purchaser', 'POST', `${path}/submit`, {})).toMatchObject({
    status: 'draft',
    refusals: [{ line_no: 1, reasons: [{ code: 'compliance.supplier_scope' }] }],
  });
});

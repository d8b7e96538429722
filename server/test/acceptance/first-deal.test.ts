import { NEEDED_PAPERS } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseCompany, openCases } from './case-company.ts';

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

type Submitted = { status: string; refusals: { reasons: { code: string }[] }[] };

test('AC24: nothing is bought from a supplier before another person than the buyer has approved the review', async () => {
  const { world } = company;
  const [made] = await world.sql<{ partner_id: string }>(
    `with p as (
       insert into masterdata.partner (partner_code, name, kind, province, address, phone)
       values ('AC24', 'AC24', 'supplier', '上海', '某路 9 号', '021-1') returning partner_id
     ), l as (
       insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
       select partner_id, 'distribution_licence', 'L-AC24', '{II,III}', '{*}', '{}', '2020-01-01', '2099-12-31' from p
     ), a as (
       insert into compliance.authorisation (authorisation_no, grantor_id, grantee_id, registrant_id, categories, regions,
         valid_from, valid_to, recorded_by_name)
       select 'A-AC24', $1, partner_id, $1, '{*}', '{*}', '2020-01-01', '2099-12-31', 'test' from p
     )
     select partner_id from p`,
    [world.supplier_id],
  );
  await company.rulesChanged();
  const partner_id = Number(made!.partner_id);
  const order = await company.ask<{ purchase_order_id: number }>('purchaser', 'POST', '/api/supply/order', {
    partner_id,
    warehouse_id: world.north.warehouse_id,
    reason: 'acceptance case',
    lines: [{ item_id: world.items.gloves, qty: 10, needed_on: '2099-01-01' }],
  });
  const submit = () =>
    company.ask<Submitted>('purchaser', 'POST', `/api/supply/order/${order.purchase_order_id}/submit`, {});
  const refused = await submit();
  expect(refused.status).toBe('draft');
  expect(refused.refusals[0]!.reasons.map((reason) => reason.code)).toContain(
    'compliance.first_supplier_not_approved',
  );

  const { review_id } = await company.ask<{ review_id: number }>(
    'purchaser',
    'POST',
    '/api/compliance/review',
    {
      kind: 'partner',
      partner_id,
      reason: '新供应商',
      papers: NEEDED_PAPERS.supplier.map((kind) => ({ kind, paper_no: kind, valid_to: '2099-12-31' })),
    },
  );
  const at = `/api/compliance/review/${review_id}`;
  await company.ask('purchaser', 'POST', `${at}/submit`, { purchase_opinion: '同意采购' });
  // A buyer who heads quality as well is still not let pass.
  await world.sql(`insert into identity.grant (user_id, role) values ($1, 'quality')`, [
    company.user_ids.purchaser,
  ]);
  const assessment = { in_order: true, opinion: '资料齐全' };
  expect((await company.refused('purchaser', 'POST', `${at}/assess`, assessment)).code).toBe(
    'compliance.own_review',
  );
  await company.ask('quality', 'POST', `${at}/assess`, assessment);
  const decision = { approve: true, reason: '同意首营' };
  expect((await company.refused('purchaser', 'POST', `${at}/decide`, decision)).code).toBe(
    'compliance.own_review',
  );
  expect((await submit()).status).toBe('draft');
  await company.ask('director', 'POST', `${at}/decide`, decision);
  expect((await submit()).status).not.toBe('draft');
});

test('AC19: a record of the national UDI database completes the item', async () => {
  const { world } = company;
  const device = {
    zxxsdycpbs: '06942221705071',
    zczbhhzbapzbh: '粤潮械备20140023',
    sfyzcbayz: '是',
    cpmctymc: '一次性使用采样器',
    ggxh: 'KPCJ12',
    packingList: [
      { bzcpbs: '26942221705075', cpbzjb: '箱', bznhxyjcpbssl: 10, bznhxyjbzcpbs: '06942221705071' },
    ],
    storageList: [{ cchcztj: '冷藏', zdz: '2', zgz: '8', jldw: '℃' }],
    versionNumber: 1,
    versionTime: '2026-02-15',
    versionStauts: '新增',
  };
  const [made] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
     values ('AC19', '采样器', '?', 'II', '22', '支', 1, '06942221705071', '?', $1, 'lot', false, false, 'ambient', 1, 1, 1)
     returning item_id`,
    [world.supplier_id],
  );
  const item_id = Number(made!.item_id);
  const raw = Buffer.from(JSON.stringify(device));
  const send = async (url: string) => {
    const answer = await company.send('quality', { method: 'POST', url, raw });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const { devices } = await send('/api/compliance/udid/preview?file_name=udid.json');
  expect(devices).toMatchObject([
    {
      name: '一次性使用采样器',
      device_class: 'I',
      registration_no: '粤潮械备20140023',
      packages: [{ di: '26942221705075', contains: 10, units: 10 }],
      temp_min_c: 2,
      temp_max_c: 8,
      cold_chain: true,
      item: { item_id },
    },
  ]);
  const fields = [...devices[0].differences.map((one: { field: string }) => one.field), 'packages'].join('+');
  await send(
    `/api/compliance/udid/apply?${new URLSearchParams({ file_name: 'udid.json', choice: `1:${item_id}:${fields}` })}`,
  );
  const [item] = await world.sql('select * from masterdata.item where item_id = $1', [item_id]);
  expect(item).toMatchObject({
    name: '一次性使用采样器',
    model: 'KPCJ12',
    device_class: 'I',
    registration_no: '粤潮械备20140023',
    storage_condition: 'cold',
    temp_min_c: 2,
    temp_max_c: 8,
  });
  const packs = await world.sql(
    `select units_per_pack::int as units from masterdata.item_identifier where item_id = $1 and di = '26942221705075'`,
    [item_id],
  );
  expect(packs).toEqual([{ units: 10 }]);
});

import { NEEDED_PAPERS } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseCompany, openCases } from '../acceptance/case-company.ts';

/**
 * A company starts with the system and meets a new product of its supplier: what was there counts as reviewed by one
 * signature, the new item is refused until its own review is through, and a revoked supplier sells nothing more.
 */
let company: CaseCompany;
let item_id = 0;
let review_id = 0;
beforeAll(async () => {
  company = await openCases();
  const { world } = company;
  const [made] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
     select 'NEW', '新品', 'M', device_class, category, unit, carton_qty, '06912345678909', registration_no, manufacturer_id,
       tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.item where item_id = $1 returning item_id`,
    [world.items.gloves],
  );
  item_id = Number(made!.item_id);
  await company.rulesChanged();
});
afterAll(() => company?.close());

type Submitted = { status: string; refusals: { line_no: number; reasons: { code: string }[] }[] };
async function order(item: number): Promise<() => Promise<Submitted>> {
  const { world } = company;
  const { purchase_order_id } = await company.ask<{ purchase_order_id: number }>(
    'purchaser',
    'POST',
    '/api/supply/order',
    {
      partner_id: world.supplier_id,
      warehouse_id: world.north.warehouse_id,
      reason: '备货',
      lines: [
        { item_id: world.items.gloves, qty: 10, needed_on: '2099-01-01' },
        { item_id: item, qty: 10, needed_on: '2099-01-01' },
      ],
    },
  );
  return () => company.ask('purchaser', 'POST', `/api/supply/order/${purchase_order_id}/submit`, {});
}
const codesOf = ({ refusals }: Submitted) =>
  refusals.map(({ line_no, reasons }) => [line_no, ...reasons.map((reason) => reason.code)]);

test('a new item is refused on its own line until its review is approved and signed', async () => {
  const submit = await order(item_id);
  expect(codesOf(await submit())).toEqual([[2, 'compliance.first_item_not_approved']]);
  const opened = await company.ask<{ review_id: number }>('purchaser', 'POST', '/api/compliance/review', {
    kind: 'item',
    item_id,
    reason: '新品引进',
    papers: NEEDED_PAPERS.item.slice(1).map((kind) => ({ kind, paper_no: kind })),
  });
  review_id = opened.review_id;
  const at = `/api/compliance/review/${review_id}`;
  const opinion = { purchase_opinion: '同意' };
  const missing = await company.refused('purchaser', 'POST', `${at}/submit`, opinion);
  expect(missing).toMatchObject({
    code: 'compliance.review_paper_missing',
    params: { papers: 'registration' },
  });
  await company.ask('purchaser', 'POST', `${at}/papers`, {
    papers: NEEDED_PAPERS.item.map((kind) => ({ kind, paper_no: kind, valid_to: '2099-06-30' })),
  });
  await company.ask('purchaser', 'POST', `${at}/submit`, opinion);
  await company.ask('quality', 'POST', `${at}/assess`, { in_order: true, opinion: '资料齐全' });
  expect(codesOf(await submit())).toEqual([[2, 'compliance.first_item_not_approved']]);
  await company.ask('director', 'POST', `${at}/decide`, { approve: true, reason: '同意首营' });
  expect((await submit()).refusals).toEqual([]);
});

test('the review shows its signature, and the trail who did what', async () => {
  const seen = await company.ask<{
    state: string;
    valid_to: string;
    signatures: { signed_name: string; fits: boolean }[];
  }>('auditor', 'GET', `/api/compliance/review/${review_id}`);
  expect(seen).toMatchObject({
    state: 'approved',
    valid_to: '2099-06-30',
    signatures: [{ signed_name: 'director', fits: true }],
  });
  const trail = await company.world.sql<{ action: string; account: string }>(
    `select a.action, u.account from platform.audit a join identity."user" u on u.user_id = a.actor_id
     where a.entity_id = $1 and a.action like 'compliance.%review' order by a.audit_id`,
    [String(review_id)],
  );
  expect(trail.map(({ action, account }) => `${account} ${action}`)).toEqual([
    'purchaser compliance.open_review',
    'purchaser compliance.submit_review',
    'quality compliance.assess_review',
    'director compliance.decide_review',
  ]);
});

test('a supplier whose review is revoked sells nothing more', async () => {
  const { rows } = await company.ask<{ rows: { review_id: number; subject_code: string }[] }>(
    'quality',
    'GET',
    '/api/compliance/review?kind=partner&search=SUPPLIER',
  );
  const supplier = rows.find((row) => row.subject_code === 'SUPPLIER')!;
  const submit = await order(item_id);
  await company.ask('quality', 'POST', `/api/compliance/review/${supplier.review_id}/revoke`, {
    reason: '飞行检查不合格',
  });
  const refused = [
    [1, 'compliance.first_supplier_not_approved'],
    [2, 'compliance.first_supplier_not_approved'],
  ];
  expect(codesOf(await submit())).toEqual(refused);
  // What was revoked is not brought back by taking over what has no review.
  await company.ask('quality', 'POST', '/api/compliance/take-over', { reason: '系统启用前已首营' });
  expect(codesOf(await submit())).toEqual(refused);
});

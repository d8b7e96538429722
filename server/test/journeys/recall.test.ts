import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureAccounts, postOrFail } from '../../src/modules/stock/index.ts';
import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { type Company, openCompany, PASSWORD } from '../authz/staff.ts';

/**
 * A recall from the first look to the signature, over HTTP and by the people of a company: quality looks and locks, the
 * hospital and the warehouses answer for themselves, goods come back, are destroyed and returned, the case is signed.
 */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
}, 60_000);
afterAll(() => company?.close());

type As = Parameters<Company['send']>[0];
async function ask<T>(as: As, method: 'GET' | 'POST', url: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url, body });
  if (answer.statusCode !== 200) throw new Error(`${url} ${answer.statusCode}: ${answer.body}`);
  return answer.json() as T;
}
const refusal = async (as: As, url: string, body: object) =>
  ((await company.send(as, { method: 'POST', url, body })).json() as { code: string }).code;

type Recall = OutputOf<typeof contract.getRecall>;
type Notices = OutputOf<typeof contract.listRecallNotices>;

test('a recall goes from the first look to the signature', async () => {
  const { world } = company;
  const { item_id, lot_id } = await arrange();
  const criteria = [{ item_id, lot_no: 'JOURNEY' }];
  const seen = await ask<OutputOf<typeof contract.previewRecall>>(
    'quality',
    'POST',
    '/api/quality/recall/preview',
    {
      criteria,
    },
  );
  expect(seen.consignees.map((one) => one.qty).toSorted((a, b) => a - b)).toEqual([4, 6, 10]);
  const start = {
    kind: 'recall',
    recall_class: 'I',
    origin: 'registrant',
    title: '渗漏',
    reason: '包装渗漏',
    criteria,
  };
  expect(await refusal('keeper_a', '/api/quality/recall', start)).toBe('platform.forbidden');
  const { case_id } = await ask<OutputOf<typeof contract.startRecall>>(
    'quality',
    'POST',
    '/api/quality/recall',
    start,
  );
  const path = `/api/quality/recall/${case_id}`;
  await ask('quality', 'POST', `${path}/send`, { via: 'portal' });

  // The hospital answers for itself, each warehouse for itself.
  const [theirs] = (await ask<Notices>('hospital', 'GET', '/api/quality/recall-notice')).rows;
  expect(theirs).toMatchObject({ title: '渗漏', overdue: false, lines: [{ qty: 4 }] });
  const told = (line: object) => ({
    lines: [{ line_no: 1, used_qty: 0, destroyed_qty: 0, on_hand_qty: 0, ...line }],
  });
  const answers = (notice_id: number) => `/api/quality/recall-notice/${notice_id}/answer`;
  await ask('hospital', 'POST', answers(theirs!.notice_id), told({ used_qty: 1, on_hand_qty: 3 }));
  for (const [keeper, qty] of [
    ['keeper_a', 6],
    ['keeper_b', 10],
  ] as const) {
    const { rows } = await ask<Notices>(keeper, 'GET', '/api/quality/recall-notice?open_only=true');
    expect(rows).toHaveLength(1);
    expect(await ask(keeper, 'POST', answers(rows[0]!.notice_id), told({ on_hand_qty: qty }))).toMatchObject({
      status: 'reconciled',
    });
  }

  // Three pieces come back; everything leaves the books.
  await move(
    'customer_return',
    { item_id, lot_id },
    3,
    world.accounts.icu,
    world.north.bins.returns,
    'released',
  );
  await ask('quality', 'POST', '/api/identity/re-authenticate', { password: PASSWORD });
  expect(await refusal('quality', `${path}/close`, { note: '处理完毕' })).toBe('quality.recall_stock_left');
  await move('destroy', { item_id, lot_id }, 3, world.north.bins.returns, world.accounts.destroyed);
  await move('destroy', { item_id, lot_id }, 6, world.north.bins.shelf, world.accounts.destroyed);
  await move('supplier_return', { item_id, lot_id }, 10, world.south.bins.shelf, world.accounts.supplier);
  await ask('quality', 'POST', `${path}/close`, { note: '处理完毕' });

  const recall = await ask<Recall>('auditor', 'GET', path);
  expect(recall).toMatchObject({ status: 'closed', stopped_qty: 0, overdue: 0 });
  expect(recall.figures).toMatchObject({
    notices: 3,
    confirmed: 3,
    effectiveness_bp: 10_000,
    unaccounted: 0,
    used: 1,
  });
  expect(recall.signatures).toMatchObject([{ meaning: 'closed', reason: '处理完毕' }]);
  const pdf = await company.send('quality', {
    method: 'POST',
    url: `${path}/report`,
    body: { which: 'regulator' },
  });
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const sheet = await company.send('quality', { method: 'GET', url: `${path}/export` });
  expect(sheet.headers['content-type']).toContain('spreadsheet');
});

async function arrange() {
  const { world } = company;
  const lot = await world.lot(world.items.gloves, 'JOURNEY');
  for (const site of [world.north, world.south]) await world.receive(lot, site.bins.shelf, 10);
  await world.tx((tx) => ensureAccounts(tx, [{ kind: 'customer', department_id: world.icu_id }]));
  await move('ship', lot, 4, world.north.bins.shelf, world.accounts.icu, 'released', 'released');
  return lot;
}

type Lot = { readonly item_id: number; readonly lot_id: number };
type Purpose = 'ship' | 'customer_return' | 'destroy' | 'supplier_return';
function move(
  purpose: Purpose,
  lot: Lot,
  qty: number,
  from_account_id: number,
  to_account_id: number,
  from_disposition: 'released' | 'recalled' = 'recalled',
  to_disposition: 'released' | 'recalled' = 'recalled',
) {
  const { entity_id } = company.world;
  const owners = { from_owner_id: entity_id, to_owner_id: entity_id };
  const line = { ...lot, qty, from_account_id, to_account_id, ...owners, from_disposition, to_disposition };
  return company.world.tx((tx) => postOrFail(tx, { purpose, actor: SYSTEM_ACTOR, lines: [line] }));
}

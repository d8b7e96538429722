import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, PASSWORD, type Person } from '../authz/staff.ts';
import { furnish, type Ground, transfer } from '../authz/targets.ts';
import { violationsOf } from '../support/violations.ts';

let company: Company;
let ground: Ground;
let plan_id: number;
beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
  ground = await furnish(company);
});
afterAll(() => company.close());

let keys = 0;
async function ask<T>(
  as: Person,
  method: 'GET' | 'POST',
  url: string,
  body?: object,
  status = 200,
): Promise<T> {
  keys += 1;
  const answer = await company.send(as, { method, url, body, key: `journey-inspection-${keys}` });
  expect(answer.statusCode, `${url}: ${answer.body}`).toBe(status);
  return answer.json() as T;
}
type Inspection = OutputOf<typeof contract.getInspection>;
type List = OutputOf<typeof contract.listInspections>;

/** The inspection of a document that waits at the north warehouse. */
async function waiting(search: string): Promise<Inspection> {
  const url = `/api/quality/inspection?search=${encodeURIComponent(search)}`;
  const { rows } = await ask<List>('keeper_a', 'GET', url);
  expect(rows).toHaveLength(1);
  return ask('keeper_a', 'GET', `/api/quality/inspection/${rows[0]!.inspection_id}`);
}

/** Records what is needed of each check and concludes. */
async function inspect({ inspection_id, checks }: Inspection, as: Person): Promise<Inspection> {
  const path = `/api/quality/inspection/${inspection_id}`;
  const lines = checks.map(({ line_no, needed }) => ({ line_no, checked: needed }));
  await ask(as, 'POST', `${path}/result`, { lines });
  await ask(as, 'POST', `${path}/conclusion`, { note: '' });
  return ask(as, 'GET', path);
}
const giveName = (as: Person) => ask(as, 'POST', '/api/identity/re-authenticate', { password: PASSWORD });

test('a plan is written by one person and approved by another', async () => {
  const made = await ask<{ plan_id: number }>('quality', 'POST', '/api/quality/inspection-plan', {
    name: '手套进货检验',
    item_id: ground.gloves,
    device_class: null,
    supplier_id: null,
    storage_condition: null,
    level: 'II',
    aql_critical: null,
    aql_major: 1,
    aql_minor: 4,
    purposes: ['receive', 'transfer_receive'],
    allow_reduced: false,
    skip_after: null,
    skip_every: null,
    target_hours: 24,
    coa_required: true,
    note: null,
    checks: [
      { name: '外观', kind: 'attribute', defect_class: 'minor', extent: 'sample' },
      { name: '密封', kind: 'attribute', defect_class: 'major', extent: 'sample' },
      { name: '厂家检验报告', kind: 'document', defect_class: 'major', extent: 'once' },
    ],
  });
  plan_id = made.plan_id;
  const path = `/api/quality/inspection-plan/${plan_id}`;
  await ask('quality', 'POST', `${path}/decision`, { version: 1, approve: true }, 403);
  await ask('wide_quality', 'POST', `${path}/decision`, { version: 1, approve: true });
  const seen = await ask<OutputOf<typeof contract.getInspectionPlan>>('keeper_a', 'GET', path);
  expect(seen).toMatchObject({ version: 1, draft_version: null });
});

test('goods are received, inspected by one, signed for by another, and only then accepted', async () => {
  const { world } = company;
  const { north } = world;
  const made = await ask<OutputOf<typeof contract.receiveGoods>>('keeper_a', 'POST', '/api/supply/receipt', {
    warehouse_id: north.warehouse_id,
    supplier_id: world.supplier_id,
    delivery_note_no: 'DN-QC',
    lines: [
      {
        item_id: ground.gloves,
        lot_no: 'QC-1',
        production_date: '2026-01-10',
        expiry_date: '2030-01-09',
        received: 200,
      },
    ],
  });
  const receipt = `/api/supply/receipt/${made.receipt_id}`;
  const { line_rows } = await ask<OutputOf<typeof contract.getReceipt>>('keeper_a', 'GET', receipt);
  const accept = (as: Person, status: number) =>
    ask<{ code?: string }>(
      as,
      'POST',
      `${receipt}/accept`,
      {
        lines: line_rows.map((line) => ({
          receipt_line_id: line.receipt_line_id,
          sample: 32,
          qualified: 200,
          packaging_ok: true,
          label_ok: true,
          documents_ok: true,
          purchase_date: '2026-02-01',
        })),
      },
      status,
    );
  expect(await accept('quality', 409)).toMatchObject({ code: 'quality.inspection_open' });

  const opened = await waiting('QC-1');
  expect(opened).toMatchObject({ sample: 50, overdue: false, plan_id, settled_by: 'document' });
  const path = `/api/quality/inspection/${opened.inspection_id}`;
  const coa = new URLSearchParams({ kind: 'coa', file_name: 'coa.pdf', media_type: 'application/pdf' });
  const added = await company.send('wide_quality', {
    method: 'POST',
    url: `${path}/paper?${coa}`,
    raw: Buffer.from('%PDF-1.7'),
  });
  expect(added.statusCode, added.body).toBe(200);
  const done = await inspect(opened, 'wide_quality');
  expect(done).toMatchObject({ status: 'concluded', conclusion: 'accepted' });

  const signed = { version: done.version, released: 200, rejected: 0, reason: '符合要求' };
  await company.world.sql(`update identity.session set reauthenticated_at = now() - interval '1 hour'`);
  expect(await ask('quality', 'POST', `${path}/release`, signed, 403)).toMatchObject({
    code: 'identity.reauthentication_needed',
  });
  await giveName('quality');
  await giveName('wide_quality');
  expect(await ask('wide_quality', 'POST', `${path}/release`, signed, 403)).toMatchObject({
    code: 'quality.own_inspection',
  });
  await ask('quality', 'POST', `${path}/release`, signed);
  const closed = await ask<Inspection>('auditor', 'GET', path);
  expect(closed.decisions[0]!.signatures).toMatchObject([
    { signed_name: 'quality', meaning: 'released', reason: '符合要求', fits: true },
  ]);
  expect(closed).toMatchObject({ status: 'closed', to_settle: 200 });
  const printed = await company.send('auditor', { method: 'POST', url: `${path}/print`, body: {} });
  expect(printed.headers['content-type']).toBe('application/pdf');

  await accept('quality', 200);
  expect(await ask('auditor', 'GET', path)).toMatchObject({ to_settle: 0 });
});

test('what arrives by transfer waits too, and its signature puts it into stock', async () => {
  const { world } = company;
  const { transfer_id, transfer_line_id } = await transfer(ground, 'north', 'in_transit');
  const { document_no } = await ask<{ document_no: string }>(
    'keeper_a',
    'GET',
    `/api/transfer/${transfer_id}`,
  );
  const lot = ground.lot;
  const before = await world.balance(lot, world.north.bins.receiving);
  await ask('keeper_a', 'POST', `/api/transfer/${transfer_id}/receive`, {
    complete: true,
    lines: [{ transfer_line_id, lot_no: 'EVERYWHERE', received: 2 }],
  });
  expect(await world.balance(lot, world.north.bins.receiving)).toEqual(before);
  expect(document_no).not.toBe('');
  const { rows } = await ask<List>('quality', 'GET', '/api/quality/inspection?search=EVERYWHERE');
  const opened = await ask<Inspection>('quality', 'GET', `/api/quality/inspection/${rows[0]!.inspection_id}`);
  expect(opened).toMatchObject({ purpose: 'transfer_receive', qty: 2, settled_by: 'inspection' });
  const path = `/api/quality/inspection/${opened.inspection_id}`;
  const coa = new URLSearchParams({ kind: 'coa', file_name: 'coa.pdf', media_type: 'application/pdf' });
  await company.send('wide_quality', {
    method: 'POST',
    url: `${path}/paper?${coa}`,
    raw: Buffer.from('%PDF-1.7'),
  });
  const done = await inspect(opened, 'wide_quality');
  await giveName('quality');
  await ask('quality', 'POST', `${path}/release`, {
    version: done.version,
    released: 2,
    rejected: 0,
    reason: '符合要求',
  });
  const after = await world.balance(lot, world.north.bins.receiving);
  expect(after.qty).toBe(before.qty + 2);
  const { rows: times } = await ask<OutputOf<typeof contract.listLeadTimes>>(
    'planner',
    'GET',
    '/api/quality/lead-time',
  );
  expect(times).toMatchObject([{ item_id: ground.gloves, inspections: 2, late: 0 }]);
  expect(await violationsOf(world)).toEqual([]);
});

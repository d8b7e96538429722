import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { violationsOf } from '../support/violations.ts';

/**
 * A case of quality over HTTP, each step by those whose duty it is: a hospital complains of harm, an adverse event follows
 * with its tasks, the lot is held by a deviation, decided, prevented from happening again, and everything is closed by others.
 */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
}, 60_000);
afterAll(() => company?.close());

async function ask<T>(as: Person, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/quality/${path}`, body });
  expect(answer.statusCode, `${as} ${path}: ${answer.body.slice(0, 300)}`).toBe(200);
  return JSON.parse(answer.body) as T;
}
const codeOf = async (as: Person, path: string, body: object): Promise<string> =>
  JSON.parse((await company.send(as, { method: 'POST', url: `/api/quality/${path}`, body })).body).code;
const signAgain = () =>
  company.world.sql('update identity.session set reauthenticated_at = clock_timestamp()');
type Waiting = { task: string; step: string; document_no: string; urgency: string };
const waiting = async () => (await ask<{ rows: Waiting[] }>('quality', 'GET', 'workbench')).rows;

test('from a complaint to the effective action', async () => {
  const { world, user_ids } = company;
  const { north, items } = world;
  const lot = await world.lot(items.gloves, 'HARM-1');
  await world.receive(lot, north.bins.shelf, 10);

  // The ward scans the label and says what happened.
  const device = await ask<{ item_id: number; lot_no: string }>('hospital', 'GET', 'device?code=HARM-1');
  const filed = await ask<{ complaint_id: number; document_no: string; adverse_proposed: boolean }>(
    'hospital',
    'POST',
    'complaint',
    {
      ...{ item_id: device.item_id, lot_no: device.lot_no },
      description: '手套破裂，术者暴露',
      harm: 'serious_injury',
      contact: '李护士',
      sample_available: true,
    },
  );
  expect(filed.adverse_proposed).toBe(true);
  const { complaint_id } = filed;
  expect(await waiting()).toContainEqual(
    expect.objectContaining({ task: 'complaint', step: 'triage', document_no: filed.document_no }),
  );

  // Quality triages it and opens the adverse event; the manager of the warehouse works on the complaint.
  await ask('quality', 'POST', `complaint/${complaint_id}/triage`, {
    warehouse_id: north.warehouse_id,
    severity: 'critical',
    owner_id: user_ids.chief_a,
    harm: 'serious_injury',
  });
  const event = await ask<{ adverse_event_id: number; report_due_on: string }>(
    'quality',
    'POST',
    'adverse-event',
    {
      warehouse_id: north.warehouse_id,
      complaint_id,
      learned_at: new Date().toISOString(),
      category: 'serious_injury',
      origin: 'domestic',
      is_group: false,
      item_id: lot.item_id,
      lot_no: 'HARM-1',
      event: '手套破裂',
      consequence: '术者职业暴露',
      patient_ref: 'P-1',
      patient_sex: 'unknown',
      reporter: '李医生',
    },
  );
  const steps = (await waiting()).filter((row) => row.task === 'adverse_event').map((row) => row.step);
  expect(steps.toSorted()).toEqual(['report', 'tell_registrant']);

  // The keeper reports the lot; the manager holds it; only quality decides on the goods.
  const { deviation_id } = await ask<{ deviation_id: number }>('keeper_a', 'POST', 'deviation', {
    warehouse_id: north.warehouse_id,
    kind: 'other',
    severity: 'critical',
    title: '投诉批号在库',
    description: filed.document_no,
    lots: [{ ...lot, qty: 10 }],
  });
  await ask('chief_a', 'POST', `deviation/${deviation_id}/containment`, {
    containment: '冻结在库货物',
    lots: [{ ...lot, qty: 10 }],
    hold: true,
  });
  expect((await world.balance(lot, north.bins.shelf, 'held')).qty).toBe(10);
  await ask('chief_a', 'POST', `deviation/${deviation_id}/investigation`, {
    root_cause: 'supplier',
    whys: ['针孔', '模具磨损'],
    impact: '整批',
  });
  const decision = {
    decision: 'return',
    reason: '整批退供应商',
    lines: [
      {
        ...lot,
        account_id: north.bins.shelf,
        owner_id: world.entity_id,
        disposition: 'held',
        qty: 10,
      },
    ],
  };
  expect(await codeOf('chief_a', `deviation/${deviation_id}/disposition`, decision)).toBe(
    'platform.forbidden',
  );
  await world.sql(`update identity.session set reauthenticated_at = now() - interval '6 minutes'`);
  expect(await codeOf('quality', `deviation/${deviation_id}/disposition`, decision)).toBe(
    'identity.reauthentication_needed',
  );
  await signAgain();
  await ask('quality', 'POST', `deviation/${deviation_id}/disposition`, decision);
  expect((await world.balance(lot, north.bins.rejected, 'rejected')).qty).toBe(10);
  expect(await codeOf('keeper_a', `deviation/${deviation_id}/close`, { conclusion: 'x' })).toBe(
    'platform.forbidden',
  );
  await ask('quality', 'POST', `deviation/${deviation_id}/close`, { conclusion: '已退货' });

  // What prevents it: an action with evidence, checked by somebody else.
  const { capa_id } = await ask<{ capa_id: number }>('chief_a', 'POST', 'capa', {
    warehouse_id: north.warehouse_id,
    source_entity: 'complaint',
    source_id: complaint_id,
    title: '加严验收',
    problem: '针孔',
    root_cause: '供应商模具磨损',
    owner_id: user_ids.chief_a,
    criterion: '连续三批合格',
    check_on: '2026-01-01',
    actions: [
      {
        kind: 'preventive',
        description: '验收加做充水试验',
        owner_id: user_ids.chief_a,
        due_on: '2026-01-01',
      },
    ],
  });
  const paper = new URLSearchParams({
    entity: 'capa',
    entity_id: String(capa_id),
    kind: 'action_1',
    file_name: 'a.pdf',
    media_type: 'application/pdf',
  });
  const uploaded = await company.send('chief_a', {
    method: 'POST',
    url: `/api/quality/case-file?${paper}`,
    raw: Buffer.from('%PDF-1.7'),
  });
  expect(uploaded.statusCode).toBe(200);
  await ask('chief_a', 'POST', `capa/${capa_id}/action/1/finish`, { result: '已实施' });
  const check = { effective: true, finding: '三批合格' };
  expect(await codeOf('chief_a', `capa/${capa_id}/check`, check)).toBe('quality.capa_own_check');
  await ask('quality', 'POST', `capa/${capa_id}/check`, check);

  // The complaint is answered; who owns it does not close it, and the hospital reads the answer.
  await ask('chief_a', 'POST', `complaint/${complaint_id}/investigation`, {
    cause: 'product',
    finding: '针孔',
    justified: true,
    sample: 'unavailable',
  });
  await ask('chief_a', 'POST', `complaint/${complaint_id}/answer`, {
    answer: '已退货',
    answered_to: '李护士',
  });
  const end = { conclusion: '完成' };
  expect(await codeOf('chief_a', `complaint/${complaint_id}/close`, end)).toBe('quality.own_case');
  await ask('quality', 'POST', `complaint/${complaint_id}/close`, end);
  expect(await ask('hospital', 'GET', `complaint/${complaint_id}`)).toMatchObject({
    status: 'closed',
    answer: '已退货',
    finding: null,
  });

  // The event is told and reported by quality, and closed by the manager of the warehouse.
  const { adverse_event_id } = event;
  await ask('quality', 'POST', `adverse-event/${adverse_event_id}/registrant`, {
    how: '电话',
    told_to: '质量部',
  });
  await ask('quality', 'POST', `adverse-event/${adverse_event_id}/submission`, { submission_no: 'BL-1' });
  expect(await codeOf('quality', `adverse-event/${adverse_event_id}/close`, { ...end, dismiss: false })).toBe(
    'quality.own_case',
  );
  await ask('chief_a', 'POST', `adverse-event/${adverse_event_id}/close`, { ...end, dismiss: false });

  const cases = ['complaint', 'adverse_event', 'deviation', 'capa'];
  expect((await waiting()).filter((row) => cases.includes(row.task))).toEqual([]);
  expect(await violationsOf(world)).toEqual([]);
});

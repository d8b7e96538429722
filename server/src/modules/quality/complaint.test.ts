import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { amendAdverseEvent } from './amend-adverse-event.ts';
import { answerComplaint } from './answer-complaint.ts';
import { addCaseFile, addCaseNote, getCaseFile } from './case-trail-verbs.ts';
import { closeAdverseEvent } from './close-adverse-event.ts';
import { closeComplaint } from './close-complaint.ts';
import { exportAdverseEvent } from './export-adverse-event.ts';
import { fileComplaint } from './file-complaint.ts';
import { findDevice } from './find-device.ts';
import { followUpAdverseEvent } from './follow-up-adverse-event.ts';
import { getAdverseEvent } from './get-adverse-event.ts';
import { getComplaint } from './get-complaint.ts';
import { getWorkbench } from './get-workbench.ts';
import { investigateComplaint } from './investigate-complaint.ts';
import { listAdverseEvents } from './list-adverse-events.ts';
import { listComplaints } from './list-complaints.ts';
import { openAdverseEvent } from './open-adverse-event.ts';
import { phoneAdverseEvent } from './phone-adverse-event.ts';
import { printAdverseEvent } from './print-adverse-event.ts';
import { printComplaint } from './print-complaint.ts';
import { listSelfInspections, recordSelfInspection } from './self-inspections.ts';
import { submitAdverseEvent } from './submit-adverse-event.ts';
import { tellRegistrant } from './tell-registrant.ts';
import { triageComplaint } from './triage-complaint.ts';

let world: World;
let lot: Lot;
let clinic_id: number;
const people: number[] = [];
beforeAll(async () => {
  world = await createWorld();
  for (const account of ['qa_one', 'qa_two', 'nurse']) {
    const [user] = await world.sql<{ user_id: string }>(
      `insert into identity."user" (account, display_name, password_hash) values ($1, $1, 'x') returning user_id`,
      [account],
    );
    people.push(Number(user!.user_id));
  }
  for (const user_id of people.slice(0, 2))
    await world.sql(`insert into identity.grant (user_id, role) values ($1, 'quality')`, [user_id]);
  const [clinic] = await world.sql<{ partner_id: string }>(
    `insert into masterdata.partner (partner_code, name, kind, province, address)
     values ('CLINIC', 'CLINIC', 'customer', '上海', '某路 3 号') returning partner_id`,
  );
  clinic_id = Number(clinic!.partner_id);
  lot = await world.lot(world.items.gloves, 'CM-1');
  await world.receive(lot, world.north.bins.shelf, 5);
});
afterAll(() => world?.close());

type Verb = Parameters<World['call']>[0];
type Any = Record<string, never> & {
  complaint_id: number;
  adverse_event_id: number;
  attachment_id: number;
  status: string;
  rows: Record<string, unknown>[];
};
const person = (at: number): Actor => ({
  ...world.as(['quality.case', 'quality.complain'], 'all', people[at]!),
  recently_authenticated: true,
});
/** Somebody of a hospital: no warehouse, and the own house only. */
const outsider = (partner_id: number): Actor => ({
  ...world.as(['quality.complain'], [], people[2]!),
  permissions: new Map([['quality.complain', 'all']]),
  scope: { user_id: people[2]!, warehouses: [], partner_id },
});
const ask = (verb: Verb, input: object, actor: Actor = person(0)) =>
  world.call(verb, input, { actor }) as Promise<Any>;
const file = (more: object = {}, actor: Actor = outsider(world.hospital_id)) =>
  ask(
    fileComplaint,
    {
      item_id: lot.item_id,
      lot_no: 'CM-1',
      description: '手套破裂',
      harm: 'none',
      contact: '李护士 8001',
      ...more,
    },
    actor,
  );
const triage = (complaint_id: number, more: object = {}) =>
  ask(triageComplaint, {
    complaint_id,
    warehouse_id: world.north.warehouse_id,
    severity: 'major',
    owner_id: people[0]!,
    harm: 'none',
    ...more,
  });
const investigate = (complaint_id: number, more: object = {}) =>
  ask(investigateComplaint, {
    complaint_id,
    cause: 'product',
    finding: '针孔',
    justified: true,
    sample: 'not_needed',
    ...more,
  });
const answer = (complaint_id: number) =>
  ask(answerComplaint, { complaint_id, answer: '已换货', answered_to: '李护士' });
const close = (complaint_id: number, at = 1) =>
  ask(closeComplaint, { complaint_id, conclusion: '关闭' }, person(at));

describe('a complaint', () => {
  test('of a hospital is triaged, investigated, answered, and closed by a second person; the hospital sees the answer only', async () => {
    const nurse = outsider(world.hospital_id);
    const { complaint_id } = await file();
    expect((await ask(listComplaints, {}, nurse)).rows).toMatchObject([{ complaint_id, status: 'received' }]);
    expect((await ask(listComplaints, {}, outsider(clinic_id))).rows).toEqual([]);
    const foreign = ask(getComplaint, { complaint_id }, outsider(clinic_id));
    expect((await refusalOf(foreign)).code).toBe('platform.not_found');
    await triage(complaint_id);
    expect((await refusalOf(close(complaint_id))).code).toBe('quality.case_status');
    await investigate(complaint_id);
    await answer(complaint_id);
    expect((await refusalOf(close(complaint_id, 0))).code).toBe('quality.own_case');
    expect((await close(complaint_id)).status).toBe('closed');
    expect(await ask(getComplaint, { complaint_id })).toMatchObject({
      finding: '针孔',
      lot_id: lot.lot_id,
      signatures: [{ meaning: 'case_closed', fits: true }],
    });
    expect(await ask(getComplaint, { complaint_id }, nurse)).toMatchObject({
      status: 'closed',
      answer: '已换货',
      finding: null,
      cause: null,
      conclusion: null,
      owner_name: null,
      signatures: [],
    });
    const printed = (await ask(printComplaint, { complaint_id })) as unknown as { bytes: Uint8Array };
    expect(new TextDecoder('latin1').decode(printed.bytes.slice(0, 5))).toBe('%PDF-');
  });

  test('shares papers and remarks with the hospital only where the hospital gave them', async () => {
    const nurse = outsider(world.hospital_id);
    const { complaint_id } = await file();
    const photo = (actor: Actor) =>
      ask(
        addCaseFile,
        {
          entity: 'complaint',
          entity_id: complaint_id,
          kind: 'photo',
          file_name: 'a.png',
          media_type: 'image/png',
          bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1]),
        },
        actor,
      );
    const theirs = await photo(nurse);
    const ours = await photo(person(0));
    await ask(addCaseNote, { entity: 'complaint', entity_id: complaint_id, text: '内部' });
    const seen = (await ask(getComplaint, { complaint_id }, nurse)) as unknown as {
      files: { attachment_id: number }[];
      notes: unknown[];
    };
    expect(seen.files.map((one) => one.attachment_id)).toEqual([theirs.attachment_id]);
    expect(seen.notes).toEqual([]);
    const inside = ask(getCaseFile, { entity: 'complaint', attachment_id: ours.attachment_id }, nurse);
    expect((await refusalOf(inside)).code).toBe('platform.not_found');
    const strange = ask(addCaseNote, { entity: 'deviation', entity_id: 1, text: 'x' }, nurse);
    expect((await refusalOf(strange)).code).toBe('platform.forbidden');
  });

  test('about harm proposes an adverse event, and is not closed before one is opened or a reason given', async () => {
    const made = await file({ harm: 'injury' });
    expect(made).toMatchObject({ adverse_proposed: true });
    const { complaint_id } = made;
    await triage(complaint_id, { harm: 'injury' });
    await investigate(complaint_id);
    await answer(complaint_id);
    expect((await refusalOf(close(complaint_id))).code).toBe('quality.adverse_undecided');
    // Not content with the answer: back to the investigation, and triaged anew with a reason.
    await investigate(complaint_id);
    await triage(complaint_id, { harm: 'injury', no_adverse_reason: '与产品无关' });
    await investigate(complaint_id);
    await answer(complaint_id);
    expect((await close(complaint_id)).status).toBe('closed');
  });

  test('needs a product and a customer, says which sample came back, and is due by how grave it is', async () => {
    const bare = file({ item_id: undefined, lot_no: undefined });
    expect((await refusalOf(bare)).code).toBe('quality.complaint_product_missing');
    expect((await refusalOf(file({}, person(0)))).code).toBe('quality.complaint_customer_missing');
    expect((await refusalOf(file({ partner_id: 99_999 }, person(0)))).code).toBe('platform.not_found');
    expect((await refusalOf(file({ happened_on: '2099-01-01' }))).code).toBe('quality.case_in_future');
    const clinics = file({ department_id: world.icu_id }, outsider(clinic_id));
    expect((await refusalOf(clinics)).code).toBe('platform.not_found');
    const grave = await file({
      department_id: world.icu_id,
      harm: 'death',
      item_id: undefined,
      product: '某产品',
    });
    const plain = await file({ partner_id: world.hospital_id }, person(0));
    const [first, second] = (await ask(listComplaints, {})).rows as {
      complaint_id: number;
      due_on: string;
    }[];
    expect([first!.complaint_id, second!.complaint_id]).toEqual([plain.complaint_id, grave.complaint_id]);
    expect(second!.due_on < first!.due_on).toBe(true);
    await triage(plain.complaint_id);
    const sample = investigate(plain.complaint_id, { sample: 'received' });
    expect((await refusalOf(sample)).code).toBe('quality.sample_return_missing');
    await investigate(plain.complaint_id, { sample: 'received', sample_return_no: 'CR261128-00001' });
    const nobody = triage(grave.complaint_id, { owner_id: people[2]! });
    expect((await refusalOf(nobody)).code).toBe('quality.case_owner_unknown');
  });

  test('names its product by any label, without telling where goods stand', async () => {
    const find = (code: string) => ask(findDevice, { code }, outsider(world.hospital_id));
    const device = { item_id: lot.item_id, lot_id: lot.lot_id, lot_no: 'CM-1' };
    expect(await find('010694563010001710CM-1')).toMatchObject(device);
    expect(await find('CM-1')).toMatchObject(device);
    expect(await find('GLOVES')).toMatchObject({ item_id: lot.item_id, lot_id: null });
    expect((await refusalOf(find('NOTHING'))).code).toBe('quality.device_not_found');
  });
});

const form = (more: object = {}) => ({
  category: 'death',
  origin: 'domestic',
  is_group: false,
  item_id: lot.item_id,
  lot_no: 'CM-1',
  event: '术中破裂',
  consequence: '患者死亡',
  patient_ref: 'P-017',
  patient_age: 61,
  patient_sex: 'male',
  reporter: '李医生',
  ...more,
});
const opened = (more: object = {}, learned_at = '2026-01-10T18:00:00Z') =>
  ask(openAdverseEvent, { warehouse_id: world.north.warehouse_id, learned_at, ...form(more) });

describe('an adverse event', () => {
  const told = (adverse_event_id: number) =>
    ask(tellRegistrant, { adverse_event_id, how: '邮件', told_to: '注册人质量部' });
  const submit = (adverse_event_id: number) =>
    ask(submitAdverseEvent, { adverse_event_id, submission_no: 'BL-1' });
  const end = (adverse_event_id: number, dismiss: boolean, at = 1) =>
    ask(closeAdverseEvent, { adverse_event_id, dismiss, conclusion: '完成' }, person(at));

  test('is told, reported, followed up, and closed by a second person', async () => {
    const { complaint_id } = await file({ harm: 'death' });
    const { adverse_event_id, report_due_on } = (await opened({ complaint_id })) as Any & {
      report_due_on: string;
    };
    // Learned at two in the morning of the 11th in China.
    expect(report_due_on).toBe('2026-01-18');
    expect(await ask(getAdverseEvent, { adverse_event_id })).toMatchObject({
      overdue: true,
      registration_no: '国械注准20253140001',
      registrant_name: 'SUPPLIER',
      udi: '06945630100017',
      expiry_date: '2030-01-09',
      tasks: [
        { task: 'tell_registrant', overdue: true },
        { task: 'report', due_on: '2026-01-18', overdue: true },
      ],
    });
    expect((await refusalOf(end(adverse_event_id, false))).code).toBe('quality.case_status');
    expect((await submit(adverse_event_id)).status).toBe('reported');
    expect((await refusalOf(end(adverse_event_id, false))).code).toBe('quality.adverse_registrant_untold');
    await told(adverse_event_id);
    expect((await refusalOf(told(adverse_event_id))).code).toBe('quality.adverse_done');
    const amend = ask(amendAdverseEvent, { adverse_event_id, reason: 'x', ...form() });
    expect((await refusalOf(amend)).code).toBe('quality.case_status');
    await ask(followUpAdverseEvent, { adverse_event_id, text: '尸检结果', submission_no: 'BL-1-1' });
    expect((await refusalOf(end(adverse_event_id, false, 0))).code).toBe('quality.own_case');
    expect((await end(adverse_event_id, false)).status).toBe('closed');
    await ask(followUpAdverseEvent, { adverse_event_id, text: '最终报告' });
    expect(await ask(getAdverseEvent, { adverse_event_id })).toMatchObject({
      status: 'closed',
      overdue: false,
      follow_ups: [{ follow_up_no: 1 }, { follow_up_no: 2 }],
      signatures: [{ meaning: 'case_closed', fits: true }],
    });
    const printed = (await ask(printAdverseEvent, { adverse_event_id })) as unknown as { bytes: Uint8Array };
    expect(new TextDecoder('latin1').decode(printed.bytes.slice(0, 5))).toBe('%PDF-');
    const sheet = (await ask(exportAdverseEvent, { adverse_event_id })) as unknown as { bytes: Uint8Array };
    expect([...sheet.bytes.slice(0, 2)]).toEqual([0x50, 0x4b]);
  });

  test('of a group is telephoned first; amended before it is submitted, with its dates counted anew', async () => {
    const { adverse_event_id } = await opened({ is_group: true });
    const phone = (id: number) => ask(phoneAdverseEvent, { adverse_event_id: id, phoned_to: '上海市药监局' });
    await phone(adverse_event_id);
    const { rows } = await ask(listAdverseEvents, {});
    expect(rows[0]).toMatchObject({ adverse_event_id, is_group: true });
    await ask(amendAdverseEvent, { adverse_event_id, reason: '核实为一般', ...form({ category: 'other' }) });
    const amended = await ask(getAdverseEvent, { adverse_event_id });
    expect(amended).toMatchObject({ is_group: false, report_due_on: '2026-02-10' });
    expect((await refusalOf(phone(adverse_event_id))).code).toBe('quality.adverse_not_group');
    expect((await refusalOf(ask(followUpAdverseEvent, { adverse_event_id, text: 'x' }))).code).toBe(
      'quality.case_status',
    );
    expect((await end(adverse_event_id, true)).status).toBe('dismissed');
    expect((await refusalOf(told(adverse_event_id))).code).toBe('quality.case_status');
  });

  test('is refused with what tells who a patient is, and from the future; the table refuses the same', async () => {
    const named = await refusalOf(opened({ patient_ref: '110101199003071234' }));
    expect(named.lines).toEqual(['patient_ref quality.patient_identifiable']);
    expect((await refusalOf(opened({}, '2099-01-01T00:00:00Z'))).code).toBe('quality.case_in_future');
    const { adverse_event_id } = await opened();
    await expect(
      world.sql(`update quality.adverse_event set patient_ref = '13800138000' where adverse_event_id = $1`, [
        adverse_event_id,
      ]),
    ).rejects.toMatchObject({ constraint: 'adverse_event_pseudonym' });
    const south = world.as(['quality.case'], [world.south.warehouse_id], people[0]);
    const elsewhere = ask(getAdverseEvent, { adverse_event_id }, south);
    expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
  });
});

describe('the workbench', () => {
  test('shows what waits, the most urgent first, for the warehouses in sight', async () => {
    await opened();
    await file();
    const bench = (await ask(getWorkbench, {})) as unknown as {
      counts: { task: string; open: number; overdue: number }[];
      rows: { task: string; step: string; urgency: string; document_no: string }[];
    };
    const order = ['overdue', 'today', 'week', 'later'];
    const ranks = bench.rows.map((row) => order.indexOf(row.urgency));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(bench.rows).toContainEqual(
      expect.objectContaining({ task: 'adverse_event', step: 'report', urgency: 'overdue' }),
    );
    expect(bench.rows.map((row) => row.task)).toContain('complaint');
    const count = (task: string) => bench.counts.find((one) => one.task === task)!;
    expect(count('adverse_event').overdue).toBeGreaterThan(0);
    const south = world.as(['quality.case'], [world.south.warehouse_id], people[0]);
    const there = (await ask(getWorkbench, {}, south)) as unknown as typeof bench;
    expect(there.rows.filter((row) => row.task === 'adverse_event')).toEqual([]);
  });

  test('asks for the yearly self-inspection until it is recorded, once', async () => {
    const report = {
      year: 2025,
      submitted_on: '2026-03-01',
      receipt_no: 'ZC-1',
      summary: '完成',
      findings: '无',
    };
    const north = world.as(['quality.case'], [world.north.warehouse_id], people[0]);
    expect((await refusalOf(ask(recordSelfInspection, report, north))).code).toBe('platform.forbidden');
    await ask(recordSelfInspection, report);
    expect((await refusalOf(ask(recordSelfInspection, report))).code).toBe(
      'quality.self_inspection_recorded',
    );
    const { rows } = await ask(listSelfInspections, {});
    expect(rows.find((row) => row.year === 2025)).toMatchObject({
      receipt_no: 'ZC-1',
      due_on: '2026-03-31',
      overdue: false,
      files: [],
    });
    const ahead = ask(recordSelfInspection, { ...report, year: 2024, submitted_on: '2099-01-01' });
    expect((await refusalOf(ahead)).code).toBe('quality.case_in_future');
  });
});

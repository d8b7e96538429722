import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { judgeBuying } from './buying.test-support.ts';
import { record_verbs } from './records.ts';
import { addDays } from './renewal.model.ts';

let world: World;
let today: string;
let numbers = 0;
beforeAll(async () => {
  world = await createWorld();
  const [row] = await world.sql<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date::text as today`,
  );
  today = row!.today;
});
afterAll(() => world?.close());

const ask = <T>(name: string, input: object, warehouses: 'all' | number[] = 'all'): Promise<T> =>
  world.call(record_verbs.find((one) => one.contract.name === `compliance.${name}`)!, input, {
    actor: world.as(['compliance.write', 'compliance.read', 'compliance.rules'], warehouses),
  }) as Promise<T>;
const day = (offset: number) => addDays(today, offset);
const code = async (work: Promise<unknown>) => (await refusalOf(work)).code;
type Saved = { paper_id: number; version_no: number };

const registration = (more: object = {}) => ({
  registration_no: `国械注准2020314${String(++numbers).padStart(4, '0')}`,
  registrant_id: world.supplier_id,
  product_name: '一次性使用静脉留置针',
  device_class: 'III',
  models: ['22G×25mm'],
  valid_from: '2020-01-01',
  valid_to: day(100),
  ...more,
});
const saveRegistration = (input: object) => ask<Saved>('save-registration', input);

describe('a registration', () => {
  test('has versions that follow each other and say what they change', async () => {
    const first = registration();
    const { paper_id } = await saveRegistration(first);
    const next = { ...first, valid_from: day(50), valid_to: day(1900) };
    expect(await code(saveRegistration(next))).toBe('compliance.change_note_needed');
    expect(await code(saveRegistration(first))).toBe('compliance.paper_exists');
    expect(await code(saveRegistration({ ...next, valid_from: '2019-01-01' }))).toBe(
      'compliance.version_order',
    );
    expect(await saveRegistration({ ...next, change_note: '延续注册' })).toMatchObject({ version_no: 2 });
    const seen = await ask<{ versions: { version_no: number; state: string; change_note: string | null }[] }>(
      'get-registration',
      { registration_id: paper_id },
    );
    expect(seen.versions).toMatchObject([
      { version_no: 2, change_note: '延续注册', state: 'early' },
      { version_no: 1, state: 'renewed', models: ['22G×25mm'] },
    ]);
  });

  test('must be of the class that its number tells, and end after it begins', async () => {
    expect(await code(saveRegistration(registration({ device_class: 'II' })))).toBe(
      'compliance.registration_class',
    );
    expect(await code(saveRegistration(registration({ valid_to: '2019-12-31' })))).toBe(
      'compliance.interval',
    );
    expect(await code(saveRegistration(registration({ registrant_id: 987_654 })))).toBe('platform.not_found');
    const old = registration({ registration_no: '国食药监械(准)字2013第3150001号' });
    expect(await saveRegistration(old)).toMatchObject({ version_no: 1 });
  });

  test('counts as renewed only with the notice that proves an application in time', async () => {
    const { paper_id } = await saveRegistration(registration({ valid_to: day(-1) }));
    const deem = (more: object) =>
      ask('deem-renewed', {
        paper: 'registration',
        paper_id,
        applied_on: day(-400),
        until: day(300),
        evidence: '受理通知书 2026-0001',
        ...more,
      });
    expect(await code(deem({ applied_on: day(-100) }))).toBe('compliance.applied_too_late');
    expect(await code(deem({ until: day(-2) }))).toBe('compliance.deemed_until');
    await deem({});
    const seen = await ask<{ versions: { in_force_to: string; deemed_renewed_evidence: string }[] }>(
      'get-registration',
      { registration_id: paper_id },
    );
    expect(seen.versions[0]).toMatchObject({
      in_force_to: day(300),
      deemed_renewed_evidence: '受理通知书 2026-0001',
    });
    const cheat = world.sql(
      `update compliance.registration set deemed_renewed_evidence = null where registration_id = $1`,
      [paper_id],
    );
    await expect(cheat).rejects.toThrow('registration_deemed');
    const endless = await saveRegistration(
      registration({
        registration_no: `粤潮械备2014${String(++numbers).padStart(4, '0')}`,
        device_class: 'I',
        valid_to: null,
      }),
    );
    expect(await code(deem({ paper_id: endless.paper_id }))).toBe('compliance.paper_endless');
  });

  test('is cancelled once, and the gate refuses what stands under it from that day', async () => {
    expect(await judgeBuying(world, world.supplier_id, world.items.gloves)).toEqual([]);
    const [row] = await world.sql<{ registration_id: string }>(
      `select registration_id from compliance.registration where registration_no = '国械注准20253140001'`,
    );
    const end = () =>
      ask('end-paper', {
        paper: 'registration',
        paper_id: Number(row!.registration_id),
        ended_on: today,
        reason: '注册人申请注销',
      });
    await end();
    expect(await judgeBuying(world, world.supplier_id, world.items.gloves)).not.toEqual([]);
    expect(await code(end())).toBe('compliance.paper_ended');
    await world.sql(
      `update compliance.registration set status = 'active', ended_on = null, end_reason = null where registration_id = $1`,
      [row!.registration_id],
    );
  });
});

describe('a licence', () => {
  const licence = (more: object = {}) => ({
    partner_id: world.supplier_id,
    licence_no: `沪浦药监械经营许2020${String(++numbers).padStart(4, '0')}号`,
    kind: 'distribution_licence',
    classes: ['III'],
    categories: ['14'],
    warehouse_ids: [world.north.warehouse_id],
    warehouse_addresses: ['示范路 2 号 3 幢'],
    legal_representative: '王某',
    mode: 'wholesale',
    issuer: '上海市浦东新区市场监督管理局',
    valid_from: '2022-01-01',
    valid_to: day(60),
    ...more,
  });

  test('keeps what stands on it, with its window of renewal', async () => {
    const { paper_id } = await ask<Saved>('save-licence', licence());
    const seen = await ask<{ versions: object[] }>('get-licence', { licence_id: paper_id });
    expect(seen.versions).toMatchObject([
      {
        warehouse_codes: ['N1'],
        issuer: '上海市浦东新区市场监督管理局',
        legal_representative: '王某',
        state: 'due',
      },
    ]);
    expect(await code(ask('save-licence', licence({ warehouse_ids: [987_654] })))).toBe('platform.not_found');
  });

  test('counts as renewed only where it was applied for inside the window', async () => {
    const { paper_id } = await ask<Saved>('save-licence', licence({ valid_to: day(10) }));
    const deem = (applied_on: string) =>
      ask('deem-renewed', { paper: 'licence', paper_id, applied_on, until: day(90), evidence: '受理 1' });
    expect(await code(deem(day(-5)))).toBe('compliance.applied_too_late');
    expect(await code(deem(day(-300)))).toBe('compliance.applied_too_late');
    await deem(day(-60));
  });
});

describe('authorisations, agreements and filings', () => {
  const authorisation = (more: object = {}) => ({
    authorisation_no: `SQ-${++numbers}`,
    grantor_id: world.carrier_id,
    grantee_id: world.supplier_id,
    registrant_id: world.carrier_id,
    item_ids: [world.items.gloves],
    regions: ['上海', '江苏'],
    valid_from: '2020-01-01',
    valid_to: day(30),
    ...more,
  });
  test('are recorded with their scope and refused where it is empty or unknown', async () => {
    await ask('save-authorisation', authorisation());
    const list = await ask<{ rows: object[] }>('list-authorisations', { grantee_id: world.supplier_id });
    expect(list.rows).toMatchObject([{ regions: ['上海', '江苏'], state: 'expiring' }]);
    const wrong = [
      [{ item_ids: [] }, 'compliance.scope_empty'],
      [{ grantee_id: world.carrier_id }, 'compliance.own_partner_twice'],
      [{ valid_to: '2019-01-01' }, 'compliance.interval'],
      [{ item_ids: [987_654] }, 'platform.not_found'],
    ] as const;
    for (const [more, expected] of wrong)
      expect(await code(ask('save-authorisation', authorisation(more)))).toBe(expected);
  });

  test('of logistics need an assessment', async () => {
    const agreement = {
      agreement_no: 'WT-1',
      partner_id: world.carrier_id,
      kind: 'third_party_logistics',
      warehouse_ids: [world.south.warehouse_id],
      valid_from: '2026-01-01',
      valid_to: day(400),
    };
    expect(await code(ask('save-partner-agreement', agreement))).toBe('compliance.assessment_missing');
    await ask('save-partner-agreement', { ...agreement, assessed_on: '2025-12-01' });
    const list = await ask<{ rows: object[] }>('list-partner-agreements', { partner_id: world.carrier_id });
    expect(list.rows).toMatchObject([{ warehouse_codes: ['S1'], assessed_on: '2025-12-01', state: 'valid' }]);
  });

  test('of a warehouse in another city name the authority, and keep their scans', async () => {
    const { paper_id } = await ask<Saved>('save-warehouse-filing', {
      warehouse_id: world.south.warehouse_id,
      regulator: '苏州市市场监督管理局',
      filing_no: 'YD-1',
      valid_from: '2026-01-01',
    });
    await ask('attach-paper', {
      paper: 'warehouse_filing',
      paper_id,
      kind: 'scan',
      file_name: 'a.pdf',
      media_type: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7 x'),
    });
    const files = await ask<{ rows: { attachment_id: number }[] }>('list-paper-files', {
      paper: 'warehouse_filing',
      paper_id,
    });
    const { attachment_id } = files.rows[0]!;
    expect(await ask('get-paper-file', { paper: 'warehouse_filing', attachment_id })).toMatchObject({
      name: 'a.pdf',
    });
    expect(await code(ask('get-paper-file', { paper: 'licence', attachment_id }))).toBe('platform.not_found');
    const list = await ask<{ rows: object[] }>('list-warehouse-filings', {});
    expect(list.rows).toMatchObject([{ regulator: '苏州市市场监督管理局', attachments: 1 }]);
  });

  test('are kept by those who may everywhere', async () => {
    const at = ask('save-authorisation', authorisation(), [world.north.warehouse_id]);
    expect(await code(at)).toBe('platform.forbidden');
  });
});

test('what runs out is listed with its window and who sees to it, and what was renewed is not', async () => {
  const soon = registration({ valid_to: day(170) });
  const renewed = registration({ valid_to: day(20) });
  await saveRegistration(soon);
  await saveRegistration(renewed);
  await saveRegistration({ ...renewed, valid_from: day(1), valid_to: day(1800), change_note: '延续' });
  const { rows } = await ask<{
    rows: { number: string; owner: string; state: string; reminder_months: number }[];
  }>('list-expiring', { within_days: 200 });
  expect(rows.find((row) => row.number === soon.registration_no)).toMatchObject({
    owner: 'quality',
    state: 'late',
    reminder_months: 6,
    days_left: 170,
  });
  expect(rows.find((row) => row.number === renewed.registration_no)).toBeUndefined();
  const only = await ask<{ rows: { paper: string }[] }>('list-expiring', {
    within_days: 400,
    paper: 'agreement',
  });
  expect(new Set(only.rows.map((row) => row.paper))).toEqual(new Set(['agreement']));
});

test('the calendar knows the days off of past years and takes those of coming ones', async () => {
  const year = (of: number) =>
    ask<{ rows: { day: string; working: boolean }[] }>('get-calendar', { year: of });
  expect((await year(2026)).rows).toContainEqual({ day: '2026-10-10', working: true, name: '调休上班' });
  const days = [
    { day: '2031-01-01', working: false, name: '元旦' },
    { day: '2031-01-04', working: true, name: '调休上班' },
  ];
  await ask('set-calendar', { days, reason: '国务院办公厅通知' });
  expect((await year(2031)).rows).toHaveLength(2);
  await ask('set-calendar', { days: [{ day: '2031-01-04', working: null }], reason: '更正' });
  expect((await year(2031)).rows).toEqual([{ day: '2031-01-01', working: false, name: '元旦' }]);
});

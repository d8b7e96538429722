import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeMarked } from '../../src/modules/coldchain/index.ts';
import { type Company, openCompany, PASSWORD, type Person } from '../authz/staff.ts';
import { violationsOf } from '../support/violations.ts';
import type { Lot } from '../support/world.ts';

/** A cold room that was too warm, over HTTP: from the sensor to the decision, each step by those whose duty it is. */
let company: Company;
let insulin: Lot;
let area_id = 0;
let excursion_id = 0;
let device_key = '';
const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  insulin = await world.lot(world.items.insulin, 'INS-1', { expires: '2031-05-01' });
  await world.receive(insulin, world.north.bins.cold, 40, { occurred_at: ago(240) });
}, 60_000);
afterAll(() => company?.close());

async function ask<T>(as: Person | 'none', method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/${path}`, body });
  expect(answer.statusCode, `${as} ${path}: ${answer.body.slice(0, 300)}`).toBe(200);
  return JSON.parse(answer.body) as T;
}
const codeOf = async (as: Person, path: string, body: object): Promise<string> =>
  JSON.parse((await company.send(as, { method: 'POST', url: `/api/${path}`, body })).body).code;

test('a room is watched by two calibrated sensors, and two people are named', async () => {
  const { warehouse_id } = company.world.north;
  const room = {
    area_code: 'N1-COLD',
    name: 'cold room',
    kind: 'room',
    zone_codes: ['C'],
    temp_min_c: 2,
    temp_max_c: 8,
  };
  ({ area_id } = await ask<{ area_id: number }>('chief_a', 'POST', 'coldchain/area', {
    ...room,
    warehouse_id,
  }));
  for (const device_no of ['A-1', 'A-2']) {
    const { device_id } = await ask<{ device_id: number }>('chief_a', 'POST', 'coldchain/device', {
      device_no,
      kind: 'sensor',
      warehouse_id,
    });
    const paper = { device_id, performed_on: '2026-01-05', due_on: '2099-01-04', certificate_no: device_no };
    await ask('chief_a', 'POST', 'coldchain/qualification', { ...paper, performed_by: 'metrology' });
    await ask('chief_a', 'POST', `coldchain/device/${device_id}/place`, { area_id, from_at: ago(300) });
    ({ device_key } = await ask<{ device_key: string }>(
      'chief_a',
      'POST',
      `coldchain/device/${device_id}/key`,
      {},
    ));
  }
  const { quality, chief_a } = company.user_ids;
  const people = [quality, chief_a].map((user_id) => ({ user_id, level: 1 }));
  expect(await codeOf('chief_a', `coldchain/area/${area_id}/contact`, { people: people.slice(1) })).toBe(
    'coldchain.recipients_needed',
  );
  await ask('chief_a', 'POST', `coldchain/area/${area_id}/contact`, { people });
});

test('too warm for the insulin: its lot is held, a deviation is open, two people are told', async () => {
  const told = (rows: readonly (readonly [number, number])[]) =>
    rows.map(([minutes, temp_c]) => ({ at: ago(minutes), temp_c }));
  const steady = Array.from({ length: 20 }, (_, index) => [290 - index * 10, 5] as const);
  const sent = {
    device_no: 'A-2',
    device_key,
    readings: told([...steady, [90, 5.1], [80, 11.2], [70, 12], [60, 6], [30, 5], [1, 5]]),
  };
  await ask('none', 'POST', 'coldchain/device-reading', sent);
  await judgeMarked(company.db);
  const { rows } = await ask<{ rows: { excursion_id: number; qty_held: number; deviation_no: string }[] }>(
    'keeper_a',
    'GET',
    'coldchain/excursion',
  );
  expect(rows).toMatchObject([{ qty_held: 40, highest_c: 12, status: 'ended' }]);
  expect(rows[0]!.deviation_no).toBeTruthy();
  excursion_id = rows[0]!.excursion_id;
  const { world } = company;
  expect(await world.balance(insulin, world.north.bins.cold, 'held')).toMatchObject({ qty: 40 });
  const alarms = await ask<{ rows: { kind: string; told: string[]; alarm_id: number }[] }>(
    'chief_a',
    'GET',
    'coldchain/alarm',
  );
  const own = alarms.rows.find((row) => row.kind === 'excursion')!;
  expect(own.told).toEqual(['chief_a', 'quality']);
  await ask('chief_a', 'POST', 'coldchain/alarm/acknowledge', { alarm_ids: [own.alarm_id], reason: 'moved' });
});

test('held goods go nowhere, and only quality decides, with a signature', async () => {
  const { world } = company;
  const lots = [{ ...insulin, outcome: 'release' }];
  const decision = `coldchain/excursion/${excursion_id}/decision`;
  const input = { reason: 'within the stability data of the maker', lots };
  expect(await codeOf('chief_a', decision, input)).toBe('platform.forbidden');
  await world.sql(`update identity.session set reauthenticated_at = reauthenticated_at - interval '1 hour'`);
  expect(await codeOf('quality', decision, input)).toBe('identity.reauthentication_needed');
  await ask('quality', 'POST', 'identity/re-authenticate', { password: PASSWORD });
  expect(await ask('quality', 'POST', decision, input)).toMatchObject({
    status: 'decided',
    lots: [{ qty: 40 }],
  });
  expect(await world.balance(insulin, world.north.bins.cold)).toMatchObject({ qty: 40 });
  const shown = await ask<{ goods: object[]; signatures: object[] }>(
    'auditor',
    'GET',
    `coldchain/excursion/${excursion_id}`,
  );
  expect(shown.goods).toMatchObject([{ lot_no: 'INS-1', minutes_out: 20, outcome: 'release' }]);
  expect(shown.signatures).toMatchObject([{ signed_name: 'quality', meaning: 'released' }]);
  expect(await violationsOf(world)).toEqual([]);
});

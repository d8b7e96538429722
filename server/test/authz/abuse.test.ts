import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lot } from '../support/world.ts';
import { type Company, openCompany, PASSWORD } from './staff.ts';

/** Each of these was tried with success once. */
let company: Company;
let lot: Lot;

beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  lot = await world.lot(world.items.gloves, 'PLAIN');
  await world.receive(lot, world.north.bins.shelf, 20);
  await world.receive(lot, world.south.bins.shelf, 20);
});
afterAll(() => company?.close());

const code = (answer: { statusCode: number; json(): { code?: string } }) =>
  answer.statusCode === 200 ? 'done' : answer.json().code;

describe('who sees everything but may act at one warehouse', () => {
  test('does not hold a lot everywhere', async () => {
    const body = { lots: [lot], reason: 'x' };
    const answer = await company.send('wide_eyes', { method: 'POST', url: '/api/stock/hold', body });
    expect(code(answer)).toBe('stock.all_warehouses_needed');
    expect(await company.world.balance(lot, company.world.south.bins.shelf)).toMatchObject({ qty: 20 });
  });

  test('does not recall a lot', async () => {
    const other = await company.world.lot(company.world.items.gloves, 'TO-RECALL');
    const body = { lots: [other], reason: 'x' };
    const answer = await company.send('wide_quality', { method: 'POST', url: '/api/stock/recall', body });
    expect(code(answer)).toBe('stock.all_warehouses_needed');
  });

  test('does not lift a hold that stands everywhere', async () => {
    const held = await company.world.lot(company.world.items.gloves, 'HELD');
    const body = { lots: [held], reason: 'x' };
    const made = await company.send('quality', { method: 'POST', url: '/api/stock/hold', body });
    const [hold_id] = made.json().hold_ids as number[];
    const lifting = {
      method: 'POST',
      url: `/api/stock/hold/${hold_id}/lift`,
      body: { reason: 'x' },
    } as const;
    expect(code(await company.send('wide_eyes', lifting))).toBe('stock.all_warehouses_needed');
    expect(code(await company.send('quality', lifting))).toBe('done');
  });
});

describe('a planner of one warehouse', () => {
  beforeAll(async () => {
    const { world } = company;
    await world.sql(
      `with run as (
         insert into planning.planning_run (kind, started_at, duration_ms, parameters, totals)
         values ('propose', now(), 1, '{}', '{}') returning planning_run_id
       )
       insert into planning.proposal (planning_run_id, item_id, from_warehouse_id, to_warehouse_id, lane_id, qty,
         departure_at, arrival_at, needed_by, late, priority_class, severity, variable_fen, fixed_share_fen, lines, needs,
         explanation)
       select planning_run_id, $1, $2, $3, $4, 5, now(), now() + interval '1 day', now() + interval '2 days', false, 1, 1,
         0, 0, '[]', '[]', '{"alternatives": []}' from run`,
      [world.items.gloves, world.north.warehouse_id, world.south.warehouse_id, world.lanes.ambient],
    );
  });

  test.each(['planner_a', 'wide_planner'] as const)(
    'does not sweep away what is proposed for another (%s)',
    async (as) => {
      const answer = await company.send(as, { method: 'POST', url: '/api/planning/proposal' });
      expect(['done', 'platform.forbidden']).toContain(code(answer));
      const [open] = await company.world.sql<{ count: string }>(
        `select count(*) from planning.proposal where status = 'proposed' and to_warehouse_id = $1`,
        [company.world.south.warehouse_id],
      );
      expect(Number(open!.count)).toBe(1);
    },
  );

  test('does not compute for all', async () => {
    const answer = await company.send('wide_planner', { method: 'POST', url: '/api/planning/recompute' });
    expect(code(answer)).toBe('platform.forbidden');
  });
});

describe('a stranger', () => {
  const rows = async () =>
    company.world.sql<{ action: string }>(
      `select action from platform.audit where action = 'identity.sign_out'`,
    );

  test('leaves nothing in the audit trail by signing out', async () => {
    for (let i = 0; i < 3; i++) {
      expect((await company.send('none', { method: 'POST', url: '/api/identity/sign-out' })).statusCode).toBe(
        200,
      );
    }
    expect(await rows()).toEqual([]);
  });

  test('is turned away before his upload is read', async () => {
    const asked = { method: 'POST', url: '/api/integration/import?dataset=item&file_name=a.csv' } as const;
    const raw = Buffer.alloc(65 * 1024 * 1024);
    expect(code(await company.send('none', { ...asked, raw }))).toBe('platform.not_signed_in');
    expect(code(await company.send('keeper_a', { ...asked, raw }))).toBe('platform.forbidden');
    expect(code(await company.send('administrator', { ...asked, raw }))).toBe('platform.too_large');
  });

  test('learns nothing of the form of a request that he may not make', async () => {
    const asked = { method: 'POST', url: '/api/stock/hold', body: { wrong: 1 } } as const;
    expect(code(await company.send('none', asked))).toBe('platform.not_signed_in');
    expect(code(await company.send('keeper_a', asked))).toBe('platform.forbidden');
  });
});

describe('what is kept of a request', () => {
  test('is no fingerprint that a password can be guessed by', async () => {
    const { world, user_ids } = company;
    const key = 'key-of-a-password';
    const guess = { user_id: user_ids.chief_a, initial_password: 'another long passphrase' };
    const url = `/api/identity/users/${user_ids.chief_a}/reset-password`;
    const body = { initial_password: guess.initial_password };
    const asked = { method: 'POST', url, body, key } as const;
    expect(code(await company.send('administrator', asked))).toBe('done');
    const fingerprint = async () =>
      (
        await world.sql<{ request_hash: Buffer }>(
          'select request_hash from platform.idempotency where idempotency_key = $1',
          [key],
        )
      )[0]?.request_hash.toString('hex');
    const first = await fingerprint();
    expect(first).toBeDefined();
    await world.sql('delete from platform.idempotency where idempotency_key = $1', [key]);
    const other = { ...asked, body: { initial_password: 'quite another long passphrase' } };
    expect(code(await company.send('administrator', other))).toBe('done');
    // Argon2 makes a guess cost 50 ms; a plain hash beside it would make it cost a hundred nanoseconds.
    expect(await fingerprint()).toBe(first);
  });

  test('holds no secret', async () => {
    const { world } = company;
    const made = await company.send('administrator', {
      method: 'POST',
      url: '/api/identity/api-keys',
      body: { user_id: company.user_ids.administrator, name: 'mine' },
    });
    const { key } = made.json() as { key: string };
    const begun = await company.send('director', {
      method: 'POST',
      url: '/api/identity/start-totp',
      body: { password: PASSWORD },
    });
    const { secret } = begun.json() as { secret: string };
    expect([typeof key, typeof secret]).toEqual(['string', 'string']);
    const [found] = await world.sql<{ count: string }>(
      `select (select count(*) from platform.idempotency where answer::text like any($1))
         + (select count(*) from platform.audit where detail::text like any($1))
         + (select count(*) from platform.outbox where payload::text like any($1)) as count`,
      [[`%${key}%`, `%${secret}%`, `%${PASSWORD}%`]],
    );
    expect(Number(found!.count)).toBe(0);
  });

  test('answers nobody but who asked', async () => {
    const asked = {
      method: 'POST',
      url: '/api/stock/handling-unit',
      key: 'the-very-same-key',
    } as const;
    const { north, south } = company.world;
    const sscc = ['069456301000000012', '069456301000000029'];
    const [a, b] = await Promise.all([
      company.send('keeper_a', { ...asked, body: { account_id: north.bins.shelf, sscc: sscc[0] } }),
      company.send('keeper_b', { ...asked, body: { account_id: south.bins.shelf, sscc: sscc[1] } }),
    ]);
    expect([a.headers['idempotent-replayed'], b.headers['idempotent-replayed']]).toEqual([
      undefined,
      undefined,
    ]);
    expect(a.json().handling_unit_id ?? a.body).not.toEqual(b.json().handling_unit_id ?? b.body);
  });
});

describe('a place that is out of sight', () => {
  test('is not found by its label', async () => {
    const { north, south } = company.world;
    const scan = (as: 'keeper_a' | 'keeper_b', warehouse_id: number) =>
      company.send(as, { method: 'GET', url: `/api/stock/scan?code=A-01&warehouse_id=${warehouse_id}` });
    expect((await scan('keeper_a', north.warehouse_id)).json().account_id).toBe(north.bins.shelf);
    expect(code(await scan('keeper_a', south.warehouse_id))).toBe('stock.scan_unknown');
  });

  test('is not told for a serial that stands there', async () => {
    const { world } = company;
    const stents = await world.lot(world.items.stent, 'STENTS');
    await world.receive(stents, world.south.bins.shelf, 1, { serial_nos: ['SER-9'] });
    const scan = (as: 'keeper_a' | 'keeper_b') =>
      company.send(as, { method: 'GET', url: '/api/stock/scan?code=SER-9' });
    expect((await scan('keeper_b')).json().account_id).toBe(world.south.bins.shelf);
    expect((await scan('keeper_a')).json()).toMatchObject({ kind: 'serial', account_id: null });
  });

  test('is answered like one that does not exist when goods are picked to it', async () => {
    const pick = (to_account_id: number) =>
      company.send('keeper_a', {
        method: 'POST',
        url: '/api/stock/pick',
        body: { to_account_id, lines: [{ allocation_id: 1, qty: 1, lot_no: 'X' }] },
      });
    const [there, nowhere] = [await pick(company.world.south.bins.dispatch), await pick(987_654)];
    expect(code(there)).toBe(code(nowhere));
    expect(there.statusCode).toBe(nowhere.statusCode);
  });
});

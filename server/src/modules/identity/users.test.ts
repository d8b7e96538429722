import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, PASSWORD, type Person, type World } from './identity.test-support.ts';

let world: World;
let admin: Person;
beforeAll(async () => {
  world = await createWorld();
  admin = await world.administrator();
});
afterAll(() => world.close());

const create = (body: object) =>
  admin.post('/api/identity/users', { display_name: '某人', initial_password: PASSWORD, ...body });

describe('a new account', () => {
  test.each([
    [{ account: 'ROOT' }, 409, 'identity.account_taken'],
    [{ account: 'System' }, 422, 'identity.account_reserved'],
    [{ account: 'anonymous' }, 422, 'identity.account_reserved'],
    [{ account: 'машина' }, 422, 'platform.invalid_input'],
    [{ account: 'a\u0000b' }, 422, 'platform.invalid_input'],
    [{ account: 'x1', display_name: 'a\u202eb' }, 422, 'platform.invalid_input'],
    [{ account: 'x1', initial_password: 'too short' }, 422, 'platform.invalid_input'],
    [{ account: 'x1', initial_password: undefined }, 400, 'platform.malformed_input'],
    [{ account: 'x1', is_service: true }, 409, 'identity.is_service'],
    [{ account: 'x1', role: 'administrator' }, 400, 'platform.malformed_input'],
    [{ account: 'correct', initial_password: PASSWORD }, 422, 'identity.password_contains_account'],
  ])('%j is refused and leaves nothing behind', async (body, status, code) => {
    const before = await world.owner.query('select count(*) from identity.user');
    const answer = await create(body);
    expect(answer.json()).toMatchObject({ status, code });
    expect((await world.owner.query('select count(*) from identity.user')).rows).toEqual(before.rows);
  });

  test('is made by an administrator only', async () => {
    const person = await world.person('planner1', [{ role: 'planner' }]);
    const answer = await person.post('/api/identity/users', {
      account: 'friend',
      display_name: 'x',
      initial_password: PASSWORD,
    });
    expect(answer.json()).toMatchObject({ status: 403, params: { permission: 'identity.manage_users' } });
    expect((await world.stranger().get('/api/identity/users')).statusCode).toBe(401);
  });
});

describe('a grant', () => {
  const grant = async (body: object, grants: object[] = []) => {
    const { user_id } = await world.person(`g${Math.random().toString(36).slice(2)}`, grants);
    return admin.post(`/api/identity/users/${user_id}/grant-role`, body);
  };

  test.each([
    [{ role: 'hospital_department' }, 422, 'identity.role_shape'],
    [{ role: 'supplier', partner_id: 1, warehouse_id: 1 }, 422, 'identity.role_shape'],
    [{ role: 'planner', partner_id: 1 }, 422, 'identity.role_shape'],
    [{ role: 'administrator', warehouse_id: 1 }, 422, 'identity.role_shape'],
    [{ role: 'planner', warehouse_id: 99 }, 404, 'platform.not_found'],
    [{ role: 'supplier', partner_id: 999 }, 404, 'platform.not_found'],
    [{ role: 'owner' }, 422, 'platform.invalid_input'],
  ])('of %j is refused', async (body, status, code) => {
    expect((await grant(body)).json()).toMatchObject({ status, code });
  });

  test('is given once', async () => {
    const answer = await grant({ role: 'planner' }, [{ role: 'planner' }]);
    expect(answer.json()).toMatchObject({ status: 409, code: 'identity.grant_exists' });
  });

  test('makes nobody both staff and outsider, or the agent of two partners', async () => {
    const nurse = [{ role: 'hospital_department', partner_id: 1 }];
    for (const body of [{ role: 'planner' }, { role: 'supplier', partner_id: 2 }]) {
      expect((await grant(body, nurse)).json().code).toBe('identity.mixed_partners');
    }
    expect((await grant({ role: 'supplier', partner_id: 1 }, nurse)).statusCode).toBe(200);
  });

  test('cannot be given to or taken from oneself, nor can the own account be closed or its password reset', async () => {
    const { user } = (await admin.get('/api/identity/session')).json();
    const own = `/api/identity/users/${user.user_id}`;
    for (const [verb, body] of [
      ['grant-role', { role: 'purchaser' }],
      ['revoke-role', { grant_id: 1 }],
      ['disable', { reason: 'x' }],
      ['enable', { reason: 'x' }],
      ['reset-password', { initial_password: 'something new here' }],
    ] as const) {
      expect((await admin.post(`${own}/${verb}`, body)).json().code).toBe('identity.not_oneself');
    }
  });

  test('of another person is not found under this one', async () => {
    const one = await world.person('one', [{ role: 'planner' }]);
    const two = await world.person('two', []);
    const { rows } = (await admin.get('/api/identity/users')).json();
    const { grant_id } = rows.find((user: { user_id: number }) => user.user_id === one.user_id).grants[0];
    const answer = await admin.post(`/api/identity/users/${two.user_id}/revoke-role`, { grant_id });
    expect(answer.statusCode).toBe(404);
    expect((await admin.post('/api/identity/users/999999/revoke-role', { grant_id })).statusCode).toBe(404);
  });
});

test('a reset ends the sessions and asks for a new password', async () => {
  const person = await world.person('forgetful', []);
  const reset = { initial_password: 'fresh from the admin', drop_totp: true };
  expect((await admin.post(`/api/identity/users/${person.user_id}/reset-password`, reset)).statusCode).toBe(
    200,
  );
  expect((await person.get('/api/identity/session')).json().user).toBeNull();
  await person.post('/api/identity/sign-in', { account: 'forgetful', password: reset.initial_password });
  expect((await person.get('/api/identity/session')).json().user.must_change_password).toBe(true);
});

describe('the audit trail', () => {
  test('names who did what to whom, in pages from the newest', async () => {
    const person = await world.person('audited', [{ role: 'warehouse_keeper', warehouse_id: 2 }]);
    const query = `/api/identity/audit?entity=user&entity_id=${person.user_id}`;
    const all = (await admin.get(query)).json();
    expect(all.rows.map((row: { action: string }) => row.action)).toEqual([
      'identity.change_password',
      'identity.sign_in',
      'identity.grant_role',
      'identity.create_user',
    ]);
    expect(all.rows[2]).toMatchObject({
      actor_account: 'root',
      warehouse_id: 2,
      detail: { role: 'warehouse_keeper' },
      sealed: false,
    });
    const first = (await admin.get(`${query}&limit=3`)).json();
    const second = (await admin.get(`${query}&limit=3&after=${first.next}`)).json();
    expect([...first.rows, ...second.rows]).toEqual(all.rows);
    expect(second.next).toBeNull();
  });

  test('holds no password, token or key', async () => {
    const { rows } = await world.owner.query(`select string_agg(a::text, '') as text from platform.audit a`);
    const stored = await world.owner.query(
      `select coalesce(string_agg(i::text, ''), '') as text from platform.idempotency i`,
    );
    for (const secret of [PASSWORD, 'tck_', admin.cookie!]) {
      expect(rows[0].text).not.toContain(secret);
      expect(stored.rows[0].text).not.toContain(secret);
    }
  });

  test('shows an auditor of one warehouse the rows of that warehouse only', async () => {
    const auditor = await world.person('auditor2', [{ role: 'auditor', warehouse_id: 2 }]);
    const { rows } = (await auditor.get('/api/identity/audit')).json();
    expect(new Set(rows.map((row: { warehouse_id: number }) => row.warehouse_id))).toEqual(new Set([2]));
  });

  test.each(['limit=0', 'limit=1e9', 'after=7', 'from=yesterday', 'sort=at'])(
    'refuses ?%s',
    async (query) => {
      expect((await admin.get(`/api/identity/audit?${query}`)).statusCode).toBeGreaterThanOrEqual(400);
    },
  );
});

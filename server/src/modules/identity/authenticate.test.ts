import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { observeStatements } from '../../platform/db.ts';
import { role_permissions } from './identity.model.ts';
import { createWorld, type World } from './identity.test-support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
afterEach(() => observeStatements(null));

const who = (token: string) => world.identity.authenticate({ kind: 'session', token });
const sql = (text: string, values: unknown[] = []) => world.owner.query(text, values);

describe('a session', () => {
  test('gives the union of the grants: everywhere for one permission, single warehouses for another', async () => {
    const person = await world.person('mixed', [
      { role: 'auditor' },
      { role: 'warehouse_keeper', warehouse_id: 2 },
      { role: 'warehouse_keeper', warehouse_id: 1 },
    ]);
    const actor = (await who(person.cookie!))!;
    expect(actor.permissions.get('stock.read')).toBe('all');
    expect(actor.permissions.get('stock.pick')).toEqual(new Set([1, 2]));
    expect(actor.scope).toEqual({ user_id: person.user_id, warehouses: 'all', partner_id: null });
  });

  test('without a warehouse-free grant sees the warehouses granted, in order', async () => {
    const person = await world.person('keeper', [
      { role: 'warehouse_keeper', warehouse_id: 2 },
      { role: 'warehouse_manager', warehouse_id: 1 },
    ]);
    expect((await who(person.cookie!))!.scope.warehouses).toEqual([1, 2]);
  });

  test('of an outsider carries the partner and no warehouse', async () => {
    const person = await world.person('nurse', [{ role: 'hospital_department', partner_id: 7 }]);
    const actor = (await who(person.cookie!))!;
    expect(actor.scope).toEqual({ user_id: person.user_id, warehouses: [], partner_id: 7 });
    expect([...actor.permissions.keys()]).toEqual(role_permissions.hospital_department);
  });

  test('loses a withdrawn role at the very next request', async () => {
    const person = await world.person('fired', [{ role: 'auditor' }]);
    expect((await person.get('/api/identity/audit')).statusCode).toBe(200);
    const admin = await world.administrator();
    const users = (await admin.get('/api/identity/users')).json().rows;
    const { user_id, grants } = users.find((user: { account: string }) => user.account === 'fired');
    await admin.post(`/api/identity/users/${user_id}/revoke-role`, { grant_id: grants[0].grant_id });
    expect((await person.get('/api/identity/audit')).statusCode).toBe(403);
  });

  test.each([
    ['ended', 'ended_at = now()'],
    ['idle for 31 minutes', `last_seen_at = now() - interval '31 minutes'`],
    ['older than 12 hours', `created_at = now() - interval '721 minutes'`],
  ])('that is %s is nobody', async (name, change) => {
    const person = await world.person(name.replaceAll(' ', '-'), []);
    expect(await who(person.cookie!)).not.toBeNull();
    await sql(`update identity.session set ${change} where user_id = ${person.user_id}`);
    expect(await who(person.cookie!)).toBeNull();
    expect((await person.get('/api/identity/users')).statusCode).toBe(401);
  });

  test('notes its last use once a minute, not at every request', async () => {
    const person = await world.person('busy', []);
    const seen = async () =>
      (
        await sql('select last_seen_at::text from identity.session where user_id = $1 and ended_at is null', [
          person.user_id,
        ])
      ).rows[0].last_seen_at;
    const before = await seen();
    await who(person.cookie!);
    expect(await seen()).toBe(before);
    await sql(`update identity.session set last_seen_at = now() - interval '2 minutes' where user_id = $1`, [
      person.user_id,
    ]);
    await who(person.cookie!);
    await expect
      .poll(
        async () =>
          (
            await sql(
              `select last_seen_at > now() - interval '10 seconds' as fresh from identity.session
        where user_id = $1 and ended_at is null`,
              [person.user_id],
            )
          ).rows[0].fresh,
      )
      .toBe(true);
  });

  test('is the same actor while nothing changes, and another one as soon as something does', async () => {
    const person = await world.person('steady', [{ role: 'planner' }]);
    const first = await who(person.cookie!);
    expect(await who(person.cookie!)).toBe(first);
    await sql(`update identity.user set display_name = 'Steady' where user_id = $1`, [person.user_id]);
    expect((await who(person.cookie!))!.display_name).toBe('Steady');
  });

  test('that does not exist is nobody', async () => {
    expect(await who('no-such-token')).toBeNull();
  });
});

test('requests that arrive together share a statement, and each gets its own person', async () => {
  const people = await Promise.all(['one', 'two', 'three'].map((account) => world.person(account, [])));
  let statements = 0;
  observeStatements(() => {
    statements += 1;
  });
  const asked = Array.from({ length: 300 }, (_, index) => people[index % 3]!);
  const actors = await Promise.all(asked.map((person) => who(person.cookie!)));
  expect(statements).toBe(1);
  expect(actors.map((actor) => actor!.user_id)).toEqual(asked.map((person) => person.user_id));
});

describe('a key', () => {
  const keyOf = async (user_id: number) => {
    const admin = await world.administrator();
    return admin.post('/api/identity/api-keys', { user_id, name: 'HIS', expires_in_days: 30 });
  };
  const service = async (account: string) => {
    const admin = await world.administrator();
    const made = await admin.post('/api/identity/users', {
      account,
      display_name: account,
      is_service: true,
    });
    const { user_id } = made.json();
    await admin.post(`/api/identity/users/${user_id}/grant-role`, { role: 'auditor' });
    return user_id as number;
  };
  const use = (key: string) =>
    world.app.inject({ url: '/api/identity/audit', headers: { authorization: `Bearer ${key}` } });

  test('acts with the grants of its service account until it is revoked', async () => {
    const admin = await world.administrator();
    const { key, api_key_id } = (await keyOf(await service('his'))).json();
    expect(key).toMatch(/^tck_[A-Za-z0-9_-]{43}$/);
    expect((await use(key)).statusCode).toBe(200);
    const listed = (await admin.get('/api/identity/api-keys')).body;
    expect(listed).toContain('"name":"HIS"');
    expect(listed).not.toContain(key);
    await admin.post(`/api/identity/api-keys/${api_key_id}/revoke`);
    expect((await use(key)).statusCode).toBe(401);
  });

  test('ends with its date and with its account', async () => {
    const user_id = await service('lims');
    const { key } = (await keyOf(user_id)).json();
    await sql(`update identity.api_key set expires_at = now() where user_id = $1`, [user_id]);
    expect((await use(key)).statusCode).toBe(401);
    const second = (await keyOf(user_id)).json().key;
    expect((await use(second)).statusCode).toBe(200);
    const admin = await world.administrator();
    await admin.post(`/api/identity/users/${user_id}/disable`, { reason: 'replaced' });
    expect((await use(second)).statusCode).toBe(401);
    await admin.post(`/api/identity/users/${user_id}/enable`, { reason: 'mistake' });
    expect((await use(second)).statusCode).toBe(401);
  });

  test('is not made for another person, and opens nothing that is about passwords', async () => {
    const person = await world.person('victim', []);
    expect((await keyOf(person.user_id)).json().code).toBe('identity.key_for_service_only');
    const { key } = (await keyOf(await service('erp'))).json();
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/identity/re-authenticate',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: '{"password":"x"}',
    });
    expect(answer.statusCode).toBe(403);
  });

  test('that is made up is refused, also where it is malformed', async () => {
    expect((await use(`tck_${'A'.repeat(43)}`)).statusCode).toBe(401);
    expect((await use('eyJhbGciOiJub25lIn0.e30.')).statusCode).toBe(401);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from './identity.test-support.ts';

/**
 * Who gets past the gate of which verb, written by hand and apart from the code. `all` is everybody, `person` everybody
 * with a session, otherwise the roles named. A verb that is missing here fails the test.
 */
const POLICY: Record<string, 'all' | 'person' | readonly string[]> = {
  'identity.session': 'all',
  'identity.first-run': 'all',
  'identity.sign-in': 'all',
  'identity.sign-out': 'all',
  'identity.re-authenticate': 'person',
  'identity.change-password': 'person',
  'identity.set-language': 'person',
  'identity.end-other-sessions': 'person',
  'identity.start-totp': 'person',
  'identity.confirm-totp': 'person',
  'identity.disable-totp': 'person',
  'identity.list-users': ['administrator'],
  'identity.create-user': ['administrator'],
  'identity.reset-password': ['administrator'],
  'identity.disable-user': ['administrator'],
  'identity.enable-user': ['administrator'],
  'identity.grant-role': ['administrator'],
  'identity.revoke-role': ['administrator'],
  'identity.create-api-key': ['administrator'],
  'identity.list-api-keys': ['administrator'],
  'identity.revoke-api-key': ['administrator'],
  'identity.list-audit': ['auditor'],
};

const BODIES: Record<string, object> = {
  'identity.first-run': { account: 'x1', display_name: 'x', password: 'a good long password' },
  'identity.sign-in': { account: 'nobody', password: 'x' },
  'identity.re-authenticate': { password: 'x' },
  'identity.change-password': { password: 'x', new_password: 'a good long password' },
  'identity.set-language': { language: 'zh' },
  'identity.start-totp': { password: 'x' },
  'identity.confirm-totp': { totp: '000000' },
  'identity.disable-totp': { password: 'x' },
  'identity.create-user': { account: 'x1', display_name: 'x', is_service: true },
  'identity.reset-password': { initial_password: 'a good long password' },
  'identity.disable-user': { reason: 'x' },
  'identity.enable-user': { reason: 'x' },
  'identity.grant-role': { role: 'planner' },
  'identity.revoke-role': { grant_id: 999 },
  'identity.create-api-key': { user_id: 999_999, name: 'x' },
};

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('every verb lets in whom the policy names, and nobody else', async () => {
  const staff = [
    'administrator',
    'planner',
    'purchaser',
    'warehouse_keeper',
    'warehouse_manager',
    'quality',
    'manager',
    'auditor',
  ];
  const outsiders = ['hospital_department', 'supplier', 'driver'];
  const people: [string, Person][] = [['nobody', world.stranger()]];
  const bogus = world.stranger();
  bogus.cookie = 'A'.repeat(43);
  people.push(['bogus', bogus]);
  for (const role of staff) people.push([role, await world.person(`p-${role}`, [{ role }])]);
  for (const role of outsiders)
    people.push([role, await world.person(`p-${role}`, [{ role, partner_id: 1 }])]);

  const unexpected: string[] = [];
  let cells = 0;
  for (const { contract } of world.identity.verbs) {
    const policy = POLICY[contract.name];
    if (policy === undefined) throw new Error(`VERB WITHOUT POLICY ${contract.name}`);
    const path = contract.path.replace(/\{\w+\}/, '999999');
    for (const [role, person] of people) {
      // Attempts of one must not lock the next, and signing out must not end what follows.
      await world.owner.query('delete from identity.login_attempt');
      const cookie = person.cookie;
      const answer =
        contract.method === 'GET'
          ? await person.get(path)
          : await person.post(path, BODIES[contract.name] ?? {});
      if (contract.name === 'identity.sign-out') {
        await world.owner.query('update identity.session set ended_at = null');
      }
      person.cookie = cookie;
      const anonymous = role === 'nobody' || role === 'bogus';
      const { code } = answer.statusCode === 200 ? { code: 'ok' } : answer.json();
      const expected =
        policy === 'all' || (policy === 'person' && !anonymous) || policy.includes(role)
          ? 'past the gate'
          : anonymous
            ? 'platform.not_signed_in'
            : 'platform.forbidden';
      const seen =
        code === 'platform.not_signed_in' || code === 'platform.forbidden' ? code : 'past the gate';
      if (seen !== expected) unexpected.push(`${contract.name} as ${role}: ${answer.statusCode} ${code}`);
      cells += 1;
    }
  }
  expect(unexpected).toEqual([]);
  expect(cells).toBe(Object.keys(POLICY).length * 13);
});

test.each([
  ['without an origin', {}],
  ['from a foreign origin', { origin: 'https://evil.example' }],
  [
    'from another site by the browser’s own word',
    { origin: 'http://localhost', 'sec-fetch-site': 'cross-site' },
  ],
])('a cookie alone does not let a request in %s', async (_name, headers) => {
  const admin = await world.administrator();
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/identity/end-other-sessions',
    headers: {
      host: 'localhost',
      cookie: `tongcang_session=${admin.cookie}`,
      'content-type': 'application/json',
      'idempotency-key': 'some-key-1',
      ...headers,
    },
    payload: '{}',
  });
  expect(answer.json()).toMatchObject({ status: 403, code: 'platform.foreign_origin' });
});

test.each([
  ['a role set along', '{"account":"x9","display_name":"x","is_service":true,"role":"administrator"}', 400],
  ['a prototype', '{"__proto__":{"is_service":true},"account":"x9","display_name":"x"}', 400],
  ['a key twice', '{"account":"x9","account":"x8","display_name":"x","is_service":true}', 400],
  ['NUL in a name', '{"account":"x9","display_name":"a\\u0000b","is_service":true}', 422],
  ['a lone surrogate', '{"account":"x9","display_name":"a\\ud800b","is_service":true}', 422],
])('%s makes no account', async (_name, payload, status) => {
  const admin = await world.administrator();
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/identity/users',
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      cookie: `tongcang_session=${admin.cookie}`,
      'content-type': 'application/json',
      'idempotency-key': 'some-key-2',
    },
    payload,
  });
  expect(answer.statusCode).toBe(status);
  const { rowCount } = await world.owner.query(`select 1 from identity.user where account in ('x8', 'x9')`);
  expect(rowCount).toBe(0);
});

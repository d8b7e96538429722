import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, PASSWORD, type Person, type World } from './identity.test-support.ts';
import { requireRecentPassword } from './index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.administrator();
});
afterAll(() => world.close());

const signIn = (person: Person, account: string, password: string, more: object = {}) =>
  person.post('/api/identity/sign-in', { account, password, ...more });
const signedIn = async (person: Person) =>
  (await person.get('/api/identity/session')).json().user?.account ?? null;

describe('sign-in', () => {
  test('opens a session whose token is in the cookie only, whatever the case of the account', async () => {
    const person = world.stranger();
    const answer = await signIn(person, 'ROOT', PASSWORD);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('{}');
    expect(answer.headers['set-cookie']).toMatch(/^tongcang_session=.*; HttpOnly; SameSite=Lax$/);
    expect(await signedIn(person)).toBe('root');
    const { rows } = await world.owner.query(
      `select count(*)::int as n from identity.session where token_hash = $1`,
      [Buffer.from(person.cookie!)],
    );
    expect(rows[0].n).toBe(0);
  });

  test('ends the session that the browser had before', async () => {
    const person = world.stranger();
    await signIn(person, 'root', PASSWORD);
    const before = { ...person, cookie: person.cookie };
    await signIn(person, 'root', PASSWORD);
    const stale = world.stranger();
    stale.cookie = before.cookie;
    expect(await signedIn(stale)).toBeNull();
    expect(await signedIn(person)).toBe('root');
  });

  test('answers an unknown account and a wrong password alike, in like time', async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    const bodies = new Set<string>();
    for (let round = 0; round < 8; round++) {
      for (const [times, account] of [
        [known, 'root'],
        [unknown, `nobody${round}`],
      ] as const) {
        await world.owner.query('delete from identity.login_attempt');
        const started = performance.now();
        const answer = await signIn(world.stranger(), account, 'not the password');
        times.push(performance.now() - started);
        const { request_id: _, ...body } = answer.json();
        bodies.add(JSON.stringify([answer.statusCode, body]));
      }
    }
    expect(bodies.size).toBe(1);
    // The quickest of each kind: what other work on the machine adds is left out.
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test.each(['root2', 'no-such-account'])(
    'locks account %s after five failures, then says when to come back',
    async (account) => {
      if (account === 'root2') await world.person('root2', []);
      for (let i = 0; i < 5; i++)
        expect((await signIn(world.stranger(), account, 'wrong')).statusCode).toBe(401);
      const answer = await signIn(world.stranger(), account, account === 'root2' ? PASSWORD : 'wrong');
      expect(answer.statusCode).toBe(429);
      expect(answer.json()).toMatchObject({ code: 'identity.locked', params: { retry_after_s: 60 } });
      expect(answer.headers['retry-after']).toBe('60');
      expect((await signIn(world.stranger(), 'root', PASSWORD)).statusCode).toBe(200);
      const { rows } = await world.owner.query(
        `select entity_id is not null as named, detail from platform.audit where action = 'identity.locked' order by at desc limit 1`,
      );
      expect(rows).toEqual([{ named: account === 'root2', detail: { by: ['account'] } }]);
    },
  );

  test('looks at no more than five guesses when fifty come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => signIn(world.stranger(), 'victim', 'guess')),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(45);
  });

  test('closes the door to an address that tries many accounts, and leaves these accounts open to others', async () => {
    const person = world.stranger();
    await world.owner.query('delete from identity.login_attempt');
    const codes: number[] = [];
    for (let i = 0; i < 33; i++)
      codes.push((await signIn(person, `staff${i % 11}`, 'Autumn2026!')).statusCode);
    expect(codes.filter((code) => code === 401)).toHaveLength(30);
    expect(codes.slice(30)).toEqual([429, 429, 429]);
    expect((await signIn(world.stranger(), 'staff0', 'Autumn2026!')).statusCode).toBe(401);
  });

  test('forgets the failures of an account that signs in', async () => {
    const person = world.stranger();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await signIn(person, 'root', 'wrong');
      expect((await signIn(person, 'root', PASSWORD)).statusCode).toBe(200);
    }
  });

  test('refuses a closed account like an unknown one', async () => {
    const admin = await world.administrator();
    const { user_id } = await world.person('gone', []);
    await admin.post(`/api/identity/users/${user_id}/disable`, { reason: 'left' });
    const answer = await signIn(world.stranger(), 'gone', PASSWORD);
    expect(answer.json()).toMatchObject({ status: 401, code: 'identity.wrong_credentials' });
  });
});

describe('sign-out', () => {
  test('ends the session and removes the cookie', async () => {
    const person = world.stranger();
    await signIn(person, 'root', PASSWORD);
    const stolen = world.stranger();
    stolen.cookie = person.cookie;
    expect((await person.post('/api/identity/sign-out')).statusCode).toBe(200);
    expect(person.cookie).toBeNull();
    expect(await signedIn(stolen)).toBeNull();
  });
});

describe('one-time codes', () => {
  const codeOf = (uri: string, steps = 0) => {
    const url = new URL(uri);
    return new TOTP({ secret: url.searchParams.get('secret')! }).generate({
      timestamp: Date.now() + steps * 30_000,
    });
  };

  test('are asked for once in force, each good for one use', async () => {
    const person = await world.person('coder', []);
    expect((await person.post('/api/identity/confirm-totp', { totp: '123456' })).json().code).toBe(
      'identity.totp_not_started',
    );
    const started = await person.post('/api/identity/start-totp', { password: PASSWORD });
    const { otpauth_uri } = started.json();
    expect(otpauth_uri).toMatch(/^otpauth:\/\/totp\/Tongcang:coder\?/);
    expect(
      (await person.post('/api/identity/confirm-totp', { totp: codeOf(otpauth_uri, 10) })).json().code,
    ).toBe('identity.wrong_totp');
    const first = codeOf(otpauth_uri, -1);
    expect((await person.post('/api/identity/confirm-totp', { totp: first })).statusCode).toBe(200);
    expect((await person.post('/api/identity/start-totp', { password: PASSWORD })).json().code).toBe(
      'identity.totp_active',
    );

    expect((await signIn(world.stranger(), 'coder', PASSWORD)).json().code).toBe('identity.totp_required');
    expect((await signIn(world.stranger(), 'coder', PASSWORD, { totp: first })).json().code).toBe(
      'identity.wrong_totp',
    );
    const second = codeOf(otpauth_uri, 1);
    const twice = await Promise.all([
      signIn(world.stranger(), 'coder', PASSWORD, { totp: second }),
      signIn(world.stranger(), 'coder', PASSWORD, { totp: second }),
    ]);
    expect(twice.map((answer) => answer.statusCode).sort()).toEqual([200, 401]);

    expect((await person.post('/api/identity/disable-totp', { password: PASSWORD })).statusCode).toBe(200);
    expect((await person.post('/api/identity/disable-totp', { password: PASSWORD })).json().code).toBe(
      'identity.totp_not_started',
    );
    expect((await signIn(world.stranger(), 'coder', PASSWORD)).statusCode).toBe(200);
  });

  test('cannot be guessed by somebody who has the password', async () => {
    const person = await world.person('guessed', []);
    const { otpauth_uri } = (await person.post('/api/identity/start-totp', { password: PASSWORD })).json();
    await person.post('/api/identity/confirm-totp', { totp: codeOf(otpauth_uri) });
    const codes: number[] = [];
    for (let i = 0; i < 7; i++) {
      codes.push((await signIn(world.stranger(), 'guessed', PASSWORD)).statusCode);
      codes.push((await signIn(world.stranger(), 'guessed', PASSWORD, { totp: '000000' })).statusCode);
    }
    expect(codes.filter((code) => code === 429).length).toBeGreaterThan(3);
  });
});

describe('giving the password again', () => {
  test('is refused when wrong, counts as a failed sign-in, and holds for five minutes', async () => {
    const person = await world.person('signer', []);
    expect((await person.post('/api/identity/re-authenticate', { password: 'wrong' })).json()).toMatchObject({
      status: 403,
      code: 'identity.wrong_password',
    });
    const recent = async () => {
      const actor = await world.identity.authenticate({ kind: 'session', token: person.cookie! });
      return actor!.recently_authenticated;
    };
    expect(await recent()).toBe(true);
    await world.owner.query(
      `update identity.session set reauthenticated_at = now() - interval '6 minutes' where user_id = $1`,
      [person.user_id],
    );
    expect(await recent()).toBe(false);
    const stale = await world.identity.authenticate({ kind: 'session', token: person.cookie! });
    expect(() => requireRecentPassword(stale!)).toThrow('identity.reauthentication_needed');
    const again = await person.post('/api/identity/re-authenticate', { password: PASSWORD });
    expect(again.json()).toEqual({ valid_for_s: 300 });
    expect(await recent()).toBe(true);
    for (let i = 0; i < 5; i++) await person.post('/api/identity/re-authenticate', { password: 'wrong' });
    expect((await person.post('/api/identity/re-authenticate', { password: PASSWORD })).statusCode).toBe(429);
  });
});

describe('change of password', () => {
  test('ends the other sessions, keeps this one, and is answered again under the same key', async () => {
    const person = await world.person('changer', []);
    const other = world.stranger();
    await signIn(other, 'changer', PASSWORD);
    const change = (password: string, new_password: string, key?: string) =>
      person.post('/api/identity/change-password', { password, new_password }, key);
    expect((await change('wrong', 'another good one')).json().code).toBe('identity.wrong_password');
    expect((await change(PASSWORD, PASSWORD)).json().code).toBe('identity.password_unchanged');
    expect((await change(PASSWORD, 'qwertyuiop12')).json()).toMatchObject({
      code: 'identity.password_common',
      errors: [{ path: 'new_password' }],
    });
    expect((await change(PASSWORD, 'another good one', 'key-12345678')).statusCode).toBe(200);
    const again = await change(PASSWORD, 'another good one', 'key-12345678');
    expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await signedIn(person)).toBe('changer');
    expect(await signedIn(other)).toBeNull();
  });

  test('comes before anything else where another person made the password', async () => {
    const admin = await world.administrator();
    const made = await admin.post('/api/identity/users', {
      account: 'newcomer',
      display_name: '新人',
      initial_password: 'handed over on paper',
    });
    const { user_id } = made.json();
    await admin.post(`/api/identity/users/${user_id}/grant-role`, { role: 'auditor' });
    const person = world.stranger();
    await signIn(person, 'newcomer', 'handed over on paper');
    expect((await person.get('/api/identity/session')).json().user).toMatchObject({
      must_change_password: true,
      permissions: [],
      warehouses: [],
    });
    expect((await person.get('/api/identity/audit')).statusCode).toBe(403);
    await person.post('/api/identity/change-password', {
      password: 'handed over on paper',
      new_password: PASSWORD,
    });
    expect((await person.get('/api/identity/audit')).statusCode).toBe(200);
  });
});

test('other sessions of the own account can be ended', async () => {
  const person = await world.person('wanderer', []);
  const left_open = world.stranger();
  await signIn(left_open, 'wanderer', PASSWORD);
  expect((await person.post('/api/identity/end-other-sessions')).json()).toEqual({ ended: 1 });
  expect(await signedIn(left_open)).toBeNull();
  expect(await signedIn(person)).toBe('wanderer');
});

test('the language chosen holds for the next request', async () => {
  const person = await world.person('linguist', []);
  await person.post('/api/identity/set-language', { language: 'en' });
  expect((await person.get('/api/identity/session')).json().user.language).toBe('en');
  expect((await person.get('/api/identity/audit')).json().title).toMatch(/^You lack the permission/);
});

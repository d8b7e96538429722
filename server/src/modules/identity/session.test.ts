import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { first_run_roles } from './identity.model.ts';
import { createWorld, PASSWORD, type World } from './identity.test-support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FIRST = { account: 'root', display_name: '管理员', password: PASSWORD };

describe('first run', () => {
  test('is asked for while there is no user', async () => {
    const { get } = world.stranger();
    expect((await get('/api/identity/session')).json()).toEqual({ first_run: true, user: null });
  });

  test.each([
    ['twelve-char', 'short', 'platform.invalid_input', 'password'],
    ['common', 'Password1234', 'identity.password_common', 'password'],
    ['one run', '123456789012', 'identity.password_common', 'password'],
    ['few letters', 'abababababab', 'identity.password_common', 'password'],
    ['own account', 'my root is deep', 'identity.password_contains_account', 'password'],
  ])('refuses a password that is %s', async (_name, password, code, path) => {
    const answer = await world.stranger().post('/api/identity/first-run', { ...FIRST, password });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code, errors: [{ path }] });
  });

  test('makes one administrator when five browsers finish it at once, and signs that one in', async () => {
    const people = Array.from({ length: 5 }, () => world.stranger());
    const answers = await Promise.all(
      people.map((person, index) =>
        person.post('/api/identity/first-run', { ...FIRST, account: `root${index % 2}` }),
      ),
    );
    const won = answers.findIndex((answer) => answer.statusCode === 200);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(answers[(won + 1) % 5]!.json()).toMatchObject({ code: 'identity.first_run_over' });
    expect(answers[won]!.body).toBe('{}');
    const { first_run, user } = (await people[won]!.get('/api/identity/session')).json();
    expect(first_run).toBe(false);
    expect(user).toMatchObject({
      all_warehouses: true,
      must_change_password: false,
      roles: [...first_run_roles].sort(),
      warehouses: [{ code: 'WH-SH' }, { code: 'WH-CD' }],
    });
    expect(user.permissions).toContain('transfer.approve');
  });
});

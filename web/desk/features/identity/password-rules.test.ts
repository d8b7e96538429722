import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-rules.ts';

const check = (password: string, account = 'admin', again = password) =>
  checkPassword({ password, again, account });

describe('password rules of the form', () => {
  it('accept a long phrase, also in Chinese', () => {
    for (const password of ['correct horse battery', '春天的仓库里有七只猫和鸟']) {
      expect(Object.values(check(password)).every(Boolean)).toBe(true);
    }
  });
  it('count characters, not code units', () => {
    expect(check('😀😁😂😃😄😅').length).toBe(false);
  });
  it('refuse the account inside, repetition and runs', () => {
    expect(check('my-ADMIN-password').account).toBe(false);
    expect(check('aaaaaaaaaaaa').variety).toBe(false);
    expect(check('123456789012').variety).toBe(false);
    expect(check('abcdefghijkl').variety).toBe(false);
  });
  it('refuse two entries that differ, and nothing at all', () => {
    expect(check('correct horse battery', 'x', 'correct horse').same).toBe(false);
    expect(Object.values(check('')).some(Boolean)).toBe(false);
  });
});

import { permissions, type Role, roles } from '@tongcang/contract';
import { describe, expect, test } from 'vitest';
import {
  type Attempts,
  attempt_limits,
  decideAttempt,
  grantShapeIsLawful,
  passwordProblem,
  rightsOf,
  role_permissions,
} from './identity.model.ts';

describe('duties', () => {
  const holders = (permission: string) =>
    roles.filter((role) => (role_permissions[role] as readonly string[]).includes(permission));

  test('every permission is held by some role', () => {
    expect(permissions.filter((permission) => holders(permission).length === 0)).toEqual([]);
  });

  test('who releases goods neither receives nor posts them', () => {
    for (const role of holders('quality.dispose')) {
      expect(role_permissions[role]).not.toContain('stock.post');
      expect(role_permissions[role]).not.toContain('transfer.receive');
      expect(role_permissions[role]).not.toContain('stock.adjust');
    }
  });

  test('who manages accounts neither approves nor reads the audit trail', () => {
    for (const role of [...holders('identity.manage_users'), ...holders('identity.manage_keys')]) {
      for (const held of ['transfer.approve', 'planning.accept', 'platform.read_audit', 'stock.post']) {
        expect(role_permissions[role]).not.toContain(held);
      }
    }
  });

  test('an auditor reads and does nothing else', () => {
    expect(role_permissions.auditor.filter((permission) => !/\.read(_audit)?$/.test(permission))).toEqual([]);
  });

  test('outsiders reach neither stock nor master data nor plans', () => {
    for (const role of ['hospital_department', 'supplier', 'driver'] as const) {
      for (const permission of role_permissions[role])
        expect(permission).toMatch(/^(fulfilment|transfer|transport|supply|coldchain)\.|^quality\.complain$/);
    }
  });
});

describe('rights', () => {
  const grant = (role: Role, warehouse_id: number | null = null, partner_id: number | null = null) => ({
    role,
    warehouse_id,
    partner_id,
  });

  test('of nobody are none', () => {
    expect(rightsOf(1, [])).toMatchObject({
      permissions: new Map(),
      scope: { warehouses: [], partner_id: null },
    });
  });

  test('of an outsider ignore a staff grant that should not be there', () => {
    const { permissions: held, scope } = rightsOf(1, [grant('administrator'), grant('supplier', null, 5)]);
    expect([...held.keys()]).toEqual(role_permissions.supplier);
    expect(scope).toEqual({ user_id: 1, warehouses: [], partner_id: 5 });
  });

  test('everywhere is not narrowed by a later grant at one warehouse', () => {
    const { permissions: held } = rightsOf(1, [grant('planner'), grant('planner', 3)]);
    expect(held.get('transfer.approve')).toBe('all');
  });

  test('a driver is staff at a warehouse or acts for a carrier, not both', () => {
    expect(grantShapeIsLawful(grant('driver', 3))).toBe(true);
    expect(grantShapeIsLawful(grant('driver', null, 3))).toBe(true);
    expect(grantShapeIsLawful(grant('driver', 3, 3))).toBe(false);
  });
});

describe('attempts', () => {
  const limits = attempt_limits.account;
  const fresh: Attempts = { failures: 0, locks: 0, age_s: 0, locked_for_s: null };

  test('five are looked at, the sixth closes the door for a minute, each later lock for twice as long up to 15', () => {
    const locks: number[] = [];
    let state = fresh;
    for (let i = 0; i < 36; i++) {
      const decision = decideAttempt(state, limits);
      if (decision.lock_s !== null) locks.push(decision.lock_s);
      // The next attempt comes right after the lock.
      state = { ...decision, age_s: 1, locked_for_s: decision.lock_s === null ? null : -1 };
    }
    expect(locks).toEqual([60, 120, 240, 480, 900, 900]);
  });

  test('behind a closed door nothing counts and the lock grows no longer', () => {
    const decision = decideAttempt({ failures: 6, locks: 1, age_s: 1, locked_for_s: 12.2 }, limits);
    expect(decision).toEqual({ failures: 6, locks: 1, lock_s: 13, newly_locked: false });
  });

  test('failures far apart do not add up, and locks are forgotten after a day', () => {
    expect(decideAttempt({ ...fresh, failures: 5, age_s: 901 }, limits).failures).toBe(1);
    expect(decideAttempt({ ...fresh, locks: 4, age_s: 86_401 }, limits).locks).toBe(0);
    expect(decideAttempt({ ...fresh, locks: 4, age_s: 86_399 }, limits).locks).toBe(4);
  });
});

describe('passwords', () => {
  test.each([
    ['PassWord1234', 'identity.password_common'],
    ['passwordpassword', 'identity.password_common'],
    ['aaaaaaaaaaaaaaaa', 'identity.password_common'],
    ['890123456789', 'identity.password_common'],
    ['nmlkjihgfedcba', 'identity.password_common'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'identity.password_common'],
    ['xx-Zhang.Wei-xx', 'identity.password_contains_account'],
    ['一二三四五六七八九十百千', null],
    ['correct horse battery', null],
  ])('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'zhang.wei')).toBe(problem);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/support/db.ts';
import { createWorld, type World } from '../../../test/support/world.ts';
import type { Context } from '../../platform/use-case.ts';
import { sign, signaturesOf } from './sign.ts';

let world: World;
let audited: unknown[];
let user_id: number;
beforeAll(async () => {
  world = await createWorld(await createTestDatabase());
  const [user] = await world.sql<{ user_id: number }>(
    `insert into identity."user" (account, display_name, language, is_service, must_change_password)
     values ('signer', 'Signer', 'zh', true, false) returning user_id`,
  );
  user_id = user!.user_id;
});
afterAll(() => world.close());

const record = { lot_no: 'A1', qty: 5, parts: [{ a: 1, b: 2 }] };
const signed = (recently: boolean, entity_id: number) =>
  world.tx((tx) => {
    audited = [];
    const actor = { ...world.as([], 'all', user_id), recently_authenticated: recently };
    const context = { tx, actor, audit: (entry: unknown) => audited.push(entry) } as unknown as Context;
    return sign(context, { entity: 'test', entity_id, record, meaning: 'released', reason: 'conforms' });
  });

describe('a signature', () => {
  test('needs the password once more', async () => {
    await expect(signed(false, 1)).rejects.toMatchObject({ code: 'identity.reauthentication_needed' });
    expect(await world.tx((tx) => signaturesOf(tx, 'test', 1))).toEqual([]);
  });

  test('shows name, time and meaning, and is audited', async () => {
    await signed(true, 2);
    const [row] = await world.tx((tx) => signaturesOf(tx, 'test', 2));
    expect(row).toMatchObject({ meaning: 'released', reason: 'conforms', fits: null });
    expect(row!.signed_name.length).toBeGreaterThan(0);
    expect(audited).toEqual([expect.objectContaining({ action: 'identity.sign', entity_id: 2 })]);
  });

  test('fits the record that was signed, in whatever order its keys come, and no other', async () => {
    await signed(true, 3);
    const fits = async (now: Record<string, unknown>) =>
      (await world.tx((tx) => signaturesOf(tx, 'test', 3, now)))[0]!.fits;
    expect(await fits({ parts: [{ b: 2, a: 1 }], qty: 5, lot_no: 'A1' })).toBe(true);
    expect(await fits({ ...record, qty: 6 })).toBe(false);
    expect(await fits({ ...record, parts: [] })).toBe(false);
  });

  test('is never changed or taken back by the application', async () => {
    await signed(true, 4);
    for (const statement of ["update identity.signature set reason = 'x'", 'delete from identity.signature'])
      await expect(world.tx((tx) => tx.run(statement, []))).rejects.toThrow(/permission denied/);
  });
});

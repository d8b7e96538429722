import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { getCompanySettings, setCompanySettings } from './company-settings.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

test('settings hold their defaults until somebody of the whole company changes them, with a reason in the trail', async () => {
  const get = () => world.call(getCompanySettings, {}) as Promise<Record<string, unknown>>;
  expect(await get()).toMatchObject({ 'stock.gs1_company_prefix': '', 'transport.delay_minutes': 30 });
  const change = { values: { 'stock.gs1_company_prefix': '6945630' }, reason: '取得厂商识别代码' };
  const clerk = world.as(['masterdata.write'], [world.north.warehouse_id]);
  const refused = await refusalOf(world.call(setCompanySettings, change, { actor: clerk }));
  expect(refused.code).toBe('platform.forbidden');
  await world.call(setCompanySettings, change);
  expect(await get()).toMatchObject({ 'stock.gs1_company_prefix': '6945630', 'transport.delay_minutes': 30 });
  const [trail] = await world.sql<{ reason: string; detail: { changes: object } }>(
    `select reason, detail from platform.audit where action = 'masterdata.set_company_settings'`,
  );
  expect(trail).toMatchObject({ reason: change.reason, detail: { changes: change.values } });
});

test('values of another shape and unknown names are refused before anything is written', () => {
  const { input } = setCompanySettings.contract;
  const parse = (values: object) => input.safeParse({ values, reason: 'x' }).success;
  expect(parse({ 'stock.gs1_company_prefix': 'abc' })).toBe(false);
  expect(parse({ 'transport.delay_minutes': 0 })).toBe(false);
  expect(parse({ 'fulfilment.review_classes': ['IV'] })).toBe(false);
  expect(parse({ unheard_of: 1 })).toBe(false);
  expect(parse({ 'fulfilment.review_classes': ['III'] })).toBe(true);
});

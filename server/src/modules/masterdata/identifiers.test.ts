import type { DatasetRow } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { addIdentifier, listIdentifiers, retireIdentifier } from './identifiers.ts';
import { type IdentifierRow, writeIdentifiers, writeItems } from './index.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const CARTON = '16945630100014';
const HIBC = 'A123BJC5D6E71';
// biome-ignore lint/suspicious/noExplicitAny: answers of several verbs are looked into.
const call = (verb: any, input: object): Promise<any> => world.call(verb, input);
const add = (more: object) =>
  call(addIdentifier, {
    item_id: world.items.gloves,
    issuer: 'gs1',
    di: CARTON,
    packing_level: 'carton',
    units_per_pack: 10,
    ...more,
  });
const of = async (item_id: number) => (await call(listIdentifiers, { item_id })).rows;

describe('device identifiers of an item', () => {
  test('begin with the one of the base unit', async () => {
    expect(await of(world.items.gloves)).toMatchObject([
      {
        issuer: 'gs1',
        di: '06945630100017',
        packing_level: 'unit',
        units_per_pack: 1,
        base: true,
        source: 'item',
      },
    ]);
  });

  test('come from several issuers and levels, stored in their normal form', async () => {
    expect((await add({})).di).toBe(CARTON);
    const hibc = { issuer: 'hibc', di: '+a123bjc5d6e71', packing_level: 'unit', units_per_pack: 1 };
    expect((await add(hibc)).di).toBe(HIBC);
    const part = {
      issuer: 'ma',
      di: 'MA.156.M0.100761.01234561',
      packing_level: 'use_unit',
      units_per_pack: 0,
    };
    await add(part);
    const rows = await of(world.items.gloves);
    expect(rows.map((row: { di: string }) => row.di)).toEqual([
      '06945630100017',
      'MA.156.M0.100761.01234561',
      HIBC,
      CARTON,
    ]);
  });

  test('change where they are entered again', async () => {
    await add({ units_per_pack: 12, gcp_length: 8, label_parts: ['lot', 'expiry_date'] });
    await add({ units_per_pack: 10 });
    const row = (await of(world.items.gloves)).find((one: { di: string }) => one.di === CARTON);
    expect(row).toMatchObject({ units_per_pack: 10, gcp_length: 8, label_parts: ['lot', 'expiry_date'] });
  });

  test('belong to one item', async () => {
    const { code, error } = await refusalOf(add({ item_id: world.items.bandage }));
    expect([code, error.params]).toEqual(['masterdata.udi_di_taken', { di: CARTON, item_code: 'GLOVES' }]);
    expect(error.errors).toMatchObject([{ path: 'rows.0.di' }]);
  });

  test.each([
    ['masterdata.di_invalid', { di: '16945630100013' }],
    ['masterdata.di_invalid', { issuer: 'hibc', di: 'ABC' }],
    ['masterdata.gcp_only_gs1', { issuer: 'ahm', di: 'MF1', gcp_length: 8 }],
    ['masterdata.use_unit_only', { units_per_pack: 0 }],
    ['masterdata.base_identifier', { di: '6945630100017' }],
    ['platform.not_found', { item_id: 999_999 }],
  ])('are refused with %s: %j', async (code, more) => {
    expect((await refusalOf(add(more))).code).toBe(code);
  });

  test('end, stay on the list, and may begin anew', async () => {
    const { identifier_id } = await add({ di: '26945630100011', units_per_pack: 100 });
    await call(retireIdentifier, { identifier_id, reason: '改包装' });
    const find = async () =>
      (await of(world.items.gloves)).find((one: { di: string }) => one.di === '26945630100011');
    expect(await find()).toMatchObject({ retired: true });
    expect((await refusalOf(call(retireIdentifier, { identifier_id, reason: 'x' }))).code).toBe(
      'masterdata.identifier_retired',
    );
    await add({ di: '26945630100011', units_per_pack: 100 });
    expect(await find()).toMatchObject({ retired: false, valid_to: null });
  });

  test('entered by mistake go to the right item', async () => {
    const { identifier_id } = await add({ di: '36945630100018' });
    await call(retireIdentifier, { identifier_id, mistake: true, reason: '录错产品' });
    await add({ item_id: world.items.bandage, di: '36945630100018' });
    expect((await of(world.items.bandage)).map((row: { di: string }) => row.di)).toContain('36945630100018');
  });

  test('of the base unit are not retired, and a new one leaves the old one on file', async () => {
    const [base] = await of(world.items.stent);
    const refused = await refusalOf(
      call(retireIdentifier, { identifier_id: base.identifier_id, reason: 'x' }),
    );
    expect(refused.code).toBe('masterdata.base_identifier');
    await world.sql(`update masterdata.item set udi_di = '06945630100093' where item_code = 'STENT'`);
    expect(await of(world.items.stent)).toMatchObject([
      { di: '06945630100093', base: true },
      { di: '06945630100024', base: false, packing_level: 'unit' },
    ]);
    await expect(
      world.sql(`update masterdata.item set udi_di = $1 where item_code = 'STENT'`, [CARTON]),
    ).rejects.toThrow('belongs to another item');
  });

  test('of an imported item may be of any issuer, and its old one stays', async () => {
    const row = (udi_di: string): DatasetRow<'item'> => ({
      item_code: 'IMPORTED',
      name: '测试',
      name_en: null,
      model: 'M',
      device_class: 'II',
      category: '14',
      unit: '个',
      carton_qty: 1,
      udi_di,
      registration_no: '国械注准20253140001',
      manufacturer_code: 'SUPPLIER',
      tracking: 'lot',
      implant: false,
      sterile: false,
      storage_condition: 'ambient',
      temp_min_c: null,
      temp_max_c: null,
      shelf_life_days: null,
      unit_cost_fen: 1,
      unit_volume_ml: 1,
      unit_weight_g: 1,
    });
    for (const written of ['6945630100505', '+B777XYZ1'])
      expect(await world.tx((tx) => writeItems(tx, [row(written)]))).toBe(1);
    const [{ item_id }] = (await world.sql<{ item_id: string }>(
      `select item_id from masterdata.item where item_code = 'IMPORTED'`,
    )) as [{ item_id: string }];
    expect(await of(Number(item_id))).toMatchObject([
      { issuer: 'hibc', di: 'B777XYZ1', base: true },
      { issuer: 'gs1', di: '06945630100505', base: false },
    ]);
  });

  test('are written by the door in two statements, however many', async () => {
    const row = (index: number): IdentifierRow => ({
      item_id: world.items.insulin,
      issuer: 'ahm',
      di: `MF${1000 + index}`,
      packing_level: 'inner',
      units_per_pack: 2,
      source: 'udid',
    });
    const ids = await world.tx((tx) =>
      writeIdentifiers(
        tx,
        Array.from({ length: 40 }, (_, index) => row(index)),
      ),
    );
    expect(new Set(ids).size).toBe(40);
    const again = await world.tx((tx) => writeIdentifiers(tx, [row(7), row(3)]));
    expect(again).toEqual([ids[7], ids[3]]);
  });
});

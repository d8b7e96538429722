import { mod43 } from '@tongcang/udi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { observeStatements } from '../../platform/db.ts';
import { type IdentifierRow, writeIdentifiers } from '../masterdata/index.ts';
import { settle } from './read-label.ts';
import { resolveScan } from './resolve-scan.ts';

let world: World;
let gloves: Lot;
let stent: Lot;
beforeAll(async () => {
  world = await createWorld();
  gloves = await world.lot(world.items.gloves, 'A1B2C3', { made: '2025-01-01', expires: '2028-01-01' });
  stent = await world.lot(world.items.stent, 'ST-1');
  await world.receive(stent, world.north.bins.shelf, 1, { serial_nos: ['SN0001'] });
  await world.tx((tx) => writeIdentifiers(tx, packs(world.items.gloves)));
});

const HIBC = 'A123BJC5D6E71';
const MA = 'MA.156.M0.100761.21234561';
function packs(item_id: number): IdentifierRow[] {
  const row = (
    issuer: IdentifierRow['issuer'],
    di: string,
    more: Partial<IdentifierRow> = {},
  ): IdentifierRow => ({
    item_id,
    issuer,
    di,
    packing_level: 'unit',
    units_per_pack: 1,
    source: 'entered',
    ...more,
  });
  return [
    row('gs1', '16945630100014', { packing_level: 'carton', units_per_pack: 10 }),
    row('gs1', '26945630100011', { packing_level: 'pallet', units_per_pack: 400, valid_to: '2020-12-31' }),
    row('hibc', HIBC),
    row('ma', MA, { packing_level: 'inner', units_per_pack: 5 }),
    row('ahm', 'MF86BA12'),
    row('iccbba', 'A9999XYZ100T0944'),
    row('ma', 'MA.156.M0.100761.01234561', { packing_level: 'use_unit', units_per_pack: 0 }),
  ];
}
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: the answer has many shapes that are looked into here.
const scan = (code: string, more = {}): Promise<any> => world.call(resolveScan, { code, ...more });
const GS = '\u001d';

describe('resolve-scan', () => {
  test('reads a full label: item, lot and what is on file of it', async () => {
    const answer = await scan(`]d201069456301000171125010117280101${'10A1B2C3'}${GS}`);
    expect(answer).toMatchObject({
      kind: 'lot',
      item_code: 'GLOVES',
      lot_id: gloves.lot_id,
      lot_no: 'A1B2C3',
      expiry_date: '2028-01-01',
      warnings: [],
    });
  });

  test('finds a serial with its place, a known item without lot, and fills in what is not on file', async () => {
    const serial = await scan('(01)06945630100024(10)ST-1(21)SN0001');
    expect(serial).toMatchObject({ kind: 'serial', serial_no: 'SN0001', account_id: world.north.bins.shelf });
    expect(await scan('06945630100017')).toMatchObject({ kind: 'item', item_code: 'GLOVES', lot_id: null });
    const fresh = await scan('(01)06945630100017(17)290131(10)NEW-LOT');
    expect(fresh).toMatchObject({ kind: 'item', lot_no: 'NEW-LOT', lot_id: null, expiry_date: '2029-01-31' });
    expect(fresh.warnings.map((w: { code: string }) => w.code)).toEqual(['stock.place_or_lot_unknown']);
    const piece = await scan('(01)06945630100024(10)ST-1(21)OTHER');
    expect(piece.warnings.map((w: { code: string }) => w.code)).toEqual(['stock.serial_unknown']);
  });

  test('tells when label and file differ about the expiry', async () => {
    const answer = await scan('(01)06945630100017(17)280202(10)A1B2C3');
    expect(answer.expiry_date).toBe('2028-01-01');
    expect(answer.warnings).toMatchObject([
      { code: 'stock.lot_conflict', params: { expiry_date: '2028-01-01', given_expiry_date: '2028-02-02' } },
    ]);
  });

  test('reads what scanners send: lower-case symbology, full-width digits, day 00', async () => {
    expect(await scan(']D20106945630100017')).toMatchObject({ item_code: 'GLOVES' });
    expect(await scan('０６９４５６３０１０００１７')).toMatchObject({ item_code: 'GLOVES' });
    expect(await scan('(01)06945630100017(17)280600(10)X')).toMatchObject({ expiry_date: '2028-06-30' });
    expect(await scan('6945630100017')).toMatchObject({ item_code: 'GLOVES' });
  });

  test('finds places by their code in the warehouse where the scanner stands', async () => {
    const place = await scan('A-01', { warehouse_id: world.south.warehouse_id });
    expect(place).toMatchObject({ kind: 'location', account_id: world.south.bins.shelf });
    expect((await refusalOf(scan('A-01'))).code).toBe('stock.scan_unknown');
  });

  test('takes lots, serials and item codes as printed', async () => {
    expect(await scan('A1B2C3')).toMatchObject({ kind: 'lot', lot_id: gloves.lot_id });
    expect(await scan('SN0001')).toMatchObject({ kind: 'serial', item_code: 'STENT' });
    expect(await scan('BANDAGE')).toMatchObject({ kind: 'item', item_code: 'BANDAGE' });
  });

  test('asks when a printed lot belongs to several items', async () => {
    await world.lot(world.items.gloves, 'TWICE');
    await world.lot(world.items.bandage, 'TWICE');
    const { code, error } = await refusalOf(scan('TWICE'));
    expect([code, error.params]).toEqual(['stock.scan_invalid', { problem: 'AMBIGUOUS' }]);
    expect(error.errors.map((e) => e.params.item_code).sort()).toEqual(['BANDAGE', 'GLOVES']);
  });

  test('settles a swallowed separator by the lots on file, and shows both readings where it cannot', async () => {
    const text = '0106945630100024' + '10ST-121SN0001';
    expect(await scan(text)).toMatchObject({ kind: 'serial', lot_no: 'ST-1', serial_no: 'SN0001' });
    const { code, error } = await refusalOf(scan('0106945630100024' + '10Q-121SN77'));
    expect([code, error.params.problem]).toEqual(['stock.scan_invalid', 'AMBIGUOUS']);
    expect(error.errors.length).toBeGreaterThan(1);
    expect(error.errors.map((e) => e.params.lot)).toContain('Q-1');
  });

  test.each([
    ['0106945630100013', 'CHECK_DIGIT'],
    ['(01)06945630100017(17)281301', 'MONTH'],
    ['(01)06945630100017(17)240231', 'DAY'],
    ['(01)06945630100017(10)A(10)B', 'DUPLICATE_AI'],
    ['(00)069012340000000017', 'CHECK_DIGIT'],
    ['(01)06945630100017(10)A\u202eB', 'INVISIBLE'],
  ])('refuses %j with the reason of the parser', async (code, problem) => {
    const refused = await refusalOf(scan(code));
    expect([refused.code, refused.error.params.problem]).toEqual(['stock.scan_invalid', problem]);
  });

  test('says unknown of a right number that is no device of ours', async () => {
    for (const code of ['04006381333931', '(00)069012340000000016', 'whatever', '1=1']) {
      expect((await refusalOf(scan(code))).code).toBe('stock.scan_unknown');
    }
  });
});

describe('packs and issuers', () => {
  test('a carton counts its content, of the lot on its label', async () => {
    expect(await scan('(01)16945630100014(10)A1B2C3')).toMatchObject({
      kind: 'lot',
      item_code: 'GLOVES',
      lot_id: gloves.lot_id,
      issuer: 'gs1',
      di: '16945630100014',
      packing_level: 'carton',
      units_per_pack: 10,
      units: 10,
    });
    expect(await scan('(01)06945630100017')).toMatchObject({ packing_level: 'unit', units: 1 });
  });

  test('labels that say how many they hold count that', async () => {
    expect(await scan('(00)069012340000000016(02)16945630100014(37)12')).toMatchObject({ units: 120 });
    expect(await scan('(01)06945630100017(30)25')).toMatchObject({ units: 25 });
    expect(await scan(checked(`+${HIBC}/$$824`))).toMatchObject({ units: 24 });
  });

  test('the number on a carton is not the number of a piece', async () => {
    const answer = await scan('(01)16945630100014(10)A1B2C3(21)SN0001');
    expect(answer).toMatchObject({ kind: 'lot', serial_no: null, units: 10, warnings: [] });
  });

  test.each([
    ['hibc', () => checked(`+${HIBC}/$A1B2C3`), 1],
    ['ma', () => `${MA}.LA1B2C3.E280101`, 5],
    ['ahm', () => 'MF86BA12', 1],
    ['iccbba', () => '=/A9999XYZ100T0944', 1],
    ['gs1', () => '303211E8D680004000003039', 1],
    ['ma', () => 'MA.156.M0.100761.01234561.LA1B2C3', 0],
  ])('%s labels lead to the item', async (issuer, code, units) => {
    expect(await scan(code())).toMatchObject({ item_code: 'GLOVES', issuer, units });
  });

  test('identifiers as typed lead to the item too', async () => {
    for (const typed of [HIBC, MA, 'MF86BA12', '16945630100014'])
      expect(await scan(typed), typed).toMatchObject({ item_code: 'GLOVES' });
  });

  test('a barcode with the lot alone is found by the lot', async () => {
    expect(await scan('(17)280101(10)A1B2C3')).toMatchObject({ kind: 'lot', lot_id: gloves.lot_id });
    expect(await scan(checked('+$A1B2C3X'))).toMatchObject({ kind: 'lot', lot_id: gloves.lot_id });
  });

  test('old labels are found with a warning, and so are labels whose check character is wrong', async () => {
    const old = await scan('(01)26945630100011(10)A1B2C3');
    expect(old.warnings).toMatchObject([
      { code: 'stock.identifier_retired', params: { di: '26945630100011', valid_to: '2020-12-31' } },
    ]);
    const text = checked(`+${HIBC}/$A1B2C3`);
    const wrong = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
    expect((await scan(wrong)).warnings).toMatchObject([{ code: 'stock.check_character' }]);
  });

  test('each choice of a doubtful label is a text that means it alone', async () => {
    const { error } = await refusalOf(scan('0106945630100024' + '10Q-121SN77'));
    for (const { params } of error.errors) {
      const answer = await scan(String(params.code));
      expect([answer.lot_no, answer.serial_no]).toEqual([params.lot, params.serial]);
    }
  });

  test('each choice of a lot of several items says of which', async () => {
    const { error } = await refusalOf(scan('TWICE'));
    for (const { params } of error.errors) {
      expect(await scan(String(params.code), { item_id: params.item_id })).toMatchObject({
        kind: 'lot',
        item_code: params.item_code,
      });
    }
  });

  test('takes at most six statements', async () => {
    for (const code of [
      '(01)16945630100014(10)A1B2C3(21)X',
      '0106945630100024' + '10ST-121SN0001',
      'A1B2C3',
    ]) {
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await scan(code, { warehouse_id: world.north.warehouse_id }).finally(() => observeStatements(null));
      // The scope of the actor and the six of the verb.
      expect(statements, code).toBeLessThanOrEqual(7);
    }
  });
});

describe('a label without separators', () => {
  const issue = {
    code: 'AMBIGUOUS',
    params: { readings: 2, complete: 1 },
    readings: [
      { elements: [], lot: 'ABC21SN1' },
      { elements: [], lot: 'ABC', serial: 'SN1' },
    ],
  } as const;
  const file = { lots: [], serials: [], label_parts: null };

  test('is settled by a lot or serial on file, or a lot that is announced', () => {
    expect(settle(issue, { ...file, lots: ['ABC'] }, [])).toMatchObject({ serial: 'SN1' });
    expect(settle(issue, { ...file, serials: ['SN1'] }, [])).toMatchObject({ lot: 'ABC' });
    expect(settle(issue, file, ['ABC21SN1'])).toMatchObject({ lot: 'ABC21SN1' });
  });

  test('is asked about where nothing or too much is on file, or not every reading was found', () => {
    expect(settle(issue, file, [])).toEqual({ readings: issue.readings });
    expect(settle(issue, { ...file, lots: ['ABC', 'ABC21SN1'] }, [])).toEqual({ readings: issue.readings });
    const cut = { ...issue, params: { readings: 2, complete: 0 } };
    expect(settle(cut, { ...file, lots: ['ABC'] }, [])).toEqual({ readings: [issue.readings[1]] });
  });

  test('is not settled by what its label is said to carry, but asked about less', () => {
    const said = { ...file, label_parts: ['lot', 'serial'] };
    const readings = issue.readings.map((reading) => ({
      ...reading,
      elements:
        'serial' in reading
          ? [
              { ai: '10', value: 'ABC' },
              { ai: '21', value: 'SN1' },
            ]
          : [{ ai: '10', value: 'ABC21SN1' }],
    }));
    expect(settle({ ...issue, readings }, said, [])).toEqual({ readings: [readings[1]] });
  });
});

const checked = (body: string) => body + mod43(body);

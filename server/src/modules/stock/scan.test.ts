import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { resolveScan } from './resolve-scan.ts';

let world: World;
let gloves: Lot;
let stent: Lot;
beforeAll(async () => {
  world = await createWorld();
  gloves = await world.lot(world.items.gloves, 'A1B2C3', { made: '2025-01-01', expires: '2028-01-01' });
  stent = await world.lot(world.items.stent, 'ST-1');
  await world.receive(stent, world.north.bins.shelf, 1, { serial_nos: ['SN0001'] });
});
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

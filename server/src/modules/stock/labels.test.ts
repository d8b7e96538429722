import { mod43 } from '@tongcang/udi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { createHandlingUnit } from './create-handling-unit.ts';
import { pack } from './pack.ts';
import { printLabels } from './print-labels.ts';
import { printUnitLabels } from './print-unit-labels.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const checked = (body: string) => body + mod43(body);

type File = { name: string; type: string; bytes: Uint8Array };
const zpl = ({ bytes }: File) => new TextDecoder().decode(bytes);
const ask = async (lines: object[], more: object = {}) =>
  (await world.call(printLabels, { format: 'zpl', lines, ...more })) as File;

describe('labels of lots', () => {
  test('carry the item, both dates and the lot, once for each copy', async () => {
    const lot = await world.lot(world.items.gloves, 'L^1', { made: '2026-01-10', expires: '2030-01-09' });
    const file = await ask([{ ...lot, copies: 2 }]);
    expect(file.name).toBe('udi-labels.zpl');
    expect(zpl(file).match(/\^XA/g)).toHaveLength(2);
    // The circumflex of the number is not a command of the printer.
    expect(zpl(file)).toContain('^FD_101069456301000171126011017300109' + '10L\\5e1^FS');
    const pdf = (await world.call(printLabels, { lines: [lot] })) as File;
    expect(pdf.type).toBe('application/pdf');
    expect(new TextDecoder('latin1').decode(pdf.bytes.slice(0, 5))).toBe('%PDF-');
  });

  test('of serials are one each, and only for pieces that exist', async () => {
    const lot = await world.lot(world.items.stent, 'S1');
    await world.receive(lot, world.north.bins.shelf, 2, { serial_nos: ['A', 'B'] });
    const text = zpl(await ask([{ ...lot, serial_nos: ['A', 'B'] }], { code: 'gs1_128' }));
    expect(text.match(/>8?21[AB]\^FS/g)).toHaveLength(2);
    expect((await refusalOf(ask([{ ...lot, serial_nos: ['A', 'C'] }]))).code).toBe('stock.serial_unknown');
  });

  test('of an item that HIBC identifies bear its code, as a square or as bars', async () => {
    const lot = await world.lot(world.items.bandage, 'HB7', { made: '2026-01-10', expires: '2030-01-09' });
    const refused = await refusalOf(ask([lot], { code: 'hibc_128' }));
    expect([refused.code, refused.error.params]).toEqual([
      'stock.label_no_identifier',
      { item_code: 'BANDAGE', issuer: 'HIBC' },
    ]);
    await world.sql(
      `update masterdata.item set udi_issuer = 'hibc', udi_di = 'A123BJC5D6E71' where item_code = 'BANDAGE'`,
    );
    const text = checked('+A123BJC5D6E71/$$3300109HB7/16D20260110');
    expect(zpl(await ask([lot]))).toMatch(/\^BXN,\d+,200\^FH\^FD/);
    for (const code of ['gs1_128', 'hibc_128', 'hibc_datamatrix'])
      expect(zpl(await ask([lot], { code })), code).toContain(`^FD${text}^FS`);
    const pdf = (await world.call(printLabels, { lines: [lot], code: 'hibc_datamatrix' })) as File;
    expect(pdf.type).toBe('application/pdf');
    const odd = await world.lot(world.items.bandage, 'small_7');
    expect((await refusalOf(ask([odd]))).code).toBe('stock.label_text');
  });

  test('of an item that MA identifies bear a QR code', async () => {
    const lot = await world.lot(world.items.insulin, 'M-7', { made: '2026-01-10', expires: '2030-01-09' });
    const di = 'MA.156.M0.100761.11234561';
    await world.sql(`update masterdata.item set udi_issuer = 'ma', udi_di = $1 where item_code = 'INSULIN'`, [
      di,
    ]);
    expect(zpl(await ask([lot]))).toContain(`^FDMA,${di}.M260110.LM-7.E300109^FS`);
  });

  test('are refused for a lot of another item and beyond a roll', async () => {
    const lot = await world.lot(world.items.gloves, 'MANY');
    const other = { ...lot, item_id: world.items.stent };
    expect((await refusalOf(ask([other]))).code).toBe('platform.not_found');
    const many = [
      { ...lot, copies: 2000 },
      { ...lot, copies: 1 },
    ];
    expect((await refusalOf(ask(many))).error.params).toEqual({ limit: 2000, given: 2001 });
  });
});

test('the label of a handling unit bears its SSCC and what is in it', async () => {
  const lot = await world.lot(world.items.gloves, 'PACKED');
  await world.receive(lot, world.north.bins.shelf, 7);
  const unit = (await world.call(createHandlingUnit, {
    account_id: world.north.bins.shelf,
    sscc: '069456300000000010',
  })) as { handling_unit_id: number };
  const { handling_unit_id } = unit;
  await world.call(pack, { handling_unit_id, lines: [{ ...lot, owner_id: world.entity_id, qty: 7 }] });
  const file = (await world.call(printUnitLabels, {
    format: 'zpl',
    handling_unit_ids: [handling_unit_id],
  })) as File;
  expect(zpl(file)).toContain('>;>800069456300000000010^FS');
  expect(zpl(file)).toContain('GLOVES PACKED x 7');
  const missing = world.call(printUnitLabels, { handling_unit_ids: [handling_unit_id, 999_999] });
  expect((await refusalOf(missing)).code).toBe('platform.not_found');
});

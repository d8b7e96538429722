import { describe, expect, it } from 'vitest';
import { applyScan, countLines, inputLines, serialsFrom, withLot } from './receive-lines.ts';

const expected = (more: object) => ({
  purchase_order_line_id: 1,
  asn_line_id: 7,
  item_id: 5,
  item_code: 'I5',
  item_name: 'gloves',
  unit: '个',
  storage_condition: 'ambient',
  tracking: 'lot' as const,
  sscc: null,
  lot_no: 'A' as string | null,
  production_date: null,
  expiry_date: null,
  open_qty: 10,
  serial_nos: [] as string[],
  ...more,
});
const scanned = (more: object) => ({
  kind: 'goods' as const,
  sscc: null,
  asn_id: null,
  content: [],
  item_id: 5,
  item_code: 'I5',
  item_name: 'gloves',
  unit: '个',
  tracking: 'lot' as const,
  lot_no: 'A' as string | null,
  production_date: null,
  expiry_date: '2030-01-09',
  serial_no: null as string | null,
  units: 1 as number | null,
  packing_level: 'unit' as const,
  ...more,
});

describe('a scan', () => {
  it('of a lot fills in what is expected, and adds one from then on', () => {
    const first = applyScan(countLines([expected({})]), scanned({}), [], false);
    if (!('lines' in first)) throw new Error(first.said);
    expect(first.lines[0]).toMatchObject({ received: 10, expiry_date: '2030-01-09' });
    const second = applyScan(first.lines, scanned({}), [], false);
    expect(second).toMatchObject({ lines: [{ received: 11 }] });
  });

  it('of a carton counts what is in it, again and again', () => {
    const first = applyScan(countLines([expected({})]), scanned({ units: 4 }), [], false);
    if (!('lines' in first)) throw new Error(first.said);
    expect(first.lines[0]).toMatchObject({ received: 4 });
    expect(applyScan(first.lines, scanned({ units: 4 }), [], true)).toMatchObject({
      lines: [{ received: 8 }],
    });
  });

  it('counts one by one where the count is blind', () => {
    expect(applyScan(countLines([expected({})]), scanned({}), [], true)).toMatchObject({
      lines: [{ received: 1 }],
    });
  });

  it('of a serial counts it once', () => {
    const lines = countLines([expected({ tracking: 'serial' })]);
    const first = applyScan(lines, scanned({ serial_no: 'S1' }), [], false);
    if (!('lines' in first)) throw new Error(first.said);
    expect(first.lines[0]).toMatchObject({ received: 1, serials: ['S1'] });
    expect(applyScan(first.lines, scanned({ serial_no: 'S1' }), [], false)).toEqual({ said: 'serial_twice' });
  });

  it('adds a lot of an ordered item, and refuses what is not part of the document', () => {
    const order = expected({ asn_line_id: null, lot_no: null });
    const found = applyScan([], scanned({ lot_no: 'NEW' }), [order], false);
    expect(found).toMatchObject({ lines: [{ lot_no: 'NEW', expected: 10, received: 10 }] });
    expect(applyScan([], scanned({ item_id: 6 }), [order], false)).toEqual({ said: 'not_expected' });
    expect(applyScan([], scanned({ lot_no: null }), [order], false)).toEqual({ said: 'no_lot' });
  });

  it('of a handling unit counts its content as announced', () => {
    const content = [expected({ asn_line_id: 8, open_qty: 6, serial_nos: ['X'] })];
    const lines = countLines([expected({}), expected({ asn_line_id: 8 })]);
    expect(applyScan(lines, scanned({ kind: 'unit', content }), [], false)).toMatchObject({
      said: 'unit',
      count: 1,
      lines: [{ received: null }, { received: 6, serials: ['X'] }],
    });
  });
});

it('a second lot of an item carries no expectation of its own', () => {
  const item = expected({ asn_line_id: null, lot_no: null });
  const lines = withLot(withLot([], item, 'A'), item, 'B');
  expect(lines.map((line) => line.expected)).toEqual([10, null]);
});

it('what nobody touched is not sent', () => {
  const [a, b] = countLines([expected({}), expected({ asn_line_id: 8, lot_no: 'B' })]);
  expect(
    inputLines(
      [
        { ...a!, received: 0 },
        { ...b!, damaged: 1 },
      ],
      false,
    ),
  ).toMatchObject([{ lot_no: 'B', received: 0, damaged: 1, asn_line_id: 8 }]);
});

it('serials are read from a pasted list, each once', () => {
  expect(serialsFrom(' S1\nS2, S1；S3\t')).toEqual(['S1', 'S2', 'S3']);
});

import { describe, expect, test } from 'vitest';
import {
  EMPTY_TRAY,
  type Expected,
  fullTray,
  knownInto,
  linesOf,
  missingIn,
  setQty,
  type Tray,
} from './tray.ts';
import { scanInto } from './tray-scan.ts';

const today = '2026-11-28';
const screws: Expected = {
  item_id: 1,
  item_label: '螺钉',
  unit: '枚',
  udi_di: '06945630100017',
  tracking: 'lot',
  lot_no: 'L1',
  qty: 2,
  serial_nos: [],
};
const stem: Expected = {
  ...screws,
  item_id: 2,
  udi_di: '06945630100024',
  tracking: 'serial',
  lot_no: 'L2',
  qty: 2,
  serial_nos: ['S1', 'S2'],
};
const all = [screws, stem];

function scanAll(codes: readonly string[]): { tray: Tray; problems: string[] } {
  return codes.reduce<{ tray: Tray; problems: string[] }>(
    ({ tray, problems }, code) => {
      const outcome = scanInto(all, tray, code, today);
      return 'tray' in outcome
        ? { tray: outcome.tray, problems }
        : { tray, problems: [...problems, outcome.problem] };
    },
    { tray: EMPTY_TRAY, problems: [] },
  );
}

describe('a tray', () => {
  test('takes pieces in any order and says how many are missing', () => {
    const { tray, problems } = scanAll(['S2', 'L1', 'S1']);
    expect(problems).toEqual([]);
    expect(missingIn(all, tray)).toBe(1);
    expect(linesOf(all, tray)).toEqual([
      { item_id: 1, lot_no: 'L1', qty: 1 },
      { item_id: 2, lot_no: 'L2', qty: 2, serial_nos: ['S2', 'S1'] },
    ]);
  });

  test('reads a UDI in parts', () => {
    const { tray, problems } = scanAll([']d2010694563010002410L2\u001d21S1', ']d2010694563010001710L1']);
    expect(problems).toEqual([]);
    expect(linesOf(all, tray).map((line) => line.qty)).toEqual([1, 1]);
  });

  test('refuses strangers, a number twice, a lot where numbers are needed, and more than there are', () => {
    expect(scanAll(['NONE', 'S1', 'S1', 'L2', 'L1', 'L1', 'L1']).problems).toEqual([
      'unknown',
      'twice',
      'serial_needed',
      'enough',
    ]);
  });

  test('does not take a UDI of another item with the same lot', () => {
    expect(scanAll([']d2010694563010002410L1']).problems).toEqual(['unknown']);
  });

  test('takes a piece that was looked up by its number alone', () => {
    const unnumbered = { ...stem, serial_nos: [] };
    const known = { item_id: 2, lot_no: 'L2', serial_no: 'S9', units: 1 };
    expect(knownInto([unnumbered], EMPTY_TRAY, known)).toMatchObject({
      tray: { '2|L2': { qty: 1, serial_nos: ['S9'] } },
    });
    expect(knownInto([unnumbered], EMPTY_TRAY, { ...known, lot_no: 'L3' })).toEqual({ problem: 'unknown' });
  });

  test('takes the pieces of a pack that was looked up, and never more than there are', () => {
    const box = { item_id: 1, lot_no: 'L1', serial_no: null, units: 2 };
    expect(knownInto(all, EMPTY_TRAY, box)).toMatchObject({ tray: { '1|L1': { qty: 2 } } });
    expect(knownInto(all, EMPTY_TRAY, { ...box, units: 3 })).toMatchObject({ problem: 'enough' });
  });

  test('can be filled at once and corrected by hand', () => {
    expect(missingIn(all, fullTray(all))).toBe(0);
    expect(missingIn(all, setQty(fullTray(all), screws, 0))).toBe(2);
  });
});

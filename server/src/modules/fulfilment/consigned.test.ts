import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCabinet } from './compare-cabinet.ts';
import { less, rest, type Scanned, type Standing, takeFrom } from './consigned.ts';
import { mayGoStraightBack, namesPatient, SET_TRANSITIONS, statusAfterReturn } from './surgery.model.ts';

const balance = (more: Partial<Standing>): Standing => ({
  account_id: 1,
  item_id: 1,
  item_code: 'I',
  tracking: 'lot',
  storage_condition: 'ambient',
  lot_id: 1,
  lot_no: 'L1',
  owner_id: 1,
  disposition: 'released',
  qty: 1,
  serial_nos: [],
  ...more,
});
/** A few lots of two items, some numbered. */
const standings = fc
  .array(fc.record({ qty: fc.integer({ min: 1, max: 9 }), numbered: fc.boolean() }), { maxLength: 6 })
  .map((rows) =>
    rows.map(({ qty, numbered }, index) =>
      balance({
        lot_id: index + 1,
        lot_no: `L${index + 1}`,
        qty,
        tracking: numbered ? 'serial' : 'lot',
        serial_nos: numbered ? Array.from({ length: qty }, (_, n) => `S${index}-${n}`) : [],
      }),
    ),
  );
const sum = (rows: readonly { readonly qty: number }[]) => rows.reduce((total, { qty }) => total + qty, 0);
/** A part of what stands there, as a scan would name it. */
function part(standing: readonly Standing[], upTo: number): Scanned[] {
  return standing.flatMap(({ item_id, lot_no, qty, tracking, serial_nos }) => {
    const taken = Math.min(qty, upTo);
    if (taken === 0) return [];
    const line = { item_id, lot_no, qty: taken };
    return [tracking === 'serial' ? { ...line, serial_nos: serial_nos.slice(0, taken) } : line];
  });
}

describe('taking from what stands there', () => {
  test('takes what was named and leaves the rest, piece by piece', () => {
    fc.assert(
      fc.property(standings, fc.integer({ min: 0, max: 9 }), (standing, upTo) => {
        const lines = part(standing, upTo);
        const outcome = takeFrom(standing, lines);
        if (!('taken' in outcome)) throw new Error(JSON.stringify(outcome.errors));
        expect(sum(outcome.taken)).toBe(sum(lines));
        const left = rest(standing, outcome.taken);
        expect(sum(left) + sum(lines)).toBe(sum(standing));
        const numbers = [
          ...outcome.taken.flatMap((t) => t.serial_nos ?? []),
          ...left.flatMap((s) => s.serial_nos),
        ];
        expect(numbers.toSorted()).toEqual(standing.flatMap((s) => s.serial_nos).toSorted());
      }),
    );
  });

  test('refuses one more than there is, with its line', () => {
    fc.assert(
      fc.property(standings, (standing) => {
        const lot = standing.find((one) => one.tracking === 'lot');
        if (lot === undefined) return;
        const outcome = takeFrom(standing, [{ item_id: lot.item_id, lot_no: lot.lot_no, qty: lot.qty + 1 }]);
        expect(outcome).toMatchObject({ errors: [{ path: 'lines.0', code: 'fulfilment.more_than_out' }] });
      }),
    );
  });

  test('does not take a number twice, nor a lot where numbers are needed', () => {
    const stent = balance({ tracking: 'serial', qty: 2, serial_nos: ['A', 'B'] });
    const line = { item_id: 1, lot_no: 'L1' };
    const twice = takeFrom(
      [stent],
      [
        { ...line, qty: 1, serial_nos: ['A'] },
        { ...line, qty: 1, serial_nos: ['A'] },
      ],
    );
    expect(twice).toMatchObject({ errors: [{ path: 'lines.1', code: 'fulfilment.serial_not_out' }] });
    const lot = takeFrom([stent], [{ ...line, qty: 1 }]);
    expect(lot).toMatchObject({ errors: [{ code: 'fulfilment.serials_missing', params: { given: 0 } }] });
  });

  test('leaves alone what an open difference speaks of', () => {
    fc.assert(
      fc.property(standings, fc.integer({ min: 1, max: 9 }), (standing, qty) => {
        const [first] = standing;
        if (first === undefined) return;
        const aside = {
          lot_id: first.lot_id,
          owner_id: 1,
          qty: Math.min(qty, first.qty),
          serial_nos: first.serial_nos.slice(0, qty),
        };
        const left = less(standing, [aside]);
        expect(sum(left)).toBe(sum(standing) - aside.qty);
        expect(left.flatMap((one) => one.serial_nos).some((no) => aside.serial_nos.includes(no))).toBe(false);
      }),
    );
  });
});

describe('a count of a cabinet', () => {
  test('of exactly what stands there finds nothing; of other quantities the difference, lot by lot', () => {
    fc.assert(
      fc.property(
        standings,
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 }),
        (standing, seen) => {
          const lots = standing.filter((one) => one.tracking === 'lot');
          const count = (of: (one: Standing, index: number) => number) =>
            compareCabinet(
              lots,
              [],
              lots.map((one, index) => ({
                item_id: 1,
                lot_id: one.lot_id,
                counted: of(one, index),
                serial_nos: [],
              })),
              1,
            );
          expect(count((one) => one.qty)).toEqual([]);
          const found = count((_, index) => seen[index]!);
          const signed = found.reduce((total, d) => total + (d.kind === 'missing' ? -d.qty : d.qty), 0);
          expect(signed).toBe(lots.reduce((total, one, index) => total + seen[index]! - one.qty, 0));
        },
      ),
    );
  });

  test('expects what an earlier count found too much', () => {
    const surplus = [{ lot_id: 1, owner_id: 1, qty: 2, serial_nos: [] }];
    const line = { item_id: 1, lot_id: 1, counted: 5, serial_nos: [] };
    expect(compareCabinet([balance({ qty: 3 })], surplus, [line], 1)).toEqual([]);
    expect(compareCabinet([balance({ qty: 3 })], [], [line], 1)).toMatchObject([{ kind: 'surplus', qty: 2 }]);
  });

  test('compares numbered pieces one by one', () => {
    const stent = balance({ tracking: 'serial', qty: 2, serial_nos: ['A', 'B'] });
    const found = compareCabinet(
      [stent],
      [],
      [{ item_id: 1, lot_id: 1, counted: 2, serial_nos: ['B', 'C'] }],
      1,
    );
    expect(found).toMatchObject([
      { kind: 'missing', serial_nos: ['A'] },
      { kind: 'surplus', serial_nos: ['C'] },
    ]);
  });
});

describe('the words of surgery', () => {
  test('a reference is a pseudonym: letters and digits, never a name, an identity or a phone number', () => {
    expect(['ZY20261101', 'P-0001', 'a1b2'].map(namesPatient)).toEqual([false, false, false]);
    expect(
      ['张三', '张三01', 'ZhangSan', '310101199001011234', '13812345678', 'A1', 'A 12345'].map(namesPatient),
    ).toEqual(Array(7).fill(true));
  });

  test('only untouched, timely, uncooled and usable pieces go straight back; instruments with their set', () => {
    const piece = {
      role: 'implant',
      disposition: 'released',
      storage_condition: 'ambient',
      condition: 'intact',
      on_time: true,
    } as const;
    expect(mayGoStraightBack(piece)).toBe(true);
    expect(mayGoStraightBack({ ...piece, role: 'instrument', condition: 'opened', on_time: false })).toBe(
      true,
    );
    for (const bad of [
      { condition: 'opened' },
      { on_time: false },
      { storage_condition: 'cold' },
      { disposition: 'recalled' },
    ] as const)
      expect(mayGoStraightBack({ ...piece, ...bad })).toBe(false);
  });

  test('a case is back when nothing is out and no difference is open', () => {
    expect(statusAfterReturn(1, 0)).toBe('out');
    expect(statusAfterReturn(0, 2)).toBe('differing');
    expect(statusAfterReturn(0, 0)).toBe('returned');
  });

  test('a set leaves only packed, and nothing follows on being retired', () => {
    const leaves = Object.entries(SET_TRANSITIONS).filter(([, to]) => to.includes('out'));
    expect(leaves.map(([from]) => from)).toEqual(['packed']);
    expect(SET_TRANSITIONS.retired).toEqual([]);
  });
});

import '../../../test/support/fast-check.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CountedLine, decideReceipt, type ExpectedLine, type Ground, ssccOf } from './receipt.ts';
import { sum } from './receiving.model.ts';

const ITEMS = [1, 2] as const;
const items = new Map(
  ITEMS.map((item_id) => [
    item_id as number,
    {
      item_id,
      item_code: `I${item_id}`,
      tracking: 'lot' as const,
      storage_condition: 'ambient',
      shelf_life_days: null,
    },
  ]),
);
const expectedLine = (asn_line_id: number, item_id: number, lot_no: string, open: number): ExpectedLine => ({
  purchase_order_line_id: 100 + asn_line_id,
  asn_line_id,
  item_id,
  lot_no,
  production_date: null,
  expiry_date: null,
  sscc: null,
  open,
  serial_nos: [],
  unit_price_fen: 1,
  bought_by: null,
});
const countedLine = (index: number, more: Partial<CountedLine>): CountedLine => ({
  path: `lines.${index}`,
  item_id: 1,
  lot_no: 'A',
  received: 0,
  damaged: 0,
  refused: 0,
  accept_unlisted: false,
  refusal_reason: 'other',
  ...more,
});
const ground = (expected: readonly ExpectedLine[] | null, complete = true): Ground => ({
  expected,
  items,
  dated_lots: new Set(),
  complete,
  has_transport: false,
});

const qty = fc.integer({ min: 0, max: 9 });
const lot = fc.constantFrom('A', 'B', 'C');
const anItem = fc.constantFrom(...ITEMS);
const expectedLines = fc
  .uniqueArray(fc.record({ item_id: anItem, lot_no: lot, open: qty }), {
    selector: (line) => `${line.item_id}|${line.lot_no}`,
    minLength: 1,
    maxLength: 5,
  })
  .map((lines) => lines.map((l, index) => expectedLine(index + 1, l.item_id, l.lot_no, l.open)));
const countedLines = fc
  .uniqueArray(fc.record({ item_id: anItem, lot_no: lot, received: qty, damaged: qty, refused: qty }), {
    selector: (line) => `${line.item_id}|${line.lot_no}`,
    minLength: 1,
    maxLength: 6,
  })
  .map((lines) => lines.map((l, index) => countedLine(index, l)));

describe('a delivery', () => {
  test('leaves nothing unexplained: expected + over = came + short, line by line and as a whole', () => {
    fc.assert(
      fc.property(expectedLines, countedLines, (expected, counted) => {
        const decision = decideReceipt(counted, ground(expected));
        if ('errors' in decision) return;
        const of = (kind: string) =>
          sum(decision.discrepancies.filter((d) => d.kind === kind).map((d) => d.qty));
        for (const one of expected) {
          const came = decision.lines.filter((line) => line.expected === one);
          const taken = sum(came.map((line) => line.received + line.damaged));
          const counted_ = taken + sum(came.map((line) => line.refused));
          const short = sum(
            decision.discrepancies
              .filter((d) => d.kind === 'short' && d.asn_line_id === one.asn_line_id)
              .map((d) => d.qty),
          );
          expect(short).toBe(Math.max(0, one.open - counted_));
          // Damaged pieces are never the ones that are over, so they may cover a part of what is beyond the order.
          const over = sum(came.map((line) => line.over));
          const beyond = Math.max(0, taken - one.open);
          expect(over).toBe(Math.min(beyond, sum(came.map((line) => line.received))));
        }
        expect(of('damaged')).toBe(sum(decision.lines.map((line) => line.damaged)));
        expect(of('refused')).toBe(sum(decision.lines.map((line) => line.refused)));
        expect(of('over')).toBe(sum(decision.lines.map((line) => line.over)));
        expect(of('no_order')).toBe(0);
      }),
    );
  });

  test('keeps every counted piece, and none is over that is not sound', () => {
    fc.assert(
      fc.property(expectedLines, countedLines, (expected, counted) => {
        const decision = decideReceipt(counted, ground(expected, false));
        if ('errors' in decision) return;
        const pieces = (lines: readonly CountedLine[]) =>
          sum(lines.map((line) => line.received + line.damaged + line.refused));
        expect(pieces(decision.lines)).toBe(pieces(counted));
        for (const line of decision.lines) expect(line.over).toBeLessThanOrEqual(line.received);
        expect(decision.discrepancies.filter((d) => d.kind === 'short')).toEqual([]);
      }),
    );
  });

  test('is matched to the same lot before the same item', () => {
    const expected = [expectedLine(1, 1, 'A', 100), expectedLine(2, 1, 'B', 5)];
    const decision = decideReceipt([countedLine(0, { lot_no: 'B', received: 5 })], ground(expected, false));
    expect(decision).toMatchObject({ lines: [{ expected: { asn_line_id: 2 }, qty_expected: 5, over: 0 }] });
    const other = decideReceipt([countedLine(0, { lot_no: 'Z', received: 5 })], ground(expected, false));
    expect(other).toMatchObject({ lines: [{ expected: { asn_line_id: 1 } }] });
  });

  test('that the delivery note overstates differs from it', () => {
    const decision = decideReceipt(
      [countedLine(0, { received: 3, noted: 5 }), countedLine(1, { lot_no: 'B', noted: 2 })],
      ground(null),
    );
    expect(decision).toMatchObject({
      discrepancies: [
        { kind: 'note', qty: 2, index: 0 },
        { kind: 'note', qty: 2, index: null, lot_no: 'B' },
        { kind: 'no_order', qty: 3 },
      ],
    });
  });
});

test('an SSCC is read with and without its identifier', () => {
  for (const text of ['069012340000000016', '(00)069012340000000016', '00069012340000000016'])
    expect(ssccOf(text)).toBe('069012340000000016');
});

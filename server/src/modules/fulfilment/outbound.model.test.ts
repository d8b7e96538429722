import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideDelivery } from './decide-delivery.ts';
import { decidePicks } from './decide-picks.ts';
import { decideAcceptance, decideRequest, type Returnable } from './decide-returns.ts';
import { decideReview } from './decide-review.ts';
import type { RoadStock, ShippedLine } from './deliveries.read.ts';
import {
  arrivalStatus,
  DELIVERY_STATUSES,
  DELIVERY_TRANSITIONS,
  RETURN_STATUSES,
  RETURN_TRANSITIONS,
  step,
  WAVE_STATUSES,
  WAVE_TRANSITIONS,
} from './outbound.model.ts';
import type { ReadyGoods } from './ready-goods.ts';
import type { ReturnLine } from './returns.read.ts';
import { invoicesOf, type LotRule, priceFindings, remainingDays, ruleFor } from './terms.ts';
import type { WaveLine } from './waves.read.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const count = fc.integer({ min: 0, max: 20 });

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0023_outbound.sql'), 'utf8');

describe('states', () => {
  test.each([
    ['wave_status_known', WAVE_STATUSES],
    ['shipment_status_known', DELIVERY_STATUSES],
    ['customer_return_status_known', RETURN_STATUSES],
  ] as const)('are the same in %s and in the transition table', (constraint, statuses) => {
    const [, list] = new RegExp(`constraint ${constraint} check \\(status in \\(([^)]*)\\)`).exec(migration)!;
    expect(list!.split(',').map((word) => word.trim().replaceAll("'", ''))).toEqual([...statuses]);
  });

  test('lead only where their table says', () => {
    const tables = [
      [WAVE_TRANSITIONS, WAVE_STATUSES],
      [DELIVERY_TRANSITIONS, DELIVERY_STATUSES],
      [RETURN_TRANSITIONS, RETURN_STATUSES],
    ] as const;
    for (const [table, statuses] of tables) {
      expect(Object.keys(table).toSorted()).toEqual([...statuses].toSorted());
      expect(
        Object.values(table)
          .flat()
          .every((status) => (statuses as readonly string[]).includes(status)),
      ).toBe(true);
    }
    expect(() => step(RETURN_TRANSITIONS, 'declined', 'received', 'return')).toThrow('declined');
    expect(step(RETURN_TRANSITIONS, 'approved', 'received', 'return')).toBe('received');
  });

  test('of an arrival follow from what was taken', () => {
    expect([arrivalStatus(3, 0), arrivalStatus(2, 1), arrivalStatus(0, 3)]).toEqual([
      'delivered',
      'partly_delivered',
      'refused',
    ]);
  });
});

const shipped = (tracking: 'lot' | 'serial', qty: number): ShippedLine => ({
  shipment_id: 1,
  demand_line_id: 1,
  item_id: 1,
  lot_id: 1,
  lot_no: 'L',
  tracking,
  storage_condition: 'ambient',
  qty,
  qty_delivered: 0,
  serial_nos: [],
  refused_serial_nos: [],
});
const road = (disposition: RoadStock['disposition'], qty: number, serial_nos: string[] = []): RoadStock => ({
  shipment_id: 1,
  account_id: 9,
  item_id: 1,
  lot_id: 1,
  owner_id: 2,
  disposition,
  qty,
  serial_nos,
});
const no = (qty: number, more: object = {}) => ({
  demand_line_id: 1,
  lot_no: 'L',
  qty,
  reason: 'other' as const,
  ...more,
});

describe('a delivery', () => {
  test('divides what is on the road without losing or making a piece, and hands over nothing that was stopped', () => {
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.constantFrom('fail' as const, 'refuse' as const),
        (good, bad, asked, stopped) => {
          const stocks = [road('released', good), road('recalled', bad)].filter((s) => s.qty > 0);
          const refused = asked === 0 ? [] : [no(asked)];
          const decision = decideDelivery([shipped('lot', good + bad)], stocks, refused, stopped);
          if ('errors' in decision) {
            expect(asked > good + bad || (stopped === 'fail' && asked < bad)).toBe(true);
            return;
          }
          const { arrived, taken, back } = decision;
          expect(sum(taken.map((t) => t.qty)) + sum(back.map((b) => b.qty))).toBe(good + bad);
          expect(arrived[0]).toMatchObject({
            delivered: sum(taken.map((t) => t.qty)),
            refused: Math.max(asked, bad),
          });
          expect(taken.every((t) => t.stock.disposition === 'released')).toBe(true);
        },
      ),
    );
  });

  test('of numbered pieces gives back the ones that are named', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }), (named) => {
        const all = ['a', 'b', 'c', 'd'];
        const decision = decideDelivery(
          [shipped('serial', 4)],
          [road('released', 4, all)],
          [no(named.length, { serial_nos: named })],
          'fail',
        );
        if ('errors' in decision) throw new Error('it was refused');
        expect(decision.back.flatMap((b) => b.serial_nos)).toEqual(named);
        expect(decision.taken.flatMap((t) => t.serial_nos)).toEqual(
          all.filter((one) => !named.includes(one)),
        );
      }),
    );
    const unnamed = decideDelivery(
      [shipped('serial', 2)],
      [road('released', 2, ['a', 'b'])],
      [no(1)],
      'fail',
    );
    expect(unnamed).toMatchObject({ errors: [{ code: 'fulfilment.refused_serials' }] });
  });
});

const waveLine = (qty: number, qty_picked: number): WaveLine => ({
  wave_line_id: 1,
  allocation_id: 1,
  demand_line_id: 1,
  item_id: 1,
  lot_id: 1,
  lot_no: 'L',
  account_id: 1,
  owner_id: 1,
  tracking: 'lot',
  qty,
  qty_picked,
  status: 'open',
});

test('a short pick is what is left after the scan, and nothing where nobody says that it is short', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), count, fc.boolean(), (qty, picked, short) => {
      const scan = {
        wave_line_id: 1,
        lot_no: 'L',
        qty: picked,
        ...(short ? { short_reason: 'damaged' as const } : {}),
      };
      const decision = decidePicks([scan], [waveLine(qty, 0)]);
      if ('errors' in decision) {
        expect([picked, short]).toEqual([0, false]);
        return;
      }
      expect(sum(decision.shorts.map((s) => s.short))).toBe(short ? Math.max(0, qty - picked) : 0);
      expect(decision.picks.length).toBe(picked > 0 ? 1 : 0);
    }),
  );
});

test('a review passes only where lot and count are what was picked, and the reviewer is another person', () => {
  const goods = {
    allocation_id: 1,
    lot_no: 'L',
    qty: 5,
    status: 'picked',
    tracking: 'lot',
    picked_by: 7,
  } as ReadyGoods;
  fc.assert(
    fc.property(count, count, fc.constantFrom(7, 8, null), (passed, blocked, reviewer) => {
      const line = { allocation_id: 1, lot_no: 'L', passed, blocked, block_reason: 'other' as const };
      const decision = decideReview([line], [goods], reviewer);
      expect('errors' in decision).toBe(passed + blocked !== 5 || reviewer === 7);
    }),
  );
});

describe('a return', () => {
  const given = (qty_delivered: number, returning: number): Returnable => ({
    ...shipped('lot', qty_delivered),
    qty_delivered,
    returning,
    returning_serial_nos: [],
  });

  test('asks for no more than was delivered and is not coming back', () => {
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 20 }), (delivered, returning, qty) => {
        const decision = decideRequest(
          [{ demand_line_id: 1, lot_no: 'L', qty }],
          [given(delivered, returning)],
        );
        expect('errors' in decision).toBe(qty > delivered - returning);
      }),
    );
  });

  test('is decided whole, and cold goods go back into stock only with proof', () => {
    fc.assert(
      fc.property(
        count,
        count,
        fc.boolean(),
        fc.constantFrom('ambient', 'cold', 'frozen'),
        (accepted, rejected, proven, storage_condition) => {
          const line = {
            return_line_id: 1,
            lot_no: 'L',
            tracking: 'lot',
            storage_condition,
            qty_received: 6,
            received_serial_nos: [],
          } as unknown as ReturnLine;
          const result = { return_line_id: 1, accepted, rejected, reason: 'x' };
          const decision = decideAcceptance([result], [line], proven);
          const spoilt = accepted > 0 && storage_condition !== 'ambient' && !proven;
          expect('errors' in decision).toBe(accepted + rejected !== 6 || spoilt);
        },
      ),
    );
  });
});

describe('terms', () => {
  const rule = (more: Partial<LotRule>): LotRule => ({
    item_id: null,
    category: null,
    min_remaining_days: null,
    min_remaining_pct: null,
    one_lot: false,
    same_lot: false,
    ...more,
  });

  test('of the item count before those of its sub-catalogue and those of everything', () => {
    const [own, wide, all] = [rule({ item_id: 1 }), rule({ category: '14' }), rule({})];
    expect(ruleFor([all, wide, own], { item_id: 1, category: '14' })).toBe(own);
    expect(ruleFor([all, wide, own], { item_id: 2, category: '14' })).toBe(wide);
    expect(ruleFor([all, wide, own], { item_id: 2, category: '15' })).toBe(all);
    expect(ruleFor([], { item_id: 2, category: '15' })).toBeUndefined();
  });

  test('ask for the stricter of days and share of life', () => {
    expect(remainingDays(rule({ min_remaining_days: 100, min_remaining_pct: 50 }), 730)).toBe(365);
    expect(remainingDays(rule({ min_remaining_days: 400, min_remaining_pct: 50 }), 730)).toBe(400);
    expect(remainingDays(rule({ min_remaining_pct: 50 }), null)).toBeNull();
    expect(remainingDays(undefined, 730)).toBeNull();
  });

  test('warn of a price only above the listing price', () => {
    const item = { item_code: 'I', province: '上海' } as Parameters<typeof priceFindings>[2];
    fc.assert(
      fc.property(count, count, (unit_price_fen, listing_price_fen) => {
        const found = priceFindings(1, { unit_price_fen, listing_price_fen, tax_rate_bp: 0 }, item);
        expect(found.length).toBe(unit_price_fen > listing_price_fen ? 1 : 0);
      }),
    );
  });

  test('count an invoice for each hand between the maker and the hospital', () => {
    const lot = { supplier_id: 1, supplier_kind: 'supplier', manufacturer_id: 1, owner_id: 5, seller_id: 5 };
    expect(invoicesOf(lot)).toBe(2);
    expect(invoicesOf({ ...lot, manufacturer_id: 2 })).toBe(3);
    expect(invoicesOf({ ...lot, manufacturer_id: 2, supplier_kind: 'manufacturer' })).toBe(2);
    expect(invoicesOf({ ...lot, owner_id: 6 })).toBe(3);
    expect(invoicesOf({ ...lot, supplier_id: null })).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AGREEMENT_KINDS,
  AGREEMENT_STATUSES,
  ASN_STATUSES,
  ASN_TRANSPORT_MODES,
  INVITATION_STATUSES,
  LANDED_COST_BASES,
  LANDED_COST_KINDS,
  PRICE_SOURCES,
  PURCHASE_ORDER_STATUSES,
  PURCHASE_PLAN_SOURCES,
  PURCHASE_PLAN_STATUSES,
  REQUISITION_STATUSES,
  RFQ_STATUSES,
} from '@tongcang/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, burnDown } from './burn-down.ts';
import { consolidate, quantityFor, type Terms } from './consolidate.ts';
import { netNeeds } from './net-needs.ts';
import { breaksFor, findPrice, type ListPrice } from './price.ts';
import {
  AGREEMENT_TRANSITIONS,
  ASN_TRANSITIONS,
  advance,
  approvalsFor,
  ORDER_TRANSITIONS,
  PLAN_TRANSITIONS,
  REQUISITION_TRANSITIONS,
  RFQ_TRANSITIONS,
  statusByProgress,
} from './purchase.model.ts';
import { splitAmount } from './split-cost.ts';

const migration = readFileSync(join(import.meta.dirname, '../../../migrations/0021_purchasing.sql'), 'utf8');

/** The values that a named CHECK lists. */
function listed(constraint: string): string[] {
  const [, list] = new RegExp(`constraint ${constraint} check \\(\\w+ in \\(([^)]*)\\)`).exec(migration)!;
  return [...list!.matchAll(/'(\w+)'/g)].map((match) => match[1]!);
}

describe('statuses', () => {
  const documents = {
    purchase_order_status_known: [PURCHASE_ORDER_STATUSES, ORDER_TRANSITIONS, 'draft'],
    requisition_status_known: [REQUISITION_STATUSES, REQUISITION_TRANSITIONS, 'submitted'],
    purchase_plan_status_known: [PURCHASE_PLAN_STATUSES, PLAN_TRANSITIONS, 'draft'],
    rfq_status_known: [RFQ_STATUSES, RFQ_TRANSITIONS, 'open'],
    asn_status_known: [ASN_STATUSES, ASN_TRANSITIONS, 'announced'],
    agreement_status_known: [AGREEMENT_STATUSES, AGREEMENT_TRANSITIONS, 'active'],
  } as const;

  test.each(Object.entries(documents))('%s is the same in database, contract and table', (name, document) => {
    const [statuses, transitions, first] = document as readonly [
      readonly string[],
      Record<string, readonly string[]>,
      string,
    ];
    expect(listed(name)).toEqual([...statuses]);
    expect(Object.keys(transitions)).toEqual([...statuses]);
    const reached = new Set(Object.values(transitions).flat());
    expect(statuses.filter((status) => status !== first && !reached.has(status))).toEqual([]);
  });

  test('other words are the same in database and contract', () => {
    expect(listed('purchase_order_line_price_source_known')).toEqual([...PRICE_SOURCES]);
    expect(listed('purchase_plan_source_known')).toEqual([...PURCHASE_PLAN_SOURCES]);
    expect(listed('agreement_kind_known')).toEqual([...AGREEMENT_KINDS]);
    expect(listed('rfq_invitation_status_known')).toEqual([...INVITATION_STATUSES]);
    expect(listed('asn_transport_known')).toEqual([...ASN_TRANSPORT_MODES]);
    expect(listed('landed_cost_kind_known')).toEqual([...LANDED_COST_KINDS]);
    expect(listed('landed_cost_basis_known')).toEqual([...LANDED_COST_BASES]);
  });

  test('a step that the table does not know is refused with the present status', () => {
    const order = { document_no: 'PO1', status: 'received' as const };
    expect(() => advance(ORDER_TRANSITIONS, order, 'cancelled')).toThrow(
      expect.objectContaining({
        code: 'supply.wrong_status',
        params: { document_no: 'PO1', status: 'received', action: 'cancelled' },
      }),
    );
  });

  test('follow what has come and what was given up', () => {
    const line = (qty: number, qty_received: number, qty_cancelled = 0) => ({
      qty,
      qty_received,
      qty_cancelled,
    });
    expect(statusByProgress([line(5, 0)], 'confirmed')).toBe('confirmed');
    expect(statusByProgress([line(5, 2), line(5, 0)], 'approved')).toBe('partly_received');
    expect(statusByProgress([line(5, 5), line(5, 6)], 'approved')).toBe('received');
    expect(statusByProgress([line(5, 2, 3)], 'partly_received')).toBe('closed');
    expect(statusByProgress([line(5, 0, 5)], 'approved')).toBe('cancelled');
    expect(statusByProgress([line(5, 0)], 'received')).toBe('approved');
  });
});

test('approvals rise with the amount, and the limit itself is still the lower tier', () => {
  const tiers = [
    { above_fen: 50_000, approvals: 2 },
    { above_fen: 0, approvals: 1 },
  ];
  expect([0, 1, 50_000, 50_001].map((fen) => approvalsFor(fen, tiers))).toEqual([0, 1, 1, 2]);
});

const terms = (more: Partial<Terms> = {}): Terms => ({
  partner_id: 1,
  min_order_qty: 1,
  order_multiple: 1,
  lead_time_days: 7,
  preferred: false,
  agreed: [],
  listed: [],
  quoted: [],
  ...more,
});
const price = (min_qty: number, unit_price_fen: number, more: Partial<ListPrice> = {}): ListPrice => ({
  province: null,
  min_qty,
  unit_price_fen,
  valid_from: '2026-01-01',
  ...more,
});
const agreed = (kind: 'volume' | 'framework', unit_price_fen: number, left: number | null) => ({
  agreement_line_id: 7,
  agreement_no: 'AG1',
  kind,
  unit_price_fen,
  left,
});

describe('a price', () => {
  const want = { qty: 100, province: '上海' };

  test('of a volume agreement comes first, because its quantity is owed', () => {
    const facts = terms({ agreed: [agreed('volume', 90, 100)], listed: [price(1, 50)] });
    expect(findPrice(facts, want)).toMatchObject({ price_source: 'volume', unit_price_fen: 90 });
  });

  test('of an agreement that has less left does not hold', () => {
    const facts = terms({ agreed: [agreed('volume', 90, 99)], listed: [price(1, 95)] });
    expect(findPrice(facts, want)).toMatchObject({ price_source: 'price_list', unit_price_fen: 95 });
  });

  test('is the lowest of all that hold', () => {
    const facts = terms({
      agreed: [agreed('framework', 80, null)],
      quoted: [{ rfq_offer_id: 3, unit_price_fen: 79 }],
      listed: [price(1, 100), price(100, 78), price(101, 1)],
    });
    expect(findPrice(facts, want)).toMatchObject({
      price_source: 'price_list',
      unit_price_fen: 78,
      break_qty: 100,
    });
  });

  test('of the province comes before the general one, the later before the earlier', () => {
    const prices = [
      price(1, 100),
      price(1, 120, { province: '上海' }),
      price(1, 110, { province: '上海', valid_from: '2026-06-01' }),
      price(1, 60, { province: '北京' }),
    ];
    expect(breaksFor(prices, '上海').map((p) => p.unit_price_fen)).toEqual([110]);
    expect(breaksFor(prices, null).map((p) => p.unit_price_fen)).toEqual([100]);
  });

  test('is none where there is none', () => {
    expect(findPrice(terms(), want)).toBeNull();
  });
});

describe('needs of several warehouses', () => {
  const need = (warehouse_id: number, qty_net: number, supplier_id: number | null = null) => ({
    warehouse_id,
    province: '上海',
    item_id: 1,
    qty_net,
    supplier_id,
  });

  test('reach a price break together that none reaches alone', () => {
    const sold = terms({ listed: [price(1, 100), price(50, 80)] });
    const planned = consolidate([need(1, 30), need(2, 20)], new Map([[1, [sold]]]));
    expect(planned.map((line) => [line.qty_order, line.price?.unit_price_fen])).toEqual([
      [30, 80],
      [20, 80],
    ]);
  });

  test('are raised to a break where that costs less in all', () => {
    const sold = terms({ listed: [price(1, 100), price(50, 80)] });
    const [planned] = consolidate([need(1, 45)], new Map([[1, [sold]]]));
    expect(planned).toMatchObject({ qty_order: 50, explanation: { raised_to_break: true, group_net: 45 } });
    const [few] = consolidate([need(1, 30)], new Map([[1, [sold]]]));
    expect(few).toMatchObject({ qty_order: 30, explanation: { raised_to_break: false } });
  });

  test('go to the supplier named, else to the preferred one, else to the cheapest', () => {
    const cheap = terms({ partner_id: 1, listed: [price(1, 10)] });
    const preferred = terms({ partner_id: 2, preferred: true, listed: [price(1, 12)] });
    const dear = terms({ partner_id: 3, listed: [price(1, 15)] });
    const supplierOf = (offered: Terms[], named: number | null = null) =>
      consolidate([need(1, 5, named)], new Map([[1, offered]]))[0]!.supplier_id;
    expect(supplierOf([dear, cheap])).toBe(1);
    expect(supplierOf([dear, cheap, preferred])).toBe(2);
    expect(supplierOf([dear, cheap, preferred], 3)).toBe(3);
    expect(supplierOf([])).toBeNull();
  });

  test('are never short, fit the terms, and no break would be cheaper', () => {
    const qtys = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 6 });
    const conditions = fc.record({
      min: fc.integer({ min: 1, max: 200 }),
      multiple: fc.integer({ min: 1, max: 24 }),
    });
    const prices = fc.array(
      fc.record({ min_qty: fc.integer({ min: 1, max: 800 }), fen: fc.integer({ min: 0, max: 1000 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(qtys, conditions, prices, (nets, { min, multiple }, breaks) => {
        const listed = [price(1, 1000), ...breaks.map((b) => price(b.min_qty, b.fen))];
        const sold = terms({ min_order_qty: min, order_multiple: multiple, listed });
        const planned = consolidate(
          nets.map((net, index) => need(index + 1, net)),
          new Map([[1, [sold]]]),
        );
        const net = nets.reduce((sum, n) => sum + n, 0);
        const total = planned.reduce((sum, line) => sum + line.qty_order, 0);
        planned.forEach((line, index) => {
          expect(line.qty_order).toBeGreaterThanOrEqual(nets[index]!);
          if (net > 0 && nets[index] === 0 && nets.some((n) => n > 0)) expect(line.qty_order).toBe(0);
        });
        if (net === 0) {
          expect(total).toBe(0);
          return;
        }
        expect(total % multiple).toBe(0);
        expect(total).toBeGreaterThanOrEqual(Math.max(net, min));
        const cost = (qty: number) => findPrice(sold, { qty, province: '上海' })!.unit_price_fen * qty;
        const least = Math.ceil(Math.max(net, min) / multiple) * multiple;
        for (const { min_qty } of breaksFor(listed, '上海')) {
          const reached = Math.ceil(Math.max(min_qty, least) / multiple) * multiple;
          expect(cost(total)).toBeLessThanOrEqual(cost(reached));
        }
        expect(quantityFor(net, sold, '上海').qty).toBe(total);
      }),
    );
  });
});

describe('a need', () => {
  const needs = (basis: 'level' | 'quantity', days: [number, string][]) =>
    days.map(([qty, needed_on]) => ({ warehouse_id: 1, item_id: 1, qty, needed_on, basis }));
  const at = (on_hand: number, on_order: number) =>
    new Map([['1|1', { warehouse_id: 1, item_id: 1, on_hand, on_order }]]);

  test('takes from stock and open orders first; the earliest is served first', () => {
    const asked = needs('level', [
      [50, '2026-03-01'],
      [50, '2026-02-01'],
    ]);
    expect(netNeeds(asked, at(30, 40))).toEqual([
      { qty_on_hand: 0, qty_on_order: 20, qty_net: 30 },
      { qty_on_hand: 30, qty_on_order: 20, qty_net: 0 },
    ]);
  });

  test('of a quantity is bought whatever stands there', () => {
    expect(netNeeds(needs('quantity', [[50, '2026-03-01']]), at(100, 0))[0]!.qty_net).toBe(50);
  });

  test('never counts a piece twice', () => {
    const asked = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('2026-01-01', '2026-02-01')),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(asked, fc.nat(300), fc.nat(300), (days, on_hand, on_order) => {
        const net = netNeeds(needs('level', days), at(on_hand, on_order));
        const sum = (of: (n: (typeof net)[number]) => number) => net.reduce((total, n) => total + of(n), 0);
        const wanted = days.reduce((total, [qty]) => total + qty, 0);
        expect(sum((n) => n.qty_on_hand)).toBeLessThanOrEqual(on_hand);
        expect(sum((n) => n.qty_on_order)).toBeLessThanOrEqual(on_order);
        expect(sum((n) => n.qty_net)).toBe(Math.max(0, wanted - on_hand - on_order));
      }),
    );
  });
});

describe('an amount', () => {
  test('is split into whole fen that add up exactly, in proportion to within a fen', () => {
    const weights = fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), weights, (amount, given) => {
        const parts = splitAmount(amount, given);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
        const total = given.reduce((sum, weight) => sum + weight, 0);
        parts.forEach((part, index) => {
          const exact = total === 0 ? amount / given.length : (amount * given[index]!) / total;
          expect(Math.abs(part - exact)).toBeLessThanOrEqual(1 + amount * 1e-12);
        });
      }),
    );
  });

  test('falls on nothing that has no weight, and alike where nothing has any', () => {
    expect(splitAmount(100, [0, 3, 1])).toEqual([0, 75, 25]);
    expect(splitAmount(100, [0, 0, 0])).toEqual([34, 33, 33]);
    expect(splitAmount(100, [])).toEqual([]);
  });
});

describe('a burn-down', () => {
  // One hundred days, of which fifty are over on the twentieth of February.
  const seen = (used: number, more: object = {}) =>
    burnDown({
      committed: 1000,
      used,
      valid_from: '2026-01-02',
      valid_to: '2026-04-11',
      today: '2026-02-20',
      ...more,
    });

  test('knows where an even pace would stand and where the present one leads', () => {
    expect(seen(500)).toMatchObject({
      elapsed: 0.5,
      expected_by_now: 500,
      projected: 1000,
      left: 500,
      state: 'on_track',
    });
    expect(seen(200)).toMatchObject({ projected: 400, state: 'behind', runs_out_on: null });
    expect(seen(800)).toMatchObject({ projected: 1600, state: 'ahead', runs_out_on: '2026-03-05' });
  });

  test('tells used up, overrun, and a period that has not begun', () => {
    expect(seen(1000)).toMatchObject({ state: 'used_up', left: 0, runs_out_on: '2026-02-20' });
    expect(seen(1001)).toMatchObject({ state: 'over', left: 0 });
    expect(seen(0, { today: '2025-12-31' })).toMatchObject({ state: 'not_started', projected: null });
  });

  test('of what nobody has promised has no end', () => {
    expect(seen(10, { committed: null })).toMatchObject({ left: null, runs_out_on: null, projected: 20 });
  });

  test('runs out no earlier than today and no later than its period', () => {
    const day = fc.integer({ min: 0, max: 120 }).map((n) => addDays('2026-01-02', n));
    fc.assert(
      fc.property(fc.nat(2000), day, (used, today) => {
        const { runs_out_on } = seen(used, { today });
        if (runs_out_on === null) return;
        expect(runs_out_on >= today).toBe(true);
        expect(runs_out_on <= '2026-04-11' || runs_out_on === today).toBe(true);
      }),
    );
  });
});

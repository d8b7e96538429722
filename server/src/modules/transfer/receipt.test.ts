import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Places } from './places.ts';
import { decideReceipt, type ReceiptDecision, type ReceivedLine } from './receipt.ts';
import { handOut, type RoadStock } from './road.ts';
import { onTheRoad, type SentLot } from './transfer.model.ts';

const ROAD = 900;
const RECEIVING = { account_id: 1, zone_kind: 'receiving' };
const REJECTED = { account_id: 2, zone_kind: 'rejected' };
const places: Places = {
  binFor: (named) => (named === REJECTED.account_id ? REJECTED : RECEIVING),
};
const sentLot = (more: Partial<SentLot>): SentLot => ({
  transfer_line_id: 1,
  line_no: 1,
  item_id: 7,
  lot_id: 70,
  lot_no: 'L70',
  owner_id: 5,
  tracking: 'lot',
  storage_condition: 'ambient',
  qty_shipped: 10,
  qty_received: 0,
  qty_damaged: 0,
  qty_lost: 0,
  qty_returned: 0,
  ...more,
});
const stock = (more: Partial<RoadStock>): RoadStock => ({
  account_id: ROAD,
  item_id: 7,
  lot_id: 70,
  owner_id: 5,
  disposition: 'released',
  qty: 10,
  serial_nos: [],
  ...more,
});
const line = (more: Partial<ReceivedLine>): ReceivedLine => ({
  transfer_line_id: 1,
  lot_no: 'L70',
  received: 0,
  damaged: 0,
  ...more,
});
const decide = (
  lines: ReceivedLine[],
  sent: SentLot[] = [sentLot({})],
  road: RoadStock[] = [stock({})],
  more: { complete?: boolean; damaged_account_id?: number } = {},
) => decideReceipt({ lines, complete: true, ...more }, sent, handOut(road), places);
const codes = (decision: ReceiptDecision) =>
  'errors' in decision ? decision.errors.map((e) => `${e.path} ${e.code}`) : [];
const done = (decision: ReceiptDecision) => {
  if ('errors' in decision) throw new Error(codes(decision).join());
  return decision;
};

describe('a receipt', () => {
  test('names every wrong line at once', () => {
    const wrong = [
      line({ transfer_line_id: 99, received: 1 }),
      line({ lot_no: 'OTHER', received: 1 }),
      line({ received: 8, damaged: 3 }),
      line({ received: 1 }),
    ];
    expect(codes(decide(wrong))).toEqual([
      'lines.0.transfer_line_id transfer.line_unknown',
      'lines.1.lot_no transfer.lot_not_sent',
      'lines.2.received transfer.more_than_sent',
      'lines.3 transfer.line_repeated',
    ]);
  });

  test('puts into quarantine what a plan wants inspected, and leaves the rest as it was sent', () => {
    const two = [line({ received: 4 }), line({ transfer_line_id: 2, lot_no: 'L71', received: 3 })];
    const sent = [
      sentLot({ qty_shipped: 4 }),
      sentLot({ transfer_line_id: 2, lot_id: 71, lot_no: 'L71', qty_shipped: 3 }),
    ];
    const road = [stock({ qty: 4 }), stock({ lot_id: 71, qty: 3, disposition: 'held' })];
    const arriving = { ...places, inspected: new Set([70, 71]) };
    const { postings } = done(decideReceipt({ lines: two, complete: true }, sent, handOut(road), arriving));
    expect(postings.map((p) => p.to_disposition)).toEqual(['quarantine', 'held']);
    const other = { ...places, inspected: new Set([99]) };
    const plain = done(decideReceipt({ lines: two, complete: true }, sent, handOut(road), other));
    expect(plain.postings.map((p) => p.to_disposition)).toEqual(['released', 'held']);
  });

  test('turns what nobody has seen into a shortage, unless more is to come', () => {
    const one = [line({ received: 9, note: 'one box torn' })];
    expect(done(decide(one)).discrepancies).toMatchObject([{ kind: 'short', qty: 1, note: 'one box torn' }]);
    expect(done(decide(one, undefined, undefined, { complete: false })).discrepancies).toEqual([]);
    const two = [sentLot({}), sentLot({ transfer_line_id: 2, lot_id: 71, lot_no: 'L71', qty_shipped: 4 })];
    expect(done(decide([line({ received: 10 })], two)).discrepancies).toMatchObject([{ lot_id: 71, qty: 4 }]);
  });

  test('brings damaged goods into quarantine, or rejected where they are put into the rejected zone', () => {
    const damaged = [line({ received: 7, damaged: 3 })];
    expect(done(decide(damaged))).toMatchObject({
      postings: [
        { qty: 7, to_disposition: 'released' },
        { qty: 3, to_disposition: 'quarantine', to_account_id: RECEIVING.account_id },
      ],
      discrepancies: [{ kind: 'damaged', qty: 3 }],
    });
    const there = decide(damaged, undefined, undefined, { damaged_account_id: REJECTED.account_id });
    expect(done(there).postings[1]).toMatchObject({ to_disposition: 'rejected', to_account_id: 2 });
  });

  test('keeps what was recalled on the road recalled, damaged or not', () => {
    const recalled = decide([line({ received: 6, damaged: 4 })], undefined, [
      stock({ disposition: 'recalled' }),
    ]);
    expect(done(recalled).postings.map((p) => [p.from_disposition, p.to_disposition])).toEqual([
      ['recalled', 'recalled'],
      ['recalled', 'recalled'],
    ]);
  });

  test('splits a lot over its owners and what the ledger holds of them', () => {
    const sent = [sentLot({ qty_shipped: 4 }), sentLot({ owner_id: 6, qty_shipped: 6 })];
    const road = [stock({ qty: 4 }), stock({ owner_id: 6, qty: 6 })];
    const { postings, changes } = done(decide([line({ received: 9, damaged: 1 })], sent, road));
    expect(postings.map((p) => [p.from_owner_id, p.qty, p.to_disposition])).toEqual([
      [5, 3, 'released'],
      [6, 6, 'released'],
      [5, 1, 'quarantine'],
    ]);
    expect(changes).toEqual([
      { transfer_line_id: 1, lot_id: 70, owner_id: 5, received: 3, damaged: 1 },
      { transfer_line_id: 1, lot_id: 70, owner_id: 6, received: 6, damaged: 0 },
    ]);
  });
});

test('never takes more than the ledger has, whatever the order remembers', () => {
  expect(codes(decide([line({ received: 9 })], undefined, [stock({ qty: 8 })]))).toEqual([
    'lines.0.received transfer.more_than_sent',
  ]);
});

describe('serials in a receipt', () => {
  const serial = sentLot({ tracking: 'serial', qty_shipped: 3 });
  const road = [stock({ qty: 3, serial_nos: ['A', 'B', 'C'] })];

  test('are all of them where everything arrived in good order', () => {
    expect(done(decide([line({ received: 3 })], [serial], road)).postings[0]!.serial_nos).toEqual([
      'A',
      'B',
      'C',
    ]);
  });
  test('must be named where some are missing', () => {
    expect(codes(decide([line({ received: 2 })], [serial], road))).toEqual([
      'lines.0.serial_nos transfer.serials_to_name',
    ]);
    const named = done(decide([line({ received: 2, serial_nos: ['A', 'C'] })], [serial], road));
    expect(named.postings[0]!.serial_nos).toEqual(['A', 'C']);
    expect(named.discrepancies).toMatchObject([{ kind: 'short', qty: 1 }]);
  });
  test('of damaged pieces must be named, the rest is sound', () => {
    expect(codes(decide([line({ received: 2, damaged: 1 })], [serial], road))).toHaveLength(1);
    const named = done(
      decide([line({ received: 2, damaged: 1, damaged_serial_nos: ['B'] })], [serial], road),
    );
    expect(named.postings.map((p) => p.serial_nos)).toEqual([['A', 'C'], ['B']]);
  });
  test.each([
    ['that were not sent', { received: 1, serial_nos: ['Z'] }],
    ['twice', { received: 2, serial_nos: ['A', 'A'] }],
    ['sound and damaged at once', { received: 1, damaged: 1, serial_nos: ['A'], damaged_serial_nos: ['A'] }],
    ['in another number than pieces', { received: 3, serial_nos: ['A', 'B'] }],
  ])('are refused %s', (_what, given) => {
    expect(codes(decide([line(given)], [serial], road))).toEqual([
      'lines.0.serial_nos transfer.serials_to_name',
    ]);
  });
  test('are refused where a serial stands in two lines', () => {
    const second = sentLot({ ...serial, transfer_line_id: 2, line_no: 2 });
    const both = [
      line({ received: 1, serial_nos: ['A'] }),
      line({ transfer_line_id: 2, received: 1, serial_nos: ['A'] }),
    ];
    const wide = [stock({ qty: 6, serial_nos: ['A', 'B', 'C', 'D', 'E', 'F'] })];
    expect(codes(decide(both, [serial, second], wide))).toEqual([
      'lines.1.serial_nos transfer.serials_to_name',
    ]);
  });
});

test('whatever is given, nothing appears and nothing disappears', () => {
  const parts = fc.array(
    fc.record({
      shipped: fc.integer({ min: 1, max: 30 }),
      before: fc.nat(30),
      received: fc.nat(40),
      damaged: fc.nat(5),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(parts, fc.boolean(), (given, complete) => {
      const sent = given.map(({ shipped, before }, index) =>
        sentLot({
          transfer_line_id: index + 1,
          lot_id: 70 + index,
          lot_no: `L${index}`,
          qty_shipped: shipped,
          qty_received: Math.min(before, shipped),
        }),
      );
      const road = sent
        .map((lot) => stock({ lot_id: lot.lot_id, qty: onTheRoad(lot) }))
        .filter((s) => s.qty > 0);
      const lines = given.map(({ received, damaged }, index) =>
        line({ transfer_line_id: index + 1, lot_no: `L${index}`, received, damaged }),
      );
      const decision = decide(lines, sent, road, { complete });
      const tooMany = given.some((g, index) => g.received + g.damaged > onTheRoad(sent[index]!));
      expect('errors' in decision).toBe(tooMany);
      if ('errors' in decision) return;
      const arrived = decision.postings.reduce((sum, p) => sum + p.qty, 0);
      const short = decision.discrepancies
        .filter((d) => d.kind === 'short')
        .reduce((sum, d) => sum + d.qty, 0);
      const there = sent.reduce((sum, lot) => sum + onTheRoad(lot), 0);
      expect(arrived).toBe(given.reduce((sum, g) => sum + g.received + g.damaged, 0));
      expect(arrived + short).toBe(complete ? there : arrived);
      expect(decision.postings.every((p) => p.qty > 0)).toBe(true);
    }),
  );
});

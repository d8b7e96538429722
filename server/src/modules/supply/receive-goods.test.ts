import { checkDigit } from '@tongcang/udi';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serialNos } from '../../../test/support/goods.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { writeIdentifiers } from '../masterdata/index.ts';
import { type Receivers, receiversOf, statementsOf, traces } from './receiving.test-support.ts';

let world: World;
let people: Receivers;
let boxes = 0;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const blind = () => ({ supplier_id: world.supplier_id });
const gloves = (more: object) => ({ item_id: world.items.gloves, ...more });
function sscc(): string {
  boxes += 1;
  const body = `0694563${String(boxes).padStart(10, '0')}`;
  return body + checkDigit(body);
}
const kinds = ({ discrepancies }: { discrepancies: readonly { kind: string; qty: number }[] }) =>
  discrepancies.map(({ kind, qty }) => `${kind} ${qty}`).sort();
/** That `work` is refused with this code and leaves nothing behind. */
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await traces(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await traces(world)).toEqual(before);
  return refusal;
}
const orderLine = async (id: number) =>
  (
    await world.sql<{ received: number; status: string }>(
      `select l.qty_received as received, o.status from supply.purchase_order_line l
       join supply.purchase_order o using (purchase_order_id) where purchase_order_line_id = $1`,
      [id],
    )
  )[0]!;

describe('a delivery without an order', () => {
  test('stands in quarantine at the receiving place, and somebody must bring the paper', async () => {
    const made = await people.receive(blind(), [gloves({ lot_no: 'BLIND-1', received: 7 })]);
    expect(made).toMatchObject({ status: 'received', taken_in: 7, refused: 0 });
    expect(kinds(made)).toEqual(['no_order 7']);
    const lot = await world.lot(world.items.gloves, 'BLIND-1');
    expect(await world.balance(lot, world.north.bins.receiving, 'quarantine')).toMatchObject({ qty: 7 });
    expect(await world.balance(lot, world.north.bins.receiving, 'released')).toMatchObject({ qty: 0 });
  });

  test('needs a supplier that exists', async () => {
    await refused(() => people.receive({}, [gloves({ received: 1 })]), 'supply.supplier_missing');
    await refused(
      () => people.receive({ supplier_id: 999_999 }, [gloves({ received: 1 })]),
      'platform.not_found',
    );
  });

  test('is counted where the keeper works', async () => {
    const elsewhere = () => people.receive(blind(), [gloves({ received: 1 })], people.south_keeper);
    await refused(elsewhere, 'platform.not_found');
  });

  test('names every wrong line at once and takes nothing in', async () => {
    const refusal = await refused(
      () =>
        people.receive(blind(), [
          gloves({ received: 1, expiry_date: undefined }),
          { item_id: 999_999, received: 1 },
          gloves({ lot_no: 'TWICE', received: 1 }),
          gloves({ lot_no: 'TWICE', received: 1 }),
          gloves({ lot_no: 'R', refused: 2 }),
          { item_id: world.items.stent, lot_no: 'S', received: 2, serial_nos: ['A', 'A'] },
        ]),
      'supply.expiry_missing',
    );
    expect(refusal.lines).toEqual([
      'lines.0.expiry_date supply.expiry_missing',
      'lines.1.item_id unknown',
      'lines.3 supply.line_repeated',
      'lines.4.refusal_reason supply.refusal_reason_missing',
      'lines.5.serial_nos supply.serials_to_name',
    ]);
  });

  test('that brings nothing is none', async () => {
    await refused(() => people.receive(blind(), []), 'supply.nothing_counted');
    await refused(
      () => people.receive(blind(), [gloves({ received: 0, noted: 3 })]),
      'supply.nothing_counted',
    );
  });

  test('is held against the dates of a lot that is on file', async () => {
    await world.lot(world.items.gloves, 'KNOWN', { made: '2026-01-10', expires: '2029-05-01' });
    const refusal = await refused(
      () => people.receive(blind(), [gloves({ lot_no: 'KNOWN', received: 1 })]),
      'stock.refused',
    );
    expect(refusal.lines).toEqual(['lines.0 stock.lot_conflict']);
    const dates = { production_date: undefined, expiry_date: undefined };
    await people.receive(blind(), [gloves({ lot_no: 'KNOWN', received: 1, ...dates })]);
  });

  test('is judged by the gate: goods made outside their registration can only be refused', async () => {
    const old = { lot_no: 'OLD', production_date: '2019-06-01' };
    const refusal = await refused(
      () => people.receive(blind(), [gloves({ received: 1 }), gloves({ ...old, received: 2 })]),
      'stock.refused',
    );
    expect(refusal.lines).toEqual(['lines.1 compliance.made_outside_registration']);
    const made = await people.receive(blind(), [
      gloves({ received: 1 }),
      gloves({ ...old, refused: 2, refusal_reason: 'label' }),
    ]);
    expect(kinds(made)).toEqual(['no_order 1', 'refused 2']);
  });

  test('that is refused as a whole moves nothing and makes no lot', async () => {
    const before = await traces(world);
    const made = await people.receive(blind(), [
      gloves({ lot_no: 'NEVER', refused: 5, refusal_reason: 'no_document', expiry_date: undefined }),
    ]);
    expect(made).toMatchObject({ status: 'refused', movement_id: null, taken_in: 0, refused: 5 });
    expect(await traces(world)).toMatchObject({ movements: before.movements, lots: before.lots });
    await refused(
      () => people.call('reverse-receipt', { receipt_id: made.receipt_id, reason: 'x' }, people.keeper),
      'supply.receipt_wrong_status',
    );
  });

  test('of cold goods says how it travelled', async () => {
    const insulin = { item_id: world.items.insulin, received: 4 };
    const refusal = await refused(() => people.receive(blind(), [insulin]), 'supply.transport_missing');
    expect(refusal.lines).toEqual(['transport supply.transport_missing']);
    const crossed = { transport_mode: 'cold_box', min_temp_c: 5, max_temp_c: 3 };
    await refused(
      () => people.receive({ ...blind(), transport: crossed }, [insulin]),
      'supply.transport_times',
    );
    const made = await people.receive({ ...blind(), transport: { transport_mode: 'cold_box' } }, [insulin]);
    expect(await people.see(made.receipt_id)).toMatchObject({
      cold: true,
      transport: [{ transport_mode: 'cold_box' }],
    });
  });

  test('goes to the receiving place that is named, and to no other kind of place', async () => {
    const to = (to_account_id: number) => ({ ...blind(), to_account_id });
    await people.receive(to(world.north.bins.receiving), [gloves({ received: 1 })]);
    for (const bin of [world.north.bins.shelf, world.south.bins.receiving]) {
      await refused(() => people.receive(to(bin), [gloves({ received: 1 })]), 'supply.place_elsewhere');
    }
  });

  test('may belong to the supplier until it is used', async () => {
    const made = await people.receive({ ...blind(), owner_id: world.supplier_id }, [gloves({ received: 3 })]);
    const rows = await world.sql<{ owner_id: number }>(
      'select distinct to_owner_id as owner_id from stock.posting where movement_id = $1',
      [made.movement_id],
    );
    expect(rows).toEqual([{ owner_id: world.supplier_id }]);
  });
});

describe('a delivery against an order', () => {
  test('in part leaves the rest open, with the price and the buyer of the order', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 10, unit_price_fen: 777 }]);
    const made = await people.receive(order, [gloves({ lot_no: 'PART', received: 4 })]);
    expect(kinds(made)).toEqual([]);
    expect(await orderLine(order.line_ids[0]!)).toEqual({ received: 4, status: 'partly_received' });
    const [line] = await world.sql<{ unit_price_fen: number; qty_taken_in: number }>(
      'select unit_price_fen, qty_taken_in from supply.v_receipt_line where receipt_id = $1',
      [made.receipt_id],
    );
    expect(line).toEqual({ unit_price_fen: 777, qty_taken_in: 4 });
    await people.receive(order, [gloves({ lot_no: 'PART', received: 6 })]);
    expect(await orderLine(order.line_ids[0]!)).toEqual({ received: 10, status: 'received' });
    await refused(() => people.receive(order, [gloves({ received: 1 })]), 'supply.not_receivable');
  });

  test('tells short, over, damaged, refused and a wrong delivery note apart', async () => {
    const { gloves: a, bandage: b } = world.items;
    const order = await people.order([
      { item_id: a, qty: 10 },
      { item_id: b, qty: 5 },
    ]);
    const made = await people.receive({ ...order, complete: true }, [
      { item_id: a, received: 4, damaged: 2, refused: 1, refusal_reason: 'damaged', noted: 10 },
      { item_id: b, received: 8, noted: 8 },
    ]);
    expect(kinds(made)).toEqual(['damaged 2', 'note 3', 'over 3', 'refused 1', 'short 3']);
    // What is damaged came; what is over waits until somebody keeps it.
    expect(await orderLine(order.line_ids[0]!)).toMatchObject({ received: 6 });
    expect(await orderLine(order.line_ids[1]!)).toMatchObject({ received: 5 });
  });

  test('refuses what was never ordered, and lines of other orders', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 10 }]);
    const other = await people.order([{ item_id: world.items.gloves, qty: 10 }]);
    const stranger = { item_id: world.items.bandage, received: 1 };
    const refusal = await refused(() => people.receive(order, [stranger]), 'supply.item_not_ordered');
    expect(refusal.lines).toEqual(['lines.0.item_id supply.item_not_ordered']);
    const named = gloves({ received: 1, purchase_order_line_id: other.line_ids[0] });
    await refused(() => people.receive(order, [named]), 'supply.expected_line_unknown');
    const back = { item_id: world.items.bandage, refused: 1, refusal_reason: 'not_ordered' as const };
    expect(kinds(await people.receive(order, [back]))).toEqual(['refused 1']);
  });

  test('goes to the warehouse that it was ordered for', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 1 }], world.south);
    const everywhere = world.as(['supply.receive'], 'all', 86);
    const there = () => people.receive(order, [gloves({ received: 1 })], everywhere);
    await refused(there, 'supply.not_expected_here');
    // Out of sight is not there.
    await refused(() => people.receive(order, [gloves({ received: 1 })]), 'platform.not_found');
  });
});

describe('a delivery by its arrival notice', () => {
  test('takes in whole handling units by their number, and nothing twice', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 100 }]);
    const [first, second] = [sscc(), sscc()];
    const asn_id = await people.asn(order, [
      { item_id: world.items.gloves, lot_no: 'BOX-A', qty: 60, sscc: first },
      { item_id: world.items.gloves, lot_no: 'BOX-B', qty: 30, sscc: first },
      { item_id: world.items.gloves, lot_no: 'BOX-B', qty: 10, sscc: second },
    ]);
    const units = [{ sscc: `(00)${first}` }];
    const made = await people.receive({ asn_id, units, complete: false }, []);
    expect(made).toMatchObject({ taken_in: 90, discrepancies: [] });
    const { line_rows } = await people.see(made.receipt_id);
    expect(line_rows.map(({ lot_no, received, sscc }) => ({ lot_no, received, sscc }))).toEqual([
      { lot_no: 'BOX-A', received: 60, sscc: first },
      { lot_no: 'BOX-B', received: 30, sscc: first },
    ]);
    await refused(() => people.receive({ asn_id, units }, []), 'supply.sscc_received');
    const wrong = `${second.slice(0, 17)}${(Number(second[17]) + 1) % 10}`;
    await refused(() => people.receive({ asn_id, units: [{ sscc: wrong }] }, []), 'supply.sscc_invalid');
    await refused(
      () => people.receive({ asn_id, units: [{ sscc: sscc() }] }, []),
      'supply.sscc_not_announced',
    );
    // Nothing is said: an arrival notice is received as a whole, so what is missing is missing.
    const rest = await people.receive({ asn_id }, [gloves({ lot_no: 'BOX-B', received: 7 })]);
    expect(kinds(rest)).toEqual(['short 3']);
    expect(await orderLine(order.line_ids[0]!)).toMatchObject({ received: 97 });
  });

  test('confirms serials against the list; unlisted ones are taken in only knowingly', async () => {
    const order = await people.order([{ item_id: world.items.stent, qty: 3 }]);
    const serial_nos = ['ANN-1', 'ANN-2', 'ANN-3'];
    const line = { item_id: world.items.stent, lot_no: 'ANN', qty: 3, serial_nos };
    const asn_id = await people.asn(order, [line]);
    const stent = {
      item_id: world.items.stent,
      lot_no: 'ANN',
      received: 3,
      serial_nos: ['ANN-1', 'ANN-2', 'X-9'],
    };
    const refusal = await refused(() => people.receive({ asn_id }, [stent]), 'supply.serial_not_expected');
    expect(refusal.error.errors[0]!.params).toEqual({ count: 1, serial_no: 'X-9' });
    const made = await people.receive({ asn_id }, [{ ...stent, accept_unlisted: true }]);
    expect(kinds(made)).toEqual(['note 1']);
  });

  test('answers what a code on the goods says', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 9 }]);
    const box = sscc();
    const asn_id = await people.asn(order, [
      { item_id: world.items.gloves, lot_no: 'SCAN', qty: 9, sscc: box },
    ]);
    const scan = (code: string) =>
      people.call('scan-goods', { code, warehouse_id: world.north.warehouse_id }, people.keeper);
    expect(await scan(`(00)${box}`)).toMatchObject({
      kind: 'unit',
      asn_id,
      content: [{ lot_no: 'SCAN', open_qty: 9 }],
    });
    expect(await scan('(01)06945630100017(17)300109(10)LOT7')).toMatchObject({
      kind: 'goods',
      item_id: world.items.gloves,
      lot_no: 'LOT7',
      expiry_date: '2030-01-09',
    });
    expect((await refusalOf(scan('(01)06945630100013(10)LOT7'))).code).toBe('stock.scan_invalid');
    expect((await refusalOf(scan(`(00)${sscc()}`))).code).toBe('supply.sscc_not_announced');
    const wrong = await refusalOf(scan('(00)069012340000000017'));
    expect(wrong).toMatchObject({
      code: 'stock.scan_invalid',
      error: { params: { problem: 'CHECK_DIGIT' } },
    });
    expect((await refusalOf(scan('nothing of ours'))).code).toBe('stock.scan_unknown');
  });

  test('a carton counts its content, and a label without separators is asked about until its lot is announced', async () => {
    const carton = '16945630100014';
    await world.tx((tx) =>
      writeIdentifiers(tx, [
        {
          item_id: world.items.gloves,
          issuer: 'gs1',
          di: carton,
          packing_level: 'carton',
          units_per_pack: 10,
          source: 'entered',
        },
      ]),
    );
    const scan = (code: string, more = {}) =>
      people.call('scan-goods', { code, warehouse_id: world.north.warehouse_id, ...more }, people.keeper);
    expect(await scan(`(01)${carton}(10)CART-1(21)BOX7`)).toMatchObject({
      item_id: world.items.gloves,
      lot_no: 'CART-1',
      serial_no: null,
      packing_level: 'carton',
      units: 10,
    });
    const swallowed = `01${carton}10CART-121BOX7`;
    const { code, error } = await refusalOf(scan(swallowed));
    expect([code, error.params.problem]).toEqual(['stock.scan_invalid', 'AMBIGUOUS']);
    const order = await people.order([{ item_id: world.items.gloves, qty: 10 }]);
    const asn_id = await people.asn(order, [{ item_id: world.items.gloves, lot_no: 'CART-1', qty: 10 }]);
    expect(await scan(swallowed, { asn_id })).toMatchObject({ lot_no: 'CART-1', units: 10 });
  });

  test('is expected until it has come', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 9 }]);
    const asn_id = await people.asn(order, [{ item_id: world.items.gloves, lot_no: 'EXP', qty: 6 }]);
    const whole = await people.order([{ item_id: world.items.gloves, qty: 6 }]);
    await people.asn(whole, [{ item_id: world.items.gloves, lot_no: 'EXP', qty: 6 }]);
    const listed = async () => {
      const input = { warehouse_id: world.north.warehouse_id };
      const { rows } = await people.call<{ rows: { key: string }[] }>('list-expected', input, people.keeper);
      return rows.map((row) => row.key);
    };
    expect(await listed()).toEqual(
      expect.arrayContaining([`asn:${asn_id}`, `order:${order.purchase_order_id}`]),
    );
    // What is announced whole is not expected twice.
    expect(await listed()).not.toContain(`order:${whole.purchase_order_id}`);
    const { purchase_order_id } = whole;
    expect(await people.call('get-expected', { purchase_order_id }, people.keeper)).toMatchObject({
      line_rows: [{ open_qty: 6 }],
    });
    expect(await people.call('get-expected', { asn_id }, people.keeper)).toMatchObject({
      kind: 'asn',
      line_rows: [{ lot_no: 'EXP', open_qty: 6 }],
    });
    await people.receive({ asn_id }, [gloves({ lot_no: 'EXP', received: 6 })]);
    expect(await listed()).not.toContain(`asn:${asn_id}`);
    expect((await refusalOf(people.call('get-expected', { asn_id }, people.keeper))).code).toBe(
      'platform.not_found',
    );
  });
});

test('two keepers who receive the same box at once take it in once', async () => {
  const order = await people.order([{ item_id: world.items.gloves, qty: 30 }]);
  const box = sscc();
  const asn_id = await people.asn(order, [
    { item_id: world.items.gloves, lot_no: 'RACE', qty: 30, sscc: box },
  ]);
  const units = [{ sscc: box }];
  const [first, second] = await Promise.allSettled([
    people.receive({ asn_id, units }, []),
    people.receive({ asn_id, units }, [], people.second_keeper),
  ]);
  expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  const lot = await world.lot(world.items.gloves, 'RACE');
  expect(await world.balance(lot, world.north.bins.receiving, 'quarantine')).toMatchObject({ qty: 30 });
});

describe('a receipt that was a mistake', () => {
  test('is taken back by a document of its own, and the order opens again', async () => {
    const order = await people.order([{ item_id: world.items.stent, qty: 2 }]);
    const serial_nos = ['REV-1', 'REV-2'];
    const line = { item_id: world.items.stent, lot_no: 'REV', received: 2, serial_nos };
    const made = await people.receive({ ...order, complete: true }, [line]);
    const { receipt_id } = made;
    const back = { receipt_id, reason: 'counted twice' };
    await refused(() => people.call('reverse-receipt', back, people.south_keeper), 'platform.not_found');
    expect(await people.call('reverse-receipt', back, people.keeper)).toMatchObject({
      document_no: expect.stringMatching(/^RR/),
    });
    expect(await people.see(receipt_id)).toMatchObject({
      status: 'reversed',
      reversal: { reason: 'counted twice' },
    });
    expect(await orderLine(order.line_ids[0]!)).toMatchObject({ received: 0, status: 'approved' });
    await refused(() => people.call('reverse-receipt', back, people.keeper), 'supply.receipt_wrong_status');
    // The same pieces may come again.
    await people.receive({ ...order, complete: true }, [line]);
  });
});

describe('a difference', () => {
  const open = async (lines: Parameters<Receivers['receive']>[1]) => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 5 }]);
    const made = await people.receive({ ...order, complete: true }, lines);
    return { order, made, id: made.discrepancies[0]!.receipt_discrepancy_id };
  };
  const settle = (receipt_discrepancy_id: number, resolution: string, actor = people.buyer) =>
    people.call(
      'resolve-receipt-discrepancy',
      { receipt_discrepancy_id, resolution, reason: 'x', responsible: 'supplier' },
      actor,
    );

  test('is settled once, in a way that fits, by somebody who did not receive', async () => {
    const { id } = await open([gloves({ received: 4 })]);
    await refused(() => settle(id, 'supplier_credit', people.keeper), 'supply.own_receipt');
    await refused(() => settle(id, 'accepted_over'), 'supply.resolution_does_not_fit');
    await settle(id, 'supplier_credit');
    await refused(() => settle(id, 'supplier_credit'), 'supply.discrepancy_settled');
    await refused(() => settle(999_999, 'supplier_credit'), 'platform.not_found');
  });

  test('over the order is kept by a decision, and counts as delivered from then on', async () => {
    const { id, order, made } = await open([gloves({ received: 7 })]);
    expect(await orderLine(order.line_ids[0]!)).toMatchObject({ received: 5 });
    expect((await people.see(made.receipt_id)).line_rows[0]).toMatchObject({ waiting: 7, qualifiable: 5 });
    await settle(id, 'accepted_over', people.second_keeper);
    expect(await orderLine(order.line_ids[0]!)).toMatchObject({ received: 7 });
    expect((await people.see(made.receipt_id)).line_rows[0]).toMatchObject({ qualifiable: 7 });
  });

  test('of damaged pieces that are replaced opens the order for them again', async () => {
    const { id, order } = await open([gloves({ received: 4, damaged: 1 })]);
    expect(await orderLine(order.line_ids[0]!)).toEqual({ received: 5, status: 'received' });
    await settle(id, 'replacement');
    expect(await orderLine(order.line_ids[0]!)).toEqual({ received: 4, status: 'partly_received' });
  });

  test('is listed where it was found', async () => {
    const { id } = await open([gloves({ received: 1 })]);
    const list = (actor = people.keeper) =>
      people.call<{ rows: { receipt_discrepancy_id: number }[] }>('list-receipt-discrepancies', {}, actor);
    expect((await list()).rows[0]).toMatchObject({ receipt_discrepancy_id: id, kind: 'short', qty: 4 });
    expect((await list(people.south_keeper)).rows).toEqual([]);
  });
});

test('round trips do not grow with the lines', async () => {
  const counted = async (count: number) => {
    const lots = Array.from({ length: count }, (_, n) => `N-${count}-${n}`);
    const order = await people.order([{ item_id: world.items.gloves, qty: count * 10 }]);
    const asn_id = await people.asn(
      order,
      lots.map((lot_no) => ({ item_id: world.items.gloves, lot_no, qty: 5 })),
    );
    const lines = lots.map((lot_no) => gloves({ lot_no, received: 3, damaged: 1 }));
    let receipt_id = 0;
    const receive = await statementsOf(async () => {
      receipt_id = (await people.receive({ asn_id }, lines)).receipt_id;
    });
    const see = await statementsOf(() => people.see(receipt_id));
    const reverse = await statementsOf(() =>
      people.call('reverse-receipt', { receipt_id, reason: 'x' }, people.keeper),
    );
    return { receive, see, reverse };
  };
  await counted(1);
  expect(await counted(40)).toEqual(await counted(2));
});

test('takes ten thousand serials in as one line', async () => {
  const order = await people.order([{ item_id: world.items.stent, qty: 10_000 }]);
  const serial_nos = serialNos('TEN', 1, 10_000);
  const asn_id = await people.asn(order, [
    { item_id: world.items.stent, lot_no: 'TEN', qty: 10_000, serial_nos },
  ]);
  const line = { item_id: world.items.stent, lot_no: 'TEN', received: 10_000, serial_nos };
  const few = await statementsOf(() => people.receive({ asn_id }, [line]));
  expect(few).toBeLessThan(60);
  const [{ n }] = (await world.sql<{ n: number }>(
    `select count(*) as n from stock.serial where disposition = 'quarantine' and serial_no like 'TEN%'`,
  )) as [{ n: number }];
  expect(n).toBe(10_000);
});

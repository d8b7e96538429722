import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { databaseError } from '../../platform/problem.ts';
import { verbs as quality_verbs } from '../quality/index.ts';
import { verbs as stock_verbs } from '../stock/index.ts';
import { type Receivers, receiversOf, type Seen, statementsOf, traces } from './receiving.test-support.ts';
import { receiving_constraints } from './receiving.ts';

let world: World;
let people: Receivers;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const recall = stock_verbs.find((verb) => verb.contract.name === 'stock.recall-lots')!;
const dispose = quality_verbs.find((verb) => verb.contract.name === 'quality.dispose')!;
const receiving = () => world.north.bins.receiving;
/** A receipt of one line, with its lot. */
async function received(
  more: object = {},
  input: object = { supplier_id: world.supplier_id },
): Promise<{ receipt_id: number; lot: Lot; seen: Seen }> {
  lots += 1;
  const line = { item_id: world.items.gloves, lot_no: `ACC-${lots}`, received: 10, ...more };
  const { receipt_id } = await people.receive({ ...input }, [line]);
  const seen = await people.see(receipt_id);
  const { item_id, lot_id } = seen.line_rows[0]!;
  return { receipt_id, lot: { item_id, lot_id: lot_id! }, seen };
}
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await traces(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await traces(world)).toEqual(before);
  return refusal;
}
const BAD = { unqualified_reason: 'seal broken', unqualified_action: 'return_to_supplier' } as const;

describe('an acceptance', () => {
  test('releases what is qualified and moves the rest to the red zone (AC28)', async () => {
    const { receipt_id, lot } = await received();
    expect(await world.balance(lot, receiving(), 'released')).toMatchObject({ qty: 0 });
    const made = await people.accept(receipt_id, { qualified: 9, unqualified: 1, ...BAD });
    expect(made).toMatchObject({ qualified: 9, unqualified: 1, status: 'accepted' });
    expect(await world.balance(lot, receiving(), 'released')).toMatchObject({ qty: 9 });
    expect(await world.balance(lot, receiving(), 'quarantine')).toMatchObject({ qty: 0 });
    expect(await world.balance(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 1 });
  });

  test('cannot be walked around by releasing the goods as found, until nothing of the lot waits for it', async () => {
    const { receipt_id, lot } = await received();
    const inspector = world.as(['quality.dispose'], [world.north.warehouse_id], 86);
    const line = { ...lot, account_id: receiving(), owner_id: world.entity_id };
    const release = (qty: number) =>
      world.call(
        dispose,
        {
          warehouse_id: world.north.warehouse_id,
          decision: 'release',
          reason: 'x',
          lines: [{ ...line, qty }],
        },
        { actor: inspector },
      );
    const pending = async () =>
      expect((await refusalOf(release(1))).lines).toEqual(['lines.0 compliance.acceptance_pending']);
    await pending();
    await people.accept(receipt_id, { qualified: 4 });
    await pending();
    await people.accept(receipt_id, { qualified: 6 });
    await world.receive(lot, receiving(), 1, { disposition: 'quarantine' });
    await release(1);
  });

  test('of goods whose label must carry a UDI or Chinese asks whether it does', async () => {
    const { receipt_id } = await received();
    await world.sql(
      `update masterdata.item set udi_required_from = '2026-01-01', needs_chinese_label = true where item_id = $1`,
      [world.items.gloves],
    );
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    const lines = async (more: object) => (await refusalOf(people.accept(receipt_id, more))).lines;
    expect(await lines({})).toEqual([
      'lines.0 compliance.udi_missing',
      'lines.0 compliance.chinese_label_missing',
    ]);
    expect(await lines({ udi_ok: true, chinese_label_ok: false })).toEqual([
      'lines.0 compliance.chinese_label_missing',
    ]);
    await people.accept(receipt_id, { udi_ok: true, chinese_label_ok: true });
    const [record] = await world.sql(
      'select udi_ok, chinese_label_ok from supply.acceptance_line where receipt_id = $1',
      [receipt_id],
    );
    expect(record).toEqual({ udi_ok: true, chinese_label_ok: true });
    await world.sql(
      'update masterdata.item set udi_required_from = null, needs_chinese_label = false where item_id = $1',
      [world.items.gloves],
    );
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  });

  test('goes in parts, each with a record of its own', async () => {
    const { receipt_id } = await received();
    expect(await people.accept(receipt_id, { qualified: 4 })).toMatchObject({ status: 'accepting' });
    const over = await refused(() => people.accept(receipt_id, { qualified: 7 }), 'supply.more_than_waiting');
    expect(over.error.errors[0]!.params).toEqual({ given: 7, waiting: 6 });
    expect(await people.accept(receipt_id, { qualified: 6 })).toMatchObject({ status: 'accepted' });
    const { acceptances } = await people.see(receipt_id);
    expect(acceptances.map((one) => one.qualified_qty)).toEqual([4, 6]);
  });

  test('writes every legal field and keeps it as it was (AC29)', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 10 }]);
    const { receipt_id } = await received({}, { ...order });
    await people.accept(receipt_id, { purchase_date: '2020-12-31', sample: 3 });
    await world.sql(`update masterdata.item set name = 'renamed' where item_id = $1`, [world.items.gloves]);
    const { acceptances } = await people.see(receipt_id);
    await world.sql(`update masterdata.item set name = 'GLOVES' where item_id = $1`, [world.items.gloves]);
    expect(acceptances).toMatchObject([
      {
        item_name: 'GLOVES',
        model: 'M',
        registration_no: '国械注准20253140001',
        registrant_name: 'SUPPLIER',
        producer_name: 'SUPPLIER',
        producer_licence_no: 'production_licence',
        production_date: '2026-01-10',
        expiry_date: '2030-01-09',
        // The order's own date counts before what the acceptor types.
        purchase_date: '2026-02-01',
        supplier_name: 'SUPPLIER',
        supplier_address: '某路 1 号',
        supplier_contact: '021-5555',
        arrived_qty: 10,
        sample_qty: 3,
        qualified_qty: 10,
        result: 'qualified',
        accepted_by_name: expect.any(String),
        retain_until: '2032-01-09',
      },
    ]);
  });

  test('with a field missing is not saved, and every missing one is named', async () => {
    const { receipt_id } = await received({ production_date: undefined });
    await world.sql('update masterdata.partner set phone = null where partner_id = $1', [world.supplier_id]);
    const refusal = await refused(
      () => people.accept(receipt_id, { purchase_date: undefined }),
      'supply.acceptance_field_missing',
    );
    expect(refusal.error.params).toEqual({ missing: '生产日期、购货日期、供货者联系方式' });
    expect(refusal.lines).toEqual([
      'lines.0.production_date supply.acceptance_field_missing',
      'lines.0.purchase_date supply.acceptance_field_missing',
      'lines.0.supplier_contact supply.acceptance_field_missing',
    ]);
    await people.accept(receipt_id, { production_date: '2026-01-11', supplier_contact: 'Mr Li' });
    await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
      world.supplier_id,
    ]);
    const { acceptances } = await people.see(receipt_id);
    expect(acceptances).toMatchObject([{ production_date: '2026-01-11', supplier_contact: 'Mr Li' }]);
  });

  test('is neither the receiver’s nor the buyer’s, in the verb and in the table', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 10 }]);
    const { receipt_id } = await received({}, { ...order });
    const both = world.as(['supply.accept', 'supply.read'], 'all', 81);
    await refused(() => people.accept(receipt_id, {}, both), 'supply.acceptor_received');
    await refused(() => people.accept(receipt_id, {}, people.buyer), 'supply.acceptor_bought');
    const forced = world.sql(
      `insert into supply.acceptance (receipt_id, warehouse_id, received_by, accepted_by, accepted_by_name, release_movement_id)
       select receipt_id, warehouse_id, received_by, received_by, 'x', movement_id from supply.receipt where receipt_id = $1`,
      [receipt_id],
    );
    const error = await forced.catch((e: unknown) => databaseError(e, receiving_constraints));
    expect(error).toMatchObject({ code: 'supply.acceptor_received' });
  });

  test('belongs to the warehouse: others get the answer for one that does not exist', async () => {
    const { receipt_id } = await received();
    const elsewhere = world.as(['supply.accept'], [world.south.warehouse_id], 88);
    await refused(() => people.accept(receipt_id, {}, elsewhere), 'platform.not_found');
    await refused(() => people.accept(receipt_id, {}, people.keeper), 'platform.forbidden');
  });

  test('needs a sample, passed checks, and a reason for what is bad', async () => {
    const { receipt_id } = await received();
    const judge = (first: object) => () => people.accept(receipt_id, first);
    await refused(judge({ sample: 0 }), 'supply.sample_missing');
    await refused(judge({ sample: 11 }), 'supply.sample_exceeds');
    await refused(judge({ label_ok: false }), 'supply.check_failed');
    await refused(judge({ qualified: 0 }), 'supply.nothing_decided');
    await refused(judge({ qualified: 9, unqualified: 1 }), 'supply.unqualified_reason_missing');
    const other = (await received()).seen.line_rows[0]!.receipt_line_id;
    await refused(judge({ receipt_line_id: other }), 'supply.receipt_line_unknown');
  });

  test('never qualifies damaged pieces, nor those over the order before somebody keeps them', async () => {
    const order = await people.order([{ item_id: world.items.gloves, qty: 8 }]);
    const { receipt_id } = await received({ received: 10, damaged: 1 }, { ...order });
    const refusal = await refused(
      () => people.accept(receipt_id, { qualified: 8 }),
      'supply.not_qualifiable',
    );
    expect(refusal.error.errors[0]!.params).toEqual({ limit: 7, damaged: 1, over: 3 });
    const made = await people.accept(receipt_id, { qualified: 7, unqualified: 4, ...BAD });
    // All that is damaged or over was decided on as unqualified.
    expect(made).toMatchObject({ status: 'accepted', qualified: 7, unqualified: 4 });
  });

  test('is judged by the gate: what expired on the way is not released', async () => {
    const { receipt_id, lot } = await received();
    await world.age(lot);
    const refusal = await refused(() => people.accept(receipt_id), 'stock.refused');
    expect(refusal.lines).toContain('lines.0 compliance.lot_expired');
    const bad = { qualified: 0, unqualified: 10, ...BAD };
    expect(await people.accept(receipt_id, bad)).toMatchObject({
      status: 'put_away',
      release_movement_id: null,
    });
  });

  test('of goods that were recalled while they waited turns them away and lets none of them through', async () => {
    const { receipt_id, lot } = await received();
    const { item_id, lot_id } = lot;
    await world.call(recall, { lots: [{ item_id, lot_id }], reason: 'x' });
    expect(await world.balance(lot, receiving(), 'recalled')).toMatchObject({ qty: 10 });
    await refusalOf(people.accept(receipt_id));
    await people.accept(receipt_id, { qualified: 0, unqualified: 10, ...BAD });
    expect(await world.balance(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 10 });
    expect((await people.see(receipt_id)).line_rows[0]).toMatchObject({ waiting: 0 });
  });

  test('keeps the records of an implant for ever', async () => {
    await world.sql('update masterdata.item set implant = true where item_id = $1', [world.items.bandage]);
    const { receipt_id } = await received({ item_id: world.items.bandage });
    await people.accept(receipt_id);
    expect((await people.see(receipt_id)).acceptances).toMatchObject([{ retain_until: null }]);
    const held = world.db.tx({ user_id: 1, warehouses: 'all', partner_id: null }, (tx) =>
      tx.run('delete from supply.acceptance_line'),
    );
    await expect(held).rejects.toThrow(/permission denied/);
  });

  test('of serials says which are bad; the others are good', async () => {
    const serial_nos = ['ACC-S1', 'ACC-S2', 'ACC-S3'];
    const { receipt_id, lot } = await received({ item_id: world.items.stent, received: 3, serial_nos });
    const two = { qualified: 2, unqualified: 1, ...BAD };
    await refused(
      () => people.accept(receipt_id, { ...two, unqualified_serial_nos: ['ACC-S9'] }),
      'supply.serials_to_name',
    );
    await refused(() => people.accept(receipt_id, two), 'supply.serials_to_name');
    await people.accept(receipt_id, { ...two, unqualified_serial_nos: ['ACC-S2'] });
    const rows = await world.sql(
      'select serial_no, disposition::text from stock.serial where lot_id = $1 order by serial_no',
      [lot.lot_id],
    );
    expect(rows).toEqual([
      { serial_no: 'ACC-S1', disposition: 'released' },
      { serial_no: 'ACC-S2', disposition: 'rejected' },
      { serial_no: 'ACC-S3', disposition: 'released' },
    ]);
  });
});

describe('cold goods', () => {
  const WHOLE = {
    transport_mode: 'cold_vehicle',
    departed_at: '2026-03-01T00:00:00Z',
    arrived_at: '2026-03-01T05:30:00Z',
    arrival_temp_c: 5,
    min_temp_c: 3,
    max_temp_c: 7,
    record_no: 'LOG-1',
  };
  const cold = (transport: object) =>
    received({ item_id: world.items.insulin }, { supplier_id: world.supplier_id, transport });
  const record = (receipt_id: number, more: object) =>
    people.call('record-transport', { receipt_id, ...WHOLE, ...more }, people.keeper);

  test('without a whole record stay in quarantine until it is there', async () => {
    const { receipt_id, lot } = await cold({ transport_mode: 'cold_vehicle' });
    await refused(() => people.accept(receipt_id), 'supply.cold_record_missing');
    expect(await world.balance(lot, receiving(), 'quarantine')).toMatchObject({ qty: 10 });
    await record(receipt_id, {});
    await people.accept(receipt_id);
    expect((await people.see(receipt_id)).acceptances).toMatchObject([
      {
        transport_mode: 'cold_vehicle',
        transit_minutes: 330,
        arrival_temp_c: 5,
        temperature_record_no: 'LOG-1',
      },
    ]);
    await refused(() => record(receipt_id, {}), 'supply.receipt_wrong_status');
  });

  test.each([
    ['too warm on the way', { max_temp_c: 8.1 }],
    ['too cold on the way', { min_temp_c: 1.9 }],
    ['too warm at the door', { arrival_temp_c: 9 }],
  ])('%s are not qualified', async (_name, more) => {
    const { receipt_id } = await cold({ ...WHOLE, ...more });
    await refused(() => people.accept(receipt_id), 'supply.cold_out_of_range');
    const bad = { qualified: 0, unqualified: 10, ...BAD };
    expect(await people.accept(receipt_id, bad)).toMatchObject({ unqualified: 10 });
  });

  test('carried without cooling are not qualified', async () => {
    const { receipt_id } = await cold({ ...WHOLE, transport_mode: 'express' });
    await refused(() => people.accept(receipt_id), 'supply.cold_record_missing');
  });

  test('at the edge of their range are', async () => {
    const { receipt_id } = await cold({ ...WHOLE, min_temp_c: 2, max_temp_c: 8 });
    expect(await people.accept(receipt_id)).toMatchObject({ qualified: 10 });
  });
});

describe('a put-away', () => {
  type Suggestion = {
    rows: {
      receipt_line_id: number;
      waiting: number;
      bins: { account_id: number; qty: number; why: string }[];
    }[];
  };
  const suggest = (receipt_id: number): Promise<Suggestion> =>
    people.call('suggest-putaway', { receipt_id }, people.keeper);
  const put = (seen: Seen, qty: number, more: object = {}, actor = people.keeper) =>
    people.call<{ status: string; document_no: string }>(
      'put-away',
      {
        receipt_id: seen.receipt_id,
        lines: [
          {
            receipt_line_id: seen.line_rows[0]!.receipt_line_id,
            to_account_id: world.north.bins.shelf,
            qty,
            ...more,
          },
        ],
      },
      actor,
    );

  test('comes after the acceptance, in parts, and ends the receipt', async () => {
    const { receipt_id, lot, seen } = await received();
    await refused(() => put(seen, 1), 'supply.more_than_accepted');
    await people.accept(receipt_id);
    expect(await put(seen, 4)).toMatchObject({
      status: 'accepted',
      document_no: expect.stringMatching(/^PA/),
    });
    await refused(() => put(seen, 7), 'supply.more_than_accepted');
    expect(await put(seen, 6)).toMatchObject({ status: 'put_away' });
    expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10 });
    await refused(() => put(seen, 1), 'supply.receipt_wrong_status');
    expect((await people.see(receipt_id)).putaways.map((one) => one.qty)).toEqual([4, 6]);
  });

  test('is suggested beside the same lot, for what is accepted and no more', async () => {
    const { receipt_id, lot, seen } = await received();
    expect((await suggest(receipt_id)).rows).toEqual([]);
    await people.accept(receipt_id, { qualified: 6 });
    await world.receive(lot, world.north.bins.shelf_two, 1);
    expect((await suggest(receipt_id)).rows).toMatchObject([
      {
        receipt_line_id: seen.line_rows[0]!.receipt_line_id,
        waiting: 6,
        bins: [{ account_id: world.north.bins.shelf_two, qty: 6, why: 'same_lot' }],
      },
    ]);
  });

  test('is refused into bins of the wrong kind, condition or warehouse', async () => {
    const { receipt_id, seen } = await received();
    await people.accept(receipt_id);
    const to = (to_account_id: number) => () => put(seen, 1, { to_account_id });
    await refused(to(world.north.bins.rejected), 'supply.place_elsewhere');
    await refused(to(world.south.bins.shelf), 'supply.place_elsewhere');
    const refusal = await refused(to(world.north.bins.cold), 'stock.refused');
    expect(refusal.lines).toEqual(['lines.0 compliance.storage_condition']);
    await refused(() => put(seen, 1, {}, people.south_keeper), 'platform.not_found');
  });

  test('of serials names each of them', async () => {
    const serial_nos = ['PUT-1', 'PUT-2'];
    const { receipt_id, seen } = await received({ item_id: world.items.stent, received: 2, serial_nos });
    await people.accept(receipt_id);
    await refused(() => put(seen, 1), 'supply.serials_to_name');
    expect(await put(seen, 1, { serial_nos: ['PUT-2'] })).toMatchObject({ status: 'accepted' });
  });
});

test('two people who accept the same goods at once sign for them once', async () => {
  const { receipt_id, lot } = await received();
  const second = world.as(['supply.accept', 'supply.read'], [world.north.warehouse_id], 89);
  const { line_rows } = await people.see(receipt_id);
  const lines = line_rows.map((line) => ({
    receipt_line_id: line.receipt_line_id,
    sample: 1,
    qualified: 10,
    packaging_ok: true,
    label_ok: true,
    documents_ok: true,
    purchase_date: '2026-02-01',
  }));
  const both = await Promise.allSettled([
    people.call('accept-goods', { receipt_id, lines }, people.acceptor),
    people.call('accept-goods', { receipt_id, lines }, second),
  ]);
  expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await world.balance(lot, receiving(), 'released')).toMatchObject({ qty: 10 });
  expect((await people.see(receipt_id)).acceptances).toHaveLength(1);
});

test('a receipt of which anything is decided on is not taken back', async () => {
  const { receipt_id } = await received();
  await people.accept(receipt_id, { qualified: 1 });
  const back = { receipt_id, reason: 'x' };
  await refused(() => people.call('reverse-receipt', back, people.keeper), 'supply.receipt_decided');
});

test('receipt and records are printed', async () => {
  const { receipt_id } = await received();
  await people.accept(receipt_id);
  const print = (form: string, actor = people.keeper) =>
    people.call<{ name: string; type: string; bytes: Uint8Array }>(
      'print-receipt',
      { receipt_id, form },
      actor,
    );
  for (const form of ['receipt', 'acceptance']) {
    const file = await print(form);
    expect(file).toMatchObject({ type: 'application/pdf', name: expect.stringMatching(/^GR.*\.pdf$/) });
    expect(Buffer.from(file.bytes).subarray(0, 5).toString()).toBe('%PDF-');
  }
  await refused(() => print('receipt', people.south_keeper), 'platform.not_found');
});

test('the register lists records where they were made', async () => {
  const { receipt_id } = await received();
  await people.accept(receipt_id);
  const list = (actor = people.keeper) =>
    people.call<{ rows: { receipt_id: number }[] }>('list-acceptances', { search: `ACC-${lots}` }, actor);
  expect((await list()).rows).toMatchObject([{ receipt_id, supplier_name: 'SUPPLIER' }]);
  expect((await list(people.south_keeper)).rows).toEqual([]);
  const receipts = (actor = people.keeper) =>
    people.call<{ rows: { receipt_id: number }[] }>('list-receipts', { open_only: 'true' }, actor);
  expect((await receipts()).rows[0]).toMatchObject({ receipt_id, status: 'accepted', qualified: 10 });
  expect((await receipts(people.south_keeper)).rows).toEqual([]);
});

test('round trips do not grow with the lines', async () => {
  const counted = async (count: number) => {
    const lines = Array.from({ length: count }, (_, n) => ({
      item_id: world.items.gloves,
      lot_no: `RT-${count}-${n}`,
      received: 5,
    }));
    const { receipt_id } = await people.receive({ supplier_id: world.supplier_id }, lines);
    const { line_rows } = await people.see(receipt_id);
    const judged = line_rows.map((line) => ({
      receipt_line_id: line.receipt_line_id,
      sample: 1,
      qualified: 4,
      unqualified: 1,
      ...BAD,
      packaging_ok: true,
      label_ok: true,
      documents_ok: true,
      purchase_date: '2026-02-01',
    }));
    const accept = await statementsOf(() =>
      people.call('accept-goods', { receipt_id, lines: judged }, people.acceptor),
    );
    const suggest = await statementsOf(() => people.call('suggest-putaway', { receipt_id }, people.keeper));
    const puts = line_rows.map(({ receipt_line_id }) => ({
      receipt_line_id,
      to_account_id: world.north.bins.shelf,
      qty: 4,
    }));
    const put = await statementsOf(() => people.call('put-away', { receipt_id, lines: puts }, people.keeper));
    return { accept, suggest, put };
  };
  await counted(1);
  expect(await counted(40)).toEqual(await counted(2));
});

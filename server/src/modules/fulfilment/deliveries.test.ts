import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reviewAll } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import type { Actor } from '../../platform/actor.ts';
import type { OutboxEvent } from '../../platform/outbox.ts';
import {
  accountant,
  allocate,
  ask,
  call,
  call2,
  came,
  close,
  delivered,
  goods,
  newItem,
  open,
  people,
  pickWave,
  refused,
  relay,
  type Shipment,
  seeShipment,
  ship,
  shipped,
  sign,
  standing,
  wave,
  whole,
  world,
} from './outbound.test-support.ts';

beforeAll(() => open());
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => close());

describe('a delivery', () => {
  test('is on the road until somebody signs; then it belongs to the customer', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 3);
    const { shipment_id, status } = await shipped([{ item_id, qty: 3 }]);
    expect(status).toBe('in_transit');
    expect(
      await world.sql('select purpose, document_key from stock.movement where document_key = $1', [
        `delivery:${shipment_id}`,
      ]),
    ).toEqual([]);
    await refused(
      () => sign(shipment_id, { delivered_at: '2026-01-01T00:00:00Z' }),
      'fulfilment.delivered_before_shipped',
    );
    expect(await sign(shipment_id)).toMatchObject({
      status: 'delivered',
      delivered: 3,
      refused: 0,
      undelivered_movement_id: null,
    });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 3 });
    await refused(() => sign(shipment_id), 'fulfilment.shipment_arrived');
    expect(await call('get-shipment', { shipment_id }, people.nurse)).toMatchObject({
      signed_by: '李护士',
      qty_delivered: 3,
    });
  });

  test('refused in part comes back into quarantine with its reason', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows } = await shipped([{ item_id, qty: 5 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const no = (qty: number, more: object = {}) =>
      sign(shipment_id, { refused: [{ demand_line_id, lot_no, qty, reason: 'damaged', ...more }] });
    await refused(() => no(6), 'fulfilment.refused_more');
    await refused(() => no(1, { lot_no: 'OTHER' }), 'fulfilment.not_on_shipment');
    expect(await no(2)).toMatchObject({ status: 'partly_delivered', delivered: 3, refused: 2 });
    expect(await standing(lot, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 2 });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 3 });
    expect(await seeShipment(shipment_id)).toMatchObject({
      line_rows: [{ qty_refused: 2, refusal_reason: 'damaged' }],
    });
  });

  test('of numbered pieces says which were refused; refused whole it says nothing more', async () => {
    const item_id = await newItem('stent');
    const serials = [`D${item_id}-1`, `D${item_id}-2`];
    await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    await reviewAll(world, people.north_second, demand_id);
    const { shipments } = await ship(demand_id);
    const { shipment_id, line_rows } = await seeShipment(shipments[0]!.shipment_id);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const no = (more: object) =>
      sign(shipment_id, { refused: [{ demand_line_id, lot_no, reason: 'other', ...more }] });
    await refused(() => no({ qty: 1 }), 'fulfilment.refused_serials');
    expect(await no({ qty: 1, serial_nos: [serials[1]!] })).toMatchObject({ delivered: 1, refused: 1 });
    expect(
      await world.sql(
        `select a.kind from stock.serial s join stock.account a using (account_id) where serial_no = any($1) order by serial_no`,
        [serials],
      ),
    ).toEqual([{ kind: 'customer' }, { kind: 'bin' }]);
  });

  test('that was recalled on the road is handed to nobody', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 2);
    const { shipment_id, line_rows } = await shipped([{ item_id, qty: 2 }]);
    await call2(
      'stock.recall-lots',
      { lots: [{ item_id, lot_id: lot.lot_id }], reason: 'maker' },
      world.as(['stock.recall'], 'all', 71),
    );
    await refused(() => sign(shipment_id), 'fulfilment.stopped_goods');
    const { demand_line_id, lot_no } = line_rows[0]!;
    const all = [{ demand_line_id, lot_no, qty: 2, reason: 'stopped' }];
    expect(await sign(shipment_id, { refused: all })).toMatchObject({ status: 'refused', delivered: 0 });
    expect(await standing(lot, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 2 });
  });

  test('is ended by what transport says, once, and what was stopped comes back', async () => {
    const [item_id, stopped_item] = [await newItem(), await newItem()];
    const [lot, stopped] = [await goods(item_id, 2), await goods(stopped_item, 2)];
    const { shipment_id } = await shipped([
      { item_id, qty: 2 },
      { item_id: stopped_item, qty: 2 },
    ]);
    expect(
      await world.sql(`select kind, document_no from transport.document where document_key = $1`, [
        `delivery:${shipment_id}`,
      ]),
    ).toMatchObject([{ kind: 'delivery' }]);
    await call2(
      'stock.recall-lots',
      { lots: [{ item_id: stopped_item, lot_id: stopped.lot_id }], reason: 'maker' },
      world.as(['stock.recall'], 'all', 71),
    );
    const payload = {
      document_keys: [`delivery:${shipment_id}`, 'transfer:1'],
      signed_by: '王护士',
      delivered_at: new Date().toISOString(),
    };
    const events = [{ topic: 'transport.delivered', key: '1', payload }] as unknown as OutboxEvent[];
    await relay('transport.delivered', events);
    await relay('transport.delivered', events);
    expect(await seeShipment(shipment_id)).toMatchObject({ status: 'partly_delivered', signed_by: '王护士' });
    expect(await standing(lot, world.accounts.icu)).toMatchObject({ qty: 2 });
    expect(await standing(stopped, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 2 });
  });

  test('refused in part or whole at the door of a journey comes back with the driver’s words', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 6);
    const [part, whole] = [await shipped([{ item_id, qty: 4 }]), await shipped([{ item_id, qty: 2 }])];
    const key = (shipment: Shipment) => `delivery:${shipment.shipment_id}`;
    const refused_lot = { item_id, lot_id: lot.lot_id, qty: 1, reason: '破损' };
    const events = [
      {
        topic: 'transport.delivered',
        payload: {
          document_keys: [key(part)],
          signed_by: '王护士',
          documents: [{ document_key: key(part), refused: [refused_lot] }],
        },
      },
      {
        topic: 'transport.refused',
        payload: { document_keys: [key(whole)], refused_by: '王护士', reason: '超温', documents: [] },
      },
    ] as unknown as OutboxEvent[];
    await relay('transport.delivered', events);
    expect(await seeShipment(part.shipment_id)).toMatchObject({
      status: 'partly_delivered',
      qty_delivered: 3,
      qty_refused: 1,
    });
    expect(await seeShipment(whole.shipment_id)).toMatchObject({ status: 'refused', note: '超温' });
    expect(await standing(lot, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 3 });
  });

  test('of numbered pieces that nobody has named is left to a person', async () => {
    const item_id = await newItem('stent');
    const serials = [`T${item_id}-1`, `T${item_id}-2`];
    const lot = await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    await reviewAll(world, people.north_second, demand_id);
    const { shipment_id } = (await ship(demand_id)).shipments[0]!;
    const document_key = `delivery:${shipment_id}`;
    const refused_lots = [{ item_id, lot_id: lot.lot_id, qty: 1, reason: '破损' }];
    const payload = { document_keys: [document_key], documents: [{ document_key, refused: refused_lots }] };
    await relay('transport.delivered', [
      { topic: 'transport.delivered', key: '1', payload },
    ] as unknown as OutboxEvent[]);
    expect(await seeShipment(shipment_id)).toMatchObject({ status: 'in_transit' });
    await sign(shipment_id);
  });

  test('keeps a proof that is what it says', async () => {
    const item_id = await newItem();
    await goods(item_id, 1);
    const { shipment_id } = await delivered([{ item_id, qty: 1 }]);
    const add = (bytes: Buffer) =>
      call<{ delivery_proof_id: number }>(
        'add-proof',
        { shipment_id, file_name: 'a.png', bytes },
        people.north_keeper,
      );
    await refused(() => add(Buffer.from('<svg/>')), 'fulfilment.proof_type');
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const { delivery_proof_id } = await add(png);
    const file = await call<{ type: string; bytes: Uint8Array }>(
      'get-proof',
      { delivery_proof_id },
      people.nurse,
    );
    expect([file.type, Buffer.from(file.bytes)]).toEqual(['image/png', png]);
  });

  test('has a note with everything the law asks for; every print is numbered and a second one needs a reason', async () => {
    const item_id = await newItem();
    await goods(item_id, 2, { expires: '2035-01-01' });
    await goods(item_id, 2, { expires: '2036-01-01' });
    const { shipment_id, delivery_note_no } = await shipped([{ item_id, qty: 4 }]);
    const note: OutputOf<typeof contract.getDeliveryNote> = await call(
      'get-delivery-note',
      { shipment_id },
      people.nurse,
    );
    expect(note).toMatchObject({
      supplier_name: 'ENTITY',
      supplier_licence_nos: ['distribution_licence'],
      customer_name: 'HOSPITAL',
      copies: 0,
    });
    // One line for each lot.
    expect(note.lines).toMatchObject([
      {
        registrant_name: 'SUPPLIER',
        manufacturer_name: 'SUPPLIER',
        production_licence_nos: ['production_licence'],
        qty: 2,
      },
      { qty: 2 },
    ]);
    const print = (reason?: string) =>
      call<{ copy_no: number }>('print-delivery-note', { shipment_id, reason }, people.north_keeper);
    expect(await print()).toMatchObject({ copy_no: 1, template_version: 'SXTX-2026-1' });
    await refused(() => print(), 'fulfilment.reprint_reason');
    expect(await print('lost')).toMatchObject({ copy_no: 2 });
    expect(await seeShipment(shipment_id)).toMatchObject({
      prints: [
        { copy_no: 1, reason: null },
        { copy_no: 2, reason: 'lost' },
      ],
    });
    const pdf = await call<{ name: string; bytes: Uint8Array }>(
      'get-note-pdf',
      { shipment_id, copy_no: 2 },
      people.nurse,
    );
    expect([pdf.name, Buffer.from(pdf.bytes.subarray(0, 4)).toString()]).toEqual([
      `${delivery_note_no}-2.pdf`,
      '%PDF',
    ]);
    await refused(
      () => call('get-note-pdf', { shipment_id, copy_no: 3 }, people.nurse),
      'platform.not_found',
    );
  });
});

describe('billing', () => {
  test('takes what was delivered, less what came back, with tax and the invoice it came with', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows, delivery_note_no } = await shipped([
      { item_id, qty: 5, unit_price_fen: 11_300 },
    ]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    await sign(shipment_id, { refused: [{ demand_line_id, lot_no, qty: 1, reason: 'too_many' }] });
    await call(
      'record-upstream-invoice',
      { item_id, lot_id: lot.lot_id, invoice_no: 'UP-1', invoice_date: '2026-01-05' },
      accountant,
    );
    await call(
      'record-upstream-invoice',
      { item_id, lot_id: lot.lot_id, invoice_no: 'UP-1', invoice_date: '2026-01-05' },
      accountant,
    );
    const back = await came([{ demand_line_id, lot_no, qty: 1 }], shipment_id);
    const { rows }: OutputOf<typeof contract.listInvoiceLines> = await call(
      'list-invoice-lines',
      {},
      accountant,
    );
    expect(rows.filter((row) => row.lot_no === lot_no)).toMatchObject([
      { document_no: back.document_no, qty: -1, amount_fen: -11_300, tax_fen: -1300 },
      {
        document_no: delivery_note_no,
        qty: 4,
        amount_fen: 45_200,
        tax_fen: 5200,
        upstream_invoice_nos: ['UP-1'],
      },
    ]);
    const file = await call<{ bytes: Uint8Array }>('export-invoice-lines', { format: 'csv' }, accountant);
    expect(Buffer.from(file.bytes).toString()).toContain(`${lot_no},4,113,13,452,52,UP-1`);
    const sheet = await call<{ bytes: Uint8Array }>('export-invoice-lines', {}, accountant);
    expect(Buffer.from(sheet.bytes.subarray(0, 2)).toString()).toBe('PK');
  });
});

test('a customer sees its deliveries and returns, another warehouse and another customer do not', async () => {
  const item_id = await newItem();
  await goods(item_id, 1);
  const { shipment_id } = await delivered([{ item_id, qty: 1 }]);
  const stranger: Actor = { ...people.nurse, scope: { ...people.nurse.scope, partner_id: world.carrier_id } };
  for (const actor of [stranger, people.south_keeper]) {
    await refused(() => call('get-shipment', { shipment_id }, actor), 'platform.not_found');
    const { rows } = await call<{ rows: unknown[] }>('list-shipments', {}, actor);
    expect(rows).toEqual([]);
  }
  expect((await call<{ rows: unknown[] }>('list-shipments', {}, people.nurse)).rows.length).toBeGreaterThan(
    0,
  );
});

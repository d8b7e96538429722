import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reviewAll, verbNamed } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { refusalOf } from '../../../test/support/world.ts';
import { databaseError } from '../../platform/problem.ts';
import { verbs as quality_verbs } from '../quality/index.ts';
import { constraints } from './index.ts';
import {
  accept,
  allocate,
  ask,
  came,
  close,
  decide,
  delivered,
  goods,
  newItem,
  open,
  people,
  pickWave,
  receive,
  refused,
  request,
  seeReturn,
  seeShipment,
  ship,
  sign,
  standing,
  wave,
  whole,
  world,
} from './outbound.test-support.ts';

const dispose = quality_verbs.find((verb) => verb.contract.name === 'quality.dispose')!;
beforeAll(() => open());
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => close());

describe('a customer return', () => {
  test('is of what was delivered and not returned before, is approved by another person, and inspected by a third', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 5);
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 5 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const line = (qty: number) => [{ demand_line_id, lot_no, qty }];
    await refused(() => request(shipment_id, line(6)), 'fulfilment.returned_more');
    await refused(
      () => request(shipment_id, [{ demand_line_id, lot_no: 'OTHER', qty: 1 }]),
      'fulfilment.not_on_shipment',
    );
    const { return_id } = await request(shipment_id, line(4), people.nurse);
    await refused(() => request(shipment_id, line(2)), 'fulfilment.returned_more');
    const asked = await seeReturn(return_id);
    await refused(() => receive(asked), 'fulfilment.return_status');
    const nurse_as_planner = world.as(['fulfilment.allocate'], 'all', people.nurse.user_id!);
    await refused(() => decide(return_id, true, nurse_as_planner), 'fulfilment.own_return');
    await decide(return_id);
    await refused(() => receive(asked, {}, 5), 'fulfilment.received_more_than_approved');
    await receive(asked, {}, 3);
    expect(await standing(lot, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 3 });
    const back = await seeReturn(return_id);
    const receiver = world.as(['quality.dispose'], 'all', people.north_keeper.user_id!);
    await refused(
      () => accept(back, { accepted: 3, rejected: 0 }, receiver),
      'fulfilment.own_return_receipt',
    );
    // Not past the acceptance, either.
    const { receiving, returns } = world.north.bins;
    const line_back = {
      item_id,
      lot_id: lot.lot_id,
      account_id: returns,
      to_account_id: receiving,
      owner_id: world.entity_id,
      qty: 1,
    };
    const past = world.call(
      dispose,
      { warehouse_id: world.north.warehouse_id, decision: 'release', reason: 'x', lines: [line_back] },
      { actor: world.as(['quality.dispose'], 'all', 98) },
    );
    expect((await refusalOf(past)).lines).toEqual(['lines.0 compliance.acceptance_pending']);
    await refused(() => accept(back, { accepted: 2, rejected: 0 }), 'fulfilment.result_incomplete');
    await refused(() => accept(back, { accepted: 2, rejected: 1 }), 'fulfilment.result_reason');
    await accept(back, { accepted: 2, rejected: 1, reason: 'opened' });
    expect(await seeReturn(return_id)).toMatchObject({ status: 'closed', qty_accepted: 2, qty_rejected: 1 });
    expect(await standing(lot, world.north.bins.receiving)).toMatchObject({ qty: 2 });
    expect(await standing(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 1 });
    // What did not come back can be asked for again.
    await refused(() => request(shipment_id, line(3)), 'fulfilment.returned_more');
    await request(shipment_id, line(2));
  });

  test('of a recalled lot lands as recalled, whenever it was recalled, and is never taken back into stock', async () => {
    const item_id = await newItem();
    const lot = await goods(item_id, 4);
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 4 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const before = await came([{ demand_line_id, lot_no, qty: 1 }], shipment_id);
    const quality = world.as(['stock.recall'], 'all', 71);
    const { lot_id } = lot;
    await world.call(
      verbNamed('stock.recall-lots'),
      { lots: [{ item_id, lot_id }], reason: 'x' },
      { actor: quality },
    );
    const after = await came([{ demand_line_id, lot_no, qty: 2 }], shipment_id);
    expect(await standing(lot, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 3 });
    await refused(() => accept(after, { accepted: 2, rejected: 0 }), 'compliance.lot_recalled');
    for (const [back, qty] of [
      [before, 1],
      [after, 2],
    ] as const)
      await accept(back, { accepted: 0, rejected: qty, reason: 'recalled' });
    expect(await seeReturn(after.return_id)).toMatchObject({ status: 'closed', qty_rejected: 2 });
    expect(await standing(lot, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 3 });
  });

  test('declined comes to nothing and can be asked for again', async () => {
    const item_id = await newItem();
    await goods(item_id, 1);
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 1 }]);
    const lines = [{ demand_line_id: line_rows[0]!.demand_line_id, lot_no: line_rows[0]!.lot_no, qty: 1 }];
    const { return_id } = await request(shipment_id, lines);
    await decide(return_id, false);
    await refused(() => decide(return_id), 'fulfilment.return_status');
    await request(shipment_id, lines);
  });

  test('of cold goods goes back into stock only with proof of an unbroken chain', async () => {
    const item_id = await newItem('insulin');
    const lot = await goods(item_id, 4, { bin: world.north.bins.cold });
    const { shipment_id, line_rows } = await delivered([{ item_id, qty: 4 }]);
    const { demand_line_id, lot_no } = line_rows[0]!;
    const broken = await came([{ demand_line_id, lot_no, qty: 2 }], shipment_id);
    await refused(() => accept(broken, { accepted: 2, rejected: 0 }), 'fulfilment.chain_not_proven');
    await accept(broken, { accepted: 0, rejected: 2, reason: 'no record' });
    const proven = await came([{ demand_line_id, lot_no, qty: 2 }], shipment_id, {
      chain_unbroken: true,
      storage_proof: 'LOG-7',
    });
    await accept(proven, { accepted: 2, rejected: 0 });
    expect(await standing(lot, world.north.bins.receiving)).toMatchObject({ qty: 2 });
  });

  test('of numbered pieces takes the ones that this customer has', async () => {
    const item_id = await newItem('stent');
    const serials = [`C${item_id}-1`, `C${item_id}-2`];
    await goods(item_id, 2, { serials });
    const { demand_id } = await ask([{ item_id, qty: 2 }]);
    await allocate(demand_id);
    const w = await wave([demand_id]);
    await pickWave(w.wave_id, [{ ...whole(w)[0]!, serial_nos: serials }]);
    await reviewAll(world, people.north_second, demand_id);
    const { shipments } = await ship(demand_id);
    const { shipment_id } = shipments[0]!;
    await sign(shipment_id);
    const { demand_line_id, lot_no } = (await seeShipment(shipment_id)).line_rows[0]!;
    const line = { demand_line_id, lot_no, qty: 1 };
    await refused(() => request(shipment_id, [line]), 'fulfilment.return_serials');
    await refused(() => request(shipment_id, [{ ...line, serial_nos: ['X'] }]), 'fulfilment.return_serials');
    const back = await came([{ ...line, serial_nos: [serials[0]!] }], shipment_id);
    await accept(back, { accepted: 1, rejected: 0 });
    await refused(
      () => request(shipment_id, [{ ...line, serial_nos: [serials[0]!] }]),
      'fulfilment.return_serials',
    );
    expect(
      await world.sql('select disposition from stock.serial where serial_no = $1', [serials[0]]),
    ).toEqual([{ disposition: 'released' }]);
  });

  test('two persons are asked for in the tables as well', async () => {
    const damage = (set: string) =>
      world
        .sql(`update fulfilment.customer_return set ${set} where status = 'closed'`)
        .catch((error: unknown) => databaseError(error, constraints));
    expect(await damage('decided_by = requested_by')).toMatchObject({ code: 'fulfilment.own_return' });
    expect(await damage('accepted_by = received_by')).toMatchObject({
      code: 'fulfilment.own_return_receipt',
    });
  });
});

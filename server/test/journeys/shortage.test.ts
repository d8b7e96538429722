import type * as contract from '@tongcang/contract';
import type { InputOf, OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { laneToHospital, peopleOf, pickAll, reviewAll, verbNamed } from '../support/documents.ts';
import { violationsOf } from '../support/violations.ts';
import { createWorld, type Lot, type World } from '../support/world.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
let lot: Lot;
beforeAll(async () => {
  world = await createWorld();
  people = peopleOf(world);
  await laneToHospital(world, world.south);
  lot = await world.lot(world.items.gloves, 'G-2601');
  await world.receive(lot, world.north.bins.shelf, 20);
});
afterAll(() => world.close());

const in_two_days = () => new Date(Date.now() + 2 * 86_400_000).toISOString();

test('a shortage is resolved end to end: demand, transfer, a missing piece, delivery, and the whole path of the lot', async () => {
  const { south, north, items } = world;
  const { planner, second_planner, north_keeper, south_keeper, south_manager, nurse } = people;

  // The ICU asks; the warehouse that serves it has nothing.
  const demand: OutputOf<typeof contract.createDemand> = await world.call(
    verbNamed('fulfilment.create-demand'),
    { department_id: world.icu_id, needed_at: in_two_days(), lines: [{ item_id: items.gloves, qty: 7 }] },
    { actor: nurse },
  );
  expect(demand.warehouse_id).toBe(south.warehouse_id);
  expect(await openDemand()).toMatchObject([{ qty_open: 7, priority_class: 1, min_remaining_days: 30 }]);
  const refused: OutputOf<typeof contract.allocateDemand> = await world.call(
    verbNamed('fulfilment.allocate-demand'),
    { demand_id: demand.demand_id },
    { actor: planner },
  );
  expect(refused).toMatchObject({
    status: 'open',
    lines: [{ allocated: 0, short_by: 7, reasons: [{ code: 'stock.short' }] }],
  });

  // Goods come from the north.
  const request: InputOf<typeof contract.requestTransfer> = {
    from_warehouse_id: north.warehouse_id,
    to_warehouse_id: south.warehouse_id,
    reason: 'ICU lacks gloves',
    lines: [{ item_id: items.gloves, qty: 8 }],
  };
  const order: OutputOf<typeof contract.requestTransfer> = await world.call(
    verbNamed('transfer.request-transfer'),
    request,
    { actor: planner },
  );
  expect(order).toMatchObject({ cost_fen: 50_100, lane_id: world.lanes.ambient });
  await world.call(
    verbNamed('transfer.approve-transfer'),
    { transfer_id: order.transfer_id },
    { actor: second_planner },
  );
  const asked = await transferAs(north_keeper);
  await pickAll(world, north, north_keeper, 'transfer_line', [asked.line_rows[0]!.transfer_line_id]);
  await world.call(
    verbNamed('transfer.ship-transfer'),
    { transfer_id: order.transfer_id },
    { actor: north_keeper },
  );

  const sent = await transferAs(south_keeper);
  expect(sent).toMatchObject({ status: 'in_transit', sent_lots: [{ lot_no: 'G-2601', on_the_road: 8 }] });
  expect(await onTheRoad()).toEqual([{ qty: 8, disputed: false }]);
  expect(await world.balance(lot, north.bins.shelf)).toMatchObject({ qty: 12, allocated: 0 });

  // One piece is missing.
  const receipt: OutputOf<typeof contract.receiveTransfer> = await world.call(
    verbNamed('transfer.receive-transfer'),
    {
      transfer_id: order.transfer_id,
      lines: [{ transfer_line_id: sent.line_rows[0]!.transfer_line_id, lot_no: 'G-2601', received: 7 }],
    },
    { actor: south_keeper },
  );
  expect(receipt).toMatchObject({
    status: 'received',
    received: 7,
    discrepancies: [{ kind: 'short', qty: 1 }],
  });
  expect(await onTheRoad()).toEqual([{ qty: 1, disputed: true }]);
  await world.call(
    verbNamed('transfer.resolve-discrepancy'),
    {
      discrepancy_id: receipt.discrepancies[0]!.discrepancy_id,
      resolution: 'lost',
      responsible: 'carrier',
      reason: 'The carrier lost it',
    },
    { actor: south_manager },
  );
  expect(await transferAs(south_keeper)).toMatchObject({ status: 'closed', open_discrepancies: 0 });
  expect(await onTheRoad()).toEqual([]);

  // The demand is served.
  const allocated: OutputOf<typeof contract.allocateDemand> = await world.call(
    verbNamed('fulfilment.allocate-demand'),
    { demand_id: demand.demand_id },
    { actor: planner },
  );
  expect(allocated).toMatchObject({
    status: 'allocated',
    lines: [{ allocated: 7, short_by: 0, reasons: [] }],
  });
  expect(await openDemand()).toEqual([]);
  await pickAll(world, south, south_keeper, 'demand_line', [allocated.lines[0]!.demand_line_id]);
  await reviewAll(world, people.south_second, demand.demand_id);
  const shipped: OutputOf<typeof contract.shipDemand> = await world.call(
    verbNamed('fulfilment.ship-demand'),
    { demand_id: demand.demand_id },
    { actor: south_keeper },
  );
  expect(shipped).toMatchObject({ status: 'shipped', shipments: [{ qty: 7 }] });
  const note: OutputOf<typeof contract.getDeliveryNote> = await world.call(
    verbNamed('fulfilment.get-delivery-note'),
    { shipment_id: shipped.shipments[0]!.shipment_id },
    { actor: nurse },
  );
  expect(note).toMatchObject({
    supplier_name: 'ENTITY',
    department_name: 'ICU',
    lines: [{ lot_no: 'G-2601', qty: 7 }],
  });
  const { shipment_id } = shipped.shipments[0]!;
  await world.call(
    verbNamed('fulfilment.deliver-shipment'),
    { shipment_id, signed_by: 'ICU' },
    { actor: south_keeper },
  );

  // The path of the lot, forward and backward: every piece that came is accounted for.
  const purposes = await world.sql<{ purpose: string; qty: string }>(
    `select m.purpose, sum(p.qty)::text as qty from stock.posting p join stock.movement m using (movement_id)
     where p.lot_id = $1 group by m.purpose, m.movement_id order by m.movement_id`,
    [lot.lot_id],
  );
  expect(purposes.map(({ purpose, qty }) => `${purpose} ${qty}`)).toEqual([
    'receive 20',
    'pick 8',
    'transfer_ship 8',
    'transfer_receive 7',
    'adjust 1',
    'pick 7',
    'ship 7',
    'deliver 7',
  ]);
  expect(
    await world.sql('select sum(qty)::int as qty from stock.balance where lot_id = $1', [lot.lot_id]),
  ).toEqual([{ qty: 0 }]);

  async function transferAs(actor: typeof planner): Promise<OutputOf<typeof contract.getTransfer>> {
    return world.call(verbNamed('transfer.get-transfer'), { transfer_id: order.transfer_id }, { actor });
  }
});

test('no invariant is broken, and every step left its record', async () => {
  expect(await violationsOf(world)).toEqual([]);
  const actions = await world.sql<{ action: string }>('select action from platform.audit order by audit_id');
  expect(actions.map((row) => row.action)).toEqual([
    'fulfilment.create_demand',
    'fulfilment.allocate',
    'transfer.request',
    'transfer.approve',
    'stock.pick',
    'transfer.ship',
    'transfer.receive',
    'transfer.resolve_discrepancy',
    'fulfilment.allocate',
    'stock.pick',
    'fulfilment.review',
    'fulfilment.ship',
    'fulfilment.deliver',
  ]);
});

function openDemand() {
  return world.sql('select qty_open, priority_class, min_remaining_days from fulfilment.v_open_demand');
}

function onTheRoad() {
  return world.sql('select qty, disputed from transfer.v_in_transit');
}

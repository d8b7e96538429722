import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { startRelay } from '../../src/platform/outbox.ts';
import { type Company, openCompany, type Person } from '../authz/staff.ts';
import { pickAll } from '../support/documents.ts';
import { violationsOf } from '../support/violations.ts';

/** Cold goods travel between two warehouses over HTTP, each step by those whose duty it is, from the request to the bill. */
let company: Company;
beforeAll(async () => {
  company = await openCompany();
  const { world } = company;
  const lot = await world.lot(world.items.insulin, 'COLD-1');
  await world.receive(lot, world.north.bins.cold, 40);
}, 60_000);
afterAll(() => company?.close());

async function ask<T>(as: Person, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await company.send(as, { method, url: `/api/${path}`, body });
  expect(answer.statusCode, `${as} ${path}: ${answer.body.slice(0, 300)}`).toBe(200);
  return JSON.parse(answer.body) as T;
}
const codeOf = async (as: Person, path: string, body: object): Promise<string> =>
  JSON.parse((await company.send(as, { method: 'POST', url: `/api/${path}`, body })).body).code;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const hear = async () => {
  const consumers = company.app.consumers.filter(({ name }) => name === 'transfer.follow_transport');
  const relay = startRelay({ db: company.db, consumers });
  await relay.drain();
  await relay.stop();
};

test('a cold transfer is requested, shipped, driven, handed over, received, billed and accounted for', async () => {
  const { world } = company;
  const { north, south, items, lanes, carrier_id } = world;
  const transfer_id = await shipTransfer();

  // Who carries it, with what.
  await ask('administrator', 'POST', 'transport/contract', {
    carrier_id,
    title: 'x',
    valid_from: day(-30),
    valid_to: day(300),
    assessed_on: day(-40),
    assessed_by: 'quality',
    rates: [{ temperature_class: 'cold', fixed_fen: 40_000, per_kg_fen: 300 }],
  });
  const vehicle = { vehicle_code: 'REEFER', kind: 'vehicle', model: 'x', capacity_kg: 900, cold_l: 4000 };
  const validated = { temp_min_c: 3, temp_max_c: 7, validated_on: day(-200), validation_due: day(-1) };
  const { vehicle_id } = await ask<{ vehicle_id: number }>('administrator', 'POST', 'transport/vehicle', {
    ...vehicle,
    ...validated,
    carrier_id,
  });
  const { driver_id } = await ask<{ driver_id: number }>('administrator', 'POST', 'transport/driver', {
    driver_code: 'D1',
    name: '赵师傅',
    carrier_id,
    user_id: company.user_ids.driver,
    licence_valid_to: day(100),
    trained_until: day(100),
  });

  // The planner takes what is proposed.
  type Proposal = { shipments: { lane_id: number; stops: { document_ids: number[] }[] }[] };
  const proposal = await ask<Proposal>(
    'planner_a',
    'GET',
    `transport/proposal?warehouse_id=${north.warehouse_id}`,
  );
  expect(proposal.shipments).toMatchObject([{ lane_id: lanes.cold }]);
  const { shipments } = await ask<{ shipments: { shipment_id: number; quote_fen: number }[] }>(
    'planner_a',
    'POST',
    'transport/shipment',
    {
      warehouse_id: north.warehouse_id,
      shipments: proposal.shipments.map(({ lane_id, stops }) => ({
        lane_id,
        planned_departure_at: new Date(Date.now() - 60_000).toISOString(),
        stops: stops.map(({ document_ids }) => ({ document_ids })),
      })),
    },
  );
  const { shipment_id } = shipments[0]!;
  // Forty pieces of 50 g are 2 kg.
  expect(shipments[0]!.quote_fen).toBe(40_600);
  const { rows } = await ask<{ rows: { rate_id: number }[] }>(
    'planner_a',
    'GET',
    `transport/shipment/${shipment_id}/quote`,
  );
  const choice = { rate_id: rows[0]!.rate_id, vehicle_id, driver_id };
  expect(await codeOf('planner_a', `transport/shipment/${shipment_id}/assign`, choice)).toBe(
    'transport.vehicle_unfit',
  );
  const renewed = { ...vehicle, ...validated, validation_due: day(200), carrier_id };
  await ask('administrator', 'POST', 'transport/vehicle', renewed);
  await ask('planner_a', 'POST', `transport/shipment/${shipment_id}/assign`, choice);

  // The driver checks and drives; a delay reaches those who wait.
  const warm = { precool_temp_c: 11, logger_no: 'L-9', seal_no: 'S-9' };
  expect(await codeOf('driver', `transport/shipment/${shipment_id}/check`, warm)).toBe(
    'transport.check_failed',
  );
  await ask('driver', 'POST', `transport/shipment/${shipment_id}/check`, { ...warm, precool_temp_c: 5 });
  await ask('driver', 'POST', `transport/shipment/${shipment_id}/depart`, {});
  type Journey = { stop_rows: { stop_id: number; planned_arrival_at: string }[] };
  const { stop_rows } = await ask<Journey>('driver', 'GET', `transport/shipment/${shipment_id}`);
  const [stop] = stop_rows;
  const eta_at = new Date(Date.parse(stop!.planned_arrival_at) + 45 * 60_000).toISOString();
  const event = {
    shipment_id,
    event_key: 'e1',
    kind: 'delay',
    occurred_at: new Date().toISOString(),
    eta_at,
  };
  expect(await ask('driver', 'POST', 'transport/event', { events: [event] })).toMatchObject({
    delayed: [{ shipment_id, delayed_minutes: 45 }],
  });
  await hear();
  expect(await ask('keeper_b', 'GET', `transfer/${transfer_id}`)).toMatchObject({ delayed_minutes: 45 });

  // At the door: measured, signed by two, and photographed.
  const at_stop = `transport/stop/${stop!.stop_id}`;
  await ask('driver', 'POST', `${at_stop}/arrive`, {});
  const names = { handed_over_by_name: '赵师傅', received_by_name: '钱仓管' };
  expect(await codeOf('driver', `${at_stop}/hand-over`, names)).toBe('transport.measure_needed');
  await ask('driver', 'POST', `${at_stop}/hand-over`, { ...names, arrival_temp_c: 6 });
  const photo = await company.send('driver', {
    method: 'POST',
    url: `/api/transport/shipment/${shipment_id}/attachment?kind=photo&file_name=a.png&media_type=image/png`,
    raw: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
  });
  expect(photo.statusCode).toBe(200);
  const form = await company.send('keeper_b', { method: 'GET', url: `/api/${at_stop}/handover-form` });
  expect(form.rawPayload.subarray(0, 4).toString()).toBe('%PDF');

  // Counted one short; somebody else settles it and claims it from the carrier.
  await hear();
  type Seen = { sent_lots: { transfer_line_id: number; lot_no: string; on_the_road: number }[] };
  const seen = await ask<Seen & { status: string; signed_by: string }>(
    'keeper_b',
    'GET',
    `transfer/${transfer_id}`,
  );
  expect(seen).toMatchObject({ status: 'in_transit', signed_by: '钱仓管' });
  const lines = seen.sent_lots.map(({ transfer_line_id, lot_no, on_the_road }) => ({
    transfer_line_id,
    lot_no,
    received: on_the_road - 1,
  }));
  const { discrepancies } = await ask<{ discrepancies: { discrepancy_id: number }[] }>(
    'keeper_b',
    'POST',
    `transfer/${transfer_id}/receive`,
    { lines, to_account_id: south.bins.cold },
  );
  const { discrepancy_id } = discrepancies[0]!;
  await ask('director', 'POST', `transfer/discrepancy/${discrepancy_id}/resolve`, {
    resolution: 'lost',
    responsible: 'carrier',
    claim_fen: 1200,
    reason: 'short at the door',
  });
  const claims = await ask<{ rows: { debtor_id: number; status: string }[] }>(
    'chief_a',
    'GET',
    'transfer/claim',
  );
  expect(claims.rows).toMatchObject([{ debtor_id: carrier_id, status: 'open' }]);

  // The carrier's bill, with its difference explained, approved by another, laid on the goods.
  const bill = { carrier_id, carrier_bill_no: 'C-1', billed_on: day(0) };
  const billed = (more: object) => ({ ...bill, lines: [{ shipment_id, billed_fen: 45_000, ...more }] });
  expect(await codeOf('accountant', 'transport/bill', billed({}))).toBe('transport.difference_needs_reason');
  const { bill_id } = await ask<{ bill_id: number }>(
    'accountant',
    'POST',
    'transport/bill',
    billed({ difference_reason: 'waiting time' }),
  );
  await ask('director', 'POST', `transport/bill/${bill_id}/decide`, { approve: true });
  await hear();
  expect(await ask('planner', 'GET', `transfer/${transfer_id}`)).toMatchObject({
    actual_cost_fen: 45_000,
    status: 'closed',
  });
  expect(await violationsOf(world)).toEqual([]);

  async function shipTransfer(): Promise<number> {
    const { transfer_id: id } = await ask<{ transfer_id: number }>('planner', 'POST', 'transfer', {
      from_warehouse_id: north.warehouse_id,
      to_warehouse_id: south.warehouse_id,
      lane_id: lanes.cold,
      reason: 'x',
      lines: [{ item_id: items.insulin, qty: 40 }],
    });
    await ask('director', 'POST', `transfer/${id}/approve`, {});
    const [line] = await world.sql<{ id: number }>(
      'select transfer_line_id as id from transfer.transfer_line where transfer_id = $1',
      [id],
    );
    await pickAll(world, north, SYSTEM_ACTOR, 'transfer_line', [Number(line!.id)]);
    await ask('keeper_a', 'POST', `transfer/${id}/ship`, {});
    return id;
  }
});

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { observeStatements, SYSTEM_SCOPE } from '../../platform/db.ts';
import { withdrawDocuments } from './index.ts';
import { at, day, type TransportCompany, transportCompany } from './transport.test-support.ts';

type Made = OutputOf<typeof contract.createTransportShipments>;
type Seen = OutputOf<typeof contract.getTransportShipment>;
type Proposal = OutputOf<typeof contract.proposeTransportShipments>;

let world: World;
let company: TransportCompany;
let gloves: Lot;
let insulin: Lot;
beforeAll(async () => {
  world = await createWorld();
  company = await transportCompany(world);
  gloves = await world.lot(world.items.gloves, 'G1');
  insulin = await world.lot(world.items.insulin, 'I1');
});
afterAll(() => world.close());

const line = (lot: Lot, qty = 10) => ({ item_id: lot.item_id, lot_id: lot.lot_id, qty });
const cold = (qty = 10) => ({ storage_condition: 'cold', lines: [line(insulin, qty)] }) as const;
const ambient = (qty = 10) => ({ lines: [line(gloves, qty)] });
const create = (document_ids: number[], more: object = {}, actor = company.people.planner): Promise<Made> =>
  company.call(
    'create-shipments',
    {
      warehouse_id: world.north.warehouse_id,
      shipments: [{ planned_departure_at: at(-60), stops: [{ document_ids }], ...more }],
    },
    actor,
  );
const see = (shipment_id: number, actor = company.people.planner): Promise<Seen> =>
  company.call('get-shipment', { shipment_id }, actor);
const assign = (shipment_id: number, more: object = {}, actor = company.people.planner) =>
  company.call<{ quote_fen: number; carrier_id: number | null }>(
    'assign-shipment',
    { shipment_id, vehicle_id: company.fleet.lorry, driver_id: company.fleet.own_driver, ...more },
    actor,
  );
const check = { precool_temp_c: 5, logger_no: 'L-1', seal_no: 'S-1' };
/** A cold journey with our own lorry that has left an hour ago. */
async function departed(...documents: Parameters<TransportCompany['book']>): Promise<Seen> {
  const ids = await company.book(...(documents.length === 0 ? [cold()] : documents));
  const { shipments } = await create(ids);
  const { shipment_id } = shipments[0]!;
  await assign(shipment_id);
  await company.call('check-departure', { shipment_id, ...check }, company.people.keeper);
  await company.call('depart-shipment', { shipment_id, occurred_at: at(-60) }, company.people.own_drives);
  return see(shipment_id);
}
const arrive = (stop_id: number, minutes = -20) =>
  company.call('arrive-stop', { stop_id, occurred_at: at(minutes) }, company.people.own_drives);
const handOver = (stop_id: number, more: object = {}) =>
  company.call<OutputOf<typeof contract.handOverGoods>>(
    'hand-over',
    {
      stop_id,
      handed_over_by_name: '司机',
      received_by_name: '收货员',
      arrival_temp_c: 5,
      occurred_at: at(-10),
      ...more,
    },
    company.people.own_drives,
  );

describe('booking', () => {
  test('takes sizes and range from the items and the packages from their codes', async () => {
    const ssccs = ['069456300000000017', '069456300000000024'];
    const [id] = await company.book({ ...cold(4), lines: [line(insulin, 3), line(insulin, 1)], ssccs });
    const [row] = await world.sql(
      `select weight_g, volume_ml, value_fen, temp_min_c, temp_max_c, temperature_class, packages, status,
         (select count(*)::int from transport.document_line l where l.transport_document_id = d.transport_document_id) as lines,
         (select array_agg(sscc order by package_no) from transport.package p
           where p.transport_document_id = d.transport_document_id) as ssccs
       from transport.document d where transport_document_id = $1`,
      [id],
    );
    expect(row).toMatchObject({
      weight_g: 200,
      volume_ml: 400,
      value_fen: 4800,
      temp_min_c: 2,
      temp_max_c: 8,
      temperature_class: 'cold',
      packages: 2,
      status: 'waiting',
      lines: 1,
      ssccs,
    });
  });

  test('refuses a document that is booked, until it has been withdrawn', async () => {
    const document = { document_key: 'delivery:1', ...ambient() };
    await company.book(document);
    expect((await refusalOf(company.book(ambient(), document))).lines).toEqual([
      'documents.1 transport.document_booked_before',
    ]);
    const taken = await world.tx((tx) => withdrawDocuments({ tx, emit: () => {} }, ['delivery:1']));
    expect(taken).toBe(1);
    await company.book(document);
  });

  test('does not withdraw what is planned', async () => {
    const ids = await company.book({ document_key: 'delivery:2', ...ambient() });
    await create(ids);
    const late = world.tx((tx) => withdrawDocuments({ tx, emit: () => {} }, ['delivery:2']));
    expect((await refusalOf(late)).code).toBe('transport.document_not_waiting');
  });
});

describe('who carries', () => {
  test('a contract never covers the same twice, and ends once', async () => {
    const rate = { temperature_class: 'ambient', fixed_fen: 1 };
    const input = {
      carrier_id: world.carrier_id,
      title: 'x',
      valid_from: '2026-01-01',
      valid_to: '2026-12-31',
      assessed_on: '2025-12-01',
      assessed_by: 'x',
      rates: [rate, rate],
    };
    const { administrator, chief } = company.people;
    expect(await refusalOf(company.call('save-contract', input, administrator))).toMatchObject({
      code: 'transport.contract_overlaps',
      lines: ['rates.1 transport.contract_overlaps'],
    });
    const one = { ...input, rates: [rate] };
    expect((await refusalOf(company.call('save-contract', one, chief))).code).toBe('platform.forbidden');
    expect(
      (await refusalOf(company.call('save-contract', { ...one, carrier_id: world.hospital_id }))).code,
    ).toBe('transport.not_a_carrier');
    const { contract_id } = await company.call<{ contract_id: number }>('save-contract', one, administrator);
    const end = { contract_id, ended_on: '2026-06-30', reason: 'x' };
    await company.call('end-contract', end, administrator);
    expect((await refusalOf(company.call('end-contract', end))).code).toBe('transport.contract_ended');
  });

  test('a cold compartment needs its range and validation', async () => {
    const bare = { vehicle_code: 'BARE', kind: 'box', model: 'x', capacity_kg: 5, cold_l: 20 };
    expect((await refusalOf(company.call('save-vehicle', bare))).lines).toEqual([
      'temp_min_c required',
      'temp_max_c required',
      'validated_on required',
      'validation_due required',
    ]);
  });

  test('a vehicle whose validation is overdue is refused when it is chosen and at the gate', async () => {
    const [id] = await company.book(cold());
    const { shipments } = await create([id!]);
    const { shipment_id } = shipments[0]!;
    const range = { cold_l: 500, temp_min_c: 3, temp_max_c: 7, validated_on: day(-400) };
    const vehicle_id = await company.vehicle({ vehicle_code: 'OLD', ...range, validation_due: day(-1) });
    const refused = await refusalOf(assign(shipment_id, { vehicle_id }));
    expect(refused.error.params).toMatchObject({ vehicle_code: 'OLD', problem: 'validation_overdue' });
    await company.vehicle({ vehicle_code: 'OLD', ...range, validation_due: day(30) });
    await assign(shipment_id, { vehicle_id });
    await company.vehicle({ vehicle_code: 'OLD', ...range, validation_due: day(-1) });
    const late = company.call('check-departure', { shipment_id, ...check }, company.people.keeper);
    expect((await refusalOf(late)).code).toBe('transport.vehicle_unfit');
  });

  test('a driver without training does not drive cold goods, and a box makes an ambient lorry a cold one', async () => {
    const [id] = await company.book(cold());
    const { shipments } = await create([id!]);
    const { shipment_id } = shipments[0]!;
    const driver_id = await company.driver('NEW', { trained_until: undefined });
    expect((await refusalOf(assign(shipment_id, { driver_id }))).error.params).toMatchObject({
      problem: 'not_trained',
    });
    const vehicle_id = await company.vehicle({ vehicle_code: 'VAN' });
    expect((await refusalOf(assign(shipment_id, { vehicle_id }))).error.params).toMatchObject({
      problem: 'no_compartment',
    });
    const box = await company.vehicle({
      vehicle_code: 'BOX',
      kind: 'box',
      ambient_l: 0,
      capacity_kg: 20,
      cold_l: 50,
      temp_min_c: 2,
      temp_max_c: 8,
      validated_on: day(-10),
      validation_due: day(300),
    });
    await assign(shipment_id, { vehicle_id, box_ids: [box] });
    expect((await see(shipment_id)).box_codes).toEqual(['BOX']);
  });
});

describe('planning', () => {
  test('what waits is merged on a lane and on routes of our own, and accepted as it is proposed', async () => {
    const here = await world.site('P1');
    const from_warehouse_id = here.warehouse_id;
    await world.sql(
      `insert into masterdata.lane (from_warehouse_id, to_warehouse_id, mode, carrier_id, transit_hours, distance_km,
         fixed_cost_fen, cost_fen_per_kg, capacity_kg) values ($1, $2, 'truck', $3, 10, 500, 20000, 50, 3000)`,
      [from_warehouse_id, world.south.warehouse_id, world.carrier_id],
    );
    await company.vehicle({ vehicle_code: 'P-VAN', depot_id: from_warehouse_id });
    const place = { customer_id: world.hospital_id, longitude: 121.6, latitude: 31.3 };
    await company.call('save-place', place, company.people.chief);
    const to_customer = {
      to_partner_id: world.hospital_id,
      department_id: world.icu_id,
      kind: 'delivery' as const,
    };
    await company.book(
      { from_warehouse_id, ...ambient(100) },
      { from_warehouse_id, ...ambient(50) },
      { from_warehouse_id, ...to_customer, ...ambient(3) },
      { from_warehouse_id, ...to_customer, ...cold(3) },
    );
    const departs_at = `${day(1)}T01:00:00.000Z`;
    const proposal = await company.call<Proposal>(
      'propose-shipments',
      { warehouse_id: from_warehouse_id, departs_at },
      company.people.planner,
    );
    expect(
      proposal.shipments.map((one) => [one.lane_id !== null, one.stops[0]!.document_ids.length]),
    ).toEqual([
      [true, 2],
      [false, 1],
    ]);
    // The cold delivery finds no cold compartment and stays behind, the ambient one to the same door goes.
    expect(proposal.left.map((one) => one.cause)).toEqual(['no_compartment']);
    expect(proposal.totals.apart_fen - proposal.totals.cost_fen).toBe(20_000);
    expect(proposal.shipments[1]).toMatchObject({ vehicle_code: 'P-VAN', to_warehouse_id: null });
    const made = await company.call<Made>(
      'create-shipments',
      {
        warehouse_id: from_warehouse_id,
        shipments: proposal.shipments.map((one) => ({
          lane_id: one.lane_id ?? undefined,
          vehicle_id: one.vehicle_id ?? undefined,
          planned_departure_at: one.planned_departure_at,
          planned_return_at: one.planned_return_at ?? undefined,
          stops: one.stops.map(({ document_ids, leg_km, leg_minutes, planned_arrival_at }) => ({
            document_ids,
            leg_km,
            leg_minutes,
            planned_arrival_at,
          })),
        })),
      },
      company.people.planner,
    );
    // By the contract: 20,000 and 8 kg of 100, raised to the minimum.
    expect(made.shipments[0]!.quote_fen).toBe(30_000);
    const seen = await see(made.shipments[0]!.shipment_id);
    expect(seen).toMatchObject({
      status: 'planned',
      distance_km: 500,
      carrier_id: world.carrier_id,
      documents: 2,
    });
  });

  test('cold and ambient goods to one door travel as one stop where a vehicle takes both', async () => {
    const here = await world.site('P2');
    const from_warehouse_id = here.warehouse_id;
    const range = {
      cold_l: 500,
      temp_min_c: 3,
      temp_max_c: 7,
      validated_on: day(-9),
      validation_due: day(90),
    };
    await company.vehicle({ vehicle_code: 'P2-VAN', depot_id: from_warehouse_id, ...range });
    const to_customer = { to_partner_id: world.hospital_id, kind: 'delivery' as const };
    await company.book(
      { from_warehouse_id, ...to_customer, ...ambient(3) },
      { from_warehouse_id, ...to_customer, ...cold(3) },
    );
    const { shipments, left } = await company.call<Proposal>('propose-shipments', {
      warehouse_id: from_warehouse_id,
      departs_at: `${day(1)}T01:00:00.000Z`,
    });
    expect(left).toEqual([]);
    expect(shipments[0]).toMatchObject({ vehicle_code: 'P2-VAN', to_warehouse_id: null, lane_id: null });
    expect(shipments[0]!.stops.map((stop) => stop.document_ids.length)).toEqual([2]);
    expect(shipments[0]!.planned_return_at).not.toBeNull();
  });

  test('one document goes once, from its own warehouse, to one kind of place', async () => {
    const [first, second] = await company.book(ambient(), { to_partner_id: world.hospital_id, ...ambient() });
    expect(await refusalOf(create([first!, first!]))).toMatchObject({
      code: 'platform.invalid_input',
      lines: ['shipments.0.stops.0.document_ids.1 duplicate'],
    });
    expect((await refusalOf(create([first!, second!]))).code).toBe('transport.mixed_destinations');
    expect((await refusalOf(create([first!], { lane_id: 987_654 }))).code).toBe('transport.lane_mismatch');
    await create([first!]);
    expect((await refusalOf(create([first!]))).code).toBe('transport.document_not_waiting');
    const south = company.people.receiver;
    expect((await refusalOf(create([second!], {}, south))).code).toBe('platform.not_found');
  });

  test('carriers are compared by their rates, and the chosen one is the quote', async () => {
    const ids = await company.book(cold(1000));
    const { shipments } = await create(ids, { lane_id: world.lanes.cold });
    const { shipment_id } = shipments[0]!;
    const quotes = await company.call<OutputOf<typeof contract.getFreightQuotes>>('get-quotes', {
      shipment_id,
    });
    // 50 kg by weight against 100 L counting as 20 kg; one drop.
    expect(quotes.rows).toMatchObject([
      { rate_id: company.rates.cold, charged_kg: 50, weight_fen: 10_000, drops_fen: 1000, quote_fen: 61_000 },
    ]);
    const hired = { vehicle_id: company.fleet.hired, driver_id: company.fleet.hired_driver };
    expect((await refusalOf(assign(shipment_id, { ...hired, rate_id: company.rates.ambient }))).code).toBe(
      'transport.no_rate',
    );
    expect(
      (await refusalOf(assign(shipment_id, { rate_id: company.rates.cold }))).error.params,
    ).toMatchObject({
      problem: 'other_carrier',
    });
    const assigned = await assign(shipment_id, { ...hired, rate_id: company.rates.cold });
    expect(assigned).toMatchObject({ carrier_id: world.carrier_id, quote_fen: 61_000 });
  });

  test('a cancelled shipment lets its documents wait again, one that has left cannot be cancelled', async () => {
    const ids = await company.book(ambient());
    const { shipments } = await create(ids);
    const { shipment_id } = shipments[0]!;
    const cancel = (id: number) =>
      company.call('cancel-shipment', { shipment_id: id, reason: 'x' }, company.people.planner);
    expect(await cancel(shipment_id)).toMatchObject({ released: 1 });
    await create(ids);
    expect((await refusalOf(cancel((await departed()).shipment_id))).code).toBe('transport.wrong_status');
  });
});

describe('the check before departure', () => {
  test('names everything that is missing', async () => {
    const ssccs = ['069456300000000031', '069456300000000048'];
    const ids = await company.book({ ...cold(), ssccs });
    const { shipments } = await create(ids);
    const { shipment_id } = shipments[0]!;
    const checked = (more: object) =>
      company.call('check-departure', { shipment_id, ...more }, company.people.keeper);
    expect((await refusalOf(checked(check))).code).toBe('transport.no_vehicle');
    await assign(shipment_id);
    expect(
      await refusalOf(checked({ precool_temp_c: 12, ssccs: [ssccs[0], '069456300000009997'] })),
    ).toMatchObject({
      code: 'transport.check_failed',
      lines: [
        'logger_no transport.measure_needed',
        'seal_no transport.measure_needed',
        'precool_temp_c transport.too_warm_or_cold',
        'ssccs.1 unknown',
        'ssccs required',
      ],
    });
    expect((await refusalOf(company.call('depart-shipment', { shipment_id }))).code).toBe(
      'transport.wrong_status',
    );
    expect(await checked({ ...check, ssccs })).toMatchObject({ status: 'ready' });
    // Another driver after the check: it is checked anew.
    await assign(shipment_id);
    expect((await see(shipment_id)).status).toBe('planned');
  });
});

describe('on the road', () => {
  test('a journey is told once, however often its reports arrive', async () => {
    const { shipment_id } = await departed();
    const event = { shipment_id, event_key: 'k1', kind: 'position', occurred_at: at(-50), place: '嘉兴' };
    const report = (events: object[]) =>
      company.call<OutputOf<typeof contract.recordTransportEvents>>(
        'record-events',
        { events },
        company.people.own_drives,
      );
    const first = await report([event, event, { ...event, event_key: 'k2', kind: 'temperature' }]);
    expect(first.results.map((r) => [r.result, r.code])).toEqual([
      ['recorded', null],
      ['known', null],
      ['refused', 'transport.measure_needed'],
    ]);
    const again = await report([event, { ...event, shipment_id: 987_654 }]);
    expect(again.results.map((r) => r.result)).toEqual(['known', 'refused']);
    expect((await see(shipment_id)).events.filter((e) => e.kind === 'position')).toHaveLength(1);
  });

  test('a delay is a new risk, told once for each half hour, and never by an older report', async () => {
    const { shipment_id, stop_rows } = await departed(cold(), { needed_at: at(60), ...cold() });
    const planned = Date.parse(stop_rows[0]!.planned_arrival_at);
    const eta = (minutes: number) => new Date(planned + minutes * 60_000).toISOString();
    const report = (event_key: string, told: number, late: number) =>
      company.call<OutputOf<typeof contract.recordTransportEvents>>('record-events', {
        events: [
          { shipment_id, event_key, kind: 'delay', occurred_at: at(told), eta_at: eta(late), note: '拥堵' },
        ],
      });
    expect((await report('a', -40, 20)).delayed).toEqual([]);
    expect((await report('b', -30, 50)).delayed).toMatchObject([{ shipment_id, delayed_minutes: 50 }]);
    expect((await report('c', -29, 55)).delayed).toEqual([]);
    expect((await report('d', -35, 500)).delayed).toEqual([]);
    expect((await report('e', -20, 80)).delayed).toMatchObject([{ delayed_minutes: 80 }]);
    const events = (await company.told('transport.delayed')).filter((e) => e.shipment_id === shipment_id);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ delayed_minutes: 50, reason: '拥堵' });
    const late = await company.call<{ rows: { shipment_id: number }[] }>('list-shipments', {
      late_only: 'true',
    });
    expect(late.rows.map((row) => row.shipment_id)).toContain(shipment_id);
  });

  test('at the last stop only how late it came counts, not what was feared on the way', async () => {
    const { shipment_id, stop_rows } = await departed();
    const { stop_id, planned_arrival_at } = stop_rows[0]!;
    const eta_at = new Date(Date.parse(planned_arrival_at) + 90 * 60_000).toISOString();
    const event = { shipment_id, event_key: 'f', kind: 'delay', occurred_at: at(-40), eta_at };
    await company.call('record-events', { events: [event] });
    expect((await see(shipment_id)).delayed_minutes).toBe(90);
    await arrive(stop_id);
    expect((await see(shipment_id)).delayed_minutes).toBe(0);
  });

  test('a temperature outside the range is told at once', async () => {
    const { shipment_id } = await departed();
    const event = { shipment_id, kind: 'temperature', occurred_at: at(-30) };
    await company.call('record-events', {
      events: [
        { ...event, event_key: 't1', temp_c: 5 },
        { ...event, event_key: 't2', temp_c: 11.5 },
      ],
    });
    const told = await company.told('transport.temperature_out_of_range');
    expect(told.filter((e) => e.shipment_id === shipment_id)).toMatchObject([
      { temp_c: 11.5, logger_no: 'L-1' },
    ]);
  });

  test('times follow each other, and the future has not happened', async () => {
    const { stop_rows } = await departed();
    const { stop_id } = stop_rows[0]!;
    expect((await refusalOf(arrive(stop_id, 30))).code).toBe('transport.times_out_of_order');
    expect((await refusalOf(arrive(stop_id, -90))).code).toBe('transport.times_out_of_order');
    await arrive(stop_id);
    expect((await refusalOf(arrive(stop_id))).code).toBe('transport.stop_done');
    expect((await refusalOf(handOver(stop_id, { occurred_at: at(-30) }))).code).toBe(
      'transport.times_out_of_order',
    );
  });
});

describe('the handover', () => {
  test('is signed by two, measured where it is cold, and ends the journey', async () => {
    const { shipment_id, stop_rows } = await departed();
    const { stop_id } = stop_rows[0]!;
    expect((await refusalOf(handOver(stop_id))).code).toBe('transport.stop_done');
    await arrive(stop_id);
    expect((await refusalOf(handOver(stop_id, { received_by_name: '司机' }))).code).toBe(
      'transport.same_name',
    );
    expect((await refusalOf(handOver(stop_id, { arrival_temp_c: undefined }))).lines).toEqual([
      'arrival_temp_c required',
    ]);
    const made = await handOver(stop_id);
    expect(made).toMatchObject({ result: 'delivered', shipment_status: 'completed' });
    const seen = await see(shipment_id);
    expect(seen).toMatchObject({ status: 'completed', stops_done: 1 });
    expect(seen.stop_rows[0]!.handover).toMatchObject({
      document_no: made.document_no,
      cold: true,
      departure_temp_c: 5,
      arrival_temp_c: 5,
      logger_no: 'L-1',
      minutes: 10,
    });
    const [told] = (await company.told('transport.delivered')).filter((e) => e.shipment_id === shipment_id);
    expect(told).toMatchObject({
      document_keys: [seen.stop_rows[0]!.documents[0]!.document_key],
      signed_by: '收货员',
    });
  });

  test('too warm or too late it is refused, or taken with a reason', async () => {
    const warm = (await departed()).stop_rows[0]!.stop_id;
    await arrive(warm);
    expect((await refusalOf(handOver(warm, { arrival_temp_c: 12 }))).code).toBe('transport.too_warm_or_cold');
    expect(await handOver(warm, { arrival_temp_c: 12, reason: '放入冷库待质量判定' })).toMatchObject({
      result: 'delivered',
    });
    const late = (await departed()).stop_rows[0]!.stop_id;
    await arrive(late, -55);
    expect((await refusalOf(handOver(late))).lines).toEqual(['reason required']);
  });

  test('a receiver takes a part, and says why not the rest', async () => {
    const { shipment_id, stop_rows } = await departed(cold(10), cold(4));
    const { stop_id, documents } = stop_rows[0]!;
    await arrive(stop_id);
    const ids = documents.map((d) => d.transport_document_id);
    const refuse = (of: [number, number][]) => ({
      refused: of.map(([id, qty]) => ({ transport_document_id: ids[id], line_no: 1, qty, reason: '破损' })),
    });
    expect((await refusalOf(handOver(stop_id, refuse([[0, 11]])))).lines).toEqual([
      'refused.0.qty transport.more_refused_than_carried',
    ]);
    const foreign = { transport_document_id: 987_654, line_no: 1, qty: 1, reason: 'x' };
    expect((await refusalOf(handOver(stop_id, { refused: [foreign] }))).code).toBe(
      'transport.document_not_at_stop',
    );
    expect(
      await handOver(
        stop_id,
        refuse([
          [0, 3],
          [1, 4],
        ]),
      ),
    ).toMatchObject({ result: 'partly_refused' });
    const after = (await see(shipment_id)).stop_rows[0]!.documents;
    expect(after.map((d) => d.status)).toEqual(['partly_refused', 'refused']);
    const of = async (topic: string) =>
      (await company.told(topic)).filter((e) => e.shipment_id === shipment_id).map((e) => e.documents);
    expect(await of('transport.delivered')).toMatchObject([
      [
        {
          document_key: after[0]!.document_key,
          refused: [{ lot_id: insulin.lot_id, qty: 3, reason: '破损' }],
        },
      ],
    ]);
    expect(await of('transport.refused')).toMatchObject([[{ document_key: after[1]!.document_key }]]);
  });

  test('a receiver who takes nothing gives a reason', async () => {
    const { stop_rows } = await departed();
    const { stop_id } = stop_rows[0]!;
    await arrive(stop_id);
    expect((await refusalOf(handOver(stop_id, { refuse_all: true }))).lines).toEqual(['reason required']);
    expect(await handOver(stop_id, { refuse_all: true, reason: '超温' })).toMatchObject({
      result: 'refused',
    });
  });

  test('what was refused and is still on the road is booked once more, and once only', async () => {
    const { stop_rows } = await departed();
    const { stop_id, documents } = stop_rows[0]!;
    const { transport_document_id } = documents[0]!;
    const rebook = () =>
      company.call<{ transport_document_id: number }>(
        'rebook-document',
        { transport_document_id, reason: '约定明早再送' },
        company.people.planner,
      );
    expect((await refusalOf(rebook())).code).toBe('transport.document_not_refused');
    await arrive(stop_id);
    await handOver(stop_id, { refuse_all: true, reason: '无人收货' });
    const again = await rebook();
    expect((await refusalOf(rebook())).code).toBe('transport.document_booked_before');
    const { shipments } = await create([again.transport_document_id]);
    const [next] = (await see(shipments[0]!.shipment_id)).stop_rows[0]!.documents;
    expect(next).toMatchObject({ document_key: documents[0]!.document_key, status: 'planned' });
  });

  test('evidence is what it says it is, and only who sees the journey gets it', async () => {
    const { shipment_id, stop_rows } = await departed();
    const { stop_id } = stop_rows[0]!;
    const file = { shipment_id, stop_id, kind: 'photo', file_name: 'a.png', media_type: 'image/png' };
    const add = (bytes: number[], more: object = {}) =>
      company.call<{ attachment_id: number }>(
        'add-attachment',
        { ...file, bytes: Uint8Array.from(bytes), ...more },
        company.people.own_drives,
      );
    expect((await refusalOf(add([1, 2, 3, 4]))).code).toBe('transport.file_unknown_type');
    const { attachment_id } = await add([0x89, 0x50, 0x4e, 0x47, 1]);
    const read = (actor = company.people.receiver) =>
      company.call<{ bytes: Uint8Array }>('get-attachment', { attachment_id }, actor);
    expect([...(await read()).bytes]).toEqual([0x89, 0x50, 0x4e, 0x47, 1]);
    const elsewhere = await world.site('X9');
    const stranger = world.as(['transport.read'], [elsewhere.warehouse_id], 90);
    expect((await refusalOf(read(stranger))).code).toBe('platform.not_found');
  });
});

describe('who sees and does what', () => {
  test('a carrier sees its own journeys only, and its driver drives only the own ones', async () => {
    const ids = await company.book(cold(), cold());
    const made = await create([ids[0]!], { lane_id: world.lanes.cold });
    const { shipment_id } = made.shipments[0]!;
    const ours = (await create([ids[1]!])).shipments[0]!.shipment_id;
    await assign(ours);
    const hired = { vehicle_id: company.fleet.hired, driver_id: company.fleet.hired_driver };
    await assign(shipment_id, { ...hired, rate_id: company.rates.cold });
    const { outsider, own_drives } = company.people;
    const mine = await company.call<{ rows: { shipment_id: number }[] }>('list-my-shipments', {}, outsider);
    expect(mine.rows.map((row) => row.shipment_id)).toContain(shipment_id);
    expect(mine.rows.map((row) => row.shipment_id)).not.toContain(ours);
    expect((await see(shipment_id, outsider)).stop_rows[0]!.documents).toHaveLength(1);
    expect((await refusalOf(see(ours, outsider))).code).toBe('platform.not_found');
    const checked = (id: number, actor = own_drives) =>
      company.call('check-departure', { shipment_id: id, ...check }, actor);
    expect((await refusalOf(checked(shipment_id))).code).toBe('transport.not_your_journey');
    expect((await refusalOf(checked(ours, outsider))).code).toBe('platform.not_found');
    await checked(shipment_id, outsider);
    await company.call('depart-shipment', { shipment_id }, outsider);
    expect((await see(shipment_id)).status).toBe('on_the_road');
    const seen = await world.db.tx(outsider.scope, (tx) =>
      tx.one<Record<string, number>>(
        `select (select count(*) from transport.vehicle)::int as vehicles, (select count(*) from transport.driver)::int as drivers,
           (select count(*) from transport.document)::int as documents,
           (select count(*) from transport.document where shipment_id = $1)::int as own`,
        [shipment_id],
      ),
    );
    expect(seen).toMatchObject({ vehicles: 1, drivers: 1, own: 1 });
    const everything = await world.db.tx(SYSTEM_SCOPE, (tx) =>
      tx.one<{ n: number }>('select count(*)::int as n from transport.document where partner_id is not null'),
    );
    expect(seen.documents).toBe(everything.n);
  });

  test('the receiver tells of the arrival and plans nothing at the sender', async () => {
    const { shipment_id, stop_rows } = await departed();
    const { receiver } = company.people;
    await company.call('arrive-stop', { stop_id: stop_rows[0]!.stop_id }, receiver);
    const cancel = company.call('cancel-shipment', { shipment_id, reason: 'x' }, receiver);
    expect((await refusalOf(cancel)).code).toBe('platform.forbidden');
  });
});

describe('freight', () => {
  async function carried(): Promise<number> {
    const ids = await company.book(cold(10), { ...cold(20), lines: [line(insulin, 20), line(gloves, 7)] });
    const { shipments } = await create(ids, { lane_id: world.lanes.cold });
    const { shipment_id } = shipments[0]!;
    const hired = { vehicle_id: company.fleet.hired, driver_id: company.fleet.hired_driver };
    await assign(shipment_id, { ...hired, rate_id: company.rates.cold });
    await company.call('check-departure', { shipment_id, ...check }, company.people.keeper);
    return shipment_id;
  }
  const depart = (shipment_id: number) =>
    company.call('depart-shipment', { shipment_id }, company.people.keeper);
  let numbers = 0;
  const enter = (lines: object[], more: object = {}) => {
    numbers += 1;
    return company.call<OutputOf<typeof contract.enterFreightBill>>(
      'enter-freight-bill',
      { carrier_id: world.carrier_id, carrier_bill_no: `B${numbers}`, billed_on: day(0), lines, ...more },
      company.people.accountant,
    );
  };
  const decide = (bill_id: number, approve = true, actor = company.people.director) =>
    company.call<OutputOf<typeof contract.decideFreightBill>>(
      'decide-freight-bill',
      { bill_id, approve },
      actor,
    );
  const bill = (bill_id: number) =>
    company.call<OutputOf<typeof contract.getFreightBill>>('get-freight-bill', { bill_id });

  test('a bill is compared with the quote, approved by another, and laid on the lines to the last fen', async () => {
    const shipment_id = await carried();
    expect((await refusalOf(enter([{ shipment_id, billed_fen: 51_400 }]))).code).toBe(
      'transport.bill_not_departed',
    );
    await depart(shipment_id);
    // Quoted: 50,000 and 2 kg of 200 and one drop of 1,000.
    expect((await see(shipment_id)).quote_fen).toBe(51_400);
    expect((await refusalOf(enter([{ shipment_id, billed_fen: 60_001 }]))).lines).toEqual([
      'lines.0.difference_reason transport.difference_needs_reason',
    ]);
    const { bill_id, difference_fen } = await enter([
      { shipment_id, billed_fen: 60_001, difference_reason: '等候费' },
    ]);
    expect(difference_fen).toBe(8_601);
    expect((await refusalOf(enter([{ shipment_id, billed_fen: 51_400 }]))).code).toBe(
      'transport.billed_before',
    );
    const own = { ...company.people.director, user_id: company.people.accountant.user_id };
    expect((await refusalOf(decide(bill_id, true, own))).code).toBe('transport.own_bill');
    expect(await decide(bill_id)).toEqual({
      bill_id,
      status: 'approved',
      allocated_fen: 60_001,
      documents: 2,
    });
    expect((await refusalOf(decide(bill_id))).code).toBe('transport.bill_decided');
    const { shares } = await bill(bill_id);
    // By weight: 10, 20 and 7 pieces of 50 g each.
    expect(shares.map((s) => s.amount_fen)).toEqual([16_216, 32_433, 11_352]);
    expect((await see(shipment_id)).actual_fen).toBe(60_001);
    const told = (await company.told('transport.freight_allocated')).filter((e) => e.bill_id === bill_id);
    expect(told.map((e) => (e.lines as unknown[]).length)).toEqual([1, 2]);
  });

  test('an approved bill is taken back by its opposite, and the shipment can be billed again', async () => {
    const shipment_id = await carried();
    await depart(shipment_id);
    const { bill_id } = await enter([{ shipment_id, billed_fen: 51_403 }], { basis: 'value' });
    await decide(bill_id);
    const reverse = (id: number) =>
      company.call<{ bill_id: number }>(
        'reverse-freight-bill',
        { bill_id: id, reason: '重复' },
        company.people.accountant,
      );
    const back = await reverse(bill_id);
    expect((await refusalOf(reverse(bill_id))).code).toBe('transport.reversed_before');
    await decide(back.bill_id);
    const [before, after] = await Promise.all([bill(bill_id), bill(back.bill_id)]);
    expect(after.shares.map((s) => -s.amount_fen)).toEqual(before.shares.map((s) => s.amount_fen));
    expect(before.reversed_by_id).toBe(back.bill_id);
    expect((await refusalOf(reverse(back.bill_id))).code).toBe('transport.bill_decided');
    await enter([{ shipment_id, billed_fen: 51_400 }]);
  });

  test('a declined bill lays nothing on anybody and frees its number', async () => {
    const shipment_id = await carried();
    await depart(shipment_id);
    const lines = [{ shipment_id, billed_fen: 51_400 }];
    const { bill_id } = await enter(lines, { carrier_bill_no: 'SAME' });
    expect(await decide(bill_id, false)).toMatchObject({ status: 'declined', allocated_fen: 0 });
    await enter(lines, { carrier_bill_no: 'SAME' });
    expect((await refusalOf(enter([{ shipment_id: 987_654, billed_fen: 1 }]))).lines).toEqual([
      'lines.0.shipment_id unknown',
    ]);
  });

  test('a bill speaks only of what its carrier carried', async () => {
    const { shipment_id } = await departed();
    expect((await refusalOf(enter([{ shipment_id, billed_fen: 1 }]))).code).toBe(
      'transport.bill_foreign_shipment',
    );
  });
});

test('round trips do not grow with documents, lines, stops and events', async () => {
  const steps = async (count: number) => {
    const counts: Record<string, number> = {};
    const counted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      try {
        return await work();
      } finally {
        observeStatements(null);
        counts[name] = statements;
      }
    };
    const many = <T>(of: (n: number) => T) => Array.from({ length: count }, (_, n) => of(n));
    const { people } = company;
    const ids = await counted('book', () => company.book(...many(() => cold(2))));
    const { shipments } = await counted('create', () => create(ids, { lane_id: world.lanes.cold }));
    const { shipment_id } = shipments[0]!;
    const hired = { vehicle_id: company.fleet.hired, driver_id: company.fleet.hired_driver };
    await counted('assign', () => assign(shipment_id, { ...hired, rate_id: company.rates.cold }));
    await counted('check', () => company.call('check-departure', { shipment_id, ...check }, people.keeper));
    await counted('depart', () =>
      company.call('depart-shipment', { shipment_id, occurred_at: at(-60) }, people.keeper),
    );
    const told = { shipment_id, kind: 'position', occurred_at: at(-30), eta_at: at(2000) };
    const events = many((n) => ({ ...told, event_key: `n${n}` }));
    await counted('report', () => company.call('record-events', { events }, people.keeper));
    const seen = await counted('get', () => see(shipment_id));
    const { stop_id, documents } = seen.stop_rows[0]!;
    await counted('arrive', () =>
      company.call('arrive-stop', { stop_id, occurred_at: at(-20) }, people.receiver),
    );
    const refused = documents.map(({ transport_document_id }) => ({
      transport_document_id,
      line_no: 1,
      qty: 1,
      reason: 'x',
    }));
    await counted('hand over', () => handOver2(stop_id, refused));
    const bill = { carrier_id: world.carrier_id, carrier_bill_no: `N${count}`, billed_on: day(0) };
    const lines = [{ shipment_id, billed_fen: 60_000, difference_reason: 'x' }];
    const { bill_id } = await counted('bill', () =>
      company.call<{ bill_id: number }>('enter-freight-bill', { ...bill, lines }, people.accountant),
    );
    await counted('approve', () =>
      company.call('decide-freight-bill', { bill_id, approve: true }, people.director),
    );
    return counts;
  };
  const handOver2 = (stop_id: number, refused: object[]) =>
    company.call(
      'hand-over',
      {
        stop_id,
        handed_over_by_name: 'a',
        received_by_name: 'b',
        arrival_temp_c: 5,
        occurred_at: at(-10),
        refused,
      },
      company.people.receiver,
    );
  await steps(1);
  expect(await steps(25)).toEqual(await steps(2));
});

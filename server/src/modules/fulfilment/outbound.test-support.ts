import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { expect } from 'vitest';
import {
  footprint,
  laneToHospital,
  peopleOf,
  reviewAll,
  verbNamed,
} from '../../../test/support/documents.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import type { OutboxEvent } from '../../platform/outbox.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { consumers } from './index.ts';

export type Made = OutputOf<typeof contract.createDemand>;
export type Allocated = OutputOf<typeof contract.allocateDemand>;
export type Wave = OutputOf<typeof contract.getWave>;
export type Picked = OutputOf<typeof contract.pickWave>;
export type Shipped = OutputOf<typeof contract.shipDemand>;
export type Shipment = OutputOf<typeof contract.getShipment>;
export type Return = OutputOf<typeof contract.getReturn>;

export let world: World;
export let people: ReturnType<typeof peopleOf>;
export let manager: Actor;
export let accountant: Actor;
export let quality: Actor;
let items_made = 0;
let lots_made = 0;
/** The company of these tests, opened before and closed after each file. */
export async function open(): Promise<void> {
  world = await createWorld();
  people = peopleOf(world);
  manager = world.as(['stock.adjust', 'fulfilment.read'], [world.north.warehouse_id], 51);
  accountant = world.as(['fulfilment.settle', 'finance.read', 'finance.export'], 'all', 52);
  quality = world.as(['quality.dispose', 'fulfilment.read'], 'all', 53);
  await laneToHospital(world, world.north, { hours: 4 });
  await laneToHospital(world, world.north, { hours: 6, cold: true, cost_fen: 9000 });
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"') on conflict do nothing`,
  );
}
export function close(): Promise<void> {
  return world.close();
}

export const call = <T>(name: string, input: unknown, actor: Actor): Promise<T> =>
  world.call(verbNamed(`fulfilment.${name}`), input, { actor }) as Promise<T>;
export const soon = () => new Date(Date.now() + 3 * 86_400_000).toISOString();

/** An item of its own for each test, so that none takes the goods of another. */
export async function newItem(like: keyof World['items'] = 'gloves'): Promise<number> {
  items_made += 1;
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen,
       unit_volume_ml, unit_weight_g)
     select $1, $1, model, device_class, category, unit, carton_qty, $2, registration_no, manufacturer_id, tracking, implant,
       sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.item where item_id = $3 returning item_id`,
    [`OUT-${items_made}`, `0699${String(items_made).padStart(10, '0')}`, world.items[like]],
  );
  return Number(row!.item_id);
}
export async function goods(
  item_id: number,
  qty: number,
  more: { expires?: string; bin?: number; serials?: string[] } = {},
) {
  lots_made += 1;
  const lot = await world.lot(
    item_id,
    `O-${lots_made}`,
    more.expires === undefined ? {} : { expires: more.expires },
  );
  await world.receive(lot, more.bin ?? world.north.bins.shelf, qty, { serial_nos: more.serials });
  return { ...lot, lot_no: `O-${lots_made}` };
}
export type Line = { item_id: number; qty: number; single_lot?: boolean; unit_price_fen?: number };
export const ask = (lines: Line[], more: object = {}, actor = people.planner): Promise<Made> =>
  call(
    'create-demand',
    {
      department_id: world.icu_id,
      warehouse_id: world.north.warehouse_id,
      needed_at: soon(),
      lines,
      ...more,
    },
    actor,
  );
export const allocate = (demand_id: number): Promise<Allocated> =>
  call('allocate-demand', { demand_id }, people.planner);
export const wave = async (demand_ids: number[], more: object = {}): Promise<Wave> => {
  const { wave_id } = await call<{ wave_id: number }>(
    'create-wave',
    { warehouse_id: world.north.warehouse_id, demand_ids, ...more },
    people.north_keeper,
  );
  return seeWave(wave_id);
};
export const seeWave = (wave_id: number): Promise<Wave> => call('get-wave', { wave_id }, people.north_keeper);
export const pickWave = (wave_id: number, lines: object[], actor = people.north_keeper): Promise<Picked> =>
  call('pick-wave', { wave_id, lines }, actor);
export const whole = (w: Wave) =>
  w.line_rows.map(({ wave_line_id, lot_no, qty }) => ({ wave_line_id, lot_no, qty }));
export const outbound = (demand_id: number): Promise<OutputOf<typeof contract.getOutbound>> =>
  call('get-outbound', { demand_id }, people.north_second);
export const ship = (demand_id: number): Promise<Shipped> =>
  call('ship-demand', { demand_id }, people.north_keeper);
export const seeShipment = (shipment_id: number): Promise<Shipment> =>
  call('get-shipment', { shipment_id }, people.planner);

/** A demand of these lines, picked in a wave and ready for the second person. */
export async function picked(lines: Line[], more: object = {}): Promise<number> {
  const { demand_id } = await ask(lines, more);
  await allocate(demand_id);
  const w = await wave([demand_id]);
  await pickWave(w.wave_id, whole(w));
  return demand_id;
}
export async function shipped(lines: Line[], more: object = {}): Promise<Shipment> {
  const demand_id = await picked(lines, more);
  await reviewAll(world, people.north_second, demand_id);
  const { shipments } = await ship(demand_id);
  return seeShipment(shipments[0]!.shipment_id);
}
export const sign = (
  shipment_id: number,
  more: object = {},
): Promise<OutputOf<typeof contract.deliverShipment>> =>
  call('deliver-shipment', { shipment_id, signed_by: '李护士', ...more }, people.north_keeper);
export async function delivered(lines: Line[], more: object = {}): Promise<Shipment> {
  const { shipment_id } = await shipped(lines, more);
  await sign(shipment_id);
  return seeShipment(shipment_id);
}
export async function refused(work: () => Promise<unknown>, code: string) {
  const before = await footprint(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await footprint(world)).toEqual(before);
  return refusal;
}
export const standing = (lot: Lot, account_id: number, disposition?: string) =>
  world.balance(lot, account_id, disposition);
export async function severity(code: string, to: 'block' | 'warn' | 'off', work: () => Promise<unknown>) {
  const set = (value: string) =>
    world.tx(async (tx) => {
      await changeRules(tx);
      await world.sql('update compliance.rule set severity = $2 where code = $1', [code, value]);
    });
  await set(to);
  try {
    await work();
  } finally {
    await set('warn');
  }
}

export const call2 = (name: string, input: unknown, actor: Actor) =>
  world.call(verbNamed(name), input, { actor });
/** Hands events to whom they concern, as the relay does. */
export const relay = (topic: string, events?: OutboxEvent[]) =>
  world.tx(async (tx) => {
    const told =
      events ??
      (await world.sql<OutboxEvent>(
        'select topic, entity_key as key, payload from platform.outbox where topic = $1 order by outbox_id',
        [topic],
      ));
    for (const consumer of consumers) {
      if (consumer.topics.includes(topic)) await consumer.handle(told, tx);
    }
  });

export type Back = { demand_line_id: number; lot_no: string; qty: number; serial_nos?: string[] };
export const request = (shipment_id: number, lines: Back[], actor = people.planner) =>
  call<{ return_id: number; document_no: string }>(
    'request-return',
    { shipment_id, reason: 'not_needed', lines },
    actor,
  );
export const decide = (return_id: number, approve = true, actor = people.second_planner) =>
  call('decide-return', { return_id, approve, note: 'ok' }, actor);
export const seeReturn = (return_id: number): Promise<Return> =>
  call('get-return', { return_id }, people.planner);
export const receive = (back: Return, more: object = {}, qty?: number) =>
  call(
    'receive-return',
    {
      return_id: back.return_id,
      lines: back.line_rows.map((l) => ({
        return_line_id: l.return_line_id,
        lot_no: l.lot_no,
        received: qty ?? l.qty,
      })),
      ...more,
    },
    people.north_keeper,
  );
/** A return that stands in the returns zone. */
export async function came(lines: Back[], shipment_id: number, more: object = {}): Promise<Return> {
  const { return_id } = await request(shipment_id, lines);
  await decide(return_id);
  await receive(await seeReturn(return_id), more);
  return seeReturn(return_id);
}
export const accept = (
  back: Return,
  result: { accepted: number; rejected: number; reason?: string },
  actor = quality,
) =>
  call(
    'accept-return',
    {
      return_id: back.return_id,
      lines: back.line_rows.map(({ return_line_id }) => ({ return_line_id, ...result })),
    },
    actor,
  );

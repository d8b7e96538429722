import type { World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { databaseError } from '../../platform/problem.ts';
import { bookDocuments, constraints, type TransportDocument, verbs } from './index.ts';

const VERBS = new Map(verbs.map((verb) => [verb.contract.name, verb]));

/** Instants so many minutes before or after the test began. */
const STARTED = Date.now();
export const at = (minutes: number) => new Date(STARTED + minutes * 60_000).toISOString();
/** Civil days around today. */
export const day = (days: number) => at(days * 1440).slice(0, 10);

/** A company with a carrier under contract, a cold lorry of ours, drivers and people. */
export async function transportCompany(world: World) {
  const { north, south } = world;
  const everything = [
    'transport.read',
    'transport.plan',
    'transport.execute',
    'transport.manage',
    'transport.settle',
  ];
  const people = {
    planner: world.as(['transport.read', 'transport.plan'], 'all', 51),
    keeper: world.as(['transport.read', 'transport.execute'], [north.warehouse_id], 52),
    receiver: world.as(['transport.read', 'transport.execute', 'transport.plan'], [south.warehouse_id], 53),
    chief: world.as(everything, [north.warehouse_id], 54),
    accountant: world.as(['transport.read', 'transport.settle'], 'all', 55),
    director: world.as(['transport.read', 'transport.approve'], 'all', 56),
    administrator: world.as(['transport.read', 'transport.manage'], 'all', 57),
  };
  const user = async (name: string) => {
    const [row] = await world.sql<{ user_id: string }>(
      `insert into identity.user (account, display_name, password_hash) values ($1, $1, 'x') returning user_id`,
      [name],
    );
    return Number(row!.user_id);
  };
  const call = async <T>(name: string, input: unknown, actor: Actor = SYSTEM_ACTOR): Promise<T> => {
    const verb = VERBS.get(`transport.${name}`);
    if (verb === undefined) throw new Error(`no verb is called ${name}`);
    try {
      return await world.call(verb, input, { actor });
    } catch (error) {
      throw databaseError(error, constraints) ?? error;
    }
  };
  const contract = await call<{ contract_id: number }>('save-contract', {
    carrier_id: world.carrier_id,
    title: 'yearly',
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
    assessed_on: '2019-12-01',
    assessed_by: 'quality',
    tolerance_bp: 500,
    rates: [
      { temperature_class: 'ambient', fixed_fen: 20_000, per_kg_fen: 100, minimum_fen: 30_000 },
      { temperature_class: 'cold', fixed_fen: 50_000, per_kg_fen: 200, per_drop_fen: 1000, kg_per_m3: 200 },
    ],
  });
  const rates = await world.sql<{ rate_id: string }>('select rate_id from transport.rate order by line_no');
  const cold = {
    cold_l: 5000,
    temp_min_c: 3,
    temp_max_c: 7,
    validated_on: day(-100),
    validation_due: day(200),
  };
  const vehicle = async (more: object) =>
    (
      await call<{ vehicle_id: number }>('save-vehicle', {
        kind: 'vehicle',
        model: 'lorry',
        capacity_kg: 2000,
        ambient_l: 5000,
        licence_valid_to: day(300),
        fixed_cost_fen: 10_000,
        cost_fen_per_km: 300,
        ...more,
      })
    ).vehicle_id;
  const driver = async (driver_code: string, more: object = {}) =>
    (
      await call<{ driver_id: number }>('save-driver', {
        driver_code,
        name: driver_code,
        licence_valid_to: day(300),
        trained_until: day(300),
        ...more,
      })
    ).driver_id;
  const own_user = await user('driver-one');
  const hired_user = await user('driver-two');
  const hired_driver = await driver('HIRED', { carrier_id: world.carrier_id, user_id: hired_user });
  const own_driver = await driver('OWN', { user_id: own_user, depot_id: north.warehouse_id });
  const fleet = {
    lorry: await vehicle({ vehicle_code: 'LORRY', ...cold, depot_id: north.warehouse_id }),
    hired: await vehicle({ vehicle_code: 'HIRED', ...cold, carrier_id: world.carrier_id }),
    own_driver,
    hired_driver,
  };
  const outsider: Actor = {
    ...world.as(['transport.read', 'transport.execute'], [], hired_user),
    scope: { user_id: hired_user, warehouses: [], partner_id: world.carrier_id },
    permissions: new Map([
      ['transport.read', 'all'],
      ['transport.execute', 'all'],
    ]),
  };
  const own_drives = world.as(['transport.read', 'transport.execute'], 'all', own_user);
  let keys = 0;
  const emitted: { topic: string; payload: unknown }[] = [];
  const book = async (...documents: Partial<TransportDocument>[]): Promise<number[]> => {
    const complete = documents.map((document): TransportDocument => {
      keys += 1;
      return {
        document_key: `transfer:${9000 + keys}`,
        document_no: `TR-${keys}`,
        kind: 'transfer',
        from_warehouse_id: north.warehouse_id,
        ...(document.to_partner_id === undefined ? { to_warehouse_id: south.warehouse_id } : {}),
        storage_condition: 'ambient',
        lines: [],
        ...document,
      };
    });
    const emit = (topic: string, _key: string, payload: unknown) => emitted.push({ topic, payload });
    return world.tx((tx) => bookDocuments({ tx, emit }, complete));
  };
  /** What was told to other modules since, by topic. */
  const told = async (topic: string): Promise<Record<string, unknown>[]> => {
    const rows = await world.sql<{ payload: Record<string, unknown> }>(
      'select payload from platform.outbox where topic = $1 order by txid, outbox_id',
      [topic],
    );
    return rows.map((row) => row.payload);
  };
  return {
    world,
    people: { ...people, outsider, own_drives },
    call,
    book,
    told,
    vehicle,
    driver,
    fleet,
    contract_id: contract.contract_id,
    rates: { ambient: Number(rates[0]!.rate_id), cold: Number(rates[1]!.rate_id) },
  };
}
export type TransportCompany = Awaited<ReturnType<typeof transportCompany>>;

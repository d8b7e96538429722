import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { createWorld, type Lot, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { verbs } from './index.ts';

export const MINUTE = 60_000;

/** A company with a watched cold room at the north: two calibrated sensors, two people, insulin that wants 2 to 8 °C. */
export type Coldchain = {
  readonly world: World;
  readonly room: number;
  readonly sensors: readonly [string, string];
  readonly people: Readonly<Record<'quality' | 'chief' | 'keeper' | 'south', Actor>>;
  call<T = never>(name: string, input: unknown, actor?: Actor): Promise<T>;
  /** Readings of a device, minutes ago and degrees. */
  tell(
    device_no: string,
    ...rows: readonly (readonly [minutes_ago: number, celsius: number])[]
  ): Promise<Taken>;
  judge(area_id?: number): Promise<OutputOf<typeof contract.judgeAreas>>;
  excursion(excursion_id: number): Promise<OutputOf<typeof contract.getExcursion>>;
  /** Goods that came into a place so many minutes ago. */
  goods(account_id: number, qty: number, minutes_ago: number): Promise<Lot>;
  ago(minutes: number): string;
  close(): Promise<void>;
};
export type Taken = OutputOf<typeof contract.recordReadings>;

let made = 0;
const RIGHTS = ['coldchain.read', 'coldchain.record'];

export async function createColdchain(): Promise<Coldchain> {
  const world = await createWorld();
  const [{ now }] = (await world.sql<{ now: string }>('select clock_timestamp() as now')) as [
    { now: string },
  ];
  const start = Date.parse(now);
  const ago = (minutes: number) => new Date(start - minutes * MINUTE).toISOString();
  const users = await hire(world);
  const north = world.north.warehouse_id;
  const people = {
    quality: {
      ...world.as([...RIGHTS, 'coldchain.manage', 'coldchain.decide'], 'all', users[0]!),
      recently_authenticated: true,
    },
    chief: world.as([...RIGHTS, 'coldchain.manage'], [north], users[1]!),
    keeper: world.as(RIGHTS, [north], users[2]!),
    south: world.as(
      [...RIGHTS, 'coldchain.manage', 'coldchain.decide'],
      [world.south.warehouse_id],
      users[3]!,
    ),
  };
  const call: Coldchain['call'] = (name, input, actor) =>
    world.call(verbs.find((verb) => verb.contract.name === `coldchain.${name}`)!, input, {
      actor: actor ?? people.quality,
    });
  const sensors = ['T-NORTH', 'T-SOUTH'] as const;
  const { area_id: room } = await call<{ area_id: number }>('save-area', {
    area_code: 'N1-COLD',
    name: '冷库',
    kind: 'room',
    warehouse_id: north,
    zone_codes: ['C'],
    temp_min_c: 2,
    temp_max_c: 8,
  });
  for (const device_no of sensors) await installed(call, device_no, room, north, ago(24 * 60));
  await call('set-contacts', {
    area_id: room,
    people: [
      { user_id: users[0], level: 1 },
      { user_id: users[1], level: 1 },
      { user_id: users[3], level: 2 },
    ],
  });
  return {
    world,
    room,
    sensors,
    people,
    call,
    ago,
    tell: (device_no, ...rows) =>
      call('record-readings', {
        readings: rows.map(([minutes, temp_c]) => ({ device_no, at: ago(minutes), temp_c })),
      }),
    judge: (area_id = room) => call('judge-areas', { area_id }),
    excursion: (excursion_id) => call('get-excursion', { excursion_id }),
    async goods(account_id, qty, minutes_ago) {
      made += 1;
      const lot = await world.lot(world.items.insulin, `COLD-${made}`);
      await world.receive(lot, account_id, qty, { occurred_at: ago(minutes_ago) });
      return lot;
    },
    close: () => world.close(),
  };
}

/** A calibrated sensor that watches an area since a moment. */
export async function installed(
  call: Coldchain['call'],
  device_no: string,
  area_id: number,
  warehouse_id: number | undefined,
  from_at: string,
): Promise<number> {
  const { device_id } = await call<{ device_id: number }>('save-device', {
    device_no,
    kind: 'sensor',
    ...(warehouse_id === undefined ? {} : { warehouse_id }),
  });
  const qualification = { device_id, performed_on: '2026-01-01', due_on: '2099-12-31' };
  await call('qualify', { ...qualification, certificate_no: 'C-1', performed_by: '计量院' });
  await call('place-device', { device_id, area_id, position: device_no, from_at });
  return device_id;
}

async function hire(world: World): Promise<number[]> {
  const ids: number[] = [];
  for (const account of ['cold-quality', 'cold-chief', 'cold-keeper', 'cold-south']) {
    const [row] = await world.sql<{ user_id: string }>(
      `insert into identity."user" (account, display_name, password_hash) values ($1, $1, 'x') returning user_id`,
      [account],
    );
    ids.push(Number(row!.user_id));
  }
  return ids;
}

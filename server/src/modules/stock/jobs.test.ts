import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { jobs } from './index.ts';
import { listAvailability } from './list-availability.ts';
import { postMovement } from './post-movement.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const run = (name: string) =>
  jobs
    .find((job) => job.name === name)!
    .run({ db: world.db, log: pino({ level: 'silent' }) as never, signal: undefined }, {});
const audits = async (action: string) =>
  (await world.sql('select 1 from platform.audit where action = $1', [action])).length;

test('allocations that nobody picked in time are given back, others stay', async () => {
  const lot = await world.lot(world.items.gloves, 'J1');
  await world.receive(lot, world.north.bins.shelf, 10);
  await world.allocate(lot.item_id, 3, { expires_in_minutes: 30 });
  await world.allocate(lot.item_id, 2, { expires_in_minutes: 30 });
  await world.allocate(lot.item_id, 1);
  await run('stock.expire-allocations');
  expect(await audits('stock.expire_allocations')).toBe(0);
  await world.sql(`update stock.allocation set expires_at = now() - interval '1 second' where qty = 3`);
  await run('stock.expire-allocations');
  const rows = await world.sql('select qty, status from stock.allocation order by qty');
  expect(rows).toEqual([
    { qty: 1, status: 'open' },
    { qty: 2, status: 'open' },
    { qty: 3, status: 'expired' },
  ]);
  expect(await world.balance(lot, world.north.bins.shelf)).toMatchObject({ qty: 10, allocated: 3 });
  expect(await audits('stock.expire_allocations')).toBe(1);
});

test('a lot is usable through its expiry day and locked from the first minute of the next', async () => {
  const { north, items, entity_id, accounts } = world;
  const day = async (offset: number) => {
    const rows = await world.sql<{ day: string }>(
      `select (now() at time zone 'Asia/Shanghai')::date + $1::int as day`,
      [offset],
    );
    return rows[0]!.day;
  };
  const lot = await world.lot(items.bandage, 'J2', { expires: await day(0) });
  await world.receive(lot, north.bins.shelf, 10);
  await run('stock.expire-lots');
  const ship = () =>
    world.call(postMovement, {
      purpose: 'ship',
      lines: [
        {
          ...lot,
          qty: 1,
          from_account_id: north.bins.shelf,
          to_account_id: accounts.icu,
          owner_id: entity_id,
        },
      ],
    });
  await ship();
  const [allocation] = await world.allocate(lot.item_id, 4);
  expect(allocation).toBeDefined();

  // The next day: the gate refuses at once, availability follows at once, the job makes the books say so.
  await world.sql('update stock.lot set expiry_date = $2 where lot_id = $1', [lot.lot_id, await day(-1)]);
  await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  expect((await refusalOf(ship())).lines).toEqual(['lines.0 compliance.lot_expired']);
  const available = async () =>
    ((await world.call(listAvailability, { item_id: lot.item_id })) as { rows: object[] }).rows[0];
  expect(await available()).toMatchObject({ on_hand: 9, available: 0, blocked: 9 });
  await run('stock.expire-lots');
  expect(await world.balance(lot, north.bins.shelf, 'expired')).toMatchObject({ qty: 9 });
  expect(await world.balance(lot, north.bins.shelf)).toMatchObject({ qty: 0, allocated: 0 });
  expect(await available()).toMatchObject({ on_hand: 9, allocated: 0, available: 0, blocked: 9 });
  await run('stock.expire-lots');
  expect(await audits('stock.expire')).toBe(1);
});

test('months are summed and closed once', async () => {
  const lot = await world.lot(world.items.gloves, 'J3');
  await world.receive(lot, world.north.bins.shelf, 1, { occurred_at: '2026-05-05T00:00:00Z' });
  await run('stock.make-periods');
  await run('stock.make-periods');
  await run('stock.close-periods');
  await run('stock.close-periods');
  const periods = await world.sql('select cutoff, closed from stock.period order by cutoff');
  expect(periods[0]).toEqual({ cutoff: '2026-05-31T16:00:00Z', closed: true });
  expect(await audits('stock.make_period')).toBe(periods.length);
  expect(await audits('stock.close_period')).toBe(
    periods.filter((p) => (p as { closed?: boolean }).closed).length,
  );
});

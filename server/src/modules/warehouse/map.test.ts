import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { suggestBins } from './index.ts';
import { verbNamed, warehousePeople } from './warehouse.test-support.ts';

type Map_ = OutputOf<typeof contract.getMap>;

let world: World;
let people: ReturnType<typeof warehousePeople>;
beforeAll(async () => {
  world = await createWorld();
  people = warehousePeople(world);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const call = (name: string, input: unknown, actor: Actor) => world.call(verbNamed(name), input, { actor });
const look = (actor = people.chief): Promise<Map_> =>
  call('warehouse.get-map', { warehouse_id: world.north.warehouse_id }, actor);
type Drawn = ReturnType<typeof drawn>[number];
const drawn = (map: Map_) =>
  map.bins.map(
    ({ location_code, zone_code, zone_kind, storage_condition, x, y, width, height, pick_face }) => ({
      location_code,
      zone_code,
      zone_kind: zone_kind as string,
      storage_condition: storage_condition as string,
      x,
      y,
      width,
      height,
      capacity_ml: null as number | null,
      pick_face,
      pick_sequence: null as number | null,
    }),
  );
async function save(change: (bins: Drawn[]) => Drawn[], actor = people.chief): Promise<{ retired: number }> {
  const map = await look();
  const { revision, warehouse_id } = map;
  return call('warehouse.save-map', { warehouse_id, revision, bins: change(drawn(map)) }, actor);
}
const change = (code: string, more: Partial<Drawn>) => (bins: Drawn[]) =>
  bins.map((bin) => (bin.location_code === code ? { ...bin, ...more } : bin));

describe('the map', () => {
  test('shows fill, nearest expiry and what may be done with what stands there', async () => {
    const lot = await world.lot(world.items.gloves, 'MAP-1', { expires: '2031-05-01' });
    const soon = await world.lot(world.items.gloves, 'MAP-2', { expires: '2030-05-01' });
    await world.receive(lot, world.north.bins.shelf, 7);
    await world.receive(soon, world.north.bins.shelf, 3);
    await world.receive(lot, world.north.bins.receiving, 2, { disposition: 'quarantine' });
    const { bins } = await look();
    expect(bins.find((bin) => bin.location_code === 'A-01')).toMatchObject({
      qty: 10,
      lots: 2,
      used_ml: 1000,
      nearest_expiry: '2030-05-01',
      dispositions: { released: 10 },
    });
    expect(bins.find((bin) => bin.location_code === 'R-01')).toMatchObject({
      dispositions: { quarantine: 2 },
    });
    const route = bins.map((bin) => bin.pick_order).sort((a, b) => a! - b!);
    expect(route).toEqual(bins.map((_, index) => index + 1));
  });

  test('is saved as one document: new bins can be used at once, left-out ones are out of use', async () => {
    const answer = await save((bins) => [
      ...bins.filter((bin) => bin.location_code !== 'A-02'),
      {
        ...bins[0]!,
        location_code: 'A-09',
        zone_code: 'A',
        zone_kind: 'storage',
        storage_condition: 'ambient',
        x: 20,
        y: 20,
        width: 2,
        capacity_ml: 500,
        pick_sequence: 1,
      },
    ]);
    expect(answer).toMatchObject({ retired: 1 });
    const { bins } = await look();
    expect(bins.map((bin) => bin.location_code)).not.toContain('A-02');
    const made = bins.find((bin) => bin.location_code === 'A-09')!;
    expect(made).toMatchObject({ width: 2, capacity_ml: 500, pick_order: 1 });
    const lot = await world.lot(world.items.bandage, 'MAP-3');
    await world.receive(lot, made.account_id!, 4);
    const [suggestion] = await world.tx((tx) =>
      suggestBins(tx, world.north.warehouse_id, [{ ...lot, qty: 4, disposition: 'released' }]),
    );
    expect(suggestion!.shares).toMatchObject([
      { account_id: made.account_id, qty: 1, why: 'same_lot' },
      { location_code: 'A-01', qty: 3, why: 'shared' },
    ]);
  });

  test('names all its faults at once', async () => {
    const faulty = await refusalOf(
      save((bins) => [
        ...change('A-01', { zone_kind: 'returns' })(bins),
        { ...bins[0]!, x: 300 },
        { ...bins[0]!, location_code: 'B-01', zone_code: 'B', x: 400, width: 3 },
        { ...bins[0]!, location_code: 'B-02', zone_code: 'B', zone_kind: 'dispatch', x: 402 },
      ]),
    );
    expect(faulty.code).toBe('warehouse.map_invalid');
    const codes = faulty.error.errors.map((error) => error.code);
    expect(codes).toEqual(
      expect.arrayContaining([
        'warehouse.bin_in_use',
        'warehouse.bin_code_taken',
        'warehouse.zone_mixed',
        'warehouse.bins_overlap',
      ]),
    );
  });

  test('a bin with goods is not taken away', async () => {
    const refused = await refusalOf(save((bins) => bins.filter((bin) => bin.location_code !== 'A-01')));
    expect(refused.lines).toEqual(['bins warehouse.bin_in_use']);
  });

  test('changed by somebody else meanwhile is not overwritten, and is drawn by who may', async () => {
    const map = await look();
    await save(change('T-01', { x: 77 }));
    const { revision, warehouse_id } = map;
    const stale = call('warehouse.save-map', { warehouse_id, revision, bins: drawn(map) }, people.chief);
    expect((await refusalOf(stale)).code).toBe('warehouse.map_changed');
    expect((await refusalOf(save((bins) => bins, people.keeper))).code).toBe('platform.forbidden');
    expect((await refusalOf(save((bins) => bins, people.south_keeper))).code).toBe('platform.not_found');
  });
});

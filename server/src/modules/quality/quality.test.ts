import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { postOrFail } from '../stock/index.ts';
import { verbs } from './index.ts';

let world: World;
let inspector: Actor;
let receiver: Actor;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  inspector = world.as(['quality.dispose', 'stock.read'], [world.north.warehouse_id], 91);
  receiver = world.as(['quality.dispose', 'stock.read'], 'all', 92);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

const verb = (name: string) => verbs.find((v) => v.contract.name === name)!;
const list = (input: object, actor: Actor): Promise<OutputOf<typeof contract.listQuarantine>> =>
  world.call(verb('quality.list-quarantine'), input, { actor });

/** Goods that `receiver` has received into quarantine. */
async function quarantined(qty: number, bin = world.north.bins.receiving): Promise<Lot> {
  lots += 1;
  const lot = await world.lot(world.items.gloves, `Q-${lots}`);
  await world.tx(async (tx) => {
    await postOrFail(tx, {
      purpose: 'receive',
      actor: receiver,
      lines: [
        {
          ...lot,
          qty,
          from_account_id: world.accounts.supplier,
          to_account_id: bin,
          from_owner_id: world.entity_id,
          to_owner_id: world.entity_id,
          from_disposition: 'quarantine',
          to_disposition: 'quarantine',
        },
      ],
    });
    // As a verb would: what a person posts is in the audit trail.
    await tx.run(`insert into platform.audit (actor_id, action) values ($1, 'stock.receive')`, [
      receiver.user_id,
    ]);
  });
  return lot;
}
const lineOf = (lot: Lot, qty: number, more: object = {}) => ({
  ...lot,
  qty,
  account_id: world.north.bins.receiving,
  owner_id: world.entity_id,
  ...more,
});
function dispose(
  decision: 'release' | 'reject',
  lines: object[],
  actor = inspector,
): Promise<{ movement_id: number }> {
  const input = { warehouse_id: world.north.warehouse_id, decision, reason: 'inspected', lines };
  return world.call(verb('quality.dispose'), input, { actor });
}
const movements = () => world.sql<{ n: number }>('select count(*)::integer as n from stock.movement');

test('releases a part of a lot where it stands', async () => {
  const lot = await quarantined(10);
  await dispose('release', [lineOf(lot, 6)]);
  expect(await world.balance(lot, world.north.bins.receiving, 'released')).toMatchObject({ qty: 6 });
  expect(await world.balance(lot, world.north.bins.receiving, 'quarantine')).toMatchObject({ qty: 4 });
});

test('rejects into the rejected zone', async () => {
  const lot = await quarantined(10);
  await dispose('reject', [lineOf(lot, 10)]);
  expect(await world.balance(lot, world.north.bins.rejected, 'rejected')).toMatchObject({ qty: 10 });
});

test('is refused to the person who received the lot there, with every such line named', async () => {
  const lot = await quarantined(10);
  const before = await movements();
  const refusal = await refusalOf(dispose('release', [lineOf(lot, 1)], receiver));
  expect(refusal).toMatchObject({
    code: 'quality.same_person',
    lines: ['lines.0.lot_id quality.same_person'],
  });
  expect(await movements()).toEqual(before);
});

test('is held by the gate: recalled goods are not released', async () => {
  const lot = await quarantined(10);
  await world.sql('update stock.lot set recalled = true where lot_id = $1', [lot.lot_id]);
  await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  const { code, error } = await refusalOf(dispose('release', [lineOf(lot, 1)]));
  expect(code).toBe('stock.refused');
  expect(error.reasons).toMatchObject([
    { code: 'compliance.lot_recalled', legal_basis: '医疗器械监督管理条例第六十七条' },
  ]);
});

test('refuses more than there is, places of another warehouse, and people without the function', async () => {
  const lot = await quarantined(10);
  expect((await refusalOf(dispose('release', [lineOf(lot, 11)]))).lines).toEqual(['lines.0 stock.short']);
  const foreign = lineOf(lot, 1, { to_account_id: world.south.bins.rejected });
  expect(await refusalOf(dispose('reject', [foreign]))).toMatchObject({
    code: 'stock.place_or_lot_unknown',
    lines: ['lines.0.to_account_id unknown'],
  });
  const elsewhere = world.as(['quality.dispose'], [world.south.warehouse_id], 93);
  expect((await refusalOf(dispose('release', [lineOf(lot, 1)], elsewhere))).code).toBe('platform.not_found');
});

test('lists what waits, and who may not decide on it', async () => {
  const lot = await quarantined(7);
  const { rows } = await list({ warehouse_id: world.north.warehouse_id, search: `Q-${lots}` }, receiver);
  expect(rows).toMatchObject([{ lot_id: lot.lot_id, qty: 7, received_by_me: true, zone_kind: 'receiving' }]);
  const other = await list({ search: `Q-${lots}` }, inspector);
  expect(other).toMatchObject({
    rows: [{ received_by_me: false, received_at: expect.any(String) }],
    total: 1,
  });
  const elsewhere = world.as(['stock.read'], [world.south.warehouse_id], 93);
  expect(await list({}, elsewhere)).toEqual({ rows: [], total: 0 });
});

test('round trips do not grow with the lines', async () => {
  const counted = async (count: number) => {
    const made: Lot[] = [];
    for (let i = 0; i < count; i++) made.push(await quarantined(3));
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    try {
      await dispose(
        'reject',
        made.map((lot) => lineOf(lot, 3)),
      );
    } finally {
      observeStatements(null);
    }
    return statements;
  };
  await counted(1);
  expect(await counted(20)).toBe(await counted(2));
});

test('the system itself has received nothing and so may decide', async () => {
  const lot = await quarantined(2);
  await dispose('release', [lineOf(lot, 2)], SYSTEM_ACTOR);
  expect(await world.balance(lot, world.north.bins.receiving, 'released')).toMatchObject({ qty: 2 });
});

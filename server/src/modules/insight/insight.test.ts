import type * as contract from '@tongcang/contract';
import { type InputOf, insight_errors, type OutputOf, platform_errors } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements, SYSTEM_SCOPE } from '../../platform/db.ts';
import { createHttp } from '../../platform/http.ts';
import { createLog } from '../../platform/log.ts';
import { emitEvents } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import * as fulfilment from '../fulfilment/index.ts';
import * as planning from '../planning/index.ts';
import * as stock from '../stock/index.ts';
import * as transfer from '../transfer/index.ts';
import * as insight from './index.ts';
import { recordShortageRisks } from './insight.write.ts';
import { type LiveFeed, startFeed } from './live.ts';

const all = [...stock.verbs, ...fulfilment.verbs, ...transfer.verbs, ...planning.verbs, ...insight.verbs];
const verbOf = (name: string): ServerVerb => all.find((verb) => verb.contract.name === name)!;

let world: World;
let manager: Actor;
let lot: Lot;
const ask = <V>(name: string, input: InputOf<V>, actor: Actor = manager) =>
  world.call(verbOf(name), input, { actor }) as Promise<OutputOf<V>>;
const tower = (input: Partial<InputOf<typeof contract.controlTower>> = {}, actor = manager) =>
  ask<typeof contract.controlTower>('insight.control-tower', { decisions: 30, ...input }, actor);

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

beforeAll(async () => {
  world = await createWorld();
  manager = world.as(
    [
      'insight.read',
      'planning.read',
      'planning.propose',
      'planning.accept',
      'transfer.approve',
      'fulfilment.demand',
      'fulfilment.allocate',
      'stock.allocate',
      'stock.hold',
    ],
    'all',
    7,
  );
  const near = await world.lot(world.items.gloves, 'NEAR', { expires: day(40).slice(0, 10) });
  lot = await world.lot(world.items.gloves, 'FAR', { expires: '2029-06-30' });
  await world.receive(near, world.north.bins.shelf, 20);
  await world.receive(lot, world.north.bins.shelf, 600);
  await world.receive(lot, world.south.bins.shelf, 5);
  const history = Array.from({ length: 12 }, (_, k) => ({
    period_start: `2026-${String(k + 1).padStart(2, '0')}-01`,
    bucket: 'month' as const,
    warehouse_code: 'S1',
    department_code: null,
    item_code: 'GLOVES',
    qty: 60,
  }));
  await world.tx((tx) => planning.writeDemandHistory(tx, history));
  await world.tx((tx) => planning.seedPlanning(tx, { transfer_budget_fen: 1_000_000 }));
});
afterAll(() => world.close());

describe('the control tower', () => {
  test('shows a risk as a decision, and its proposal once there is one', async () => {
    const before = await tower();
    expect(before.tiles.shortage_risks).toMatchObject({ count: 1, change: null });
    expect(before.decisions[0]).toMatchObject({ kind: 'risk', item_code: 'GLOVES', warehouse_code: 'S1' });
    await ask<typeof contract.propose>('planning.propose', { replenish: true });
    const after = await tower();
    expect(after.decisions.map((one) => one.kind)).toEqual(['proposal']);
    expect(after.decisions[0]!.proposal).toMatchObject({ from_warehouse_code: 'N1', status: 'proposed' });
  });

  test('compares the risks with those of the day before', async () => {
    await world.db.tx(SYSTEM_SCOPE, recordShortageRisks);
    await world.sql(`update insight.kpi_day set day = day - 1, value = 4 where warehouse_id is null`);
    expect((await tower()).tiles.shortage_risks).toMatchObject({ count: 1, change: -3 });
  });

  test('counts lots that expire within 90 days, with their value', async () => {
    const { tiles, expiry } = await tower();
    expect(tiles.expiring_90_days).toEqual({ lots: 1, qty: 20, value_fen: 24_000 });
    expect(expiry.months).toHaveLength(12);
    const north = expiry.rows.find((row) => row.warehouse_code === 'N1')!;
    expect(north.qty.reduce((sum, qty) => sum + qty, 0)).toBe(620);
    expect(north.qty[12]).toBe(600);
  });

  test('draws history and outlook of the item at risk by the numbers of its policy', async () => {
    const { demand } = await tower();
    expect(demand).toMatchObject({ item_code: 'GLOVES', bucket: 'month', method: 'ses' });
    expect(demand!.history).toHaveLength(12);
    expect(demand!.forecast[0]).toMatchObject({ period_start: '2027-01-01' });
    expect(demand!.forecast[0]!.mean).toBeCloseTo(60, 5);
    expect(demand!.forecast[0]!.p10).toBeLessThanOrEqual(demand!.forecast[0]!.mean);
  });

  test('follows the loop and the budget when a proposal is accepted', async () => {
    const [decision] = (await tower()).decisions;
    const { proposal_id, cost_fen } = decision!.proposal!;
    await ask<typeof contract.acceptProposal>('planning.accept-proposal', { proposal_id });
    const { loop, tiles } = await tower();
    expect(loop).toMatchObject({ notify: 1, execute: 1, confirm: 0, review: 0 });
    expect(tiles.transfer_budget.used_fen).toBeGreaterThan(0);
    expect(tiles.transfer_budget.budget_fen).toBe(1_000_000);
    expect(tiles.transfer_budget.used_fen).toBeLessThanOrEqual(cost_fen + 100);
  });

  test('ranks a hold by the risk of its item and how long it waits', async () => {
    await ask<typeof contract.holdLots>('stock.hold-lots', { lots: [lot], reason: 'label is smeared' });
    const { decisions } = await tower();
    expect(decisions.find((one) => one.kind === 'hold')).toMatchObject({
      item_code: 'GLOVES',
      hold: { lot_no: 'FAR', reason: 'label is smeared' },
    });
  });

  test('shows somebody only the warehouses in sight', async () => {
    const keeper = world.as(['insight.read'], [world.north.warehouse_id], 9);
    const { tiles, expiry } = await tower({}, keeper);
    expect(tiles.shortage_risks.count).toBe(0);
    expect(expiry.rows.map((row) => row.warehouse_code)).toEqual(['N1']);
    const elsewhere = tower({ warehouse_id: world.south.warehouse_id }, keeper);
    expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
  });

  test('reads the page with the same number of statements however much there is', async () => {
    let sent = 0;
    observeStatements(() => {
      sent += 1;
    });
    await tower({ item_id: world.items.gloves });
    observeStatements(null);
    expect(sent).toBeLessThanOrEqual(22);
  });

  test('explains every figure by a formula', async () => {
    const { rows } = await ask<typeof contract.listKpis>('insight.list-kpis', {});
    expect(rows.every((row) => row.zh !== '' && row.en !== '' && row.formula !== '')).toBe(true);
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });
});

describe('the live feed', () => {
  const emit = (payload: object) =>
    world.tx((tx) => emitEvents(tx, [{ topic: 'transfer.shipped', key: '1', payload }]));

  async function until(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 100 && !condition(); turn++)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  function listen(feed: LiveFeed, warehouses: 'all' | number[]) {
    const seen: string[] = [];
    const remove = feed.add({
      scope: { user_id: 1, warehouses, partner_id: null },
      send: (event) => void seen.push(`${event.topic} ${event.warehouse_ids.join(',')}`),
    });
    return { seen, remove };
  }

  test('tells what concerns a warehouse in sight, and nothing of others', async () => {
    const feed = startFeed(world.db, undefined, 10);
    const { north, south } = world;
    const [manager_, keeper] = [listen(feed, 'all'), listen(feed, [north.warehouse_id])];
    await new Promise((resolve) => setTimeout(resolve, 60));
    await emit({ from_warehouse_id: south.warehouse_id, to_warehouse_id: south.warehouse_id });
    await emit({ warehouse_id: north.warehouse_id });
    await until(() => manager_.seen.length === 2 && keeper.seen.length === 1);
    expect(manager_.seen).toHaveLength(2);
    expect(keeper.seen).toEqual([`transfer.shipped ${north.warehouse_id}`]);
    manager_.remove!();
    expect(feed.size).toBe(1);
    await feed.stop();
  });

  test('turns listeners away beyond its bound', async () => {
    const feed = startFeed(world.db, undefined, 1e6);
    const added = Array.from({ length: 201 }, () => listen(feed, 'all').remove);
    expect(added.filter((remove) => remove === null)).toHaveLength(1);
    await feed.stop();
  });

  test('reaches a browser as an event stream, for those who may read it', async () => {
    const people: Record<string, Actor> = {
      ['a'.repeat(43)]: manager,
      ['b'.repeat(43)]: world.as(['stock.read']),
    };
    const app = createHttp({
      config: { admission_max: 100, secure_cookies: false },
      db: world.db,
      log: createLog({ log_level: 'silent' }),
      runner: world.runner,
      verbs: [],
      authenticate: async ({ token }) => people[token] ?? null,
      catalogue: { ...platform_errors, ...insight_errors },
      constraints: {},
    } as Parameters<typeof createHttp>[0]);
    insight.routes(app, { db: world.db });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const open = (token?: string) =>
      fetch(`${address}/api/insight/events`, token ? { headers: { authorization: `Bearer ${token}` } } : {});
    expect((await open()).status).toBe(401);
    expect((await open('b'.repeat(43))).status).toBe(403);
    const answer = await open('a'.repeat(43));
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const reading = (async () => {
      while (!text.includes('event: change')) text += (await reader.read()).value ?? '';
    })();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    await emit({ warehouse_id: world.north.warehouse_id });
    await reading;
    expect(text).toMatch(/event: change\ndata: \{"topic":"transfer.shipped"/);
    await app.close();
  });
});

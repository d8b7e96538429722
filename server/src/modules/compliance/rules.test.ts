import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { changeRule } from './change-rule.ts';
import { listRules } from './list-rules.ts';

type Rules = OutputOf<typeof contract.listRules>;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const head = () => world.as(['compliance.rules', 'compliance.read'], 'all', 61);
const list = (): Promise<Rules> => world.call(listRules, {}, { actor: head() });
const rule = async (code: string) => (await list()).rows.find((row) => row.code === code)!;
async function change(
  code: string,
  more: object,
  actor = head(),
): Promise<{ rule_id: number; epoch: number }> {
  const { today } = await list();
  const input = { code, severity: 'warn', effective_from: today, reason: 'as decided', ...more };
  return world.call(changeRule, input, { actor }) as Promise<never>;
}
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
/** Into the cold room, where gloves do not belong. */
async function misplaced(): Promise<number> {
  const lot = await world.lot(world.items.gloves, `M-${await nextNo()}`);
  return world.receive(lot, world.north.bins.cold, 1);
}
const nextNo = async () =>
  (await world.sql<{ n: string }>(`select nextval('stock.lot_lot_id_seq') as n`))[0]!.n;
const STORAGE = 'compliance.storage_condition';

describe('the list', () => {
  test('names every rule with what holds today and where it is asked, those of other steps too', async () => {
    const { rows } = await list();
    expect(rows.length).toBeGreaterThan(38);
    expect(await rule('compliance.udi_missing')).toMatchObject({ severity: 'block', paths: ['release'] });
    expect(await rule('fulfilment.third_invoice')).toMatchObject({ severity: 'warn', paths: [] });
    expect((await rule('compliance.registration_expired_but_made_in_validity')).versions).toMatchObject([
      { state: 'current', params: { must_acknowledge: ['receive', 'release'] } },
      { state: 'past', params: {} },
    ]);
  });
});

describe('a change', () => {
  test('adds a version from today on that the gate follows at once; thrown back the same day, the last one holds', async () => {
    expect((await refusalOf(misplaced())).lines).toEqual([`lines.0 ${STORAGE}`]);
    const first = await change(STORAGE, { severity: 'off', reason: 'the shelf is being rebuilt' });
    await misplaced();
    const second = await change(STORAGE, { severity: 'block', reason: 'it stands again' });
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect((await refusalOf(misplaced())).lines).toEqual([`lines.0 ${STORAGE}`]);
    const { versions } = await rule(STORAGE);
    expect(versions.map((v) => [v.rule_id, v.state, v.reason])).toEqual([
      [second.rule_id, 'current', 'it stands again'],
      [first.rule_id, 'past', 'the shelf is being rebuilt'],
      [versions[2]!.rule_id, 'past', null],
    ]);
  });

  test('planned for a later day changes nothing today', async () => {
    await change(STORAGE, { severity: 'off', effective_from: '2999-01-01' });
    expect((await refusalOf(misplaced())).lines).toEqual([`lines.0 ${STORAGE}`]);
    expect(await rule(STORAGE)).toMatchObject({
      severity: 'block',
      versions: [{ state: 'planned' }, {}, {}, {}],
    });
  });

  test('of a rule that another step weighs is made in the same way', async () => {
    await change('fulfilment.not_listed', { severity: 'block' });
    expect(await rule('fulfilment.not_listed')).toMatchObject({ severity: 'block' });
  });

  test('neither edits the past, nor says nothing, nor names a rule or a path that is none', async () => {
    expect(await codeOf(change(STORAGE, { effective_from: '2026-01-01' }))).toBe('compliance.rule_in_past');
    expect(await codeOf(change(STORAGE, { severity: 'block' }))).toBe('compliance.rule_unchanged');
    expect(await codeOf(change('compliance.nothing', {}))).toBe('compliance.rule_unknown');
    expect(await codeOf(change(STORAGE, { params: { warns_on: ['ship'] } }))).toBe('compliance.rule_path');
    expect(await codeOf(change(STORAGE, { effective_from: '2999-02-01', effective_to: '2999-01-01' }))).toBe(
      'compliance.interval',
    );
    const [found] = await world.sql<{ n: string }>(
      `select count(*)::int as n from compliance.rule where code = 'compliance.nothing'`,
    );
    expect(found!.n).toBe(0);
  });

  test('is made by who has the function for the whole company, and leaves a record with both versions', async () => {
    const local = world.as(['compliance.rules', 'compliance.read'], [world.north.warehouse_id], 62);
    expect(await codeOf(change('compliance.lane_missing', {}, local))).toBe('platform.forbidden');
    const { rule_id } = await change('compliance.lane_missing', { params: { paths: ['ship'] } });
    const [record] = await world.sql(
      `select reason, detail->'before'->>'severity' as before, detail->'after'->>'severity' as after
       from platform.audit where action = 'compliance.change_rule' and entity_id = $1`,
      [String(rule_id)],
    );
    expect(record).toEqual({ reason: 'as decided', before: 'block', after: 'warn' });
  });

  test('cannot be made by changing a row: the application may only add', async () => {
    await expect(world.tx((tx) => tx.run(`update compliance.rule set severity = 'off'`))).rejects.toThrow(
      /permission denied/,
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verbNamed } from '../../../test/support/documents.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { addCapaActions } from './add-capa-actions.ts';
import { assignDeviation } from './assign-deviation.ts';
import { addCaseFile, addCaseNote, getCaseFile, listCasePeople } from './case-trail-verbs.ts';
import { checkCapa } from './check-capa.ts';
import { closeDeviation } from './close-deviation.ts';
import { containDeviation } from './contain-deviation.ts';
import { decideDeviation } from './decide-deviation.ts';
import { finishCapaAction } from './finish-capa-action.ts';
import { getCapa } from './get-capa.ts';
import { getDeviation } from './get-deviation.ts';
import { deviationOf, openDeviation } from './index.ts';
import { investigateDeviation } from './investigate-deviation.ts';
import { listCapas } from './list-capas.ts';
import { listDeviations } from './list-deviations.ts';
import { openCapa } from './open-capa.ts';
import { openDeviationVerb } from './open-deviation.ts';
import { printCapa } from './print-capa.ts';
import { printDeviation } from './print-deviation.ts';
import { reopenCapa } from './reopen-capa.ts';

let world: World;
let lots = 0;
const people: number[] = [];
beforeAll(async () => {
  world = await createWorld();
  for (const account of ['qa_one', 'qa_two', 'qa_three', 'qa_four']) {
    const [user] = await world.sql<{ user_id: string }>(
      `insert into identity."user" (account, display_name, password_hash) values ($1, $1, 'x') returning user_id`,
      [account],
    );
    people.push(Number(user!.user_id));
    await world.sql(`insert into identity.grant (user_id, role) values ($1, 'quality')`, [people.at(-1)]);
  }
});
afterAll(() => world?.close());

const RIGHTS = ['quality.report', 'quality.case', 'quality.release', 'stock.hold'];
/** Somebody of quality at the north who has just given the password. */
const person = (at: number) => ({
  ...world.as(RIGHTS, [world.north.warehouse_id], people[at]!),
  recently_authenticated: true,
});
type Any = Record<string, never> & {
  deviation_id: number;
  capa_id: number;
  document_no: string;
  status: string;
  destruction_id: number | null;
  still_held: { lot_no: string }[];
  movement_ids: number[];
};
const ask = (verb: Parameters<World['call']>[0], input: object, at = 0) =>
  world.call(verb, input, { actor: person(at) }) as Promise<Any>;

async function goods(qty: number, disposition: 'released' | 'quarantine' = 'released'): Promise<Lot> {
  const lot = await world.lot(world.items.gloves, `DV${++lots}`);
  const { shelf, receiving } = world.north.bins;
  await world.receive(lot, disposition === 'released' ? shelf : receiving, qty, { disposition });
  return lot;
}
const open = (lot: Lot, more: object = {}) =>
  ask(openDeviationVerb, {
    warehouse_id: world.north.warehouse_id,
    kind: 'storage',
    severity: 'major',
    title: '冷库门未关',
    description: '夜间巡查发现门未关严',
    lots: [{ ...lot, qty: 3 }],
    hold: true,
    ...more,
  });
const line = (lot: Lot, qty: number, more: object = {}) => ({
  ...lot,
  account_id: world.north.bins.shelf,
  owner_id: world.entity_id,
  disposition: 'held',
  qty,
  ...more,
});
const decide = (deviation_id: number, decision: string, lines: object[], at = 1) =>
  ask(decideDeviation, { deviation_id, decision, reason: '检验合格', lines }, at);
const investigate = (deviation_id: number) =>
  ask(investigateDeviation, {
    deviation_id,
    root_cause: 'people',
    whys: ['门没有关', '没有检查'],
    impact: '温度未超限',
    corrections: '关门',
  });
const close = (deviation_id: number, at = 1) =>
  ask(closeDeviation, { deviation_id, conclusion: '可以关闭' }, at);
const standing = async (lot: Lot, disposition: string, bin: 'shelf' | 'rejected' | 'receiving' = 'shelf') =>
  (await world.balance(lot, world.north.bins[bin], disposition)).qty;
const openHolds = async (lot: Lot) =>
  Number(
    (
      await world.sql<{ n: string }>(
        'select count(*) as n from stock.hold where lot_id = $1 and lifted_at is null',
        [lot.lot_id],
      )
    )[0]!.n,
  );

describe('a deviation', () => {
  test('holds its lots at once, is decided in parts with signatures, and is closed by a second person', async () => {
    const lot = await goods(8);
    const { deviation_id, document_no } = await open(lot);
    expect(await standing(lot, 'held')).toBe(8);
    // Only the deviation lifts its hold.
    const [hold] = await world.sql<{ hold_id: number }>('select hold_id from stock.hold where lot_id = $1', [
      lot.lot_id,
    ]);
    const by_hand = ask(verbNamed('stock.lift-hold'), { hold_id: hold!.hold_id, reason: 'x' });
    expect((await refusalOf(by_hand)).code).toBe('stock.hold_of_case');
    await investigate(deviation_id);
    expect((await refusalOf(close(deviation_id))).error.params).toEqual({ document_no, lots: 1 });
    await decide(deviation_id, 'release', [line(lot, 5)]);
    expect([await standing(lot, 'released'), await standing(lot, 'held')]).toEqual([5, 3]);
    expect(await openHolds(lot)).toBe(1);
    const { destruction_id } = await decide(deviation_id, 'destroy', [line(lot, 3)]);
    expect(await standing(lot, 'rejected', 'rejected')).toBe(3);
    expect(await openHolds(lot)).toBe(0);
    const [asked] = await world.sql<{ status: string; qty: number }>(
      `select d.status, l.qty from quality.destruction d join quality.destruction_line l using (destruction_id)
       where destruction_id = $1`,
      [destruction_id],
    );
    expect(asked).toEqual({ status: 'requested', qty: 3 });
    expect((await refusalOf(close(deviation_id, 0))).code).toBe('quality.own_case');
    expect((await close(deviation_id)).status).toBe('closed');
    expect(await ask(getDeviation, { deviation_id }, 2)).toMatchObject({
      status: 'closed',
      closed_by_name: 'system',
      mine: false,
      affected: [{ qty: 3, decided: 8, undecided: false }],
      decisions: [
        { decision: 'release', qty: 5 },
        { decision: 'destroy', qty: 3, destruction_id },
      ],
      signatures: [
        { meaning: 'deviation_release', fits: null },
        { meaning: 'deviation_destroy', fits: null },
        { meaning: 'case_closed', fits: true },
      ],
    });
    expect((await refusalOf(investigate(deviation_id))).code).toBe('quality.case_status');
    expect((await refusalOf(decide(deviation_id, 'release', [line(lot, 1)]))).code).toBe(
      'quality.case_status',
    );
    const printed = (await ask(printDeviation, { deviation_id })) as unknown as { bytes: Uint8Array };
    expect(new TextDecoder('latin1').decode(printed.bytes.slice(0, 5))).toBe('%PDF-');
  });

  test('leaves goods held that something else holds too, and still counts them as decided', async () => {
    const lot = await goods(4);
    const first = await open(lot);
    const second = await open(lot);
    const { still_held, movement_ids } = await decide(first.deviation_id, 'release', [line(lot, 4)]);
    expect(still_held).toMatchObject([{ lot_no: `DV${lots}` }]);
    expect(movement_ids).toEqual([]);
    expect([await standing(lot, 'held'), await openHolds(lot)]).toEqual([4, 1]);
    await investigate(first.deviation_id);
    expect((await close(first.deviation_id)).status).toBe('closed');
    await decide(second.deviation_id, 'release', [line(lot, 4)]);
    expect([await standing(lot, 'released'), await openHolds(lot)]).toEqual([4, 0]);
  });

  test('decides on goods in quarantine by the gate, and not by who received them', async () => {
    const lot = await goods(10, 'quarantine');
    const { deviation_id } = await open(lot, { hold: false });
    const waiting = line(lot, 3, { account_id: world.north.bins.receiving, disposition: 'quarantine' });
    await decide(deviation_id, 'return', [waiting]);
    expect(await standing(lot, 'rejected', 'rejected')).toBe(3);
    await world.sql(
      `update stock.movement set actor_id = $1 where purpose = 'receive' and movement_id in (
      select movement_id from stock.posting where lot_id = $2)`,
      [people[1], lot.lot_id],
    );
    const own = await refusalOf(decide(deviation_id, 'release', [waiting], 1));
    expect(own.lines).toEqual(['lines.0.lot_id quality.same_person']);
    await decide(deviation_id, 'release', [waiting], 2);
    expect(await standing(lot, 'released', 'receiving')).toBe(3);
  });

  test('refuses strange lots and places, more than stands there, decisions without a fresh password, and other warehouses', async () => {
    const lot = await goods(2);
    const other = await goods(2);
    const { deviation_id } = await open(lot);
    expect((await refusalOf(decide(deviation_id, 'release', [line(other, 1)]))).lines).toEqual([
      'lines.0.lot_id quality.not_of_deviation',
    ]);
    const foreign = line(lot, 1, { account_id: world.south.bins.shelf });
    expect((await refusalOf(decide(deviation_id, 'release', [foreign]))).lines).toEqual([
      'lines.0.account_id stock.place_or_lot_unknown',
    ]);
    expect((await refusalOf(decide(deviation_id, 'release', [line(lot, 3)]))).lines).toEqual([
      'lines.0 stock.short',
    ]);
    const input = { deviation_id, decision: 'release', reason: 'x', lines: [line(lot, 1)] };
    const stale = world.call(decideDeviation, input, {
      actor: { ...person(1), recently_authenticated: false },
    });
    expect((await refusalOf(stale)).code).toBe('identity.reauthentication_needed');
    const south = world.as(RIGHTS, [world.south.warehouse_id], people[3]);
    const elsewhere = world.call(getDeviation, { deviation_id }, { actor: south });
    expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
    expect(await world.call(listDeviations, {}, { actor: south })).toEqual({ rows: [], next: null });
    expect((await refusalOf(close(deviation_id))).code).toBe('quality.investigation_missing');
    const ahead = open(lot, { happened_at: '2099-01-01T00:00:00Z' });
    expect((await refusalOf(ahead)).code).toBe('quality.case_in_future');
  });

  test('is contained, assigned and added to; due by how grave it is', async () => {
    const lot = await goods(2);
    const { deviation_id } = await open(lot, { lots: [], hold: false });
    const lots = [{ ...lot, qty: 2 }];
    for (const containment of ['隔离', '隔离并上锁'])
      await ask(containDeviation, { deviation_id, containment, lots, hold: true });
    expect([await standing(lot, 'held'), await openHolds(lot)]).toEqual([2, 1]);
    const before = await world.sql(
      'select due_on::text, severity from quality.deviation where deviation_id = $1',
      [deviation_id],
    );
    const to = (owner_id: number, more: object = {}) =>
      ask(assignDeviation, { deviation_id, owner_id, severity: 'critical', reason: '升级', ...more });
    expect((await refusalOf(to(99_999))).code).toBe('quality.case_owner_unknown');
    await to(people[2]!);
    const after = (await ask(getDeviation, { deviation_id }, 2)) as unknown as {
      due_on: string;
      mine: boolean;
    };
    expect(after).toMatchObject({ severity: 'critical', owner_name: 'qa_three', mine: true });
    expect(after.due_on < (before[0] as unknown as { due_on: string }).due_on).toBe(true);
    const { rows } = (await ask(listCasePeople, { warehouse_id: world.north.warehouse_id })) as unknown as {
      rows: { display_name: string }[];
    };
    expect(rows.map((row) => row.display_name)).toEqual(['qa_four', 'qa_one', 'qa_three', 'qa_two']);
    await ask(addCaseNote, { entity: 'deviation', entity_id: deviation_id, text: '补充' });
    const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1]);
    const file = { kind: 'photo', file_name: 'a.png', media_type: 'image/png', bytes: PNG };
    const { attachment_id } = (await ask(addCaseFile, {
      entity: 'deviation',
      entity_id: deviation_id,
      ...file,
    })) as unknown as { attachment_id: number };
    const got = (await ask(getCaseFile, { entity: 'deviation', attachment_id })) as unknown as typeof file;
    expect([...got.bytes]).toEqual([...PNG]);
    const south = world.as(RIGHTS, [world.south.warehouse_id], people[3]);
    const hidden = world.call(getCaseFile, { entity: 'deviation', attachment_id }, { actor: south });
    expect((await refusalOf(hidden)).code).toBe('platform.not_found');
    const list = (await ask(listDeviations, { open_only: 'true' })) as unknown as { rows: object[] };
    expect(list.rows[0]).toMatchObject({ deviation_id, lots: 1, overdue: false });
  });

  test('is opened by other modules and by the system, and found again by what raised it', async () => {
    const lot = await goods(1);
    const audits: unknown[] = [];
    const made = await world.tx(async (tx) => {
      const context = { tx, actor: SYSTEM_ACTOR, audit: (e: unknown) => void audits.push(e), emit: () => {} };
      return openDeviation(context, {
        warehouse_id: world.north.warehouse_id,
        kind: 'temperature_excursion',
        title: '温度超限',
        description: '9.1 ℃',
        source_entity: 'excursion',
        source_id: 77,
        lots: [{ ...lot, qty: 1 }],
      });
    });
    expect(audits).toMatchObject([{ entity: 'deviation', action: 'quality.open_deviation' }]);
    const found = await world.tx((tx) => deviationOf(tx, 'excursion', 77));
    expect(found).toEqual({ ...made, status: 'opened', severity: 'minor', undecided: 0 });
    expect(await world.tx((tx) => deviationOf(tx, 'excursion', 78))).toBeNull();
  });

  test('is guarded by its table as well', async () => {
    const { deviation_id } = await open(await goods(1));
    const broken = (text: string) =>
      world.sql(text, [deviation_id]).then(
        () => 'done',
        (error: { constraint?: string }) => error.constraint,
      );
    expect(
      await broken(`update quality.deviation set status = 'closed', closed_at = now(), closed_by = opened_by,
        root_cause = 'people', investigated_at = now() where deviation_id = $1`),
    ).toBe('deviation_second_person');
    expect(await broken(`update quality.deviation set status = 'investigated' where deviation_id = $1`)).toBe(
      'deviation_investigated',
    );
  });

  test('takes as many statements for many lines as for one', async () => {
    const one = await goods(40);
    const { deviation_id } = await open(one);
    const count = async (lines: object[]) => {
      let statements = 0;
      const input = { deviation_id, decision: 'release', reason: 'x', lines };
      const watched = {
        ...decideDeviation,
        run_many: async (...[requests, tx]: Parameters<typeof decideDeviation.run_many>) => {
          const answer = await decideDeviation.run_many(requests, tx);
          statements = tx.statements;
          return answer;
        },
      };
      await world.call(watched, input, { actor: person(1) });
      return statements;
    };
    // The first one reads the facts of the gate.
    await count([line(one, 1)]);
    const few = await count([line(one, 1)]);
    expect(await count(Array.from({ length: 20 }, () => line(one, 1)))).toBe(few);
  });
});

describe('a CAPA', () => {
  const opened = (more: object = {}) =>
    ask(openCapa, {
      warehouse_id: world.north.warehouse_id,
      source_entity: 'other',
      title: '关门检查',
      problem: '门未关',
      root_cause: '没有检查',
      owner_id: people[0]!,
      criterion: '三个月内无再发',
      check_on: '2026-01-01',
      actions: [action()],
      ...more,
    });
  const action = (more: object = {}) => ({
    kind: 'corrective',
    description: '加装闭门器',
    owner_id: people[1]!,
    due_on: '2026-01-31',
    ...more,
  });
  const finish = (capa_id: number, action_no = 1) =>
    ask(finishCapaAction, { capa_id, action_no, result: '已装' }, 1);
  const check = (capa_id: number, effective: boolean, at = 2) =>
    ask(checkCapa, { capa_id, effective, finding: '无再发' }, at);
  const evidence = (capa_id: number, action_no = 1) =>
    ask(addCaseFile, {
      entity: 'capa',
      entity_id: capa_id,
      kind: `action_${action_no}`,
      file_name: 'a.pdf',
      media_type: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7'),
    });

  test('is implemented by its last action with evidence, and closed by somebody who had no hand in it', async () => {
    const { deviation_id, document_no } = await open(await goods(1));
    const { capa_id } = await opened({ source_entity: 'deviation', source_id: deviation_id });
    expect((await ask(getDeviation, { deviation_id })) as object).toMatchObject({ capas: [{ capa_id }] });
    expect((await refusalOf(finish(capa_id))).code).toBe('quality.capa_evidence_missing');
    await evidence(capa_id);
    expect((await finish(capa_id)).status).toBe('implemented');
    for (const involved of [0, 1])
      expect((await refusalOf(check(capa_id, true, involved))).code).toBe('quality.capa_own_check');
    expect((await check(capa_id, true)).status).toBe('closed');
    expect(await ask(getCapa, { capa_id }, 2)).toMatchObject({
      status: 'closed',
      source_no: document_no,
      checks: [{ effective: true }],
      signatures: [{ meaning: 'case_closed', fits: true }],
      due_on: null,
    });
    const printed = (await ask(printCapa, { capa_id })) as unknown as { name: string };
    expect(printed.name).toMatch(/^CA.*\.pdf$/);
  });

  test('is open again where it does not work, and after it was closed', async () => {
    const { capa_id } = await opened();
    await evidence(capa_id);
    await finish(capa_id);
    expect((await check(capa_id, false)).status).toBe('opened');
    await ask(addCapaActions, { capa_id, actions: [action({ kind: 'preventive' })] });
    expect((await refusalOf(finish(capa_id))).code).toBe('quality.capa_action_done');
    expect((await refusalOf(finish(capa_id, 3))).code).toBe('quality.capa_action_unknown');
    await evidence(capa_id, 2);
    expect((await finish(capa_id, 2)).status).toBe('implemented');
    expect((await refusalOf(ask(reopenCapa, { capa_id, reason: 'x', check_on: '2030-01-01' }))).code).toBe(
      'quality.case_status',
    );
    await check(capa_id, true);
    expect((await ask(reopenCapa, { capa_id, reason: '再发', check_on: '2099-01-01' })).status).toBe(
      'opened',
    );
    expect((await refusalOf(check(capa_id, true))).code).toBe('quality.case_status');
  });

  test('is not checked before its day, needs owners who may, and shows what is late', async () => {
    const { capa_id } = await opened({ check_on: '2099-01-01' });
    const { rows } = (await ask(listCapas, {})) as unknown as { rows: object[] };
    expect(rows[0]).toMatchObject({
      capa_id,
      actions: 1,
      actions_done: 0,
      due_on: '2026-01-31',
      overdue: true,
    });
    await evidence(capa_id);
    await finish(capa_id);
    expect((await refusalOf(check(capa_id, true))).error.params).toEqual({ check_on: '2099-01-01' });
    expect((await refusalOf(opened({ owner_id: 99_999 }))).code).toBe('quality.case_owner_unknown');
    const none = opened({ source_entity: 'complaint', source_id: 99_999 });
    expect((await refusalOf(none)).code).toBe('platform.forbidden');
    expect((await refusalOf(opened({ source_entity: 'deviation' }))).code).toBe(
      'quality.case_source_unknown',
    );
    await expect(
      world.sql(
        `insert into quality.capa_check (capa_id, check_no, warehouse_id, effective, finding, involved, checked_by,
           checked_by_name) values ($1, 1, $2, true, 'x', $3, $4, 'x')`,
        [capa_id, world.north.warehouse_id, [people[0]], people[0]],
      ),
    ).rejects.toMatchObject({ constraint: 'capa_check_other_person' });
  });
});

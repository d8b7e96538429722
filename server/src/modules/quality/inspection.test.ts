import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, type World } from '../../../test/support/world.ts';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import type { AppError } from '../../platform/errors.ts';
import { type PostLine, postOrFail } from '../stock/index.ts';
import { openInspections } from './arrivals.ts';
import { dispose } from './dispose.ts';
import { followPosted } from './inspection.consumer.ts';
import { inspection_verbs } from './inspection.ts';
import { listQuarantine } from './list-quarantine.ts';

const verbs = [...inspection_verbs, dispose, listQuarantine];

type Inspection = OutputOf<typeof contract.getInspection>;

let world: World;
let inspector: Actor;
let releaser: Actor;
let receiver: Actor;
let author: Actor;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  const person = async (name: string, permissions: readonly string[]) => {
    const [row] = await world.sql<{ user_id: string }>(
      `insert into identity.user (account, display_name, password_hash) values ($1, $1, 'x') returning user_id`,
      [name],
    );
    const actor = world.as(permissions, [world.north.warehouse_id], Number(row!.user_id));
    return { ...actor, display_name: name, recently_authenticated: true };
  };
  const both = ['quality.inspect', 'quality.release', 'quality.dispose', 'stock.read'];
  inspector = await person('inspector', both);
  releaser = await person('releaser', both);
  receiver = await person('receiver', both);
  author = await person('author', both);
});
afterEach(async () => {
  await world.sql(
    `update quality.inspection_plan set retired_at = now(), retired_reason = 'x' where retired_at is null`,
  );
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

/** The error that a call ends with, with its numbers and lines. */
const refusalOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => {
      throw new Error('it was done');
    },
    (error: AppError) => error,
  );
const call = <T>(name: string, input: unknown, actor: Actor = inspector): Promise<T> =>
  world.call(verbs.find((v) => v.contract.name === `quality.${name}`)!, input, { actor }) as Promise<T>;
const see = (inspection_id: number, actor = inspector) =>
  call<Inspection>('get-inspection', { inspection_id }, actor);

const CHECKS = [
  { name: '外观', kind: 'attribute', defect_class: 'major', extent: 'sample' },
  { name: '合格证明', kind: 'document', defect_class: 'major', extent: 'once' },
] as const;
const BODY = {
  name: '手套',
  item_id: null,
  device_class: null,
  supplier_id: null,
  storage_condition: null,
  level: 'II',
  aql_critical: null,
  aql_major: 1,
  aql_minor: null,
  purposes: ['receive', 'customer_return'],
  allow_reduced: false,
  skip_after: null,
  skip_every: null,
  target_hours: 24,
  coa_required: false,
  note: null,
  checks: CHECKS,
} as const;

/** A plan in force; for the gloves unless said otherwise. */
async function plan(more: object = {}): Promise<number> {
  const made = await call<{ plan_id: number; version: number }>(
    'save-inspection-plan',
    { ...BODY, item_id: world.items.gloves, ...more },
    author,
  );
  const { plan_id, version } = made;
  await call('decide-inspection-plan', { plan_id, version, approve: true }, releaser);
  return plan_id;
}

type Came = {
  qty: number;
  lot?: Lot;
  item_id?: number;
  serial_nos?: readonly string[];
  occurred_at?: string;
};
/** Goods in quarantine, and the inspections that they gave rise to. */
async function arrive({ qty, lot, item_id = world.items.gloves, serial_nos, occurred_at }: Came) {
  lots += 1;
  const what = lot ?? (await world.lot(item_id, `I-${lots}`));
  const movement_id = await world.tx(async (tx) => {
    const line: PostLine = {
      ...what,
      qty,
      from_account_id: world.accounts.supplier,
      to_account_id: world.north.bins.receiving,
      from_owner_id: world.entity_id,
      to_owner_id: world.entity_id,
      from_disposition: 'quarantine',
      to_disposition: 'quarantine',
      serial_nos,
    };
    const id = await postOrFail(tx, {
      purpose: 'receive',
      actor: receiver,
      lines: [line],
      occurred_at: occurred_at ?? null,
    });
    await tx.run(`insert into platform.audit (actor_id, action) values ($1, 'stock.receive')`, [
      receiver.user_id,
    ]);
    return id;
  });
  const opened = await world.tx((tx) =>
    openInspections(tx, [{ movement_id, settled_by: 'inspection' }], receiver),
  );
  return { lot: what, movement_id, inspection_id: opened[0]?.inspection_id ?? 0, opened };
}

/** Everything looked at as the plan asks, with so many bad pieces in the sample. */
async function inspect(inspection_id: number, nonconforming = 0, actor = inspector) {
  const { checks } = await see(inspection_id);
  const lines = checks
    .filter((check) => check.needed > 0)
    .map(({ line_no, needed, extent }) => ({
      line_no,
      checked: needed,
      nonconforming: extent === 'sample' ? nonconforming : 0,
    }));
  await call('record-inspection', { inspection_id, lines }, actor);
  return call<OutputOf<typeof contract.concludeInspection>>('conclude-inspection', { inspection_id }, actor);
}
const release = async (
  inspection_id: number,
  released: number,
  rejected = 0,
  more: object = {},
  actor = releaser,
) => {
  const { version } = await see(inspection_id);
  const input = { inspection_id, version, released, rejected, reason: '检验合格', ...more };
  return call<OutputOf<typeof contract.releaseInspection>>('release-inspection', input, actor);
};

describe('a plan', () => {
  test('applies only once another person than its author has approved it', async () => {
    const made = await call<{ plan_id: number; version: number }>(
      'save-inspection-plan',
      { ...BODY, item_id: world.items.gloves },
      author,
    );
    expect((await arrive({ qty: 50 })).opened).toEqual([]);
    const { plan_id, version } = made;
    const approve = (actor: Actor) =>
      call('decide-inspection-plan', { plan_id, version, approve: true }, actor);
    expect(await refusalOf(approve(author))).toMatchObject({ code: 'quality.own_plan' });
    await approve(releaser);
    expect(await refusalOf(approve(releaser))).toMatchObject({ code: 'quality.plan_status' });
    expect((await arrive({ qty: 50 })).opened).toHaveLength(1);
  });

  test('in its next version leaves open inspections with the one they were drawn by', async () => {
    const plan_id = await plan();
    const { inspection_id } = await arrive({ qty: 2000 });
    const next = { ...BODY, plan_id, item_id: world.items.gloves, aql_major: 4 };
    const { version } = await call<{ version: number }>('save-inspection-plan', next, author);
    await call('decide-inspection-plan', { plan_id, version, approve: true }, releaser);
    expect(await see(inspection_id)).toMatchObject({ plan_version: 1, classes: [{ ac: 3 }] });
    const after = await arrive({ qty: 2000 });
    expect(await see(after.inspection_id)).toMatchObject({ plan_version: 2, classes: [{ ac: 10 }] });
    const seen = await call<OutputOf<typeof contract.getInspectionPlan>>('get-inspection-plan', { plan_id });
    expect(seen.versions.map(({ status }) => status)).toEqual(['approved', 'superseded']);
  });

  test('for the item counts before one for its class or its storage', async () => {
    const by_class = await plan({ item_id: null, device_class: 'II' });
    const by_storage = await plan({ item_id: null, storage_condition: 'ambient' });
    const gloves = await arrive({ qty: 10 });
    expect((await see(gloves.inspection_id)).plan_id).toBe(by_class);
    const by_item = await plan();
    const more = await arrive({ qty: 10 });
    expect((await see(more.inspection_id)).plan_id).toBe(by_item);
    const bandage = await arrive({ qty: 10, item_id: world.items.bandage });
    expect((await see(bandage.inspection_id)).plan_id).toBe(by_storage);
  });

  test.each([
    ['a class without AQL', { aql_major: null }, 'quality.plan_aql_missing'],
    [
      'papers that are sampled',
      { checks: [{ ...CHECKS[1], extent: 'sample' }] },
      'quality.plan_check_extent',
    ],
    [
      'a measurement without limits',
      { checks: [{ ...CHECKS[0], kind: 'measured' }] },
      'quality.plan_check_limits',
    ],
    ['half a rule for skipping', { skip_after: 10 }, 'quality.plan_skip'],
    ['an item that nobody knows', { item_id: 987_654 }, 'platform.not_found'],
  ])('with %s is refused', async (_what, more, code) => {
    expect(
      await refusalOf(
        call('save-inspection-plan', { ...BODY, item_id: world.items.gloves, ...more }, author),
      ),
    ).toMatchObject({ code });
  });

  test('for goods that have one already is refused', async () => {
    await plan();
    expect(
      await refusalOf(call('save-inspection-plan', { ...BODY, item_id: world.items.gloves }, author)),
    ).toMatchObject({ code: 'quality.plan_scope_taken' });
  });

  test('that is retired opens nothing more', async () => {
    const plan_id = await plan();
    await call('retire-inspection-plan', { plan_id, reason: 'x' }, releaser);
    expect((await arrive({ qty: 10 })).opened).toEqual([]);
  });
});

describe('an arrival in quarantine', () => {
  test('opens one inspection with its sample, once, and nothing without a plan', async () => {
    expect((await arrive({ qty: 2000 })).opened).toEqual([]);
    await plan();
    const { inspection_id, movement_id } = await arrive({ qty: 2000 });
    expect(await see(inspection_id)).toMatchObject({
      status: 'open',
      qty: 2000,
      sample: 125,
      severity: 'normal',
      classes: [{ defect_class: 'major', letter: 'K', sample: 125, ac: 3, re: 4, verdict: 'open' }],
      checks: [{ needed: 125 }, { needed: 1 }],
    });
    const again = await world.tx((tx) =>
      openInspections(tx, [{ movement_id, settled_by: 'inspection' }], receiver),
    );
    expect(again).toEqual([]);
  });

  test('by any movement is followed by its event', async () => {
    await plan({ purposes: ['quarantine'] });
    const lot = await world.lot(world.items.gloves, 'FOUND');
    await world.receive(lot, world.north.bins.shelf, 40);
    const shelf = world.north.bins.shelf;
    const line = {
      ...lot,
      qty: 40,
      from_account_id: shelf,
      to_account_id: shelf,
      from_owner_id: world.entity_id,
      to_owner_id: world.entity_id,
    };
    const movement_id = await world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'quarantine',
        actor: SYSTEM_ACTOR,
        lines: [{ ...line, from_disposition: 'released', to_disposition: 'quarantine' }],
      }),
    );
    const event = {
      txid: '1',
      outbox_id: 1,
      topic: 'stock.posted',
      key: 'x',
      at: 'x',
      payload: { movement_id },
    };
    await world.tx((tx) => followPosted.handle([event, event], tx));
    const { rows } = await call<OutputOf<typeof contract.listInspections>>('list-inspections', {
      search: 'FOUND',
    });
    expect(rows).toMatchObject([{ purpose: 'quarantine', qty: 40, status: 'open' }]);
  });

  test('takes the same number of statements for two lots and for forty', async () => {
    await plan();
    const counts: number[] = [];
    for (const n of [2, 40]) {
      const made: Lot[] = [];
      for (let i = 0; i < n; i++) made.push(await world.lot(world.items.gloves, `M${n}-${i}`));
      const lines = made.map((lot) => ({
        ...lot,
        qty: 10,
        from_account_id: world.accounts.supplier,
        to_account_id: world.north.bins.receiving,
        from_owner_id: world.entity_id,
        to_owner_id: world.entity_id,
        from_disposition: 'quarantine' as const,
        to_disposition: 'quarantine' as const,
      }));
      await world.tx(async (tx) => {
        const movement_id = await postOrFail(tx, { purpose: 'receive', actor: receiver, lines });
        await tx.run(`insert into platform.audit (actor_id, action) values ($1, 'stock.receive')`, [
          receiver.user_id,
        ]);
        let statements = 0;
        observeStatements(() => {
          statements += 1;
        });
        expect(await openInspections(tx, [{ movement_id, settled_by: 'inspection' }], receiver)).toHaveLength(
          n,
        );
        observeStatements(null);
        counts.push(statements);
      });
    }
    expect(counts[0]).toBe(counts[1]);
  });
});

describe('results', () => {
  test('are entered in parts, resumed, voided with a reason, and all stay in the record', async () => {
    await plan();
    const { inspection_id } = await arrive({ qty: 2000 });
    const record = (lines: object[]) => call('record-inspection', { inspection_id, lines });
    await record([{ line_no: 1, checked: 50, nonconforming: 1, note: '划痕' }]);
    expect(await refusalOf(call('conclude-inspection', { inspection_id }))).toMatchObject({
      code: 'quality.inspection_incomplete',
      params: { missing: '外观 50/125; 合格证明 0/1' },
    });
    await record([{ line_no: 1, checked: 75, nonconforming: 4 }]);
    const half = await see(inspection_id);
    expect(half).toMatchObject({
      status: 'recording',
      classes: [{ nonconforming: 5, verdict: 'not_accepted' }],
    });
    const wrong = half.results.at(-1)!;
    await call('void-inspection-result', { inspection_id, result_id: wrong.result_id, reason: '录错' });
    expect(
      await refusalOf(
        call('void-inspection-result', { inspection_id, result_id: wrong.result_id, reason: 'x' }),
      ),
    ).toMatchObject({ code: 'quality.result_unknown' });
    await record([
      { line_no: 1, checked: 75, nonconforming: 2 },
      { line_no: 2, checked: 1 },
    ]);
    expect(await call('conclude-inspection', { inspection_id })).toMatchObject({ conclusion: 'accepted' });
    const seen = await see(inspection_id);
    expect(seen.results.map(({ void_reason }) => void_reason)).toEqual([null, '录错', null, null]);
    expect(await refusalOf(record([{ line_no: 1, checked: 1 }]))).toMatchObject({
      code: 'quality.inspection_status',
    });
  });

  test.each([
    [{ line_no: 9, checked: 1 }, 'quality.check_unknown'],
    [{ line_no: 1, checked: 2, nonconforming: 3 }, 'quality.too_many_nonconforming'],
    [{ line_no: 1, checked: 51 }, 'quality.more_checked_than_there'],
    [{ line_no: 1, checked: 1, readings: [1] }, 'quality.readings_unexpected'],
    [{ line_no: 3, checked: 2, readings: [5] }, 'quality.readings_missing'],
  ])('%j is refused with its line', async (line, code) => {
    const measured = {
      name: '厚度',
      kind: 'measured',
      defect_class: 'minor',
      extent: 'fixed',
      sample_qty: 3,
      unit: 'mm',
      upper_limit: 6,
    };
    await plan({ checks: [...CHECKS, measured] });
    const { inspection_id } = await arrive({ qty: 50 });
    const refused = await refusalOf(call('record-inspection', { inspection_id, lines: [line] }));
    expect(refused).toMatchObject({ code, errors: [{ path: 'lines.0' }] });
    expect((await see(inspection_id)).results).toEqual([]);
  });

  test('of a measured check are judged by its limits', async () => {
    const measured = {
      name: '厚度',
      kind: 'measured',
      defect_class: 'minor',
      extent: 'fixed',
      sample_qty: 3,
      unit: 'mm',
      lower_limit: 4,
      upper_limit: 6,
    };
    await plan({ checks: [measured], aql_major: null });
    const { inspection_id } = await arrive({ qty: 50 });
    const lines = [{ line_no: 1, checked: 3, readings: [4, 6, 6.01] }];
    await call('record-inspection', { inspection_id, lines });
    expect(await call('conclude-inspection', { inspection_id })).toMatchObject({
      conclusion: 'not_accepted',
    });
    expect((await see(inspection_id)).results[0]).toMatchObject({ nonconforming: 1, readings: [4, 6, 6.01] });
  });

  test('wait for the certificate of the manufacturer where the plan asks for it', async () => {
    await plan({ coa_required: true });
    const { inspection_id } = await arrive({ qty: 10 });
    expect(await refusalOf(inspect(inspection_id))).toMatchObject({ code: 'quality.coa_missing' });
    const paper = { inspection_id, kind: 'coa', file_name: 'coa.pdf', media_type: 'application/pdf' };
    await call('add-inspection-paper', { ...paper, bytes: Buffer.from('%PDF-1.7') });
    expect(await call('conclude-inspection', { inspection_id })).toMatchObject({ conclusion: 'accepted' });
  });
});

describe('the signed decision', () => {
  test('releases and rejects by parts, and shows name, time and meaning; the signature fits the record', async () => {
    await plan();
    const { inspection_id, lot } = await arrive({ qty: 100 });
    await inspect(inspection_id);
    expect(await release(inspection_id, 60)).toMatchObject({ status: 'part_decided', decision_no: 1 });
    expect(await release(inspection_id, 30, 10, { reason: '外包装破损' })).toMatchObject({
      status: 'closed',
    });
    const { receiving, rejected } = world.north.bins;
    expect(await world.balance(lot, receiving)).toMatchObject({ qty: 90 });
    expect(await world.balance(lot, rejected, 'rejected')).toMatchObject({ qty: 10 });
    const seen = await see(inspection_id);
    expect(seen.decisions.map(({ signatures }) => signatures[0])).toMatchObject([
      { signed_name: 'releaser', meaning: 'released', fits: true },
      { signed_name: 'releaser', meaning: 'released_in_part', reason: '外包装破损', fits: true },
    ]);
    expect(seen).toMatchObject({ qty_released: 90, qty_rejected: 10, status: 'closed' });
    await world.sql(`update quality.inspection_result set nonconforming = 1 where inspection_id = $1`, [
      inspection_id,
    ]);
    expect((await see(inspection_id)).decisions[0]!.signatures[0]!.fits).toBe(false);
  });

  test('is neither given by who inspected, nor by who took the goods in, nor without the password', async () => {
    await plan();
    const { inspection_id } = await arrive({ qty: 20 });
    await inspect(inspection_id);
    const by = (actor: Actor) => refusalOf(release(inspection_id, 20, 0, {}, actor));
    expect(await by(inspector)).toMatchObject({ code: 'quality.own_inspection' });
    expect(await by(receiver)).toMatchObject({ code: 'quality.own_arrival' });
    expect(await by({ ...releaser, recently_authenticated: false })).toMatchObject({
      code: 'identity.reauthentication_needed',
    });
    expect((await see(inspection_id)).decisions).toEqual([]);
  });

  test('is bound to the version of the record that was seen', async () => {
    await plan();
    const { inspection_id } = await arrive({ qty: 20 });
    await inspect(inspection_id);
    const { version } = await see(inspection_id);
    const paper = { inspection_id, kind: 'photo', file_name: 'a.png', media_type: 'image/png' };
    await call('add-inspection-paper', { ...paper, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]) });
    const input = { inspection_id, version, released: 20, rejected: 0, reason: 'x' };
    expect(await refusalOf(call('release-inspection', input, releaser))).toMatchObject({
      code: 'quality.record_changed',
      params: { version: version + 1 },
    });
  });

  test('never releases a lot that was not accepted, more than waits, nothing, or pieces known to be bad', async () => {
    await plan();
    const { inspection_id } = await arrive({ qty: 2000 });
    await inspect(inspection_id, 3);
    expect(await refusalOf(release(inspection_id, 1998))).toMatchObject({
      code: 'quality.nonconforming_released',
      params: { nonconforming: 3, limit: 1997 },
    });
    expect(await refusalOf(release(inspection_id, 2001))).toMatchObject({
      code: 'quality.more_than_undecided',
    });
    expect(await refusalOf(release(inspection_id, 0))).toMatchObject({ code: 'quality.nothing_to_decide' });
    await release(inspection_id, 1997, 3);
    const bad = await arrive({ qty: 2000 });
    await inspect(bad.inspection_id, 4);
    expect(await refusalOf(release(bad.inspection_id, 1))).toMatchObject({
      code: 'quality.not_accepted_lot',
    });
    await release(bad.inspection_id, 0, 2000);
  });

  test('follows the goods where they were moved to, and takes them out of the returns zone', async () => {
    await plan();
    const { inspection_id, lot } = await arrive({ qty: 30 });
    await inspect(inspection_id);
    const { receiving, returns } = world.north.bins;
    const line = {
      ...lot,
      qty: 10,
      from_account_id: receiving,
      to_account_id: returns,
      from_owner_id: world.entity_id,
      to_owner_id: world.entity_id,
    };
    await world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'relocate',
        actor: SYSTEM_ACTOR,
        lines: [{ ...line, from_disposition: 'quarantine', to_disposition: 'quarantine' }],
      }),
    );
    await release(inspection_id, 30);
    expect((await world.balance(lot, receiving)).qty).toBe(30);
    expect((await world.balance(lot, returns, 'quarantine')).qty).toBe(0);
  });

  test('names the pieces of numbered goods', async () => {
    await plan({ item_id: world.items.stent });
    const serial_nos = ['IS1', 'IS2', 'IS3'];
    const { inspection_id, lot } = await arrive({ qty: 3, item_id: world.items.stent, serial_nos });
    await inspect(inspection_id);
    expect(await refusalOf(release(inspection_id, 2, 1))).toMatchObject({ code: 'stock.serial_count' });
    expect(await refusalOf(release(inspection_id, 2, 1, { rejected_serial_nos: ['NO'] }))).toMatchObject({
      code: 'stock.serial_count',
    });
    await release(inspection_id, 2, 1, { rejected_serial_nos: ['IS2'] });
    expect((await world.balance(lot, world.north.bins.receiving)).qty).toBe(2);
  });

  test('is the only way out of quarantine for these goods', async () => {
    await plan();
    const { inspection_id, lot } = await arrive({ qty: 20 });
    const line = { ...lot, qty: 20, account_id: world.north.bins.receiving, owner_id: world.entity_id };
    const dispose = () =>
      call(
        'dispose',
        { warehouse_id: world.north.warehouse_id, decision: 'release', reason: 'x', lines: [line] },
        releaser,
      );
    expect(await refusalOf(dispose())).toMatchObject({ code: 'quality.inspection_open' });
    const waiting = await call<OutputOf<typeof contract.listQuarantine>>('list-quarantine', {});
    expect(waiting.rows.find((row) => row.lot_id === lot.lot_id)).toMatchObject({ inspection_id });
    const { receiving } = world.north.bins;
    const post = world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'release',
        actor: SYSTEM_ACTOR,
        lines: [
          {
            ...lot,
            qty: 20,
            from_account_id: receiving,
            to_account_id: receiving,
            from_owner_id: world.entity_id,
            to_owner_id: world.entity_id,
            from_disposition: 'quarantine',
            to_disposition: 'released',
          },
        ],
      }),
    );
    await expect(post).rejects.toMatchObject({ code: 'stock.refused' });
    await call('cancel-inspection', { inspection_id, reason: '误开' }, releaser);
    await dispose();
    expect((await world.balance(lot, receiving)).qty).toBe(20);
  });
});

test('a retest is drawn tightened, with a reason; the first result stays in the record', async () => {
  await plan();
  const { inspection_id } = await arrive({ qty: 2000 });
  await inspect(inspection_id, 4);
  const again = { inspection_id, reason: '样本受潮' };
  expect(await call('retest-inspection', again)).toMatchObject({ round: 2, status: 'recording' });
  expect(await see(inspection_id)).toMatchObject({
    conclusion: null,
    classes: [{ ac: 2, nonconforming: 0, verdict: 'open' }],
    rounds: [
      { round: 1, reason: null },
      { round: 2, severity: 'tightened', reason: '样本受潮' },
    ],
  });
  expect(await inspect(inspection_id, 2)).toMatchObject({ conclusion: 'accepted' });
  await release(inspection_id, 1990, 10);
});

describe('the severity', () => {
  const run = async (bad: number) => {
    const { inspection_id } = await arrive({ qty: 500, item_id: world.items.insulin });
    const { severity } = await inspect(inspection_id, bad);
    return { inspection_id, severity };
  };
  test('tightens after two bad lots of five, stops after five more, and is resumed by a person', async () => {
    await plan({ item_id: world.items.insulin });
    expect((await run(2)).severity).toBe('normal');
    expect((await run(2)).severity).toBe('tightened');
    const drawn = await arrive({ qty: 500, item_id: world.items.insulin });
    expect(await see(drawn.inspection_id)).toMatchObject({
      severity: 'tightened',
      classes: [{ letter: 'J', sample: 80, ac: 1 }],
    });
    for (let n = 0; n < 4; n++) expect((await run(2)).severity).toBe('tightened');
    expect((await run(2)).severity).toBe('discontinued');
    const late = await run(0);
    expect(await refusalOf(release(late.inspection_id, 500))).toMatchObject({
      code: 'quality.sampling_discontinued',
    });
    const { plan_id } = await see(late.inspection_id);
    const seen = await call<OutputOf<typeof contract.getInspectionPlan>>('get-inspection-plan', { plan_id });
    expect(seen.switches.map(({ rule }) => rule)).toEqual(['five_refused', 'two_of_five']);
    const { supplier_id } = seen.sampling[0]!;
    const pair = { item_id: world.items.insulin, supplier_id, reason: '供应商已整改' };
    expect(await call('resume-sampling', pair, releaser)).toEqual({ severity: 'tightened' });
    expect(await refusalOf(call('resume-sampling', pair, releaser))).toMatchObject({
      code: 'quality.sampling_not_discontinued',
    });
    await release(late.inspection_id, 500);
  });

  test('lets lots be skipped after a good record: papers only', async () => {
    await plan({ item_id: world.items.bandage, skip_after: 5, skip_every: 2 });
    const skipped: boolean[] = [];
    for (let n = 0; n < 8; n++) {
      const { inspection_id } = await arrive({ qty: 100, item_id: world.items.bandage });
      const seen = await see(inspection_id);
      skipped.push(seen.skipped);
      if (seen.skipped) expect(seen.checks.map(({ needed }) => needed)).toEqual([0, 1]);
      await inspect(inspection_id);
    }
    expect(skipped).toEqual([false, false, false, false, false, true, false, true]);
  });
});

test('the lead time is measured from arrival to the last signature, by item', async () => {
  await plan({ item_id: world.items.bandage, target_hours: 12 });
  const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  for (const days of [2, 4]) {
    const { inspection_id } = await arrive({ qty: 10, item_id: world.items.bandage, occurred_at: day(days) });
    expect((await see(inspection_id)).overdue).toBe(true);
    await inspect(inspection_id);
    await release(inspection_id, 10);
  }
  const { rows } = await call<OutputOf<typeof contract.listLeadTimes>>('list-lead-times', {});
  const row = rows.find(({ item_id }) => item_id === world.items.bandage)!;
  expect(row.late).toBe(2);
  expect(row.mean_days).toBeCloseTo(3, 1);
  expect(row.p90_days).toBeCloseTo(3.8, 1);
});

test('another warehouse neither sees nor touches an inspection', async () => {
  await plan();
  const { inspection_id } = await arrive({ qty: 20 });
  const stranger = world.as(
    ['quality.inspect', 'quality.release', 'stock.read'],
    [world.south.warehouse_id],
    77,
  );
  const lines = [{ line_no: 1, checked: 1 }];
  const works = [
    () => see(inspection_id, stranger),
    () => call('record-inspection', { inspection_id, lines }, stranger),
    () =>
      call(
        'release-inspection',
        { inspection_id, version: 1, released: 1, rejected: 0, reason: 'x' },
        stranger,
      ),
  ];
  for (const work of works) expect(await refusalOf(work())).toMatchObject({ code: 'platform.not_found' });
  const { rows } = await call<OutputOf<typeof contract.listInspections>>('list-inspections', {}, stranger);
  expect(rows).toEqual([]);
});

test('the record is printed', async () => {
  await plan();
  const { inspection_id } = await arrive({ qty: 20 });
  await inspect(inspection_id);
  await release(inspection_id, 20);
  const verb = verbs.find((v) => v.contract.name === 'quality.print-inspection')!;
  const { answer } = await world.runner.call({
    verb,
    input: { inspection_id },
    actor: inspector,
    request_id: 'p',
    ip: null,
    idempotency_key: 'print-inspection',
  });
  const { type, bytes } = answer as { type: string; bytes: Uint8Array };
  expect(type).toBe('application/pdf');
  expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
});

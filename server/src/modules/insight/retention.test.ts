import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealAll } from '../../../test/support/seal-all.ts';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { anchorAudit } from '../../platform/audit-anchor.ts';
import { createLog } from '../../platform/log.ts';
import { liftLegalHold, listLegalHolds, placeLegalHold } from './legal-holds.ts';
import { cancelPurge, decidePurge, listPurges, previewPurge, purgeJob, requestPurge } from './purges.ts';
import { listMarkets, listRetention, setMarket } from './retention-lots.ts';
import { listRetentionRules, setRetentionRule } from './retention-rules.ts';
import { createSeals } from './seals.ts';

type Purges = OutputOf<typeof contract.listPurges>;
type Preview = OutputOf<typeof contract.previewPurge>;
type Lots = OutputOf<typeof contract.listRetention>;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.close());

const person = (user_id: number) => world.as(['insight.retention'], 'all', user_id);
const ask = <T>(verb: Parameters<World['call']>[0], input: object, user_id = 1): Promise<T> =>
  world.call(verb, input, { actor: person(user_id) });
const partOf = async (kind: string) =>
  (await ask<Preview>(previewPurge, {})).parts.find(({ record_kind }) => record_kind === kind);
const job = () =>
  purgeJob.run({ db: world.db, log: createLog({ log_level: 'silent' }), signal: undefined }, {});

/** A user with a session of three years ago and one of now. */
async function sessions(): Promise<void> {
  const [user] = await world.sql<{ user_id: string }>(
    `insert into identity."user" (account, display_name, password_hash) values ('u' || random(), 'U', 'x') returning user_id`,
  );
  for (const age of ['3 years', '1 minute'])
    await world.sql(
      `insert into identity.session (user_id, token_hash, created_at, last_seen_at, ended_at)
       values ($1, sha256(random()::text::bytea), now() - $2::interval, now() - $2::interval, now())`,
      [user!.user_id, age],
    );
}

/** A paper of an inspection of a lot, added years ago. */
async function paper(entity: string, entity_id: number, age = '8 years'): Promise<number> {
  const [made] = await world.sql<{ attachment_id: string }>(
    `insert into platform.attachment (entity, entity_id, kind, file_name, media_type, bytes, sha256, added_by_name, added_at)
     values ($1, $2, 'photo', 'a.png', 'image/png', 'x', sha256('x'), 'U', now() - $3::interval) returning attachment_id`,
    [entity, entity_id, age],
  );
  return Number(made!.attachment_id);
}
const papers = async () =>
  (
    await world.sql<{ attachment_id: string }>('select attachment_id from platform.attachment order by 1')
  ).map((row) => Number(row.attachment_id));

/** A receipt with one line of a lot, as it is on record. */
async function receiptOf(lot: { item_id: number; lot_id: number }): Promise<number> {
  const [receipt] = await world.sql<{ receipt_id: string }>(
    `insert into supply.receipt (warehouse_id, supplier_id, owner_id, delivery_note_no, status, arrived_at, received_by_name, movement_id)
     values ($1, $2, $3, 'x', 'received', now() - interval '8 years', 'x', (select min(movement_id) from stock.movement)) returning receipt_id`,
    [world.north.warehouse_id, world.supplier_id, world.entity_id],
  );
  await world.sql(
    `insert into supply.receipt_line (receipt_id, warehouse_id, line_no, item_id, lot_id, lot_no, account_id, qty_received, qty_damaged, qty_refused)
     values ($1, $2, 1, $3, $4, 'x', $5, 1, 0, 0)`,
    [receipt!.receipt_id, world.north.warehouse_id, lot.item_id, lot.lot_id, world.north.bins.shelf],
  );
  return Number(receipt!.receipt_id);
}

describe('the day of a lot', () => {
  test('follows from expiry, implant and where it was sold; the rule is named', async () => {
    const lot = await world.lot(world.items.gloves, 'DAY-1');
    const implant = await world.lot(world.items.bandage, 'DAY-2');
    await world.sql('update masterdata.item set implant = true where item_id = $1', [world.items.bandage]);
    await world.receive(lot, world.north.bins.shelf, 5);
    const of = async (search: string) => (await ask<Lots>(listRetention, { search })).rows[0]!;
    expect(await of('DAY-1')).toMatchObject({ retain_until: '2032-01-09', region: 'CN' });
    expect(await of('DAY-2')).toMatchObject({ lot_id: implant.lot_id, retain_until: null, implant: true });

    await ask(setMarket, { customer_id: world.hospital_id, region: 'EU', reason: 'x' });
    expect((await ask<{ rows: object[] }>(listMarkets, {})).rows).toMatchObject([
      { code: 'HOSPITAL', region: 'EU' },
    ]);
    await world.tx(async (tx) => {
      const { postOrFail } = await import('../stock/index.ts');
      const owner = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
      const released = { from_disposition: 'released', to_disposition: 'released' } as const;
      await postOrFail(tx, {
        purpose: 'ship',
        actor: person(1),
        lines: [
          {
            ...lot,
            qty: 1,
            from_account_id: world.north.bins.shelf,
            to_account_id: world.accounts.icu,
            ...owner,
            ...released,
          },
        ],
      });
    });
    const sold = await of('DAY-1');
    expect(sold).toMatchObject({ region: 'EU', sold_in_eu_on: expect.any(String) });
    expect(Number(sold.retain_until!.slice(0, 4)) - Number(sold.sold_in_eu_on!.slice(0, 4))).toBe(10);
    await ask(setMarket, { customer_id: world.hospital_id, region: 'CN', reason: 'x' });
    expect(await of('DAY-1')).toMatchObject({ region: 'CN' });
    const { code } = await refusalOf(
      ask(setMarket, { customer_id: world.supplier_id, region: 'EU', reason: 'x' }),
    );
    expect(code).toBe('platform.not_found');
  });
});

test('a rule from a day on ends the one before; the law is the least', async () => {
  const asked = {
    record_kind: 'sale',
    region: 'CN',
    effective_from: '2098-01-01',
    years: 3,
    years_without_expiry: 6,
    years_implant: null,
    legal_basis: '公司规定',
    reason: 'x',
  };
  expect((await refusalOf(ask(setRetentionRule, { ...asked, years: 1 }))).code).toBe(
    'insight.retention_rule_weaker',
  );
  expect((await refusalOf(ask(setRetentionRule, { ...asked, years_implant: 20 }))).code).toBe(
    'insight.retention_permanent',
  );
  await ask(setRetentionRule, asked);
  type Rules = OutputOf<typeof contract.listRetentionRules>;
  const { rows } = await ask<Rules>(listRetentionRules, {});
  expect(rows.filter((row) => row.record_kind === 'sale' && row.region === 'CN')).toMatchObject([
    { effective_to: '2097-12-31', in_force: true },
    { effective_to: null, in_force: false, years: 3 },
  ]);
  expect((await refusalOf(ask(setRetentionRule, asked))).code).toBe('insight.retention_rule_order');
});

describe('a purge', () => {
  beforeEach(async () => {
    await world.sql('delete from insight.purge');
    await world.sql('delete from insight.legal_hold');
    await world.sql('delete from platform.attachment');
    await world.sql('delete from identity.session');
  });
  const asking = { record_kinds: ['session', 'attachment'], reason: 'the shelf is full' };

  test('deletes what is past its date after a second person has agreed, and nothing else', async () => {
    await sessions();
    const old = await world.lot(world.items.gloves, 'OLD', { made: '2012-01-01', expires: '2015-01-01' });
    const young = await world.lot(world.items.gloves, 'YOUNG');
    const implant = await world.lot(world.items.bandage, 'IMPLANT', {
      made: '2012-01-01',
      expires: '2015-01-01',
    });
    await world.sql('update masterdata.item set implant = true where item_id = $1', [world.items.bandage]);
    const gone = await paper('receipt', await receiptOf(old));
    const stays = [
      await paper('receipt', await receiptOf(young)),
      await paper('receipt', await receiptOf(implant)),
      await paper('licence', 1),
      await paper('receipt', await receiptOf(old), '1 year'),
    ];
    expect(await partOf('attachment')).toMatchObject({
      total: 5,
      going: 1,
      kept: [
        { why: 'implant', count: 1 },
        { why: 'not_tied', count: 1 },
        { why: 'not_yet', count: 2 },
      ],
    });
    expect(await partOf('session')).toMatchObject({
      total: 2,
      going: 1,
      kept: [{ why: 'not_yet', count: 1 }],
    });

    const { purge_id } = await ask<{ purge_id: number }>(requestPurge, asking, 1);
    expect((await refusalOf(ask(decidePurge, { purge_id, approve: true }, 1))).code).toBe(
      'insight.own_purge',
    );
    expect(await papers()).toEqual([gone, ...stays]);
    await job();
    expect(await papers(), 'nothing goes before it is approved').toEqual([gone, ...stays]);
    await ask(decidePurge, { purge_id, approve: true, note: 'agreed' }, 2);
    await job();
    await job();
    expect(await papers()).toEqual(stays);
    expect(await world.sql('select 1 from identity.session')).toHaveLength(1);
    const { rows } = await ask<Purges>(listPurges, {});
    expect(rows).toMatchObject([
      { status: 'done', deleted: { session: 1, attachment: 1 }, requested_by_me: true },
    ]);
    expect(await world.sql(`select 1 from platform.audit where action = 'insight.purge'`)).toHaveLength(1);
    expect((await refusalOf(ask(decidePurge, { purge_id, approve: true }, 2))).code).toBe(
      'insight.purge_status',
    );
  });

  test('is refused where nothing is past its date, and while another one waits', async () => {
    expect((await refusalOf(ask(requestPurge, asking))).code).toBe('insight.purge_empty');
    await sessions();
    const { purge_id } = await ask<{ purge_id: number }>(requestPurge, asking);
    await expect(ask(requestPurge, asking)).rejects.toThrow(/purge_open/);
    await ask(cancelPurge, { purge_id, reason: 'x' });
    expect((await ask<Purges>(listPurges, {})).rows[0]).toMatchObject({
      status: 'cancelled',
      decided_by_name: null,
    });
    await ask(requestPurge, asking);
  });

  test('stops at a legal hold, also at one that was placed after the approval; another person lifts it', async () => {
    await sessions();
    const { purge_id } = await ask<{ purge_id: number }>(requestPurge, asking, 1);
    await ask(decidePurge, { purge_id, approve: true }, 2);
    const { legal_hold_id } = await ask<{ legal_hold_id: number }>(
      placeLegalHold,
      { record_kind: 'session', reason: 'court' },
      3,
    );
    await job();
    expect(await world.sql('select 1 from identity.session')).toHaveLength(2);
    expect(await partOf('session')).toMatchObject({
      going: 0,
      kept: [{ why: 'not_yet' }, { why: 'legal_hold', count: 1 }],
    });
    const lift = { legal_hold_id, reason: 'settled' };
    expect((await refusalOf(ask(liftLegalHold, lift, 3))).code).toBe('insight.own_legal_hold');
    await ask(liftLegalHold, lift, 1);
    expect((await refusalOf(ask(liftLegalHold, lift, 1))).code).toBe('insight.legal_hold_lifted');
    expect((await ask<{ rows: object[] }>(listLegalHolds, {})).rows).toMatchObject([
      { lift_reason: 'settled' },
    ]);
  });

  test('a hold on a lot keeps its papers; one on nothing known is refused', async () => {
    const old = await world.lot(world.items.gloves, 'HELD', { made: '2012-01-01', expires: '2015-01-01' });
    await paper('receipt', await receiptOf(old));
    expect(await partOf('attachment')).toMatchObject({ going: 1 });
    await ask(placeLegalHold, { ...old, reason: 'claim' });
    expect(await partOf('attachment')).toMatchObject({ going: 0, kept: [{ why: 'legal_hold', count: 1 }] });
    expect((await refusalOf(ask(placeLegalHold, { item_id: 987_654, reason: 'x' }))).code).toBe(
      'platform.not_found',
    );
  });

  test('of readings keeps those around an excursion', async () => {
    await world.sql('delete from coldchain.chunk');
    const [device] = await world.sql<{ device_id: string }>(
      `insert into coldchain.device (device_no, kind) values ('D-1', 'sensor') returning device_id`,
    );
    for (const age of ['11 years', '1 year'])
      await world.sql(
        `insert into coldchain.chunk (device_id, hour, n, seconds, centis, min_centi, max_centi)
         values ($1, date_trunc('hour', now() - $2::interval), 1, '{0}', '{500}', 500, 500)`,
        [device!.device_id, age],
      );
    expect(await partOf('temperature')).toMatchObject({ total: 2, going: 1 });
  });
});

describe('the seals', () => {
  let data_dir: string;
  beforeAll(async () => {
    data_dir = await mkdtemp(join(tmpdir(), 'seals-'));
  });
  afterAll(() => rm(data_dir, { recursive: true }));
  const seals = () => {
    const [getSeals, verifySeals, downloadAnchors] = createSeals({ data_dir }).verbs;
    return { getSeals: getSeals!, verifySeals: verifySeals!, downloadAnchors: downloadAnchors! };
  };
  const auditor = () => ({ actor: world.as(['platform.read_audit']) });

  test('show the last anchor, are verified on demand and handed out', async () => {
    await sealAll(world.db);
    const anchor = await anchorAudit(world.db, data_dir);
    const { getSeals, verifySeals, downloadAnchors } = seals();
    const checked = await world.call(verifySeals, {}, auditor());
    expect(checked).toMatchObject({ broken: null, anchors: 1 });
    const shown = await world.call(getSeals, {}, auditor());
    expect(shown).toMatchObject({
      anchors: 1,
      last_anchor: { seq: anchor!.seq },
      checks: [{ broken: null }],
    });
    const file: { bytes: Uint8Array } = await world.call(downloadAnchors, {}, auditor());
    expect(JSON.parse(Buffer.from(file.bytes).toString())).toMatchObject({ hash: anchor!.hash });
  });

  test('tell of a chain that was made anew behind the anchor', async () => {
    await writeFile(
      join(data_dir, 'audit-anchor.jsonl'),
      `${JSON.stringify({ seq: 1, hash: '0'.repeat(64), at: 'x' })}\n`,
    );
    const checked = await world.call(seals().verifySeals, {}, auditor());
    expect(checked).toMatchObject({ broken: { kind: 'anchor_mismatch', seq: 1 } });
  });
});

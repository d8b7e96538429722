import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { recordTraining, rulesAsked } from '../compliance/index.ts';
import { getVerdict } from './get-verdict.ts';
import { lockRelease, type PostDocument, post, postOrFail, unlockRelease } from './index.ts';

type Verdict = OutputOf<typeof contract.getVerdict>;
const WARNING = 'compliance.registration_expired_but_made_in_validity';

let world: World;
let lots = 0;
let old_item: number;
let keeper: Actor;
beforeAll(async () => {
  world = await createWorld();
  keeper = world.as(['stock.read'], 'all', 51);
  old_item = await itemWithEndedCertificate();
  await world.takeOver();
});
afterAll(() => world?.close());

/** Made in the validity of a certificate that has ended since. */
async function itemWithEndedCertificate(): Promise<number> {
  await world.sql(
    `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
     values ('OLD', $1, 'x', 'II', '2020-01-01', '2026-01-31')`,
    [world.supplier_id],
  );
  const [row] = await world.sql<{ item_id: string }>(
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
     values ('OLD', 'OLD', 'M', 'II', '14-01', '个', 1, 'OLD', 'OLD', $1, 'lot', false, false, 'ambient', 1, 1, 1)
     returning item_id`,
    [world.supplier_id],
  );
  return Number(row!.item_id);
}
async function lotOf(item_id = world.items.gloves): Promise<Lot> {
  lots += 1;
  return world.lot(item_id, `V-${lots}`);
}
type Ends = { from: number; to: number; was?: string; becomes?: string };
const document = (lot: Lot, purpose: string, ends: Ends, more: object = {}): PostDocument =>
  ({
    purpose,
    actor: keeper,
    lines: [
      {
        ...lot,
        qty: 2,
        from_account_id: ends.from,
        to_account_id: ends.to,
        from_owner_id: world.entity_id,
        to_owner_id: world.entity_id,
        from_disposition: ends.was ?? 'released',
        to_disposition: ends.becomes ?? ends.was ?? 'released',
      },
    ],
    ...more,
  }) as PostDocument;
const received = (lot: Lot, more: object = {}) =>
  document(
    lot,
    'receive',
    { from: world.accounts.supplier, to: world.north.bins.receiving, was: 'quarantine' },
    more,
  );
const released = (lot: Lot, more: object = {}) => {
  const { receiving } = world.north.bins;
  return document(
    lot,
    'release',
    { from: receiving, to: receiving, was: 'quarantine', becomes: 'released' },
    more,
  );
};
const posted = (one: PostDocument) => world.tx((tx) => postOrFail(tx, one));
const verdictOf = (movement_id: number): Promise<Verdict> =>
  world.call(getVerdict, { movement_id }, { actor: keeper });
const acknowledged = [{ code: WARNING, reason: 'certificate and batch record seen' }];

describe('a warning that must be acknowledged', () => {
  test('stops a person until it is read, and nothing is written before', async () => {
    const lot = await lotOf(old_item);
    const refusal = await refusalOf(posted(received(lot)));
    expect(refusal).toMatchObject({
      code: 'compliance.acknowledgement_needed',
      lines: [`lines.0 ${WARNING}`],
      error: { params: { count: 1 }, reasons: [{ code: WARNING }] },
    });
    expect(await world.balance(lot, world.north.bins.receiving, 'quarantine')).toMatchObject({ qty: 0 });
    await posted(received(lot, { acknowledged }));
    expect(await world.balance(lot, world.north.bins.receiving, 'quarantine')).toMatchObject({ qty: 2 });
  });

  test('is kept with who, when and why, and only where the rule spoke', async () => {
    const lot = await lotOf(old_item);
    const other = { code: 'compliance.lot_expired', reason: 'not a word of this is kept' };
    const movement_id = await posted(received(lot, { acknowledged: [...acknowledged, other] }));
    expect((await verdictOf(movement_id)).lines).toMatchObject([
      {
        spoken: [{ code: WARNING, severity: 'warn', acknowledge: true, params: { valid_to: '2026-01-31' } }],
        acknowledged: [{ ...acknowledged[0], by_name: keeper.display_name, at: expect.stringMatching(/Z$/) }],
      },
    ]);
  });

  test('does not stop what the system does by itself, nor other steps', async () => {
    const lot = await lotOf(old_item);
    await posted(received(lot, { actor: SYSTEM_ACTOR }));
    expect((await refusalOf(posted(released(lot)))).code).toBe('compliance.acknowledgement_needed');
    await posted(released(lot, { acknowledged }));
    await posted(document(lot, 'putaway', { from: world.north.bins.receiving, to: world.north.bins.shelf }));
  });

  test('is asked for only where nothing else stands in the way', async () => {
    const lot = await lotOf(old_item);
    const [one] = received(lot).lines;
    const misplaced = { ...one!, to_account_id: world.north.bins.shelf };
    const refusal = await refusalOf(posted({ ...received(lot), lines: [one!, misplaced] }));
    expect(refusal).toMatchObject({
      code: 'stock.refused',
      lines: ['lines.1 compliance.disposition_zone'],
    });
  });
});

describe('what stands behind a verdict', () => {
  test('is the rules that were asked, in their versions, and the facts of that day, whatever has changed since', async () => {
    const lot = await lotOf();
    const movement_id = await posted(received(lot));
    await world.sql(`update masterdata.item set model = 'CHANGED' where item_id = $1`, [lot.item_id]);
    await world.sql(`update compliance.licence set categories = '{14}' where partner_id = $1`, [
      world.supplier_id,
    ]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    const later_id = await posted(received(lot));
    const [before, after] = [await verdictOf(movement_id), await verdictOf(later_id)];
    expect(before.asked.map((rule) => rule.code).sort()).toEqual(rulesAsked('receive').sort());
    expect(
      before.asked.every((rule) => rule.rule_id > 0 && rule.effective_from <= before.lines[0]!.on_date),
    ).toBe(true);
    const known = (verdict: Verdict, kind: string) =>
      verdict.lines[0]!.facts.find((fact) => fact.kind === kind)!.facts;
    expect(known(before, 'item')).toMatchObject({ model: 'M', registrations: [{ valid_to: '2035-12-31' }] });
    expect(known(after, 'item')).toMatchObject({ model: 'CHANGED' });
    expect(known(before, 'partner')).toMatchObject({ licences: [{ categories: ['*'] }] });
    expect(known(after, 'partner')).toMatchObject({ licences: [{ categories: ['14'] }] });
    expect(known(before, 'warehouse')).toMatchObject({
      entity: { licences: [{ kind: 'distribution_licence' }] },
    });
  });

  test('is kept once for each change, not for each posting', async () => {
    const versions = async () =>
      Number((await world.sql<{ n: string }>('select count(*) as n from compliance.fact_version'))[0]!.n);
    await posted(received(await lotOf()));
    const before = await versions();
    for (let n = 0; n < 3; n++) await posted(received(await lotOf()));
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    await posted(received(await lotOf()));
    expect(await versions()).toBe(before);
  });

  test('is lost with a transaction that fails, and kept by the next one', async () => {
    await world.sql(`update masterdata.item set model = 'AGAIN' where item_id = $1`, [world.items.bandage]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    const lot = await lotOf(world.items.bandage);
    const failing = world.tx(async (tx) => {
      await postOrFail(tx, received(lot));
      throw new Error('the caller fails');
    });
    await expect(failing).rejects.toThrow('the caller fails');
    const { lines } = await verdictOf(await posted(received(lot)));
    expect(lines[0]!.facts.find((fact) => fact.kind === 'item')!.facts).toMatchObject({ model: 'AGAIN' });
  });

  test('nothing is posted without one: of any documents, in any order, every posting has a verdict that can be shown', async () => {
    const { receiving, shelf, shelf_two, rejected } = world.north.bins;
    const steps: ((lot: Lot) => PostDocument)[] = [
      (lot) => received(lot),
      (lot) => released(lot),
      (lot) => document(lot, 'putaway', { from: receiving, to: shelf }),
      (lot) => document(lot, 'relocate', { from: shelf, to: shelf_two }),
      (lot) =>
        document(lot, 'reject', { from: receiving, to: rejected, was: 'quarantine', becomes: 'rejected' }),
      (lot) => document(lot, 'hold', { from: shelf, to: shelf, becomes: 'held' }),
      (lot) => document(lot, 'supplier_return', { from: shelf, to: world.accounts.supplier }),
      (lot) => document(lot, 'destroy', { from: rejected, to: world.accounts.destroyed, was: 'rejected' }),
      (lot) => document(lot, 'count', { from: world.north.adjustment, to: shelf }),
    ];
    const lot = await lotOf();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(steps.length - 1), { minLength: 1, maxLength: 12 }),
        async (chosen) => {
          await world.tx(async (tx) =>
            post(
              tx,
              chosen.map((n) => steps[n]!(lot)),
            ),
          );
        },
      ),
      { numRuns: 15 },
    );
    const postings = await world.sql<{
      movement_id: string;
      purpose: string;
      judged: boolean;
      line_no: number;
    }>(
      `select p.movement_id, m.purpose, p.line_no, m.verdict ? 'epoch' and m.verdict ? 'at' as judged
       from stock.posting p left join stock.movement m using (movement_id)`,
    );
    expect(postings.length).toBeGreaterThan(20);
    expect(postings.filter((row) => row.judged !== true)).toEqual([]);
    for (const { movement_id, purpose, line_no } of postings) {
      const verdict = await verdictOf(Number(movement_id));
      expect(verdict.asked.map((rule) => rule.code).sort()).toEqual(rulesAsked(purpose as 'ship').sort());
      expect(verdict.lines.some((line) => line.line_no === line_no)).toBe(true);
    }
  });
});

describe('goods that wait for the acceptance of their document', () => {
  const wait = (lot: Lot, document_key: string) =>
    world.tx((tx) => lockRelease(tx, { document_key, warehouse_id: world.north.warehouse_id }, [lot]));

  test('are released by that document only, until nothing of it waits', async () => {
    const lot = await lotOf();
    await posted(received(lot));
    await posted(received(lot));
    await wait(lot, 'receipt:1');
    const refusal = await refusalOf(posted(released(lot)));
    expect(refusal.lines).toEqual(['lines.0 compliance.acceptance_pending']);
    expect(refusal.error.reasons[0]).toMatchObject({ params: { document_key: 'receipt:1' } });
    await posted(released(lot, { document_key: 'receipt:1' }));
    await world.tx((tx) => unlockRelease(tx, 'receipt:1'));
    await posted(released(lot));
  });

  test('may be rejected by anybody, and another warehouse does not wait', async () => {
    const lot = await lotOf();
    await posted(received(lot));
    await wait(lot, 'receipt:2');
    const { receiving, rejected } = world.north.bins;
    await posted(
      document(lot, 'reject', { from: receiving, to: rejected, was: 'quarantine', becomes: 'rejected' }),
    );
    const south = world.south.bins.receiving;
    await posted(document(lot, 'receive', { from: world.accounts.supplier, to: south, was: 'quarantine' }));
    await posted(
      document(lot, 'release', { from: south, to: south, was: 'quarantine', becomes: 'released' }),
    );
  });
});

test('where the rule is switched on, nobody handles goods without training for it; the system needs none', async () => {
  const [trained] = await world.sql<{ user_id: number }>(
    `insert into identity."user" (account, display_name, password_hash) values ('trained', 'trained', 'x') returning user_id`,
  );
  await world.sql(
    `insert into compliance.rule (code, severity, effective_from) values ('compliance.person_not_trained', 'block', '2026-01-01')`,
  );
  await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  const user_id = Number(trained!.user_id);
  const by = (actor: Actor) => ({ actor });
  const lot = await lotOf();
  await posted(received(lot, by(SYSTEM_ACTOR)));
  const person = world.as([], 'all', user_id);
  expect((await refusalOf(posted(received(lot, by(person))))).lines).toEqual([
    'lines.0 compliance.person_not_trained',
  ]);
  const period = { valid_from: '2026-01-01', valid_to: null };
  await world.db.tx(SYSTEM_SCOPE, (tx) => recordTraining(tx, [{ user_id, path: 'receive', ...period }]));
  await posted(received(lot, by(person)));
  expect((await refusalOf(posted(released(lot, by(person))))).lines).toEqual([
    'lines.0 compliance.person_not_trained',
  ]);
});

test('nothing is put into a bin that is out of use, and what stands there leaves it', async () => {
  const lot = await lotOf();
  const { shelf, shelf_two } = world.south.bins;
  await world.receive(lot, shelf_two, 4);
  await world.receive(lot, shelf, 2);
  await world.sql('update masterdata.location set retired_at = now() where location_id = $1', [
    world.south.location_ids.shelf_two,
  ]);
  await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  const into = document(lot, 'relocate', { from: shelf, to: shelf_two });
  expect((await refusalOf(posted(into))).lines).toEqual(['lines.0 compliance.bin_retired']);
  await posted(document(lot, 'hold', { from: shelf_two, to: shelf_two, becomes: 'held' }));
  await posted(document(lot, 'relocate', { from: shelf_two, to: shelf }));
});

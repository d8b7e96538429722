import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verbNamed } from '../../../test/support/documents.ts';
import { newItems } from '../../../test/support/goods.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { expireLots } from '../stock/expiry.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';

type Agreement = OutputOf<typeof contract.getConsignAgreement>;
type Made = OutputOf<typeof contract.createRefill>;

let world: World;
let planner: Actor;
let keeper: Actor;
let rep: Actor;
let chief: Actor;
let nurse: Actor;
let accountant: Actor;
let numbers = 0;
let items: { gloves: number; stent: number };
let department_id: number;
let agreement_id: number;
beforeAll(async () => {
  world = await createWorld();
  const at = [world.north.warehouse_id];
  const all = ['fulfilment.consign', 'fulfilment.read', 'fulfilment.report_use', 'stock.pick'];
  planner = world.as(all, at, 81);
  keeper = world.as(all, at, 82);
  rep = world.as(all, at, 83);
  chief = world.as([...all, 'stock.adjust'], at, 84);
  accountant = world.as(['fulfilment.settle', 'fulfilment.read'], 'all', 85);
  nurse = {
    ...world.as(['fulfilment.read', 'fulfilment.report_use'], [], 86),
    scope: { user_id: 86, warehouses: [], partner_id: world.hospital_id },
  };
});
afterAll(() => world.close());

/** A department of its own for each test, so that its cabinet is empty at first. */
beforeEach(async () => {
  const [gloves, stent] = await newItems(world, ['lot', 'serial']);
  items = { gloves: gloves!, stent: stent! };
  const [row] = await world.sql<{ department_id: string }>(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     values ($1, $2, '导管室', 2, 0) returning department_id`,
    [world.hospital_id, fresh('CATH')],
  );
  department_id = Number(row!.department_id);
  ({ agreement_id } = await agree());
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});

const fresh = (word: string) => `${word}-${++numbers}`;
const call = <T = never>(name: string, input: unknown, actor: Actor): Promise<T> =>
  world.call(verbNamed(`fulfilment.${name}`), input, { actor }) as Promise<T>;
const see = (actor = planner) => call<Agreement>('get-consign-agreement', { agreement_id }, actor);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function agree(more: object = {}, actor = planner) {
  return call<{ agreement_id: number; document_no: string }>(
    'save-consign-agreement',
    {
      department_id,
      warehouse_id: world.north.warehouse_id,
      valid_from: '2026-01-01',
      lines: [
        { item_id: items.gloves, par_qty: 10, unit_price_fen: 1200 },
        { item_id: items.stent, par_qty: 2, unit_price_fen: 500_000 },
      ],
      ...more,
    },
    actor,
  );
}

async function stocked(
  item_id: number,
  qty: number,
  expires?: string,
): Promise<Lot & { serials: string[]; lot_no: string }> {
  const lot_no = fresh('L');
  const lot = await world.lot(item_id, lot_no, expires ? { expires } : undefined);
  const serials = item_id === items.stent ? Array.from({ length: qty }, () => fresh('SN')) : [];
  await world.receive(lot, world.north.bins.shelf, qty, serials.length > 0 ? { serial_nos: serials } : {});
  return { ...lot, serials, lot_no };
}

async function pick(refill_id: number, actor = keeper) {
  const { allocations } = await call<OutputOf<typeof contract.getRefill>>(
    'get-refill',
    { refill_id },
    planner,
  );
  const lines: { allocation_id: number; qty: number; lot_no: string; serial_nos?: string[] }[] = [];
  for (const { allocation_id, qty, lot_no, lot_id, account_id, status } of allocations) {
    if (status !== 'open') continue;
    const rows = await world.sql<{ serial_no: string }>(
      'select serial_no from stock.serial where lot_id = $1 and account_id = $2 order by 1 limit $3',
      [lot_id, account_id, qty],
    );
    const serial_nos = rows.map((row) => row.serial_no);
    lines.push({ allocation_id, qty, lot_no, ...(serial_nos.length > 0 ? { serial_nos } : {}) });
  }
  await world.call(
    verbNamed('stock.pick-allocations'),
    { to_account_id: world.north.bins.dispatch, lines },
    { actor },
  );
  return allocations.map(({ item_id, lot_no, qty, allocation_id }) => {
    const serial_nos = lines.find((line) => line.allocation_id === allocation_id)?.serial_nos;
    return { item_id, lot_no, qty, ...(serial_nos ? { serial_nos } : {}) };
  });
}

/** Goods in the cabinet, as a refill brings them. */
async function filled(lines: { item_id: number; qty: number; swap_lot_id?: number }[]): Promise<Made> {
  const made = await call<Made>('create-refill', { agreement_id, lines }, planner);
  const scan = await pick(made.refill_id);
  await call('deliver-refill', { refill_id: made.refill_id, lines: scan }, rep);
  return made;
}

describe('an agreement', () => {
  test('is one for each department, changed by saving it again, and kept by one warehouse', async () => {
    const again = await agree({ swap_days: 90 });
    expect(again.agreement_id).toBe(agreement_id);
    expect(await see()).toMatchObject({ swap_days: 90, items: 2, qty_par: 12, qty_on_hand: 0 });
    const everywhere = world.as(['fulfilment.consign'], 'all', 88);
    const other = agree({ warehouse_id: world.south.warehouse_id }, everywhere);
    expect((await refusalOf(other)).code).toBe('fulfilment.other_warehouse_serves');
    const twice = [1, 2].map(() => ({ item_id: items.gloves, par_qty: 1, unit_price_fen: 1 }));
    expect((await refusalOf(agree({ lines: twice }))).code).toBe('fulfilment.item_repeated');
  });

  test('proposes what is missing to par, less what is coming', async () => {
    await stocked(items.gloves, 30);
    expect((await see()).line_rows.find((row) => row.item_id === items.gloves)).toMatchObject({
      qty_refill: 10,
      qty_available: 30,
    });
    await call('create-refill', { agreement_id, lines: [{ item_id: items.gloves, qty: 4 }] }, planner);
    expect((await see()).line_rows.find((row) => row.item_id === items.gloves)).toMatchObject({
      qty_on_way: 4,
      qty_refill: 6,
    });
  });

  test('ends only when its cabinet is empty and nothing is coming', async () => {
    const lot = await stocked(items.gloves, 3);
    await filled([{ item_id: items.gloves, qty: 3 }]);
    const end = () => call('end-consign-agreement', { agreement_id, reason: '合同到期' }, planner);
    expect((await refusalOf(end())).error.params).toMatchObject({ qty: 3 });
    await call(
      'take-back',
      { agreement_id, reason: '合同到期', lines: [{ item_id: items.gloves, lot_no: lot.lot_no, qty: 3 }] },
      planner,
    );
    await end();
    expect((await refusalOf(end())).code).toBe('fulfilment.agreement_ended');
    const refill = call(
      'create-refill',
      { agreement_id, lines: [{ item_id: items.gloves, qty: 1 }] },
      planner,
    );
    expect((await refusalOf(refill)).code).toBe('fulfilment.agreement_ended');
  });
});

describe('a refill', () => {
  test('is scanned by another person than planned and picked it, and stays ours in the cabinet', async () => {
    await stocked(items.gloves, 20);
    const { serials } = await stocked(items.stent, 2);
    const { refill_id, lines } = await call<Made>(
      'create-refill',
      {
        agreement_id,
        lines: [
          { item_id: items.gloves, qty: 10 },
          { item_id: items.stent, qty: 3 },
        ],
      },
      planner,
    );
    expect(lines).toMatchObject([{ short_by: 0 }, { allocated: 2, short_by: 1 }]);
    const none = call(
      'deliver-refill',
      { refill_id, lines: [{ item_id: items.gloves, lot_no: 'X', qty: 1 }] },
      rep,
    );
    expect((await refusalOf(none)).code).toBe('stock.allocation_not_picked');
    const scan = await pick(refill_id);
    for (const actor of [planner, keeper])
      expect((await refusalOf(call('deliver-refill', { refill_id, lines: scan }, actor))).code).toBe(
        'fulfilment.same_person',
      );
    const less = scan.map((line) => ('serial_nos' in line ? line : { ...line, qty: 9 }));
    expect((await refusalOf(call('deliver-refill', { refill_id, lines: less }, rep))).code).toBe(
      'fulfilment.scan_differs',
    );
    expect(await call('deliver-refill', { refill_id, lines: scan }, rep)).toMatchObject({ qty: 12 });
    const { lots, line_rows } = await see();
    expect(lots.map((lot) => [lot.qty, lot.owner_id])).toEqual([
      [10, world.entity_id],
      [2, world.entity_id],
    ]);
    expect(lots[1]!.serial_nos).toEqual(serials.toSorted());
    expect(line_rows.map((row) => row.qty_on_hand).toSorted()).toEqual([10, 2].toSorted());
    expect((await refusalOf(call('cancel-refill', { refill_id, reason: 'x' }, planner))).code).toBe(
      'fulfilment.refill_closed',
    );
  });

  test('takes only what the agreement names, and lots that last long enough', async () => {
    await agree({
      lines: [{ item_id: items.gloves, par_qty: 5, min_remaining_days: 400, unit_price_fen: 1 }],
    });
    await stocked(items.gloves, 5, inDays(300));
    const stent = call('create-refill', { agreement_id, lines: [{ item_id: items.stent, qty: 1 }] }, planner);
    expect((await refusalOf(stent)).lines).toEqual(['lines.0.item_id fulfilment.not_agreed']);
    const made = await call<Made>(
      'create-refill',
      { agreement_id, lines: [{ item_id: items.gloves, qty: 1 }] },
      planner,
    );
    expect(made.lines[0]).toMatchObject({ short_by: 1 });
    expect(made.lines[0]!.reasons.map((reason) => reason.code)).toContain(
      'compliance.remaining_life_too_short',
    );
    await call('cancel-refill', { refill_id: made.refill_id, reason: '改期' }, planner);
  });

  test('swaps pieces near their end for fresh ones, and the old come back to the returns zone', async () => {
    const old = await stocked(items.gloves, 4, inDays(200));
    await filled([{ item_id: items.gloves, qty: 4 }]);
    await agree({ swap_days: 250 });
    expect((await see()).lots).toMatchObject([{ lot_id: old.lot_id, swap: true, qty: 4 }]);
    await stocked(items.gloves, 4, inDays(240));
    const young = await stocked(items.gloves, 4, inDays(900));
    const absent = call(
      'create-refill',
      { agreement_id, lines: [{ item_id: items.gloves, qty: 5, swap_lot_id: old.lot_id }] },
      planner,
    );
    expect((await refusalOf(absent)).code).toBe('fulfilment.not_in_cabinet');
    const { refill_id } = await filled([{ item_id: items.gloves, qty: 4, swap_lot_id: old.lot_id }]);
    const lines = [{ item_id: items.gloves, lot_no: old.lot_no, qty: 4 }];
    await call('take-back', { agreement_id, refill_id, reason: '近效期换货', lines }, rep);
    const after = await see();
    expect(after.lots).toMatchObject([{ lot_id: young.lot_id, qty: 4, swap: false }]);
    expect(await world.balance(old, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 4 });
    const seen = await call<OutputOf<typeof contract.getRefill>>('get-refill', { refill_id }, planner);
    expect(seen).toMatchObject({
      kind: 'swap',
      qty_to_take_back: 0,
      line_rows: [{ swap_lot_no: old.lot_no, qty_taken_back: 4 }],
    });
  });
});

describe('use', () => {
  test('is reported by the hospital, confirmed by us, sold and settled at the agreed price', async () => {
    const gloves = await stocked(items.gloves, 5);
    const stents = await stocked(items.stent, 2);
    await filled([
      { item_id: items.gloves, qty: 5 },
      { item_id: items.stent, qty: 2 },
    ]);
    const lines = [
      { item_id: items.gloves, lot_no: gloves.lot_no, qty: 2 },
      { item_id: items.stent, lot_no: stents.lot_no, qty: 1, serial_nos: [stents.serials[0]!] },
    ];
    const named = call('report-use', { department_id, patient_ref: '李四四四', lines }, nurse);
    expect((await refusalOf(named)).code).toBe('fulfilment.patient_named');
    expect((await refusalOf(call('report-use', { department_id }, nurse))).code).toBe(
      'fulfilment.nothing_named',
    );
    const { report_id } = await call<{ report_id: number }>(
      'report-use',
      { department_id, patient_ref: 'PX-2026-77', lines },
      nurse,
    );
    const seen = await call<OutputOf<typeof contract.listUseReports>>('list-use-reports', {}, nurse);
    expect(seen.rows[0]).toMatchObject({ report_id, status: 'reported', qty: 3 });
    const decide = (decision: string, actor = rep, more = {}) =>
      call('decide-use-report', { report_id, decision, ...more }, actor);
    expect((await refusalOf(decide('reject'))).code).toBe('fulfilment.reason_missing');
    expect(await decide('post')).toMatchObject({ status: 'posted' });
    expect((await refusalOf(decide('post'))).code).toBe('fulfilment.report_closed');
    const { lots } = await see();
    expect(lots.map((lot) => lot.qty)).toEqual([3, 1]);
    const open = await call<OutputOf<typeof contract.listUsages>>(
      'list-usages',
      { partner_id: world.hospital_id },
      accountant,
    );
    const mine = open.rows.filter((row) => [items.gloves, items.stent].includes(row.item_id));
    expect(mine.map((row) => row.unit_price_fen).toSorted()).toEqual([1200, 500_000]);
    const made = await call('issue-settlement', { usage_ids: mine.map((row) => row.usage_id) }, accountant);
    expect(made).toMatchObject({ amount_fen: 502_400 });
    // Sold goods are the hospital's.
    const [sold] = await world.sql<{ qty: string; owner_id: string }>(
      `select b.qty, b.owner_id from stock.balance b join stock.account a using (account_id)
       where a.kind = 'customer' and a.department_id = $1 and b.item_id = $2`,
      [department_id, items.gloves],
    );
    expect([Number(sold!.qty), Number(sold!.owner_id)]).toEqual([2, world.hospital_id]);
  });

  test('reported by one of ours is confirmed by another; what does not stand there is refused by its line', async () => {
    const gloves = await stocked(items.gloves, 2);
    await filled([{ item_id: items.gloves, qty: 2 }]);
    const lines = [{ item_id: items.gloves, lot_no: gloves.lot_no, qty: 3 }];
    const { report_id } = await call<{ report_id: number }>('report-use', { department_id, lines }, rep);
    expect((await refusalOf(call('decide-use-report', { report_id, decision: 'post' }, rep))).code).toBe(
      'fulfilment.same_person',
    );
    const refused = await refusalOf(call('decide-use-report', { report_id, decision: 'post' }, chief));
    expect(refused).toMatchObject({
      code: 'fulfilment.more_than_out',
      lines: ['lines.0 fulfilment.more_than_out'],
    });
    expect(
      await call('decide-use-report', { report_id, decision: 'reject', reason: '数量有误' }, chief),
    ).toMatchObject({ status: 'rejected' });
  });

  test('of a foreign department cannot be reported by a hospital', async () => {
    const [row] = await world.sql<{ department_id: string }>(
      `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
       select partner_id, $1, 'x', 1, 0 from masterdata.partner where partner_code = 'CARRIER' returning department_id`,
      [fresh('FOREIGN')],
    );
    const lines = [{ item_id: items.gloves, lot_no: 'X', qty: 1 }];
    const report = call('report-use', { department_id: Number(row!.department_id), lines }, nurse);
    expect((await refusalOf(report)).code).toBe('platform.not_found');
  });

  test('of a fixed pack is its label, once', async () => {
    const gloves = await stocked(items.gloves, 10);
    await filled([{ item_id: items.gloves, qty: 10 }]);
    const pack_code = fresh('PACK');
    const { pack_id } = await call<{ pack_id: number }>(
      'save-fixed-pack',
      { pack_code, name: '手套 5 副', item_id: items.gloves, qty: 5 },
      planner,
    );
    const other = call('save-fixed-pack', { pack_code, name: 'x', item_id: items.stent, qty: 1 }, planner);
    expect((await refusalOf(other)).code).toBe('fulfilment.pack_code_taken');
    const labels = (count: number) =>
      call<{ label_nos: string[] }>(
        'make-pack-labels',
        { agreement_id, pack_id, lot_id: gloves.lot_id, count },
        planner,
      );
    expect((await refusalOf(labels(3))).error.params).toMatchObject({ qty: 15, out: 10 });
    const { label_nos } = await labels(2);
    expect((await refusalOf(labels(1))).code).toBe('fulfilment.more_than_out');
    const print = (format: string) =>
      call<{ name: string; bytes: Uint8Array }>('print-pack-labels', { agreement_id, format }, planner);
    expect(Buffer.from((await print('pdf')).bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(Buffer.from((await print('zpl')).bytes).toString()).toContain(label_nos[0]);
    const report = (codes: string[]) =>
      call<{ report_id: number }>('report-use', { department_id, labels: codes }, nurse);
    expect((await refusalOf(report(['DSB-NONE']))).code).toBe('fulfilment.label_unknown');
    const { report_id } = await report([label_nos[0]!]);
    expect((await refusalOf(report([label_nos[0]!]))).code).toBe('fulfilment.label_opened');
    await call('decide-use-report', { report_id, decision: 'reject', reason: '未开封' }, rep);
    const again = await report([label_nos[0]!]);
    await call('decide-use-report', { report_id: again.report_id, decision: 'post' }, rep);
    expect((await see()).lots).toMatchObject([{ qty: 5 }]);
    const left = await call<OutputOf<typeof contract.listPackLabels>>(
      'list-pack-labels',
      { agreement_id, status: 'closed' },
      planner,
    );
    expect(left.rows.map((label) => label.label_no)).toEqual([label_nos[1]]);
  });
});

describe('a count on site', () => {
  test('opens what is missing and what is too much, and another person settles it', async () => {
    const a = await stocked(items.gloves, 6);
    const b = await stocked(items.stent, 2);
    await filled([
      { item_id: items.gloves, qty: 6 },
      { item_id: items.stent, qty: 2 },
    ]);
    const count = (lines: object[], actor = rep) =>
      call<OutputOf<typeof contract.countCabinet>>('count-cabinet', { agreement_id, lines }, actor);
    const unknown = await refusalOf(count([{ item_id: items.gloves, lot_no: 'NONE', counted: 1 }]));
    expect(unknown.code).toBe('fulfilment.lot_unknown');
    const first = await count([
      { item_id: items.gloves, lot_no: a.lot_no, counted: 8 },
      { item_id: items.stent, lot_no: b.lot_no, counted: 1, serial_nos: [b.serials[1]!] },
    ]);
    expect(first).toMatchObject({ expected: 8, counted: 9 });
    expect(first.differences.map((d) => [d.kind, d.qty]).toSorted()).toEqual([
      ['missing', 1],
      ['surplus', 2],
    ]);
    // The same count again finds nothing new.
    const again = await count([
      { item_id: items.gloves, lot_no: a.lot_no, counted: 8 },
      { item_id: items.stent, lot_no: b.lot_no, counted: 1, serial_nos: [b.serials[1]!] },
    ]);
    expect(again.differences).toEqual([]);
    const of = (kind: string) => first.differences.find((d) => d.kind === kind)!.difference_id;
    const resolve = (kind: string, resolution: string, actor = chief) =>
      call(
        'resolve-difference',
        { difference_id: of(kind), resolution, responsible: 'hospital', reason: '现场核对' },
        actor,
      );
    expect(
      (await refusalOf(resolve('missing', 'charged', { ...rep, permissions: chief.permissions }))).code,
    ).toBe('fulfilment.same_person');
    await resolve('missing', 'charged');
    await resolve('surplus', 'booked');
    const { lots } = await see();
    expect(lots.map((lot) => lot.qty)).toEqual([8, 1]);
    const listed = await call<OutputOf<typeof contract.listDifferences>>(
      'list-differences',
      { agreement_id },
      planner,
    );
    expect(listed.rows.every((row) => row.status === 'resolved')).toBe(true);
  });

  test('that misses a whole lot says so; found again nothing moves', async () => {
    await stocked(items.gloves, 3);
    await filled([{ item_id: items.gloves, qty: 3 }]);
    const { differences } = await call<OutputOf<typeof contract.countCabinet>>(
      'count-cabinet',
      { agreement_id, lines: [] },
      rep,
    );
    expect(differences).toMatchObject([{ kind: 'missing', qty: 3 }]);
    const found = {
      difference_id: differences[0]!.difference_id,
      resolution: 'found',
      responsible: 'us',
      reason: '在另一抽屉',
    };
    expect(await call('resolve-difference', found, chief)).toMatchObject({ movement_id: null });
    expect((await see()).lots).toMatchObject([{ qty: 3 }]);
  });

  test('takes as many statements for many lots as for few', async () => {
    const counts: number[] = [];
    for (const lots of [1, 2, 12]) {
      const lines = [];
      for (let n = 0; n < lots; n++) {
        const lot = await stocked(items.gloves, 1);
        lines.push({ item_id: items.gloves, lot_no: lot.lot_no, counted: 0 });
      }
      const { refill_id } = await call<Made>(
        'create-refill',
        { agreement_id, lines: [{ item_id: items.gloves, qty: lots }] },
        planner,
      );
      const scan = await pick(refill_id);
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await call('deliver-refill', { refill_id, lines: scan }, rep);
      await call('count-cabinet', { agreement_id, lines }, rep);
      observeStatements(null);
      counts.push(statements);
    }
    expect(counts[2]).toBe(counts[1]);
  });
});

/** Opening stock in the cabinet, without a delivery. */
function opened(lot: Lot, qty: number): Promise<number> {
  const { entity_id } = world;
  return world.tx(async (tx) => {
    const [cabinet] = await ensureAccounts(tx, [{ kind: 'consigned', department_id }]);
    const line = { ...lot, qty, from_account_id: world.north.adjustment, to_account_id: cabinet! };
    const owner = { from_owner_id: entity_id, to_owner_id: entity_id };
    const as = { from_disposition: 'released', to_disposition: 'released' } as const;
    return postOrFail(tx, { purpose: 'opening', actor: SYSTEM_ACTOR, lines: [{ ...line, ...owner, ...as }] });
  });
}

describe('consigned goods', () => {
  test('are reached by a recall and by expiry, and are not sold any more', async () => {
    const recalled = await stocked(items.gloves, 2);
    await filled([{ item_id: items.gloves, qty: 2 }]);
    await world.call(verbNamed('stock.recall-lots'), {
      lots: [{ item_id: recalled.item_id, lot_id: recalled.lot_id }],
      reason: '一级召回',
    });
    expect((await see()).lots).toMatchObject([{ disposition: 'recalled', qty: 2 }]);
    const lines = [{ item_id: items.gloves, lot_no: recalled.lot_no, qty: 2 }];
    await call('take-back', { agreement_id, reason: '召回', lines }, rep);
    expect(await world.balance(recalled, world.north.bins.returns, 'recalled')).toMatchObject({ qty: 2 });
    // A lot that was brought in time and has run out since: the invariants would see it leave today.
    const old = await world.lot(items.gloves, fresh('OLD'));
    await opened(old, 1);
    await world.age(old);
    await world.call(expireLots, {});
    expect((await see()).lots).toMatchObject([{ disposition: 'expired', qty: 1 }]);
    expect((await see()).line_rows.find((row) => row.item_id === items.gloves)).toMatchObject({
      qty_on_hand: 0,
      qty_refill: 10,
    });
  });
});

test('a hospital sees its agreements and reports and no other hospital’s, and cannot touch the cabinet', async () => {
  const { rows } = await call<OutputOf<typeof contract.listConsignAgreements>>(
    'list-consign-agreements',
    {},
    nurse,
  );
  expect(rows.every((row) => row.partner_id === world.hospital_id)).toBe(true);
  const other = { ...nurse, scope: { ...nurse.scope, partner_id: world.carrier_id } };
  expect(await call('list-consign-agreements', {}, other)).toMatchObject({ rows: [] });
  expect((await refusalOf(call('get-consign-agreement', { agreement_id }, other))).code).toBe(
    'platform.not_found',
  );
  expect((await refusalOf(call('count-cabinet', { agreement_id, lines: [] }, nurse))).code).toBe(
    'platform.forbidden',
  );
});

describe('supplier-owned goods at our warehouse', () => {
  const line = (lot: Lot, qty: number, account_id: number) => ({ ...lot, qty, account_id });
  const owned_rows = async () =>
    (
      await call<OutputOf<typeof contract.listSupplierOwned>>(
        'list-supplier-owned',
        { warehouse_id: world.north.warehouse_id },
        planner,
      )
    ).rows;

  test('are never offered to a customer until we take them over, and then are owed to the supplier', async () => {
    const lot_no = fresh('VMI');
    const input = { supplier_id: world.supplier_id, warehouse_id: world.north.warehouse_id };
    const printed = (account_id: number) => ({
      item_id: items.gloves,
      lot_no,
      expiry_date: '2031-05-31',
      production_date: '2024-05-31',
      qty: 10,
      account_id,
    });
    const receive = (more = {}) =>
      call(
        'receive-supplier-owned',
        { ...input, lines: [printed(world.north.bins.receiving)], ...more },
        planner,
      );
    expect((await refusalOf(receive({ supplier_id: world.hospital_id }))).code).toBe(
      'fulfilment.not_a_supplier',
    );
    const elsewhere = receive({ lines: [printed(world.south.bins.receiving)] });
    expect((await refusalOf(elsewhere)).code).toBe('fulfilment.place_elsewhere');
    await receive();
    const [row] = (await owned_rows()).filter((one) => one.lot_no === lot_no);
    expect(row).toMatchObject({ qty: 10, disposition: 'quarantine', expiry_date: '2031-05-31' });
    const lot: Lot = { item_id: items.gloves, lot_id: row!.lot_id };
    await release(lot, world.north.bins.receiving, world.north.bins.shelf);
    expect((await refusalOf(world.allocate(items.gloves, 1))).code).toBe('stock.short');
    const taken = await call(
      'take-supplier-owned',
      { ...input, reason: '医院急用', lines: [line(lot, 4, world.north.bins.shelf)] },
      planner,
    );
    expect(taken).toMatchObject({ qty: 4 });
    await world.allocate(items.gloves, 4);
    expect((await refusalOf(world.allocate(items.gloves, 1))).code).toBe('stock.short');
    const open = await call<OutputOf<typeof contract.listUsages>>(
      'list-usages',
      { direction: 'supplier' },
      accountant,
    );
    const usage = open.rows.find((row) => row.item_id === items.gloves)!;
    const prices = [{ item_id: items.gloves, unit_price_fen: 900 }];
    const made = await call('issue-settlement', { usage_ids: [usage.usage_id], prices }, accountant);
    expect(made).toMatchObject({ amount_fen: 3600 });
    const owned = await world.sql<{ owner: string; qty: string }>(
      `select p.kind as owner, sum(b.qty)::text as qty from stock.balance b join masterdata.partner p on p.partner_id = b.owner_id
       where b.lot_id = $1 and b.account_id = $2 group by 1 order by 1`,
      [lot.lot_id, world.north.bins.shelf],
    );
    expect(owned).toEqual([
      { owner: 'legal_entity', qty: '4' },
      { owner: 'supplier', qty: '6' },
    ]);
  });

  async function release(lot: Lot, from: number, to: number) {
    const owner = { from_owner_id: world.supplier_id, to_owner_id: world.supplier_id };
    const one = { ...lot, qty: 10, from_account_id: from, to_account_id: to, ...owner };
    await world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'release',
        actor: SYSTEM_ACTOR,
        lines: [{ ...one, from_disposition: 'quarantine', to_disposition: 'released' }],
      }),
    );
  }
});

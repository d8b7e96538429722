import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verbNamed } from '../../../test/support/documents.ts';
import { newItems } from '../../../test/support/goods.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { observeStatements, SYSTEM_SCOPE } from '../../platform/db.ts';
import { refillSets } from './refill-sets.ts';

type Case = OutputOf<typeof contract.getCase>;
type SetSeen = OutputOf<typeof contract.getSet>;

let world: World;
let packer: Actor;
let reviewer: Actor;
let chief: Actor;
let accountant: Actor;
let numbers = 0;
/** Items of their own for each test, so that it finds its own lots on the shelf and no others. */
let items: { gloves: number; stent: number };
beforeAll(async () => {
  world = await createWorld();
  const at = [world.north.warehouse_id];
  const keeper = ['fulfilment.surgery', 'fulfilment.review', 'fulfilment.read', 'stock.pick'];
  packer = world.as(keeper, at, 61);
  reviewer = world.as(keeper, at, 62);
  chief = world.as([...keeper, 'stock.adjust'], at, 63);
  accountant = world.as(['fulfilment.settle', 'fulfilment.read'], 'all', 64);
});
beforeEach(async () => {
  const [gloves, stent] = await newItems(world, ['lot', 'serial']);
  items = { gloves: gloves!, stent: stent! };
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
  // What the documents say is out equals what the ledger has there.
  const wrong = await world.sql(
    `select coalesce(p.case_id, b.case_id) as case_id, p.qty, b.qty as ledger from (
       select case_id, sum(qty_sent - qty_used - qty_returned - qty_written_off) as qty from fulfilment.case_piece group by 1) p
     full join (
       select substr(a.document_key, 6)::bigint as case_id, sum(b.qty) as qty from stock.balance b
       join stock.account a using (account_id) where a.kind = 'consigned' and a.document_key like 'case:%' group by 1) b
       using (case_id) where coalesce(p.qty, 0) <> coalesce(b.qty, 0)`,
  );
  expect(wrong).toEqual([]);
});
afterAll(() => world.close());

const call = <T = never>(name: string, input: unknown, actor: Actor): Promise<T> =>
  world.call(verbNamed(`fulfilment.${name}`), input, { actor }) as Promise<T>;
const fresh = (word: string) => `${word}-${++numbers}`;
const see = (case_id: number, actor = packer) => call<Case>('get-case', { case_id }, actor);
const seeSet = (set_id: number) => call<SetSeen>('get-set', { set_id }, packer);

/** A lot of gloves and one of numbered stents on the shelf. */
async function goods(
  gloves: number,
  stents: number,
): Promise<{ gloves: Lot; stents: Lot; serials: string[] }> {
  const [a, b] = [await world.lot(items.gloves, fresh('GL')), await world.lot(items.stent, fresh('ST'))];
  const serials = Array.from({ length: stents }, () => fresh('SN'));
  if (gloves > 0) await world.receive(a, world.north.bins.shelf, gloves);
  if (stents > 0) await world.receive(b, world.north.bins.shelf, stents, { serial_nos: serials });
  return { gloves: a, stents: b, serials };
}

async function madeSet(lines: { item_id: number; qty: number; role?: string }[]): Promise<number> {
  const { template_id } = await call<{ template_id: number }>(
    'save-set-template',
    { template_code: fresh('TPL'), name: '髋关节工具', procedure_name: '全髋置换', lines },
    packer,
  );
  const set = { set_no: fresh('SET'), template_id, warehouse_id: world.north.warehouse_id };
  return (await call<{ set_id: number }>('create-set', set, packer)).set_id;
}

/** Picks what is allocated for a set or a case, numbers by the ledger's order. */
async function pick(allocations: Case['allocations'], actor = packer): Promise<void> {
  const open = allocations.filter((row) => row.status === 'open');
  const used = new Set<string>();
  const lines = [];
  for (const { allocation_id, qty, lot_no, item_id, lot_id, account_id } of open) {
    const rows = await world.sql<{ serial_no: string }>(
      'select serial_no from stock.serial where item_id = $1 and lot_id = $2 and account_id = $3 order by 1',
      [item_id, lot_id, account_id],
    );
    const serial_nos = rows
      .map((r) => r.serial_no)
      .filter((n) => !used.has(n))
      .slice(0, qty);
    for (const n of serial_nos) used.add(n);
    lines.push({ allocation_id, qty, lot_no, ...(serial_nos.length > 0 ? { serial_nos } : {}) });
  }
  if (lines.length > 0)
    await world.call(
      verbNamed('stock.pick-allocations'),
      { to_account_id: world.north.bins.dispatch, lines },
      { actor },
    );
}

async function packedSet(lines: Parameters<typeof madeSet>[0]): Promise<number> {
  const set_id = await madeSet(lines);
  await call('fill-set', { set_id }, packer);
  await pick((await seeSet(set_id)).allocations);
  await call('change-set-state', { set_id, to: 'packed' }, packer);
  return set_id;
}

let day = 10;
async function plannedCase(set_ids: number[], more: object = {}): Promise<number> {
  day += 3;
  const input = {
    department_id: world.icu_id,
    warehouse_id: world.north.warehouse_id,
    surgery_at: new Date(Date.now() + day * 86_400_000).toISOString(),
    procedure_name: '全髋置换',
    surgeon: '王主任',
    patient_ref: 'ZY20261101',
    set_ids,
    ...more,
  };
  return (await call<{ case_id: number }>('create-case', input, packer)).case_id;
}

/** Everything picked, as a scan of it would read. */
async function scanOf(case_id: number) {
  const { allocations } = await see(case_id);
  const rows = await world.sql<{ item_id: string; lot_id: string; serial_nos: string[] }>(
    `select item_id, lot_id, array_agg(serial_no order by serial_no) as serial_nos from stock.serial
     where account_id = $1 group by 1, 2`,
    [world.north.bins.dispatch],
  );
  return allocations.map(({ item_id, lot_id, lot_no, qty }) => {
    const serial_nos = rows.find((r) => Number(r.lot_id) === lot_id)?.serial_nos.splice(0, qty);
    return { item_id, lot_no, qty, ...(serial_nos ? { serial_nos } : {}) };
  });
}

async function outCase(set_ids: number[], more: object = {}, dispatch: object = {}): Promise<number> {
  const case_id = await plannedCase(set_ids, more);
  await call('prepare-case', { case_id }, packer);
  await pick((await see(case_id)).allocations);
  await call('review-case', { case_id, lines: await scanOf(case_id) }, reviewer);
  await call('dispatch-case', { case_id, ...dispatch }, packer);
  return case_id;
}

describe('a set', () => {
  test('is filled from stock, packed when its pieces were scanned into it, and says what it lacks', async () => {
    await goods(3, 1);
    const set_id = await madeSet([
      { item_id: items.gloves, qty: 2 },
      { item_id: items.stent, qty: 2 },
    ]);
    const filled = await call<OutputOf<typeof contract.fillSet>>('fill-set', { set_id }, packer);
    expect(filled.lines).toMatchObject([
      { wanted: 2, allocated: 2, short_by: 0 },
      { wanted: 2, allocated: 1, short_by: 1, reasons: [{ code: 'stock.short' }] },
    ]);
    expect(
      await world.sql('select qty_open::int from fulfilment.v_set_shortage where set_id = $1', [set_id]),
    ).toEqual([{ qty_open: 1 }]);
    const pack = (more = {}) => call('change-set-state', { set_id, to: 'packed', ...more }, packer);
    expect((await refusalOf(pack())).code).toBe('fulfilment.set_incomplete');
    await pick((await seeSet(set_id)).allocations);
    expect((await refusalOf(pack())).code).toBe('fulfilment.set_incomplete');
    await pack({ note: '一枚支架缺货' });
    expect(await seeSet(set_id)).toMatchObject({ state: 'packed', qty_wanted: 4, qty_picked: 3 });
    expect((await refusalOf(pack())).code).toBe('fulfilment.set_wrong_state');
  });

  test('is promised to one case on a day, and free again when that is cancelled', async () => {
    const set_id = await madeSet([{ item_id: items.gloves, qty: 1 }]);
    const surgery_at = '2027-03-01T02:00:00Z';
    const case_id = await plannedCase([set_id], { surgery_at });
    const refusal = await refusalOf(plannedCase([set_id], { surgery_at: '2027-03-02T08:00:00Z' }));
    expect(refusal.code).toBe('fulfilment.set_taken');
    expect(refusal.error.params).toMatchObject({ from: '2027-02-28', to: '2027-03-02' });
    await plannedCase([set_id], { surgery_at: '2027-03-06T08:00:00Z' });
    await call('cancel-case', { case_id, reason: '手术取消' }, packer);
    await plannedCase([set_id], { surgery_at: '2027-03-02T08:00:00Z' });
  });

  test('cannot be promised twice even by two requests at once', async () => {
    const set_id = await madeSet([{ item_id: items.gloves, qty: 1 }]);
    const both = await Promise.allSettled(
      [1, 2].map(() => plannedCase([set_id], { surgery_at: '2027-05-01T02:00:00Z' })),
    );
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('comes from reprocessing with one more cycle, and does not leave when it is no longer sterile', async () => {
    await goods(5, 0);
    const set_id = await madeSet([{ item_id: items.gloves, qty: 1, role: 'instrument' }]);
    await call('change-set-state', { set_id, to: 'reprocessing' }, packer);
    await call('change-set-state', { set_id, to: 'clean', sterile_until: '2026-01-01' }, packer);
    await call('fill-set', { set_id }, packer);
    await pick((await seeSet(set_id)).allocations);
    await call('change-set-state', { set_id, to: 'packed' }, packer);
    const case_id = await plannedCase([set_id]);
    await call('review-case', { case_id, lines: await scanOf(case_id) }, reviewer);
    expect((await refusalOf(call('dispatch-case', { case_id }, packer))).code).toBe('fulfilment.not_sterile');
    expect(await seeSet(set_id)).toMatchObject({ cycles: 1, sterile_until: '2026-01-01' });
  });
});

describe('a case', () => {
  test.each(['张三', 'Zhang San', '310101199001011234', '13812345678', 'AB1'])(
    'refuses %s as a patient reference',
    async (patient_ref) => {
      const lines = [{ item_id: items.gloves, qty: 1 }];
      expect((await refusalOf(plannedCase([], { patient_ref, lines }))).code).toBe(
        'fulfilment.patient_named',
      );
    },
  );

  test('needs something to send, known items, and a set of its own warehouse', async () => {
    expect((await refusalOf(plannedCase([]))).code).toBe('fulfilment.case_empty');
    expect((await refusalOf(plannedCase([987_654]))).code).toBe('platform.not_found');
    const twice = [1, 2].map(() => ({ item_id: items.gloves, qty: 1 }));
    expect((await refusalOf(plannedCase([], { lines: twice }))).lines).toEqual(['lines.1.item_id duplicate']);
    const everywhere = world.as(['fulfilment.surgery'], 'all', 65);
    const [row] = await world.sql<{ set_id: string }>(
      `insert into fulfilment.surgical_set (set_no, template_id, warehouse_id)
       select $1, min(template_id), $2 from fulfilment.set_template returning set_id`,
      [fresh('SOUTH'), world.south.warehouse_id],
    );
    const input = { set_ids: [Number(row!.set_id)] };
    expect((await refusalOf(plannedCase(input.set_ids))).code).toBe('platform.not_found');
    const elsewhere = call(
      'create-case',
      {
        department_id: world.icu_id,
        warehouse_id: world.north.warehouse_id,
        surgery_at: '2027-07-01T02:00:00Z',
        procedure_name: 'x',
        surgeon: 'x',
        patient_ref: 'A1234',
        ...input,
      },
      everywhere,
    );
    expect((await refusalOf(elsewhere)).code).toBe('fulfilment.set_elsewhere');
  });

  test('is reviewed by somebody who neither prepared, packed nor picked it, and by the exact pieces', async () => {
    await goods(10, 3);
    const set_id = await packedSet([
      { item_id: items.gloves, qty: 2 },
      { item_id: items.stent, qty: 1 },
    ]);
    const case_id = await plannedCase([set_id], { lines: [{ item_id: items.gloves, qty: 1 }] });
    await call('prepare-case', { case_id }, chief);
    const early = await refusalOf(call('review-case', { case_id, lines: await scanOf(case_id) }, reviewer));
    expect(early.code).toBe('stock.allocation_not_picked');
    await pick((await see(case_id)).allocations);
    const lines = await scanOf(case_id);
    for (const actor of [packer, chief])
      expect((await refusalOf(call('review-case', { case_id, lines }, actor))).code).toBe(
        'fulfilment.same_person',
      );
    const short = lines.map((line, index) => (index === 0 ? { ...line, qty: line.qty + 1 } : line));
    const refused = await refusalOf(call('review-case', { case_id, lines: short }, reviewer));
    expect(refused).toMatchObject({
      code: 'fulfilment.scan_differs',
      lines: ['lines.0 fulfilment.scan_missing'],
    });
    const wrong = lines.map((line) => ('serial_nos' in line ? { ...line, serial_nos: ['NOT-THERE'] } : line));
    expect((await refusalOf(call('review-case', { case_id, lines: wrong }, reviewer))).code).toBe(
      'fulfilment.scan_differs',
    );
    expect(await call('review-case', { case_id, lines }, reviewer)).toMatchObject({
      status: 'reviewed',
      qty: 4,
    });
    expect(await call('dispatch-case', { case_id }, packer)).toMatchObject({ status: 'out', qty: 4 });
    expect(await seeSet(set_id)).toMatchObject({ state: 'out', qty_in: 0 });
    expect((await see(case_id)).pieces.map((p) => p.qty_out)).toEqual([3, 1]);
  });

  test('goes back to review when a piece was taken away after it', async () => {
    await goods(10, 0);
    const case_id = await plannedCase([], { lines: [{ item_id: items.gloves, qty: 2 }] });
    await call('prepare-case', { case_id }, packer);
    await pick((await see(case_id)).allocations);
    await call('review-case', { case_id, lines: await scanOf(case_id) }, reviewer);
    const { allocation_id } = (await see(case_id)).allocations[0]!;
    await world.call(verbNamed('stock.release-allocation'), {
      allocation_ids: [allocation_id],
      reason: '箱破',
    });
    expect((await refusalOf(call('dispatch-case', { case_id }, packer))).code).toBe(
      'fulfilment.scan_differs',
    );
    await call('prepare-case', { case_id }, packer);
    expect(await see(case_id)).toMatchObject({ status: 'planned', reviewed_by_name: null });
  });

  test('is booked with transport where drivers bring it, lot by lot', async () => {
    const { gloves } = await goods(4, 4);
    const set_id = await packedSet([{ item_id: items.gloves, qty: 2 }]);
    const case_id = await outCase([set_id], {}, { by_transport: true });
    const booked = await world.sql<{ kind: string; qty: string; lot_id: string }>(
      `select d.kind, l.qty::text as qty, l.lot_id::text as lot_id from transport.document d
       join transport.document_line l using (transport_document_id) where d.document_key = $1`,
      [`case:${case_id}`],
    );
    expect(booked.reduce((sum, row) => sum + Number(row.qty), 0)).toBe(2);
    expect(booked).toContainEqual(
      expect.objectContaining({ kind: 'delivery', lot_id: String(gloves.lot_id) }),
    );
  });

  test('is used, returned and settled: only what went out, each piece once, and the set is filled again', async () => {
    const { gloves, stents } = await goods(4, 4);
    const other = await goods(0, 1);
    const set_id = await packedSet([
      { item_id: items.gloves, qty: 2 },
      { item_id: items.stent, qty: 3 },
    ]);
    const case_id = await outCase([set_id]);
    const sent = await see(case_id);
    const stent = sent.pieces.find((p) => p.tracking === 'serial')!;
    const glove = sent.pieces.find((p) => p.tracking === 'lot')!;
    const pdf = await call<{ bytes: Uint8Array }>('print-case', { case_id }, packer);
    expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    const [first, second, third] = stent.serial_nos as [string, string, string];
    const use = (lines: object[]) => call('record-case-use', { case_id, lines }, packer);
    const line = (serial_nos: string[]) => ({
      item_id: stent.item_id,
      lot_no: stent.lot_no,
      qty: serial_nos.length,
      serial_nos,
    });
    expect((await refusalOf(use([line([other.serials[0]!])]))).code).toBe('fulfilment.not_out');
    expect((await refusalOf(use([{ item_id: stent.item_id, lot_no: stent.lot_no, qty: 1 }]))).lines).toEqual([
      'lines.0 fulfilment.serials_missing',
    ]);
    expect(await use([line([first])])).toMatchObject({ qty: 1 });
    expect((await refusalOf(use([line([first])]))).code).toBe('fulfilment.not_out');

    const back = [line([second]), { item_id: glove.item_id, lot_no: glove.lot_no, qty: 2 }];
    const returned = await call<OutputOf<typeof contract.returnCase>>(
      'return-case',
      { case_id, lines: back },
      packer,
    );
    expect(returned).toMatchObject({ status: 'out', returned: 3, quarantined: 0, out: 1, differences: [] });
    const closed = await call<OutputOf<typeof contract.returnCase>>(
      'return-case',
      { case_id, lines: [], final: true, note: '台上未找到' },
      packer,
    );
    expect(closed).toMatchObject({ status: 'differing', differences: [{ kind: 'missing', qty: 1 }] });
    expect(await seeSet(set_id)).toMatchObject({ state: 'used' });

    // The difference is settled by another person, and charged.
    const { usage_id } = (await see(case_id)).usages[0]!;
    const settle = () =>
      call(
        'issue-settlement',
        { usage_ids: [usage_id], prices: [{ item_id: stent.item_id, unit_price_fen: 500_000 }] },
        accountant,
      );
    expect((await refusalOf(settle())).code).toBe('fulfilment.case_not_back');
    const difference_id = closed.differences[0]!.difference_id;
    const resolve = (resolution: string, actor = chief) =>
      call(
        'resolve-difference',
        { difference_id, resolution, responsible: 'hospital', reason: '确认遗失,由医院承担' },
        actor,
      );
    expect((await refusalOf(resolve('scrapped'))).code).toBe('fulfilment.resolution_does_not_fit');
    expect((await refusalOf(resolve('lost', { ...chief, user_id: 61 }))).code).toBe('fulfilment.same_person');
    await resolve('charged');
    expect((await refusalOf(resolve('charged'))).code).toBe('fulfilment.difference_resolved');
    const back_case = await see(case_id);
    expect(back_case).toMatchObject({ status: 'returned', qty_out: 0, qty_used: 2, qty_returned: 3 });
    expect(back_case.usages.map((u) => u.serial_nos)).toEqual([[first], [third]]);

    // The settlement carries the list of UDIs, and is reversed rather than changed.
    const usage_ids = back_case.usages.map((u) => u.usage_id);
    expect((await refusalOf(call('issue-settlement', { usage_ids }, accountant))).code).toBe(
      'fulfilment.price_missing',
    );
    const made = await call<OutputOf<typeof contract.issueSettlement>>(
      'issue-settlement',
      { usage_ids, prices: [{ item_id: stent.item_id, unit_price_fen: 500_000 }] },
      accountant,
    );
    expect(made).toMatchObject({ amount_fen: 1_000_000 });
    expect(await see(case_id)).toMatchObject({ status: 'settled' });
    expect((await refusalOf(call('issue-settlement', { usage_ids }, accountant))).code).toBe(
      'fulfilment.usage_settled',
    );
    const paper = await call<OutputOf<typeof contract.getSettlement>>(
      'get-settlement',
      { settlement_id: made.settlement_id },
      accountant,
    );
    expect(paper.line_rows).toMatchObject([
      { serial_nos: [first], patient_ref: 'ZY20261101', amount_fen: 500_000 },
      { serial_nos: [third], amount_fen: 500_000 },
    ]);
    const file = await call<{ bytes: Uint8Array }>(
      'export-settlement',
      { settlement_id: made.settlement_id },
      accountant,
    );
    expect(file.bytes.length).toBeGreaterThan(1000);
    await call('reverse-settlement', { settlement_id: made.settlement_id, reason: '价格有误' }, accountant);
    expect(await see(case_id)).toMatchObject({ status: 'returned' });

    // Replenishment by itself: its own pieces first, then from stock.
    const events = await world.sql<{ topic: string; payload: unknown }>(
      `select topic, payload from platform.outbox where topic = 'fulfilment.case_returned' and entity_key = $1 order by 1`,
      [String(case_id)],
    );
    await world.db.tx(SYSTEM_SCOPE, (tx) => refillSets.handle(events as never, tx));
    const set = await seeSet(set_id);
    expect(set.line_rows.map((row) => row.qty_in)).toEqual([2, 3]);
    expect(set.allocations.map((a) => [a.lot_id, a.qty])).toContainEqual([gloves.lot_id, 2]);
    expect(new Set(set.allocations.map((a) => a.lot_id))).toContain(stents.lot_id);
  });

  test('brings cold, opened and late pieces to the returns zone, and leaves spoilt ones to be settled', async () => {
    const { gloves } = await goods(6, 0);
    const case_id = await outCase([], { lines: [{ item_id: items.gloves, qty: 4 }] });
    const { lot_no } = (await see(case_id)).pieces[0]!;
    const line = (qty: number, condition: string) => ({ item_id: gloves.item_id, lot_no, qty, condition });
    const answer = await call<OutputOf<typeof contract.returnCase>>(
      'return-case',
      { case_id, lines: [line(1, 'intact'), line(1, 'opened'), line(2, 'contaminated')] },
      packer,
    );
    expect(answer).toMatchObject({
      status: 'differing',
      returned: 2,
      quarantined: 1,
      out: 0,
      differences: [{ kind: 'contaminated', qty: 2 }],
    });
    await call(
      'resolve-difference',
      {
        difference_id: answer.differences[0]!.difference_id,
        resolution: 'scrapped',
        responsible: 'hospital',
        reason: '污染',
      },
      chief,
    );
    const { lot_id } = (await see(case_id)).pieces[0]!;
    const at = (bin: 'returns' | 'rejected', disposition: string) =>
      world.balance({ item_id: gloves.item_id, lot_id }, world.north.bins[bin], disposition);
    expect(await at('returns', 'quarantine')).toMatchObject({ qty: 1 });
    expect(await at('rejected', 'rejected')).toMatchObject({ qty: 2 });
    expect(await see(case_id)).toMatchObject({ status: 'returned', qty_out: 0 });
  });

  test('whose use was recorded wrongly is reversed: the piece comes back to be looked at, and is not charged', async () => {
    const { stents, serials } = await goods(0, 1);
    const case_id = await outCase([], { lines: [{ item_id: items.stent, qty: 1 }] });
    const lot_no = (await see(case_id)).pieces[0]!.lot_no;
    const lines = [{ item_id: items.stent, lot_no, qty: 1, serial_nos: serials }];
    await call('record-case-use', { case_id, lines }, packer);
    await call('return-case', { case_id, lines: [], final: true }, packer);
    const { usage_id } = (await see(case_id)).usages[0]!;
    const reverse = () => call('reverse-usage', { usage_id, reason: '误扫' }, chief);
    const prices = [{ item_id: items.stent, unit_price_fen: 1 }];
    const issue = () =>
      call<{ settlement_id: number }>('issue-settlement', { usage_ids: [usage_id], prices }, accountant);
    const { settlement_id } = await issue();
    expect((await refusalOf(reverse())).code).toBe('fulfilment.usage_settled');
    await call('reverse-settlement', { settlement_id, reason: '误扫' }, accountant);
    await reverse();
    expect((await refusalOf(reverse())).code).toBe('fulfilment.usage_reversed');
    expect((await refusalOf(issue())).code).toBe('fulfilment.usage_reversed');
    expect(await see(case_id)).toMatchObject({ qty_used: 0, qty_returned: 1, qty_out: 0 });
    expect(await world.balance(stents, world.north.bins.returns, 'quarantine')).toMatchObject({ qty: 1 });
  });

  test('does not use up instruments', async () => {
    await goods(2, 0);
    const set_id = await packedSet([{ item_id: items.gloves, qty: 1, role: 'instrument' }]);
    const case_id = await outCase([set_id]);
    const { lot_no, item_id } = (await see(case_id)).pieces[0]!;
    const lines = [{ item_id, lot_no, qty: 1 }];
    expect((await refusalOf(call('record-case-use', { case_id, lines }, packer))).code).toBe(
      'fulfilment.instrument_used',
    );
  });

  test('whose lot is recalled at the hospital comes back as recalled', async () => {
    const { gloves } = await goods(1, 0);
    const case_id = await outCase([], { lines: [{ item_id: items.gloves, qty: 1 }] });
    const [piece] = (await see(case_id)).pieces;
    await world.call(verbNamed('stock.recall-lots'), {
      lots: [{ item_id: piece!.item_id, lot_id: piece!.lot_id }],
      reason: '召回',
    });
    const lines = [{ item_id: gloves.item_id, lot_no: piece!.lot_no, qty: 1 }];
    expect(await call('return-case', { case_id, lines }, packer)).toMatchObject({
      status: 'returned',
      quarantined: 1,
    });
    expect(
      await world.balance(
        { item_id: piece!.item_id, lot_id: piece!.lot_id },
        world.north.bins.returns,
        'recalled',
      ),
    ).toMatchObject({ qty: 1 });
  });

  test('is not found by the people of another warehouse', async () => {
    const case_id = await plannedCase([], { lines: [{ item_id: items.gloves, qty: 1 }] });
    const stranger = world.as(
      ['fulfilment.surgery', 'fulfilment.read', 'fulfilment.review'],
      [world.south.warehouse_id],
      71,
    );
    for (const verb of ['get-case', 'prepare-case', 'dispatch-case'])
      expect((await refusalOf(call(verb, { case_id }, stranger))).code).toBe('platform.not_found');
  });

  test('takes as many statements for many pieces as for few', async () => {
    const counts = [];
    // The first one notes the facts it was judged by.
    for (const lots of [1, 2, 12]) {
      for (let n = 0; n < lots; n++) await goods(1, 0);
      const case_id = await outCase([], { lines: [{ item_id: items.gloves, qty: lots }] });
      const lines = (await see(case_id)).pieces.map(({ item_id, lot_no, qty_out: qty }) => ({
        item_id,
        lot_no,
        qty,
      }));
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await call('return-case', { case_id, lines }, packer);
      observeStatements(null);
      counts.push(statements);
    }
    expect(counts[2]).toBe(counts[1]);
  });
});

test('the figures tell the turn-round of sets, and late cases are listed', async () => {
  const { rows } = await call<OutputOf<typeof contract.surgeryFigures>>('surgery-figures', {}, packer);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.some((row) => row.hours_out !== null && row.qty_used > 0)).toBe(true);
  await goods(1, 0);
  const case_id = await outCase([], { lines: [{ item_id: items.gloves, qty: 1 }] });
  await world.sql(
    `update fulfilment.surgical_case set surgery_at = now() - interval '3 days', due_back_at = now() - interval '1 day' where case_id = $1`,
    [case_id],
  );
  const late = await call<OutputOf<typeof contract.listCases>>('list-cases', { late_only: 'true' }, packer);
  expect(late.rows.map((row) => row.case_id)).toEqual([case_id]);
  const { pieces } = await see(case_id);
  const lines = [{ item_id: pieces[0]!.item_id, lot_no: pieces[0]!.lot_no, qty: 1 }];
  expect(await call('return-case', { case_id, lines }, packer)).toMatchObject({
    quarantined: 1,
    status: 'returned',
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { findViolations } from '../../invariants.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { observeStatements } from '../../platform/db.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { liftHold } from '../stock/lift-hold.ts';
import { answerRecallNotice } from './answer-recall-notice.ts';
import { closeRecall } from './close-recall.ts';
import { explainRecallNotice } from './explain-recall-notice.ts';
import { getRecall } from './get-recall.ts';
import { liftRecall } from './lift-recall.ts';
import { listRecallNotices } from './list-recall-notices.ts';
import { listRecalls } from './list-recalls.ts';
import { previewRecall } from './preview-recall.ts';
import { followRecalls } from './recall.jobs.ts';
import { setRecallDeadline } from './recall-deadlines.ts';
import { recordRecallAnswer } from './record-recall-answer.ts';
import { sendRecallNotices } from './send-recall-notices.ts';
import { startRecall } from './start-recall.ts';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Started = {
  case_id: number;
  document_no: string;
  movement_id: number | null;
  locked_qty: number;
  notices: number;
  lots: number;
  roads: number;
  voided_allocations: number;
  due_at: string;
};
type Case = {
  status: string;
  notice_rows: {
    notice_id: number;
    status: string;
    department_name: string | null;
    warehouse_id: number | null;
    due_at: string;
    lines: Record<string, unknown>[];
  }[];
  figures: Record<string, number>;
  places: { kind: string; qty: number; disposition: string }[];
  lot_rows: {
    lot_no: string;
    whole: boolean;
    serial_nos: string[];
    made_from: string | null;
    lifted_at: string | null;
  }[];
  stopped_qty: number;
  overdue: number;
};

const START = {
  kind: 'recall',
  recall_class: 'I',
  origin: 'registrant',
  title: '测试召回',
  reason: '包装破损',
};
const start = (input: object, options = {}): Promise<Started> =>
  world.call(startRecall, { ...START, ...input }, options);
const hold = (input: object): Promise<Started> =>
  start({ kind: 'hold', recall_class: undefined, notify_customers: false, ...input });
const get = (case_id: number): Promise<Case> => world.call(getRecall, { case_id });
const onHand = async (lot: Lot, account: number, disposition: string) =>
  (await world.balance(lot, account, disposition)).qty;

async function gloves(qty = 10): Promise<Lot & { lot_no: string }> {
  count += 1;
  const lot_no = `RC${count}`;
  const lot = await world.lot(world.items.gloves, lot_no);
  for (const site of [world.north, world.south]) await world.receive(lot, site.bins.shelf, qty);
  return { ...lot, lot_no };
}
async function stents(): Promise<Lot & { serial_nos: string[] }> {
  count += 1;
  const lot = await world.lot(world.items.stent, `ST${count}`);
  const serial_nos = [1, 2, 3, 4].map((n) => `SN${count}-${n}`);
  await world.receive(lot, world.north.bins.shelf, 4, { serial_nos });
  return { ...lot, serial_nos };
}
function move(
  purpose: 'ship' | 'transfer_ship' | 'customer_return' | 'destroy' | 'supplier_return',
  lot: Lot,
  qty: number,
  from: number,
  to: number,
  more: object = {},
) {
  const line = {
    item_id: lot.item_id,
    lot_id: lot.lot_id,
    qty,
    from_account_id: from,
    to_account_id: to,
    from_owner_id: world.entity_id,
    to_owner_id: world.entity_id,
    from_disposition: 'released' as const,
    to_disposition: 'released' as const,
    ...more,
  };
  const destination_warehouse_id = world.south.warehouse_id;
  return world.tx((tx) =>
    postOrFail(tx, { purpose, actor: SYSTEM_ACTOR, destination_warehouse_id, lines: [line] }),
  );
}
const scopeOf = (lot: { item_id: number; lot_no: string }) => ({
  criteria: [{ item_id: lot.item_id, lot_no: lot.lot_no }],
});

describe('start-recall', () => {
  test('locks shelves, roads, open picks and cabinets at once, and tells everybody who has goods', async () => {
    const lot = await gloves();
    const [road] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'in_transit', document_key: `recall:${count}:road` }]),
    );
    await move('transfer_ship', lot, 2, world.north.bins.shelf, road!);
    await move('ship', lot, 1, world.north.bins.shelf, world.accounts.consigned);
    await move('ship', lot, 3, world.north.bins.shelf, world.accounts.icu);
    await world.allocate(lot.item_id, 2, { lot_id: lot.lot_id });
    const done = await start(scopeOf(lot));
    expect(done).toMatchObject({ locked_qty: 17, voided_allocations: 1, roads: 1, lots: 1, notices: 3 });
    expect(await onHand(lot, world.north.bins.shelf, 'recalled')).toBe(4);
    const recall = await get(done.case_id);
    const icu = recall.notice_rows.find((notice) => notice.department_name !== null)!;
    expect(icu.lines).toMatchObject([{ qty: 4, consigned_qty: 1, returned_qty: 0, unaccounted_qty: 4 }]);
    expect(recall).toMatchObject({
      status: 'active',
      stopped_qty: 17,
      figures: { notices: 3, confirmed: 0, effectiveness_bp: 0 },
    });
  });

  test('locks what arrives later: a lot that nobody had seen is born recalled', async () => {
    count += 1;
    const done = await start({ criteria: [{ item_id: world.items.gloves, lot_no: `LATE${count}` }] });
    expect(done).toMatchObject({ locked_qty: 0, lots: 0, notices: 0 });
    const lot = await world.lot(world.items.gloves, `LATE${count}`);
    const { lines } = await refusalOf(world.receive(lot, world.north.bins.shelf, 1));
    expect(lines).toEqual(['lines.0 compliance.lot_recalled']);
    await world.call(followRecalls, {});
    expect((await get(done.case_id)).lot_rows).toMatchObject([{ lot_no: `LATE${count}`, whole: true }]);
  });

  test('finds lots by dates, by supplier and by receipt', async () => {
    const made = '2026-03-0';
    const [early, late] = [
      await world.lot(world.items.bandage, 'D1', { made: `${made}1` }),
      await world.lot(world.items.bandage, 'D2', { made: `${made}9` }),
    ];
    for (const lot of [early, late]) await world.receive(lot, world.north.bins.shelf, 1);
    const { item_id } = early;
    const preview = (criterion: object) =>
      world.call(previewRecall, { criteria: [criterion] }) as Promise<{
        lots: { lot_no: string }[];
        problems: object[];
      }>;
    const names = async (criterion: object) => (await preview(criterion)).lots.map((lot) => lot.lot_no);
    expect(await names({ item_id, production_from: `${made}5` })).toEqual(['D2']);
    expect(await names({ item_id, production_to: `${made}1` })).toEqual(['D1']);
    expect(await names({ item_id, supplier_id: world.supplier_id })).toEqual(['D1', 'D2']);
    expect((await preview({ item_id, lot_no: 'NONE' })).problems).toHaveLength(1);
  });

  test('follows a lot into what was made of it', async () => {
    const lot = await gloves();
    const kit = await world.lot(world.items.bandage, `KIT${count}`);
    const [order] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'conversion', document_key: `work:${count}` }]),
    );
    await convert(lot, kit, order!);
    const done = await start(scopeOf(lot));
    const { lot_rows } = await get(done.case_id);
    expect(lot_rows).toContainEqual(
      expect.objectContaining({ lot_no: `KIT${count}`, made_from: lot.lot_no }),
    );
    expect(await onHand(kit, world.north.bins.shelf, 'recalled')).toBe(1);
  });

  test('of a mock recall measures and locks nothing', async () => {
    const lot = await gloves();
    const done = await start({ kind: 'mock', ...scopeOf(lot) });
    expect(done).toMatchObject({ movement_id: null, locked_qty: 0, notices: 2 });
    expect(await onHand(lot, world.north.bins.shelf, 'released')).toBe(10);
    const [times] = await world.sql<{ lock_ms: number; list_ms: number }>(
      'select lock_ms, list_ms from quality.recall_case where case_id = $1',
      [done.case_id],
    );
    expect(times!.list_ms).toBeGreaterThanOrEqual(times!.lock_ms);
  });

  test('reads pasted codes and says which of them mean nothing', async () => {
    const lot = await gloves();
    const scans = [`01${'06945630100017'}10${lot.lot_no}`, `GLOVES ${lot.lot_no}`];
    const seen = (await world.call(previewRecall, { scans })) as { lots: { lot_no: string }[] };
    expect(seen.lots.map((one) => one.lot_no)).toEqual([lot.lot_no]);
    const refused = await refusalOf(world.call(previewRecall, { scans: [...scans, 'NOTHING X'] }));
    expect(refused.lines).toEqual(['scans.2 quality.recall_scan_unknown']);
  });

  test('is refused without sight of everything, with a class on a hold, without one on a recall, and for nothing', async () => {
    const lot = await gloves();
    const actor = world.as(['quality.recall'], [world.north.warehouse_id]);
    expect((await refusalOf(start(scopeOf(lot), { actor }))).code).toBe('stock.all_warehouses_needed');
    expect((await refusalOf(start({ kind: 'hold', ...scopeOf(lot) }))).code).toBe('quality.recall_class');
    expect((await refusalOf(start({ recall_class: undefined, ...scopeOf(lot) }))).code).toBe(
      'quality.recall_class',
    );
    expect((await refusalOf(start({ criteria: [] }))).code).toBe('quality.recall_empty');
    const decided_at = '2999-01-01T00:00:00Z';
    expect((await refusalOf(start({ ...scopeOf(lot), decided_at }))).code).toBe(
      'quality.recall_decided_later',
    );
  });

  test('needs as many statements for six lots as for one', async () => {
    const lots: Awaited<ReturnType<typeof gloves>>[] = [];
    for (let n = 0; n < 7; n++) lots.push(await gloves(1));
    const counted = async (asked: typeof lots) => {
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await start({ criteria: asked.map(({ item_id, lot_no }) => ({ item_id, lot_no })) });
      observeStatements(null);
      return statements;
    };
    await counted([await gloves(1)]);
    expect(await counted(lots.slice(1))).toBe(await counted(lots.slice(0, 1)));
  });
});

describe('a recall of single numbered pieces', () => {
  test('stops only those, takes back what the rest no longer covers, and keeps them stopped when they come again', async () => {
    const lot = await stents();
    const [first, second] = lot.serial_nos;
    await world.allocate(lot.item_id, 3, { lot_id: lot.lot_id });
    const done = await start({ criteria: [{ item_id: lot.item_id, serial_from: first, serial_to: second }] });
    expect(done).toMatchObject({ locked_qty: 2, voided_allocations: 1, lots: 1 });
    expect(await onHand(lot, world.north.bins.shelf, 'recalled')).toBe(2);
    expect(await onHand(lot, world.north.bins.shelf, 'released')).toBe(2);
    await move('ship', lot, 1, world.north.bins.shelf, world.accounts.icu, {
      serial_nos: [lot.serial_nos[2]!],
    });
    const { lot_rows } = await get(done.case_id);
    expect(lot_rows).toMatchObject([{ whole: false, serial_nos: [first, second] }]);
    // A new piece of the range, from the supplier.
    const inside = `${first!.slice(0, -1)}1`;
    const out = {
      from_disposition: 'recalled' as const,
      to_disposition: 'recalled' as const,
      serial_nos: [inside],
    };
    await move('supplier_return', lot, 1, world.north.bins.shelf, world.accounts.supplier, out);
    const again = await refusalOf(world.receive(lot, world.north.bins.shelf, 1, { serial_nos: [inside] }));
    expect(again.lines).toEqual(['lines.0 stock.serial_stopped']);
  });

  test('finds a piece inside a handling unit and leaves the others packed', async () => {
    const lot = await stents();
    const [unit] = await world.sql<{ handling_unit_id: number }>(
      `insert into stock.handling_unit (sscc, account_id, warehouse_id, status) values ($1, $2, $3, 'closed') returning handling_unit_id`,
      [`1069456300000000${String(count).padStart(2, '0')}`, world.north.bins.shelf, world.north.warehouse_id],
    );
    await world.sql('update stock.serial set handling_unit_id = $1 where lot_id = $2', [
      unit!.handling_unit_id,
      lot.lot_id,
    ]);
    await world.sql(
      `insert into stock.handling_unit_line (item_id, handling_unit_id, lot_id, owner_id, disposition, qty) values ($1, $2, $3, $4, 'released', 4)`,
      [lot.item_id, unit!.handling_unit_id, lot.lot_id, world.entity_id],
    );
    await world.sql('update stock.balance set packed = 4 where lot_id = $1 and account_id = $2', [
      lot.lot_id,
      world.north.bins.shelf,
    ]);
    await start({ criteria: [{ item_id: lot.item_id, serial_from: lot.serial_nos[0] }] });
    const lines = await world.sql(
      'select disposition::text, qty::integer from stock.handling_unit_line where handling_unit_id = $1 order by qty desc',
      [unit!.handling_unit_id],
    );
    expect(lines).toEqual([
      { disposition: 'released', qty: 3 },
      { disposition: 'recalled', qty: 1 },
    ]);
  });
});

describe('a hold', () => {
  test('is lifted lot by lot with a signature, and only in its case', async () => {
    const [one, two] = [await gloves(), await gloves()];
    const criteria = [one, two].map(({ item_id, lot_no }) => ({ item_id, lot_no }));
    const { case_id, document_no } = await hold({ criteria });
    const [held] = await world.sql<{ hold_id: number }>('select hold_id from stock.hold where lot_id = $1', [
      one.lot_id,
    ]);
    const directly = await refusalOf(world.call(liftHold, { hold_id: Number(held!.hold_id), reason: 'x' }));
    expect(directly.code).toBe('stock.hold_of_case');
    const lift = (lots: Lot[]) =>
      world.call(liftRecall, {
        case_id,
        lots: lots.map(({ item_id, lot_id }) => ({ item_id, lot_id })),
        reason: '检验合格',
      });
    expect(await lift([one])).toMatchObject({ released_qty: 20, left: 1 });
    expect(await onHand(one, world.north.bins.shelf, 'released')).toBe(10);
    expect(await onHand(two, world.north.bins.shelf, 'held')).toBe(10);
    expect((await refusalOf(lift([one]))).code).toBe('quality.recall_lot_unknown');
    const signed = await world.sql('select meaning from identity.signature where entity_id = $1', [case_id]);
    expect(signed).toEqual([{ meaning: 'lifted' }]);
    await lift([two]);
    await settle(case_id);
    await world.call(closeRecall, { case_id, note: '全部检验合格' });
    const { rows } = (await world.call(listRecalls, {})) as {
      rows: { document_no: string; status: string }[];
    };
    expect(rows.find((row) => row.document_no === document_no)).toMatchObject({ status: 'closed' });
    // What arrives now is free again.
    await world.receive(two, world.north.bins.shelf, 1);
  });

  test('gives free only what nothing else stops', async () => {
    const lot = await stents();
    const scope = (criterion: object) => ({ criteria: [{ item_id: lot.item_id, ...criterion }] });
    const whole = await hold(scope({ lot_no: `ST${count}` }));
    await start(scope({ serial_from: lot.serial_nos[0] }));
    const pieces = await hold(scope({ serial_from: lot.serial_nos[1] }));
    const ref = { item_id: lot.item_id, lot_id: lot.lot_id };
    expect(await world.call(liftRecall, { case_id: whole.case_id, lots: [ref], reason: 'x' })).toMatchObject({
      released_qty: 2,
    });
    expect(await onHand(lot, world.north.bins.shelf, 'held')).toBe(1);
    expect(await world.call(liftRecall, { case_id: pieces.case_id, lots: [ref], reason: 'x' })).toMatchObject(
      { released_qty: 1 },
    );
    expect(await onHand(lot, world.north.bins.shelf, 'recalled')).toBe(1);
  });

  test('cannot be closed while it holds, and a recall cannot be lifted', async () => {
    const lot = await gloves();
    const { case_id } = await hold(scopeOf(lot));
    await settle(case_id);
    expect((await refusalOf(world.call(closeRecall, { case_id, note: 'x' }))).code).toBe(
      'quality.recall_hold_left',
    );
    const recall = await start(scopeOf(lot));
    const lots = [{ item_id: lot.item_id, lot_id: lot.lot_id }];
    const lift = world.call(liftRecall, { case_id: recall.case_id, lots, reason: 'x' });
    expect((await refusalOf(lift)).code).toBe('quality.recall_not_hold');
    await world.call(closeRecall, { case_id, note: '转为召回' });
  });
});

describe('notices', () => {
  test('are due by the hours that hold on the day of the decision', async () => {
    const set = (effective_from: string) =>
      world.call(setRecallDeadline, {
        recall_class: 'II',
        effective_from,
        hours: 12,
        legal_basis: '企业制度',
      });
    expect((await refusalOf(set('2020-01-01'))).code).toBe('quality.recall_deadline_past');
    await set('2999-01-01');
    await world.sql(
      `insert into quality.recall_deadline (recall_class, effective_from, hours, legal_basis) values ('II', '2025-06-01', 48, 'x')`,
    );
    const lot = await gloves();
    const hours = async (decided_at: string) => {
      const { due_at } = await start({ kind: 'mock', recall_class: 'II', ...scopeOf(lot), decided_at });
      return (Date.parse(due_at) - Date.parse(decided_at)) / 3_600_000;
    };
    // The last moment of May in Shanghai, and the first of June.
    expect(await hours('2025-05-31T23:59:59+08:00')).toBe(72);
    expect(await hours('2025-06-01T00:00:00+08:00')).toBe(48);
  });

  test('are answered by the hospital itself, which sees its own alone and nothing of a mock', async () => {
    const lot = await gloves();
    await move('ship', lot, 4, world.north.bins.shelf, world.accounts.icu);
    const { case_id } = await start(scopeOf(lot));
    await start({ kind: 'mock', ...scopeOf(lot) });
    const notice = await noticeOf(case_id);
    const hospital = outsider(world.hospital_id);
    const list = async (actor = hospital) =>
      (
        (await world.call(listRecallNotices, {}, { actor })) as {
          rows: { notice_id: number; kind: string; lines: object[] }[];
        }
      ).rows;
    expect((await list())[0]).toMatchObject({ notice_id: notice, kind: 'recall', lines: [{ qty: 4 }] });
    expect((await list()).some((row) => row.kind === 'mock')).toBe(false);
    expect(await list(outsider(world.carrier_id))).toEqual([]);
    const answer = (actor: ReturnType<typeof outsider>, used_qty: number) => {
      const lines = [{ line_no: 1, used_qty, destroyed_qty: 0, on_hand_qty: 3 }];
      return world.call(answerRecallNotice, { notice_id: notice, lines }, { actor });
    };
    expect((await refusalOf(answer(outsider(world.carrier_id), 1))).code).toBe('platform.not_found');
    expect((await refusalOf(answer(hospital, 2))).code).toBe('quality.recall_answer_more');
    expect(await answer(hospital, 1)).toEqual({ notice_id: notice, status: 'confirmed' });
    // The rest comes back; the ledger counts it, whichever document brought it.
    const back = { from_disposition: 'released', to_disposition: 'quarantine' };
    await move('customer_return', lot, 3, world.accounts.icu, world.north.bins.returns, back);
    await world.call(followRecalls, {});
    const row = (await get(case_id)).notice_rows.find((one) => one.notice_id === notice)!;
    expect(row).toMatchObject({
      status: 'reconciled',
      lines: [{ used_qty: 1, returned_qty: 3, unaccounted_qty: 0 }],
    });
  });

  test('are answered for by quality when somebody calls, with the name and the time', async () => {
    const lot = await gloves();
    await move('ship', lot, 4, world.north.bins.shelf, world.accounts.icu);
    const { case_id } = await start(scopeOf(lot));
    const notice_id = await noticeOf(case_id);
    expect(await world.call(sendRecallNotices, { case_id, via: 'phone' })).toMatchObject({ sent: 3 });
    const again = world.call(sendRecallNotices, { case_id, via: 'mail', notice_ids: [notice_id] });
    expect((await refusalOf(again)).code).toBe('quality.recall_notice_status');
    const input = {
      notice_id,
      via: 'phone',
      confirmed_name: '李护士长',
      confirmed_at: '2025-01-01T00:00:00Z',
    };
    expect(await world.call(recordRecallAnswer, input)).toMatchObject({ status: 'confirmed' });
    const row = (await get(case_id)).notice_rows.find((one) => one.notice_id === notice_id)!;
    expect(row).toMatchObject({ confirmed_name: '李护士长', confirmed_via: 'phone' });
  });

  test('that are overdue are escalated once', async () => {
    const lot = await gloves();
    const { case_id } = await start({ ...scopeOf(lot), decided_at: '2025-01-01T00:00:00Z' });
    expect(await get(case_id)).toMatchObject({ overdue: 2 });
    expect(await world.call(followRecalls, {})).toMatchObject({ escalated: 2 });
    expect(await world.call(followRecalls, {})).toMatchObject({ escalated: 0 });
    const events = await world.sql(
      `select 1 from platform.outbox where topic = 'quality.recall_overdue' and entity_key = $1`,
      [String(case_id)],
    );
    expect(events).toHaveLength(2);
  });
});

describe('close-recall', () => {
  test('waits for every consignee and for the stock, and signs the figures', async () => {
    const lot = await gloves();
    await move('ship', lot, 4, world.north.bins.shelf, world.accounts.icu);
    const { case_id } = await start({ ...scopeOf(lot), handling: 'destroy' });
    const close = () => world.call(closeRecall, { case_id, note: '已全部处理' });
    expect((await refusalOf(close())).code).toBe('quality.recall_unreconciled');
    await settle(case_id);
    expect(await refusalOf(close())).toMatchObject({
      code: 'quality.recall_stock_left',
      error: { params: { qty: 16 } },
    });
    const out = { from_disposition: 'recalled', to_disposition: 'recalled' };
    await move('destroy', lot, 6, world.north.bins.shelf, world.accounts.destroyed, out);
    await move('supplier_return', lot, 10, world.south.bins.shelf, world.accounts.supplier, out);
    expect(await close()).toMatchObject({ status: 'closed' });
    expect((await refusalOf(close())).code).toBe('quality.recall_closed');
    const recall = await get(case_id);
    expect(recall).toMatchObject({ status: 'closed', stopped_qty: 0, figures: { notices: 3, returned: 16 } });
  });
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

async function noticeOf(case_id: number): Promise<number> {
  const { notice_rows } = await get(case_id);
  return notice_rows.find((notice) => notice.department_name !== null)!.notice_id;
}

/** Somebody of a hospital or another partner. */
function outsider(partner_id: number) {
  const actor = world.as(['fulfilment.read', 'fulfilment.report_use'], [], 9);
  return { ...actor, display_name: '王护士', scope: { ...actor.scope, partner_id } };
}

/** Explains every notice of a case. */
async function settle(case_id: number): Promise<void> {
  for (const { notice_id, status } of (await get(case_id)).notice_rows) {
    if (status === 'reconciled') continue;
    await world.call(explainRecallNotice, { notice_id, explanation: '电话确认' });
  }
}

async function convert(lot: Lot, kit: Lot, order: number): Promise<void> {
  const line = (of: Lot, qty: number, from: number, to: number) => ({
    item_id: of.item_id,
    lot_id: of.lot_id,
    qty,
    from_account_id: from,
    to_account_id: to,
    from_owner_id: world.entity_id,
    to_owner_id: world.entity_id,
    from_disposition: 'released' as const,
    to_disposition: 'released' as const,
  });
  const { shelf } = world.north.bins;
  await world.tx(async (tx) => {
    await postOrFail(tx, {
      purpose: 'convert_out',
      actor: SYSTEM_ACTOR,
      lines: [line(lot, 2, shelf, order)],
    });
    await postOrFail(tx, { purpose: 'convert_in', actor: SYSTEM_ACTOR, lines: [line(kit, 1, order, shelf)] });
  });
}

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { observeStatements } from '../../platform/db.ts';
import type { OutboxEvent } from '../../platform/outbox.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { listAccounts, setAccounts } from './accounts.ts';
import { closeMonth } from './close-month.ts';
import { correctCost } from './correct-cost.ts';
import { exportVouchers } from './export-vouchers.ts';
import { followCosts } from './follow-costs.ts';
import { getMonth } from './get-month.ts';
import { getStockValue } from './get-stock-value.ts';
import { listLotCosts } from './list-lot-costs.ts';
import { listMonths } from './list-months.ts';
import { reopenMonth } from './reopen-month.ts';

let world: World;
let events = 0;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());
// Each test has books of its own: what stands is taken out of the world without a trace.
beforeEach(async () => {
  await world.sql(
    `truncate finance.cost_entry, finance.month, finance.month_flow, finance.month_item, finance.month_transit,
       finance.voucher_line, stock.posting, stock.posting_serial, stock.movement, stock.serial, stock.balance,
       stock.allocation, stock.handling_unit, stock.handling_unit_line, stock.hold, stock.lot cascade`,
  );
  await world.sql('update finance.setting set freight_in_cost = false');
});

type Any = Record<string, unknown>;
const ask = <T = Any>(verb: Parameters<World['call']>[0], input: object): Promise<T> =>
  world.call(verb, input) as never;
const JUNE = { month: '2026-06' };
const at = (day: string) => `2026-06-${day}T04:00:00Z`;

/** Tells the books what others have learned, as the relay would. */
async function tell(topic: string, payload: unknown, when = at('02')): Promise<void> {
  events += 1;
  const event: OutboxEvent = { txid: '1', outbox_id: events, topic, key: 'k', payload, at: when };
  await world.tx((tx) => followCosts.handle([event], tx));
}
const received = (lot: Lot, qty: number, unit_price_fen: number | null, when = at('02')) =>
  tell(
    'supply.received',
    { receipt_id: 1, document_no: 'R1', lines: [{ ...lot, owner_id: world.entity_id, qty, unit_price_fen }] },
    when,
  );

type Leg = {
  to: number;
  from: number;
  qty: number;
  when: string;
  purpose: 'ship' | 'deliver' | 'destroy' | 'supplier_return';
};
const move = (lot: Lot, { to, from, qty, when, purpose }: Leg) =>
  world.tx((tx) =>
    postOrFail(tx, {
      purpose,
      actor: { user_id: 1, key: 'x' } as never,
      occurred_at: when,
      destination_partner_id: world.hospital_id,
      lines: [
        {
          ...lot,
          qty,
          from_account_id: from,
          to_account_id: to,
          from_owner_id: world.entity_id,
          to_owner_id: world.entity_id,
          from_disposition: 'released',
          to_disposition: purpose === 'destroy' ? 'rejected' : 'released',
        },
      ],
    }),
  );
/** A lot received on the second of June, 10 pieces at 100 fen. */
async function tenAtHundred(): Promise<Lot> {
  const lot = await world.lot(world.items.gloves, 'L10');
  await world.receive(lot, world.north.bins.shelf, 10, { occurred_at: at('02') });
  await received(lot, 10, 100);
  return lot;
}
const owner = () => ({ owner_id: world.entity_id });
type Month = {
  opening_fen: number;
  closing_fen: number;
  flows: { flow: string; qty: number; amount_fen: number }[];
  in_transit: Any[];
  vouchers: { lines: { debit_fen: number; credit_fen: number }[] }[];
  unpriced_lots: number;
  status: string;
};
const amounts = ({ flows }: Month) => Object.fromEntries(flows.map((f) => [f.flow, f.amount_fen]));

describe('what lots cost', () => {
  test('is what was paid, with landed costs and, where the company says so, freight', async () => {
    const lot = await tenAtHundred();
    await tell('supply.landed_cost_allocated', { lines: [{ ...lot, amount_fen: 205 }] });
    await tell('transport.freight_allocated', {
      document_key: 'transfer:1',
      lines: [{ ...lot, amount_fen: 90 }],
    });
    const cost = async () => (await ask<{ rows: Any[] }>(listLotCosts, {})).rows[0];
    expect(await cost()).toMatchObject({
      receipt_fen: 1000,
      landed_fen: 205,
      freight_fen: 90,
      unit_cost_e4: 1_205_000,
      estimated: false,
      on_hand: 10,
    });
    await ask(setAccounts, { freight_in_cost: true });
    expect(await cost()).toMatchObject({ unit_cost_e4: 1_295_000 });
    expect(await ask(listAccounts, {})).toMatchObject({ freight_in_cost: true });
  });

  test('is the standard cost while nobody has given a price, and then what the accountant says', async () => {
    const lot = await world.lot(world.items.gloves, 'NOPRICE');
    await world.receive(lot, world.north.bins.shelf, 4, { occurred_at: at('02') });
    await received(lot, 4, null);
    const cost = async () => (await ask<{ rows: Any[] }>(listLotCosts, { unpriced_only: 'true' })).rows;
    expect(await cost()).toMatchObject([{ unit_cost_e4: 12_000_000, estimated: true }]);
    const lines = [{ ...lot, amount_fen: 500 }];
    await ask(correctCost, { ...owner(), reason: '补价', lines });
    expect(await cost()).toEqual([]);
    const [row] = (await ask<{ rows: Any[] }>(listLotCosts, {})).rows;
    expect(row).toMatchObject({ unit_cost_e4: 1_250_000, estimated: false, receipt_fen: 500 });
  });

  test('of a kit is that of its parts, to the fen', async () => {
    const part = await tenAtHundred();
    const kits = [await world.lot(world.items.bandage, 'K1'), await world.lot(world.items.bandage, 'K2')];
    for (const kit of kits) await world.receive(kit, world.north.bins.shelf, 1, { occurred_at: at('03') });
    const made = [
      { ...kits[0]!, qty: 1 },
      { ...kits[1]!, qty: 2 },
    ];
    const event = { work_order_id: 1, document_no: 'WO1', taken: [{ ...part, qty: 10 }], made };
    await tell('warehouse.converted', { ...event, kind: 'assemble' }, at('03'));
    // Taking apart makes nothing dearer.
    await tell('warehouse.converted', { ...event, kind: 'disassemble' }, at('03'));
    const { rows } = await ask<{ rows: Any[] }>(listLotCosts, { item_id: world.items.bandage });
    expect(rows.map((row) => [row.lot_no, row.other_fen, row.qty_received])).toEqual([
      ['K1', 333, 1],
      ['K2', 667, 2],
    ]);
  });

  test('is for a buying entity what the transfer says, and a sale for the other', async () => {
    const lot = await tenAtHundred();
    const [other] = await world.sql<{ partner_id: string }>(
      `insert into masterdata.partner (partner_code, name, kind, province, address)
       values ('ENTITY2', 'ENTITY2', 'legal_entity', '上海', '-') returning partner_id`,
    );
    const buyer = Number(other!.partner_id);
    const [order] = await world.sql<{ transfer_id: string }>(
      `insert into transfer.transfer_order (from_warehouse_id, to_warehouse_id, reason) values ($1, $2, 'x') returning transfer_id`,
      [world.north.warehouse_id, world.south.warehouse_id],
    );
    const transfer_id = Number(order!.transfer_id);
    await world.sql(
      `insert into transfer.transfer_line (transfer_id, from_warehouse_id, to_warehouse_id, line_no, item_id, qty, unit_price_fen)
       values ($1, $2, $3, 1, $4, 4, 150)`,
      [transfer_id, world.north.warehouse_id, world.south.warehouse_id, lot.item_id],
    );
    const document_key = `transfer:${transfer_id}`;
    const [road] = await world.tx((tx) => ensureAccounts(tx, [{ kind: 'in_transit', document_key }]));
    const leg = {
      ...lot,
      qty: 4,
      from_disposition: 'released' as const,
      to_disposition: 'released' as const,
    };
    const seller = world.entity_id;
    const movement_id = await world.tx(async (tx) => {
      await postOrFail(tx, {
        purpose: 'transfer_ship',
        actor: { user_id: 1, key: 'x' } as never,
        occurred_at: at('04'),
        destination_warehouse_id: world.south.warehouse_id,
        lines: [
          {
            ...leg,
            from_account_id: world.north.bins.shelf,
            to_account_id: road!,
            from_owner_id: seller,
            to_owner_id: seller,
          },
        ],
      });
      return postOrFail(tx, {
        purpose: 'transfer_receive',
        actor: { user_id: 1, key: 'x' } as never,
        occurred_at: at('05'),
        lines: [
          {
            ...leg,
            from_account_id: road!,
            to_account_id: world.south.bins.shelf,
            from_owner_id: seller,
            to_owner_id: buyer,
          },
        ],
      });
    });
    await tell(
      'transfer.sold',
      { transfer_id, document_no: 'TR1', to_entity_id: buyer, movement_id },
      at('05'),
    );
    const { rows } = await ask<{ rows: Any[] }>(listLotCosts, { item_id: lot.item_id, owner_id: buyer });
    expect(rows).toMatchObject([{ on_hand: 4, unit_cost_e4: 1_500_000, other_fen: 600, estimated: false }]);
    expect(amounts(await ask<Month>(getMonth, { ...JUNE, owner_id: buyer }))).toEqual({ entity_in: 600 });
    expect(amounts(await ask<Month>(getMonth, { ...JUNE, ...owner() }))).toEqual({
      receipt: 1000,
      entity_out: 400,
    });
  });

  test('is corrected by its opposite, never below nothing, and an event counts once', async () => {
    const lot = await tenAtHundred();
    const correct = (amount_fen: number) =>
      ask(correctCost, { ...owner(), reason: 'x', lines: [{ ...lot, amount_fen }] });
    await correct(100);
    await correct(-100);
    expect((await ask<{ rows: Any[] }>(listLotCosts, {})).rows[0]).toMatchObject({ unit_cost_e4: 1_000_000 });
    expect(await refusalOf(correct(-1001))).toMatchObject({
      code: 'finance.cost_below_zero',
      lines: ['lines.0 finance.cost_below_zero'],
    });
    expect((await refusalOf(correct(0))).code).toBe('finance.nothing_corrected');
    const elsewhere = { owner_id: world.hospital_id, reason: 'x', lines: [{ ...lot, amount_fen: 1 }] };
    expect((await refusalOf(ask(correctCost, elsewhere))).code).toBe('finance.owner_unknown');
    const unknown = {
      ...owner(),
      reason: 'x',
      lines: [{ item_id: world.items.stent, lot_id: lot.lot_id, amount_fen: 1 }],
    };
    expect((await refusalOf(ask(correctCost, unknown))).code).toBe('platform.not_found');
    events -= 1;
    await received(lot, 10, 100);
    expect((await ask<{ rows: Any[] }>(listLotCosts, {})).rows[0]).toMatchObject({ qty_received: 10 });
  });
});

describe('the value of stock', () => {
  test('counts each place at the end of the day, and the road at its owner', async () => {
    const lot = await tenAtHundred();
    const [road] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'in_transit', document_key: 'delivery:7' }]),
    );
    await move(lot, { purpose: 'ship', from: world.north.bins.shelf, to: road!, qty: 3, when: at('10') });
    await move(lot, { purpose: 'deliver', from: road!, to: world.accounts.icu, qty: 2, when: at('12') });
    const value = async (on: string) => {
      const { rows, total_fen } = await ask<{ rows: Any[]; total_fen: number }>(getStockValue, { on });
      return { total_fen, places: rows.map((row) => [row.place, row.qty, row.value_fen]) };
    };
    expect(await value('2026-06-01')).toEqual({ total_fen: 0, places: [] });
    expect(await value('2026-06-09')).toEqual({ total_fen: 1000, places: [['stock', 10, 1000]] });
    expect(await value('2026-06-10')).toEqual({
      total_fen: 1000,
      places: [
        ['issued', 3, 300],
        ['stock', 7, 700],
      ],
    });
    expect(await value('2026-06-12')).toEqual({
      total_fen: 800,
      places: [
        ['issued', 1, 100],
        ['stock', 7, 700],
      ],
    });
    const { rows } = await ask<{ rows: Any[] }>(getStockValue, {
      on: '2026-06-12',
      group: 'lot',
      ...owner(),
    });
    expect(rows).toMatchObject([{ lot_no: 'L10', item_code: 'GLOVES' }, { lot_no: 'L10' }]);
  });

  test('does not see what a lot cost only later', async () => {
    const lot = await tenAtHundred();
    await tell('supply.landed_cost_allocated', { lines: [{ ...lot, amount_fen: 1000 }] }, at('20'));
    const on = async (day: string) =>
      (await ask<{ total_fen: number }>(getStockValue, { on: day })).total_fen;
    expect([await on('2026-06-19'), await on('2026-06-20')]).toEqual([1000, 2000]);
  });
});

describe('a month', () => {
  async function june(): Promise<Lot> {
    const lot = await tenAtHundred();
    const [road] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'in_transit', document_key: 'delivery:8' }]),
    );
    const shelf = world.north.bins.shelf;
    await move(lot, { purpose: 'ship', from: shelf, to: world.accounts.icu, qty: 2, when: at('05') });
    await move(lot, { purpose: 'ship', from: shelf, to: road!, qty: 3, when: at('06') });
    await move(lot, { purpose: 'deliver', from: road!, to: world.accounts.icu, qty: 1, when: at('07') });
    await move(lot, {
      purpose: 'destroy',
      from: shelf,
      to: world.accounts.destroyed,
      qty: 1,
      when: at('08'),
    });
    await move(lot, {
      purpose: 'supplier_return',
      from: shelf,
      to: world.accounts.supplier,
      qty: 1,
      when: at('09'),
    });
    return lot;
  }

  test.each(['specific', 'moving_average'] as const)('balances by the %s method', async (method) => {
    await june();
    const month = await ask<Month>(getMonth, { ...JUNE, ...owner(), method });
    expect(amounts(month)).toEqual({
      receipt: 1000,
      sale: 200,
      sale_issued: 100,
      issue: 300,
      scrap: 100,
      supplier_return: 100,
    });
    expect(month).toMatchObject({ status: 'open', opening_fen: 0, closing_fen: 500, unpriced_lots: 0 });
    expect(month.in_transit).toEqual([{ document_key: 'delivery:8', qty: 2, value_fen: 200 }]);
    for (const { lines } of month.vouchers) {
      const sum = (side: 'debit_fen' | 'credit_fen') => lines.reduce((all, line) => all + line[side], 0);
      expect(sum('debit_fen')).toBe(sum('credit_fen'));
    }
  });

  test('is kept as it was closed, whatever is learned later, and the next begins with it', async () => {
    const lot = await june();
    const closed = await ask(closeMonth, { ...JUNE, ...owner() });
    expect(closed).toMatchObject({ closing_fen: 500, vouchers: 6 });
    await tell(
      'supply.landed_cost_allocated',
      { lines: [{ ...lot, amount_fen: 100 }] },
      '2026-07-03T04:00:00Z',
    );
    expect(await ask<Month>(getMonth, { ...JUNE, ...owner() })).toMatchObject({
      status: 'closed',
      closing_fen: 500,
    });
    // Half of the lot is gone: half of the landed cost has nothing left to cling to.
    const july = await ask<Month>(getMonth, { month: '2026-07', ...owner() });
    expect(july).toMatchObject({ opening_fen: 500, closing_fen: 550 });
    expect(amounts(july)).toEqual({ landed: 100, variance: 50 });
    expect((await refusalOf(ask(closeMonth, { ...JUNE, ...owner() }))).code).toBe('finance.month_closed');
    const gap = ask(closeMonth, { month: '2026-08', ...owner() });
    expect((await refusalOf(gap)).error.params).toEqual({ month: '2026-07' });
    const { rows } = await ask<{ rows: Any[] }>(listMonths, {});
    expect(rows).toMatchObject([
      { month: '2026-07', status: 'open' },
      { month: '2026-06', status: 'closed', closing_fen: 500 },
    ]);
  });

  test('is reopened with a reason, the last one only', async () => {
    await june();
    await ask(closeMonth, { ...JUNE, ...owner() });
    await ask(closeMonth, { month: '2026-07', ...owner() });
    const again = (month: string) => ask(reopenMonth, { month, ...owner(), reason: '漏记' });
    expect((await refusalOf(again('2026-06'))).code).toBe('finance.later_month_closed');
    await again('2026-07');
    await again('2026-06');
    expect((await refusalOf(again('2026-06'))).code).toBe('platform.not_found');
    expect(await ask(closeMonth, { ...JUNE, ...owner() })).toMatchObject({ closing_fen: 500 });
  });

  test('wants prices or a person who accepts estimates, and must be over', async () => {
    const lot = await world.lot(world.items.gloves, 'UNPRICED');
    await world.receive(lot, world.north.bins.shelf, 1, { occurred_at: at('02') });
    const refused = await refusalOf(ask(closeMonth, { ...JUNE, ...owner() }));
    expect(refused.error).toMatchObject({ code: 'finance.unpriced', params: { lots: 1 } });
    expect(await ask(closeMonth, { ...JUNE, ...owner(), accept_estimates: true })).toMatchObject({
      closing_fen: 1200,
    });
    const [{ month }] = (await world.sql<{ month: string }>(
      `select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month`,
    )) as [{ month: string }];
    for (const verb of [closeMonth, getMonth])
      expect((await refusalOf(ask(verb, { month, ...owner() }))).code).toBe('finance.month_not_over');
  });

  test('is exported in the columns of the accounting systems', async () => {
    await june();
    await ask(closeMonth, { ...JUNE, ...owner() });
    const csv = async (layout: string) => {
      const file = await ask<{ bytes: Uint8Array }>(exportVouchers, {
        ...JUNE,
        ...owner(),
        layout,
        format: 'csv',
      });
      return new TextDecoder().decode(file.bytes).replace('\ufeff', '').trim().split('\r\n');
    };
    const yonyou = await csv('yonyou');
    expect(yonyou[0]).toMatch(/^制单日期,凭证类别字,凭证号,附单据数,摘要,科目编码,借方金额,贷方金额/);
    expect(yonyou[1]).toMatch(/^2026-06-30,记,1,0,2026-06 /);
    expect(yonyou).toHaveLength(1 + 12);
    const kingdee = await csv('kingdee');
    expect(kingdee[0]).toMatch(/^凭证日期,会计年度,会计期间,凭证字,凭证号,科目代码,科目名称/);
    expect(kingdee[1]).toMatch(/^2026-06-30,2026,6,记,1,/);
    const missing = ask(exportVouchers, { month: '2026-05', ...owner(), layout: 'plain' });
    expect((await refusalOf(missing)).code).toBe('platform.not_found');
  });

  test('belongs to the whole company', async () => {
    const clerk = world.as(
      ['finance.read', 'finance.close', 'finance.cost', 'finance.export'],
      [world.north.warehouse_id],
    );
    const as = (verb: Parameters<World['call']>[0], input: object) =>
      world.call(verb, input, { actor: clerk });
    for (const [verb, input] of [
      [listMonths, {}],
      [getMonth, { ...JUNE, ...owner() }],
      [closeMonth, { ...JUNE, ...owner() }],
      [getStockValue, { on: '2026-06-01' }],
      [exportVouchers, { ...JUNE, ...owner(), layout: 'plain' }],
    ] as const)
      expect((await refusalOf(as(verb, input))).code).toBe('platform.forbidden');
  });
});

test('round trips do not grow with the lines', async () => {
  const lots = await Promise.all(
    Array.from({ length: 20 }, (_, n) => world.lot(world.items.gloves, `M${n}`)),
  );
  const count = async (some: Lot[]) => {
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    try {
      const lines = some.map((lot) => ({ ...lot, amount_fen: 5 }));
      await ask(correctCost, { ...owner(), reason: 'x', lines });
    } finally {
      observeStatements(null);
    }
    return statements;
  };
  const one = await count(lots.slice(0, 1));
  expect(one).toBeGreaterThan(3);
  expect(await count(lots)).toBe(one);
});

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pickAll } from '../../../test/support/documents.ts';
import { violationsOf } from '../../../test/support/violations.ts';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { type Receivers, receiversOf, statementsOf, traces } from './receiving.test-support.ts';

type Seen = OutputOf<typeof contract.getSupplierReturn>;

let world: World;
let people: Receivers;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
  people = receiversOf(world);
});
afterEach(async () => {
  expect(await violationsOf(world)).toEqual([]);
});
afterAll(() => world.close());

type Goods = { readonly lot: Lot; readonly account_id: number; readonly disposition: string };
async function goods(
  qty: number,
  disposition: 'released' | 'rejected' = 'released',
  more: { item_id?: number; serial_nos?: string[] } = {},
): Promise<Goods> {
  lots += 1;
  const lot = await world.lot(more.item_id ?? world.items.gloves, `SR-${lots}`);
  const account_id = disposition === 'released' ? world.north.bins.shelf : world.north.bins.rejected;
  await world.receive(lot, account_id, qty, { disposition, serial_nos: more.serial_nos });
  return { lot, account_id, disposition };
}
const lineOf = ({ lot, account_id, disposition }: Goods, qty: number) => ({
  ...lot,
  account_id,
  owner_id: world.entity_id,
  disposition,
  qty,
});
const request = (lines: object[], more: object = {}, actor = people.keeper) =>
  people.call<{ supplier_return_id: number; document_no: string }>(
    'request-supplier-return',
    {
      warehouse_id: world.north.warehouse_id,
      supplier_id: world.supplier_id,
      reason_kind: 'near_expiry',
      reason: 'x',
      lines,
      ...more,
    },
    actor,
  );
const see = (supplier_return_id: number, actor = people.keeper): Promise<Seen> =>
  people.call('get-supplier-return', { supplier_return_id }, actor);
const approve = (supplier_return_id: number, actor = people.boss) =>
  people.call('approve-supplier-return', { supplier_return_id }, actor);
const ship = (supplier_return_id: number, more: object = {}) =>
  people.call<{ status: string; qty: number; movement_id: number }>(
    'ship-supplier-return',
    { supplier_return_id, ...more },
    people.keeper,
  );
async function pick(supplier_return_id: number): Promise<void> {
  const { line_rows } = await see(supplier_return_id);
  const ids = line_rows.map((line) => line.supplier_return_line_id);
  await pickAll(world, world.north, people.keeper, 'supplier_return_line', ids);
}
async function refused(work: () => Promise<unknown>, code: string) {
  const before = await traces(world);
  const refusal = await refusalOf(work());
  expect(refusal.code).toBe(code);
  expect(await traces(world)).toEqual(before);
  return refusal;
}
async function approved(lines: object[]): Promise<number> {
  const { supplier_return_id } = await request(lines);
  await approve(supplier_return_id);
  return supplier_return_id;
}

describe('a request', () => {
  test('names goods that stand there and came from this supplier', async () => {
    const found = await goods(5);
    const other = await world.sql<{ partner_id: number }>(
      `insert into masterdata.partner (partner_code, name, kind, province, address)
       values ('OTHER', 'OTHER', 'supplier', '上海', 'x') returning partner_id`,
    );
    await world.sql('update stock.lot set supplier_id = $2 where lot_id = $1', [
      found.lot.lot_id,
      world.supplier_id,
    ]);
    const line = lineOf(found, 5);
    const more = await refused(() => request([lineOf(found, 6)]), 'supply.return_not_there');
    expect(more.error.errors[0]!.params).toMatchObject({ available: 5, wanted: 6 });
    await refused(() => request([line, line]), 'supply.return_line_repeated');
    await refused(() => request([{ ...line, account_id: world.south.bins.shelf }]), 'supply.place_elsewhere');
    await refused(() => request([line], { supplier_id: other[0]!.partner_id }), 'supply.other_supplier');
    await refused(() => request([line], { supplier_id: world.hospital_id }), 'platform.not_found');
    await refused(() => request([line], {}, people.south_keeper), 'platform.not_found');
    expect(await request([line])).toMatchObject({ document_no: expect.stringMatching(/^SR/) });
  });
});

describe('an approval', () => {
  test('is another person’s, and ties released goods to the return', async () => {
    const found = await goods(5);
    const { supplier_return_id } = await request([lineOf(found, 3)]);
    const self = world.as(['supply.approve'], 'all', 81);
    await refused(() => approve(supplier_return_id, self), 'supply.own_return');
    await refused(
      () => people.call('reject-supplier-return', { supplier_return_id, reason: 'x' }, self),
      'supply.own_return',
    );
    expect(await approve(supplier_return_id)).toMatchObject({ status: 'approved', allocated: 3 });
    expect(await world.balance(found.lot, found.account_id)).toMatchObject({ qty: 5, allocated: 3 });
    await refused(() => approve(supplier_return_id), 'supply.return_wrong_status');
  });

  test('fails whole where the goods went elsewhere meanwhile', async () => {
    const found = await goods(5);
    const { supplier_return_id } = await request([lineOf(found, 5)]);
    await world.allocate(found.lot.item_id, 2, { lot_id: found.lot.lot_id });
    const refusal = await refused(() => approve(supplier_return_id), 'supply.return_not_allocatable');
    expect(refusal.lines).toEqual(['lines.0 stock.short']);
  });

  test('may be declined, or taken back with its allocations', async () => {
    const found = await goods(5);
    const { supplier_return_id } = await request([lineOf(found, 5)]);
    const declined = { supplier_return_id, reason: 'x' };
    expect(await people.call('reject-supplier-return', declined, people.boss)).toMatchObject({
      status: 'rejected',
    });
    const second = await approved([lineOf(found, 5)]);
    const back = { supplier_return_id: second, reason: 'x' };
    expect(await people.call('cancel-supplier-return', back, people.keeper)).toMatchObject({
      status: 'cancelled',
    });
    expect(await world.balance(found.lot, found.account_id)).toMatchObject({ allocated: 0 });
    await refused(
      () => people.call('cancel-supplier-return', back, people.keeper),
      'supply.return_wrong_status',
    );
  });
});

describe('a departure', () => {
  test('takes picked goods and those that are not released, in parts', async () => {
    const [good, bad] = [await goods(5), await goods(4, 'rejected')];
    const id = await approved([lineOf(good, 5), lineOf(bad, 4)]);
    await refused(() => ship(id), 'supply.not_all_picked');
    expect(await ship(id, { partial: true })).toMatchObject({ status: 'part_shipped', qty: 4 });
    await refused(() => ship(id, { partial: true }), 'supply.nothing_to_ship');
    await pick(id);
    expect((await see(id)).line_rows.map((line) => line.qty_picked)).toEqual([5, 0]);
    expect(await ship(id)).toMatchObject({ status: 'shipped', qty: 5 });
    expect(await world.balance(bad.lot, bad.account_id, 'rejected')).toMatchObject({ qty: 0 });
    expect(await world.balance(good.lot, world.north.bins.dispatch)).toMatchObject({ qty: 0, allocated: 0 });
    await refused(
      () => people.call('cancel-supplier-return', { supplier_return_id: id, reason: 'x' }, people.keeper),
      'supply.return_wrong_status',
    );
  });

  test('needs an approval', async () => {
    const { supplier_return_id } = await request([lineOf(await goods(1, 'rejected'), 1)]);
    await refused(() => ship(supplier_return_id), 'supply.return_wrong_status');
  });

  test('names serials where more stand there than leave', async () => {
    const item = { item_id: world.items.stent, serial_nos: ['SRS-1', 'SRS-2', 'SRS-3'] };
    const found = await goods(3, 'rejected', item);
    const id = await approved([lineOf(found, 2)]);
    await refused(() => ship(id), 'supply.serials_to_name');
    const { line_rows } = await see(id);
    const { supplier_return_line_id } = line_rows[0]!;
    const serials = [{ supplier_return_line_id, serial_nos: ['SRS-1', 'SRS-3'] }];
    expect(await ship(id, { serials })).toMatchObject({ status: 'shipped', qty: 2 });
  });

  test('is booked for transport', async () => {
    const id = await approved([lineOf(await goods(1, 'rejected'), 1)]);
    await ship(id);
    const rows = await world.sql('select kind from transport.document where document_key = $1', [
      `supplier_return:${id}`,
    ]);
    expect(rows).toEqual([{ kind: 'supplier_return' }]);
  });
});

describe('the supplier’s confirmation', () => {
  const confirm = (id: number, lines: { supplier_return_line_id: number; confirmed: number }[]) =>
    people.call<{ short: number }>(
      'confirm-supplier-return',
      { supplier_return_id: id, credit_note_no: 'CN-1', credit_fen: 100, lines },
      people.buyer,
    );

  test('says what arrived there, never more than left', async () => {
    const id = await approved([lineOf(await goods(4, 'rejected'), 4)]);
    const line_id = (await see(id)).line_rows[0]!.supplier_return_line_id;
    const said = (confirmed: number) => confirm(id, [{ supplier_return_line_id: line_id, confirmed }]);
    await refused(() => said(4), 'supply.return_wrong_status');
    await ship(id);
    await refused(() => said(5), 'supply.confirmed_exceeds');
    await refused(
      () => confirm(id, [{ supplier_return_line_id: 999_999, confirmed: 1 }]),
      'supply.return_line_unknown',
    );
    expect(await said(3)).toMatchObject({ status: 'confirmed', short: 1 });
    expect(await see(id)).toMatchObject({ credit_note_no: 'CN-1', qty_confirmed: 3 });
  });

  test('of a part gives back what was kept', async () => {
    const [good, bad] = [await goods(5), await goods(4, 'rejected')];
    const id = await approved([lineOf(good, 5), lineOf(bad, 4)]);
    await ship(id, { partial: true });
    const line_id = (await see(id)).line_rows[1]!.supplier_return_line_id;
    await confirm(id, [{ supplier_return_line_id: line_id, confirmed: 4 }]);
    expect(await world.balance(good.lot, good.account_id)).toMatchObject({ qty: 5, allocated: 0 });
  });
});

test('a return is printed', async () => {
  const { supplier_return_id } = await request([lineOf(await goods(1), 1)]);
  const file = await people.call<{ bytes: Uint8Array }>(
    'print-supplier-return',
    { supplier_return_id },
    people.keeper,
  );
  expect(Buffer.from(file.bytes).subarray(0, 5).toString()).toBe('%PDF-');
});

test('returns are seen where they stand', async () => {
  const { supplier_return_id } = await request([lineOf(await goods(1), 1)]);
  await refused(() => see(supplier_return_id, people.south_keeper), 'platform.not_found');
  const list = (actor = people.keeper) =>
    people.call<{ rows: { supplier_return_id: number }[] }>('list-supplier-returns', {}, actor);
  expect((await list()).rows[0]).toMatchObject({ supplier_return_id, status: 'requested' });
  expect((await list(people.south_keeper)).rows).toEqual([]);
});

test('round trips do not grow with the lines', async () => {
  const counted = async (count: number) => {
    const lines: object[] = [];
    for (let n = 0; n < count; n++) {
      lines.push(lineOf(await goods(1), 1), lineOf(await goods(1, 'rejected'), 1));
    }
    let id = 0;
    const request_ = await statementsOf(async () => {
      id = (await request(lines)).supplier_return_id;
    });
    const approve_ = await statementsOf(() => approve(id));
    await pick(id);
    const ship_ = await statementsOf(() => ship(id));
    return { request_, approve_, ship_ };
  };
  await counted(1);
  expect(await counted(12)).toEqual(await counted(2));
});

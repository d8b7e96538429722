import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { postOrFail } from '../stock/index.ts';
import { closeRepair } from './close-repair.ts';
import { decideRepair } from './decide-repair.ts';
import { getRepair } from './get-repair.ts';
import { constraints } from './index.ts';
import { lendDevice } from './lend-device.ts';
import { listRepairs } from './list-repairs.ts';
import { openRepair } from './open-repair.ts';
import { quoteRepair } from './quote-repair.ts';
import { receiveRepair } from './receive-repair.ts';
import { REPAIR_TRANSITIONS } from './repair.model.ts';
import { returnDevice } from './return-device.ts';
import { sendRepair } from './send-repair.ts';
import { useParts } from './use-parts.ts';

let world: World;
let numbers = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const person = (user_id: number) => world.as(['quality.repair'], [world.north.warehouse_id], user_id);
type Any = { repair_id: number; status: string; loaner_id: number; movement_id: number; document_no: string };
const ask = (verb: Parameters<World['call']>[0], input: object, user_id = 1) =>
  world.call(verb, input, { actor: person(user_id) }) as Promise<Any>;

/** A device with a number of its own on a shelf of the north. */
async function device(): Promise<{ lot: Lot; serial_no: string }> {
  const lot = await world.lot(world.items.stent, `DEV${++numbers}`);
  const serial_no = `SN${numbers}`;
  await world.receive(lot, world.north.bins.shelf, 1, { serial_nos: [serial_no] });
  return { lot, serial_no };
}
const open = async (more: object = {}) => {
  const { lot, serial_no } = await device();
  const input = {
    warehouse_id: world.north.warehouse_id,
    item_id: lot.item_id,
    serial_no,
    fault: '无法开机',
    ...more,
  };
  return { ...(await ask(openRepair, input)), lot, serial_no };
};
const send = (repair_id: number) => ask(sendRepair, { repair_id, workshop_id: world.supplier_id });
const placeOf = async (serial_no: string) => {
  const [row] = await world.sql<{ kind: string; disposition: string }>(
    'select kind, disposition from stock.serial join stock.account using (account_id) where serial_no = $1',
    [serial_no],
  );
  return `${row!.kind} ${row!.disposition}`;
};
const receive = (repair_id: number, outcome = 'repaired') =>
  ask(receiveRepair, { repair_id, outcome, work_done: '更换主板', cost_fen: 120_000 });

describe('a repair', () => {
  test('goes to the workshop and comes back into quarantine, and the device is a place on the way', async () => {
    const { repair_id, serial_no, document_no } = await open({ warranty_until: '2099-01-01' });
    expect((await send(repair_id)).status).toBe('sent');
    expect(await placeOf(serial_no)).toBe('repair quarantine');
    await ask(quoteRepair, { repair_id, quote_fen: 150_000, under_warranty: false, note: '主板' });
    expect((await refusalOf(ask(decideRepair, { repair_id, accept: true }))).code).toBe('quality.own_quote');
    expect((await ask(decideRepair, { repair_id, accept: true }, 2)).status).toBe('accepted');
    expect((await receive(repair_id)).status).toBe('returned');
    expect(await placeOf(serial_no)).toBe('bin quarantine');
    expect((await ask(closeRepair, { repair_id, note: '已交质量复验' })).status).toBe('closed');
    expect(await ask(getRepair, { repair_id })).toMatchObject({
      document_no,
      status: 'closed',
      outcome: 'repaired',
      quote_fen: 150_000,
      cost_fen: 120_000,
      quoted_by_me: true,
      accepted: true,
    });
  });

  test('uses parts out of stock, which leave the shelf for good', async () => {
    const { repair_id, document_no } = await open();
    const part = await world.lot(world.items.gloves, `PART${++numbers}`);
    await world.receive(part, world.north.bins.shelf, 5);
    const use = (qty: number, account_id = world.north.bins.shelf) =>
      ask(useParts, { repair_id, lines: [{ ...part, account_id, qty }] });
    await use(2);
    expect((await world.balance(part, world.north.bins.shelf)).qty).toBe(3);
    expect((await refusalOf(use(4))).lines).toEqual(['lines.0 stock.short']);
    expect((await refusalOf(use(1, world.south.bins.shelf))).code).toBe('stock.place_or_lot_unknown');
    expect(await ask(getRepair, { repair_id })).toMatchObject({ document_no, parts: [{ qty: 2 }] });
  });

  test('lends a device to the department and does not close before it is back', async () => {
    const { repair_id } = await open({ department_id: world.icu_id });
    const spare = await device();
    const lend = { repair_id, item_id: spare.lot.item_id, serial_no: spare.serial_no, due_on: '2020-01-01' };
    const { loaner_id } = await ask(lendDevice, lend);
    expect(await placeOf(spare.serial_no)).toBe('consigned released');
    await send(repair_id);
    await receive(repair_id, 'unrepaired');
    expect((await refusalOf(ask(closeRepair, { repair_id, note: 'x' }))).error).toMatchObject({
      code: 'quality.loaner_out',
      params: { serial_no: spare.serial_no },
    });
    const { rows } = (await ask(listRepairs, { open_only: 'true' })) as unknown as { rows: Any[] };
    expect(rows.find((row) => row.repair_id === repair_id)).toMatchObject({ loaner_overdue: true });
    await ask(returnDevice, { repair_id, loaner_id });
    expect(await placeOf(spare.serial_no)).toBe('bin quarantine');
    expect((await refusalOf(ask(returnDevice, { repair_id, loaner_id }))).code).toBe('quality.loaner_back');
    expect((await ask(closeRepair, { repair_id, note: 'x' })).status).toBe('closed');
    expect((await refusalOf(ask(lendDevice, lend))).code).toBe('quality.repair_status');
  });

  test('needs a department to lend to, and a device that is released', async () => {
    const { repair_id } = await open();
    const spare = await device();
    const lend = { repair_id, item_id: spare.lot.item_id, serial_no: spare.serial_no, due_on: '2030-01-01' };
    expect((await refusalOf(ask(lendDevice, lend))).code).toBe('quality.department_missing');
    const other = await open({ department_id: world.icu_id });
    await send(other.repair_id);
    const own = {
      repair_id: other.repair_id,
      item_id: other.lot.item_id,
      serial_no: other.serial_no,
      due_on: '2030-01-01',
    };
    expect((await refusalOf(ask(lendDevice, own))).code).toBe('quality.device_unknown');
  });

  test('is one at a time for a device, of a device that stands here and is not recalled', async () => {
    const { serial_no, lot, repair_id } = await open();
    const again = { warehouse_id: world.north.warehouse_id, item_id: lot.item_id, serial_no, fault: 'x' };
    const twice = await ask(openRepair, again).catch((error: { constraint?: string }) => error.constraint);
    expect(constraints[String(twice)]).toBe('quality.device_in_repair');
    expect((await ask(closeRepair, { repair_id, note: '误开' })).status).toBe('cancelled');
    expect((await refusalOf(ask(openRepair, { ...again, serial_no: 'NOBODY' }))).code).toBe(
      'quality.device_unknown',
    );
    await world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'recall',
        actor: SYSTEM_ACTOR,
        lines: [
          {
            ...lot,
            qty: 1,
            from_account_id: world.north.bins.shelf,
            to_account_id: world.north.bins.shelf,
            from_owner_id: world.entity_id,
            to_owner_id: world.entity_id,
            from_disposition: 'released',
            to_disposition: 'recalled',
            serial_nos: [serial_no],
          },
        ],
      }),
    );
    expect((await refusalOf(ask(openRepair, again))).code).toBe('quality.device_recalled');
  });

  test('refuses steps out of order, a warranty that is over and a workshop nobody knows', async () => {
    const { repair_id } = await open({ warranty_until: '2020-01-01' });
    expect((await refusalOf(receive(repair_id))).code).toBe('quality.repair_status');
    expect((await refusalOf(ask(sendRepair, { repair_id, workshop_id: 999_999 }))).code).toBe(
      'quality.workshop_unknown',
    );
    await send(repair_id);
    const quote = { repair_id, quote_fen: 0, under_warranty: true };
    expect((await refusalOf(ask(quoteRepair, quote))).error.params).toEqual({ warranty_until: '2020-01-01' });
    expect((await refusalOf(send(repair_id))).code).toBe('quality.repair_status');
    await ask(quoteRepair, { ...quote, under_warranty: false });
    expect((await ask(decideRepair, { repair_id, accept: false }, 2)).status).toBe('declined');
    expect((await receive(repair_id, 'unrepaired')).status).toBe('returned');
  });

  test('is out of sight for another warehouse', async () => {
    const { repair_id } = await open();
    const south = world.as(['quality.repair'], [world.south.warehouse_id], 9);
    const seen = world.call(getRepair, { repair_id }, { actor: south });
    expect((await refusalOf(seen)).code).toBe('platform.not_found');
  });

  test('follows a table in which every way ends', () => {
    for (const status of Object.keys(REPAIR_TRANSITIONS) as (keyof typeof REPAIR_TRANSITIONS)[]) {
      const seen = new Set([status]);
      for (const at of seen) for (const next of REPAIR_TRANSITIONS[at]) seen.add(next);
      expect([...seen].some((at) => REPAIR_TRANSITIONS[at].length === 0)).toBe(true);
    }
  });
});

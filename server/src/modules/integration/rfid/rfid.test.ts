import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../../test/support/world.ts';
import { findViolations } from '../../../invariants.ts';
import { observeStatements } from '../../../platform/db.ts';
import { receiversOf } from '../../supply/receiving.test-support.ts';
import { emptyMessage, LLRP, type LlrpRead } from './llrp.ts';
import { listenTo } from './llrp-client.ts';
import {
  compareRfidPass,
  confirmRfidPass,
  discardRfidPass,
  getRfidPass,
  listRfidParked,
  listRfidPasses,
  settleRfidTag,
} from './passes.ts';
import { makeRfidKey, saveRfidReader, sendRfidReads } from './readers.ts';

const ITEM = '303211E8D680004000003039';
const CHIP = 'E2801160600002054CC2096F';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Pass = {
  pass_id: number;
  reads: number;
  units: number;
  foreign: number;
  unknown: number;
  quiet: boolean;
  status: string;
  missing: number;
  extra: number;
  items: object[];
  tags: { scan: string | null }[];
};
type Reader = { reader_no: string; reader_key: string };

async function reader(): Promise<Reader> {
  count += 1;
  const { warehouse_id } = world.north;
  const { reader_id } = await world.call(saveRfidReader, {
    reader_no: `DOOR-${count}`,
    name: '一号门',
    warehouse_id,
  });
  return world.call(makeRfidKey, { reader_id });
}
/** So many reads of a tag, spread over five seconds that ended a minute ago. */
const reads = (epc_hex: string, n: number, ago_ms = 60_000) =>
  Array.from({ length: n }, (_, index) => ({
    epc_hex,
    antenna: (index % 4) + 1,
    rssi: -60 + (index % 20),
    seen_at: new Date(Date.now() - ago_ms + (index * 5_000) / n).toISOString(),
  }));
const send = ({ reader_no, reader_key }: Reader, told: object[]) =>
  world.call(sendRfidReads, { reader_no, reader_key, reads: told }) as Promise<{
    passes: number;
    tags: number;
  }>;
const newest = async (): Promise<Pass> => {
  const { rows } = (await world.call(listRfidPasses, { limit: 1 })) as { rows: Pass[] };
  return world.call(getRfidPass, { pass_id: rows[0]!.pass_id });
};

test('AC15: a tag that is read forty times is one unit; the bare number of a chip is parked; nothing moves', async () => {
  const moved = async () => (await world.sql<{ n: string }>('select count(*) as n from stock.posting'))[0]!.n;
  const before = await moved();
  const door = await reader();
  expect(await send(door, [...reads(ITEM, 40), ...reads(CHIP, 3)])).toEqual({
    reads: 43,
    tags: 2,
    passes: 1,
  });
  expect(await newest()).toMatchObject({ units: 1, unknown: 1, foreign: 0, reads: 43, quiet: true });
  const { rows } = (await world.call(listRfidParked, {})) as { rows: object[] };
  expect(rows).toMatchObject([{ epc_hex: CHIP, outcome: 'unknown', status: 'open', passes: 1 }]);
  expect(await moved()).toBe(before);
});

test('the same reads sent in two parts are one pass, and reads of a later moment another', async () => {
  const door = await reader();
  const all = reads(ITEM, 40);
  await send(door, all.slice(20));
  await send(door, all.slice(0, 20));
  const pass = await newest();
  expect(pass).toMatchObject({ units: 1, reads: 40 });
  await send(door, reads(ITEM, 5, 20_000));
  expect((await newest()).pass_id).toBeGreaterThan(pass.pass_id);
});

test('a key opens its own reader alone', async () => {
  const [door, other] = [await reader(), await reader()];
  const wrong = send({ ...door, reader_key: other.reader_key }, reads(ITEM, 1));
  expect((await refusalOf(wrong)).code).toBe('integration.rfid_key_wrong');
});

describe('a pass', () => {
  test('is held against an arrival notice, and confirmed by a person with the reason of a difference', async () => {
    const door = await reader();
    await send(door, reads(ITEM, 4));
    const { pass_id } = await newest();
    const confirm = (note?: string) => world.call(confirmRfidPass, { pass_id, ...(note ? { note } : {}) });
    expect((await refusalOf(confirm())).code).toBe('integration.rfid_not_compared');
    const compare = (expected_no: string) =>
      world.call(compareRfidPass, { pass_id, expected_kind: 'asn', expected_no });
    expect((await refusalOf(compare('ASN-NONE'))).code).toBe('integration.rfid_expected_unknown');
    expect(await compare(await notice(3))).toMatchObject({ missing: 2, extra: 0 });
    expect((await newest()).items).toMatchObject([{ expected: 3, counted: 1 }]);
    expect((await refusalOf(confirm())).code).toBe('integration.rfid_difference_note');
    const done = await confirm('两件标签脱落，人工清点在场');
    expect(done).toMatchObject({
      status: 'confirmed',
      scans: [expect.stringMatching(/^\(01\)\d{14}\(21\)12345$/)],
    });
    expect((await refusalOf(confirm('x'))).code).toBe('integration.rfid_pass_status');
    // What is read again at the same place begins a pass of its own; this one stays as it was confirmed.
    await send(door, reads(ITEM, 2));
    expect((await newest()).pass_id).toBeGreaterThan(pass_id);
  });

  test('is not confirmed while tags are still being read, and may be put aside', async () => {
    const door = await reader();
    await send(door, [{ epc_hex: ITEM }]);
    const { pass_id } = await newest();
    expect((await refusalOf(world.call(confirmRfidPass, { pass_id }))).code).toBe(
      'integration.rfid_pass_moving',
    );
    expect(await world.call(discardRfidPass, { pass_id, reason: '叉车经过' })).toMatchObject({
      status: 'discarded',
    });
  });
});

test('an unknown tag is settled once and comes back when it is seen again; one that is ignored does not', async () => {
  const door = await reader();
  const { warehouse_id } = world.north;
  const open = async () =>
    ((await world.call(listRfidParked, {})) as { rows: { epc_hex: string }[] }).rows.map(
      (row) => row.epc_hex,
    );
  const settle = (status: string) =>
    world.call(settleRfidTag, { warehouse_id, epc_hex: CHIP, status, note: '货架标签' });
  await settle('settled');
  expect(await open()).not.toContain(CHIP);
  await send(door, reads(CHIP, 1));
  expect(await open()).toContain(CHIP);
  await settle('ignored');
  await send(door, reads(CHIP, 1, 20_000));
  expect(await open()).not.toContain(CHIP);
  const elsewhere = world.as(['integration.rfid'], [world.south.warehouse_id]);
  const foreign = world.call(
    settleRfidTag,
    { warehouse_id, epc_hex: CHIP, status: 'settled', note: 'x' },
    { actor: elsewhere },
  );
  expect((await refusalOf(foreign)).code).toBe('platform.not_found');
});

test('takes a thousand tags with as many statements as one', async () => {
  const door = await reader();
  const tag = (n: number) => `3032${n.toString(16).toUpperCase().padStart(20, '0')}`;
  const counted = async (n: number) => {
    let statements = 0;
    observeStatements(() => {
      statements += 1;
    });
    await send(
      door,
      Array.from({ length: n }, (_, index) => ({ epc_hex: tag(index + n) })),
    );
    observeStatements(null);
    return statements;
  };
  await counted(1);
  expect(await counted(1_000)).toBe(await counted(2));
});

test('LLRP: a reader on the network is heard, and its keepalives are answered', async () => {
  const answered: number[] = [];
  const report = Uint8Array.from([
    0x04,
    0x3d,
    0,
    0,
    0,
    27,
    0,
    0,
    0,
    1,
    0,
    240,
    0,
    17,
    0x8d,
    ...Buffer.from(ITEM, 'hex'),
  ]);
  const server = createServer((socket) => {
    socket.write(report.subarray(0, 13));
    socket.write(Buffer.concat([report.subarray(13), emptyMessage(LLRP.KEEPALIVE, 5)]));
    socket.on('data', (bytes) => answered.push(bytes.readUInt16BE(0) & 0x3ff));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const heard = await new Promise<readonly LlrpRead[]>((resolve, reject) => {
    const one = listenTo(
      { llrp_host: '127.0.0.1', llrp_port: port },
      (told) => {
        // The keepalive came in the same piece; its answer is under way.
        setImmediate(() => one.stop());
        resolve(told);
      },
      (error) => reject(error ?? new Error('closed')),
    );
  });
  expect(heard).toMatchObject([{ epc_hex: ITEM }]);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(answered).toContain(LLRP.ENABLE_EVENTS_AND_REPORTS);
});

test('all of this left no invariant violated', async () => {
  expect(await findViolations(world.db)).toEqual([]);
});

/** An arrival notice of so many gloves at the north warehouse; gives its number. */
async function notice(qty: number): Promise<string> {
  const { order, asn } = receiversOf(world);
  // The tag of the acceptance case is one of these.
  const item_id = world.items.gloves;
  const asn_id = await asn(await order([{ item_id, qty }]), [{ item_id, lot_no: 'RFID', qty }]);
  const [row] = await world.sql<{ document_no: string }>(
    'select document_no from supply.asn where asn_id = $1',
    [asn_id],
  );
  return row!.document_no;
}

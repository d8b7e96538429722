import { readFileSync } from 'node:fs';
import { RFID_OUTCOMES, RFID_PASS_STATUSES } from '@tongcang/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyMessage, LLRP, readsOfReport, takeMessages } from './llrp.ts';
import { readsOfMessage, topicOf } from './mqtt.ts';
import {
  compare,
  meaningOf,
  PASS_TRANSITIONS,
  type Read,
  scanOf,
  stretchesOf,
  tagsOf,
} from './rfid.model.ts';

const ITEM = '303211E8D680004000003039';
const CHIP = 'E2801160600002054CC2096F';
const read = (seen_at: number, epc_hex = ITEM): Read => ({ epc_hex, antenna: 1, rssi: -50, seen_at });

test('statuses and outcomes are those of the tables', () => {
  const sql = readFileSync(new URL('../../../../migrations/0038_rfid.sql', import.meta.url), 'utf8');
  const words = (name: string) =>
    new RegExp(`${name} check \\([a-z]+ in \\(([^)]*)\\)`).exec(sql)![1]!.match(/\w+/g);
  expect(words('rfid_pass_status_known')).toEqual([...RFID_PASS_STATUSES]);
  expect(words('rfid_tag_outcome_known')).toEqual([...RFID_OUTCOMES]);
  expect(Object.values(PASS_TRANSITIONS).flat().sort()).toEqual(['confirmed', 'discarded']);
});

test('reads within the quiet time are one pass, a longer silence begins another', () => {
  const stretches = stretchesOf([], [read(0), read(4_000), read(8_000), read(14_000)], 5_000);
  expect(stretches.map(({ first, last, reads }) => [first, last, reads.length])).toEqual([
    [0, 8_000, 3],
    [14_000, 14_000, 1],
  ]);
});

test('a late read belongs to the pass that it was seen in', () => {
  const open = [
    { pass_id: 1, first: 0, last: 3_000 },
    { pass_id: 2, first: 60_000, last: 61_000 },
  ];
  const [stretch, ...others] = stretchesOf(open, [read(1_000)], 5_000);
  expect([stretch!.pass_id, others.length]).toEqual([1, 0]);
});

test('no read is lost or counted twice, however the reads come', () => {
  const times = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 20_000 }), (seen, quiet) => {
      const stretches = stretchesOf(
        [],
        seen.map((at) => read(at)),
        quiet,
      );
      expect(stretches.flatMap((one) => one.reads)).toHaveLength(seen.length);
      const ordered = stretches.toSorted((a, b) => a.first - b.first);
      for (const [index, one] of ordered.slice(1).entries())
        expect(one.first - ordered[index]!.last).toBeGreaterThan(quiet);
    }),
  );
});

test('a tag counts once, with the antenna that heard it best', () => {
  const heard = [read(1), { ...read(3), antenna: 4, rssi: -30 }, read(2), read(2, CHIP)];
  expect(tagsOf(heard)).toEqual([
    { epc_hex: ITEM, reads: 3, first: 1, last: 3, antenna: 4, rssi: -30 },
    { epc_hex: CHIP, reads: 1, first: 2, last: 2, antenna: 1, rssi: -50 },
  ]);
});

test('a tag of an item says which piece it is; the number of a chip says nothing', () => {
  const meaning = meaningOf(ITEM)!;
  expect(meaning).toMatchObject({ gtin: expect.stringMatching(/^\d{14}$/), serial_no: '12345', sscc: null });
  expect(scanOf(meaning)).toBe(`(01)${meaning.gtin}(21)12345`);
  expect(meaningOf(CHIP)).toBeNull();
});

test('expected and counted are held against each other item by item', () => {
  const expected = [
    { item_id: 1, qty: 3 },
    { item_id: 2, qty: 1 },
  ];
  const counted = [
    { item_id: 1, qty: 1 },
    { item_id: 1, qty: 1 },
    { item_id: 3, qty: 2 },
  ];
  expect(compare(expected, counted)).toEqual({
    items: [
      { item_id: 1, expected: 3, counted: 2 },
      { item_id: 2, expected: 1, counted: 0 },
      { item_id: 3, expected: 0, counted: 2 },
    ],
    missing: 2,
    extra: 2,
  });
});

test('a message of the broker names its reader and holds reads; anything else is left', () => {
  const message = Buffer.from(JSON.stringify([{ epc_hex: ITEM.toLowerCase(), antenna: 2 }]));
  expect(readsOfMessage(topicOf('DOOR-1'), message)).toEqual({
    reader_no: 'DOOR-1',
    reads: [{ epc_hex: ITEM, antenna: 2 }],
  });
  expect(readsOfMessage('tongcang/T1/reading', message)).toBeNull();
  expect(readsOfMessage(topicOf('DOOR-1'), Buffer.from('{'))).toBeNull();
});

/** Bytes as a reader sends them: a code of 96 bits with all that goes with it, and a longer code. */
const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];
const bytesOf = (hex: string) => [...Buffer.from(hex, 'hex')];
/** 2026-11-28T04:00:00Z in microseconds. */
const MICROS = [0x00, 0x06, 0x54, 0x9c, 0xb8, 0xc9, 0x00, 0x00];
const tlv = (type: number, value: readonly number[]) => [...u16(type), ...u16(value.length + 4), ...value];
const tv = (type: number, value: readonly number[]) => [0x80 | type, ...value];
const message = (type: number, id: number, body: readonly number[]) =>
  Uint8Array.from([...u16((1 << 10) | type), ...u32(body.length + 10), ...u32(id), ...body]);

const FIRST = [
  ...tv(13, bytesOf(ITEM)),
  ...tv(9, u32(1)),
  ...tv(1, u16(2)),
  ...tv(6, [0xce]),
  ...tv(4, MICROS),
  ...tv(8, u16(5)),
];
const LONG = '36300000000000000000000000000000000000000000000000AB';
const SECOND = [...tlv(241, [...u16(LONG.length * 4), ...bytesOf(LONG)]), ...tv(1, u16(3))];
const report = message(LLRP.RO_ACCESS_REPORT, 7, [...tlv(240, FIRST), ...tlv(240, SECOND)]);

test('LLRP: tags come out of a report with antenna, signal, time and count', () => {
  const { messages, rest } = takeMessages(report);
  expect([messages[0]!.type, messages[0]!.id, rest.length]).toEqual([LLRP.RO_ACCESS_REPORT, 7, 0]);
  const seen_at = Number(Buffer.from(MICROS).readBigUInt64BE() / 1000n);
  expect(readsOfReport(messages[0]!.body)).toEqual([
    { epc_hex: ITEM, antenna: 2, rssi: -50, seen_at, count: 5 },
    { epc_hex: LONG, antenna: 3, rssi: null, seen_at: null, count: 1 },
  ]);
});

test('LLRP: the header is that of the standard, to the bit', () => {
  expect([...emptyMessage(LLRP.KEEPALIVE_ACK, 9)]).toEqual([0x04, 0x48, 0, 0, 0, 10, 0, 0, 0, 9]);
});

test('LLRP: a stream is cut into messages wherever the network cuts it', () => {
  const stream = Buffer.concat([report, emptyMessage(LLRP.KEEPALIVE, 8), report]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: stream.length }), (at) => {
      const first = takeMessages(stream.subarray(0, at));
      const second = takeMessages(Buffer.concat([first.rest, stream.subarray(at)]));
      expect([...first.messages, ...second.messages].map((one) => one.type)).toEqual([61, 62, 61]);
      expect(second.rest).toHaveLength(0);
    }),
  );
});

test('LLRP: bytes of any kind are no reason to fall over', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const { epc_hex } of readsOfReport(bytes)) expect(epc_hex).toMatch(/^[0-9A-F]+$/);
    }),
  );
  expect(() => takeMessages(Uint8Array.from([0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]))).toThrow();
});

/**
 * LLRP, the part that a warehouse needs: tags out of RO_ACCESS_REPORT, and answers to KEEPALIVE. What the reader reads and
 * when is set at the reader itself (its ROSpec); this only listens. Lengths and types are those of LLRP 1.1, chapter 17.
 */
export type LlrpRead = {
  readonly epc_hex: string;
  readonly antenna: number | null;
  readonly rssi: number | null;
  /** Milliseconds since 1970, by the reader's clock; null where it tells none. */
  readonly seen_at: number | null;
  readonly count: number;
};
export type LlrpMessage = { readonly type: number; readonly id: number; readonly body: Uint8Array };

const HEADER = 10;
const VERSION = 1;
/** Larger than any report; more means that the stream is no LLRP. */
const MESSAGE_MAX = 4 * 1024 * 1024;
export const LLRP = {
  RO_ACCESS_REPORT: 61,
  KEEPALIVE: 62,
  READER_EVENT_NOTIFICATION: 63,
  ENABLE_EVENTS_AND_REPORTS: 64,
  KEEPALIVE_ACK: 72,
} as const;

/** A message without a body, as it goes over the wire. */
export function emptyMessage(type: number, id: number): Uint8Array {
  const bytes = new Uint8Array(HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, (VERSION << 10) | type);
  view.setUint32(2, HEADER);
  view.setUint32(6, id);
  return bytes;
}

/** Whole messages at the beginning of a stream, and what is left of it. Throws where it is no LLRP. */
export function takeMessages(stream: Uint8Array): { messages: LlrpMessage[]; rest: Uint8Array } {
  const messages: LlrpMessage[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let at = 0;
  while (stream.length - at >= HEADER) {
    const length = view.getUint32(at + 2);
    if (length < HEADER || length > MESSAGE_MAX) throw new Error(`a message of ${length} bytes is no LLRP`);
    if (stream.length - at < length) break;
    const type = view.getUint16(at) & 0x3ff;
    messages.push({ type, id: view.getUint32(at + 6), body: stream.subarray(at + HEADER, at + length) });
    at += length;
  }
  return { messages, rest: stream.subarray(at) };
}

/** Parameters with a type below 128 have no length; it follows from the type. */
const TV_LENGTHS: Readonly<Record<number, number>> = {
  1: 2, // AntennaID
  2: 8, // FirstSeenTimestampUTC
  3: 8, // FirstSeenTimestampUptime
  4: 8, // LastSeenTimestampUTC
  5: 8, // LastSeenTimestampUptime
  6: 1, // PeakRSSI
  7: 2, // ChannelIndex
  8: 2, // TagSeenCount
  9: 4, // ROSpecID
  10: 2, // InventoryParameterSpecID
  11: 2, // C1G2CRC
  12: 2, // C1G2PC
  13: 12, // EPC-96
  14: 2, // SpecIndex
  15: 2, // ClientRequestOpSpecResult
  16: 4, // AccessSpecID
  17: 2, // OpSpecID
  18: 4, // C1G2SingulationDetails
  19: 2, // C1G2XPC-W1
  20: 2, // C1G2XPC-W2
};
const EPC_DATA = 241;
const TAG_REPORT_DATA = 240;

type Parameter = { readonly type: number; readonly value: Uint8Array };

function parametersOf(bytes: Uint8Array): Parameter[] {
  const found: Parameter[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at]!;
    const short = (first & 0x80) !== 0;
    const type = short ? first & 0x7f : at + 4 <= bytes.length ? view.getUint16(at) & 0x3ff : -1;
    const head = short ? 1 : 4;
    const length = short
      ? head + (TV_LENGTHS[type] ?? Number.NaN)
      : type < 0
        ? Number.NaN
        : view.getUint16(at + 2);
    // A parameter that is not known cannot be passed over, and what follows it would be guessed.
    if (!(length >= head) || at + length > bytes.length) return found;
    found.push({ type, value: bytes.subarray(at + head, at + length) });
    at += length;
  }
  return found;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** The tags of a report, in its order. A tag without a code is left out. */
export function readsOfReport(body: Uint8Array): LlrpRead[] {
  return parametersOf(body)
    .filter((parameter) => parameter.type === TAG_REPORT_DATA)
    .flatMap(({ value }) => readOf(parametersOf(value)) ?? []);
}

function readOf(parameters: readonly Parameter[]): LlrpRead | null {
  const of = (type: number) => parameters.find((parameter) => parameter.type === type)?.value;
  const number = (type: number, read: (view: DataView) => number): number | null => {
    const value = of(type);
    return value === undefined ? null : read(new DataView(value.buffer, value.byteOffset, value.byteLength));
  };
  const epc_hex = codeOf(of(13), of(EPC_DATA));
  if (epc_hex === null) return null;
  const micros = (view: DataView) => Number(view.getBigUint64(0) / 1000n);
  return {
    epc_hex,
    antenna: number(1, (view) => view.getUint16(0)),
    rssi: number(6, (view) => view.getInt8(0)),
    seen_at: number(4, micros) ?? number(2, micros),
    count: number(8, (view) => view.getUint16(0)) ?? 1,
  };
}

/** 96 bits as they are, or as many bits as the parameter says. */
function codeOf(epc96: Uint8Array | undefined, data: Uint8Array | undefined): string | null {
  if (epc96 !== undefined) return hex(epc96);
  if (data === undefined || data.length < 2) return null;
  const bits = new DataView(data.buffer, data.byteOffset).getUint16(0);
  const bytes = data.subarray(2, 2 + Math.ceil(bits / 8));
  return bytes.length * 8 >= bits && bits >= 32 ? hex(bytes) : null;
}

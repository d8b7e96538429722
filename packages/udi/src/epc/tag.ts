/** Tags as 96 or 198 bits (GS1 Tag Data Standard 1.13, section 14), both ways. */
import { type Refusal, refuse } from '../issue.ts';
import { BitWriter, bigBitsAt, bitsAt } from './bits.ts';
import { checkEpc, type Epc, type EpcScheme, referenceDigits } from './epc.ts';
import type { EpcTag, TagScheme } from './uri.ts';

type Layout = {
  readonly tag_scheme: TagScheme;
  readonly scheme: EpcScheme;
  readonly bits: number;
  /** Bits of the memory that holds the tag: whole words of 16. */
  readonly words: number;
  /** Bits that company prefix and reference share. */
  readonly shared: number;
  readonly serial: 'none' | 'number' | 'text';
  readonly serial_bits: number;
};

const LAYOUTS: Readonly<Record<number, Layout>> = {
  48: layout('sgtin-96', 44, 'number', 38),
  49: layout('sscc-96', 58, 'none', 0),
  50: layout('sgln-96', 41, 'number', 41),
  52: layout('giai-96', 82, 'none', 0),
  54: layout('sgtin-198', 44, 'text', 140),
};
const HEADERS = Object.fromEntries(
  Object.entries(LAYOUTS).map(([header, { tag_scheme }]) => [tag_scheme, Number(header)]),
) as Readonly<Record<TagScheme, number>>;

function layout(
  tag_scheme: TagScheme,
  shared: number,
  serial: Layout['serial'],
  serial_bits: number,
): Layout {
  const [scheme, length] = tag_scheme.split('-') as [EpcScheme, string];
  const bits = Number(length);
  return { tag_scheme, scheme, bits, words: Math.ceil(bits / 16) * 16, shared, serial, serial_bits };
}

/** Partition 0 to 6: a company prefix of 12 to 6 digits has 40 to 20 bits. */
const COMPANY_BITS = [40, 37, 34, 30, 27, 24, 20] as const;
const FIELDS_START = 14;

/** What the tag says, or why it is none of ours: EPC_HEADER for other makers' tags. Text of hexadecimal digits. */
export function decodeTag(text: string): ({ readonly ok: true } & EpcTag) | Refusal {
  const hex = text.toUpperCase();
  if (!/^[0-9A-F]+$/.test(hex)) return refuse('EPC_FORM', { position: hex.search(/[^0-9A-F]/) });
  if (hex.length < 24) return refuse('EPC_LENGTH', { params: { length: hex.length * 4 } });
  const header = bitsAt(hex, 0, 8);
  const plan = LAYOUTS[header];
  if (plan === undefined) return refuse('EPC_HEADER', { params: { header: hex.slice(0, 2) } });
  const length = Math.ceil(plan.bits / 4);
  if (hex.length < length || /[^0]/.test(hex.slice(length)) || hex.length > 64)
    return refuse('EPC_LENGTH', { params: { length: hex.length * 4, expected: plan.bits } });
  return decodeFields(hex.padEnd(plan.words / 4, '0'), plan);
}

function decodeFields(hex: string, plan: Layout): ({ readonly ok: true } & EpcTag) | Refusal {
  const filter = bitsAt(hex, 8, 3);
  const partition = bitsAt(hex, 11, 3);
  const width = COMPANY_BITS[partition];
  if (width === undefined) return refuse('EPC_PARTITION', { params: { partition } });
  const company_length = 12 - partition;
  const company = digits(bitsAt(hex, FIELDS_START, width), company_length);
  const reference = readReference(hex, plan, width, company_length);
  const serial = readSerial(hex, plan);
  if (company === null || reference === null) return refuse('EPC_VALUE');
  if (serial === null) return refuse('EPC_SERIAL');
  const used = FIELDS_START + plan.shared + plan.serial_bits;
  if (bigBitsAt(hex, used, plan.words - used) !== 0n) return refuse('EPC_RESERVED');
  const epc: Epc = { scheme: plan.scheme, company, reference, ...(serial !== undefined && { serial }) };
  return checkEpc(epc) ?? { ok: true, epc, tag_scheme: plan.tag_scheme, filter };
}

/** The number with its leading zeros, or null where it has more digits than the partition allows. */
function digits(value: number | bigint, length: number): string | null {
  const text = length === 0 ? '' : String(value).padStart(length, '0');
  return text.length === length && (length > 0 || BigInt(value) === 0n) ? text : null;
}

function readReference(hex: string, plan: Layout, width: number, company_length: number): string | null {
  const value = bigBitsAt(hex, FIELDS_START + width, plan.shared - width);
  const length = referenceDigits(plan.scheme, company_length);
  if (length !== null) return digits(value, length);
  const asset = String(value);
  return asset.length <= assetDigits(company_length) ? asset : null;
}

/** A numeric asset reference fills what the company prefix leaves of 25 digits (TDS table 14-11). */
const assetDigits = (company_length: number): number => 25 - company_length;

function readSerial(hex: string, plan: Layout): string | null | undefined {
  const start = FIELDS_START + plan.shared;
  if (plan.serial === 'none') return undefined;
  if (plan.serial === 'number') return String(bitsAt(hex, start, plan.serial_bits));
  return readText(hex, start);
}

/** Up to 20 characters of 7 bits; zeros end the text and fill the rest. */
function readText(hex: string, start: number): string | null {
  let text = '';
  let ended = false;
  for (let index = 0; index < 20; index++) {
    const unit = bitsAt(hex, start + 7 * index, 7);
    if (unit !== 0 && ended) return null;
    if (unit === 0) ended = true;
    else text += String.fromCharCode(unit);
  }
  return text === '' ? null : text;
}

/** The tag as hexadecimal text. Refuses with EPC_SERIAL what only a longer tag can carry. */
export function encodeTag(tag: EpcTag): { readonly ok: true; readonly hex: string } | Refusal {
  const { epc, tag_scheme, filter } = tag;
  const header = HEADERS[tag_scheme];
  const plan = LAYOUTS[header] as Layout;
  const wrong =
    plan.scheme === epc.scheme ? checkEpc(epc) : refuse('EPC_HEADER', { params: { scheme: epc.scheme } });
  if (wrong !== null) return wrong;
  const partition = 12 - epc.company.length;
  const width = COMPANY_BITS[partition] as number;
  const bits = new BitWriter()
    .add(header, 8)
    .add(filter & 7, 3)
    .add(partition, 3)
    .add(BigInt(epc.company), width);
  const reference = writeReference(bits, epc, plan.shared - width);
  return reference ?? writeSerial(bits, epc, plan) ?? { ok: true, hex: bits.hex(plan.words) };
}

function writeReference(bits: BitWriter, { scheme, company, reference }: Epc, width: number): Refusal | null {
  if (scheme === 'giai' && (!isNumeral(reference) || reference.length > assetDigits(company.length)))
    return refuse('EPC_VALUE', { params: { reference } });
  const value = BigInt(reference === '' ? 0 : reference);
  if (value >= 1n << BigInt(width)) return refuse('EPC_VALUE', { params: { reference } });
  bits.add(value, width);
  return null;
}

function writeSerial(bits: BitWriter, { serial = '' }: Epc, plan: Layout): Refusal | null {
  if (plan.serial === 'none') return null;
  if (plan.serial === 'number') {
    const fits = isNumeral(serial) && BigInt(serial) < 1n << BigInt(plan.serial_bits);
    if (!fits) return refuse('EPC_SERIAL', { params: { serial, bits: plan.serial_bits } });
    bits.add(BigInt(serial), plan.serial_bits);
    return null;
  }
  for (let index = 0; index < 20; index++) bits.add(index < serial.length ? serial.charCodeAt(index) : 0, 7);
  return null;
}

/** A number as a tag of 96 bits can carry it: a leading zero would be lost. */
function isNumeral(text: string): boolean {
  return /^(0|[1-9]\d*)$/.test(text);
}

import { crc32, inflateRawSync } from 'node:zlib';
import { refuse } from './tabular.errors.ts';
import type { TabularLimits } from './tabular.model.ts';

/** One file of an archive, as its central directory describes it. Sizes in bytes. */
export type ZipEntry = {
  readonly name: string;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed_size: number;
  readonly size: number;
  readonly header_offset: number;
};
type ZipLimits = Pick<TabularLimits, 'zip_entries_max' | 'zip_bytes_max' | 'zip_ratio_max'>;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const UNIX = 3;

/**
 * Reads and judges the directory of a zip archive without unpacking anything, in time proportional to the number
 * of entries: a bomb is refused before a single byte of it is inflated.
 *
 * Refuses: more entries, a larger declared total or a higher ratio than the limits; encrypted entries; names that
 * are absolute, climb, or name a device; links; entries that overlap (one packed block used a thousand times);
 * two entries of one name (which one is read would depend on the reader); archives over 4 GiB (zip64).
 */
export function readZipDirectory(bytes: Uint8Array, limits: ZipLimits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const directory_offset = view.getUint32(end + 16, true);
  if (count > limits.zip_entries_max) {
    refuse('tabular.zip_entries', { entries: count, entries_max: limits.zip_entries_max });
  }
  const entries: ZipEntry[] = [];
  let at = directory_offset;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readCentral(view, bytes, at, end);
    entries.push(entry);
    at = next;
  }
  if (at !== end) refuse('tabular.zip_broken', { reason: 'directory' });
  judgeSizes(entries, limits);
  judgeLayout(entries, view, bytes, directory_offset);
  return entries;
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const comment_length = view.getUint16(at + 20, true);
    const one_disk = view.getUint32(at + 4, true) === 0;
    const counts_agree = view.getUint16(at + 8, true) === view.getUint16(at + 10, true);
    if (at + END_SIZE + comment_length === view.byteLength && one_disk && counts_agree) return at;
  }
  return refuse('tabular.zip_broken', { reason: 'end' });
}

function readCentral(view: DataView, bytes: Uint8Array, at: number, end: number) {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL)
    refuse('tabular.zip_broken', { reason: 'entry' });
  const name_length = view.getUint16(at + 28, true);
  const next = at + 46 + name_length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end) refuse('tabular.zip_broken', { reason: 'entry' });
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const name = judgeName(bytes.subarray(at + 46, at + 46 + name_length));
  // Bit 0: encrypted; bit 6: strongly encrypted; bit 13: the directory itself is masked.
  if (flags & 0x2041) refuse('tabular.encrypted');
  if (method !== 0 && method !== 8) refuse('tabular.zip_broken', { reason: 'method' });
  judgeKind(view.getUint16(at + 4, true) >> 8, view.getUint32(at + 38, true));
  const entry: ZipEntry = {
    name,
    method,
    crc: view.getUint32(at + 16, true),
    packed_size: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    header_offset: view.getUint32(at + 42, true),
  };
  return { entry, next };
}

/** A workbook's parts have plain relative names; anything else is made to write outside, or to confuse. */
function judgeName(bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes);
  const climbs = name.split('/').includes('..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (name === '' || climbs || /^[/]|\\|^[A-Za-z]:|[\u0000-\u001f\ufffd]/.test(name)) {
    refuse('tabular.zip_path');
  }
  return name;
}

/** Only regular files and folders: a link would be followed outside by whoever unpacks the file later. */
function judgeKind(made_by: number, attributes: number): void {
  if (made_by !== UNIX) return;
  const kind = (attributes >>> 28) & 0xf;
  if (kind !== 0 && kind !== 0x8 && kind !== 0x4) refuse('tabular.zip_path');
}

function judgeSizes(entries: readonly ZipEntry[], limits: ZipLimits): void {
  let total = 0;
  for (const { size, packed_size, method } of entries) {
    total += size;
    if (method === 0 && size !== packed_size) refuse('tabular.zip_lying');
    if (size > packed_size * limits.zip_ratio_max) {
      const ratio = Math.round(size / Math.max(1, packed_size));
      refuse('tabular.zip_ratio', { ratio, ratio_max: limits.zip_ratio_max });
    }
  }
  if (total > limits.zip_bytes_max) {
    refuse('tabular.too_large', { bytes: total, bytes_max: limits.zip_bytes_max });
  }
}

function judgeLayout(entries: readonly ZipEntry[], view: DataView, bytes: Uint8Array, limit: number): void {
  const names = new Set(entries.map((e) => e.name));
  if (names.size !== entries.length) refuse('tabular.zip_broken', { reason: 'repeated_name' });
  let free_from = 0;
  for (const entry of entries.toSorted((a, b) => a.header_offset - b.header_offset)) {
    const start = dataOffset(entry, view, bytes, limit);
    if (entry.header_offset < free_from) refuse('tabular.zip_broken', { reason: 'overlap' });
    free_from = start + entry.packed_size;
    if (free_from > limit) refuse('tabular.zip_broken', { reason: 'overlap' });
  }
}

/** Where the packed bytes begin; the local header must tell the same story as the directory. */
function dataOffset(entry: ZipEntry, view: DataView, bytes: Uint8Array, limit: number): number {
  const at = entry.header_offset;
  if (at + 30 > limit || view.getUint32(at, true) !== LOCAL)
    refuse('tabular.zip_broken', { reason: 'header' });
  const name_length = view.getUint16(at + 26, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + name_length));
  if (name !== entry.name || view.getUint16(at + 8, true) !== entry.method) {
    refuse('tabular.zip_lying');
  }
  return at + 30 + name_length + view.getUint16(at + 28, true);
}

/**
 * Unpacks one entry and holds it to what the directory declared: inflating stops at the declared size, and a
 * different length or checksum is refused, so that a directory that lies does not get through either.
 */
export function unzipEntry(bytes: Uint8Array, entry: ZipEntry): Buffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = dataOffset(entry, view, bytes, bytes.byteLength);
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset + start, entry.packed_size);
  const content = entry.method === 0 ? packed : inflate(packed, entry.size);
  if (content.length !== entry.size || crc32(content) !== entry.crc) refuse('tabular.zip_lying');
  return content;
}

function inflate(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    const too_long = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return too_long ? refuse('tabular.zip_lying') : refuse('tabular.zip_broken', { reason: 'data' });
  }
}

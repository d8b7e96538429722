import { isUtf8 } from 'node:buffer';
import { refuse } from './tabular.errors.ts';
import type { Encoding } from './tabular.model.ts';

export type Content =
  | 'zip'
  | 'old_excel'
  | 'encrypted_excel'
  | 'pdf'
  | 'image'
  | 'archive'
  | 'markup'
  | 'binary'
  | 'text';

const MAGIC: readonly (readonly [Content, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['old_excel', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
];

/** What the first bytes say the file is; the name is not asked. */
export function sniff(bytes: Uint8Array): Content {
  const magic = MAGIC.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
  if (magic) return magic[0] === 'old_excel' && isEncryptedPackage(bytes) ? 'encrypted_excel' : magic[0];
  if (unicodeMark(bytes)?.encoding.startsWith('utf-16')) return 'text';
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  if (start.includes(0)) return 'binary';
  return /^(\xef\xbb\xbf)?\s*</.test(start.toString('latin1')) ? 'markup' : 'text';
}

/** Excel wraps a workbook with a password into the container of the old format, with a stream of this name. */
function isEncryptedPackage(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.includes(Buffer.from('EncryptedPackage', 'utf16le'));
}

const NAMED: Record<string, 'csv' | 'xlsx'> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'csv',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
};

/** Refuses what is not a table, and a name that promises something else than the bytes hold. */
export function formatOf(bytes: Uint8Array, file_name: string | undefined): 'csv' | 'xlsx' {
  const content = sniff(bytes);
  if (content === 'old_excel') refuse('tabular.old_excel');
  if (content === 'encrypted_excel') refuse('tabular.encrypted');
  if (content !== 'zip' && content !== 'text') refuse('tabular.not_a_table', { found: content });
  const format = content === 'zip' ? 'xlsx' : 'csv';
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(file_name ?? '')?.[1]?.toLowerCase();
  if (extension !== undefined && NAMED[extension] !== format) {
    refuse('tabular.name_mismatch', { named: extension, found: format });
  }
  return format;
}

type Mark = { readonly encoding: Encoding; readonly length: number };

function unicodeMark(bytes: Uint8Array): Mark | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * Encoding of a text file and the length of its byte order mark.
 *
 * GB18030 accepts nearly every byte sequence, so it is only assumed after UTF-8 was ruled out, and a file that is
 * UTF-8 but for a few damaged bytes is refused with the place of the first: read as GB18030 it would fill the
 * master data with nonsense.
 */
export function encodingOf(bytes: Uint8Array): Mark {
  const mark = unicodeMark(bytes);
  if (mark && mark.encoding !== 'utf-8') return mark;
  if (isUtf8(bytes)) return { encoding: 'utf-8', length: mark?.length ?? 0 };
  const damage = utf8Damage(bytes);
  if (mark || damage.sound > 4 * damage.broken) {
    refuse('tabular.encoding', { encoding: 'utf-8', offset: damage.first_offset, line: damage.first_line });
  }
  return { encoding: 'gb18030', length: 0 };
}

/** Counts sound and broken multi-byte sequences; Chinese text in GB18030 has almost none that are sound UTF-8. */
function utf8Damage(bytes: Uint8Array) {
  const damage = { sound: 0, broken: 0, first_offset: -1, first_line: 0 };
  let line = 1;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    if (lead === 0x0a) line++;
    const length = lead < 0x80 ? 1 : utf8Length(bytes, at);
    if (length > 1) damage.sound++;
    if (length === 0) {
      damage.broken++;
      if (damage.first_offset < 0) Object.assign(damage, { first_offset: at, first_line: line });
    }
    at += Math.max(1, length);
  }
  return damage;
}

/** Length of the sound multi-byte sequence at `at`, or 0. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
  if (lead > 0xf4) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}

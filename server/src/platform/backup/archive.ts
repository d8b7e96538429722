/**
 * The archive of a backup as a file: records, compressed, cut into frames that each prove themselves.
 *
 * File: `TONGCANG`, length and text of a JSON header, then frames `[length u32][last u8][data][tag]`. With a key each
 * frame is AES-256-GCM under a counter as nonce, so that a frame that was changed, moved, left out or added is found
 * before any of its content is used, and a cut-off end as well, because the last frame says that it is the last. The
 * key is made from the key file and a salt of this archive alone, which is why a counter may be the nonce. Without a
 * key the tag is a SHA-256 chained over all frames: that finds damage, not somebody who computes it anew.
 */
import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { ids, sha256 } from '../ids.ts';

/** A piece of the content; `kind` is one letter. */
export type ArchiveRecord = { readonly kind: string; readonly data: Buffer };

export type ArchiveErrorCode = 'backup.not_an_archive' | 'backup.damaged' | 'backup.key_needed';
export type ArchiveError = Error & { code: ArchiveErrorCode };

const MAGIC = Buffer.from('TONGCANG');
const FORMAT = 1;
const FRAME_BYTES = 1 << 20;
/** Compression may make a frame's content a little longer; anything beyond is not one of ours. */
const RECORD_BYTES_MAX = 64 << 20;
const KEY_BYTES_MIN = 32;
/** Level 3 takes less time than PostgreSQL needs to give the rows. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

type Header = { format: number; encrypted: boolean; salt: string };

function refusal(code: ArchiveErrorCode, message: string, cause?: unknown): ArchiveError {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { code });
}
const damaged = (what: string, cause?: unknown) =>
  refusal('backup.damaged', `the archive is damaged or was changed: ${what}`, cause);

/**
 * Writes `records` to `file`, with bounded memory. The file appears under its name when it is complete and on disk;
 * before that, and after a failure, there is none. `secret` is the content of the key file, at least 32 bytes.
 */
export async function writeArchive(
  file: string,
  records: AsyncIterable<ArchiveRecord>,
  secret: Buffer | null,
): Promise<{ bytes: number; sha256: string }> {
  const partial = `${file}.partial`;
  const header: Header = { format: FORMAT, encrypted: secret !== null, salt: ids.token() };
  const seal = secret === null ? chainedTags(headerBytes(header)) : cipherFrames(secret, header);
  const digest = createHash('sha256');
  let bytes = 0;
  // Fails where another process is making the same archive, whose file is not to be touched.
  const handle = await open(partial, 'wx', 0o600);
  try {
    await pipeline(
      Readable.from(encodeRecords(records), { objectMode: false }),
      createZstdCompress(COMPRESSION),
      (source: AsyncIterable<Buffer>) => framesOf(source, header, seal.seal),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          digest.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      },
      handle.createWriteStream({ flush: true }),
    );
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
  return { bytes, sha256: digest.digest('hex') };
}

/** A name is on disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives the records of `file`, each only after the frames it stands in have proved themselves. Errors carry a code:
 * `backup.not_an_archive`, `backup.key_needed`, `backup.damaged` (also for a wrong key).
 */
export async function* readArchive(file: string, secret: Buffer | null): AsyncGenerator<ArchiveRecord> {
  const source = createReadStream(file, { highWaterMark: 1 << 18 });
  const input = byteReader(source);
  const plain = createZstdDecompress();
  try {
    const header = await readHeader(input);
    if (header.encrypted && secret === null) {
      throw refusal('backup.key_needed', 'the archive is encrypted: name its key file by --key-file');
    }
    const seal = header.encrypted ? cipherFrames(secret!, header) : chainedTags(headerBytes(header));
    const feeding = pipeline(Readable.from(openFrames(input, seal), { objectMode: false }), plain).catch(
      () => {},
    );
    yield* decodeRecords(plain);
    await feeding;
  } finally {
    source.destroy();
    plain.destroy();
  }
}

const headerBytes = (header: Header) => Buffer.from(JSON.stringify(header));

async function readHeader(input: ByteReader): Promise<Header> {
  const wrong = (what: string) => refusal('backup.not_an_archive', `this is no archive of a backup: ${what}`);
  const start = await input.take(MAGIC.length + 4).catch((error) => {
    // A file that is not there or closed to us is no matter of its content.
    if ('code' in error) throw error;
    return null;
  });
  if (start === null || !start.subarray(0, MAGIC.length).equals(MAGIC)) throw wrong('its first bytes differ');
  const length = start.readUInt32BE(MAGIC.length);
  if (length > 1_000) throw wrong('its header is too long');
  try {
    const { format, encrypted, salt } = JSON.parse((await input.take(length)).toString()) as Header;
    if (format !== FORMAT) throw wrong(`its format is ${format}, known is ${FORMAT}`);
    return { format, encrypted: Boolean(encrypted), salt: String(salt) };
  } catch (error) {
    if ('code' in (error as object)) throw error;
    throw wrong('its header cannot be read');
  }
}

/** How a frame is made to prove itself, and how that is checked; `open` throws where it does not hold. */
type Seal = {
  readonly tag_bytes: number;
  seal(data: Buffer, last: boolean): { data: Buffer; tag: Buffer };
  open(data: Buffer, last: boolean, tag: Buffer): Buffer;
};

function cipherFrames(secret: Buffer, header: Header): Seal {
  if (secret.length < KEY_BYTES_MIN) {
    throw refusal('backup.key_needed', `the key file must hold at least ${KEY_BYTES_MIN} bytes`);
  }
  const key = Buffer.from(hkdfSync('sha256', secret, header.salt, 'tongcang backup', 32));
  const bound = sha256(headerBytes(header));
  let count = 0n;
  const nonce = () => {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64BE(count++, 4);
    return bytes;
  };
  const bind = <C extends CipherGCM | ReturnType<typeof createDecipheriv>>(cipher: C, last: boolean): C => {
    (cipher as CipherGCM).setAAD(Buffer.concat([bound, Buffer.from([last ? 1 : 0])]));
    return cipher;
  };
  return {
    tag_bytes: 16,
    seal(data, last) {
      const cipher = bind(createCipheriv('aes-256-gcm', key, nonce()), last);
      const sealed = Buffer.concat([cipher.update(data), cipher.final()]);
      return { data: sealed, tag: cipher.getAuthTag() };
    },
    open(data, last, tag) {
      const decipher = bind(createDecipheriv('aes-256-gcm', key, nonce(), { authTagLength: 16 }), last);
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    },
  };
}

function chainedTags(header: Buffer): Seal {
  let before = sha256(header);
  const next = (data: Buffer, last: boolean) => {
    before = createHash('sha256')
      .update(before)
      .update(Buffer.from([last ? 1 : 0]))
      .update(data)
      .digest();
    return before;
  };
  return {
    tag_bytes: 32,
    seal: (data, last) => ({ data, tag: next(data, last) }),
    open(data, last, tag) {
      if (!timingSafeEqual(next(data, last), tag)) throw new Error('the checksum differs');
      return data;
    },
  };
}

async function* framesOf(
  source: AsyncIterable<Buffer>,
  header: Header,
  seal: Seal['seal'],
): AsyncGenerator<Buffer> {
  const text = headerBytes(header);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  yield Buffer.concat([MAGIC, length, text]);
  let parts: Buffer[] = [];
  let size = 0;
  const frame = (last: boolean) => {
    const { data, tag } = seal(Buffer.concat(parts), last);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(data.length);
    head.writeUInt8(last ? 1 : 0, 4);
    parts = [];
    size = 0;
    return Buffer.concat([head, data, tag]);
  };
  for await (const chunk of source) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= FRAME_BYTES) yield frame(false);
  }
  yield frame(true);
}

async function* openFrames(input: ByteReader, seal: Seal): AsyncGenerator<Buffer> {
  for (let number = 1; ; number += 1) {
    const head = await input.take(5).catch(() => {
      throw damaged(`its end is missing after frame ${number - 1}`);
    });
    const length = head.readUInt32BE(0);
    const last = head[4] === 1;
    if (length > FRAME_BYTES * 4) throw damaged(`frame ${number} has an impossible length`);
    const body = await input.take(length + seal.tag_bytes).catch(() => {
      throw damaged(`frame ${number} is cut off`);
    });
    yield openFrame(seal, body, last, number);
    if (!last) continue;
    if (!(await input.atEnd())) throw damaged('something follows its last frame');
    return;
  }
}

function openFrame(seal: Seal, body: Buffer, last: boolean, number: number): Buffer {
  const data = body.subarray(0, body.length - seal.tag_bytes);
  try {
    return seal.open(data, last, body.subarray(data.length));
  } catch (error) {
    throw damaged(`frame ${number} does not prove itself, or the key is another one`, error);
  }
}

async function* encodeRecords(records: AsyncIterable<ArchiveRecord>): AsyncGenerator<Buffer> {
  for await (const { kind, data } of records) {
    const head = Buffer.alloc(5);
    head.write(kind, 0, 1, 'latin1');
    head.writeUInt32BE(data.length, 1);
    yield head;
    if (data.length > 0) yield data;
  }
}

async function* decodeRecords(source: Readable): AsyncGenerator<ArchiveRecord> {
  const input = byteReader(source);
  const take = (count: number) =>
    input.take(count).catch((error) => {
      throw 'code' in error ? error : damaged('a record is cut off', error);
    });
  while (!(await input.atEnd())) {
    const head = await take(5);
    const length = head.readUInt32BE(1);
    if (length > RECORD_BYTES_MAX) throw damaged('a record has an impossible length');
    yield { kind: head.toString('latin1', 0, 1), data: await take(length) };
  }
}

type ByteReader = {
  /** Exactly `count` bytes; fails where the source ends before. */
  take(count: number): Promise<Buffer>;
  atEnd(): Promise<boolean>;
};

function byteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let size = 0;
  const more = async () => {
    const next = await chunks.next();
    if (next.done) return false;
    held.push(next.value);
    size += next.value.length;
    return true;
  };
  return {
    async take(count) {
      while (size < count) if (!(await more())) throw new Error('the source ended');
      const all = held.length === 1 ? held[0]! : Buffer.concat(held);
      held = [all.subarray(count)];
      size -= count;
      return all.subarray(0, count);
    },
    async atEnd() {
      while (size === 0) if (!(await more())) return true;
      return false;
    },
  };
}

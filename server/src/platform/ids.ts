import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Randomness of the process, in one place so that tests and reviews know where to look. */
export const ids = {
  /** 256 bits, URL-safe: session tokens and API keys. */
  token: (): string => randomBytes(32).toString('base64url'),
  uuid: (): string => randomUUID(),
  /** `count` digits for recovery codes. */
  digits: (count: number): string => Array.from({ length: count }, () => randomInt(10)).join(''),
};

/** SHA-256 of text or bytes, as bytes for a `bytea` column. */
export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

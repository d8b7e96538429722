import type { SignatureRow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { sha256 } from '../../platform/ids.ts';
import type { Context } from '../../platform/use-case.ts';
import { insertSignature } from './identity.write.ts';
import { requireRecentPassword } from './re-authenticate.ts';

export type ToSign = {
  /** Kind of record, such as `inspection`, and its id. */
  readonly entity: string;
  readonly entity_id: number;
  /** The record as it was shown to the signer; the order of its keys does not matter. */
  readonly record: Readonly<Record<string, unknown>>;
  /** What the signature says, such as `released`. */
  readonly meaning: string;
  readonly reason: string;
};

/**
 * Signs a record electronically (21 CFR 11.50, 11.70, 11.200): printed name, time of the database, meaning and reason,
 * bound to the record by its hash. Fails with `identity.reauthentication_needed` unless the password was given in the
 * last minutes. Writes an audit entry of its own.
 */
export async function sign(context: Context, { record, ...words }: ToSign): Promise<number> {
  const { tx, actor } = context;
  if (actor.user_id !== null) requireRecentPassword(actor);
  const { signature_id } = await insertSignature(tx, { ...words, record_sha256: hashOf(record) }, actor);
  const { entity, entity_id, meaning, reason } = words;
  context.audit({
    entity,
    entity_id,
    action: 'identity.sign',
    reason,
    detail: { signature_id, meaning, record_sha256: hashOf(record).toString('hex') },
  });
  return signature_id;
}

/** The signatures of a record, oldest first; `fits` tells whether `record` is still what was signed. */
export async function signaturesOf(
  tx: Tx,
  entity: string,
  entity_id: number,
  record: Readonly<Record<string, unknown>> | null = null,
): Promise<SignatureRow[]> {
  const rows = await tx.rows<Omit<SignatureRow, 'fits'> & { record_sha256: Buffer }>(
    `select signature_id, meaning, reason, signed_name, signed_at, record_sha256 from identity.signature
     where entity = $1 and entity_id = $2 order by signature_id`,
    [entity, entity_id],
  );
  const now = record === null ? null : hashOf(record);
  return rows.map(({ record_sha256, ...row }) => ({
    ...row,
    fits: now === null ? null : now.equals(record_sha256),
  }));
}

/** SHA-256 of JSON with its keys in order, so that the same record always has the same hash. */
function hashOf(record: Readonly<Record<string, unknown>>): Buffer {
  return sha256(JSON.stringify(canonical(record)));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, held]) => [key, canonical(held)]),
  );
}

import type { AttachmentRow, PAPER_TYPES } from '@tongcang/contract';
import type { Actor } from './actor.ts';
import type { Tx } from './db.ts';
import { fail, notFound } from './errors.ts';
import { sha256 } from './ids.ts';

export type NewAttachment = {
  /** Kind of record, such as `deviation`, and its id. The module that owns it asks for the right. */
  readonly entity: string;
  readonly entity_id: number;
  /** Whose sight it needs; null where it belongs to no warehouse or partner. */
  readonly warehouse_id?: number | null;
  readonly partner_id?: number | null;
  readonly kind: string;
  readonly file_name: string;
  readonly media_type: string;
  readonly bytes: Uint8Array;
  readonly note?: string | undefined;
};

/** Keeps a paper of a record; `platform.attachment_type` where its bytes are not of the type that it claims. */
export async function insertAttachment(tx: Tx, paper: NewAttachment, actor: Actor): Promise<number> {
  if (!isOfType(paper.bytes, paper.media_type))
    fail('platform.attachment_type', { media_type: paper.media_type });
  const { attachment_id } = await tx.one<{ attachment_id: number }>(
    `insert into platform.attachment (entity, entity_id, warehouse_id, partner_id, kind, file_name, media_type, bytes, sha256,
       note, added_by, added_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning attachment_id`,
    [
      paper.entity,
      paper.entity_id,
      paper.warehouse_id ?? null,
      paper.partner_id ?? null,
      paper.kind,
      paper.file_name,
      paper.media_type,
      paper.bytes,
      sha256(paper.bytes),
      paper.note || null,
      actor.user_id,
      actor.display_name,
    ],
  );
  return attachment_id;
}

/** The papers of one record, oldest first, without their bytes. */
export function attachmentsOf(tx: Tx, entity: string, entity_id: number): Promise<AttachmentRow[]> {
  return tx.rows(
    `select attachment_id, kind, file_name, media_type, octet_length(bytes) as size, encode(sha256, 'hex') as sha256, note,
       added_by_name, added_at
     from platform.attachment where entity = $1 and entity_id = $2 order by attachment_id`,
    [entity, entity_id],
  );
}

/** One paper as a download, together with the record it belongs to, so that the caller can ask for the right. */
export async function attachmentOf(tx: Tx, entity: string, attachment_id: number) {
  const [file] = await tx.rows<{ entity_id: number; name: string; type: string; bytes: Uint8Array }>(
    `select entity_id, file_name as name, media_type as type, bytes from platform.attachment
     where attachment_id = $1 and entity = $2`,
    [attachment_id, entity],
  );
  return file ?? notFound('attachment', attachment_id);
}

const MAGIC: Readonly<Record<(typeof PAPER_TYPES)[number], readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'application/pdf': [0x25, 0x50, 0x44, 0x46],
};

/** Whether the bytes begin like a file of this kind; the name alone is believed by nobody. */
function isOfType(bytes: Uint8Array, media_type: string): boolean {
  const magic = MAGIC[media_type as (typeof PAPER_TYPES)[number]];
  return magic?.every((byte, at) => bytes[at] === byte) ?? false;
}

/** Papers whose record is past its last day; only a purge that two persons agreed on asks for this. */
export function deleteAttachments(tx: Tx, attachment_ids: readonly number[]): Promise<number> {
  return tx.run('delete from platform.attachment where attachment_id = any($1::bigint[])', [attachment_ids]);
}

import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { id, instant, required_text, text } from './primitives.ts';
import { upload_bytes } from './verb.ts';

/** Kinds of file that may be attached to a record: what an inspector opens without thinking. */
export const PAPER_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export const PAPER_BYTES_MAX = 10_485_760;

export const attachment_errors = {
  'platform.attachment_type': {
    status: 422,
    zh: '文件内容不是所说的类型({media_type}),请上传 JPG、PNG 或 PDF',
    en: 'The file is not what it says ({media_type}); JPG, PNG or PDF are taken',
  },
} as const satisfies ErrorCatalogue;

/** Fields of an upload that a verb with `body: 'bytes'` takes besides the id of its record. */
export const attachment_upload = {
  kind: required_text(40),
  file_name: required_text(200),
  media_type: z.enum(PAPER_TYPES),
  note: text(500).optional(),
  bytes: upload_bytes,
};

/** A paper of a record as lists show it. */
export const attachment_row = z.object({
  attachment_id: id,
  kind: z.string(),
  file_name: z.string(),
  media_type: z.string(),
  size: z.number().int(),
  /** Hexadecimal, so that a printed record can be compared with the file. */
  sha256: z.string(),
  note: z.string().nullable(),
  added_by_name: z.string(),
  added_at: instant,
});
export type AttachmentRow = z.infer<typeof attachment_row>;

/** A signature as every human-readable form of its record shows it: printed name, time, meaning. */
export const signature_row = z.object({
  signature_id: id,
  meaning: z.string(),
  reason: z.string(),
  signed_name: z.string(),
  signed_at: instant,
  /** Whether the record is still the one that was signed; null where the reader did not ask. */
  fits: z.boolean().nullable(),
});
export type SignatureRow = z.infer<typeof signature_row>;

/** The words of an archive: which records it is made of, in which order, and what they say. */
import type { AppliedMigration, Sequence } from './catalog.ts';

/**
 * Order of the records: one `manifest`; for each table one `table`, any number of `rows` (what COPY in binary form
 * gives, cut anywhere), one `end_of_table`; one `end`.
 */
export const RECORD = { manifest: 'M', table: 'T', rows: 'D', end_of_table: 'E', end: 'Z' } as const;

/** What the archive begins with. */
export type Manifest = {
  created_at: string;
  server_version: string;
  /** The schema's version: every migration that had been applied, with the checksum of its text. */
  migrations: AppliedMigration[];
  /** The newest seal of the audit trail, null where nothing was sealed yet. */
  audit_head: { seq: number; hash: string } | null;
};

/** What it ends with; only an archive that has this is whole. */
export type Closing = { tables: Record<string, number>; sequences: Sequence[] };

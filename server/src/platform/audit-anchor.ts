import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditHead } from './audit.ts';
import type { Db } from './db.ts';
import { assert } from './errors.ts';

/** The head of the chain as it was at a moment, kept outside the database. */
export type Anchor = { seq: number; hash: string; at: string };

const anchorFile = (data_dir: string) => join(data_dir, 'audit-anchor.jsonl');

/**
 * Writes the head of the chain to a file outside the database, where whoever can rewrite the database cannot reach
 * it. Nothing is written while the head stands still. Gives the anchor in force, or null before the first seal.
 */
export async function anchorAudit(db: Db, data_dir: string): Promise<Anchor | null> {
  const head = await auditHead(db);
  if (head === null) return null;
  const last = (await readAnchors(data_dir)).at(-1);
  if (last?.seq === head.seq) return last;
  const [now] = await db.rows<{ at: string }>('select clock_timestamp() as at');
  const anchor = { ...head, at: now!.at };
  await mkdir(data_dir, { recursive: true });
  await appendFile(anchorFile(data_dir), `${JSON.stringify(anchor)}\n`, { mode: 0o600 });
  return anchor;
}

/** The anchors written so far; none where there is no file. A damaged line is an error: it may be a trace. */
export async function readAnchors(data_dir: string): Promise<Anchor[]> {
  const file = anchorFile(data_dir);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, index) => anchorOf(line, `${file}:${index + 1}`));
}

/**
 * After a restore the trail ends earlier than anchors that were written since. They are kept as evidence in a file of
 * their own, whose name is given back, and the ones that the restored trail must still meet stay in force.
 */
export async function setAnchorsAside(data_dir: string, head_seq: number): Promise<string | null> {
  const anchors = await readAnchors(data_dir);
  const furthest = anchors.at(-1)?.seq ?? 0;
  if (furthest <= head_seq) return null;
  const aside = join(data_dir, `audit-anchor.before-restore-${furthest}.jsonl`);
  await rename(anchorFile(data_dir), aside);
  const kept = anchors.filter(({ seq }) => seq <= head_seq).map((anchor) => `${JSON.stringify(anchor)}\n`);
  await writeFile(anchorFile(data_dir), kept.join(''), { mode: 0o600 });
  return aside;
}

function anchorOf(line: string, place: string): Anchor {
  try {
    const { seq, hash, at } = JSON.parse(line) as Anchor;
    assert(Number.isSafeInteger(seq) && /^[0-9a-f]{64}$/.test(hash), 'seq or hash');
    return { seq, hash, at };
  } catch (cause) {
    throw new Error(`${place} is not an anchor of the audit trail`, { cause });
  }
}

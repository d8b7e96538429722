/**
 * The audit chain. Rows are appended by the transactions of the verbs and sealed a moment later: a chain under lock
 * would let a few hundred commits a second through, a sealer beside them hashes far more than they can write.
 *
 * hash(n) = SHA-256(hash(n-1) || text of row n), over all rows in the order (txid, audit_id).
 */
import { hash } from 'node:crypto';
import type { Anchor } from './audit-anchor.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from './db.ts';
import { refuseYoungerCluster } from './transaction-order.ts';

const GENESIS = Buffer.alloc(32);
const CHUNK_ROWS = 5_000;
const SEALER_LOCK = 7003;
const LONG_MS = 60_000;

/**
 * A row as text: an array, so that a value cannot pass for its neighbour. txid is left out, for it means nothing in
 * another database cluster after a restore; audit_id keeps the order within what is hashed.
 */
const ROW_TEXT = `jsonb_build_array(a.audit_id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  a.actor_id, a.session_id, a.action, a.entity, a.entity_id, a.warehouse_id, a.request_id, a.reason, a.detail)::text`;

type Head = { seq: number; txid: string; audit_id: number; hash: Buffer };

/** The newest seal, for one who only wants to note it. */
export async function auditHead(db: Db): Promise<{ seq: number; hash: string } | null> {
  const [head] = await db.rows<Head>(READ_HEAD);
  return head === undefined ? null : { seq: head.seq, hash: head.hash.toString('hex') };
}

const READ_HEAD = `select seq, txid::text as txid, audit_id, hash from platform.audit_seal order by seq desc limit 1`;

function link(previous: Buffer, text: string): Buffer {
  return hash('sha256', Buffer.concat([previous, Buffer.from(text)]), 'buffer');
}

/**
 * Seals what is committed and gives the number of rows. Only rows of transactions older than every running one are
 * taken, so no row can appear later at a place that is sealed already. Several processes may call this: one works,
 * the others find nothing to do.
 */
export async function sealAudit(db: Db): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await db.tx(SYSTEM_SCOPE, sealChunk, { statement_timeout_ms: LONG_MS });
    sealed += count;
    if (count < CHUNK_ROWS) return sealed;
  }
}

async function sealChunk(tx: Tx): Promise<number> {
  const { free } = await tx.one<{ free: boolean }>('select pg_try_advisory_xact_lock($1) as free', [
    SEALER_LOCK,
  ]);
  if (!free) return 0;
  const [head] = await tx.rows<Head>(READ_HEAD);
  await refuseYoungerCluster(tx, head?.txid ?? '0');
  const rows = await tx.rows<{ txid: string; audit_id: number; text: string }>(
    `select a.txid::text as txid, a.audit_id, ${ROW_TEXT} as text from platform.audit a
     where (a.txid, a.audit_id) > ($1::xid8, $2::bigint) and a.txid < pg_snapshot_xmin(pg_current_snapshot())
     order by a.txid, a.audit_id limit ${CHUNK_ROWS}`,
    [head?.txid ?? '0', head?.audit_id ?? 0],
  );
  if (rows.length === 0) return 0;
  await appendSeals(tx, rows, head);
  return rows.length;
}

async function appendSeals(
  tx: Tx,
  rows: readonly { txid: string; audit_id: number; text: string }[],
  head: Head | undefined,
): Promise<void> {
  const chain = [head?.hash ?? GENESIS];
  for (const { text } of rows) chain.push(link(chain.at(-1)!, text));
  const first_seq = (head?.seq ?? 0) + 1;
  await tx.run(
    `insert into platform.audit_seal (seq, txid, audit_id, prev_hash, hash)
     select * from unnest($1::bigint[], $2::xid8[], $3::bigint[], $4::bytea[], $5::bytea[])`,
    [
      rows.map((_, index) => first_seq + index),
      rows.map((row) => row.txid),
      rows.map((row) => row.audit_id),
      chain.slice(0, -1),
      chain.slice(1),
    ],
  );
}

export type Break = {
  kind: 'altered' | 'deleted' | 'inserted' | 'chain_broken' | 'truncated' | 'anchor_mismatch';
  seq: number | null;
  audit_id: number | null;
};
export type AuditReport = {
  /** Rows of the trail, sealed or not. */
  rows: number;
  sealed: number;
  /** Rows that no sealer has met yet: those of the last second, or more while none runs. */
  unsealed: number;
  head: { seq: number; hash: string } | null;
  first_broken: Break | null;
};

/**
 * Walks the whole chain. Finds rows that were altered, deleted, inserted or put in another order, and with `anchors`,
 * which are kept outside the database, also an end that was cut off and a chain that was made anew.
 */
export async function verifyAudit(
  db: Db,
  { anchors = [] }: { anchors?: readonly Anchor[] } = {},
): Promise<AuditReport> {
  return db.tx(
    SYSTEM_SCOPE,
    async (tx) => {
      // All statements see one state, while verbs and sealer go on.
      await tx.run('set transaction isolation level repeatable read');
      const walked = await walkChain(tx, anchors);
      const inserted = await firstInserted(tx, walked.head);
      const { rows } = await tx.one<{ rows: number }>('select count(*) as rows from platform.audit');
      return {
        rows,
        sealed: walked.head?.seq ?? 0,
        unsealed: rows - (walked.head?.seq ?? 0),
        head: walked.head && { seq: walked.head.seq, hash: walked.head.hash.toString('hex') },
        first_broken: earliest([walked.broken, inserted]),
      };
    },
    { statement_timeout_ms: 600_000 },
  );
}

type Link = Head & { prev_hash: Buffer; text: string; missing: boolean };

async function walkChain(
  tx: Tx,
  anchors: readonly Anchor[],
): Promise<{ head: Head | null; broken: Break | null }> {
  const expected = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  let head: Head = { seq: 0, txid: '0', audit_id: 0, hash: GENESIS };
  let broken: Break | null = null;
  for (;;) {
    const links = await tx.rows<Link>(
      `select s.seq, s.txid::text as txid, s.audit_id, s.prev_hash, s.hash, ${ROW_TEXT} as text,
         a.audit_id is null as missing
       from platform.audit_seal s left join platform.audit a on a.txid = s.txid and a.audit_id = s.audit_id
       where s.seq > $1 order by s.seq limit ${CHUNK_ROWS}`,
      [head.seq],
    );
    for (const next of links) {
      broken ??= breakAt(head, next, expected);
      head = next;
    }
    if (links.length < CHUNK_ROWS) break;
  }
  broken ??= cutOff(head, anchors);
  return { head: head.seq === 0 ? null : head, broken };
}

/** What is wrong with a link, given the one before. */
function breakAt(before: Head, next: Link, expected: ReadonlyMap<number, string>): Break | null {
  const at = { seq: next.seq, audit_id: next.audit_id };
  if (next.seq !== before.seq + 1 || !next.prev_hash.equals(before.hash))
    return { kind: 'chain_broken', ...at };
  if (next.missing) return { kind: 'deleted', ...at };
  if (!link(next.prev_hash, next.text).equals(next.hash)) return { kind: 'altered', ...at };
  const anchored = expected.get(next.seq);
  if (anchored !== undefined && anchored !== next.hash.toString('hex'))
    return { kind: 'anchor_mismatch', ...at };
  return null;
}

function cutOff(head: Head, anchors: readonly Anchor[]): Break | null {
  const furthest = Math.max(0, ...anchors.map((anchor) => anchor.seq));
  return furthest > head.seq ? { kind: 'truncated', seq: head.seq + 1, audit_id: null } : null;
}

/** A row before the head that was never sealed has come in behind the sealer's back. */
async function firstInserted(tx: Tx, head: Head | null): Promise<Break | null> {
  if (head === null) return null;
  const [row] = await tx.rows<{ audit_id: number; seq: number | null }>(
    `select a.audit_id, (select min(s.seq) from platform.audit_seal s
         where (s.txid, s.audit_id) > (a.txid, a.audit_id)) as seq
     from platform.audit a
     where (a.txid, a.audit_id) < ($1::xid8, $2::bigint)
       and not exists (select from platform.audit_seal s where s.audit_id = a.audit_id and s.txid = a.txid)
     order by a.txid, a.audit_id limit 1`,
    [head.txid, head.audit_id],
  );
  return row === undefined ? null : { kind: 'inserted', seq: row.seq, audit_id: row.audit_id };
}

function earliest(breaks: readonly (Break | null)[]): Break | null {
  const found = breaks.filter((broken) => broken !== null);
  return found.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity))[0] ?? null;
}

/**
 * An entry of the audit trail that does not come from a verb's own frame: what a refused request must leave behind,
 * or what a job did. `entity_id` null where the record is unknown.
 */
export async function noteAudit(
  tx: Tx,
  entry: {
    action: string;
    entity: string;
    entity_id: string | null;
    request_id: string | null;
    detail: unknown;
  },
): Promise<void> {
  await tx.run(
    `insert into platform.audit (action, entity, entity_id, request_id, detail) values ($1, $2, $3, $4, $5::text::jsonb)`,
    [entry.action, entry.entity, entry.entity_id, entry.request_id, JSON.stringify(entry.detail)],
  );
}

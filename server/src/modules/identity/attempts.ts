import { type Db, SYSTEM_SCOPE } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { sha256 } from '../../platform/ids.ts';
import type { Outside } from '../../platform/use-case.ts';
import { type Attempts, attempt_limits, decideAttempt } from './identity.model.ts';
import { auditLock, forgiveAttempts, makeAttemptRows, writeAttempts } from './identity.write.ts';

type Kind = 'account' | 'ip';
type Row = Attempts & { kind: Kind; subject: Buffer };

/** In key order, the account before the address, so that two attempts never wait for each other in a circle. */
const LOCK = `select kind, subject, failures, locks,
    extract(epoch from clock_timestamp() - last_at)::float8 as age_s,
    extract(epoch from locked_until - clock_timestamp())::float8 as locked_for_s
  from identity.login_attempt
  where (kind, subject) in (select * from unnest($1::text[], $2::bytea[]))
  order by kind, subject for update`;

export type Taken = { kinds: Kind[]; subjects: Buffer[] };

/**
 * Counts an attempt of this account from this address as a failure, in a transaction of its own, or refuses it with
 * `identity.locked`. A success is given back with `settleAttempt`.
 */
export async function takeAttempt(
  { db, ip, request_id }: Pick<Outside, 'db' | 'ip' | 'request_id'>,
  account: string,
): Promise<Taken> {
  const kinds: Kind[] = ip === null ? ['account'] : ['account', 'ip'];
  const subjects = kinds.map((kind) => sha256(kind === 'ip' ? ip! : account.toLowerCase()));
  const decisions = await db.tx(SYSTEM_SCOPE, async (tx) => {
    await makeAttemptRows(tx, kinds, subjects);
    const rows = await tx.rows<Row>(LOCK, [kinds, subjects]);
    const decided = rows.map((row) => ({ ...row, ...decideAttempt(row, attempt_limits[row.kind]) }));
    const locked = decided.some((decision) => decision.lock_s !== null);
    // Behind a closed door nothing is counted: a locked address must not be able to lock an account too.
    const counted = locked ? decided.filter((decision) => decision.newly_locked) : decided;
    await writeAttempts(tx, counted);
    if (locked && counted.length > 0) {
      await auditLock(tx, { account, kinds: counted.map(({ kind }) => kind), request_id });
    }
    return decided;
  });
  const lock_s = Math.max(0, ...decisions.map((decision) => decision.lock_s ?? 0));
  if (lock_s > 0) fail('identity.locked', { retry_after_s: lock_s });
  return { kinds, subjects };
}

/**
 * Gives an attempt back that was no failure. `right` forgets the account's earlier failures too; the address only
 * gets this one back, otherwise one good account would open the door for guesses at others.
 */
export function settleAttempt(db: Db, taken: Taken, outcome: 'right' | 'unfinished'): Promise<void> {
  return forgiveAttempts(db, { ...taken, all: outcome === 'right' });
}

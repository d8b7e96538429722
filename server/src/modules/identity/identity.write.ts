/** Every write to schema `identity`, and the one audit entry that must outlive a refused request. */

import type { Role } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import { noteAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { ids, sha256 } from '../../platform/ids.ts';
import { type AttemptDecision, type Grant, SESSION_HOURS_MAX } from './identity.model.ts';

export type NewUser = {
  account: string;
  display_name: string;
  language: 'zh' | 'en';
  is_service: boolean;
  password_hash: string | null;
  must_change_password: boolean;
  created_by: number | null;
};

export async function insertUser(tx: Tx, user: NewUser): Promise<number> {
  const row = await tx.one<{ user_id: number }>(
    `insert into identity.user (account, display_name, language, is_service, password_hash, must_change_password, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning user_id`,
    [
      user.account,
      user.display_name,
      user.language,
      user.is_service,
      user.password_hash,
      user.must_change_password,
      user.created_by,
    ],
  );
  return row.user_id;
}

export async function insertFirstRun(tx: Tx, user_id: number): Promise<void> {
  await tx.run('insert into identity.first_run (user_id) values ($1)', [user_id]);
}

export async function insertGrants(
  tx: Tx,
  grants: readonly (Grant & { user_id: number; granted_by: number | null })[],
): Promise<number[]> {
  const rows = await tx.rows<{ grant_id: number }>(
    `insert into identity.grant (user_id, role, warehouse_id, partner_id, granted_by)
     select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) returning grant_id`,
    [
      grants.map((g) => g.user_id),
      grants.map((g): Role => g.role),
      grants.map((g) => g.warehouse_id),
      grants.map((g) => g.partner_id),
      grants.map((g) => g.granted_by),
    ],
  );
  return rows.map((row) => row.grant_id);
}

/** Gives what was taken away, or null where the user has no such grant. */
export async function deleteGrant(
  tx: Tx,
  { user_id, grant_id }: { user_id: number; grant_id: number },
): Promise<Grant | null> {
  const [grant] = await tx.rows<Grant>(
    `delete from identity.grant where grant_id = $1 and user_id = $2 returning role, warehouse_id, partner_id`,
    [grant_id, user_id],
  );
  return grant ?? null;
}

/** Opens a session and gives what the cookie holds. Only the token's hash is stored. */
export async function openSession(
  tx: Tx,
  { user_id, ip }: { user_id: number; ip: string | null },
): Promise<{ token: string; max_age_s: number }> {
  const token = ids.token();
  await tx.run('insert into identity.session (user_id, token_hash, ip) values ($1, $2, $3)', [
    user_id,
    sha256(token),
    ip,
  ]);
  return { token, max_age_s: SESSION_HOURS_MAX * 3_600 };
}

export async function endSession(tx: Tx, session_id: number): Promise<void> {
  await tx.run(
    'update identity.session set ended_at = clock_timestamp() where session_id = $1 and ended_at is null',
    [session_id],
  );
}

/** Ends the sessions of a user, all or all but one, and gives their number. */
export function endSessions(tx: Tx, user_id: number, kept_session_id: number | null): Promise<number> {
  return tx.run(
    `update identity.session set ended_at = clock_timestamp()
     where user_id = $1 and ended_at is null and session_id is distinct from $2`,
    [user_id, kept_session_id],
  );
}

export async function noteReauthentication(tx: Tx, session_id: number): Promise<void> {
  await tx.run('update identity.session set reauthenticated_at = clock_timestamp() where session_id = $1', [
    session_id,
  ]);
}

export async function setPassword(
  tx: Tx,
  user: { user_id: number; password_hash: string; must_change_password: boolean },
): Promise<void> {
  await tx.run('update identity.user set password_hash = $2, must_change_password = $3 where user_id = $1', [
    user.user_id,
    user.password_hash,
    user.must_change_password,
  ]);
}

export async function setLanguage(tx: Tx, user_id: number, language: 'zh' | 'en'): Promise<void> {
  await tx.run('update identity.user set language = $2 where user_id = $1', [user_id, language]);
}

export function closeUser(tx: Tx, user_id: number): Promise<number> {
  return tx.run(
    'update identity.user set disabled_at = clock_timestamp() where user_id = $1 and disabled_at is null',
    [user_id],
  );
}

export function openUser(tx: Tx, user_id: number): Promise<number> {
  return tx.run(
    'update identity.user set disabled_at = null where user_id = $1 and disabled_at is not null',
    [user_id],
  );
}

export async function setPendingTotp(tx: Tx, user_id: number, secret: string): Promise<void> {
  await tx.run('update identity.user set totp_pending_secret = $2 where user_id = $1', [user_id, secret]);
}

export async function putTotpInForce(tx: Tx, user_id: number, step: number): Promise<number> {
  return tx.run(
    `update identity.user set totp_secret = totp_pending_secret, totp_pending_secret = null, totp_last_step = $2
     where user_id = $1 and totp_pending_secret is not null and totp_secret is null`,
    [user_id, step],
  );
}

export async function dropTotp(tx: Tx, user_id: number): Promise<number> {
  return tx.run(
    `update identity.user set totp_secret = null, totp_pending_secret = null, totp_last_step = null
     where user_id = $1 and totp_secret is not null`,
    [user_id],
  );
}

/** Spends a one-time code; false where that step, or a later one, was spent before. */
export async function spendTotpStep(tx: Tx, user_id: number, step: number): Promise<boolean> {
  const spent = await tx.run(
    'update identity.user set totp_last_step = $2 where user_id = $1 and coalesce(totp_last_step, 0) < $2',
    [user_id, step],
  );
  return spent === 1;
}

export function insertApiKey(
  tx: Tx,
  key: { user_id: number; name: string; key: string; created_by: number; expires_in_days: number },
): Promise<{ api_key_id: number; expires_at: string }> {
  return tx.one(
    `insert into identity.api_key (user_id, name, key_hash, created_by, expires_at)
     values ($1, $2, $3, $4, clock_timestamp() + make_interval(days => $5)) returning api_key_id, expires_at`,
    [key.user_id, key.name, sha256(key.key), key.created_by, key.expires_in_days],
  );
}

/** Ends one key; the number is 0 where there is none. Ending it twice is the same as once. */
export function revokeKey(tx: Tx, api_key_id: number): Promise<number> {
  return tx.run(
    'update identity.api_key set revoked_at = coalesce(revoked_at, clock_timestamp()) where api_key_id = $1',
    [api_key_id],
  );
}

export function revokeKeysOf(tx: Tx, user_id: number): Promise<number> {
  return tx.run(
    'update identity.api_key set revoked_at = clock_timestamp() where user_id = $1 and revoked_at is null',
    [user_id],
  );
}

export async function makeAttemptRows(
  tx: Tx,
  kinds: readonly string[],
  subjects: readonly Buffer[],
): Promise<void> {
  await tx.run(
    `insert into identity.login_attempt (kind, subject)
     select kind, subject from unnest($1::text[], $2::bytea[]) as t(kind, subject) order by kind, subject
     on conflict do nothing`,
    [kinds, subjects],
  );
}

export async function writeAttempts(
  tx: Tx,
  attempts: readonly (AttemptDecision & { kind: string; subject: Buffer })[],
): Promise<void> {
  await tx.run(
    `update identity.login_attempt a set failures = t.failures, locks = t.locks, last_at = clock_timestamp(),
       locked_until = clock_timestamp() + make_interval(secs => t.lock_s)
     from unnest($1::text[], $2::bytea[], $3::int[], $4::int[], $5::float8[]) as t(kind, subject, failures, locks, lock_s)
     where a.kind = t.kind and a.subject = t.subject`,
    [
      attempts.map((a) => a.kind),
      attempts.map((a) => a.subject),
      attempts.map((a) => a.failures),
      attempts.map((a) => a.locks),
      attempts.map((a) => a.lock_s),
    ],
  );
}

/** Locked in the same order as they are counted, hence the inner select. */
export async function forgiveAttempts(
  db: Db,
  { kinds, subjects, all }: { kinds: readonly string[]; subjects: readonly Buffer[]; all: boolean },
): Promise<void> {
  await db.rows(
    `with locked as materialized (
       select kind, subject from identity.login_attempt
       where (kind, subject) in (select * from unnest($1::text[], $2::bytea[]))
       order by kind, subject for update)
     update identity.login_attempt a set
       failures = case when a.kind = 'account' and $3 then 0 else greatest(a.failures - 1, 0) end,
       locks = case when a.kind = 'account' and $3 then 0 else a.locks end
     from locked where a.kind = locked.kind and a.subject = locked.subject`,
    [kinds, subjects, all],
  );
}

/** Forgets counts that no longer matter; for a daily job. */
export async function pruneAttempts(tx: Tx): Promise<number> {
  return tx.run(`delete from identity.login_attempt where last_at < clock_timestamp() - interval '2 days'`);
}

/**
 * Notes that a door was closed. The request itself is refused and rolled back, so this entry goes with the count.
 * The account is named by its id only: what was typed may be a password.
 */
export async function auditLock(
  tx: Tx,
  { account, kinds, request_id }: { account: string; kinds: readonly string[]; request_id: string },
): Promise<void> {
  const [user] = await tx.rows<{ user_id: number }>(
    'select user_id from identity.user where lower(account) = lower($1)',
    [account],
  );
  await noteAudit(tx, {
    action: 'identity.locked',
    entity: 'user',
    entity_id: user === undefined ? null : String(user.user_id),
    request_id,
    detail: { by: kinds },
  });
}

/** Keeps an electronic signature; it is never changed. */
export function insertSignature(
  tx: Tx,
  signature: { entity: string; entity_id: number; record_sha256: Buffer; meaning: string; reason: string },
  actor: Pick<Actor, 'user_id' | 'display_name'>,
): Promise<{ signature_id: number }> {
  return tx.one(
    `insert into identity.signature (entity, entity_id, record_sha256, meaning, reason, signed_by, signed_name)
     values ($1, $2, $3, $4, $5, $6, $7) returning signature_id`,
    [
      signature.entity,
      signature.entity_id,
      signature.record_sha256,
      signature.meaning,
      signature.reason,
      actor.user_id,
      actor.display_name,
    ],
  );
}

/** Sessions that ended before a day: how many there are, and how many of them all. */
export function countSessions(
  tx: Tx,
  before: string,
): Promise<{ total: number; past: number; oldest_on: string | null }> {
  return tx.one(
    `select count(*) as total, count(*) filter (where last_seen_at < $1::date) as past,
       min((last_seen_at at time zone 'Asia/Shanghai')::date) as oldest_on from identity.session`,
    [before],
  );
}

/** Forgets old sessions, at most so many; only a purge that two persons agreed on asks for this. */
export function deleteSessions(tx: Tx, before: string, limit: number): Promise<number> {
  return tx.run(
    `delete from identity.session where session_id in (
       select session_id from identity.session where last_seen_at < $1::date limit $2)`,
    [before, limit],
  );
}

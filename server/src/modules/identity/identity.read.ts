import type { InputOf, listApiKeys, listAudit, listUsers, OutputOf, Role } from '@tongcang/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Grant } from './identity.model.ts';

export type SignInUser = {
  user_id: number;
  password_hash: string | null;
  totp_secret: string | null;
  totp_last_step: number | null;
};

/** The account as a sign-in needs it; closed accounts and services are not found. */
export async function findForSignIn(db: Db, account: string): Promise<SignInUser | null> {
  const [user] = await db.rows<SignInUser>(
    `select user_id, password_hash, totp_secret, totp_last_step from identity.user
     where lower(account) = lower($1) and disabled_at is null and not is_service`,
    [account],
  );
  return user ?? null;
}

export async function anyUser(reader: Pick<Tx, 'rows'>): Promise<boolean> {
  const [row] = await reader.rows<{ any_user: boolean }>(
    'select exists (select from identity.user) as any_user',
  );
  return row!.any_user;
}

export type UserSecrets = SignInUser & { account: string; totp_pending_secret: string | null };

export async function findSecrets(reader: Pick<Tx, 'rows'>, user_id: number): Promise<UserSecrets | null> {
  const [user] = await reader.rows<UserSecrets>(
    `select user_id, account, password_hash, totp_secret, totp_pending_secret, totp_last_step
     from identity.user where user_id = $1`,
    [user_id],
  );
  return user ?? null;
}

/** Locks the account, so that its grants and state change by one person at a time. */
export async function lockUser(
  tx: Tx,
  user_id: number,
): Promise<{ account: string; is_service: boolean; disabled_at: string | null } | null> {
  const [user] = await tx.rows<{ account: string; is_service: boolean; disabled_at: string | null }>(
    'select account, is_service, disabled_at from identity.user where user_id = $1 for update',
    [user_id],
  );
  return user ?? null;
}

export function grantsOf(tx: Tx, user_id: number): Promise<Grant[]> {
  return tx.rows<Grant>(
    'select role, warehouse_id, partner_id from identity.grant where user_id = $1 order by grant_id',
    [user_id],
  );
}

export type Self = {
  must_change_password: boolean;
  has_totp: boolean;
  roles: Role[];
};

export function readSelf(tx: Tx, user_id: number): Promise<Self> {
  return tx.one<Self>(
    `select must_change_password, totp_secret is not null as has_totp,
       array(select distinct g.role from identity.grant g where g.user_id = u.user_id order by g.role) as roles
     from identity.user u where user_id = $1`,
    [user_id],
  );
}

/** All accounts with their grants, by account. A company has hundreds of them, so they come in one piece. */
export function readUsers(tx: Tx): Promise<OutputOf<typeof listUsers>['rows']> {
  return tx.rows(
    `select u.user_id, u.account, u.display_name, u.is_service, u.language, u.must_change_password,
       u.totp_secret is not null as has_totp, u.created_at, u.disabled_at,
       (select max(s.last_seen_at) from identity.session s where s.user_id = u.user_id and s.ended_at is null) as last_seen_at,
       coalesce((select json_agg(json_build_object('grant_id', g.grant_id, 'role', g.role,
         'warehouse_id', g.warehouse_id, 'partner_id', g.partner_id) order by g.grant_id)
         from identity.grant g where g.user_id = u.user_id), '[]') as grants
     from identity.user u order by lower(u.account)`,
  );
}

export function readApiKeys(tx: Tx): Promise<OutputOf<typeof listApiKeys>['rows']> {
  return tx.rows(
    `select k.api_key_id, k.user_id, u.account, k.name, k.created_at, k.expires_at, k.revoked_at, k.last_used_at
     from identity.api_key k join identity.user u using (user_id) order by k.api_key_id desc`,
  );
}

export type AuditFilter = Omit<InputOf<typeof listAudit>, 'after'> & {
  /** Only rows of these warehouses; null for all rows, those without a warehouse included. */
  warehouses: readonly number[] | null;
  before: { txid: string; audit_id: string } | null;
};
export type AuditRow = AuditRowOut & { txid: string };
type AuditRowOut = OutputOf<typeof listAudit>['rows'][number];

/** One page of the trail, newest first, in the order in which it is sealed. */
export function readAudit(tx: Tx, filter: AuditFilter): Promise<AuditRow[]> {
  return tx.rows<AuditRow>(
    `select a.audit_id, a.txid::text as txid, a.at, a.actor_id, u.account as actor_account, a.session_id, a.action,
       a.entity, a.entity_id, a.warehouse_id, a.request_id, a.reason, a.detail,
       exists (select from platform.audit_seal s where s.audit_id = a.audit_id) as sealed
     from platform.audit a left join identity.user u on u.user_id = a.actor_id
     where ($1::text is null or a.entity = $1) and ($2::text is null or a.entity_id = $2)
       and ($3::bigint is null or a.actor_id = $3) and ($4::text is null or a.action = $4)
       and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
       and ($7::bigint[] is null or a.warehouse_id = any($7))
       and ($8::text is null or (a.txid, a.audit_id) < ($8::xid8, $9::bigint))
     order by a.txid desc, a.audit_id desc limit $10`,
    [
      filter.entity ?? null,
      filter.entity_id ?? null,
      filter.actor_id ?? null,
      filter.action ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.warehouses,
      filter.before?.txid ?? null,
      filter.before?.audit_id ?? null,
      filter.limit,
    ],
  );
}

import type { Role } from '@tongcang/contract';
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

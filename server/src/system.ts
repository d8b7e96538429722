import { join } from 'node:path';
import type { Config } from './platform/config.ts';
import { createDb, type Db } from './platform/db.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { migrateJobs } from './platform/jobs.ts';
import type { Logger } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';

/** The role of the application in the database: never the owner, bound by row-level security. */
export const APP_ROLE = 'tongcang_app';

export const MIGRATIONS_DIR = join(import.meta.dirname, '../migrations');

/** A database server that answers: how to reach it, and how to leave it. */
export type Server = {
  readonly ownerUrl: string;
  /** Null where only the owner's login is configured. */
  readonly appUrl: string | null;
  stop(): Promise<void>;
};

export type Database = {
  readonly db: Db;
  readonly ownerUrl: string;
  stop(): Promise<void>;
};

/** Reaches the configured database as it is, or starts or joins the embedded one; nothing in it is changed. */
export async function reachServer(config: Config, log: Logger): Promise<Server> {
  if (config.database_owner_url !== null) {
    return { ownerUrl: config.database_owner_url, appUrl: config.database_app_url, stop: async () => {} };
  }
  const { ownerUrl, appUrl, stop } = await startEmbeddedPostgres({
    dataDir: config.data_dir,
    log: (message) => log.info(message),
  });
  return { ownerUrl, appUrl: config.database_app_url ?? appUrl, stop };
}

/** Opens the configured database, or the embedded one; migrates it, and refuses a login that stands above the walls. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  const server = await reachServer(config, log);
  const { ownerUrl, appUrl } = server;
  let db: Db | null = null;
  try {
    await migrate({ ownerUrl, dir: MIGRATIONS_DIR, log: (message) => log.info(message) });
    await migrateJobs(ownerUrl);
    db = createDb({
      url: appUrl ?? ownerUrl,
      become: appUrl === null ? APP_ROLE : null,
      max: config.pool_max,
    });
    await refusePowerfulLogin(db);
  } catch (error) {
    await db?.close();
    await server.stop();
    throw error;
  }
  const opened = db;
  return {
    db: opened,
    ownerUrl,
    async stop() {
      await opened.close();
      await server.stop();
    },
  };
}

/** Row-level security does not bind superusers, owners and roles with bypassrls; the application must be none of them. */
async function refusePowerfulLogin(db: Db): Promise<void> {
  const [role] = await db.rows<{ name: string; powerful: boolean }>(
    `select current_user::text as name, r.rolsuper or r.rolbypassrls
       or exists (select from pg_class c where c.relowner = r.oid and c.relname = 'balance') as powerful
     from pg_roles r where r.rolname = current_user`,
  );
  if (role === undefined || role.powerful) {
    throw new Error(
      `the application must not connect as ${role?.name ?? 'an unknown role'}: it would see past row-level security`,
    );
  }
}

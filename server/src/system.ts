import { join } from 'node:path';
import type { Config } from './platform/config.ts';
import { createDb, type Db } from './platform/db.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { migrateJobs } from './platform/jobs.ts';
import type { Logger } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';

/** The role of the application in the database: never the owner, bound by row-level security. */
export const APP_ROLE = 'tongcang_app';

export type Database = {
  readonly db: Db;
  readonly ownerUrl: string;
  stop(): Promise<void>;
};

/** Opens the configured database, or the embedded one; migrates it, and refuses a login that stands above the walls. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  const say = (message: string) => log.info(message);
  const embedded =
    config.database_owner_url === null
      ? await startEmbeddedPostgres({ dataDir: config.data_dir, log: say })
      : null;
  const ownerUrl = config.database_owner_url ?? embedded!.ownerUrl;
  const appUrl = config.database_app_url ?? embedded?.appUrl ?? null;
  let db: Db | null = null;
  try {
    await migrate({ ownerUrl, dir: join(import.meta.dirname, '../migrations'), log: say });
    await migrateJobs(ownerUrl);
    db = createDb({
      url: appUrl ?? ownerUrl,
      become: appUrl === null ? APP_ROLE : null,
      max: config.pool_max,
    });
    await refusePowerfulLogin(db);
  } catch (error) {
    await db?.close();
    await embedded?.stop();
    throw error;
  }
  const opened = db;
  return {
    db: opened,
    ownerUrl,
    async stop() {
      await opened.close();
      await embedded?.stop();
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

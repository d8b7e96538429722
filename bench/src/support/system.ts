import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../server/src/platform/embedded-postgres.ts';
import { migrate } from '../../../server/src/platform/migrate.ts';

const MAIN = join(import.meta.dirname, '../../../server/src/main.ts');
/** As `npm start` sets them: more room for what lives for one request only. */
export const NODE_FLAGS = ['--max-semi-space-size=32'];

export type BenchSystem = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A connection of the owner, for arranging and for the bare floor. */
  readonly owner: pg.Client;
  /** A bearer token with every right at every warehouse. */
  readonly token: string;
  /** Starts one more server process and gives its port and process id. */
  serve(
    env?: Record<string, string>,
    role?: 'api' | 'all',
  ): Promise<{ port: number; pid: number; stop(): Promise<void> }>;
  stop(): Promise<void>;
};

/** A PostgreSQL of its own with full durability, migrated, in a folder that goes with the run; `settings` are its. */
export async function startSystem(settings: Record<string, string> = {}): Promise<BenchSystem> {
  const folder = mkdtempSync(join(tmpdir(), 'tongcang-bench-'));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, settings });
  await migrate({ ownerUrl: embedded.ownerUrl });
  const owner = new pg.Client({ connectionString: embedded.ownerUrl });
  await owner.connect();
  const token = await makeKey(owner);
  const children = new Set<ChildProcess>();
  const end = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return {
    ownerUrl: embedded.ownerUrl,
    appUrl: embedded.appUrl,
    owner,
    token,
    async serve(env = {}, role = 'api') {
      const port = await freePort();
      const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, `--role=${role}`, `--port=${port}`], {
        env: {
          ...process.env,
          DATABASE_URL: embedded.ownerUrl,
          DATABASE_APP_URL: embedded.appUrl,
          DATA_DIR: folder,
          EXAMPLE: 'none',
          LOG_LEVEL: 'error',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.add(child);
      await new Promise<void>((resolve, reject) => {
        child.stdout!.once('data', () => resolve());
        child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      });
      return { port, pid: child.pid!, stop: () => end(child) };
    },
    async stop() {
      await Promise.all([...children].map(end));
      await owner.end();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listened at a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A service account with every role that moves goods, and a key for it. */
async function makeKey(owner: pg.Client): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await owner.query(
    `insert into identity.user (account, display_name, is_service) values ('bench', 'bench', true) returning user_id`,
  );
  const { user_id } = rows[0] as { user_id: number };
  await owner.query(
    `insert into identity.grant (user_id, role)
     select $1, unnest(array['administrator', 'planner', 'purchaser', 'warehouse_keeper', 'warehouse_manager', 'quality', 'manager'])`,
    [user_id],
  );
  await owner.query(
    `insert into identity.api_key (user_id, name, key_hash, created_by, expires_at) values ($1, 'bench', $2, $1, now() + interval '1 day')`,
    [user_id, createHash('sha256').update(token).digest()],
  );
  return token;
}

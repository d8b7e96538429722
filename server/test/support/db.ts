import pg from 'pg';
import { inject } from 'vitest';
// The setup declares what it provides; nothing of it runs here.
import type {} from './global-setup.ts';

export type TestDatabase = {
  /** Login that owns the schema and is not bound by row-level security: for arranging and for looking. */
  ownerUrl: string;
  /** Login of the application: what the code under test connects with. */
  appUrl: string;
  /** Removes the database, ending the sessions that are still open. */
  drop(): Promise<void>;
};

/** Both logins of a server, their database being a placeholder, and the database to copy. */
export type Cluster = { ownerUrl: string; appUrl: string; template: string };

let count = 0;

/**
 * An empty migrated database of its own for a test file, as a copy of the template: about 15 ms in memory. Call it in
 * `beforeAll` and `drop` in `afterAll`; what is left over goes with the run.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyOfTemplate(inject('database'));
}

/** The same on a server that is named: for harnesses that run outside the test runner, as the mutants do. */
export async function copyOfTemplate({ ownerUrl, appUrl, template }: Cluster): Promise<TestDatabase> {
  count += 1;
  const name = `test_${process.pid}_${count}`;
  const inDatabase = (url: string, database: string) => url.replace(/\/\w+$/, `/${database}`);
  const admin = inDatabase(ownerUrl, 'postgres');
  await query(admin, `create database ${name} template ${template} strategy file_copy`);
  return {
    ownerUrl: inDatabase(ownerUrl, name),
    appUrl: inDatabase(appUrl, name),
    drop: () => query(admin, `drop database if exists ${name} with (force)`),
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/**
 * Audit and outbox are read in the order of transaction numbers. Those belong to one database cluster and start again
 * in another, which is what this file is about.
 */
import { type Db, SYSTEM_SCOPE, type Tx } from './db.ts';
import { assert } from './errors.ts';

/**
 * Transaction numbers start again in a database that was restored from a dump; what is written there would stand
 * before the cursor and never be read. Better to stop loudly; `renumberTransactions` is the remedy.
 */
export async function refuseYoungerCluster(tx: Tx, cursor_txid: string): Promise<void> {
  const { younger } = await tx.one<{ younger: boolean }>(
    'select $1::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as younger',
    [cursor_txid],
  );
  assert(
    !younger,
    'the transaction numbers are from another cluster: run renumberTransactions after a restore',
  );
}

/**
 * After a restore from a dump, as the owner and before anything else runs: gives all rows and cursors the number of
 * a transaction long past, so that the order by id remains and new rows stand behind them.
 */
export async function renumberTransactions(owner: Db): Promise<void> {
  await owner.tx(
    SYSTEM_SCOPE,
    async (tx) => {
      // What was not sealed yet must stand behind what was, also where its id is the lower one.
      await tx.run(
        `update platform.audit a set txid = case when exists (select from platform.audit_seal)
             and not exists (select from platform.audit_seal s where s.audit_id = a.audit_id) then '2' else '1' end::xid8`,
      );
      await tx.run(`update platform.audit_seal set txid = '1'`);
      await tx.run(
        `update platform.outbox_cursor c set txid = '1', outbox_id = coalesce((select min(o.outbox_id) - 1
           from platform.outbox o where (o.txid, o.outbox_id) > (c.txid, c.outbox_id)), c.outbox_id)`,
      );
      await tx.run(`update platform.outbox set txid = '1'`);
    },
    { statement_timeout_ms: 600_000 },
  );
}

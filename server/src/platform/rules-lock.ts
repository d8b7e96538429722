import type { Tx } from './db.ts';

/**
 * The lock of rules (advisory lock 7001) and the epoch. Facts that the gate judges by change only inside
 * `changeRules`; transactions that judge hold the lock shared (gate option `judges`), so a licence cannot be
 * withdrawn between a verdict and its commit.
 */
export async function changeRules(tx: Tx): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(7001)');
  await tx.run(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
}

/** Keeps the facts of the gate as they are until the transaction ends: for jobs, which no verb's gate declares. */
export async function keepRules(tx: Tx): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock_shared(7001)');
}

/** Waits until no judging transaction is under way and keeps new ones out, without changing a fact of the gate. */
export async function excludeJudges(tx: Tx): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(7001)');
}

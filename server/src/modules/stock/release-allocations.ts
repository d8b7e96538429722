import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import {
  ALLOCATION_STATUSES,
  ALLOCATION_TRANSITIONS,
  type AllocationStatus,
  type BalanceKey,
  byText,
  keyText,
} from './stock.model.ts';
import { lockBalances, type VoidedAllocation, voidAllocations } from './stock.write.ts';

type Known = BalanceKey & { allocation_id: number; status: AllocationStatus; warehouse_id: number };

/** The allocations named, as they stand now, without a lock. Those that do not exist or are out of sight are absent. */
export function allocationsById(tx: Tx, ids: readonly number[]): Promise<Known[]> {
  return tx.rows(
    `select allocation_id, item_id, lot_id, account_id, owner_id, disposition, status, warehouse_id
     from stock.allocation where allocation_id = any($1::bigint[])`,
    [ids],
  );
}

/**
 * Gives allocations back: their balances are locked in key order, then what is still live is closed as `status`.
 * Unknown and closed ones are passed over; the answer names what was given back. Five statements for any number.
 *
 * An allocation that is picked to another place at this very moment fails the whole call with `platform.try_again`.
 */
export async function releaseAllocations(
  tx: Tx,
  ids: readonly number[],
  { status }: { status: Extract<AllocationStatus, 'released' | 'expired'> },
): Promise<VoidedAllocation[]> {
  const seen = await allocationsById(tx, ids);
  if (seen.length === 0) return [];
  await lockBalances(tx, byText(seen));
  const now = await allocationsById(tx, ids);
  const keys = new Set(seen.map(keyText));
  if (now.some((a) => !keys.has(keyText(a)))) fail('platform.try_again');
  return voidAllocations(tx, now, before(status), status);
}

/** The statuses from which `to` may be reached. */
function before(to: AllocationStatus): AllocationStatus[] {
  return ALLOCATION_STATUSES.filter((from) => ALLOCATION_TRANSITIONS[from].includes(to));
}

/** Tells the modules whose demand loses its goods, one event for each demand. */
export function reportVoided(
  { emit }: Pick<Context, 'emit'>,
  voided: readonly VoidedAllocation[],
  cause: 'released' | 'expired' | 'hold' | 'recall',
): void {
  const byDemand = Map.groupBy(voided, (a) => `${a.demand_kind}:${a.demand_id}`);
  for (const [key, allocations] of byDemand) {
    const { demand_kind, demand_id, item_id, warehouse_id } = allocations[0]!;
    const qty = allocations.reduce((sum, a) => sum + a.qty, 0);
    const allocation_ids = allocations.map((a) => a.allocation_id);
    emit('stock.allocations_voided', key, {
      demand_kind,
      demand_id,
      item_id,
      warehouse_id,
      qty,
      cause,
      allocation_ids,
    });
  }
}

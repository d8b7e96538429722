import { verb } from '@tongcang/contract';
import { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { relabelled } from './holds.ts';
import { emitPosted } from './posted-event.ts';
import { releaseAllocations, reportVoided } from './release-allocations.ts';
import type { BalanceKey } from './stock.model.ts';

/** So many rows in one transaction, so that nobody waits long; the job asks again while there are more. */
const AT_ONCE = 2_000;

/** Inside only: run by the jobs, not served. */
const lots_contract = verb({
  name: 'stock.expire-lots',
  method: 'POST',
  path: '/inside/stock/lot/expire',
  summary: 'Relabels released stock of lots whose last day is over, in the zone of its warehouse',
  input: z.strictObject({}),
  output: z.object({ balances: z.number().int(), qty: z.number(), voided_allocations: z.number().int() }),
  errors: [],
});

/**
 * A lot is usable through its expiry day. The gate refuses it from the next day on whether or not this has run; this
 * makes the books say so and gives allocations of it back.
 */
export const expireLots = defineVerb(
  lots_contract,
  {
    permission: 'stock.hold',
    audit: 'stock.expire',
    idempotent: false,
    judges: true,
    statement_timeout_ms: 60_000,
  },
  async (context) => {
    const { tx, actor } = context;
    const keys = await expiredBalances(tx, AT_ONCE);
    if (keys.length === 0) return { balances: 0, qty: 0, voided_allocations: 0 };
    const done = await relabelled(
      { tx },
      { purpose: 'expire', actor, reason: 'expired', keys, to: 'expired' },
    );
    const { movement_id, qty, voided } = done;
    const detail = { balances: keys.length, qty };
    context.audit({ entity: 'movement', entity_id: movement_id ?? 0, reason: 'expired', detail });
    reportVoided(context, voided, 'expired');
    if (movement_id !== null) emitPosted(context, { movement_id, purpose: 'expire', lines: keys });
    return { balances: keys.length, qty, voided_allocations: voided.length };
  },
);

/** Released stock of lots whose last day is over. */
export function expiredBalances(tx: Tx, limit: number): Promise<BalanceKey[]> {
  return tx.rows(
    `select b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
     from stock.lot l
     join stock.balance b on b.item_id = l.item_id and b.lot_id = l.lot_id
     join stock.account a on a.account_id = b.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
     left join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
     where l.expiry_date < (now() at time zone 'Pacific/Kiritimati')::date
       and l.expiry_date < (now() at time zone coalesce(w.timezone, 'Asia/Shanghai'))::date
       and b.disposition = 'released' and b.qty > 0
     order by b.item_id, b.lot_id, b.account_id, b.owner_id limit $1`,
    [limit],
  );
}

const allocations_contract = verb({
  name: 'stock.expire-allocations',
  method: 'POST',
  path: '/inside/stock/allocation/expire',
  summary: 'Gives back allocations that nobody has picked in time',
  input: z.strictObject({}),
  output: z.object({ expired: z.number().int() }),
  errors: [],
});

export const expireAllocations = defineVerb(
  allocations_contract,
  { permission: 'stock.allocate', audit: 'stock.expire_allocations', idempotent: false },
  async (context) => {
    const due = await overdueAllocations(context.tx, AT_ONCE);
    const voided = await releaseAllocations(
      context.tx,
      due.map((a) => a.allocation_id),
      { status: 'expired' },
    );
    for (const { allocation_id, warehouse_id, qty } of voided)
      context.audit({ entity: 'allocation', entity_id: allocation_id, warehouse_id, detail: { qty } });
    reportVoided(context, voided, 'expired');
    return { expired: voided.length };
  },
);

/** Allocations that nobody has picked in time, the longest overdue first. */
export function overdueAllocations(tx: Tx, limit: number): Promise<{ allocation_id: number }[]> {
  return tx.rows(
    `select allocation_id from stock.allocation where status = 'open' and expires_at < now()
     order by expires_at limit $1`,
    [limit],
  );
}

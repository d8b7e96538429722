import { liftHold as contract } from '@tongcang/contract';
import { canEverywhere, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { balancesOf, relabelled } from './holds.ts';
import { emitPosted } from './posted-event.ts';
import type { BalanceKey } from './stock.model.ts';
import { closeHold, unmarkLot } from './stock.write.ts';

type Hold = {
  kind: string;
  item_id: number;
  lot_id: number;
  warehouse_id: number | null;
  lifted: boolean;
  /** Open recalls of the lot, and holds of single pieces: what a lift cannot tell from its own goods. */
  others: number;
  /** Whether another hold of the whole company stands on the lot. */
  held_elsewhere: boolean;
  document_key: string | null;
};

export const liftHold = defineVerb(
  contract,
  { permission: 'stock.hold', audit: 'stock.lift_hold' },
  async (context, { hold_id, reason }) => {
    const { tx, actor } = context;
    await changeRules(tx);
    const hold = await load(context, hold_id);
    if (hold.warehouse_id === null) {
      if (!canEverywhere(actor, 'stock.hold')) fail('stock.all_warehouses_needed');
    } else requireAt(actor, 'stock.hold', hold.warehouse_id);
    if (hold.lifted) fail('stock.hold_lifted');
    if (hold.document_key !== null) fail('stock.hold_of_case');
    if (hold.kind === 'recall' || hold.others > 0) fail('stock.hold_overlaps', { others: hold.others });
    await closeHold(tx, hold_id, actor.user_id, reason);
    if (hold.warehouse_id === null && !hold.held_elsewhere) await unmarkLot(tx, hold);
    const held = await balancesOf(context, [hold], ['held'], hold.warehouse_id);
    const keys = await heldByNobody(tx, held);
    const { movement_id } = await relabelled(context, {
      purpose: 'lift_hold',
      actor,
      reason,
      document_key: `hold:${hold_id}`,
      keys,
      to: 'released',
    });
    const { item_id, lot_id, warehouse_id } = hold;
    context.audit({ entity: 'hold', entity_id: hold_id, warehouse_id, reason, detail: { movement_id } });
    context.emit('stock.hold_lifted', String(hold_id), { hold_id, item_id, lot_id, movement_id });
    if (movement_id !== null) emitPosted(context, { movement_id, purpose: 'lift_hold', lines: [hold] });
    return { movement_id };
  },
);

/** Without what another open hold stands on, of the company, of a warehouse or of a place: that stays held. */
async function heldByNobody(tx: Tx, held: readonly BalanceKey[]): Promise<BalanceKey[]> {
  const rows = await tx.rows<{ n: number }>(
    `select k.n::integer as n
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as k(item_id, lot_id, account_id, n)
     join stock.account a on a.account_id = k.account_id
     where not exists (
       select from stock.hold o
       where o.item_id = k.item_id and o.lot_id = k.lot_id and o.lifted_at is null
         and case when o.account_id is not null then o.account_id = k.account_id
           else o.warehouse_id is null or (a.kind = 'bin' and o.warehouse_id = a.warehouse_id) end)`,
    [held.map((key) => key.item_id), held.map((key) => key.lot_id), held.map((key) => key.account_id)],
  );
  return rows.map(({ n }) => held[n - 1]!);
}

/** The hold, with what else stands on the same goods. A hold out of sight does not exist. */
async function load({ tx, actor }: Context, hold_id: number): Promise<Hold> {
  const [hold] = await tx.rows<Hold>(
    `select h.kind, h.item_id, h.lot_id, h.warehouse_id, h.document_key, h.lifted_at is not null as lifted,
       (select count(*) from stock.hold o where o.item_id = h.item_id and o.lot_id = h.lot_id and o.lifted_at is null
          and o.hold_id <> h.hold_id and (o.kind = 'recall' or o.serial_no is not null)
          and (o.warehouse_id is null or h.warehouse_id is null or o.warehouse_id = h.warehouse_id)) as others,
       exists (select from stock.hold o where o.item_id = h.item_id and o.lot_id = h.lot_id and o.lifted_at is null
          and o.hold_id <> h.hold_id and o.kind = 'hold' and o.warehouse_id is null and o.serial_no is null
          and o.account_id is null) as held_elsewhere
     from stock.hold h
     where h.hold_id = $1 and ($2 or h.warehouse_id is null or h.warehouse_id = any($3::bigint[]))`,
    [
      hold_id,
      actor.scope.warehouses === 'all',
      actor.scope.warehouses === 'all' ? [] : actor.scope.warehouses,
    ],
  );
  return hold ?? fail('stock.hold_unknown');
}

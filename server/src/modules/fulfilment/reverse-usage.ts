import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { placeOfZone } from './consigned.ts';
import { saveUsageReversed, usedToReturned } from './usage.write.ts';

/**
 * Nothing that was posted is edited: the pieces come back from the customer into the returns zone, ours again and waiting
 * for quality. Before it was settled; afterwards the settlement is reversed first.
 */
export const reverseUsage = defineVerb(
  contract.reverseUsage,
  { permission: 'stock.adjust', audit: 'fulfilment.reverse_usage', judges: true },
  async ({ tx, actor, audit, emit }, { usage_id, reason }) => {
    const use = await lockUse(tx, usage_id);
    const { warehouse_id, case_id, lot_id, owner_id, qty } = use;
    requireAt(actor, 'stock.adjust', warehouse_id);
    refuseDone(use);
    const movement_id = await bringBack(tx, use, { actor, reason });
    await saveUsageReversed(tx, { usage_id, movement_id, reason, reversed_by_name: actor.display_name });
    if (case_id !== null) await usedToReturned(tx, case_id, lot_id, owner_id, qty);
    audit({
      entity: 'usage',
      entity_id: usage_id,
      warehouse_id,
      reason,
      detail: { case_id, lot_id, qty, movement_id },
    });
    emit('fulfilment.use_reversed', String(usage_id), { usage_id, warehouse_id, movement_id, qty });
    return { usage_id, movement_id };
  },
);

type Use = {
  readonly usage_id: number;
  readonly source: 'case' | 'cabinet' | 'vmi';
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number | null;
  readonly case_id: number | null;
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly settlement_id: number | null;
  readonly reversed: boolean;
  /** Whose it was before it was sold. */
  readonly owner_id: number;
};

async function lockUse(tx: Tx, usage_id: number): Promise<Use> {
  const [place] = await tx.rows<{ case_id: number | null }>(
    'select case_id from fulfilment.usage where usage_id = $1',
    [usage_id],
  );
  if (place === undefined) notFound('usage', usage_id);
  // The case is locked before its uses, as in every other verb.
  await tx.rows('select 1 as one from fulfilment.surgical_case where case_id = $1 for update', [
    place.case_id,
  ]);
  return tx.one<Use>(
    `select u.usage_id, u.source, u.warehouse_id, u.partner_id, u.department_id, u.case_id, u.item_id, u.lot_id, u.qty,
       u.serial_nos, u.settlement_id, u.reversed_at is not null as reversed, w.legal_entity_id as owner_id
     from fulfilment.usage u join masterdata.v_warehouse w on w.warehouse_id = u.warehouse_id
     where u.usage_id = $1 for update of u`,
    [usage_id],
  );
}

function refuseDone({ source, settlement_id, reversed }: Use): void {
  if (source === 'vmi') fail('fulfilment.usage_not_reversible');
  if (settlement_id !== null) fail('fulfilment.usage_settled', { settled: 1 });
  if (reversed) fail('fulfilment.usage_reversed');
}

type By = { readonly actor: Parameters<typeof postOrFail>[1]['actor']; readonly reason: string };

/** As they stand at the customer: a lot that was recalled there comes back as it was sold, and the recall reaches it. */
async function bringBack(tx: Tx, use: Use, { actor, reason }: By): Promise<number> {
  const { warehouse_id, partner_id, department_id, item_id, lot_id, qty, serial_nos, owner_id, usage_id } =
    use;
  const [customer] = await ensureAccounts(tx, [{ kind: 'customer', department_id }]);
  const returns = await placeOfZone(tx, warehouse_id, 'returns');
  const [sold] = await tx.rows<{ disposition: 'released' | 'held' | 'recalled' | 'expired' }>(
    `select disposition::text as disposition from stock.v_balance
     where item_id = $1 and lot_id = $2 and account_id = $3 and owner_id = $4 and qty >= $5
     order by disposition = 'released' desc limit 1`,
    [item_id, lot_id, customer, partner_id, qty],
  );
  const from_disposition = sold?.disposition ?? 'released';
  return postOrFail(tx, {
    purpose: 'customer_return',
    actor,
    reason,
    document_key: `usage:${usage_id}`,
    lines: [
      {
        item_id,
        lot_id,
        qty,
        from_account_id: customer!,
        to_account_id: returns,
        from_owner_id: partner_id,
        to_owner_id: owner_id,
        from_disposition,
        to_disposition: from_disposition === 'released' ? 'quarantine' : from_disposition,
        serial_nos: serial_nos.length > 0 ? serial_nos : undefined,
      },
    ],
  });
}

import { moveHandlingUnit as contract } from '@tongcang/contract';
import { sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { contentOf, lockUnit, serialsIn, type Unit, unitFor } from './handling-units.ts';
import { moveUnit } from './handling-units.write.ts';
import { postOrFail } from './post.ts';
import { emitPosted } from './posted-event.ts';
import { type BalanceKey, byText, keyText, type PostLine } from './stock.model.ts';
import { lockBalances } from './stock.write.ts';

export const moveHandlingUnit = defineVerb(
  contract,
  { permission: 'stock.post', audit: 'stock.move_handling_unit', judges: true },
  async (context, { handling_unit_id, to_account_id }) => {
    const { tx } = context;
    const unit = await unitFor(context, handling_unit_id);
    if (to_account_id === unit.account_id) fail('stock.nothing_changes');
    const warehouse_id = await binIn(context, to_account_id);
    if (warehouse_id !== unit.warehouse_id) fail('stock.purpose_warehouses', { purpose: 'relocate' });
    const lines = await lockedContent(tx, unit, to_account_id);
    const movement_id = lines.length > 0 ? await relocate(context, unit, lines) : null;
    await moveUnit(tx, handling_unit_id, { account_id: to_account_id, warehouse_id });
    const { sscc, account_id: from_account_id } = unit;
    const detail = { sscc, from_account_id, to_account_id, movement_id };
    context.audit({ entity: 'handling_unit', entity_id: handling_unit_id, warehouse_id, detail });
    return { handling_unit_id, movement_id };
  },
);

async function binIn({ tx, actor }: Context, account_id: number): Promise<number> {
  const [bin] = await tx.rows<{ warehouse_id: number }>(
    `select warehouse_id from stock.account where account_id = $1 and kind = 'bin'`,
    [account_id],
  );
  return bin !== undefined && sees(actor, bin.warehouse_id)
    ? bin.warehouse_id
    : fail('stock.place_or_lot_unknown');
}

/** The content as lines of a document, its balances at both ends locked in key order, then the unit. */
async function lockedContent(tx: Tx, unit: Unit, to_account_id: number): Promise<PostLine[]> {
  const seen = await contentOf(tx, unit.handling_unit_id);
  const keys = seen.flatMap((line): BalanceKey[] => [
    { ...line, account_id: unit.account_id },
    { ...line, account_id: to_account_id },
  ]);
  await lockBalances(tx, byText(keys));
  await lockUnit(tx, unit);
  const content = await contentOf(tx, unit.handling_unit_id);
  if (JSON.stringify(content) !== JSON.stringify(seen)) fail('platform.try_again');
  const serials = await serialsIn(tx, unit.handling_unit_id);
  return content.map(({ item_id, lot_id, owner_id, disposition, qty }) => ({
    item_id,
    lot_id,
    qty,
    packed: qty,
    from_account_id: unit.account_id,
    to_account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: disposition,
    to_disposition: disposition,
    serial_nos: serials
      .get(keyText({ item_id, lot_id, owner_id, disposition, account_id: unit.account_id }))
      ?.map((s) => s.serial_no),
  }));
}

async function relocate(context: Context, unit: Unit, lines: readonly PostLine[]): Promise<number> {
  const document_key = `handling_unit:${unit.handling_unit_id}`;
  const document = { purpose: 'relocate' as const, actor: context.actor, document_key, lines };
  const movement_id = await postOrFail(context.tx, document);
  emitPosted(context, { movement_id, purpose: 'relocate', lines });
  return movement_id;
}

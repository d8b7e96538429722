import { unpack as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import type { Refused } from './decide.ts';
import {
  type Content,
  contentOf,
  handle,
  refuseWrong,
  type SerialHere,
  serialRefusal,
  serialsIn,
  trackedSerially,
  trackingRefusal,
  type Unit,
  type UnitLine,
  unitFor,
} from './handling-units.ts';
import { changeContent, dissolveUnit, noteContent, placeSerials } from './handling-units.write.ts';
import { keyText } from './stock.model.ts';

export const unpack = defineVerb(
  contract,
  { permission: 'stock.post', audit: 'stock.unpack' },
  async (context, { handling_unit_id, lines: asked }) => {
    const { tx } = context;
    const unit = await unitFor(context, handling_unit_id);
    const lines = asked ?? (await everything(tx, unit));
    const tracked = await trackedSerially(tx, lines);
    const handled = await handle(tx, unit, lines);
    const content = await contentOf(tx, handling_unit_id);
    refuseWrong(
      handled,
      (entry) =>
        contentRefusal(entry.line, content) ??
        trackingRefusal(entry, tracked) ??
        serialRefusal(entry, handling_unit_id),
    );
    if (lines.length > 0) {
      await changeContent(
        tx,
        handling_unit_id,
        handled.map(({ key, line }) => ({ key, qty: -line.qty })),
      );
    }
    await placeSerials(
      tx,
      handled.flatMap((entry) => entry.serials as SerialHere[]),
      null,
    );
    const noted = handled.map(({ key, line }) => ({
      key,
      qty: -line.qty,
      serial_nos: line.serial_nos ?? [],
    }));
    noteContent(tx, unit, noted, context.actor.user_id);
    if (asked === undefined) await dissolveUnit(tx, handling_unit_id);
    const unpacked = lines.reduce((sum, line) => sum + line.qty, 0);
    const { warehouse_id, sscc } = unit;
    const detail = { sscc, unpacked, dissolved: asked === undefined };
    context.audit({ entity: 'handling_unit', entity_id: handling_unit_id, warehouse_id, detail });
    return { handling_unit_id, unpacked };
  },
);

/** The whole content as lines; it is compared again under the locks. */
async function everything(tx: Tx, { handling_unit_id, account_id }: Unit): Promise<UnitLine[]> {
  const content = await contentOf(tx, handling_unit_id);
  const serials = await serialsIn(tx, handling_unit_id);
  return content.map((line) => ({
    ...line,
    serial_nos: serials.get(keyText({ ...line, account_id }))?.map((s) => s.serial_no),
  }));
}

function contentRefusal(line: UnitLine, content: readonly Content[]): Refused | null {
  const held = content.find(
    (c) =>
      c.item_id === line.item_id &&
      c.lot_id === line.lot_id &&
      c.owner_id === line.owner_id &&
      c.disposition === line.disposition,
  );
  const packed = held?.qty ?? 0;
  return line.qty > packed
    ? { code: 'stock.handling_unit_content', params: { wanted: line.qty, packed } }
    : null;
}

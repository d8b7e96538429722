import { pack as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import type { Refused } from './decide.ts';
import {
  type Handled,
  handle,
  refuseWrong,
  type SerialHere,
  serialRefusal,
  trackedSerially,
  trackingRefusal,
  unitFor,
} from './handling-units.ts';
import { changeContent, noteContent, placeSerials } from './handling-units.write.ts';

export const pack = defineVerb(
  contract,
  { permission: 'stock.post', audit: 'stock.pack' },
  async (context, { handling_unit_id, lines }) => {
    const { tx } = context;
    const unit = await unitFor(context, handling_unit_id);
    const tracked = await trackedSerially(tx, lines);
    const handled = await handle(tx, unit, lines);
    refuseWrong(
      handled,
      (entry) => packRefusal(entry) ?? trackingRefusal(entry, tracked) ?? serialRefusal(entry, null),
    );
    await changeContent(
      tx,
      handling_unit_id,
      handled.map(({ key, line }) => ({ key, qty: line.qty })),
    );
    await placeSerials(
      tx,
      handled.flatMap((entry) => entry.serials as SerialHere[]),
      handling_unit_id,
    );
    const noted = handled.map(({ key, line }) => ({ key, qty: line.qty, serial_nos: line.serial_nos ?? [] }));
    noteContent(tx, unit, noted, context.actor.user_id);
    const packed = lines.reduce((sum, line) => sum + line.qty, 0);
    const { warehouse_id, sscc } = unit;
    context.audit({
      entity: 'handling_unit',
      entity_id: handling_unit_id,
      warehouse_id,
      detail: { sscc, lines: lines.length, packed },
    });
    return { handling_unit_id, packed };
  },
);

/** Only what is loose at the place of the unit can be packed. */
function packRefusal({ line, cell }: Handled): Refused | null {
  const { item_id, lot_id, qty } = line;
  if (cell === undefined) return { code: 'stock.place_or_lot_unknown', params: { item_id, lot_id } };
  const loose = cell.qty - cell.packed;
  return qty > loose ? { code: 'stock.packed_in_handling_unit', params: { wanted: qty, loose } } : null;
}

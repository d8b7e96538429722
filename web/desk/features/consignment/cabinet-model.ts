import type { getConsignAgreement } from '@tongcang/contract';
import type { OutputFor } from '../../app/api.ts';
import type { Expected } from './tray.ts';

type Agreement = OutputFor<typeof getConsignAgreement>;
type Item = Pick<
  Agreement['line_rows'][number],
  'item_id' | 'item_code' | 'item_name' | 'unit' | 'udi_di' | 'tracking'
>;

/** What stands in a cabinet, lot by lot, as it is counted or taken back. */
export function standingOf(lots: Agreement['lots'], lines: readonly Item[]): Expected[] {
  const items = new Map(lines.map((line) => [line.item_id, line]));
  const rows = new Map<string, Expected>();
  for (const { item_id, lot_no, qty, serial_nos } of lots) {
    const item = items.get(item_id);
    const before = rows.get(`${item_id}|${lot_no}`);
    rows.set(`${item_id}|${lot_no}`, {
      item_id,
      item_label: item ? `${item.item_code} ${item.item_name}` : '',
      unit: item?.unit ?? '',
      udi_di: item?.udi_di ?? '',
      tracking: serial_nos.length > 0 ? 'serial' : 'lot',
      lot_no,
      qty: qty + (before?.qty ?? 0),
      serial_nos: [...(before?.serial_nos ?? []), ...serial_nos],
    });
  }
  return [...rows.values()];
}

/** Handling units of a delivery that are put away whole: the pallet goes to its bin and stays together in the ledger. */
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import type { UnitToPack } from '../stock/index.ts';
import { type Put, toPutAway } from './putaway.ts';
import { ssccOf } from './receipt.ts';
import type { Line, Receipt } from './receiving.read.ts';
import { placeText, serialsStanding } from './returns.read.ts';

export type UnitAsked = { readonly sscc: string; readonly to_account_id: number };
export type UnitToPut = { readonly puts: readonly Put[]; readonly to_pack: UnitToPack };

/** What is accepted of each unit and not put away yet. One statement where numbered pieces are among it. */
export async function unitsToPut(
  tx: Tx,
  receipt: Receipt,
  lines: readonly Line[],
  asked: readonly UnitAsked[],
): Promise<UnitToPut[]> {
  if (asked.length === 0) return [];
  const units = asked.map(({ sscc, to_account_id }, index) => {
    const waiting = lines.filter((line) => line.sscc === ssccOf(sscc) && toPutAway(line) > 0);
    if (waiting.length === 0) refuse(index, sscc);
    return { sscc: ssccOf(sscc), to_account_id, waiting };
  });
  const numbered = units.flatMap(({ waiting }) => waiting.filter((line) => line.tracking === 'serial'));
  const standing = await serialsStanding(
    tx,
    numbered.map((line) => placeOf(line, receipt)),
  );
  return units.map(({ sscc, to_account_id, waiting }) => {
    const puts = waiting.map((line): Put => {
      const here = new Set(standing.get(placeText(placeOf(line, receipt))));
      const serial_nos =
        line.tracking === 'serial' ? line.serial_nos.filter((serial_no) => here.has(serial_no)) : undefined;
      return { receipt_line_id: line.receipt_line_id, to_account_id, qty: toPutAway(line), serial_nos };
    });
    return { puts, to_pack: unitOf(sscc, to_account_id, receipt, waiting, puts) };
  });
}

function refuse(index: number, sscc: string): never {
  const error: FieldError = {
    path: `units.${index}.sscc`,
    code: 'supply.unit_nothing_waits',
    params: { sscc },
  };
  return fail(error.code, error.params, [error]);
}

const placeOf = ({ item_id, lot_id, account_id }: Line, { owner_id }: Receipt) => ({
  item_id,
  lot_id: lot_id!,
  account_id: account_id!,
  owner_id,
  disposition: 'released' as const,
});

function unitOf(
  sscc: string,
  account_id: number,
  { warehouse_id, owner_id }: Receipt,
  waiting: readonly Line[],
  puts: readonly Put[],
): UnitToPack {
  const content = waiting.map(({ item_id, lot_id }, index) => ({
    item_id,
    lot_id: lot_id!,
    owner_id,
    disposition: 'released' as const,
    qty: puts[index]!.qty,
    serial_nos: puts[index]!.serial_nos ?? [],
  }));
  return { sscc, account_id, warehouse_id, content };
}

/** The lines that the keeper named and those of the units, which are put away in the same document. */
export function withUnits(lines: readonly Put[], units: readonly UnitToPut[]): Put[] {
  const puts = [...lines, ...units.flatMap((unit) => unit.puts)];
  return puts.length > 0 ? puts : fail('supply.nothing_to_put');
}

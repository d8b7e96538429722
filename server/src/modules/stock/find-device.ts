/** A device identifier to the item and pack that bear it. */
import type { IDENTIFIER_ISSUERS, PACKING_LEVELS } from '@tongcang/contract';
import type { Device } from '@tongcang/udi';
import type { Tx } from '../../platform/db.ts';

export type FoundDevice = {
  readonly item_id: number;
  readonly item_code: string;
  readonly item_name: string;
  readonly unit: string;
  readonly tracking: 'lot' | 'serial';
  readonly issuer: (typeof IDENTIFIER_ISSUERS)[number];
  readonly di: string;
  readonly packing_level: (typeof PACKING_LEVELS)[number];
  readonly units_per_pack: number;
  /** Its last day, where that is over: the label is old, or somebody else's. */
  readonly retired_on: string | null;
};

/** The item and pack of a device; identifiers of a label whose end is unclear are tried from the longest. One statement. */
export async function findDevice(tx: Tx, { issuer, di }: Device): Promise<FoundDevice | null> {
  const [row] = await tx.rows<FoundDevice>(
    `select i.item_id, i.item_code, i.name as item_name, i.unit, i.tracking, x.issuer, x.di, x.packing_level, x.units_per_pack,
       case when x.valid_to < (now() at time zone 'Asia/Shanghai')::date then x.valid_to end as retired_on
     from masterdata.v_item_identifier x join masterdata.v_item i on i.item_id = x.item_id
     where x.issuer = $1 and x.di = any($2::text[]) order by length(x.di) desc limit 1`,
    [issuer, di],
  );
  return row ?? null;
}

/**
 * Base units that one scan of a label counts: its pack, times the packs that the label counts. A piece with a number of
 * its own is one. Pure.
 */
export function unitsOf(
  { units_per_pack, packing_level }: Pick<FoundDevice, 'units_per_pack' | 'packing_level'>,
  { quantity, serial }: Pick<Device, 'quantity' | 'serial'>,
): number {
  if (quantity === undefined) return units_per_pack;
  // Pieces that are numbered one by one are not counted by their label.
  if (serial !== undefined && packing_level === 'unit') return units_per_pack;
  return quantity * units_per_pack;
}

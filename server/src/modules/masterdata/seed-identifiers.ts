import { checkDigit } from '@tongcang/udi';
import type { Tx } from '../../platform/db.ts';
import { writeIdentifiers } from './identifiers.write.ts';

/**
 * Gives every item of an example company that is sold in cartons the GTIN of its carton: the number of the piece behind
 * indicator 1. The prefixes of the example have eight digits.
 */
export async function seedIdentifiers(tx: Tx): Promise<void> {
  const items = await tx.rows<{ item_id: number; udi_di: string; carton_qty: number }>(
    `select item_id, udi_di, carton_qty from masterdata.item where udi_issuer = 'gs1' and carton_qty > 1 order by item_id`,
  );
  const cartons = items.map(({ item_id, udi_di, carton_qty }) => {
    const body = `1${udi_di.slice(1, -1)}`;
    return {
      item_id,
      issuer: 'gs1' as const,
      di: body + checkDigit(body),
      packing_level: 'carton' as const,
      units_per_pack: carton_qty,
      gcp_length: 8,
      source: 'import' as const,
    };
  });
  await writeIdentifiers(tx, cartons);
}

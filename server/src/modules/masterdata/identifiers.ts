import {
  addIdentifier as add,
  type InputOf,
  type identifier_row,
  listIdentifiers as list,
  retireIdentifier as retire,
} from '@tongcang/contract';
import { normaliseDi } from '@tongcang/udi';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { endIdentifier, voidIdentifier, writeIdentifiers } from './identifiers.write.ts';

/** The civil date of the company, by which identifiers begin and end. */
export const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

export const listIdentifiers = defineVerb(
  list,
  { permission: 'masterdata.read', audit: null },
  async ({ tx }, { item_id }) => {
    await requireItem(tx, item_id);
    const rows = await tx.rows<z.infer<typeof identifier_row>>(
      `select x.identifier_id, x.issuer, x.di, x.packing_level, x.units_per_pack, x.valid_from, x.valid_to, x.gcp_length,
         x.label_parts, x.source, coalesce(x.valid_to < ${TODAY}, false) as retired,
         (i.udi_issuer, i.udi_di) = (x.issuer, x.di) as base
       from masterdata.v_item_identifier x join masterdata.item i using (item_id)
       where x.item_id = $1 order by base desc, x.units_per_pack, x.issuer, x.di`,
      [item_id],
    );
    return { rows };
  },
);

export const addIdentifier = defineVerb(
  add,
  { permission: 'masterdata.write', audit: 'masterdata.add_identifier' },
  async ({ tx, audit }, { note, ...input }) => {
    const base = await requireItem(tx, input.item_id);
    const di = checked(input);
    // The base unit is what everything else is counted in.
    const is_base = base.udi_issuer === input.issuer && base.udi_di === di;
    if (is_base && (input.packing_level !== 'unit' || input.units_per_pack !== 1 || input.valid_to !== null))
      fail('masterdata.base_identifier', { di });
    const [identifier_id] = await writeIdentifiers(tx, [{ ...input, di, source: 'entered' }]);
    const { item_id, issuer, packing_level, units_per_pack } = input;
    const detail = { issuer, di, packing_level, units_per_pack };
    audit({ entity: 'item', entity_id: item_id, ...(note === '' ? {} : { reason: note }), detail });
    return { identifier_id: identifier_id!, di };
  },
);

export const retireIdentifier = defineVerb(
  retire,
  { permission: 'masterdata.write', audit: 'masterdata.retire_identifier' },
  async ({ tx, audit }, { identifier_id, valid_to, mistake, reason }) => {
    const [row] = await tx.rows<{ item_id: number; di: string; base: boolean; retired: boolean }>(
      `select x.item_id, x.di, (i.udi_issuer, i.udi_di) = (x.issuer, x.di) as base,
         coalesce(x.valid_to < ${TODAY}, false) as retired
       from masterdata.item_identifier x join masterdata.item i using (item_id)
       where x.identifier_id = $1 and x.voided_at is null for update of x`,
      [identifier_id],
    );
    if (row === undefined) notFound('identifier', identifier_id);
    const { item_id, di } = row;
    if (row.base) fail('masterdata.base_identifier', { di });
    if (row.retired && !mistake) fail('masterdata.identifier_retired', { di });
    if (mistake) await voidIdentifier(tx, { identifier_id, reason });
    else await endIdentifier(tx, { identifier_id, valid_to: valid_to ?? null });
    audit({ entity: 'item', entity_id: item_id, reason, detail: { di, mistake } });
    return { identifier_id };
  },
);

/** The normal form of what was entered; refuses what the columns could not hold. */
function checked({
  issuer,
  di,
  packing_level,
  units_per_pack,
  gcp_length,
}: Omit<InputOf<typeof add>, 'note'>): string {
  const normal = normaliseDi(issuer, di);
  if (normal === null) fail('masterdata.di_invalid', { issuer: issuer.toUpperCase(), di: di.slice(0, 60) });
  if (gcp_length !== null && issuer !== 'gs1') fail('masterdata.gcp_only_gs1');
  if (units_per_pack === 0 && packing_level !== 'use_unit') fail('masterdata.use_unit_only');
  return normal;
}

async function requireItem(tx: Tx, item_id: number): Promise<{ udi_issuer: string; udi_di: string }> {
  const [item] = await tx.rows<{ udi_issuer: string; udi_di: string }>(
    'select udi_issuer, udi_di from masterdata.item where item_id = $1',
    [item_id],
  );
  return item ?? notFound('item', item_id);
}

import type { DatasetName, DatasetRow } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { writeAuthorisations, writeLicences, writeRegistrations } from '../compliance/index.ts';
import {
  writeDepartments,
  writeItems,
  writeLanes,
  writeLocations,
  writePartners,
  writeWarehouses,
} from '../masterdata/index.ts';
import { writeDemandHistory } from '../planning/index.ts';
import { ensureBinAccounts } from '../stock/index.ts';
import type { ImportRow } from './import/index.ts';
import { type Applied, writeOpeningStock } from './opening-stock.ts';

type Writer<N extends DatasetName> = (tx: Tx, rows: readonly DatasetRow<N>[]) => Promise<number>;

const WRITERS: { readonly [N in Exclude<DatasetName, 'opening_stock'>]: Writer<N> } = {
  partner: writePartners,
  department: writeDepartments,
  warehouse: writeWarehouses,
  location: async (tx, rows) => {
    const written = await writeLocations(tx, rows);
    await ensureBinAccounts(tx);
    return written;
  },
  item: writeItems,
  registration: writeRegistrations,
  licence: writeLicences,
  authorisation: writeAuthorisations,
  lane: writeLanes,
  demand_history: writeDemandHistory,
};

/**
 * Writes rows that have been validated. The caller's transaction makes it all or nothing. Opening stock goes through
 * the gate like any other movement and comes back with its reasons; the rest are facts the gate judges by.
 */
export async function applyRows<N extends DatasetName>(
  tx: Tx,
  actor: Actor,
  dataset: N,
  rows: readonly ImportRow<N>[],
): Promise<Applied> {
  if (rows.length === 0) return { written: 0 };
  if (dataset === 'opening_stock') return writeOpeningStock(tx, actor, rows as ImportRow<'opening_stock'>[]);
  if (dataset !== 'demand_history') await changeRules(tx);
  const write = WRITERS[dataset as keyof typeof WRITERS] as Writer<N>;
  return {
    written: await write(
      tx,
      rows.map(({ row }) => row),
    ),
  };
}

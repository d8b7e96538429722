import type { Tx } from '../../platform/db.ts';

export type DirectoryWarehouse = { warehouse_id: number; code: string; name: string; timezone: string };

/**
 * What identity must know of warehouses and partners. Their tables belong to masterdata, which stands to the right
 * and may not be imported or read from here; `app.ts`, which knows all modules, hands these readers in.
 */
export type Directory = {
  /** Names of the warehouses, by code; unknown ids are left out. */
  warehouses(tx: Tx, ids: 'all' | readonly number[]): Promise<DirectoryWarehouse[]>;
  partnerExists(tx: Tx, partner_id: number): Promise<boolean>;
};

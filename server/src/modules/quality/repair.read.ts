import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { RepairStatus } from './repair.model.ts';

export type Repair = {
  readonly repair_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: RepairStatus;
  readonly item_id: number;
  readonly lot_id: number;
  readonly serial_no: string;
  readonly owner_id: number;
  readonly department_id: number | null;
  readonly warranty_until: string | null;
  readonly workshop_id: number | null;
  readonly quoted_by: number | null;
};

/** The document, locked; 404 where it is out of sight. */
export async function lockRepair(tx: Tx, repair_id: number): Promise<Repair> {
  const [found] = await tx.rows<Repair>(
    `select repair_id, document_no, warehouse_id, status, item_id, lot_id, serial_no, owner_id, department_id, warranty_until,
       workshop_id, quoted_by
     from quality.repair_order where repair_id = $1 for update`,
    [repair_id],
  );
  return found ?? notFound('repair', repair_id);
}

export type Device = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: 'quarantine' | 'released' | 'held' | 'rejected' | 'recalled' | 'expired';
  readonly storage_condition: string;
};

/** Where a numbered piece stands: in a bin of this warehouse, or at the account given. */
export async function deviceAt(
  tx: Tx,
  at: { warehouse_id: number } | { account_id: number },
  item_id: number,
  serial_no: string,
): Promise<Device> {
  const [warehouse_id, account_id] = 'warehouse_id' in at ? [at.warehouse_id, null] : [null, at.account_id];
  const [device] = await tx.rows<Device>(
    `select s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition, i.storage_condition
     from stock.v_serial s
     join stock.v_account a on a.account_id = s.account_id
     join masterdata.v_item i on i.item_id = s.item_id
     where s.item_id = $1 and s.serial_no = $2
       and (a.account_id = $4 or (a.kind = 'bin' and a.warehouse_id = $3))`,
    [item_id, serial_no, warehouse_id, account_id],
  );
  return device ?? fail('quality.device_unknown', { serial_no });
}

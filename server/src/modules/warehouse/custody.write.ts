/** Contracts under which goods of others are kept. */
import type { Tx } from '../../platform/db.ts';

export type Contract = {
  readonly warehouse_id: number;
  readonly owner_id: number;
  readonly contract_no: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly assessed_on: string | null;
  readonly note: string | null;
};

export async function saveContract(tx: Tx, contract: Contract): Promise<number> {
  const { id } = await tx.one<{ id: number }>(
    `insert into warehouse.custody_contract (warehouse_id, owner_id, contract_no, valid_from, valid_to, assessed_on, note)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (warehouse_id, owner_id, contract_no) do update set valid_from = excluded.valid_from,
       valid_to = excluded.valid_to, assessed_on = excluded.assessed_on, note = excluded.note, changed_at = clock_timestamp()
     returning custody_contract_id as id`,
    [
      contract.warehouse_id,
      contract.owner_id,
      contract.contract_no,
      contract.valid_from,
      contract.valid_to,
      contract.assessed_on,
      contract.note,
    ],
  );
  return id;
}

import type { Permission } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { role_permissions } from './identity.model.ts';

/** The roles by which a person holds a permission at a warehouse, for rules that name roles, such as limits of approval. */
export async function rolesGranting(
  tx: Tx,
  user_id: number,
  permission: Permission,
  warehouse_id: number,
): Promise<string[]> {
  const rows = await tx.rows<{ role: keyof typeof role_permissions }>(
    `select distinct role from identity.grant
     where user_id = $1 and partner_id is null and (warehouse_id is null or warehouse_id = $2) order by role`,
    [user_id, warehouse_id],
  );
  return rows.map((row) => row.role).filter((role) => role_permissions[role].includes(permission));
}

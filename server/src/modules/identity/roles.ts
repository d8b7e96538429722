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

/** The people who may do something at a warehouse, by name: whom a task can be given to. */
export function peopleGranted(
  tx: Tx,
  permission: Permission,
  warehouse_id: number,
): Promise<{ user_id: number; display_name: string }[]> {
  const roles = (Object.keys(role_permissions) as (keyof typeof role_permissions)[]).filter((role) =>
    role_permissions[role].includes(permission),
  );
  return tx.rows(
    `select distinct u.user_id, u.display_name from identity.grant g join identity."user" u on u.user_id = g.user_id
     where g.role = any($1::text[]) and g.partner_id is null and (g.warehouse_id is null or g.warehouse_id = $2)
       and u.disabled_at is null and not u.is_service order by 2, 1`,
    [roles, warehouse_id],
  );
}

import { type Actor, canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';

/** The books are those of the whole company: somebody with rights at one warehouse does not read them. */
export function requireCompany(actor: Actor, permission: string): void {
  if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
}

/** The legal entity whose books are meant. */
export async function ownerOf(tx: Tx, owner_id: number): Promise<{ owner_id: number; owner_name: string }> {
  const [owner] = await tx.rows<{ owner_id: number; owner_name: string }>(
    `select partner_id as owner_id, name as owner_name from masterdata.v_partner where partner_id = $1 and kind = 'legal_entity'`,
    [owner_id],
  );
  return owner ?? fail('finance.owner_unknown', { owner_id });
}

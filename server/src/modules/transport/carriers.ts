import { type Actor, canEverywhere, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';

/** Refuses a partner that does not exist or is no carrier; nothing is checked where none is named. */
export async function requireCarrier(tx: Tx, carrier_id: number | undefined): Promise<void> {
  if (carrier_id === undefined) return;
  const [partner] = await tx.rows<{ name: string; kind: string }>(
    'select name, kind from masterdata.v_partner where partner_id = $1',
    [carrier_id],
  );
  if (partner === undefined) notFound('partner', carrier_id);
  if (partner.kind !== 'carrier') fail('transport.not_a_carrier', { name: partner.name });
}

/** What belongs to a depot is managed there, everything else by who manages the whole company's transport. */
export function requireManager(actor: Actor, depot_id: number | null | undefined): void {
  const permission = 'transport.manage';
  if (depot_id != null) requireAt(actor, permission, depot_id);
  else if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
}

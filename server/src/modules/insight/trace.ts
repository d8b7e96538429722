import { trace as contract, type OutputOf } from '@tongcang/contract';
import { type Actor, can } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import {
  acceptancesOf,
  consigneesOf,
  documentsOf,
  excursionsOf,
  isThere,
  lineageOf,
  type Piece,
  receiptsOf,
  unitsOf,
  usesOf,
} from './trace.read.ts';

export const trace = defineVerb(
  contract,
  { permission: 'stock.read', audit: null, statement_timeout_ms: 15_000 },
  ({ tx, actor }, { item_id, lot_id, serial_no = null }) =>
    traceOf(tx, actor, { item_id, lot_id, serial_no }),
);

/** Where a lot or piece came from and where it went, as far as the person sees; ten statements, whatever there is. */
export async function traceOf(tx: Tx, actor: Actor, piece: Piece): Promise<OutputOf<typeof contract>> {
  if (!(await isThere(tx, piece))) notFound('lot', piece.lot_id);
  const lineage = await lineageOf(tx, piece);
  const kits = lineage.filter(({ direction }) => direction === 'made_into');
  const named = can(actor, 'fulfilment.read');
  const [receipts, acceptances, excursions, consignees, uses, units, documents] = await Promise.all([
    receiptsOf(tx, piece),
    acceptancesOf(tx, piece),
    excursionsOf(tx, piece),
    consigneesOf(tx, piece, kits),
    usesOf(tx, piece, kits, named),
    unitsOf(tx, piece),
    documentsOf(tx, piece),
  ]);
  const whole = actor.scope.warehouses === 'all' && actor.scope.partner_id === null;
  return { whole, receipts, acceptances, excursions, consignees, uses, lineage, units, documents };
}

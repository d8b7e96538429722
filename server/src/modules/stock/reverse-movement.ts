import { reverseMovement as contract } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import type { Purpose } from '../compliance/index.ts';
import { mirrorOf } from './mirror.ts';
import { postOrFail } from './post.ts';
import { emitPosted } from './posted-event.ts';
import type { PostLine } from './stock.model.ts';

/** What a movement is reversed as. An opening was a statement about the books, so its reversal is an adjustment. */
const REVERSED_AS: Partial<Record<Purpose, Purpose>> = {
  opening: 'adjust',
  putaway: 'putaway',
  relocate: 'relocate',
  adjust: 'adjust',
  count: 'count',
};

/** What undoes the others: a document of theirs, or a decision that somebody must answer for. */
const INSTEAD: Partial<Record<Purpose, string>> = {
  receive: 'supplier_return',
  pick: 'stock.release-allocation',
  release: 'stock.hold-lots',
  hold: 'stock.lift-hold',
  ship: 'customer_return',
  transfer_ship: 'transfer.receive-transfer',
  transfer_receive: 'transfer.ship-transfer',
  customer_return: 'ship',
  supplier_return: 'receive',
};

export const reverseMovement = defineVerb(
  contract,
  { permission: 'stock.adjust', audit: 'stock.reverse', judges: true },
  async (context, { movement_id: reverses_id, reason }) => {
    const { tx, actor } = context;
    const { movement, lines } = await load(context, reverses_id);
    for (const warehouse_id of movement.warehouses) requireAt(actor, 'stock.adjust', warehouse_id);
    if (movement.reversed) fail('stock.already_reversed', { movement_id: reverses_id });
    const free = movement.reverses_id === null && !isOfReceipt(movement);
    const purpose = free ? REVERSED_AS[movement.purpose] : undefined;
    if (purpose === undefined) refuse(movement);
    const document_key = `reverses:${reverses_id}`;
    const document = { purpose, actor, reason, reverses_id, document_key, lines };
    const movement_id = await postOrFail(tx, document);
    context.audit({ entity: 'movement', entity_id: movement_id, reason, detail: { reverses_id, purpose } });
    emitPosted(context, { movement_id, purpose, lines });
    return { movement_id };
  },
);

/** What a receipt has put away is taken back on the receipt, which would else believe that it is still there. */
const isOfReceipt = ({ purpose, document_key }: Original): boolean =>
  purpose === 'putaway' && (document_key?.startsWith('receipt:') ?? false);

function refuse(movement: Original): never {
  const { purpose, reverses_id } = movement;
  const document = isOfReceipt(movement) ? 'supply.reverse-putaway' : INSTEAD[purpose];
  const instead = reverses_id === null ? (document ?? 'stock.post-movement') : 'stock.post-movement';
  fail('stock.not_reversible', { purpose: reverses_id === null ? purpose : 'reversal', instead });
}

type Original = {
  purpose: Purpose;
  line_count: number;
  reverses_id: number | null;
  document_key: string | null;
  reversed: boolean;
  warehouses: number[];
};

/** The movement with the mirror of its postings. One of which the caller sees only some postings does not exist for him. */
async function load(
  { tx }: Context,
  movement_id: number,
): Promise<{ movement: Original; lines: PostLine[] }> {
  const [movement] = await tx.rows<Omit<Original, 'warehouses'>>(
    `select m.purpose, m.line_count, m.reverses_id, m.document_key,
       exists (select from stock.movement r where r.reverses_id = m.movement_id) as reversed
     from stock.movement m where m.movement_id = $1`,
    [movement_id],
  );
  const rows = await mirrorOf(tx, movement_id);
  if (movement === undefined || rows.length !== movement.line_count) notFound('movement', movement_id);
  const warehouses = [...new Set(rows.flatMap((row) => row.warehouses))];
  const lines = rows.map(({ warehouses: _, ...line }) => line);
  return { movement: { ...movement, warehouses }, lines };
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { openInspections } from '../quality/index.ts';
import {
  emitPosted,
  ensureAccounts,
  lockRelease,
  type PostLine,
  postOrFail,
  type RecalledPart,
  recalledParts,
} from '../stock/index.ts';
import { type CameBack, decideReceipt } from './decide-returns.ts';
import { returnsPlaces } from './deliveries.read.ts';
import { RETURN_TRANSITIONS, returnKey, step, sum } from './outbound.model.ts';
import { firstOf, lockReturn, mayBecome, type Return, returnLines } from './returns.read.ts';
import { saveReceipt } from './returns.write.ts';

export const receiveReturn = defineVerb(
  contract.receiveReturn,
  { permission: 'fulfilment.return', audit: 'fulfilment.receive_return', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const back = await lockReturn(tx, input.return_id);
    const { return_id, warehouse_id, document_no } = back;
    requireAt(actor, 'fulfilment.return', warehouse_id);
    mayBecome(back, 'received');
    const decision = decideReceipt(input.lines, await returnLines(tx, return_id));
    if ('errors' in decision) throw firstOf(decision.errors);
    const place = await returnsPlaces(tx, warehouse_id);
    const lines = decision.lines.map((came) => ({ ...came, account_id: place(came.line.storage_condition) }));
    const movement_id = await arrive(context, back, lines);
    await saveReceipt(
      tx,
      {
        return_id,
        received_by: actor.user_id,
        received_by_name: actor.display_name,
        storage_proof: input.storage_proof || null,
        chain_unbroken: input.chain_unbroken,
        movement_id,
      },
      lines,
    );
    const status = step(RETURN_TRANSITIONS, back.status, 'received', 'return');
    const received = sum(lines.map((line) => line.qty));
    const detail = { document_no, received, movement_id, before: { status: back.status }, after: { status } };
    context.audit({ entity: 'return', entity_id: return_id, warehouse_id, detail });
    context.emit('fulfilment.return_received', String(return_id), { return_id, warehouse_id, received });
    return { return_id, status, movement_id, received };
  },
);

/** What is recalled lands as recalled, nobody has to judge it; the rest waits in quarantine. */
function linesOf(
  back: Return,
  customer: number,
  { line, qty, serial_nos, account_id }: CameBack & { account_id: number },
  recalled: RecalledPart,
): PostLine[] {
  const numbered = line.tracking === 'serial';
  const others = serial_nos.filter((serial_no) => !recalled.serial_nos.includes(serial_no));
  const parts = [
    { qty: recalled.qty, to_disposition: 'recalled' as const, serial_nos: recalled.serial_nos },
    { qty: qty - recalled.qty, to_disposition: 'quarantine' as const, serial_nos: others },
  ];
  return parts
    .filter((part) => part.qty > 0)
    .map((part) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty: part.qty,
      from_account_id: customer,
      to_account_id: account_id,
      from_owner_id: back.partner_id,
      to_owner_id: back.legal_entity_id,
      from_disposition: 'released',
      to_disposition: part.to_disposition,
      serial_nos: numbered ? part.serial_nos : undefined,
    }));
}

/** From the customer into quarantine; from now on the goods are ours again. Nothing is posted where nothing came. */
async function arrive(
  context: Context,
  back: Return,
  lines: readonly (CameBack & { account_id: number })[],
): Promise<number | null> {
  const came = lines.filter((line) => line.qty > 0);
  if (came.length === 0) return null;
  const { tx, actor } = context;
  const [customer] = await ensureAccounts(tx, [{ kind: 'customer', department_id: back.department_id }]);
  const recalled = await recalledParts(
    context,
    came.map(({ line, qty, serial_nos }) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty,
      serial_nos,
    })),
  );
  const postings = came.flatMap((one, index) => linesOf(back, customer!, one, recalled[index]!));
  const { document_no } = back;
  const document_key = returnKey(back.return_id);
  const document = { purpose: 'customer_return' as const, actor, document_no, document_key, lines: postings };
  const movement_id = await postOrFail(tx, document);
  const waiting = postings.filter((line) => line.to_disposition === 'quarantine');
  await lockRelease(tx, { document_key, warehouse_id: back.warehouse_id }, waiting);
  await openInspections(tx, [{ movement_id, settled_by: 'document' }], actor);
  emitPosted(context, { movement_id, purpose: 'customer_return', lines: postings });
  return movement_id;
}

import * as contract from '@tongcang/contract';
import { AppError } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, type PostLine, postOrFail } from '../stock/index.ts';
import { bookDocuments } from '../transport/index.ts';
import { followReturn, returnKey, sum } from './receiving.model.ts';
import { decideDeparture, placesOf } from './return-shipment.ts';
import {
  allocatedGoods,
  lockReturn,
  type ReturnLine,
  returnLines,
  type SupplierReturn,
  serialsStanding,
} from './returns.read.ts';
import { saveReturnShipment } from './returns.write.ts';

type Input = contract.InputOf<typeof contract.shipSupplierReturn>;

export const shipSupplierReturn = defineVerb(
  contract.shipSupplierReturn,
  { permission: 'supply.return', audit: 'supply.ship_return', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const order = await lockReturn(tx, actor, 'supply.return', input.supplier_return_id);
    followReturn(order, 'shipped');
    const lines = await returnLines(tx, order.supplier_return_id);
    const { postings, left } = await decide(context, order, lines, input);
    const movement_id = await postOrFail(tx, {
      purpose: 'supplier_return',
      actor,
      // One movement of a purpose carries a number; what leaves later is found by the key.
      document_no: order.status === 'approved' ? order.document_no : null,
      document_key: returnKey(order.supplier_return_id),
      reason: order.reason,
      lines: postings,
    });
    const qty = sum(postings.map((line) => line.qty));
    const asked = sum(lines.map((line) => line.qty - line.shipped));
    const status = followReturn(order, qty < asked ? 'part_shipped' : 'shipped');
    await saveReturnShipment(tx, actor, { ...order, status }, left);
    await book(context, order, lines, postings, movement_id);
    const { supplier_return_id } = order;
    const answer = { supplier_return_id, status, movement_id, qty };
    report(context, order, postings, answer);
    return answer;
  },
);

async function decide(
  { tx }: Context,
  order: SupplierReturn,
  lines: readonly ReturnLine[],
  input: Input,
): Promise<{ postings: readonly PostLine[]; left: ReadonlyMap<number, number> }> {
  const [goods, [supplier]] = await Promise.all([
    allocatedGoods(tx, lines),
    ensureAccounts(tx, [{ kind: 'supplier', partner_id: order.supplier_id }]),
  ]);
  const standing = await serialsStanding(tx, placesOf(lines, goods));
  const serials = new Map(
    (input.serials ?? []).map((given) => [given.supplier_return_line_id, given.serial_nos]),
  );
  const decision = decideDeparture(lines, goods, standing, { partial: input.partial, serials }, supplier!);
  if ('postings' in decision) return decision;
  const { code, params } = decision.errors[0]!;
  throw new AppError(code, params, { errors: decision.errors.filter((error) => error.path !== '') });
}

const CONDITIONS = ['frozen', 'cold', 'cool', 'ambient'] as const;

/** Asks transport to take the goods; what leaves later is a document of its own there. */
async function book(
  context: Context,
  order: SupplierReturn,
  lines: readonly ReturnLine[],
  postings: readonly PostLine[],
  movement_id: number,
): Promise<void> {
  const first = order.status === 'approved';
  const document_key = returnKey(order.supplier_return_id) + (first ? '' : `:${movement_id}`);
  const items = new Set(postings.map((posting) => posting.item_id));
  const conditions = new Set(
    lines.filter((line) => items.has(line.item_id)).map((line) => line.storage_condition),
  );
  await bookDocuments(context, [
    {
      document_key,
      document_no: order.document_no,
      kind: 'supplier_return',
      from_warehouse_id: order.warehouse_id,
      to_partner_id: order.supplier_id,
      storage_condition: CONDITIONS.find((condition) => conditions.has(condition)) ?? 'ambient',
      lines: postings.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty })),
    },
  ]);
}

function report(
  { audit, emit }: Context,
  order: SupplierReturn,
  postings: readonly PostLine[],
  answer: contract.OutputOf<typeof contract.shipSupplierReturn>,
): void {
  const { supplier_return_id, movement_id, qty, status } = answer;
  const { document_no, warehouse_id, supplier_id } = order;
  audit({
    entity: 'supplier_return',
    entity_id: supplier_return_id,
    warehouse_id,
    detail: { document_no, movement_id, qty, before: { status: order.status }, after: { status } },
  });
  emit('supply.returned', String(supplier_return_id), {
    supplier_return_id,
    document_no,
    warehouse_id,
    supplier_id,
    movement_id,
    item_ids: [...new Set(postings.map((line) => line.item_id))],
    lines: postings.map((line) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      owner_id: line.from_owner_id,
      qty: line.qty,
    })),
  });
}

import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { openInspections } from '../quality/index.ts';
import {
  ensureAccounts,
  ensureLots,
  type LineRefusal,
  lockRelease,
  post,
  refusedError,
} from '../stock/index.ts';
import { withLogger } from './logger.ts';
import { noteReceived } from './order-progress.ts';
import { lockOrders } from './purchase.read.ts';
import { type CountedLine, contentOfUnits, decideReceipt, type ReceivedLine } from './receipt.ts';
import { receiptKey, receivedOf, sum } from './receiving.model.ts';
import {
  binsOf,
  datedLots,
  type ExpectedDocument,
  type ExpectedOfOrder,
  fittingBin,
  itemsNamed,
  linesOfAsn,
  linesOfOrder,
  lockAsn,
  lockPurchaseOrder,
  refuseUntimely,
  requirePartner,
  warehouseNamed,
} from './receiving.read.ts';
import {
  insertReceipt,
  insertReceiptDiscrepancies,
  insertTransport,
  type PlacedLine,
  reserveReceipt,
} from './receiving.write.ts';

type Input = contract.InputOf<typeof contract.receiveGoods>;
type Output = contract.OutputOf<typeof contract.receiveGoods>;

export const receiveGoods = defineVerb(
  contract.receiveGoods,
  { permission: 'supply.receive', audit: 'supply.receive', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    requireAt(actor, 'supply.receive', input.warehouse_id);
    if (input.transport !== undefined) refuseUntimely(input.transport);
    const source = await sourceOf(tx, input);
    const lines = await decide(context, input, source);
    const { placed, warnings } = await place(tx, input, lines.received, source.supplier_id);
    const { receipt_id, document_no } = await reserveReceipt(tx);
    const booked = await takeIn(context, input, { receipt_id, document_no, ...source }, placed);
    const receipt = {
      ...source,
      receipt_id,
      document_no,
      warehouse_id: input.warehouse_id,
      asn_id: input.asn_id ?? null,
      delivery_note_no: input.delivery_note_no,
      arrived_at: input.arrived_at ?? null,
      note: input.note || null,
      status: booked === null ? ('refused' as const) : ('received' as const),
      movement_id: booked?.movement_id ?? null,
    };
    const { line_ids } = await insertReceipt(tx, actor, receipt, placed);
    if (input.transport !== undefined)
      await insertTransport(tx, actor, receipt, await withLogger(tx, input.transport));
    const opened = { ...receipt, opened_by: actor.user_id };
    const discrepancies = await insertReceiptDiscrepancies(tx, opened, line_ids, lines.discrepancies);
    await noteReceived(tx, receivedOf(placed.map(cameIn)));
    const taken_in = sum(placed.map(taken));
    const refused = sum(placed.map((line) => line.refused));
    const { status, movement_id } = receipt;
    const answer = { receipt_id, document_no, status, movement_id, taken_in, refused, discrepancies };
    report(context, receipt, placed, answer);
    return { ...answer, warnings: [...warnings, ...(booked?.warnings ?? [])] };
  },
);

const taken = (line: ReceivedLine) => line.received + line.damaged;

/** What beyond the order was parked does not count as having come until somebody keeps it. */
const cameIn = (line: PlacedLine) => ({
  purchase_order_line_id: line.expected?.purchase_order_line_id ?? null,
  asn_line_id: line.expected?.asn_line_id ?? null,
  qty: taken(line) - line.over,
});

type Source = {
  readonly supplier_id: number;
  readonly owner_id: number;
  readonly purchase_order_id: number | null;
  readonly expected: readonly ExpectedOfOrder[] | null;
};

/** The order or notice that the goods are received against, locked, or the supplier alone. */
async function sourceOf(tx: Tx, input: Input): Promise<Source> {
  const { legal_entity_id } = await warehouseNamed(tx, input.warehouse_id);
  const { asn_id, purchase_order_id } = input;
  const owner_id = input.owner_id ?? legal_entity_id;
  if (input.owner_id !== undefined) await requirePartner(tx, owner_id, ['legal_entity', 'supplier']);
  if (asn_id !== undefined) {
    const notice = await lockAsn(tx, asn_id);
    refuseUnreceivable(notice, input, ['announced', 'partly_received']);
    const expected = await linesOfAsn(tx, asn_id);
    await lockOrders(tx, { line_ids: expected.map((line) => line.purchase_order_line_id!) });
    return sourceFrom(notice, expected, input);
  }
  if (purchase_order_id !== undefined) {
    const order = await lockPurchaseOrder(tx, purchase_order_id);
    refuseUnreceivable(order, input, ['approved', 'confirmed', 'partly_received']);
    return sourceFrom(order, await linesOfOrder(tx, purchase_order_id), input);
  }
  if (input.supplier_id === undefined) fail('supply.supplier_missing');
  await requirePartner(tx, input.supplier_id, ['supplier', 'manufacturer']);
  return { supplier_id: input.supplier_id, owner_id, purchase_order_id: null, expected: null };
}

function sourceFrom(document: ExpectedDocument, expected: ExpectedOfOrder[], input: Input): Source {
  const orders = new Set(expected.map((line) => line.purchase_order_id));
  const { purchase_order_id } = input;
  const { document_no, supplier_id } = document;
  if (purchase_order_id !== undefined && !orders.has(purchase_order_id))
    fail('supply.other_order', { document_no });
  const [only] = orders.size === 1 ? orders : [];
  const owner_id = input.owner_id ?? document.owner_id ?? expected[0]!.owner_id;
  return { supplier_id, owner_id, purchase_order_id: purchase_order_id ?? only ?? null, expected };
}

function refuseUnreceivable(document: ExpectedDocument, input: Input, receivable: readonly string[]): void {
  const { document_no, status, warehouse_id } = document;
  if (warehouse_id !== input.warehouse_id) fail('supply.not_expected_here', { document_no });
  if (!receivable.includes(status)) fail('supply.not_receivable', { document_no, status });
}

/** The first mistake gives the error its code; all of them are named with their lines. */
function wrong(errors: readonly FieldError[]): AppError {
  const [first] = errors;
  const code = first!.code === 'unknown' ? 'platform.not_found' : first!.code;
  const params = code === 'platform.not_found' ? { kind: 'item', id: first!.params.item_id! } : first!.params;
  return new AppError(code, params, { errors });
}

async function decide({ tx }: Context, input: Input, source: Source) {
  const units = contentOfUnits(input.units, source.expected ?? []);
  if ('errors' in units) throw wrong(units.errors);
  const counted: CountedLine[] = [
    ...units.lines,
    ...input.lines.map((line, index) => ({ ...line, path: `lines.${index}` })),
  ];
  const [items, dated_lots] = await Promise.all([
    itemsNamed(
      tx,
      counted.map((line) => line.item_id),
    ),
    datedLots(tx, counted),
  ]);
  const decision = decideReceipt(counted, {
    expected: source.expected,
    items,
    dated_lots,
    complete: input.complete ?? input.asn_id !== undefined,
    has_transport: input.transport !== undefined,
  });
  if ('errors' in decision) throw wrong(decision.errors);
  const received = decision.lines.map((line) => ({
    ...line,
    storage_condition: items.get(line.item_id)!.storage_condition,
  }));
  return { received, discrepancies: decision.discrepancies };
}

/** Lots and receiving places of the lines; what was refused as a whole needs neither. */
async function place(
  tx: Tx,
  input: Input,
  lines: readonly (ReceivedLine & { readonly storage_condition: string })[],
  supplier_id: number,
): Promise<{ readonly placed: PlacedLine[]; readonly warnings: readonly LineRefusal[] }> {
  const kept = lines.filter((line) => taken(line) > 0);
  const nowhere = { lot_id: null, account_id: null };
  if (kept.length === 0) return { placed: lines.map((line) => ({ ...line, ...nowhere })), warnings: [] };
  const lots = await ensureLots(
    tx,
    kept.map((line) => ({
      item_id: line.item_id,
      lot_no: line.lot_no,
      production_date: line.production_date ?? null,
      expiry_date: line.expiry_date ?? null,
      supplier_id,
      unit_cost_fen: line.expected?.unit_price_fen ?? null,
    })),
  );
  if ('refusals' in lots) throw refusedAt(lots.refusals, kept);
  const bins = await binsOf(tx, input.warehouse_id, ['receiving']);
  const named = bins.filter((bin) => bin.account_id === input.to_account_id);
  if (input.to_account_id !== undefined && named.length === 0) fail('supply.place_elsewhere');
  const ids = new Map(kept.map((line, index) => [line, lots.lot_ids[index]!]));
  const placed = lines.map((line) => {
    const bin = named[0] ?? fittingBin(bins, line.storage_condition);
    if (bin === undefined) fail('supply.no_receiving_place');
    const lot_id = ids.get(line);
    return lot_id === undefined ? { ...line, ...nowhere } : { ...line, lot_id, account_id: bin.account_id };
  });
  return { placed, warnings: lots.warnings };
}

/** Refusals with the places of their lines in the input, where handling units have theirs too. */
function refusedAt(refusals: readonly LineRefusal[], lines: readonly CountedLine[]): AppError {
  const { code, params, errors, reasons } = refusedError(refusals);
  const placed = errors.map((error, index) => {
    const line = lines[refusals[index]!.line_no - 1];
    return line === undefined ? error : { ...error, path: line.path };
  });
  return new AppError(code, params, { errors: placed, reasons });
}

type Booked = { readonly movement_id: number; readonly warnings: readonly LineRefusal[] };

/** Posts what is taken in, from the supplier into quarantine at the receiving place; nothing where all was refused. */
async function takeIn(
  { tx, actor }: Context,
  input: Input,
  receipt: { receipt_id: number; document_no: string; supplier_id: number; owner_id: number },
  placed: readonly PlacedLine[],
): Promise<Booked | null> {
  const kept = placed.filter((line) => line.lot_id !== null);
  if (kept.length === 0) return null;
  const { supplier_id, owner_id } = receipt;
  const [supplier] = await ensureAccounts(tx, [{ kind: 'supplier', partner_id: supplier_id }]);
  const [outcome] = await post(tx, [
    {
      purpose: 'receive',
      actor,
      document_no: receipt.document_no,
      document_key: receiptKey(receipt.receipt_id),
      occurred_at: input.arrived_at ?? null,
      acknowledged: input.acknowledged,
      lines: kept.map((line) => ({
        item_id: line.item_id,
        lot_id: line.lot_id!,
        qty: taken(line),
        from_account_id: supplier!,
        to_account_id: line.account_id!,
        from_owner_id: owner_id,
        to_owner_id: owner_id,
        from_disposition: 'quarantine' as const,
        to_disposition: 'quarantine' as const,
        serial_nos: line.serial_nos,
      })),
    },
  ]);
  if ('refusals' in outcome!) throw refusedAt(outcome.refusals, kept);
  await lockRelease(
    tx,
    { document_key: receiptKey(receipt.receipt_id), warehouse_id: input.warehouse_id },
    kept.map(({ item_id, lot_id }) => ({ item_id, lot_id: lot_id! })),
  );
  await openInspections(tx, [{ movement_id: outcome!.movement_id, settled_by: 'document' }], actor);
  return outcome!;
}

type Answer = Omit<Output, 'warnings'>;

function report(
  { audit, emit }: Context,
  receipt: { receipt_id: number; warehouse_id: number; owner_id: number; supplier_id: number },
  placed: readonly PlacedLine[],
  answer: Answer,
): void {
  const { receipt_id, document_no, movement_id, taken_in, refused, discrepancies } = answer;
  const { warehouse_id, owner_id, supplier_id } = receipt;
  audit({
    entity: 'receipt',
    entity_id: receipt_id,
    warehouse_id,
    detail: {
      document_no,
      movement_id,
      taken_in,
      refused,
      discrepancies: discrepancies.map((d) => d.document_no),
      after: { status: answer.status },
    },
  });
  const lines = placed
    .filter((line) => line.lot_id !== null)
    .map((line) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      owner_id,
      qty: taken(line),
      unit_price_fen: line.expected?.unit_price_fen ?? null,
      purchase_order_id: (line.expected as ExpectedOfOrder | null)?.purchase_order_id ?? null,
    }));
  if (lines.length > 0)
    emit('supply.received', String(receipt_id), {
      item_ids: [...new Set(lines.map((line) => line.item_id))],
      receipt_id,
      document_no,
      warehouse_id,
      supplier_id,
      lines,
    });
  if (discrepancies.length > 0)
    emit('supply.receipt_differs', String(receipt_id), {
      receipt_id,
      warehouse_id,
      receipt_discrepancy_ids: discrepancies.map((d) => d.receipt_discrepancy_id),
    });
}

import * as contract from '@tongcang/contract';
import { AppError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { inspectedOnArrival, openInspections } from '../quality/index.ts';
import { post, refusedError } from '../stock/index.ts';
import { placesAt } from './places.ts';
import { decideReceipt, type ReceiptDecision } from './receipt.ts';
import { handOut, roadOf } from './road.ts';
import {
  documentKey,
  follow,
  onTheRoad,
  type SentLot,
  saleOf,
  type TransferStatus,
} from './transfer.model.ts';
import { lockOrder, type Order, requireAtEnd, sentLotsOf } from './transfer.read.ts';
import { addToSentLots, insertDiscrepancies, saveArrival } from './transfer.write.ts';

type Input = contract.InputOf<typeof contract.receiveTransfer>;
type Output = contract.OutputOf<typeof contract.receiveTransfer>;
type Decided = Extract<ReceiptDecision, { postings: unknown }>;

export const receiveTransfer = defineVerb(
  contract.receiveTransfer,
  { permission: 'transfer.receive', audit: 'transfer.receive', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const order = await lockOrder(tx, input.transfer_id);
    requireAtEnd(actor, 'transfer.receive', order.to_warehouse_id);
    const { document_no, transfer_id } = order;
    if (order.status !== 'in_transit') {
      fail('transfer.wrong_status', { document_no, status: order.status, action: 'received' });
    }
    const [sent, stocks, places] = await Promise.all([
      sentLotsOf(tx, transfer_id),
      roadOf(tx, transfer_id),
      placesAt(tx, order.to_warehouse_id, namedPlaces(input)),
    ]);
    const inspected = await inspectedOnArrival(tx, 'transfer_receive', sent);
    const decided = decideReceipt(input, sent, handOut(stocks), { ...places, inspected }, saleOf(order));
    if ('errors' in decided) throw wrongLines(decided.errors);
    if (decided.postings.length === 0 && !input.complete) fail('transfer.nothing_received');
    const movement_id = await putAway(context, order, decided);
    await addToSentLots(tx, decided.changes);
    const opened_by = actor.user_id;
    const discrepancies = await insertDiscrepancies(tx, { ...order, opened_by }, decided.discrepancies);
    const status = statusAfter(order, sent, decided, input.complete);
    await saveArrival(tx, { transfer_id, status, received_by: actor.user_id });
    const received = sum(decided.changes.map((change) => change.received ?? 0));
    const damaged = sum(decided.changes.map((change) => change.damaged ?? 0));
    const answer = { transfer_id, status, movement_id, received, damaged, discrepancies };
    report(context, order, answer);
    return answer;
  },
);

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

function namedPlaces(input: Input): number[] {
  const named = [
    input.to_account_id,
    input.damaged_account_id,
    ...input.lines.map((line) => line.to_account_id),
  ];
  return [...new Set(named.filter((account_id) => account_id !== undefined))];
}

/** The first mistake gives the error its code; all of them are named with their lines. */
function wrongLines(errors: Extract<ReceiptDecision, { errors: unknown }>['errors']): AppError {
  return new AppError(errors[0]!.code, errors[0]!.params, { errors });
}

async function putAway({ tx, actor }: Context, order: Order, decided: Decided): Promise<number | null> {
  if (decided.postings.length === 0) return null;
  const document_key = documentKey(order.transfer_id);
  const [outcome] = await post(tx, [
    { purpose: 'transfer_receive', actor, document_key, lines: decided.postings },
  ]);
  if ('movement_id' in outcome!) {
    await openInspections(tx, [{ movement_id: outcome.movement_id, settled_by: 'inspection' }], actor);
    return outcome.movement_id;
  }
  throw refusedError(
    outcome!.refusals.map((refusal) => ({
      ...refusal,
      line_no: (decided.origins[refusal.line_no - 1] ?? 0) + 1,
    })),
  );
}

/** Closed where everything is accounted for, received where a difference is open, unchanged where more is to come. */
function statusAfter(
  order: Order,
  sent: readonly SentLot[],
  decided: Decided,
  complete: boolean,
): TransferStatus {
  if (decided.discrepancies.some((d) => d.kind === 'short')) return follow(order, 'received');
  const left = sum(sent.map(onTheRoad)) - sum(decided.postings.map((line) => line.qty));
  if (left > 0 && !complete) return order.status;
  return follow(order, decided.discrepancies.length > 0 ? 'received' : 'closed');
}

function report({ audit, emit }: Context, order: Order, answer: Output): void {
  const { transfer_id, document_no, from_warehouse_id, to_warehouse_id } = order;
  const { status, received, damaged, movement_id, discrepancies } = answer;
  audit({
    entity: 'transfer',
    entity_id: transfer_id,
    warehouse_id: to_warehouse_id,
    detail: {
      document_no,
      movement_id,
      received,
      damaged,
      discrepancies: discrepancies.map((d) => d.document_no),
      before: { status: order.status },
      after: { status },
    },
  });
  const ends = { transfer_id, from_warehouse_id, to_warehouse_id };
  emit('transfer.received', String(transfer_id), { ...ends, received, damaged, status });
  const sale = saleOf(order);
  if (sale !== null && movement_id !== null) {
    emit('transfer.sold', String(transfer_id), { ...ends, document_no, ...sale, movement_id });
  }
  if (discrepancies.length > 0) {
    emit('transfer.discrepancy_opened', String(transfer_id), {
      ...ends,
      discrepancy_ids: discrepancies.map((d) => d.discrepancy_id),
    });
  }
}

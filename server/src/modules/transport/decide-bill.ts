import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { allocateFen, type FreightBasis } from './freight.model.ts';
import { insertBill, insertShares, type Share, saveBillDecision } from './freight.write.ts';
import { type Bill, type BillLine, lockBill } from './freight-bills.ts';

export const decideBill = defineVerb(
  contract.decideFreightBill,
  { permission: 'transport.approve', audit: 'transport.decide_bill' },
  async (context, { bill_id, approve, note }) => {
    const { tx, actor, audit } = context;
    const { bill, lines } = await lockBill(tx, actor, 'transport.approve', bill_id);
    const { document_no, status: before } = bill;
    if (before !== 'entered') fail('transport.bill_decided', { document_no, status: before });
    if (bill.entered_by !== null && bill.entered_by === actor.user_id) fail('transport.own_bill');
    const status = approve ? ('approved' as const) : ('declined' as const);
    await saveBillDecision(tx, { bill_id, status, decided_by: actor.user_id, note: note ?? null });
    const laid = approve ? await layOnGoods(context, bill, lines) : { allocated_fen: 0, documents: 0 };
    audit({
      entity: 'freight_bill',
      entity_id: bill_id,
      reason: note ?? null,
      detail: { document_no, before: { status: before }, after: { status }, ...laid },
    });
    return { bill_id, status, ...laid };
  },
);

type Carried = {
  readonly shipment_id: number;
  readonly transport_document_id: number;
  readonly document_key: string;
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly value_fen: number;
};

const WEIGHT_OF: Readonly<Record<FreightBasis, (line: Carried) => number>> = {
  weight: (line) => line.weight_g,
  volume: (line) => line.volume_ml,
  value: (line) => line.value_fen,
};

/** Lays the freight of each shipment on the lines that it carried, and tells whose cost it is. */
async function layOnGoods(
  { tx, emit }: Context,
  bill: Bill,
  lines: readonly BillLine[],
): Promise<{ allocated_fen: number; documents: number }> {
  const carried = await carriedOn(tx, lines);
  const shares = lines.flatMap((line) => sharesOf(bill, line, carried.get(line.shipment_id) ?? []));
  await insertShares(tx, bill.bill_id, shares);
  const byDocument = Map.groupBy(shares, (share) => share.document_key);
  for (const [document_key, of] of byDocument) {
    emit('transport.freight_allocated', document_key, {
      document_key,
      bill_id: bill.bill_id,
      document_no: bill.document_no,
      lines: of.map(({ item_id, lot_id, amount_fen }) => ({ item_id, lot_id, amount_fen })),
    });
  }
  return {
    allocated_fen: shares.reduce((sum, share) => sum + share.amount_fen, 0),
    documents: byDocument.size,
  };
}

async function carriedOn(tx: Tx, lines: readonly BillLine[]): Promise<Map<number, Carried[]>> {
  const rows = await tx.rows<Carried>(
    `select d.shipment_id, d.transport_document_id, d.document_key, l.line_no, l.item_id, l.lot_id, l.weight_g, l.volume_ml,
       l.value_fen
     from transport.document d join transport.document_line l using (transport_document_id)
     where d.shipment_id = any($1::bigint[]) order by d.shipment_id, d.transport_document_id, l.line_no`,
    [lines.map((line) => line.shipment_id)],
  );
  return Map.groupBy(rows, (row) => row.shipment_id);
}

type Laid = Share & Pick<Carried, 'document_key' | 'item_id' | 'lot_id'>;

function sharesOf(bill: Bill, line: BillLine, carried: readonly Carried[]): Laid[] {
  const parts = allocateFen(line.billed_fen, carried.map(WEIGHT_OF[bill.basis]));
  return carried.map(({ transport_document_id, document_key, line_no, item_id, lot_id }, index) => ({
    bill_line_no: line.line_no,
    transport_document_id,
    document_key,
    line_no,
    item_id,
    lot_id,
    amount_fen: parts[index]!,
  }));
}

/** The same bill with the opposite sign: an approved one is never changed. */
export const reverseBill = defineVerb(
  contract.reverseFreightBill,
  { permission: 'transport.settle', audit: 'transport.reverse_bill' },
  async ({ tx, actor, audit }, { bill_id, reason }) => {
    const { bill, lines } = await lockBill(tx, actor, 'transport.settle', bill_id);
    const { document_no, status } = bill;
    if (status !== 'approved' || bill.reverses_id !== null)
      fail('transport.bill_decided', { document_no, status });
    if (bill.reversed) fail('transport.reversed_before', { document_no });
    const made = await insertBill(tx, {
      ...bill,
      note: reason,
      reverses_id: bill_id,
      entered_by: actor.user_id,
      lines: lines.map((line) => ({
        ...line,
        quote_fen: -line.quote_fen,
        billed_fen: -line.billed_fen,
        difference_reason: reason,
      })),
    });
    audit({
      entity: 'freight_bill',
      entity_id: made.bill_id,
      reason,
      detail: { ...made, reverses: document_no },
    });
    return made;
  },
);

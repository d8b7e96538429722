import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { announce, type Order, orderOf, SUPPLIERS } from './purchasing.ts';
import type { Stage } from './stage.ts';

type Receipt = OutputOf<typeof contract.getReceipt>;
type Announced = Awaited<ReturnType<typeof announce>>;

/** One delivery all the way to the shelf with a broken box sent back, and one that waits for acceptance. */
export async function tellReceiving(stage: Stage): Promise<void> {
  const order = await orderOf(stage, '常规补货', [
    [stage.good('一次性使用气管插管'), 200, 1_820],
    [stage.good('一次性使用吸痰管'), 1_000, 135],
  ]);
  const receipt = await arrive(stage, order, await announce(stage, order, 'FH-2187', 1), true);
  await accept(stage, receipt);
  await putAway(stage, receipt.receipt_id);
  await stage.cast.accountant(contract.allocateLandedCost, {
    purchase_order_id: order.purchase_order_id,
    kind: 'freight',
    basis: 'weight',
    amount_fen: 38_000,
    invoice_no: 'YF-0417',
  });
  await sendBack(stage, receipt);
  const waiting = await orderOf(stage, '手术室备货', [[stage.good('一次性使用麻醉面罩'), 120, 980]]);
  await arrive(stage, waiting, await announce(stage, waiting, 'FH-2193', 1), false);
}

/** Counted at the door; with a fault two pieces are missing and one is broken. */
async function arrive(
  stage: Stage,
  order: Order,
  { asn_id, lines }: Announced,
  fault: boolean,
): Promise<Receipt> {
  const { keeper, buyer } = stage.cast;
  const items = new Map(order.line_rows.map((line) => [line.purchase_order_line_id, line.item_id]));
  const { receipt_id, discrepancies } = await keeper(contract.receiveGoods, {
    warehouse_id: stage.here.warehouse_id,
    asn_id,
    delivery_note_no: `${lines[0]!.lot_no}-N`,
    transport: { transport_mode: 'ambient', carrier_name: '通达示例物流', vehicle_no: '鄂A·示例01' },
    lines: lines.map(({ purchase_order_line_id, qty, ...lot }, index) => ({
      item_id: items.get(purchase_order_line_id)!,
      lot_no: lot.lot_no,
      production_date: lot.production_date,
      ...('expiry_date' in lot ? { expiry_date: lot.expiry_date } : {}),
      noted: qty,
      received: fault && index === 0 ? qty - 3 : qty,
      damaged: fault && index === 0 ? 1 : 0,
    })),
  });
  const broken = discrepancies.find(({ kind }) => kind === 'damaged');
  if (broken !== undefined) {
    await buyer(contract.resolveReceiptDiscrepancy, {
      receipt_discrepancy_id: broken.receipt_discrepancy_id,
      resolution: 'supplier_credit',
      responsible: 'carrier',
      reason: '外箱受压，承运商已签认',
    });
  }
  return keeper(contract.getReceipt, { receipt_id });
}

async function accept(stage: Stage, { receipt_id, line_rows }: Receipt): Promise<void> {
  await stage.cast.quality(contract.acceptGoods, {
    receipt_id,
    lines: line_rows
      .filter((line) => line.waiting > 0)
      .map(({ receipt_line_id, waiting, qualifiable }) => ({
        receipt_line_id,
        sample: 2,
        qualified: qualifiable,
        unqualified: waiting - qualifiable,
        ...(waiting > qualifiable
          ? { unqualified_reason: '包装破损', unqualified_action: 'return_to_supplier' as const }
          : {}),
        packaging_ok: true,
        label_ok: true,
        documents_ok: true,
        supplier_contact: '0532-5555 0103',
      })),
  });
}

async function putAway(stage: Stage, receipt_id: number): Promise<void> {
  const { rows } = await stage.cast.keeper(contract.suggestPutaway, { receipt_id });
  const lines = rows.flatMap((row) =>
    row.bins.map(({ account_id, qty }) => ({
      receipt_line_id: row.receipt_line_id,
      to_account_id: account_id,
      qty,
    })),
  );
  await stage.cast.keeper(contract.putAway, { receipt_id, lines });
}

/** What was not accepted goes back to its supplier. */
async function sendBack(stage: Stage, receipt: Receipt): Promise<void> {
  const { keeper, director } = stage.cast;
  const { warehouse_id } = stage.here;
  const line = receipt.line_rows.find((one) => one.waiting > one.qualifiable)!;
  const { rows } = await keeper(contract.listBalances, {
    warehouse_id,
    lot_id: line.lot_id!,
    disposition: 'rejected',
  });
  const { supplier_return_id } = await keeper(contract.requestSupplierReturn, {
    warehouse_id,
    supplier_id: stage.partner(SUPPLIERS[0]),
    reason_kind: 'unqualified',
    reason: '验收不合格，退回供应商',
    lines: rows.map(({ item_id, lot_id, account_id, owner_id, disposition, qty }) => ({
      item_id,
      lot_id,
      account_id,
      owner_id,
      disposition,
      qty,
    })),
  });
  await director(contract.approveSupplierReturn, { supplier_return_id, note: '同意退货' });
  await keeper(contract.shipSupplierReturn, { supplier_return_id });
}

import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Good, Stage } from './stage.ts';

/** Who sells the goods of the story. */
export const SUPPLIERS = ['S003', 'S006'] as const;
export type Order = OutputOf<typeof contract.getPurchaseOrder>;
type Want = readonly [good: Good, qty: number, unit_price_fen: number];

/** What was agreed with suppliers, and requisition, plan, inquiry and orders on their way. */
export async function tellPurchasing(stage: Stage): Promise<void> {
  const tubes = stage.good('一次性使用真空采血管');
  const electrodes = stage.good('一次性使用心电电极');
  const catheters = stage.good('一次性使用无菌导尿包');
  await agree(stage, [tubes, electrodes, catheters]);
  await ask(stage, electrodes, catheters);
  await stage.cast.buyer(
    contract.createPurchaseOrder,
    head(stage, '冬季备货，待提交', [[catheters, 200, 1_450]]),
  );
  const order = await orderOf(stage, '检验科用量上升，补足安全库存', [
    [tubes, 2_000, 96],
    [electrodes, 1_000, 118],
  ]);
  await announce(stage, order, 'FH-2201', 2);
}

/** An order that the director approves where it must be approved and the supplier confirms. */
export async function orderOf(stage: Stage, reason: string, wants: readonly Want[]): Promise<Order> {
  const { buyer, director } = stage.cast;
  const { purchase_order_id } = await buyer(contract.createPurchaseOrder, head(stage, reason, wants));
  const { approvals_needed } = await buyer(contract.submitPurchaseOrder, { purchase_order_id });
  for (let approval = 0; approval < approvals_needed; approval += 1) {
    await director(contract.approvePurchaseOrder, { purchase_order_id, note: '同意采购' });
  }
  const { line_rows } = await buyer(contract.getPurchaseOrder, { purchase_order_id });
  await buyer(contract.confirmPurchaseOrder, {
    purchase_order_id,
    supplier_reference: `XS-${purchase_order_id}`,
    lines: line_rows.map((line) => ({
      purchase_order_line_id: line.purchase_order_line_id,
      qty_confirmed: line.qty,
      confirmed_on: stage.day(5),
    })),
  });
  return buyer(contract.getPurchaseOrder, { purchase_order_id });
}

function head(stage: Stage, reason: string, wants: readonly Want[]) {
  return {
    partner_id: stage.partner(SUPPLIERS[0]),
    warehouse_id: stage.here.warehouse_id,
    reason,
    lines: wants.map(([{ item_id }, qty, unit_price_fen]) => ({
      item_id,
      qty,
      unit_price_fen,
      needed_on: stage.day(7),
    })),
  };
}

/** The supplier's delivery note with lots made two months ago. */
export async function announce(stage: Stage, order: Order, delivery_note_no: string, expected_in: number) {
  const lives = new Map(stage.company.item.map((row) => [row.item_code, row.shelf_life_days]));
  const lines = order.line_rows.map((line, index) => {
    const life = lives.get(line.item_code) ?? null;
    return {
      purchase_order_line_id: line.purchase_order_line_id,
      lot_no: `${delivery_note_no}${index + 1}`.replaceAll('-', ''),
      production_date: stage.day(-60),
      ...(life === null ? {} : { expiry_date: stage.day(life - 60) }),
      qty: line.qty,
    };
  });
  const { asn_id } = await stage.cast.buyer(contract.announceAsn, {
    delivery_note_no,
    carrier_name: '通达示例物流',
    transport_mode: 'ambient',
    expected_at: stage.at(expected_in),
    lines,
  });
  return { asn_id, lines };
}

async function agree(stage: Stage, goods: readonly Good[]): Promise<void> {
  const { buyer } = stage.cast;
  const partner_id = stage.partner(SUPPLIERS[0]);
  const valid = { valid_from: stage.day(-90), valid_to: stage.day(275) };
  await buyer(contract.saveTerms, {
    partner_id,
    lines: goods.map(({ item_id, carton_qty }, index) => ({
      item_id,
      supplier_item_code: `QD-${1001 + index}`,
      min_order_qty: carton_qty * 2,
      order_multiple: carton_qty,
      lead_time_days: 5,
      preferred: true,
    })),
  });
  await buyer(contract.savePrices, {
    partner_id,
    lines: goods.flatMap(({ item_id, unit_cost_fen }) => [
      { item_id, unit_price_fen: unit_cost_fen, ...valid },
      { item_id, min_qty: 2_000, unit_price_fen: Math.ceil(unit_cost_fen * 0.92), ...valid },
    ]),
  });
  await buyer(contract.saveListedPrices, {
    lines: goods.map(({ item_id, unit_cost_fen }, index) => ({
      item_id,
      province: '湖北',
      listing_no: `HB${2401 + index}`,
      unit_price_fen: Math.ceil(unit_cost_fen * 1.3),
      valid_from: valid.valid_from,
    })),
  });
  const [tubes] = goods;
  await buyer(contract.createAgreement, {
    partner_id,
    kind: 'framework',
    title: '检验耗材年度框架协议',
    contract_no: 'KJ-2401',
    ...valid,
    lines: [{ item_id: tubes!.item_id, unit_price_fen: tubes!.unit_cost_fen, qty_committed: 20_000 }],
  });
  const dialyser = stage.good('空心纤维血液透析器');
  await buyer(contract.createAgreement, {
    partner_id,
    kind: 'volume',
    title: '血液透析器带量采购',
    contract_no: 'DL-2402',
    ...valid,
    lines: [
      {
        item_id: dialyser.item_id,
        unit_price_fen: dialyser.unit_cost_fen,
        qty_committed: 6_000,
        quotas: [{ customer_id: stage.partner('H002'), qty: 3_600 }],
      },
    ],
  });
}

/** A requisition that waits, one that has become a plan, and an inquiry with two answers. */
async function ask(stage: Stage, electrodes: Good, catheters: Good): Promise<void> {
  const { keeper, buyer, director } = stage.cast;
  const { warehouse_id } = stage.here;
  const want = ({ item_id }: Good, qty: number) => [{ item_id, qty, needed_on: stage.day(14) }];
  await keeper(contract.requestPurchase, {
    warehouse_id,
    reason: '心电室新增床位',
    lines: want(electrodes, 600),
  });
  const { requisition_id } = await keeper(contract.requestPurchase, {
    warehouse_id,
    reason: '导尿包低于安全库存',
    lines: want(catheters, 120),
  });
  await director(contract.decideRequisition, { requisition_id, decision: 'approved', note: '并入本周计划' });
  await buyer(contract.makePurchasePlan, { note: '本周采购计划', requisition_ids: [requisition_id] });
  const { rfq_id } = await buyer(contract.openRfq, {
    warehouse_id,
    closes_on: stage.day(6),
    note: '气管插管年度询价',
    partner_ids: SUPPLIERS.map((code) => stage.partner(code)),
    lines: want(stage.good('一次性使用气管插管'), 300),
  });
  for (const [index, code] of SUPPLIERS.entries()) {
    await buyer(contract.submitQuote, {
      rfq_id,
      partner_id: stage.partner(code),
      lines: [
        { line_no: 1, unit_price_fen: 1_860 - index * 70, lead_time_days: 5 + index * 4, qty_offered: 300 },
      ],
    });
  }
}

import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Good, Stage } from './stage.ts';

type Want = readonly [good: Good, qty: number];
type Wave = OutputOf<typeof contract.getWave>;

const HOSPITAL = 'H002';

/** Orders of a hospital in every state of their way: asked, in a wave, to be reviewed, on the road, signed for, partly back. */
export async function tellOutbound(stage: Stage): Promise<void> {
  const dressing = stage.good('医用无菌敷贴', 200);
  const gown = stage.good('一次性使用手术衣', 60);
  const needle = stage.good('一次性使用胰岛素笔用针头', 200);
  await priced(stage, [dressing, gown, needle]);
  await giveBack(
    stage,
    await sent(stage, 'CG-1101', [
      [dressing, 40],
      [gown, 10],
    ]),
  );
  await sent(stage, 'CG-1107', [[needle, 100]], false);
  await picked(stage, await ordered(stage, 'CG-1112', [[dressing, 30]]), true);
  await waved(stage, await ordered(stage, 'CG-1115', [[gown, 12]]));
  await stage.cast.sales(contract.createDemand, {
    department_id: stage.department(`${HOSPITAL}-ICU`),
    warehouse_id: stage.here.warehouse_id,
    needed_at: stage.at(3),
    reason: '科室周用量',
    lines: [{ item_id: needle.item_id, qty: 60 }],
  });
}

/** Prices of sale with tax in the province of the hospital. */
export async function setPrices(stage: Stage, goods: readonly Good[]): Promise<void> {
  for (const { item_id, unit_cost_fen } of goods) {
    await stage.cast.accountant(contract.setSalesPrice, {
      item_id,
      province: '湖北',
      price_fen: Math.ceil(unit_cost_fen * 1.35),
      listing_price_fen: Math.ceil(unit_cost_fen * 1.5),
      valid_from: stage.day(-60),
    });
  }
}

/** Prices, a rule of the customer, and a lot that is kept for it. */
async function priced(stage: Stage, goods: readonly Good[]): Promise<void> {
  const { sales } = stage.cast;
  await setPrices(stage, goods);
  await sales(contract.setCustomerRule, {
    partner_id: stage.partner(HOSPITAL),
    min_remaining_days: 90,
    note: '到货剩余效期不少于三个月',
  });
  const good = stage.good('样本保存液', 50);
  const [lot] = await stage.lots(good);
  await sales(contract.reserveLot, {
    item_id: good.item_id,
    lot_id: lot!.lot_id,
    partner_id: stage.partner(HOSPITAL),
    until: stage.day(30),
    reason: '该批已做入院检验',
  });
}

async function ordered(stage: Stage, customer_order_no: string, wants: readonly Want[]): Promise<number> {
  const { sales, planner } = stage.cast;
  const { demand_id } = await sales(contract.createDemand, {
    kind: 'order',
    customer_order_no,
    department_id: stage.department(`${HOSPITAL}-STORE`),
    warehouse_id: stage.here.warehouse_id,
    needed_at: stage.at(2),
    lines: wants.map(([{ item_id }, qty]) => ({ item_id, qty })),
  });
  await planner(contract.allocateDemand, { demand_id });
  return demand_id;
}

async function waved(stage: Stage, demand_id: number): Promise<Wave> {
  const { keeper } = stage.cast;
  const { warehouse_id } = stage.here;
  const { wave_id } = await keeper(contract.createWave, { warehouse_id, demand_ids: [demand_id] });
  return keeper(contract.getWave, { wave_id });
}

/** Picks the whole wave; with a piece that was not found somebody else has to look for it. */
async function picked(stage: Stage, demand_id: number, short = false): Promise<void> {
  const { wave_id, line_rows } = await waved(stage, demand_id);
  await stage.cast.keeper(contract.pickWave, {
    wave_id,
    lines: line_rows.map(({ wave_line_id, lot_no, qty }, index) => ({
      wave_line_id,
      lot_no,
      ...(short && index === 0 ? { qty: qty - 1, short_reason: 'not_found' as const } : { qty }),
    })),
  });
}

/** Picked, reviewed by a second person, packed, shipped with its note; signed for unless it is still on the road. */
export async function sent(
  stage: Stage,
  customer_order_no: string,
  wants: readonly Want[],
  signed = true,
): Promise<number> {
  const { keeper, second, driver } = stage.cast;
  const demand_id = await ordered(stage, customer_order_no, wants);
  await picked(stage, demand_id);
  const { goods } = await second(contract.getOutbound, { demand_id });
  const reviewed = goods.map(({ allocation_id, lot_no, qty }) => ({ allocation_id, lot_no, passed: qty }));
  await second(contract.reviewDemand, { demand_id, lines: reviewed });
  const { shipments } = await keeper(contract.shipDemand, { demand_id });
  const { shipment_id } = shipments[0]!;
  await keeper(contract.printDeliveryNote, { shipment_id });
  if (signed) await driver(contract.deliverShipment, { shipment_id, signed_by: '刘老师' });
  return shipment_id;
}

/** Three pieces come back: asked by the customer's sales, agreed, received, and judged by quality. */
async function giveBack(stage: Stage, shipment_id: number): Promise<void> {
  const { sales, planner, keeper, quality } = stage.cast;
  const { line_rows } = await sales(contract.getShipment, { shipment_id });
  const { demand_line_id, lot_no } = line_rows[0]!;
  const { return_id } = await sales(contract.requestReturn, {
    shipment_id,
    reason: 'not_needed',
    note: '科室多领',
    lines: [{ demand_line_id, lot_no, qty: 3 }],
  });
  await planner(contract.decideReturn, { return_id, approve: true, note: '同意退货' });
  const asked = await keeper(contract.getReturn, { return_id });
  const lines = asked.line_rows;
  await keeper(contract.receiveReturn, {
    return_id,
    lines: lines.map((line) => ({
      return_line_id: line.return_line_id,
      lot_no: line.lot_no,
      received: line.qty,
    })),
  });
  await quality(contract.acceptReturn, {
    return_id,
    lines: lines.map(({ return_line_id }) => ({
      return_line_id,
      accepted: 1,
      rejected: 2,
      reason: '包装已拆封',
    })),
  });
}

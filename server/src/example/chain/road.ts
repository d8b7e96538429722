import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Good, Stage } from './stage.ts';

type Transfer = OutputOf<typeof contract.getTransfer>;

/** Limits and budgets, transfers in three states, and a shipment from the plan to the carrier's bill. */
export async function tellRoad(stage: Stage): Promise<void> {
  await limited(stage);
  const mask = stage.good('医用防护口罩', 120);
  const strips = stage.good('血糖试纸', 80);
  const arrived = await shipped(stage, mask, 60, '成都仓断货风险');
  const shipment_id = await driven(stage);
  await received(stage, arrived);
  await billed(stage, shipment_id);
  await shipped(stage, strips, 40, '成都仓门诊用量上升');
  await requested(stage, mask, 30, '节前备货，待批准');
}

async function limited(stage: Stage): Promise<void> {
  const { director } = stage.cast;
  await director(contract.setApprovalLimit, {
    role: 'warehouse_manager',
    max_value_fen: 20_000_000,
    max_cost_fen: 500_000,
    reason: '仓库主管权限',
  });
  for (const { warehouse_id } of [stage.here, stage.there]) {
    await director(contract.setBudget, {
      warehouse_id,
      month: stage.day(0).slice(0, 7),
      amount_fen: 20_000_000,
      reason: '本月调拨运费',
    });
  }
}

async function requested(stage: Stage, { item_id }: Good, qty: number, reason: string): Promise<number> {
  const { transfer_id } = await stage.cast.planner(contract.requestTransfer, {
    from_warehouse_id: stage.here.warehouse_id,
    to_warehouse_id: stage.there.warehouse_id,
    reason,
    lines: [{ item_id, qty }],
  });
  return transfer_id;
}

async function shipped(stage: Stage, good: Good, qty: number, reason: string): Promise<number> {
  const { director, keeper } = stage.cast;
  const transfer_id = await requested(stage, good, qty, reason);
  await director(contract.approveTransfer, { transfer_id, note: '同意' });
  const { allocations } = await keeper(contract.getTransfer, { transfer_id });
  await keeper(contract.pickAllocations, {
    to_account_id: stage.here.account('dispatch'),
    lines: allocations.map(({ allocation_id, lot_no, qty: picked }) => ({
      allocation_id,
      lot_no,
      qty: picked,
    })),
  });
  await keeper(contract.shipTransfer, { transfer_id });
  return transfer_id;
}

/** What waits at the dock becomes shipments; the one to the other warehouse is driven and handed over. */
async function driven(stage: Stage): Promise<number> {
  const { planner, driver } = stage.cast;
  const { warehouse_id } = stage.here;
  const { departs_at, shipments } = await planner(contract.proposeTransportShipments, { warehouse_id });
  const plan = shipments.find((one) => one.stops.every((stop) => stop.customer_id === null))!;
  const made = await planner(contract.createTransportShipments, {
    warehouse_id,
    shipments: [
      {
        ...(plan.lane_id === null ? {} : { lane_id: plan.lane_id }),
        planned_departure_at: departs_at,
        stops: plan.stops.map(({ document_ids }) => ({ document_ids })),
      },
    ],
  });
  const { shipment_id } = made.shipments[0]!;
  await assigned(stage, shipment_id);
  await driver(contract.checkTransportDeparture, { shipment_id, seal_no: 'F-2207' });
  await driver(contract.departTransportShipment, { shipment_id });
  const { stop_rows } = await driver(contract.getTransportShipment, { shipment_id });
  for (const { stop_id } of stop_rows) {
    await driver(contract.arriveAtStop, { stop_id });
    await driver(contract.handOverGoods, {
      stop_id,
      handed_over_by_name: '赵师傅',
      received_by_name: '成都仓 何仓管',
    });
  }
  return shipment_id;
}

/** The best quote of the carriers, with a vehicle and a driver of that carrier. */
async function assigned(stage: Stage, shipment_id: number): Promise<void> {
  const { planner } = stage.cast;
  const { carrier_id } = await planner(contract.getTransportShipment, { shipment_id });
  const { rows: quotes } = await planner(contract.getFreightQuotes, { shipment_id });
  const quote = quotes.find((one) => one.carrier_id === carrier_id) ?? quotes[0]!;
  const { rows: vehicles } = await planner(contract.listVehicles, { kind: 'vehicle' });
  const { rows: drivers } = await planner(contract.listDrivers, {});
  await planner(contract.assignTransportShipment, {
    shipment_id,
    rate_id: quote.rate_id,
    vehicle_id: vehicles.find((one) => one.carrier_id === quote.carrier_id)!.vehicle_id,
    driver_id: drivers.find((one) => one.carrier_id === quote.carrier_id)!.driver_id,
  });
}

/** One piece is missing; somebody else settles it and the carrier is claimed from. */
async function received(stage: Stage, transfer_id: number): Promise<void> {
  const { second, director } = stage.cast;
  const { sent_lots }: Transfer = await second(contract.getTransfer, { transfer_id });
  const { discrepancies } = await second(contract.receiveTransfer, {
    transfer_id,
    to_account_id: stage.there.account('storage'),
    lines: sent_lots.map(({ transfer_line_id, lot_no, on_the_road }, index) => ({
      transfer_line_id,
      lot_no,
      received: index === 0 ? on_the_road - 1 : on_the_road,
    })),
  });
  await director(contract.resolveDiscrepancy, {
    discrepancy_id: discrepancies[0]!.discrepancy_id,
    resolution: 'lost',
    responsible: 'carrier',
    claim_fen: 6_000,
    reason: '交接时已注明少一盒',
  });
}

async function billed(stage: Stage, shipment_id: number): Promise<void> {
  const { planner, accountant, director } = stage.cast;
  const { carrier_id, quote_fen } = await planner(contract.getTransportShipment, { shipment_id });
  const { bill_id } = await accountant(contract.enterFreightBill, {
    carrier_id: carrier_id!,
    carrier_bill_no: 'TD-1108',
    billed_on: stage.day(0),
    lines: [{ shipment_id, billed_fen: (quote_fen ?? 0) + 5_000, difference_reason: '卸货等待' }],
  });
  await director(contract.decideFreightBill, { bill_id, approve: true, note: '等待时间已核实' });
}

import * as contract from '@tongcang/contract';
import { checkDigit } from '@tongcang/udi';
import type { Balance, Good, Stage } from './stage.ts';

/** Samples lie apart from what is sold; the generated map has no place for them. */
const SAMPLE_BIN = {
  location_code: 'Y-01',
  zone_code: 'Y',
  zone_kind: 'sample',
  storage_condition: 'ambient',
} as const;

/** A week inside the warehouse: counts, corrections, pick faces, kits, upkeep, near expiry, samples, a labelled box. */
export async function tellInside(stage: Stage): Promise<void> {
  await count(stage, stage.good('医用弹性绷带', 20), true);
  await count(stage, stage.good('医用冷敷贴', 20), false);
  await adjust(stage, stage.good('脉搏血氧探头', 10));
  await replenish(stage, stage.good('医用弹性绷带', 40));
  await assemble(stage);
  await lookAfter(stage);
  await sample(stage, stage.good('高频手术电极', 10));
  await box(stage, stage.good('医用检查手套', 100));
}

/** Counted blind; a missing piece is counted again and approved, or the count is left to be done. */
async function count(stage: Stage, good: Good, done: boolean): Promise<void> {
  const { keeper, second, director } = stage.cast;
  const { count_id } = await director(contract.planCount, {
    warehouse_id: stage.here.warehouse_id,
    method: 'item',
    item_ids: [good.item_id],
    reason: '月度循环盘点',
  });
  if (!done) return;
  const { rows } = await director(contract.listBalances, {
    warehouse_id: stage.here.warehouse_id,
    item_id: good.item_id,
    limit: 1000,
  });
  const booked = new Map(rows.map((row) => [`${row.account_id}|${row.lot_id}`, row.qty]));
  const { lines_rows } = await keeper(contract.getCount, { count_id });
  const lines = lines_rows.map((line, index) => ({
    count_line_id: line.count_line_id,
    counted: (booked.get(`${line.account_id}|${line.lot_id}`) ?? 0) - (index === 0 ? 1 : 0),
  }));
  await keeper(contract.enterCounts, { count_id, lines });
  await second(contract.enterCounts, { count_id, lines: lines.slice(0, 1) });
  await director(contract.approveCount, { count_id, note: '已核对出库记录' });
}

/** One correction is posted, another waits for approval. */
async function adjust(stage: Stage, good: Good): Promise<void> {
  const { keeper, director } = stage.cast;
  const [lot] = await stage.lots(good);
  const asked = (cause: 'damaged' | 'lost', reason: string, change: number) =>
    keeper(contract.requestAdjustment, {
      warehouse_id: stage.here.warehouse_id,
      cause,
      reason,
      lines: [{ ...keyOf(lot!), change }],
    });
  const { adjustment_id } = await asked('damaged', '搬运时外包装破损', -1);
  await director(contract.approveAdjustment, { adjustment_id, note: '照片已核对' });
  await asked('lost', '上架后未找到', -2);
}

const keyOf = ({ item_id, lot_id, account_id, owner_id }: Balance) => ({
  item_id,
  lot_id,
  account_id,
  owner_id,
});

/** The map gets a place for samples and two pick faces, the bins with the least in them; one of the refills that follow is done. */
async function replenish(stage: Stage, good: Good): Promise<void> {
  const { director, keeper } = stage.cast;
  const { warehouse_id, bins } = stage.here;
  const map = await director(contract.getMap, { warehouse_id });
  const chosen = bins
    .filter((bin) => bin.zone_kind === 'storage' && bin.storage_condition === 'ambient')
    .toSorted((a, b) => a.qty - b.qty)
    .slice(0, 2);
  const faces = new Set(chosen.map((bin) => bin.location_id));
  await director(contract.saveMap, {
    warehouse_id,
    revision: map.revision,
    bins: [
      ...map.bins.map((bin) => ({
        location_code: bin.location_code,
        zone_code: bin.zone_code,
        zone_kind: bin.zone_kind,
        storage_condition: bin.storage_condition,
        x: bin.x,
        y: bin.y,
        width: bin.width,
        height: bin.height,
        capacity_ml: bin.capacity_ml,
        pick_face: bin.pick_face || faces.has(bin.location_id),
        pick_sequence: bin.pick_sequence,
      })),
      { ...SAMPLE_BIN, x: 0, y: Math.max(...map.bins.map((bin) => bin.y)) + 2 },
    ],
  });
  const { item_id } = stage.good('止血钳', 20);
  await director(contract.savePickFaces, {
    warehouse_id,
    lines: chosen.map(({ location_id }, index) => ({
      location_id,
      item_id: index === 0 ? good.item_id : item_id,
      min_qty: 5,
      max_qty: 20,
    })),
  });
  await keeper(contract.planReplenishment, { warehouse_id });
  const { rows } = await keeper(contract.listReplenishments, { warehouse_id });
  const task = rows.find((row) => row.item_id === good.item_id);
  if (task === undefined) return;
  await keeper(contract.confirmReplenishment, {
    replenishment_id: task.replenishment_id,
    qty: task.qty,
    lot_no: task.lot_no,
    to_account_id: chosen[0]!.account_id!,
  });
}

/** A list of components and an order for kits with its goods allocated. */
async function assemble(stage: Stage): Promise<void> {
  const { director } = stage.cast;
  const kit = stage.good('一次性使用无菌导尿包');
  const lines = ['一次性使用灭菌橡胶外科手套', '医用无菌敷贴'].map((name) => ({
    item_id: stage.good(name, 60).item_id,
    qty: 2,
  }));
  await director(contract.saveBom, { item_id: kit.item_id, note: '配套示例', lines });
  const { work_order_id } = await director(contract.createWorkOrder, {
    warehouse_id: stage.here.warehouse_id,
    kind: 'assemble',
    item_id: kit.item_id,
    qty: 10,
    reason: '门诊手术室配套',
  });
  await director(contract.allocateWorkOrder, { work_order_id });
}

/** The periodic inspection of three lots, and what becomes of the first lots near their end. */
async function lookAfter(stage: Stage): Promise<void> {
  const { keeper, quality } = stage.cast;
  const { warehouse_id } = stage.here;
  const seen = await stage.lots(stage.good('医用外科口罩', 50));
  await keeper(contract.recordChecks, {
    warehouse_id,
    lines: seen.slice(0, 3).map(({ item_id, lot_id }) => ({ item_id, lot_id, note: '外观、标签完好' })),
  });
  const { rows } = await quality(contract.listNearExpiry, {
    warehouse_id,
    due_only: 'true',
    action: 'watch',
  });
  const lots = rows.slice(0, 2).map(({ item_id, lot_id }) => ({ item_id, lot_id }));
  if (lots.length === 0) return;
  await quality(contract.recordExpiryAction, {
    warehouse_id,
    action: 'watch',
    lots,
    note: '每周跟踪，优先出库',
  });
}

/** Three pieces are set apart as samples and two of them lent out. */
async function sample(stage: Stage, good: Good): Promise<void> {
  const { keeper, sales } = stage.cast;
  const { warehouse_id } = stage.here;
  const [lot] = await stage.lots(good);
  const { rows: bins } = await keeper(contract.listLocations, { warehouse_id });
  const place = bins.find((bin) => bin.location_code === SAMPLE_BIN.location_code)!.account_id!;
  const { account_id, ...goods } = keyOf(lot!);
  await keeper(contract.postMovement, {
    purpose: 'relocate',
    reason: '留作样品',
    lines: [{ ...goods, qty: 3, from_account_id: account_id, to_account_id: place }],
  });
  await sales(contract.issueSample, {
    warehouse_id,
    holder: '武汉销售部',
    reason: '科室演示',
    due_on: stage.day(14),
    lines: [{ ...goods, account_id: place, qty: 2 }],
  });
}

/** A box with a number of its own on the shelf of its goods. */
async function box(stage: Stage, good: Good): Promise<void> {
  const { keeper } = stage.cast;
  const [lot] = await stage.lots(good);
  const body = '06945630000009001';
  const { handling_unit_id } = await keeper(contract.createHandlingUnit, {
    account_id: lot!.account_id,
    sscc: body + checkDigit(body),
  });
  const { item_id, lot_id, owner_id } = lot!;
  await keeper(contract.pack, {
    handling_unit_id,
    lines: [{ item_id, lot_id, owner_id, qty: Math.min(lot!.available, 50) }],
  });
}

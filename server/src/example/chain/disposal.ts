import * as contract from '@tongcang/contract';
import type { Balance, Stage } from './stage.ts';

/**
 * What came back opened is destroyed and waits for its photo and witness, another piece waits for agreement; a device goes
 * to its maker.
 */
export async function tellDisposal(stage: Stage): Promise<void> {
  const { keeper, director, quality } = stage.cast;
  const { warehouse_id } = stage.here;
  const { item_id } = stage.good('医用无菌敷贴', 200);
  const { rows } = await quality(contract.listBalances, { warehouse_id, item_id, disposition: 'rejected' });
  const opened = rows.find((row) => row.zone_kind !== 'storage' && row.qty > 1)!;
  const destruction_id = await asked(stage, opened);
  await director(contract.decideDestruction, { destruction_id, approve: true, note: '同意销毁' });
  await keeper(contract.executeDestruction, {
    destruction_id,
    method: '高温焚烧',
    place: '武汉示例危废处置中心',
  });
  await asked(stage, opened);
  await repair(stage);
}

async function asked(stage: Stage, row: Balance): Promise<number> {
  const { item_id, lot_id, account_id, owner_id, disposition } = row;
  const { destruction_id } = await stage.cast.quality(contract.requestDestruction, {
    warehouse_id: stage.here.warehouse_id,
    reason: '退货包装已拆封，不可再销售',
    lines: [{ item_id, lot_id, account_id, owner_id, disposition, qty: 1 }],
  });
  return destruction_id;
}

async function repair(stage: Stage): Promise<void> {
  const { keeper, quality, director } = stage.cast;
  const device = stage.good('植入式心脏起搏器', 1);
  const piece = [...stage.company.opening_stock].find(
    (row) =>
      row.warehouse_code === 'WH' && row.item_code === device.item_code && row.disposition === 'released',
  )!;
  const { repair_id } = await keeper(contract.openRepair, {
    warehouse_id: stage.here.warehouse_id,
    item_id: device.item_id,
    serial_no: piece.serial_no!,
    fault: '程控遥测无应答，返厂检测',
    warranty_until: stage.day(200),
  });
  await keeper(contract.sendRepair, { repair_id, workshop_id: stage.partner(device.manufacturer_code) });
  await quality(contract.quoteRepair, { repair_id, quote_fen: 0, under_warranty: true, note: '保修期内' });
  await director(contract.decideRepair, { repair_id, accept: true, note: '同意返厂' });
}

import * as contract from '@tongcang/contract';
import { sent, setPrices } from './outbound.ts';
import type { Good, Stage } from './stage.ts';

/**
 * Two lots were delivered and are looked for: one in a mock recall that was closed the same day, one in a recall of class II
 * whose hospital answers late and has still pieces to give back.
 */
export async function tellRecall(stage: Stage): Promise<void> {
  const gloves = stage.good('一次性使用灭菌橡胶外科手套', 500);
  const infusion = stage.good('一次性使用输液器 带针', 500);
  await setPrices(stage, [gloves, infusion]);
  const lots = await delivered(stage, [
    [gloves, 120],
    [infusion, 200],
  ]);
  await rehearsed(stage, gloves, lots.get(gloves.item_id)!);
  await recalled(stage, infusion, lots.get(infusion.item_id)!);
}

/** The lot of each good that went to the hospital. */
async function delivered(
  stage: Stage,
  wants: readonly (readonly [Good, number])[],
): Promise<Map<number, string>> {
  const shipment_id = await sent(stage, 'CG-1121', wants);
  const { line_rows } = await stage.cast.sales(contract.getShipment, { shipment_id });
  return new Map(line_rows.map(({ item_id, lot_no }) => [item_id, lot_no]));
}

async function rehearsed(stage: Stage, { item_id }: Good, lot_no: string): Promise<void> {
  const { quality } = stage.cast;
  const { case_id } = await quality(contract.startRecall, {
    kind: 'mock',
    recall_class: 'I',
    origin: 'own',
    title: '年度模拟召回：外科手套',
    reason: '按质量管理制度每年至少一次模拟召回',
    handling: 'return',
    contact_name: '赵质量',
    contact_phone: '027-88880012',
    criteria: [{ item_id, lot_no }],
  });
  await quality(contract.sendRecallNotices, { case_id, via: 'phone' });
  const { notice_rows } = await quality(contract.getRecall, { case_id });
  for (const { notice_id, lines, contact } of notice_rows) {
    await quality(contract.recordRecallAnswer, {
      notice_id,
      via: 'phone',
      confirmed_name: contact ?? '仓库值班员',
      lines: lines.map(({ line_no, qty }) => ({ line_no, used_qty: 0, destroyed_qty: 0, on_hand_qty: qty })),
    });
  }
  await quality(contract.closeRecall, { case_id, note: '全部接收方当日确认，去向全部明确，模拟召回合格' });
}

async function recalled(stage: Stage, { item_id, manufacturer_code }: Good, lot_no: string): Promise<void> {
  const { quality } = stage.cast;
  const { case_id } = await quality(contract.startRecall, {
    kind: 'recall',
    recall_class: 'II',
    origin: 'registrant',
    title: '输液器滴斗连接处渗漏',
    reason: '注册人在留样检验中发现同批产品滴斗连接处有渗漏可能',
    handling: 'return',
    instruction: '请将剩余产品封存，由我公司司机上门取回。',
    reference_no: `ZH-${stage.day(-4).replaceAll('-', '')}`,
    registrant_name: stage.company.partner.find((row) => row.partner_code === manufacturer_code)?.name ?? '',
    contact_name: '赵质量',
    contact_phone: '027-88880012',
    decided_at: stage.at(-4),
    criteria: [{ item_id, lot_no }],
  });
  await quality(contract.sendRecallNotices, { case_id, via: 'phone' });
  const { notice_rows } = await quality(contract.getRecall, { case_id });
  const ours = notice_rows.filter((notice) => notice.warehouse_id === stage.here.warehouse_id);
  for (const { notice_id, lines } of ours) {
    await quality(contract.recordRecallAnswer, {
      notice_id,
      via: 'phone',
      confirmed_name: '郑仓管',
      lines: lines.map(({ line_no, qty }) => ({ line_no, used_qty: 0, destroyed_qty: 0, on_hand_qty: qty })),
    });
  }
  const hospital = notice_rows.find((notice) => notice.department_name !== null)!;
  await quality(contract.recordRecallAnswer, {
    notice_id: hospital.notice_id,
    via: 'phone',
    confirmed_name: '刘老师',
    lines: hospital.lines.map(({ line_no }) => ({
      line_no,
      used_qty: 60,
      destroyed_qty: 0,
      on_hand_qty: 130,
    })),
  });
}

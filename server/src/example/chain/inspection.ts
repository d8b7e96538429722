import * as contract from '@tongcang/contract';
import { announce, orderOf } from './purchasing.ts';
import type { Good, Stage } from './stage.ts';

/** Days ago, delivery note, and how far the inspection of the delivery has come. */
const DELIVERIES = [
  [9, 'FH-3001', 'accepted'],
  [6, 'FH-3008', 'accepted'],
  [3, 'FH-3015', 'concluded'],
  [1, 'FH-3022', 'recording'],
  [0, 'FH-3029', 'open'],
] as const;
const QTY = 1_000;

/**
 * A plan for a device of class III that is sampled when it arrives, approved by another person; deliveries that were signed
 * for and accepted, one that waits for its signature beyond its time, one that is being looked at, and a new one.
 */
export async function tellInspection(stage: Stage): Promise<void> {
  const good = stage.good('一次性使用静脉留置针');
  await plan(stage, good);
  for (const [days_ago, note, stop] of DELIVERIES) {
    const { receipt_id, inspection_id } = await arrive(stage, good, days_ago, note);
    if (stop === 'open') continue;
    if (stop === 'recording') {
      const lines = [{ line_no: 1, checked: 30, nonconforming: 1, note: '1 支外包装折痕' }];
      await stage.cast.quality(contract.recordInspection, { inspection_id, lines });
      continue;
    }
    const version = await inspect(stage, inspection_id);
    if (stop === 'concluded') continue;
    await stage.cast.releaser(contract.releaseInspection, {
      inspection_id,
      version,
      released: QTY,
      rejected: 0,
      reason: '检验符合方案要求，同意放行',
    });
    await accept(stage, receipt_id);
  }
}

async function plan(stage: Stage, { item_id, name }: Good): Promise<void> {
  const { quality, releaser } = stage.cast;
  const { plan_id, version } = await quality(contract.saveInspectionPlan, {
    name: `${name} 进货检验`,
    item_id,
    device_class: null,
    supplier_id: null,
    storage_condition: null,
    level: 'II',
    aql_critical: 0.1,
    aql_major: 1,
    aql_minor: 4,
    purposes: ['receive'],
    allow_reduced: true,
    skip_after: null,
    skip_every: null,
    target_hours: 48,
    coa_required: false,
    note: null,
    checks: [
      { name: '外包装', kind: 'attribute', defect_class: 'minor', extent: 'sample', method: '目视' },
      {
        name: '标签与 UDI',
        kind: 'attribute',
        defect_class: 'major',
        extent: 'sample',
        method: '目视、扫码',
      },
      { name: '初包装密封', kind: 'attribute', defect_class: 'critical', extent: 'sample', method: '目视' },
      {
        name: '针管外径',
        kind: 'measured',
        defect_class: 'major',
        extent: 'fixed',
        sample_qty: 3,
        unit: 'mm',
        lower_limit: 0.68,
        upper_limit: 0.76,
      },
      { name: '合格证明文件', kind: 'document', defect_class: 'major', extent: 'once' },
    ],
  });
  await releaser(contract.decideInspectionPlan, { plan_id, version, approve: true, note: '' });
}

async function arrive(stage: Stage, good: Good, days_ago: number, delivery_note_no: string) {
  const { keeper, quality } = stage.cast;
  const order = await orderOf(stage, '留置针周补货', [[good, QTY, 420]]);
  const { asn_id, lines } = await announce(stage, order, delivery_note_no, 1);
  const { receipt_id } = await keeper(contract.receiveGoods, {
    warehouse_id: stage.here.warehouse_id,
    asn_id,
    delivery_note_no,
    ...(days_ago === 0 ? {} : { arrived_at: stage.at(-days_ago) }),
    transport: { transport_mode: 'ambient', carrier_name: '通达示例物流', vehicle_no: '鄂A·示例01' },
    lines: lines.map(({ purchase_order_line_id: _line, qty, ...lot }) => ({
      ...lot,
      item_id: good.item_id,
      noted: qty,
      received: qty,
      damaged: 0,
    })),
  });
  const search = lines[0]!.lot_no;
  const { rows } = await quality(contract.listInspections, { search });
  return { receipt_id, inspection_id: rows[0]!.inspection_id };
}

/** All that the plan asks for, with nothing wrong; gives the version of the record. */
async function inspect({ cast: { quality } }: Stage, inspection_id: number): Promise<number> {
  const { checks } = await quality(contract.getInspection, { inspection_id });
  await quality(contract.recordInspection, {
    inspection_id,
    lines: checks.map(({ line_no, needed, kind }) => ({
      line_no,
      checked: needed,
      readings: kind === 'measured' ? [0.71, 0.72, 0.72] : [],
    })),
  });
  return (await quality(contract.concludeInspection, { inspection_id })).version;
}

async function accept({ cast: { quality } }: Stage, receipt_id: number): Promise<void> {
  const { line_rows } = await quality(contract.getReceipt, { receipt_id });
  await quality(contract.acceptGoods, {
    receipt_id,
    lines: line_rows.map(({ receipt_line_id, waiting }) => ({
      receipt_line_id,
      sample: 80,
      qualified: waiting,
      unqualified: 0,
      packaging_ok: true,
      label_ok: true,
      udi_ok: true,
      documents_ok: true,
      supplier_contact: '0532-5555 0103',
    })),
  });
}

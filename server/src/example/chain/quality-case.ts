import * as contract from '@tongcang/contract';
import type { Good, Stage } from './stage.ts';

/**
 * A door that stood open: its lot was held, found good and given free, and the deviation is closed; papers that do not fit wait
 * to be investigated. A ward complains of harm, and an adverse event with its tasks follows.
 */
export async function tellQualityCase(stage: Stage): Promise<void> {
  const dressing = stage.good('医用无菌敷贴', 100);
  await openDoor(stage, dressing);
  await wrongPapers(stage);
  await complaints(stage, dressing);
}

async function openDoor(stage: Stage, good: Good): Promise<void> {
  const { keeper, quality, releaser } = stage.cast;
  const { warehouse_id } = stage.here;
  const [row] = await stage.lots(good);
  const { item_id, lot_id, qty } = row!;
  const { deviation_id } = await keeper(contract.openDeviation, {
    warehouse_id,
    kind: 'storage',
    severity: 'minor',
    title: '库房侧门夜间未关',
    description: '早班发现 A 区侧门虚掩约两小时，温湿度记录未超限。',
    place: 'A 区侧门',
    found_at: stage.at(-6),
    lots: [{ item_id, lot_id, qty }],
    hold: true,
  });
  await quality(contract.containDeviation, { deviation_id, containment: '关门上锁，靠门一侧货物冻结待查' });
  await quality(contract.investigateDeviation, {
    deviation_id,
    root_cause: 'method',
    whys: ['侧门未锁', '交接班未检查门窗', '交接班表没有门窗一项'],
    impact: '温湿度未超限，包装完好，无影响',
    corrections: '交接班表增加门窗检查',
  });
  const { affected } = await quality(contract.getDeviation, { deviation_id });
  const lines = affected.flatMap(({ standing }) =>
    standing
      .filter((place) => place.disposition === 'held')
      .map((place) => ({
        item_id,
        lot_id,
        account_id: place.account_id,
        owner_id: place.owner_id,
        disposition: 'held' as const,
        qty: place.qty,
      })),
  );
  await releaser(contract.decideDeviation, {
    deviation_id,
    decision: 'release',
    reason: '抽查 5 件包装与标签完好',
    lines,
  });
  await releaser(contract.closeDeviation, { deviation_id, conclusion: '无质量影响，措施已落实' });
}

async function wrongPapers(stage: Stage): Promise<void> {
  await stage.cast.keeper(contract.openDeviation, {
    warehouse_id: stage.here.warehouse_id,
    kind: 'document',
    severity: 'major',
    title: '随货同行单批号与实物不符',
    description: '到货两箱，随货同行单批号末位与标签不符，供应商称录入错误，待书面说明。',
    place: '收货区',
    found_at: stage.at(-1),
  });
}

async function complaints(stage: Stage, { item_id }: Good): Promise<void> {
  const { sales, quality } = stage.cast;
  const { warehouse_id } = stage.here;
  const department_id = stage.department('H002-ICU');
  await sales(contract.fileComplaint, {
    department_id,
    warehouse_id,
    item_id,
    description: '一盒内两片封口不严',
    harm: 'none',
    contact: '护士站 8123',
    sample_available: true,
  });
  const { complaint_id } = await sales(contract.fileComplaint, {
    department_id,
    warehouse_id,
    item_id,
    description: '敷贴后局部红肿、水疱',
    harm: 'injury',
    harm_description: '更换后两日消退',
    contact: '护士站 8123',
  });
  const { adverse_event_id } = await quality(contract.openAdverseEvent, {
    warehouse_id,
    complaint_id,
    learned_at: stage.at(-1),
    category: 'other',
    origin: 'domestic',
    is_group: false,
    item_id,
    event: '敷贴后局部皮肤红肿、水疱',
    consequence: '更换敷料后两日消退',
    handling: '停用，局部处理',
    patient_ref: 'ICU-07',
    patient_age: 58,
    patient_sex: 'female',
    reporter: '护士站',
  });
  await quality(contract.tellRegistrant, { adverse_event_id, how: '电话并邮件', told_to: '注册人质量部' });
}

import type { ErrorCatalogue } from './errors.ts';

export * from './cabinets.ts';
export * from './settlements.ts';
export * from './surgery.ts';

export const consignment_errors = {
  'fulfilment.set_no_taken': {
    status: 409,
    zh: '手术包编号已存在',
    en: 'A set with this number exists already',
  },
  'fulfilment.set_wrong_state': {
    status: 409,
    zh: '手术包 {set_no} 的状态为{state},不能执行此操作({action})',
    en: 'Set {set_no} is {state}; {action} does not follow',
  },
  'fulfilment.set_incomplete': {
    status: 422,
    zh: '手术包 {set_no} 应有 {wanted} 件,已装 {picked} 件;缺件装箱须说明原因',
    en: 'Set {set_no} should hold {wanted} pieces and holds {picked}; packing it incomplete needs a note',
  },
  'fulfilment.set_taken': {
    status: 409,
    zh: '手术包 {set_no} 在 {from} 至 {to} 已预约给 {document_no}',
    en: 'Set {set_no} is promised to {document_no} from {from} to {to}',
  },
  'fulfilment.set_taken_meanwhile': {
    status: 409,
    zh: '手术包刚被其他台次预约,请刷新',
    en: 'The set has just been promised to another case; reload',
  },
  'fulfilment.set_elsewhere': {
    status: 422,
    zh: '手术包 {set_no} 不在该仓库或已停用',
    en: 'Set {set_no} does not belong to this warehouse or is retired',
  },
  'fulfilment.not_sterile': {
    status: 409,
    zh: '手术包 {set_no} 的灭菌有效期 {sterile_until} 早于手术日 {surgery_date}',
    en: 'Set {set_no} is sterile until {sterile_until}, before the surgery on {surgery_date}',
  },
  'fulfilment.case_empty': {
    status: 422,
    zh: '请至少选择一个手术包或一行产品',
    en: 'Name at least one set or one item',
  },
  'fulfilment.patient_named': {
    status: 422,
    zh: '患者标识只能用医院的代号(字母与数字,含数字),不得填写姓名、身份证号或手机号',
    en: 'The patient reference must be a pseudonym of the hospital (letters and digits): no name, identity or phone number',
  },
  'fulfilment.case_wrong_status': {
    status: 409,
    zh: '手术台次 {document_no} 的状态为{status},不能执行此操作({action})',
    en: 'Case {document_no} is {status}; {action} does not follow',
  },
  'fulfilment.same_person': {
    status: 403,
    zh: '须由另一人完成此步骤',
    en: 'This step must be done by another person',
  },
  'fulfilment.scan_differs': {
    status: 422,
    zh: '扫描结果与已拣货物不一致:{differing} 处',
    en: 'What was scanned differs from what was picked in {differing} places',
  },
  'fulfilment.scan_missing': {
    status: 422,
    zh: '批号 {lot_no}:已拣 {expected},扫描 {scanned}',
    en: 'Lot {lot_no}: {expected} picked, {scanned} scanned',
  },
  'fulfilment.instrument_used': {
    status: 422,
    zh: '{item_code} 是器械,须归还,不能登记为使用',
    en: '{item_code} is an instrument that comes back; it cannot be used up',
  },
  'fulfilment.not_out': {
    status: 422,
    zh: '批号 {lot_no} 不在此处',
    en: 'Lot {lot_no} is not there',
  },
  'fulfilment.more_than_out': {
    status: 422,
    zh: '批号 {lot_no}:登记 {qty},现有 {out}',
    en: 'Lot {lot_no}: {qty} named, {out} there',
  },
  'fulfilment.serial_not_out': {
    status: 422,
    zh: '序列号 {serial_no} 不在此处',
    en: 'Serial {serial_no} is not there',
  },
  'fulfilment.serials_missing': {
    status: 422,
    zh: '批号 {lot_no} 按序列号管理,请逐件扫描({given}/{qty})',
    en: 'Lot {lot_no} is numbered piece by piece; scan each one ({given} of {qty})',
  },
  'fulfilment.line_repeated': { status: 422, zh: '同一批号重复', en: 'A lot appears twice' },
  'fulfilment.lot_unknown': { status: 422, zh: '批号 {lot_no} 不存在', en: 'Lot {lot_no} is not on file' },
  'fulfilment.no_place': {
    status: 409,
    zh: '仓库没有合适的库位({zone_kind})',
    en: 'The warehouse has no fitting place ({zone_kind})',
  },
  'fulfilment.place_elsewhere': {
    status: 422,
    zh: '库位不属于该仓库',
    en: 'The place is not in this warehouse',
  },
  'fulfilment.nothing_named': { status: 422, zh: '没有任何明细', en: 'Nothing was named' },
  'fulfilment.reason_missing': { status: 422, zh: '请说明原因', en: 'Give a reason' },
  'fulfilment.other_warehouse_serves': {
    status: 409,
    zh: '该科室的寄售协议由另一仓库负责',
    en: 'Another warehouse keeps the agreement of this department',
  },
  'fulfilment.agreement_ended': {
    status: 409,
    zh: '寄售协议 {document_no} 已终止',
    en: 'Agreement {document_no} has ended',
  },
  'fulfilment.cabinet_not_empty': {
    status: 409,
    zh: '{document_no} 的柜内尚有 {qty} 件,请先收回',
    en: '{qty} pieces still stand in the cabinet of {document_no}; take them back first',
  },
  'fulfilment.not_agreed': {
    status: 422,
    zh: '产品不在寄售协议中',
    en: 'The item is not part of the agreement',
  },
  'fulfilment.not_in_cabinet': {
    status: 422,
    zh: '换货批号在柜内不足',
    en: 'The lot to be swapped does not stand in the cabinet in that quantity',
  },
  'fulfilment.refill_closed': {
    status: 409,
    zh: '补货单 {document_no} 已{status}',
    en: 'Refill {document_no} is {status}',
  },
  'fulfilment.report_closed': {
    status: 409,
    zh: '使用报告 {document_no} 已处理({status})',
    en: 'Report {document_no} is {status} already',
  },
  'fulfilment.label_unknown': {
    status: 422,
    zh: '定数包标签 {label_no} 不属于该科室',
    en: 'Label {label_no} does not belong to this department',
  },
  'fulfilment.label_opened': {
    status: 409,
    zh: '定数包标签 {label_no} 已开封使用',
    en: 'Label {label_no} was opened before',
  },
  'fulfilment.pack_code_taken': {
    status: 409,
    zh: '定数包编码已用于其他产品',
    en: 'This code belongs to a pack of another item',
  },
  'fulfilment.difference_resolved': {
    status: 409,
    zh: '差异 {document_no} 已处理',
    en: 'Difference {document_no} is settled',
  },
  'fulfilment.resolution_does_not_fit': {
    status: 422,
    zh: '差异类型 {kind} 不能按 {resolution} 处理',
    en: 'A difference of kind {kind} does not end as {resolution}',
  },
  'fulfilment.usage_settled': {
    status: 409,
    zh: '所选使用记录中有 {settled} 条已结算',
    en: '{settled} of the uses named are settled already',
  },
  'fulfilment.usage_reversed': {
    status: 409,
    zh: '该使用记录已冲销',
    en: 'This use has been reversed',
  },
  'fulfilment.usage_not_reversible': {
    status: 409,
    zh: '供应商货物已转自有,不能冲销;请走退供应商',
    en: 'Goods taken over from a supplier are not reversed; return them to the supplier',
  },
  'fulfilment.several_partners': {
    status: 422,
    zh: '一张结算单只能对应一个单位和一个仓库',
    en: 'A settlement is for one partner and one warehouse',
  },
  'fulfilment.price_missing': {
    status: 422,
    zh: '{item_code} 没有协议价,请填写单价',
    en: 'No agreement prices {item_code}; give its price',
  },
  'fulfilment.case_not_back': {
    status: 409,
    zh: '手术台次 {document_no} 尚有 {out} 件未归还或差异未处理',
    en: 'Of case {document_no} {out} pieces are not back, or a difference is open',
  },
  'fulfilment.settlement_reversed': {
    status: 409,
    zh: '结算单 {document_no} 已冲销',
    en: 'Settlement {document_no} has been reversed',
  },
  'fulfilment.not_a_supplier': {
    status: 422,
    zh: '该往来单位不是供应商',
    en: 'This partner is no supplier',
  },
} as const satisfies ErrorCatalogue;

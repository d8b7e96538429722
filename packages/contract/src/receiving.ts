import type { ErrorCatalogue } from './errors.ts';

export * from './acceptances.ts';
export * from './arrivals.ts';
export * from './receipt-rows.ts';
export * from './receipts.ts';
export * from './receiving-words.ts';
export * from './supplier-returns.ts';

export const receiving_errors = {
  'supply.supplier_missing': {
    status: 422,
    zh: '没有到货通知或采购订单时，请指明供应商',
    en: 'Name the supplier where there is neither an order nor an arrival notice',
  },
  'supply.not_expected_here': {
    status: 422,
    zh: '{document_no} 不是发往此仓库的',
    en: '{document_no} is not addressed to this warehouse',
  },
  'supply.other_order': {
    status: 422,
    zh: '到货通知 {document_no} 不属于该采购订单',
    en: 'Arrival notice {document_no} does not belong to this order',
  },
  'supply.not_receivable': {
    status: 409,
    zh: '{document_no} 当前为 {status}，不能收货',
    en: '{document_no} is {status}; nothing can be received against it',
  },
  'supply.item_not_ordered': {
    status: 422,
    zh: '产品 {item_code} 不在该单据中，请拒收',
    en: 'Item {item_code} is not part of this document; refuse it',
  },
  'supply.expected_line_unknown': {
    status: 422,
    zh: '所指的订单行或到货行不属于该单据，或不是此产品',
    en: 'The line named does not belong to this document or is of another item',
  },
  'supply.sscc_invalid': {
    status: 422,
    zh: '物流单元号 {sscc} 校验位不正确',
    en: 'The check digit of SSCC {sscc} is wrong',
  },
  'supply.sscc_not_announced': {
    status: 404,
    zh: '物流单元 {sscc} 不在到货通知中',
    en: 'Handling unit {sscc} is not announced',
  },
  'supply.sscc_received': {
    status: 409,
    zh: '物流单元 {sscc} 已经收货',
    en: 'Handling unit {sscc} was received before',
  },
  'supply.nothing_counted': { status: 422, zh: '没有任何到货数量', en: 'Nothing was counted' },
  'supply.line_repeated': {
    status: 422,
    zh: '产品 {item_code} 批号 {lot_no} 在同一收货单中重复',
    en: 'Item {item_code} lot {lot_no} appears twice in this receipt',
  },
  'supply.refusal_reason_missing': {
    status: 422,
    zh: '拒收 {qty} 件，请选择拒收原因',
    en: '{qty} pieces are refused; say why',
  },
  'supply.expiry_missing': {
    status: 422,
    zh: '产品 {item_code} 批号 {lot_no} 缺少失效日期',
    en: 'Item {item_code} lot {lot_no} needs its expiry date',
  },
  'supply.nothing_to_put': {
    status: 422,
    zh: '没有要上架的内容',
    en: 'Nothing was named to be put away',
  },
  'supply.unit_nothing_waits': {
    status: 409,
    zh: '物流单元 {sscc} 在本收货单中没有待上架的合格品',
    en: 'Nothing accepted of unit {sscc} waits in this receipt',
  },
  'supply.serials_to_name': {
    status: 422,
    zh: '批号 {lot_no} 需要 {qty} 个不重复的序列号，已给 {given} 个',
    en: 'Lot {lot_no} needs {qty} different serials, {given} given',
  },
  'supply.serial_not_expected': {
    status: 409,
    zh: '{count} 个序列号不在到货通知中，例如 {serial_no}',
    en: '{count} serials are not announced, for example {serial_no}',
  },
  'supply.transport_missing': {
    status: 422,
    zh: '冷藏、冷冻产品 {item_code} 必须登记运输方式',
    en: 'Cold goods ({item_code}) need the mode of transport',
  },
  'supply.transport_times': {
    status: 422,
    zh: '到达时间必须晚于启运时间，最低温度不能高于最高温度',
    en: 'Arrival follows departure, and the lowest temperature is not above the highest',
  },
  'supply.no_receiving_place': {
    status: 422,
    zh: '仓库没有收货区库位',
    en: 'The warehouse has no place in a receiving zone',
  },
  'supply.place_elsewhere': {
    status: 422,
    zh: '库位不属于此仓库的相应区域',
    en: 'This place is not in the right zone of the warehouse',
  },
  'supply.no_rejected_place': {
    status: 422,
    zh: '仓库没有不合格品区库位，不能判定不合格',
    en: 'The warehouse has no place in a rejected zone',
  },
  'supply.receipt_wrong_status': {
    status: 409,
    zh: '收货单 {document_no} 当前为 {status}，不能{action}',
    en: 'Receipt {document_no} is {status}; it cannot be changed to {action}',
  },
  'supply.receipt_decided': {
    status: 409,
    zh: '收货单 {document_no} 已有验收或上架，不能冲销',
    en: 'Goods of receipt {document_no} were decided on already; it cannot be reversed',
  },
  'supply.receipt_line_unknown': {
    status: 404,
    zh: '收货行 {receipt_line_id} 不属于该收货单',
    en: 'Line {receipt_line_id} does not belong to this receipt',
  },
  'supply.receipt_line_repeated': {
    status: 422,
    zh: '收货行 {receipt_line_id} 重复',
    en: 'Line {receipt_line_id} is named twice',
  },
  'supply.acceptor_received': {
    status: 403,
    zh: '收货人不能验收自己收的货',
    en: 'Who received the goods does not accept them',
  },
  'supply.acceptor_bought': {
    status: 403,
    zh: '采购人不能验收自己采购的货',
    en: 'Who bought the goods does not accept them',
  },
  'supply.acceptance_field_missing': {
    status: 422,
    zh: '验收记录缺少：{missing}',
    en: 'The acceptance record lacks: {missing}',
  },
  'supply.more_than_waiting': {
    status: 409,
    zh: '判定 {given} 件，待验只有 {waiting} 件',
    en: '{given} decided on, only {waiting} are waiting',
  },
  'supply.not_qualifiable': {
    status: 409,
    zh: '最多 {limit} 件可判合格（破损 {damaged}，超收未处理 {over}）',
    en: 'At most {limit} can be qualified ({damaged} damaged, {over} over and not settled)',
  },
  'supply.nothing_decided': { status: 422, zh: '没有任何判定数量', en: 'Nothing was decided' },
  'supply.sample_exceeds': {
    status: 422,
    zh: '抽样 {sample} 件不能超过判定的 {given} 件',
    en: 'A sample of {sample} is more than the {given} decided on',
  },
  'supply.sample_missing': {
    status: 422,
    zh: '请填写抽样数量',
    en: 'Say how many were sampled',
  },
  'supply.check_failed': {
    status: 422,
    zh: '外观、标签或合格证明未通过的，不能判合格',
    en: 'Goods that failed a check cannot be qualified',
  },
  'supply.unqualified_reason_missing': {
    status: 422,
    zh: '不合格 {qty} 件，请填写原因和处置措施',
    en: '{qty} are unqualified; give the reason and what is done with them',
  },
  'supply.cold_record_missing': {
    status: 409,
    zh: '产品 {item_code} 需冷藏或冷冻，缺少运输温度记录，不能判合格',
    en: 'Item {item_code} is cold; without its temperature record it cannot be qualified',
  },
  'supply.cold_out_of_range': {
    status: 409,
    zh: '产品 {item_code} 要求 {needs}℃，运输温度 {has}℃，不能判合格',
    en: 'Item {item_code} needs {needs} °C and travelled at {has} °C; it cannot be qualified',
  },
  'supply.more_than_accepted': {
    status: 409,
    zh: '上架 {given} 件，合格待上架只有 {waiting} 件',
    en: '{given} to put away, only {waiting} are accepted and waiting',
  },
  'supply.own_acceptance': {
    status: 403,
    zh: '验收人不能冲销自己签署的验收记录',
    en: 'An acceptance is not taken back by the one who signed it',
  },
  'supply.reversed_already': {
    status: 409,
    zh: '单据 {document_no} 已被 {reversal_no} 冲销',
    en: '{document_no} was taken back already, by {reversal_no}',
  },
  'supply.put_away_since': {
    status: 409,
    zh: '批号 {lot_no} 已有 {put_away} 件上架，请先冲销上架',
    en: '{put_away} of lot {lot_no} were put away since; take the put-away back first',
  },
  'supply.own_receipt': {
    status: 403,
    zh: '收货人不能处理自己收货的差异',
    en: 'Who received the goods does not settle the difference',
  },
  'supply.discrepancy_settled': {
    status: 409,
    zh: '差异单 {document_no} 已处理',
    en: 'Discrepancy {document_no} was settled before',
  },
  'supply.resolution_does_not_fit': {
    status: 422,
    zh: '处理方式 {resolution} 不适用于 {kind} 差异',
    en: 'A difference of kind {kind} cannot end as {resolution}',
  },
  'supply.return_wrong_status': {
    status: 409,
    zh: '退货单 {document_no} 当前为 {status}，不能{action}',
    en: 'Return {document_no} is {status}; it cannot be changed to {action}',
  },
  'supply.own_return': {
    status: 403,
    zh: '不能批准自己申请的退货',
    en: 'Nobody approves the own return',
  },
  'supply.other_supplier': {
    status: 422,
    zh: '批号 {lot_no} 不是该供应商供货',
    en: 'Lot {lot_no} did not come from this supplier',
  },
  'supply.return_line_repeated': {
    status: 422,
    zh: '同一库存在退货单中重复',
    en: 'The same stock appears twice in the return',
  },
  'supply.return_not_there': {
    status: 409,
    zh: '批号 {lot_no} 在该库位只有 {available} 件，申请退 {wanted} 件',
    en: 'Only {available} of lot {lot_no} stand there, {wanted} asked',
  },
  'supply.return_not_allocatable': {
    status: 409,
    zh: '{refused} 行不能分配，退货单未批准',
    en: '{refused} lines cannot be allocated; the return stays as it is',
  },
  'supply.return_line_unknown': {
    status: 404,
    zh: '退货行 {supplier_return_line_id} 不属于该退货单',
    en: 'Line {supplier_return_line_id} does not belong to this return',
  },
  'supply.nothing_to_ship': {
    status: 409,
    zh: '没有已拣货或可发出的退货',
    en: 'Nothing of this return is picked or ready to leave',
  },
  'supply.not_all_picked': {
    status: 409,
    zh: '还有 {open} 件未拣货；可选择部分发出',
    en: '{open} pieces are not picked; ship in part',
  },
  'supply.confirmed_exceeds': {
    status: 409,
    zh: '确认 {given} 件，发出只有 {shipped} 件',
    en: '{given} confirmed, only {shipped} left',
  },
} as const satisfies ErrorCatalogue;

/** What the audit trail calls the things done here. */
export const receiving_audit = {
  'supply.receive': { zh: '收货', en: 'Received goods' },
  'supply.record_transport': { zh: '登记运输温度记录', en: 'Recorded how goods travelled' },
  'supply.accept': { zh: '验收', en: 'Accepted goods' },
  'supply.put_away': { zh: '上架', en: 'Put goods away' },
  'supply.reverse_acceptance': { zh: '冲销验收', en: 'Took an acceptance back' },
  'supply.reverse_putaway': { zh: '冲销上架', en: 'Took a put-away back' },
  'supply.reverse_receipt': { zh: '冲销收货', en: 'Reversed a receipt' },
  'supply.resolve_discrepancy': { zh: '处理收货差异', en: 'Settled a receipt difference' },
  'supply.request_return': { zh: '申请退供应商', en: 'Asked for a supplier return' },
  'supply.approve_return': { zh: '批准退供应商', en: 'Approved a supplier return' },
  'supply.reject_return': { zh: '驳回退供应商', en: 'Declined a supplier return' },
  'supply.cancel_return': { zh: '取消退供应商', en: 'Cancelled a supplier return' },
  'supply.ship_return': { zh: '退货发出', en: 'Sent goods back to the supplier' },
  'supply.confirm_return': { zh: '供应商确认退货', en: 'Noted the supplier’s confirmation' },
} as const;

export const repair_audit = {
  'quality.open_repair': { zh: '新建维修单', en: 'Opened a repair' },
  'quality.send_repair': { zh: '送修', en: 'Sent a device to repair' },
  'quality.quote_repair': { zh: '登记维修报价', en: 'Entered a quote for a repair' },
  'quality.decide_repair': { zh: '决定是否维修', en: 'Decided on a quote' },
  'quality.use_parts': { zh: '领用维修配件', en: 'Used parts for a repair' },
  'quality.receive_repair': { zh: '维修返回', en: 'Received a device from repair' },
  'quality.lend_device': { zh: '借出备用机', en: 'Lent a device' },
  'quality.return_device': { zh: '归还备用机', en: 'Took a lent device back' },
  'quality.close_repair': { zh: '关闭维修单', en: 'Closed a repair' },
} as const;

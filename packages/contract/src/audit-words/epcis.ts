/** What the audit trail calls what is done here. */
export const epcis_audit = {
  'integration.export_epcis': { zh: '导出 EPCIS 事件', en: 'Exported EPCIS events' },
  'integration.capture_epcis': { zh: '接收 EPCIS 文件', en: 'Captured an EPCIS document' },
  'integration.match_epcis': { zh: '匹配 EPCIS 标识', en: 'Matched identifiers of EPCIS events' },
  'integration.save_gln': { zh: '登记 GLN', en: 'Gave a GS1 location number' },
} as const;

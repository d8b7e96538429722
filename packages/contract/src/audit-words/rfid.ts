/** What the audit trail calls what is done here. */
export const rfid_audit = {
  'integration.save_rfid_reader': { zh: '维护 RFID 读写器', en: 'Changed an RFID reader' },
  'integration.make_rfid_key': { zh: '生成读写器密钥', en: 'Made a key for an RFID reader' },
  'integration.send_rfid_reads': { zh: '读写器上传', en: 'A reader sent reads' },
  'integration.compare_rfid_pass': { zh: '选择 RFID 核对单据', en: 'Chose what a pass is compared with' },
  'integration.confirm_rfid_pass': { zh: '确认 RFID 通过', en: 'Confirmed an RFID pass' },
  'integration.discard_rfid_pass': { zh: '作废 RFID 通过', en: 'Discarded an RFID pass' },
  'integration.settle_rfid_tag': { zh: '处理未知标签', en: 'Settled an unknown tag' },
} as const;

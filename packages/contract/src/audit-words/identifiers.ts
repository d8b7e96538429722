/** What the audit trail calls what is done here. */
export const identifiers_audit = {
  'masterdata.add_identifier': { zh: '登记产品标识', en: 'Added a device identifier' },
  'masterdata.retire_identifier': { zh: '停用产品标识', en: 'Retired a device identifier' },
} as const;

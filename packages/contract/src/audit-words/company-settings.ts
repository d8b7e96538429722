export const company_settings_audit = {
  'masterdata.set_company_settings': { zh: '修改公司参数', en: 'Changed company settings' },
} as const;

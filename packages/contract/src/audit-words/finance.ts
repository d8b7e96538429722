/** What the audit trail calls the things done here. */
export const finance_audit = {
  'finance.correct_cost': { zh: '更正批号成本', en: 'Corrected the cost of a lot' },
  'finance.close_month': { zh: '月结', en: 'Closed a month of the books' },
  'finance.reopen_month': { zh: '取消月结', en: 'Reopened a month of the books' },
  'finance.set_accounts': { zh: '修改会计科目', en: 'Changed the accounts of vouchers' },
  'finance.export_vouchers': { zh: '导出凭证', en: 'Exported vouchers' },
} as const;

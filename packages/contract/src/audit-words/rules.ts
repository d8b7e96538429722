/** What the audit trail calls what is done here. */
export const rules_audit = {
  'compliance.change_rule': { zh: '新增规则版本', en: 'Added a version of a rule' },
} as const;

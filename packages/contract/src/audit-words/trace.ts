/** What the audit trail calls what is done here. */
export const trace_audit = {
  'insight.export_trace': { zh: '导出追溯', en: 'Exported a trace' },
} as const;

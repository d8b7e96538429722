export const labels_audit = {
  'stock.print_labels': { zh: '打印标签', en: 'Printed labels' },
} as const;

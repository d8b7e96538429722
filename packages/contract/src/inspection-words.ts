/** Acceptable quality limits of GB/T 2828.1 in per cent nonconforming; above 10 nonconformities per hundred units. */
export const AQLS = [
  0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10, 15, 25, 40, 65, 100,
  150, 250, 400, 650, 1000,
] as const;
export const INSPECTION_LEVELS = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'] as const;
export const SEVERITIES = ['normal', 'tightened', 'reduced', 'discontinued'] as const;
export const SWITCH_RULES = [
  'two_of_five',
  'five_accepted',
  'score_30',
  'lot_not_accepted',
  'reduced_withdrawn',
  'five_refused',
  'resumed',
] as const;
export const DEFECT_CLASSES = ['critical', 'major', 'minor'] as const;
export const CHECK_KINDS = ['attribute', 'measured', 'document'] as const;
export const CHECK_EXTENTS = ['sample', 'all', 'fixed', 'once'] as const;
/** Movements that may bring goods into quarantine. */
export const INSPECTED_PURPOSES = [
  'receive',
  'customer_return',
  'transfer_receive',
  'undelivered',
  'quarantine',
  'repair_return',
  'convert_in',
] as const;
export const PLAN_STATUSES = ['draft', 'approved', 'rejected', 'superseded'] as const;
export const INSPECTION_STATUSES = [
  'open',
  'recording',
  'concluded',
  'part_decided',
  'closed',
  'cancelled',
] as const;
export const CONCLUSIONS = ['accepted', 'not_accepted'] as const;
export const INSPECTION_PAPER_KINDS = ['coa', 'photo', 'report', 'other'] as const;

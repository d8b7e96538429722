import { adverse_event_errors } from './adverse-event.ts';
import { capa_errors } from './capa.ts';
import { complaint_errors } from './complaint.ts';
import { deviation_errors } from './deviation.ts';
import type { ErrorCatalogue } from './errors.ts';
import { quality_case_errors } from './quality-case-common.ts';
import { self_inspection_errors } from './quality-workbench.ts';

export * from './adverse-event.ts';
export * from './capa.ts';
export * from './complaint.ts';
export * from './deviation.ts';
export * from './quality-case-common.ts';
export * from './quality-workbench.ts';

export const quality_cases_errors = {
  ...quality_case_errors,
  ...deviation_errors,
  ...capa_errors,
  ...complaint_errors,
  ...adverse_event_errors,
  ...self_inspection_errors,
} as const satisfies ErrorCatalogue;

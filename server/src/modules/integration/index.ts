import type { ServerVerb } from '../../platform/use-case.ts';
import { epcis_constraints, epcis_verbs } from './epcis/verbs.ts';
import { getTemplate } from './get-template.ts';
import { importFile, previewImport } from './import-file.ts';
import { rfid_constraints, rfid_loops, rfid_verbs } from './rfid/index.ts';
import { saveRecord } from './save-record.ts';

export { applyRows } from './apply.ts';

/** What listens to RFID readers by itself. */
export const loops = rfid_loops;

export const verbs: ServerVerb[] = [
  previewImport,
  importFile,
  getTemplate,
  saveRecord,
  ...epcis_verbs,
  ...rfid_verbs,
];

/** Constraint -> error code. */
export const constraints: Record<string, string> = { ...epcis_constraints, ...rfid_constraints };

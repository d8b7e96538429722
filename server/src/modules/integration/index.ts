import type { ServerVerb } from '../../platform/use-case.ts';
import { getTemplate } from './get-template.ts';
import { importFile, previewImport } from './import-file.ts';
import { saveRecord } from './save-record.ts';

export { applyRows } from './apply.ts';

export const verbs: ServerVerb[] = [previewImport, importFile, getTemplate, saveRecord];

/** Constraint -> error code. */
export const constraints: Record<string, string> = {};

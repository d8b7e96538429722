import { z } from 'zod';
import { DATASET_NAMES } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';
import { import_report } from './import.ts';
import { required_text } from './primitives.ts';
import { download, upload_bytes, verb } from './verb.ts';

export const integration_errors = {
  'integration.import_refused': {
    status: 422,
    zh: '文件有 {errors} 处错误,未导入任何内容',
    en: 'The file has {errors} errors; nothing was imported',
  },
} as const satisfies ErrorCatalogue;

const UPLOAD_LIMIT = 64 * 1024 * 1024;

const file = {
  dataset: z.enum(DATASET_NAMES),
  file_name: required_text(200),
  bytes: upload_bytes,
};

export const previewImport = verb({
  name: 'integration.preview-import',
  method: 'POST',
  path: '/api/integration/import/preview',
  summary: 'Reads a CSV or Excel file and tells every error of every row, without writing anything',
  body: 'bytes',
  body_limit: UPLOAD_LIMIT,
  input: z.strictObject(file),
  output: import_report,
  errors: [],
});

export const importFile = verb({
  name: 'integration.import-file',
  method: 'POST',
  path: '/api/integration/import',
  summary: 'Imports a CSV or Excel file whole; a file with an error is refused whole',
  body: 'bytes',
  body_limit: UPLOAD_LIMIT,
  input: z.strictObject(file),
  output: import_report.extend({ written: z.number().int() }),
  errors: Object.keys(integration_errors),
});

export const getTemplate = verb({
  name: 'integration.get-template',
  method: 'GET',
  path: '/api/integration/template',
  summary: 'An empty table of a dataset with an example row, as CSV or Excel',
  input: z.strictObject({ dataset: z.enum(DATASET_NAMES), format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  output: download,
  errors: [],
  returns: 'file',
});

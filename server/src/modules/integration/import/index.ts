export { exportCsv, exportXlsx } from './export.ts';
export type { ImportPreview, ImportRow, ItemLookup, Lookups, PartnerKind } from './import.model.ts';
export { locationKey } from './import.model.ts';
export { previewFile } from './preview.ts';
export { templateCsv, templateXlsx } from './template.ts';
export { type ValidateOptions, type Validator, validateDataset } from './validate.ts';

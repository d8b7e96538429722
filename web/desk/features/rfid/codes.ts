import { rfid_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [
  rfid_errors,
  { 'web.rfid_not_compared': { zh: '请先选择核对单据', en: 'Choose the document to compare with first' } },
];

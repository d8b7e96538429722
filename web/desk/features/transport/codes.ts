import { transport_errors } from '@tongcang/contract';

const web_codes = {
  'web.warehouse_first': { zh: '请先在上方选择仓库', en: 'Choose a warehouse above first' },
};

/** Sentences by code; loaded after the desk has opened. */
export default [transport_errors, web_codes];

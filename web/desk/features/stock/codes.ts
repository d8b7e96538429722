import { label_errors, stock_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [stock_errors, label_errors];

import { purchasing_errors, receiving_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [purchasing_errors, receiving_errors];

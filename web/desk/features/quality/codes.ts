import { destruction_errors, quality_errors, repair_errors } from '@tongcang/contract';
import { quality_codes } from './text.ts';

/** Sentences by code; loaded after the desk has opened. */
export default [quality_errors, quality_codes, destruction_errors, repair_errors];

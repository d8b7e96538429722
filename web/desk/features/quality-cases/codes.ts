import { quality_cases_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [quality_cases_errors];

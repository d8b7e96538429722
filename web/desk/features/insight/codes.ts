import { insight_errors, retention_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [insight_errors, retention_errors];

import { planning_errors } from '@tongcang/contract';
import { planning_words } from './text.ts';

/** Sentences by code; loaded after the desk has opened. */
export default [planning_errors, planning_words];

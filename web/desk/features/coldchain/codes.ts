import { coldchain_errors } from '@tongcang/contract';
import { coldchain_codes } from './blocked.ts';

/** Sentences by code; loaded after the desk has opened. */
export default [coldchain_errors, coldchain_codes];

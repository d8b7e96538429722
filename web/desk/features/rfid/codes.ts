import { rfid_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [rfid_errors];

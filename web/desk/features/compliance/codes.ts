import { compliance_errors, compliance_records_errors, rules_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [compliance_errors, compliance_records_errors, rules_errors];

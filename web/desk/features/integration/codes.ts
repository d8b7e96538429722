import { epcis_errors, import_issues, integration_errors, tabular_errors } from '@tongcang/contract';

/** Sentences by code; loaded after the desk has opened. */
export default [tabular_errors, integration_errors, import_issues, epcis_errors];

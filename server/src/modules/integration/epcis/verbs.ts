import type { ServerVerb } from '../../../platform/use-case.ts';
import { captureEpcis } from './capture-epcis.ts';
import { getCapture, listCaptures, listPartnerEvents } from './captures.ts';
import { exportEpcis } from './export-epcis.ts';
import { listGlns, saveGln } from './glns.ts';
import { matchEpcis } from './match-epcis.ts';
import { queryEpcis } from './query-epcis.ts';

/** What speaks EPCIS 2.0: events for partners, documents of partners, location numbers. */
export const epcis_verbs: ServerVerb[] = [
  queryEpcis,
  exportEpcis,
  captureEpcis,
  matchEpcis,
  listCaptures,
  getCapture,
  listPartnerEvents,
  listGlns,
  saveGln,
];

export const epcis_constraints: Record<string, string> = {
  gln_key: 'integration.gln_taken',
};

/** Verbs of deviations, CAPA, complaints, adverse events and the workbench; the door of the module adds them to its own. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { addCapaActions } from './add-capa-actions.ts';
import { amendAdverseEvent } from './amend-adverse-event.ts';
import { answerComplaint } from './answer-complaint.ts';
import { assignDeviation } from './assign-deviation.ts';
import { addCaseFile, addCaseNote, getCaseFile, listCasePeople } from './case-trail-verbs.ts';
import { checkCapa } from './check-capa.ts';
import { closeAdverseEvent } from './close-adverse-event.ts';
import { closeComplaint } from './close-complaint.ts';
import { closeDeviation } from './close-deviation.ts';
import { containDeviation } from './contain-deviation.ts';
import { decideDeviation } from './decide-deviation.ts';
import { exportAdverseEvent } from './export-adverse-event.ts';
import { fileComplaint } from './file-complaint.ts';
import { findDevice } from './find-device.ts';
import { finishCapaAction } from './finish-capa-action.ts';
import { followUpAdverseEvent } from './follow-up-adverse-event.ts';
import { getAdverseEvent } from './get-adverse-event.ts';
import { getCapa } from './get-capa.ts';
import { getComplaint } from './get-complaint.ts';
import { getDeviation } from './get-deviation.ts';
import { getWorkbench } from './get-workbench.ts';
import { investigateComplaint } from './investigate-complaint.ts';
import { investigateDeviation } from './investigate-deviation.ts';
import { listAdverseEvents } from './list-adverse-events.ts';
import { listCapas } from './list-capas.ts';
import { listComplaints } from './list-complaints.ts';
import { listDeviations } from './list-deviations.ts';
import { openAdverseEvent } from './open-adverse-event.ts';
import { openCapa } from './open-capa.ts';
import { openDeviationVerb } from './open-deviation.ts';
import { phoneAdverseEvent } from './phone-adverse-event.ts';
import { printAdverseEvent } from './print-adverse-event.ts';
import { printCapa } from './print-capa.ts';
import { printComplaint } from './print-complaint.ts';
import { printDeviation } from './print-deviation.ts';
import { reopenCapa } from './reopen-capa.ts';
import { listSelfInspections, recordSelfInspection } from './self-inspections.ts';
import { submitAdverseEvent } from './submit-adverse-event.ts';
import { tellRegistrant } from './tell-registrant.ts';
import { triageComplaint } from './triage-complaint.ts';

export const case_verbs: ServerVerb[] = [
  openDeviationVerb,
  listDeviations,
  getDeviation,
  containDeviation,
  assignDeviation,
  investigateDeviation,
  decideDeviation,
  closeDeviation,
  printDeviation,
  openCapa,
  listCapas,
  getCapa,
  addCapaActions,
  finishCapaAction,
  checkCapa,
  reopenCapa,
  printCapa,
  findDevice,
  fileComplaint,
  listComplaints,
  getComplaint,
  triageComplaint,
  investigateComplaint,
  answerComplaint,
  closeComplaint,
  printComplaint,
  openAdverseEvent,
  listAdverseEvents,
  getAdverseEvent,
  amendAdverseEvent,
  tellRegistrant,
  phoneAdverseEvent,
  submitAdverseEvent,
  followUpAdverseEvent,
  closeAdverseEvent,
  printAdverseEvent,
  exportAdverseEvent,
  addCaseNote,
  addCaseFile,
  getCaseFile,
  listCasePeople,
  getWorkbench,
  listSelfInspections,
  recordSelfInspection,
];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const case_constraints: Record<string, string> = {
  deviation_second_person: 'quality.own_case',
  deviation_lot_lot_fk: 'stock.place_or_lot_unknown',
  complaint_second_person: 'quality.own_case',
  adverse_event_second_person: 'quality.own_case',
  adverse_event_pseudonym: 'quality.patient_identifiable',
  capa_check_other_person: 'quality.capa_own_check',
  self_inspection_year_key: 'quality.self_inspection_recorded',
};

/** The door of module quality: who decides whether goods may be used, what is destroyed, what is repaired. */
import type { Job } from '../../platform/jobs.ts';
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { addEvidence } from './add-evidence.ts';
import { cancelDestruction } from './cancel-destruction.ts';
import { case_constraints, case_verbs } from './case-verbs.ts';
import { closeRepair } from './close-repair.ts';
import { decideDestruction } from './decide-destruction.ts';
import { decideRepair } from './decide-repair.ts';
import { dispose } from './dispose.ts';
import { executeDestruction } from './execute-destruction.ts';
import { getDestruction } from './get-destruction.ts';
import { getEvidence } from './get-evidence.ts';
import { getRepair } from './get-repair.ts';
import { followPosted } from './inspection.consumer.ts';
import { inspection_constraints, inspection_verbs } from './inspection.ts';
import { lendDevice } from './lend-device.ts';
import { listDestructions } from './list-destructions.ts';
import { listQuarantine } from './list-quarantine.ts';
import { listRepairs } from './list-repairs.ts';
import { openRepair } from './open-repair.ts';
import { printDestruction } from './print-destruction.ts';
import { quoteRepair } from './quote-repair.ts';
import { recall_jobs } from './recall.jobs.ts';
import { recall_verbs } from './recall.ts';
import { receiveRepair } from './receive-repair.ts';
import { requestDestruction } from './request-destruction.ts';
import { returnDevice } from './return-device.ts';
import { sendRepair } from './send-repair.ts';
import { useParts } from './use-parts.ts';
import { witnessDestruction } from './witness-destruction.ts';

export { inspectedOnArrival, openInspections } from './arrivals.ts';
export { type DeviationFact, deviationOf } from './deviation.read.ts';
export { type NewDeviation, openDeviation } from './open-deviation.ts';
export { cancelInspectionsOf, requireReleased } from './settle-inspections.ts';

export const verbs: ServerVerb[] = [
  listQuarantine,
  dispose,
  requestDestruction,
  listDestructions,
  getDestruction,
  decideDestruction,
  cancelDestruction,
  executeDestruction,
  witnessDestruction,
  addEvidence,
  getEvidence,
  printDestruction,
  openRepair,
  listRepairs,
  getRepair,
  sendRepair,
  quoteRepair,
  decideRepair,
  useParts,
  receiveRepair,
  lendDevice,
  returnDevice,
  closeRepair,
  ...recall_verbs,
  ...inspection_verbs,
  ...case_verbs,
];

export const jobs: Job[] = [...recall_jobs];
export const consumers: Consumer[] = [followPosted];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  destruction_two_deciders: 'quality.own_request',
  destruction_two_witnesses: 'quality.own_witness',
  destruction_line_unusable: 'quality.destroy_released',
  repair_order_two_persons: 'quality.own_quote',
  repair_order_serial_once: 'quality.device_in_repair',
  loaner_serial_once: 'quality.loaner_lent',
  ...inspection_constraints,
  ...case_constraints,
};

/** The door of module transport: carriers, vehicles, shipments, legs, tracking, proof of delivery, freight. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { arriveStop } from './arrive-stop.ts';
import { assignShipment } from './assign-shipment.ts';
import { addAttachment, getAttachment } from './attachments.ts';
import { cancelShipment } from './cancel-shipment.ts';
import { checkDeparture } from './check-departure.ts';
import { endContract, listContracts, saveContract } from './contracts.ts';
import { createShipments } from './create-shipments.ts';
import { decideBill, reverseBill } from './decide-bill.ts';
import { departShipment } from './depart-shipment.ts';
import { listDrivers, saveDriver } from './drivers.ts';
import { enterBill, getBill, listBills } from './freight-bills.ts';
import { getQuotes } from './get-quotes.ts';
import { getShipment } from './get-shipment.ts';
import { handOver } from './hand-over.ts';
import { listDocuments } from './list-documents.ts';
import { listMyShipments, listShipments } from './list-shipments.ts';
import { listPlaces, savePlace } from './places.ts';
import { printHandover, printLoadingList } from './print-forms.ts';
import { proposeShipments } from './propose-shipments.ts';
import { rebookDocument } from './rebook-document.ts';
import { recordEvents } from './record-events.ts';
import { listVehicles, saveVehicle } from './vehicles.ts';

export { bookDocuments, type TransportDocument, withdrawDocuments } from './book-documents.ts';
export { seedTransport } from './seed.ts';

export const verbs: ServerVerb[] = [
  listContracts,
  saveContract,
  endContract,
  listVehicles,
  saveVehicle,
  listDrivers,
  saveDriver,
  listPlaces,
  savePlace,
  listDocuments,
  rebookDocument,
  proposeShipments,
  createShipments,
  getQuotes,
  assignShipment,
  cancelShipment,
  listShipments,
  getShipment,
  listMyShipments,
  checkDeparture,
  departShipment,
  recordEvents,
  arriveStop,
  handOver,
  addAttachment,
  getAttachment,
  printHandover,
  printLoadingList,
  listBills,
  getBill,
  enterBill,
  decideBill,
  reverseBill,
];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  document_key_once: 'transport.document_booked_before',
  document_rebooked_once: 'transport.document_booked_before',
  rate_once: 'transport.contract_overlaps',
  freight_bill_carrier_no_key: 'transport.bill_number_taken',
  freight_bill_reversed_once: 'transport.reversed_before',
  freight_bill_two_persons: 'transport.own_bill',
  handover_two_persons: 'transport.same_name',
  vehicle_cold_validated: 'transport.measure_needed',
};

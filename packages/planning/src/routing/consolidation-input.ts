import { requireNumber, requireWhole } from '../errors.ts';
import type { ConsolidationInput, LaneDeparture, ShippingDocument } from './consolidation.model.ts';
import { INSTANT, QTY_MAX, requireUnique, requireVolume } from './field-checks.ts';

/** Refuses everything that consolidation could not take, naming the field. */
export function requireConsolidationInput({ documents, departures }: ConsolidationInput): void {
  requireUnique('documents', 'document_id', documents);
  requireUnique('departures', 'departure_id', departures);
  for (const [nth, document] of documents.entries()) requireDocument(`documents[${nth}]`, document);
  for (const [nth, departure] of departures.entries()) requireDeparture(`departures[${nth}]`, departure);
}

function requireLane(field: string, lane: ShippingDocument | LaneDeparture): void {
  requireWhole(`${field}.from_warehouse_id`, lane.from_warehouse_id);
  requireWhole(`${field}.to_warehouse_id`, lane.to_warehouse_id);
}

function requireDocument(field: string, document: ShippingDocument): void {
  requireLane(field, document);
  requireNumber(`${field}.ready_hours`, document.ready_hours, INSTANT);
  requireNumber(`${field}.latest_arrival_hours`, document.latest_arrival_hours, INSTANT);
  requireNumber(`${field}.weight_kg`, document.weight_kg, { max: QTY_MAX });
  requireVolume(`${field}.volume_l`, document.volume_l);
  requireWhole(`${field}.parts`, document.parts ?? 1, { min: 1, max: 1e6 });
  requireWhole(`${field}.priority_class`, document.priority_class ?? 4, { min: 1, max: 4 });
}

function requireDeparture(field: string, departure: LaneDeparture): void {
  requireLane(field, departure);
  requireNumber(`${field}.departs_hours`, departure.departs_hours, INSTANT);
  requireNumber(`${field}.transit_hours`, departure.transit_hours, { max: INSTANT.max });
  requireNumber(`${field}.weight_kg_max`, departure.weight_kg_max, { max: QTY_MAX });
  requireVolume(`${field}.volume_l_max`, departure.volume_l_max);
  requireNumber(`${field}.fixed_cost_fen`, departure.fixed_cost_fen, { max: QTY_MAX });
  requireNumber(`${field}.cost_fen_per_kg`, departure.cost_fen_per_kg, { max: QTY_MAX });
}

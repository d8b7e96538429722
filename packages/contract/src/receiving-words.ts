/** The words of receiving: where its documents stand, why things differ, how goods travel. */
import { z } from 'zod';
import { instant, serial_no, text } from './primitives.ts';

export const RECEIPT_STATUSES = [
  /** In quarantine; nobody has decided on anything of it. */
  'received',
  /** A part is decided on. */
  'accepting',
  'accepted',
  'put_away',
  /** Nothing of the delivery was taken in. */
  'refused',
  'reversed',
] as const;

export const receipt_status = z.enum(RECEIPT_STATUSES);

/** `note`: the delivery note says something else than the goods; `no_order`: nothing was ordered, the paper follows. */
export const RECEIPT_DISCREPANCY_KINDS = ['short', 'over', 'damaged', 'refused', 'note', 'no_order'] as const;

export const RECEIPT_DISCREPANCY_STATUSES = ['open', 'resolved', 'void'] as const;

export const RECEIPT_RESOLUTIONS = [
  'supplier_credit',
  'replacement',
  'accepted_over',
  'returned',
  'note_corrected',
  'order_added',
] as const;

export const RECEIPT_RESPONSIBLES = ['supplier', 'carrier', 'ourselves', 'unknown'] as const;

export const REFUSAL_REASONS = [
  'damaged',
  'wrong_item',
  'not_ordered',
  'expiry_too_short',
  'no_document',
  'temperature',
  'label',
  'other',
] as const;

export const TRANSPORT_MODES = ['ambient', 'cold_vehicle', 'cold_box', 'express', 'air', 'rail'] as const;

export const UNQUALIFIED_ACTIONS = ['return_to_supplier', 'destroy', 'await_supplier'] as const;

export const ACCEPTANCE_RESULTS = ['qualified', 'unqualified', 'partly'] as const;

export const SUPPLIER_RETURN_STATUSES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'part_shipped',
  'shipped',
  'confirmed',
] as const;

export const supplier_return_status = z.enum(SUPPLIER_RETURN_STATUSES);

export const SUPPLIER_RETURN_REASONS = [
  'unqualified',
  'near_expiry',
  'recall',
  'over_delivery',
  'wrong_item',
  'agreement',
] as const;

const transport_fields = {
  transport_mode: z.enum(TRANSPORT_MODES),
  carrier_name: text(100).optional(),
  /** Plate of the vehicle or number of the box. */
  vehicle_no: text(40).optional(),
  departed_at: instant.optional(),
  arrived_at: instant.optional(),
  departure_temp_c: z.number().min(-100).max(100).optional(),
  arrival_temp_c: z.number().min(-100).max(100).optional(),
  min_temp_c: z.number().min(-100).max(100).optional(),
  max_temp_c: z.number().min(-100).max(100).optional(),
  /** Number of the logger's file or printed record. */
  record_no: text(80).optional(),
};

export const transport_given = z.strictObject(transport_fields);

export const serial_list = z.array(serial_no).max(20_000);

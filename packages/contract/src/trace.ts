import { z } from 'zod';
import { id, id_param, serial_no } from './primitives.ts';
import { download, verb } from './verb.ts';

export const TRACE_TARGETS = ['lot', 'serial', 'item', 'unit', 'document', 'patient'] as const;

/** A lot, or one piece of it, that a code leads to. */
const traced_lot = z.object({
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  serial_no: z.string().nullable(),
  /** How much of it the code stands for, where it says so. */
  qty: z.number().nullable(),
});

export const findTrace = verb({
  name: 'insight.find-trace',
  method: 'GET',
  path: '/api/insight/trace/find',
  summary:
    'What can be traced by a code: a label of any form, a lot, a serial, a box, a document, a patient pseudonym',
  input: z.strictObject({ code: z.string().trim().min(1).max(1000) }),
  output: z.object({
    targets: z.array(
      z.object({
        kind: z.enum(TRACE_TARGETS),
        /** The number as it is known here. */
        title: z.string(),
        /** Key of a document (`transfer:7`), for its page. */
        document_key: z.string().nullable(),
        /** At most 500; `lots_total` says how many there are. */
        lots: z.array(traced_lot),
        lots_total: z.number().int(),
      }),
    ),
  }),
  errors: ['stock.scan_unknown', 'stock.scan_invalid'],
});

const document = { document_key: z.string().nullable(), document_no: z.string() };

export const trace = verb({
  name: 'insight.trace',
  method: 'GET',
  path: '/api/insight/trace',
  summary:
    'Backward to supplier, receipt, acceptance and temperatures; forward to every consignee, kits included',
  input: z.strictObject({ item_id: id_param, lot_id: id_param, serial_no: serial_no.optional() }),
  output: z.object({
    /** False where the person sees only some warehouses: then what lies elsewhere is not in it. */
    whole: z.boolean(),
    receipts: z.array(
      z.object({
        ...document,
        supplier_id: id,
        supplier_name: z.string(),
        warehouse_name: z.string(),
        delivery_note_no: z.string(),
        arrived_at: z.string(),
        qty: z.number(),
        qty_refused: z.number(),
        received_by_name: z.string(),
        /** How it travelled; null where no record was made. */
        transport: z
          .object({
            transport_mode: z.string(),
            min_temp_c: z.number().nullable(),
            max_temp_c: z.number().nullable(),
            arrival_temp_c: z.number().nullable(),
            record_no: z.string().nullable(),
          })
          .nullable(),
        attachments: z.number().int(),
      }),
    ),
    acceptances: z.array(
      z.object({
        document_no: z.string(),
        receipt_key: z.string(),
        accepted_at: z.string(),
        accepted_by_name: z.string(),
        result: z.string(),
        qualified_qty: z.number(),
        unqualified_qty: z.number(),
        registration_no: z.string(),
        retain_until: z.string().nullable(),
      }),
    ),
    /** Times in which the lot was outside its range, wherever it stood or rode. */
    excursions: z.array(
      z.object({
        excursion_id: id,
        document_no: z.string(),
        from_at: z.string(),
        to_at: z.string(),
        minutes_out: z.number().int(),
        lowest_c: z.number(),
        highest_c: z.number(),
        status: z.string(),
      }),
    ),
    /** Who has it, also as a part of a kit: `lot_id` names the lot that he has. */
    consignees: z.array(
      z.object({
        partner_id: id,
        partner_name: z.string(),
        department_name: z.string(),
        item_code: z.string(),
        lot_id: id,
        lot_no: z.string(),
        delivered: z.number(),
        /** Ours still, in a cabinet or a theatre. */
        consigned: z.number(),
        returned: z.number(),
      }),
    ),
    /** Recorded use. The patient is a pseudonym that only the hospital can lead back; null without the right to see it. */
    uses: z.array(
      z.object({
        used_at: z.string(),
        partner_name: z.string(),
        department_name: z.string().nullable(),
        document_key: z.string().nullable(),
        case_no: z.string().nullable(),
        patient_ref: z.string().nullable(),
        item_code: z.string(),
        lot_id: id,
        lot_no: z.string(),
        qty: z.number(),
        serial_nos: z.array(z.string()),
        reversed: z.boolean(),
      }),
    ),
    /** Kits: what went into the lot, and what it went into, step by step. */
    lineage: z.array(
      z.object({
        direction: z.enum(['made_of', 'made_into']),
        depth: z.number().int(),
        ...document,
        kind: z.string(),
        at: z.string().nullable(),
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_id: id,
        lot_no: z.string(),
        qty: z.number(),
      }),
    ),
    /** Boxes it stood in, the newest first, at most 200. */
    units: z.array(
      z.object({
        kind: z.enum(['unit', 'package', 'supplier']),
        sscc: z.string(),
        handling_unit_id: id.nullable(),
        document_key: z.string().nullable(),
        qty: z.number(),
        at: z.string().nullable(),
      }),
    ),
    /** Numbers of the documents of the last steps, by their key. */
    documents: z.array(z.object({ document_key: z.string(), document_no: z.string() })),
  }),
  errors: ['platform.not_found'],
});

export const exportTrace = verb({
  name: 'insight.export-trace',
  method: 'POST',
  path: '/api/insight/trace/export',
  summary: 'The trace of a lot or serial for an inspector, as Excel or PDF',
  input: z.strictObject({
    item_id: id,
    lot_id: id,
    serial_no: serial_no.optional(),
    format: z.enum(['xlsx', 'pdf']),
  }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

/** Acceptance with its legal record, and the way to the shelf. */
import { z } from 'zod';
import {
  civil_date,
  id,
  id_param,
  page_of,
  page_query,
  qty,
  qty_or_zero,
  required_text,
  text,
} from './primitives.ts';
import { acceptance_row } from './receipt-rows.ts';
import { ACCEPTANCE_RESULTS, receipt_status, serial_list, UNQUALIFIED_ACTIONS } from './receiving-words.ts';
import { acknowledged } from './rules.ts';
import { stock_errors } from './stock.ts';
import { verb } from './verb.ts';

export const acceptGoods = verb({
  name: 'supply.accept-goods',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/accept',
  summary:
    'Writes the acceptance record: qualified goods are released, unqualified ones go to the rejected zone; every legal field must be there',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    /** Warnings that the person has read, with why the goods go on; asked for by `compliance.acknowledgement_needed`. */
    acknowledged,
    receipt_id: id_param,
    lines: z
      .array(
        z.strictObject({
          receipt_line_id: id,
          sample: qty_or_zero,
          qualified: qty_or_zero,
          unqualified: qty_or_zero.default(0),
          unqualified_reason: text(200).optional(),
          unqualified_action: z.enum(UNQUALIFIED_ACTIONS).optional(),
          /** Pack sound and clean. */
          packaging_ok: z.boolean(),
          /** Label readable, right, in Chinese, UDI agrees with the register. */
          label_ok: z.boolean(),
          /** The label carries a UDI; asked of goods made since the item must. */
          udi_ok: z.boolean().optional(),
          /** An import carries its label and instructions in Chinese. */
          chinese_label_ok: z.boolean().optional(),
          /** Certificate of conformity, import papers. */
          documents_ok: z.boolean(),
          /** Serials that are unqualified; the others are qualified where everything is decided at once. */
          unqualified_serial_nos: serial_list.optional(),
          qualified_serial_nos: serial_list.optional(),
          /** For the record, where the system does not know it. */
          production_date: civil_date.optional(),
          purchase_date: civil_date.optional(),
          registrant_name: text(100).optional(),
          producer_name: text(100).optional(),
          producer_licence_no: text(100).optional(),
          supplier_contact: text(100).optional(),
        }),
      )
      .min(1)
      .max(2000),
  }),
  output: z.object({
    acceptance_id: id,
    document_no: z.string(),
    status: receipt_status,
    release_movement_id: id.nullable(),
    reject_movement_id: id.nullable(),
    qualified: z.number(),
    unqualified: z.number(),
  }),
  errors: [
    'compliance.acknowledgement_needed',
    'quality.inspection_open',
    'quality.inspection_otherwise',
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_line_unknown',
    'supply.receipt_line_repeated',
    'supply.acceptor_received',
    'supply.acceptor_bought',
    'supply.acceptance_field_missing',
    'supply.more_than_waiting',
    'supply.not_qualifiable',
    'supply.nothing_decided',
    'supply.sample_exceeds',
    'supply.sample_missing',
    'supply.check_failed',
    'supply.unqualified_reason_missing',
    'supply.cold_record_missing',
    'supply.cold_out_of_range',
    'supply.no_rejected_place',
    'supply.serials_to_name',
    ...Object.keys(stock_errors),
  ],
});

export const listAcceptances = verb({
  name: 'supply.list-acceptances',
  method: 'GET',
  path: '/api/supply/acceptance',
  summary: 'Acceptance records with all their legal fields, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    item_id: id_param.optional(),
    lot_id: id_param.optional(),
    result: z.enum(ACCEPTANCE_RESULTS).optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(acceptance_row),
  errors: [],
});

export const reverseAcceptance = verb({
  name: 'supply.reverse-acceptance',
  method: 'POST',
  path: '/api/supply/acceptance/{acceptance_id}/reverse',
  summary:
    'Takes an acceptance back that was signed by mistake, by another person, while its goods are still where it left them',
  input: z.strictObject({ acceptance_id: id_param, reason: required_text(200) }),
  output: z.object({ acceptance_id: id, document_no: z.string(), receipt_id: id, status: receipt_status }),
  errors: [
    'platform.not_found',
    'supply.own_acceptance',
    'supply.reversed_already',
    'supply.put_away_since',
    ...Object.keys(stock_errors),
  ],
});
export const reversePutaway = verb({
  name: 'supply.reverse-putaway',
  method: 'POST',
  path: '/api/supply/putaway/{putaway_id}/reverse',
  summary: 'Brings goods back to where they were received, while they still stand where they were put',
  input: z.strictObject({ putaway_id: id_param, reason: required_text(200) }),
  output: z.object({
    putaway_id: id,
    document_no: z.string(),
    receipt_id: id,
    status: receipt_status,
    movement_id: id,
  }),
  errors: ['platform.not_found', 'supply.reversed_already', ...Object.keys(stock_errors)],
});

export const suggestPutaway = verb({
  name: 'supply.suggest-putaway',
  method: 'GET',
  path: '/api/supply/receipt/{receipt_id}/putaway',
  summary:
    'Where accepted goods of a receipt should be put: storage condition, zone, capacity, same lot first',
  input: z.strictObject({ receipt_id: id_param }),
  output: z.object({
    rows: z.array(
      z.object({
        receipt_line_id: id,
        item_id: id,
        lot_id: id,
        from_account_id: id,
        waiting: z.number(),
        bins: z.array(
          z.object({
            account_id: id,
            location_code: z.string(),
            qty: z.number(),
            /** Why this bin comes first: it holds the lot, holds the item, is empty, is shared. */
            why: z.enum(['same_lot', 'same_item', 'empty', 'shared']),
          }),
        ),
        /** What no bin takes. */
        unplaced: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const putAway = verb({
  name: 'supply.put-away',
  method: 'POST',
  path: '/api/supply/receipt/{receipt_id}/putaway',
  summary: 'Moves accepted goods from the receiving place into bins; in part where it is so',
  body_limit: 4 * 1024 * 1024,
  input: z.strictObject({
    receipt_id: id_param,
    lines: z
      .array(
        z.strictObject({
          receipt_line_id: id,
          to_account_id: id,
          qty,
          serial_nos: serial_list.optional(),
        }),
      )
      .max(2000)
      .default([]),
    /** A handling unit of the delivery as a whole: what is accepted of it goes to one bin and stays together. */
    units: z
      .array(z.strictObject({ sscc: text(40), to_account_id: id }))
      .max(200)
      .default([]),
  }),
  output: z.object({
    putaway_id: id,
    document_no: z.string(),
    movement_id: id,
    status: receipt_status,
    qty: z.number(),
    /** Those that were put away whole, in the order of the request. */
    handling_unit_ids: z.array(id),
  }),
  errors: [
    'platform.not_found',
    'supply.receipt_wrong_status',
    'supply.receipt_line_unknown',
    'supply.more_than_accepted',
    'supply.place_elsewhere',
    'supply.serials_to_name',
    'supply.nothing_to_put',
    'supply.unit_nothing_waits',
    ...Object.keys(stock_errors),
  ],
});

import { z } from 'zod';
import { id, serial_no } from './primitives.ts';
import { download, verb } from './verb.ts';

/** Sizes of labels that warehouses have on their rolls, in millimetres. */
export const LABEL_SIZES = ['60x40', '50x30', '100x70', '100x150'] as const;
export const LABEL_FORMATS = ['pdf', 'zpl'] as const;
export const LABEL_CODES = ['gs1_datamatrix', 'gs1_128', 'hibc_datamatrix', 'hibc_128'] as const;
/** Of one request; a roll has about as many. */
export const LABELS_MAX = 2000;

const label_paper = {
  /** `zpl` is sent to a label printer as it is. */
  format: z.enum(LABEL_FORMATS).default('pdf'),
  size: z.enum(LABEL_SIZES).default('60x40'),
};

export const label_errors = {
  'stock.labels_too_many': {
    status: 422,
    zh: '一次最多打印 {limit} 张标签,本次 {given} 张',
    en: 'At most {limit} labels at once, {given} asked for',
  },
  'stock.label_no_identifier': {
    status: 409,
    zh: '产品 {item_code} 没有 {issuer} 标识,无法打印该条码',
    en: 'Item {item_code} has no identifier of {issuer} for this code',
  },
  'stock.label_text': {
    status: 409,
    zh: '产品 {item_code} 的批号或序列号含有该条码不能表示的字符(批号 {lot_no})',
    en: 'The lot or serial of item {item_code} has signs that this code cannot hold (lot {lot_no})',
  },
} as const;

export const printLabels = verb({
  name: 'stock.print-labels',
  method: 'POST',
  path: '/api/stock/label',
  summary: 'UDI labels of lots and serials, as PDF or ZPL',
  input: z.strictObject({
    ...label_paper,
    /** A GS1 code by default; items that HIBC or MA identifies get theirs, and HIBC may be asked for. */
    code: z.enum(LABEL_CODES).default('gs1_datamatrix'),
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          /** One label for each serial; without them `copies` labels of the lot. */
          serial_nos: z.array(serial_no).max(LABELS_MAX).default([]),
          copies: z.number().int().min(1).max(LABELS_MAX).default(1),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: download,
  errors: [
    'platform.not_found',
    'stock.labels_too_many',
    'stock.serial_unknown',
    'stock.label_no_identifier',
    'stock.label_text',
  ],
  returns: 'file',
});

export const printUnitLabels = verb({
  name: 'stock.print-unit-labels',
  method: 'POST',
  path: '/api/stock/handling-unit/label',
  summary: 'SSCC labels of handling units with what is in them, as PDF or ZPL',
  input: z.strictObject({
    ...label_paper,
    size: z.enum(LABEL_SIZES).default('100x70'),
    handling_unit_ids: z.array(id).min(1).max(500),
  }),
  output: download,
  errors: ['platform.not_found'],
  returns: 'file',
});

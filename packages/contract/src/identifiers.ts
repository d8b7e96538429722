import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import { civil_date, id, id_param, required_text, text } from './primitives.ts';
import { verb } from './verb.ts';

/** Who issues device identifiers: GS1, HIBCC, ZIIOT (MA), Ali Health (AHM), ICCBBA. */
export const IDENTIFIER_ISSUERS = ['gs1', 'hibc', 'ma', 'ahm', 'iccbba'] as const;
/** From a part of the base unit to the pallet; `unit` is the base unit, the smallest that is sold. */
export const PACKING_LEVELS = ['use_unit', 'unit', 'inner', 'carton', 'pallet'] as const;
/** What the bars of a pack carry besides the identifier. */
export const LABEL_PARTS = ['lot', 'serial', 'production_date', 'expiry_date'] as const;

export const identifiers_errors = {
  'masterdata.di_invalid': {
    status: 422,
    zh: '“{di}”不是有效的 {issuer} 产品标识(DI)',
    en: '“{di}” is no valid device identifier of {issuer}',
  },
  'masterdata.gcp_only_gs1': {
    status: 422,
    zh: '厂商识别代码位数只用于 GS1 标识',
    en: 'Only a GS1 identifier has a company prefix',
  },
  'masterdata.use_unit_only': {
    status: 422,
    zh: '只有使用单元可以不计数(0)',
    en: 'Only a use unit may count nothing (0)',
  },
  'masterdata.base_identifier': {
    status: 409,
    zh: '“{di}”是产品基本单位的标识;请先在产品资料中改用另一标识',
    en: '“{di}” is the identifier of the base unit; give the item another one first',
  },
  'masterdata.identifier_retired': {
    status: 409,
    zh: '标识“{di}”已停用',
    en: 'The identifier “{di}” is retired already',
  },
} as const satisfies ErrorCatalogue;

const issuer = z.enum(IDENTIFIER_ISSUERS);
const packing_level = z.enum(PACKING_LEVELS);
const label_parts = z.array(z.enum(LABEL_PARTS)).max(LABEL_PARTS.length);

export const identifier_row = z.object({
  identifier_id: id,
  issuer,
  di: z.string(),
  packing_level,
  units_per_pack: z.number().int(),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  gcp_length: z.number().int().nullable(),
  label_parts: label_parts.nullable(),
  source: z.enum(['item', 'entered', 'import', 'udid']),
  /** Its interval is over. Goods that still carry it are found all the same. */
  retired: z.boolean(),
  /** The one of the base unit, which the record of the item names. */
  base: z.boolean(),
});
export const listIdentifiers = verb({
  name: 'masterdata.list-identifiers',
  method: 'GET',
  path: '/api/masterdata/item/{item_id}/identifier',
  summary: 'Device identifiers of an item with their packing levels',
  input: z.strictObject({ item_id: id_param }),
  output: z.object({ rows: z.array(identifier_row) }),
  errors: ['platform.not_found'],
});

export const addIdentifier = verb({
  name: 'masterdata.add-identifier',
  method: 'POST',
  path: '/api/masterdata/item/{item_id}/identifier',
  summary: 'Adds a device identifier of a packing level to an item, or changes the one it has',
  input: z.strictObject({
    item_id: id_param,
    issuer,
    /** As printed or as scanned; it is stored in its normal form. */
    di: required_text(100),
    packing_level,
    units_per_pack: z.number().int().min(0).max(1_000_000_000),
    valid_from: civil_date.nullable().default(null),
    valid_to: civil_date.nullable().default(null),
    gcp_length: z.number().int().min(6).max(12).nullable().default(null),
    label_parts: label_parts.nullable().default(null),
    note: text(200).default(''),
  }),
  output: z.object({ identifier_id: id, di: z.string() }),
  errors: [
    'platform.not_found',
    'masterdata.di_invalid',
    'masterdata.gcp_only_gs1',
    'masterdata.use_unit_only',
    'masterdata.base_identifier',
    'masterdata.udi_di_taken',
  ],
});

export const retireIdentifier = verb({
  name: 'masterdata.retire-identifier',
  method: 'POST',
  path: '/api/masterdata/identifier/{identifier_id}/retire',
  summary: 'Ends a device identifier, or takes it back as entered by mistake',
  input: z.strictObject({
    identifier_id: id_param,
    /** Its last day; yesterday where nothing is said, so that it ends at once. */
    valid_to: civil_date.optional(),
    /** It never belonged to the item: no scan finds it any more, and another item may have it. */
    mistake: z.boolean().default(false),
    reason: required_text(200),
  }),
  output: z.object({ identifier_id: id }),
  errors: ['platform.not_found', 'masterdata.base_identifier', 'masterdata.identifier_retired'],
});

import { z } from 'zod';
import { DEVICE_CLASSES, STORAGE_CONDITIONS } from './datasets.ts';
import { id, required_text } from './primitives.ts';
import { upload_bytes, verb } from './verb.ts';

/** Fields of an item that the national database knows; names are those of the item. */
export const UDID_FIELDS = [
  'name',
  'model',
  'device_class',
  'category',
  'registration_no',
  'sterile',
  'storage_condition',
  'temp_min_c',
  'temp_max_c',
  'catalogue_old',
  'catalogue_new',
  'insurance_code',
] as const;
export type UdidField = (typeof UDID_FIELDS)[number];

const value = z.union([z.string().max(300), z.number(), z.boolean()]).nullable();
const package_row = z.object({
  di: required_text(80),
  /** As the database words it: 盒, 箱. */
  level: z.string().max(40),
  /** Pieces of the next smaller pack. */
  contains: z.number().int().min(1).max(1_000_000_000),
  inner_di: z.string().max(80).nullable(),
  /** Base units in one pack, counted through the packs inside; null where the chain is broken. */
  units: z.number().int().nullable(),
});

export const udid_device = z.object({
  line_no: z.number().int(),
  di: z.string(),
  name: z.string(),
  model: z.string().nullable(),
  device_class: z.enum(DEVICE_CLASSES).nullable(),
  registration_no: z.string().nullable(),
  /** Whether a registration of this number is on file. */
  registration_known: z.boolean(),
  storage_condition: z.enum(STORAGE_CONDITIONS).nullable(),
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  cold_chain: z.boolean(),
  insurance_code: z.string().nullable(),
  withdrawn_on: z.string().nullable(),
  packages: z.array(package_row),
  /** The item of ours that it is; null where none has this identifier. */
  item: z.object({ item_id: id, item_code: z.string(), name: z.string() }).nullable(),
  /** Field by field what differs from what is on file. */
  differences: z.array(z.object({ field: z.enum(UDID_FIELDS), on_file: value, udid: value })),
  /** Packs that are not among the item's identifiers yet. */
  new_packages: z.array(z.string()),
});

const file = { file_name: required_text(200), bytes: upload_bytes };
export const UDID_BYTES_MAX = 20_000_000;

export const previewUdid = verb({
  name: 'compliance.preview-udid',
  method: 'POST',
  path: '/api/compliance/udid/preview',
  summary: 'Reads a file of the national UDI database and compares it with the items on file; writes nothing',
  input: z.strictObject(file),
  output: z.object({ devices: z.array(udid_device) }),
  errors: ['compliance.udid_unreadable'],
  body: 'bytes',
  body_limit: UDID_BYTES_MAX,
});

export const applyUdid = verb({
  name: 'compliance.apply-udid',
  method: 'POST',
  path: '/api/compliance/udid/apply',
  summary: 'Completes items from a file of the national UDI database; only the fields that are named change',
  input: z.strictObject({
    ...file,
    /** `<line_no>:<item_id>:<field>+<field>`, separated by commas; `packages` takes the packs over. */
    choice: z
      .string()
      .max(100_000)
      .regex(/^\d+:\d+:[a-z_+]+(,\d+:\d+:[a-z_+]+)*$/, { error: 'format' }),
  }),
  output: z.object({ items: z.number().int(), fields: z.number().int(), packages: z.number().int() }),
  errors: [
    'platform.not_found',
    'compliance.udid_unreadable',
    'compliance.udid_other_device',
    'masterdata.udi_di_taken',
  ],
  body: 'bytes',
  body_limit: UDID_BYTES_MAX,
});

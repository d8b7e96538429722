import { z } from 'zod';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  code,
  id,
  id_param,
  instant,
  page_of,
  page_query,
  required_text,
  text,
} from './primitives.ts';
import { stock_errors } from './stock.ts';
import { download, upload_bytes, verb } from './verb.ts';

export const AREA_KINDS = ['room', 'zone', 'bin', 'vehicle', 'box'] as const;
export const DEVICE_KINDS = ['sensor', 'logger'] as const;
export const EXCURSION_STATUSES = ['open', 'ended', 'decided'] as const;
export const ALARM_KINDS = ['out_of_range', 'humidity', 'sensor_lost', 'excursion'] as const;
/** What an area shows at a glance, worst first. */
export const AREA_STATES = ['out_of_range', 'lost', 'unfit', 'no_reading', 'ok'] as const;
/** Why an area or a device may not be relied on. */
export const FITNESS = [
  'retired',
  'not_validated',
  'validation_overdue',
  'too_few_sensors',
  'calibration_overdue',
] as const;
export const COLDCHAIN_RULES = [
  'storage_gap_minutes',
  'transport_gap_minutes',
  'out_of_range_gap_minutes',
  'sensors_min',
  'recipients_min',
  'calibration_months',
  'escalate_minutes',
  'first_reading_by',
  'second_reading_by',
  'unwatched_vehicle_blocks',
] as const;
export const LOGGER_BYTES_MAX = 20_971_520;
export const READINGS_MAX = 5_000;

export const coldchain_errors = {
  'coldchain.device_unknown': {
    status: 404,
    zh: '没有编号为 {device_no} 的温度设备',
    en: 'There is no device {device_no}',
  },
  'coldchain.device_retired': {
    status: 409,
    zh: '设备 {device_no} 已停用',
    en: 'Device {device_no} is retired',
  },
  'coldchain.device_key_wrong': {
    status: 401,
    zh: '设备编号或密钥不正确',
    en: 'Device number or key is wrong',
  },
  'coldchain.time_in_future': {
    status: 422,
    zh: '读数时间 {at} 在将来',
    en: 'The reading of {at} lies in the future',
  },
  'coldchain.time_too_old': {
    status: 422,
    zh: '读数时间 {at} 早于十年前',
    en: 'The reading of {at} is older than ten years',
  },
  'coldchain.value_impossible': {
    status: 422,
    zh: '温度 {temp_c} ℃ 或湿度超出可测范围',
    en: 'A temperature of {temp_c} °C, or the humidity with it, cannot be',
  },
  'coldchain.area_of_fleet': {
    status: 409,
    zh: '车辆和保温箱在运输管理中维护,这里只设置传感器和报警人',
    en: 'Vehicles and boxes are kept in transport; here they get sensors and contacts',
  },
  'coldchain.area_code_taken': {
    status: 409,
    zh: '编码 {area_code} 已被使用',
    en: 'The code {area_code} is taken',
  },
  'coldchain.place_unknown': {
    status: 422,
    zh: '本仓没有库区或库位 {place}',
    en: 'This warehouse has no zone or bin {place}',
  },
  'coldchain.recipients_needed': {
    status: 422,
    zh: '报警至少要通知 {min} 人,现在只有 {given} 人',
    en: 'An alarm reaches at least {min} people; {given} are named',
  },
  'coldchain.recipient_unknown': {
    status: 422,
    zh: '没有编号为 {user_id} 的用户',
    en: 'There is no user {user_id}',
  },
  'coldchain.watch_overlaps': {
    status: 409,
    zh: '设备 {device_no} 在该时间已用于 {area_code}',
    en: 'Device {device_no} watches {area_code} at that time',
  },
  'coldchain.dates_order': {
    status: 422,
    zh: '日期先后不对:{what}',
    en: 'The dates are out of order: {what}',
  },
  'coldchain.no_readings': {
    status: 404,
    zh: '该时段没有温度记录',
    en: 'There are no readings in that time',
  },
  'coldchain.window_too_long': {
    status: 422,
    zh: '一次最多查看 {days} 天',
    en: 'At most {days} days are shown at once',
  },
  'coldchain.file_columns': {
    status: 422,
    zh: '找不到{what}列,请选择列名(文件中有:{columns})',
    en: 'No column for {what} was found; choose one of: {columns}',
  },
  'coldchain.file_rows': {
    status: 422,
    zh: '文件有 {wrong} 行无法读取,例如第 {line} 行',
    en: '{wrong} rows cannot be read, such as line {line}',
  },
  'coldchain.action_needed': {
    status: 422,
    zh: '读数超出 {temp_min_c}～{temp_max_c} ℃ 或湿度范围,请写明采取的措施',
    en: 'The reading is outside {temp_min_c} to {temp_max_c} °C or its humidity range; say what was done',
  },
  'coldchain.excursion_status': {
    status: 409,
    zh: '超温事件 {document_no} 当前为 {status},不能执行此操作',
    en: 'Excursion {document_no} is {status}; this cannot be done now',
  },
  'coldchain.sensor_not_lost': {
    status: 409,
    zh: '传感器仍有读数,温度回到范围后自动结束',
    en: 'The sensors still report; it ends by itself when the temperature is back in range',
  },
  'coldchain.lot_not_in_excursion': {
    status: 422,
    zh: '批号 {lot_id} 不在该超温事件中或已处理',
    en: 'Lot {lot_id} is not in this excursion or is decided',
  },
  'coldchain.alarm_acknowledged': {
    status: 409,
    zh: '报警已由 {name} 确认',
    en: '{name} has acknowledged this alarm',
  },
  'coldchain.all_warehouses_needed': {
    status: 403,
    zh: '货物可能已到其他仓库,需要全部仓库的权限',
    en: 'The goods may have come to other warehouses; this needs rights for all of them',
  },
  'coldchain.rule_in_past': {
    status: 422,
    zh: '规则只能从今天或以后生效',
    en: 'A rule takes effect from today on or later',
  },
} as const satisfies ErrorCatalogue;

/** Hundredths fit two bytes, and no device of the trade measures beyond. */
const temp_c = z.number().min(-200).max(200);
const humidity = z.number().min(0).max(100);
const device_no = code;
const range = { temp_min_c: temp_c, temp_max_c: temp_c };

const area_now = {
  area_id: id,
  area_code: z.string(),
  name: z.string(),
  kind: z.enum(AREA_KINDS),
  warehouse_id: id.nullable(),
  warehouse_name: z.string().nullable(),
  zone_codes: z.array(z.string()),
  location_code: z.string().nullable(),
  vehicle_id: id.nullable(),
  temp_min_c: z.number(),
  temp_max_c: z.number(),
  humidity_min: z.number().nullable(),
  humidity_max: z.number().nullable(),
  manual_per_day: z.number().int(),
  validated_on: z.string().nullable(),
  validation_due: z.string().nullable(),
  status: z.enum(['active', 'retired']),
  sensors: z.number().int(),
  contacts: z.number().int(),
  /** Of the devices in it; null where none has sent anything. */
  lowest_c: z.number().nullable(),
  highest_c: z.number().nullable(),
  humidity: z.number().nullable(),
  last_at: z.string().nullable(),
  /** Documents that ride in it now. */
  loads: z.number().int(),
  open_alarms: z.number().int(),
  open_excursions: z.number().int(),
  state: z.enum(AREA_STATES),
  problems: z.array(z.enum(FITNESS)),
};

export const listAreas = verb({
  name: 'coldchain.list-areas',
  method: 'GET',
  path: '/api/coldchain/area',
  summary: 'All watched areas with what they show now',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    kind: z.enum(AREA_KINDS).optional(),
    ...page_query,
  }),
  output: page_of(z.object(area_now)),
  errors: [],
});

const device_row = {
  device_id: id,
  device_no: z.string(),
  kind: z.enum([...DEVICE_KINDS, 'manual']),
  maker: z.string(),
  model: z.string(),
  warehouse_id: id.nullable(),
  interval_seconds: z.number().int(),
  has_key: z.boolean(),
  calibrated_on: z.string().nullable(),
  calibration_due: z.string().nullable(),
  status: z.enum(['active', 'retired']),
  last_at: z.string().nullable(),
  last_c: z.number().nullable(),
  last_humidity: z.number().nullable(),
  area_id: id.nullable(),
  area_code: z.string().nullable(),
  area_name: z.string().nullable(),
  position: z.string().nullable(),
  discrepancies: z.number().int(),
  problems: z.array(z.enum(FITNESS)),
};
const qualification_row = z.object({
  qualification_id: id,
  kind: z.enum(['validation', 'calibration']),
  performed_on: z.string(),
  due_on: z.string(),
  passed: z.boolean(),
  certificate_no: z.string(),
  performed_by: z.string(),
  note: z.string().nullable(),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
});

export const getArea = verb({
  name: 'coldchain.get-area',
  method: 'GET',
  path: '/api/coldchain/area/{area_id}',
  summary: 'An area with its devices, the people an alarm reaches, validations and what rides in it',
  input: z.strictObject({ area_id: id_param }),
  output: z.object({
    ...area_now,
    devices: z.array(z.object({ ...device_row, from_at: z.string(), to_at: z.string().nullable() })),
    people: z.array(
      z.object({ user_id: id, account: z.string(), name: z.string(), level: z.number().int() }),
    ),
    qualifications: z.array(qualification_row),
    riding: z.array(
      z.object({
        document_key: z.string(),
        document_no: z.string(),
        from_at: z.string(),
        to_at: z.string().nullable(),
      }),
    ),
    gaps: z.array(
      z.object({
        device_no: z.string(),
        from_at: z.string(),
        to_at: z.string().nullable(),
        limit_minutes: z.number().int(),
        out_of_range: z.boolean(),
        filled_at: z.string().nullable(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const saveArea = verb({
  name: 'coldchain.save-area',
  method: 'POST',
  path: '/api/coldchain/area',
  summary: 'Makes or changes a cold room, zone or bin that is watched',
  input: z.strictObject({
    area_id: id.optional(),
    area_code: code,
    name: required_text(80),
    kind: z.enum(['room', 'zone', 'bin']),
    warehouse_id: id,
    zone_codes: z.array(required_text(40)).max(50).default([]),
    location_code: z.string().trim().max(40).optional(),
    ...range,
    humidity_min: humidity.optional(),
    humidity_max: humidity.optional(),
    /** How often a person reads it: not at all, or twice a day. */
    manual_per_day: z.union([z.literal(0), z.literal(2)]).default(0),
    status: z.enum(['active', 'retired']).default('active'),
  }),
  output: z.object({ area_id: id }),
  errors: [
    'platform.not_found',
    'platform.invalid_input',
    'coldchain.area_of_fleet',
    'coldchain.area_code_taken',
    'coldchain.place_unknown',
  ],
});

export const setAreaContacts = verb({
  name: 'coldchain.set-contacts',
  method: 'POST',
  path: '/api/coldchain/area/{area_id}/contact',
  summary: 'Names whom an alarm reaches at once, and whom when nobody has acknowledged it',
  input: z.strictObject({
    area_id: id_param,
    people: z.array(z.strictObject({ user_id: id, level: z.union([z.literal(1), z.literal(2)]) })).max(30),
  }),
  output: z.object({ area_id: id, people: z.number().int() }),
  errors: ['platform.not_found', 'coldchain.recipients_needed', 'coldchain.recipient_unknown'],
});

export const listAlarmPeople = verb({
  name: 'coldchain.list-people',
  method: 'GET',
  path: '/api/coldchain/person',
  summary: 'Names of the staff whom an alarm may reach',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(z.object({ user_id: id, account: z.string(), name: z.string() })) }),
  errors: [],
});

export const listTempDevices = verb({
  name: 'coldchain.list-devices',
  method: 'GET',
  path: '/api/coldchain/device',
  summary: 'Sensors and loggers with what they last said and when they are to be calibrated',
  input: z.strictObject({ warehouse_id: id_param.optional(), ...page_query }),
  output: page_of(z.object(device_row)),
  errors: [],
});

export const saveTempDevice = verb({
  name: 'coldchain.save-device',
  method: 'POST',
  path: '/api/coldchain/device',
  summary: 'Makes or changes the device of a number; installed anew it stays the same device',
  input: z.strictObject({
    device_no,
    kind: z.enum(DEVICE_KINDS),
    maker: text(60).default(''),
    model: text(60).default(''),
    /** Where it belongs; none for what travels. */
    warehouse_id: id.optional(),
    interval_seconds: z.number().int().min(1).max(86_400).default(60),
    status: z.enum(['active', 'retired']).default('active'),
  }),
  output: z.object({ device_id: id }),
  errors: ['platform.not_found'],
});

export const makeDeviceKey = verb({
  name: 'coldchain.make-device-key',
  method: 'POST',
  path: '/api/coldchain/device/{device_id}/key',
  summary: 'A new key with which the device signs in; it is shown once, the one before ends',
  input: z.strictObject({ device_id: id_param }),
  output: z.object({ device_no: z.string(), device_key: z.string(), topic: z.string() }),
  errors: ['platform.not_found', 'coldchain.device_retired'],
});

export const placeDevice = verb({
  name: 'coldchain.place-device',
  method: 'POST',
  path: '/api/coldchain/device/{device_id}/place',
  summary: 'Says what a device watches from a moment on; without an area it is taken down',
  input: z.strictObject({
    device_id: id_param,
    area_id: id.optional(),
    position: text(80).default(''),
    from_at: instant.optional(),
  }),
  output: z.object({ device_id: id, area_id: id.nullable(), from_at: z.string() }),
  errors: [
    'platform.not_found',
    'coldchain.device_retired',
    'coldchain.watch_overlaps',
    'coldchain.time_in_future',
  ],
});

export const qualifyEquipment = verb({
  name: 'coldchain.qualify',
  method: 'POST',
  path: '/api/coldchain/qualification',
  summary: 'Records a validation of an area or a calibration of a device; what failed is not relied on',
  input: z.strictObject({
    area_id: id.optional(),
    device_id: id.optional(),
    performed_on: civil_date,
    /** A year later where nothing is said of a calibration. */
    due_on: civil_date.optional(),
    passed: z.boolean().default(true),
    certificate_no: required_text(60),
    performed_by: required_text(80),
    note: text(300).optional(),
  }),
  output: z.object({ qualification_id: id, due_on: z.string() }),
  errors: [
    'platform.not_found',
    'platform.invalid_input',
    'coldchain.area_of_fleet',
    'coldchain.dates_order',
  ],
});

const told_reading = z.strictObject({
  device_no,
  at: instant,
  temp_c,
  humidity: humidity.optional(),
});
const refusals = z.array(
  z.object({ index: z.number().int(), code: z.string(), params: z.record(z.string(), z.unknown()) }),
);
const taken = z.object({
  recorded: z.number().int(),
  /** Known before, with the same value. */
  known: z.number().int(),
  /** Known before with another value: the first stays. */
  differs: z.number().int(),
  refused: refusals,
});

export const recordReadings = verb({
  name: 'coldchain.record-readings',
  method: 'POST',
  path: '/api/coldchain/reading',
  summary: 'Takes readings of any devices, line by line; the same moment twice is one reading',
  input: z.strictObject({ readings: z.array(told_reading).min(1).max(READINGS_MAX) }),
  output: taken,
  errors: [],
  body_limit: 2_097_152,
});

export const sendReadings = verb({
  name: 'coldchain.send-readings',
  method: 'POST',
  path: '/api/coldchain/device-reading',
  summary: 'A device sends its own readings with its key; it needs no account',
  input: z.strictObject({
    device_no,
    device_key: z.string().min(20).max(200),
    readings: z
      .array(z.strictObject({ at: instant, temp_c, humidity: humidity.optional() }))
      .min(1)
      .max(READINGS_MAX),
  }),
  output: taken,
  errors: ['coldchain.device_key_wrong'],
  body_limit: 2_097_152,
});

const file_mapping = {
  file_name: required_text(200),
  device_no,
  /** Titles of the columns; found by themselves for the exports of common loggers. */
  time_column: z.string().trim().max(100).optional(),
  temp_column: z.string().trim().max(100).optional(),
  humidity_column: z.string().trim().max(100).optional(),
  /** Minutes that the clock of the file is ahead of UTC; a logger writes what people read on the wall. */
  offset_minutes: z.coerce.number().int().min(-840).max(840).default(480),
};

export const previewLoggerFile = verb({
  name: 'coldchain.preview-file',
  method: 'POST',
  path: '/api/coldchain/file/preview',
  summary: 'Shows how a file of a logger would be read, and changes nothing',
  input: z.strictObject({ ...file_mapping, bytes: upload_bytes }),
  output: z.object({
    header: z.array(z.string()),
    time_column: z.string(),
    temp_column: z.string(),
    humidity_column: z.string().nullable(),
    count: z.number().int(),
    first_at: z.string().nullable(),
    last_at: z.string().nullable(),
    lowest_c: z.number().nullable(),
    highest_c: z.number().nullable(),
    /** The first rows as they were understood. */
    sample: z.array(
      z.object({
        line: z.number().int(),
        at: z.string(),
        temp_c: z.number(),
        humidity: z.number().nullable(),
      }),
    ),
    wrong: z.array(z.object({ line: z.number().int(), code: z.string(), text: z.string() })),
  }),
  errors: ['coldchain.device_unknown', 'coldchain.file_columns'],
  body: 'bytes',
  body_limit: LOGGER_BYTES_MAX,
});

export const importLoggerFile = verb({
  name: 'coldchain.import-file',
  method: 'POST',
  path: '/api/coldchain/file',
  summary: 'Takes the readings of a file of a logger, all rows or none',
  input: z.strictObject({ ...file_mapping, bytes: upload_bytes }),
  output: taken,
  errors: ['coldchain.device_unknown', 'coldchain.file_columns', 'coldchain.file_rows'],
  body: 'bytes',
  body_limit: LOGGER_BYTES_MAX,
});

const window = { from: instant, to: instant };
export const getTempSeries = verb({
  name: 'coldchain.get-series',
  method: 'GET',
  path: '/api/coldchain/area/{area_id}/series',
  summary:
    'The readings of an area in a time, with their mean kinetic temperature; long times are thinned out',
  input: z.strictObject({ area_id: id_param, ...window }),
  output: z.object({
    area_id: id,
    from: z.string(),
    to: z.string(),
    temp_min_c: z.number(),
    temp_max_c: z.number(),
    readings: z.number().int(),
    lowest_c: z.number().nullable(),
    highest_c: z.number().nullable(),
    mkt_c: z.number().nullable(),
    devices: z.array(
      z.object({
        device_no: z.string(),
        position: z.string(),
        /** Seconds since `from`; hundredths of a degree; tenths of a percent or null. */
        seconds: z.array(z.number().int()),
        centis: z.array(z.number().int()),
        humidities: z.array(z.number().int().nullable()),
      }),
    ),
  }),
  errors: ['platform.not_found', 'coldchain.window_too_long'],
});

export const getTemperatureFile = verb({
  name: 'coldchain.get-temperature-file',
  method: 'GET',
  path: '/api/coldchain/area/{area_id}/file',
  summary: 'The readings of an area in a time as CSV, or as PDF with figures and gaps',
  input: z.strictObject({ area_id: id_param, ...window, format: z.enum(['csv', 'pdf']).default('csv') }),
  output: download,
  errors: ['platform.not_found', 'coldchain.no_readings', 'coldchain.window_too_long'],
  returns: 'file',
});

const manual_row = {
  area_id: id,
  area_code: z.string(),
  area_name: z.string(),
  warehouse_id: id.nullable(),
  temp_min_c: z.number(),
  temp_max_c: z.number(),
  humidity_min: z.number().nullable(),
  humidity_max: z.number().nullable(),
};
export const listManualReadings = verb({
  name: 'coldchain.list-manual',
  method: 'GET',
  path: '/api/coldchain/manual-reading',
  summary: 'What is to be read by hand today and whether it was',
  input: z.strictObject({ warehouse_id: id_param.optional() }),
  output: z.object({
    today: z.string(),
    areas: z.array(
      z.object({
        ...manual_row,
        slots: z.array(
          z.object({
            slot: z.number().int(),
            /** Minutes of the day by which it is due. */
            due_minutes: z.number().int(),
            overdue: z.boolean(),
            at: z.string().nullable(),
            temp_c: z.number().nullable(),
            humidity: z.number().nullable(),
            in_range: z.boolean().nullable(),
            recorded_by_name: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
  errors: [],
});

export const recordManualReading = verb({
  name: 'coldchain.record-manual',
  method: 'POST',
  path: '/api/coldchain/manual-reading',
  summary: 'What a person reads from the thermometer of an area; out of range it says what was done',
  input: z.strictObject({
    area_id: id,
    temp_c,
    humidity: humidity.optional(),
    slot: z.union([z.literal(1), z.literal(2)]).optional(),
    action: text(300).optional(),
  }),
  output: z.object({ area_id: id, at: z.string(), slot: z.number().int(), in_range: z.boolean() }),
  errors: ['platform.not_found', 'coldchain.action_needed'],
});

export const listColdchainTasks = verb({
  name: 'coldchain.list-tasks',
  method: 'GET',
  path: '/api/coldchain/task',
  summary: 'What is overdue or falls due: calibrations, validations, sensors, contacts, readings by hand',
  input: z.strictObject({ warehouse_id: id_param.optional() }),
  output: z.object({
    rows: z.array(
      z.object({
        key: z.string(),
        kind: z.enum(['calibration', 'validation', 'sensors', 'contacts', 'manual_reading']),
        area_id: id.nullable(),
        device_id: id.nullable(),
        name: z.string(),
        warehouse_id: id.nullable(),
        due_on: z.string().nullable(),
        overdue: z.boolean(),
      }),
    ),
  }),
  errors: [],
});

export const judgeAreas = verb({
  name: 'coldchain.judge-areas',
  method: 'POST',
  path: '/api/coldchain/judgement',
  summary:
    'Judges an area anew from a moment on: gaps, excursions, goods concerned. The system does so by itself',
  input: z.strictObject({ area_id: id, from_at: instant.optional() }),
  output: z.object({
    area_id: id,
    gaps: z.number().int(),
    excursions: z.array(z.object({ excursion_id: id, document_no: z.string(), held: z.number() })),
  }),
  errors: ['platform.not_found', 'coldchain.all_warehouses_needed', ...Object.keys(stock_errors)],
});

const alarm_row = {
  alarm_id: id,
  area_id: id,
  area_code: z.string(),
  area_name: z.string(),
  warehouse_id: id.nullable(),
  warehouse_name: z.string().nullable(),
  kind: z.enum(ALARM_KINDS),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  value_c: z.number().nullable(),
  temp_min_c: z.number(),
  temp_max_c: z.number(),
  device_no: z.string().nullable(),
  excursion_id: id.nullable(),
  level: z.number().int(),
  raised_at: z.string(),
  told: z.array(z.string()),
  mine: z.boolean(),
  acknowledged_at: z.string().nullable(),
  acknowledged_by_name: z.string().nullable(),
  acknowledge_reason: z.string().nullable(),
};
export const listAlarms = verb({
  name: 'coldchain.list-alarms',
  method: 'GET',
  path: '/api/coldchain/alarm',
  summary: 'Alarms, those that nobody has acknowledged first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    area_id: id_param.optional(),
    open: z.enum(['yes', 'no']).optional(),
    ...page_query,
  }),
  output: page_of(z.object(alarm_row)),
  errors: [],
});

export const acknowledgeAlarms = verb({
  name: 'coldchain.acknowledge-alarms',
  method: 'POST',
  path: '/api/coldchain/alarm/acknowledge',
  summary: 'Says that somebody looks after alarms, and how; it ends neither the excursion nor the hold',
  input: z.strictObject({ alarm_ids: z.array(id).min(1).max(100), reason: required_text(300) }),
  output: z.object({ acknowledged: z.number().int() }),
  errors: ['platform.not_found', 'coldchain.alarm_acknowledged'],
});

const excursion_row = {
  excursion_id: id,
  document_no: z.string(),
  area_id: id,
  area_code: z.string(),
  area_name: z.string(),
  area_kind: z.enum(AREA_KINDS),
  warehouse_id: id.nullable(),
  warehouse_name: z.string().nullable(),
  status: z.enum(EXCURSION_STATUSES),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  end_kind: z.enum(['in_range', 'sensor_lost']).nullable(),
  minutes: z.number().int(),
  lowest_c: z.number(),
  highest_c: z.number(),
  lots: z.number().int(),
  qty_held: z.number(),
  deviation_id: id.nullable(),
  deviation_no: z.string().nullable(),
};
export const listExcursions = verb({
  name: 'coldchain.list-excursions',
  method: 'GET',
  path: '/api/coldchain/excursion',
  summary: 'Excursions of temperature, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(EXCURSION_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(z.object(excursion_row)),
  errors: [],
});

export const getExcursion = verb({
  name: 'coldchain.get-excursion',
  method: 'GET',
  path: '/api/coldchain/excursion/{excursion_id}',
  summary: 'An excursion with the goods concerned, their temperatures and budgets, holds and decisions',
  input: z.strictObject({ excursion_id: id_param }),
  output: z.object({
    ...excursion_row,
    end_reason: z.string().nullable(),
    /** Whether every sensor of the area is silent, so that quality may close it with a reason. */
    sensor_lost: z.boolean(),
    goods: z.array(
      z.object({
        item_id: id,
        item_code: z.string(),
        item_name: z.string(),
        lot_id: id,
        lot_no: z.string(),
        expiry_date: z.string().nullable(),
        temp_min_c: z.number().nullable(),
        temp_max_c: z.number().nullable(),
        from_at: z.string(),
        to_at: z.string(),
        minutes_out: z.number().int(),
        lowest_c: z.number(),
        highest_c: z.number(),
        mkt_c: z.number(),
        qty_there: z.number(),
        qty_gone: z.number(),
        qty_held: z.number(),
        /** Of what the maker allows outside of the cold, over the whole life of the lot; null where nothing is known. */
        budget_minutes: z.number().int().nullable(),
        budget_used: z.number().int(),
        outcome: z.enum(['release', 'reject']).nullable(),
        decided_reason: z.string().nullable(),
        decided_by_name: z.string().nullable(),
        decided_at: z.string().nullable(),
        places: z.array(z.object({ place: z.string(), qty: z.number(), held_at: z.string() })),
      }),
    ),
    signatures: z.array(
      z.object({
        signature_id: id,
        meaning: z.string(),
        reason: z.string(),
        signed_name: z.string(),
        signed_at: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

export const closeExcursion = verb({
  name: 'coldchain.close-excursion',
  method: 'POST',
  path: '/api/coldchain/excursion/{excursion_id}/close',
  summary: 'Quality closes an excursion that can never end by itself, because its sensors are lost',
  input: z.strictObject({ excursion_id: id_param, reason: required_text(300) }),
  output: z.object({ excursion_id: id, status: z.enum(EXCURSION_STATUSES) }),
  errors: ['platform.not_found', 'coldchain.excursion_status', 'coldchain.sensor_not_lost'],
});

export const decideExcursion = verb({
  name: 'coldchain.decide-excursion',
  method: 'POST',
  path: '/api/coldchain/excursion/{excursion_id}/decision',
  summary:
    'Quality releases or rejects lots of an excursion, with a signature; lots may be decided one after another',
  input: z.strictObject({
    excursion_id: id_param,
    reason: required_text(500),
    lots: z
      .array(z.strictObject({ item_id: id, lot_id: id, outcome: z.enum(['release', 'reject']) }))
      .min(1)
      .max(500),
  }),
  output: z.object({
    excursion_id: id,
    status: z.enum(EXCURSION_STATUSES),
    signature_id: id,
    lots: z.array(
      z.object({ item_id: id, lot_id: id, outcome: z.enum(['release', 'reject']), qty: z.number() }),
    ),
  }),
  errors: [
    'platform.not_found',
    'identity.reauthentication_needed',
    'coldchain.excursion_status',
    'coldchain.lot_not_in_excursion',
    'coldchain.all_warehouses_needed',
    ...Object.keys(stock_errors),
  ],
});

export const getColdchainRules = verb({
  name: 'coldchain.get-rules',
  method: 'GET',
  path: '/api/coldchain/rule',
  summary: 'The interval rules with their legal basis and from when on they hold',
  input: z.strictObject({}),
  output: z.object({
    rows: z.array(
      z.object({
        name: z.enum(COLDCHAIN_RULES),
        effective_from: z.string(),
        effective_to: z.string().nullable(),
        value: z.number().int(),
        legal_basis: z.string(),
        in_force: z.boolean(),
      }),
    ),
  }),
  errors: [],
});

export const setColdchainRule = verb({
  name: 'coldchain.set-rule',
  method: 'POST',
  path: '/api/coldchain/rule',
  summary: 'Sets a rule from a day on; what was judged before stays as it was',
  input: z.strictObject({
    name: z.enum(COLDCHAIN_RULES),
    value: z.number().int().min(0).max(100_000),
    effective_from: civil_date,
    legal_basis: required_text(200),
  }),
  output: z.object({ name: z.enum(COLDCHAIN_RULES), effective_from: z.string() }),
  errors: ['coldchain.rule_in_past', 'coldchain.all_warehouses_needed'],
});

export const listTorBudgets = verb({
  name: 'coldchain.list-budgets',
  method: 'GET',
  path: '/api/coldchain/budget',
  summary: 'Times that items may spend outside of the cold',
  input: z.strictObject({ ...page_query }),
  output: page_of(
    z.object({
      item_id: id,
      item_code: z.string(),
      item_name: z.string(),
      temp_min_c: z.number().nullable(),
      temp_max_c: z.number().nullable(),
      minutes: z.number().int().nullable(),
      up_to_c: z.number().nullable(),
      /** The lot that has used most of it. */
      used_most: z.number().int(),
    }),
  ),
  errors: [],
});

export const saveTorBudgets = verb({
  name: 'coldchain.save-budgets',
  method: 'POST',
  path: '/api/coldchain/budget',
  summary: 'Sets the minutes that items may spend outside of the cold',
  input: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          minutes: z.number().int().min(0).max(1_000_000),
          up_to_c: temp_c.optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ saved: z.number().int() }),
  errors: ['platform.not_found', 'coldchain.all_warehouses_needed'],
});

export const recordHandling = verb({
  name: 'coldchain.record-handling',
  method: 'POST',
  path: '/api/coldchain/handling',
  summary: 'Minutes that lots were handled outside of the cold; they use up their budget',
  input: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          item_id: id,
          lot_id: id,
          minutes: z.number().int().min(1).max(10_000),
          highest_c: temp_c.optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  output: z.object({
    lines: z.array(
      z.object({
        item_id: id,
        lot_id: id,
        used_minutes: z.number().int(),
        budget_minutes: z.number().int().nullable(),
        exceeded: z.boolean(),
      }),
    ),
  }),
  errors: ['stock.place_or_lot_unknown'],
});

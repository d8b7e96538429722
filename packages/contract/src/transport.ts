import { z } from 'zod';
import { STORAGE_CONDITIONS } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';
import {
  civil_date,
  code,
  fen,
  id,
  id_param,
  instant,
  page_of,
  page_query,
  qty,
  required_text,
  text,
} from './primitives.ts';
import { download, upload_bytes, verb } from './verb.ts';

export const TEMPERATURE_CLASSES = ['ambient', 'cold', 'frozen'] as const;
export const SHIPMENT_STATUSES = [
  'planned',
  /** Checked before departure: pre-cooled, logger and seal on board. */
  'ready',
  'on_the_road',
  'completed',
  'cancelled',
] as const;
export const STOP_STATUSES = ['planned', 'arrived', 'delivered', 'partly_refused', 'refused'] as const;
export const TRANSPORT_DOCUMENT_STATUSES = [
  'waiting',
  'planned',
  'on_the_road',
  'delivered',
  'partly_refused',
  'refused',
  'withdrawn',
] as const;
export const TRANSPORT_DOCUMENT_KINDS = [
  'transfer',
  'delivery',
  'supplier_return',
  'customer_return',
  'repair',
  'other',
] as const;
export const TRACKING_EVENT_KINDS = [
  'checked',
  'departed',
  'position',
  'delay',
  'exception',
  'temperature',
  'arrived',
  'delivered',
  'refused',
  'completed',
] as const;
/** What may be told from the road; the others follow from their own steps. */
export const REPORTED_EVENT_KINDS = ['position', 'delay', 'exception', 'temperature'] as const;
export const ATTACHMENT_KINDS = ['photo', 'signature', 'temperature_file', 'paper'] as const;
export const ATTACHMENT_TYPES = ['image/jpeg', 'image/png', 'application/pdf', 'text/csv'] as const;
export const FREIGHT_BASES = ['weight', 'volume', 'value'] as const;
export const FREIGHT_BILL_STATUSES = ['entered', 'approved', 'declined'] as const;
export const ATTACHMENT_BYTES_MAX = 5 * 1024 * 1024;

export const transport_errors = {
  'transport.document_not_refused': {
    status: 409,
    zh: '单据 {document_no} 未被拒收({status}),不能重新安排运输',
    en: 'Document {document_no} was not refused ({status}); it is not booked again',
  },
  'transport.not_a_carrier': {
    status: 422,
    zh: '{name} 不是承运商',
    en: '{name} is not a carrier',
  },
  'transport.comes_back': {
    status: 409,
    zh: '单据 {document_no} 的货物已退回仓库，请重新发货',
    en: 'The goods of {document_no} came back to the warehouse; ship them again',
  },
  'transport.document_booked_before': {
    status: 409,
    zh: '单据 {document_key} 已登记待运',
    en: 'Document {document_key} is booked for transport already',
  },
  'transport.document_not_waiting': {
    status: 409,
    zh: '单据 {document_no} 不在待运状态({status})',
    en: 'Document {document_no} does not wait for transport ({status})',
  },
  'transport.mixed_destinations': {
    status: 422,
    zh: '一张运单只能送往一个仓库,或只送客户',
    en: 'One shipment leads to one warehouse, or to customers only',
  },
  'transport.other_sender': {
    status: 422,
    zh: '单据 {document_no} 不从此仓库发出',
    en: 'Document {document_no} does not leave from this warehouse',
  },
  'transport.lane_mismatch': {
    status: 422,
    zh: '线路 {lane_id} 不从此仓库通往该目的地',
    en: 'Lane {lane_id} does not lead from this warehouse to the destination',
  },
  'transport.vehicle_unfit': {
    status: 409,
    zh: '车辆/冷藏箱 {vehicle_code} 不可用:{problem}({detail})',
    en: 'Vehicle or box {vehicle_code} may not be used: {problem} ({detail})',
  },
  'transport.driver_unfit': {
    status: 409,
    zh: '司机 {driver_code} 不可用:{problem}({detail})',
    en: 'Driver {driver_code} may not drive: {problem} ({detail})',
  },
  'transport.no_vehicle': {
    status: 409,
    zh: '运单 {document_no} 未安排车辆与司机',
    en: 'Shipment {document_no} has no vehicle and driver yet',
  },
  'transport.wrong_status': {
    status: 409,
    zh: '运单 {document_no} 当前为 {status},不能{action}',
    en: 'Shipment {document_no} is {status}; it cannot become {action}',
  },
  'transport.not_your_journey': {
    status: 403,
    zh: '运单 {document_no} 由其他司机执行',
    en: 'Shipment {document_no} is driven by somebody else',
  },
  'transport.check_failed': {
    status: 409,
    zh: '发车前检查未通过,共 {problems} 项',
    en: 'The check before departure failed in {problems} points',
  },
  'transport.too_warm_or_cold': {
    status: 409,
    zh: '温度 {temp_c} ℃ 不在 {temp_min_c} 至 {temp_max_c} ℃ 之内',
    en: '{temp_c} °C is not within {temp_min_c} to {temp_max_c} °C',
  },
  'transport.measure_needed': {
    status: 422,
    zh: '冷链运输须填写{what}',
    en: 'Cold-chain transport asks for {what}',
  },
  'transport.stop_done': {
    status: 409,
    zh: '第 {stop_no} 站当前为 {status}',
    en: 'Stop {stop_no} is {status} already',
  },
  'transport.document_not_at_stop': {
    status: 422,
    zh: '单据 {document_no} 不在此站交付',
    en: 'Document {document_no} is not handed over at this stop',
  },
  'transport.more_refused_than_carried': {
    status: 422,
    zh: '拒收 {qty} 超过所载 {carried}',
    en: '{qty} refused, {carried} carried',
  },
  'transport.times_out_of_order': {
    status: 422,
    zh: '时间先后不符:{what}',
    en: 'The times are out of order: {what}',
  },
  'transport.same_name': {
    status: 422,
    zh: '交货人与收货人不能相同',
    en: 'Who hands over and who receives are two persons',
  },
  'transport.contract_overlaps': {
    status: 422,
    zh: '费率第 {line_no} 行与另一行适用范围相同',
    en: 'Rate line {line_no} covers the same as another line',
  },
  'transport.contract_ended': {
    status: 409,
    zh: '合同 {document_no} 已终止',
    en: 'Contract {document_no} has ended before',
  },
  'transport.no_rate': {
    status: 409,
    zh: '承运商 {name} 没有适用的有效费率',
    en: 'Carrier {name} has no valid rate for this shipment',
  },
  'transport.bill_foreign_shipment': {
    status: 422,
    zh: '运单 {document_no} 不由该承运商承运',
    en: 'Shipment {document_no} was not carried by this carrier',
  },
  'transport.bill_not_departed': {
    status: 409,
    zh: '运单 {document_no} 尚未发车,不能结算',
    en: 'Shipment {document_no} has not left; it cannot be billed',
  },
  'transport.billed_before': {
    status: 409,
    zh: '运单 {document_no} 已在账单 {bill_no} 中结算',
    en: 'Shipment {document_no} is on bill {bill_no} already',
  },
  'transport.difference_needs_reason': {
    status: 422,
    zh: '运单 {document_no} 账单与报价相差 {difference_yuan} 元,请填写原因',
    en: 'Shipment {document_no} differs from its quote by CNY {difference_yuan}; give a reason',
  },
  'transport.bill_decided': {
    status: 409,
    zh: '账单 {document_no} 当前为 {status}',
    en: 'Bill {document_no} is {status}',
  },
  'transport.reversed_before': {
    status: 409,
    zh: '账单 {document_no} 已有冲销单',
    en: 'Bill {document_no} was taken back before',
  },
  'transport.own_bill': {
    status: 403,
    zh: '不能审批自己录入的账单',
    en: 'Nobody decides on a bill of the own hand',
  },
  'transport.bill_number_taken': {
    status: 409,
    zh: '该承运商的账单号已录入',
    en: 'A bill of this carrier with this number exists',
  },
  'transport.file_unknown_type': {
    status: 415,
    zh: '文件内容与类型 {media_type} 不符',
    en: 'The content of the file is not {media_type}',
  },
} as const satisfies ErrorCatalogue;

const temperature_class = z.enum(TEMPERATURE_CLASSES);
const celsius = z.number().min(-200).max(100);
const reason = required_text(200);

// Who carries, with what, and on what terms.

const rate = z.strictObject({
  /** Everywhere where nothing is said. */
  lane_id: id.optional(),
  temperature_class,
  fixed_fen: fen.default(0),
  per_kg_fen: fen.default(0),
  per_km_fen: fen.default(0),
  per_drop_fen: fen.default(0),
  minimum_fen: fen.default(0),
  /** Light goods count by volume: so many kilograms for each cubic metre; 0 where only weight counts. */
  kg_per_m3: z.number().int().min(0).max(1000).default(0),
});
const carrier_rate = z.object({
  rate_id: id,
  line_no: z.number().int(),
  lane_id: id.nullable(),
  lane_name: z.string().nullable(),
  temperature_class,
  fixed_fen: z.number(),
  per_kg_fen: z.number(),
  per_km_fen: z.number(),
  per_drop_fen: z.number(),
  minimum_fen: z.number(),
  kg_per_m3: z.number().int(),
});
const carrier_contract = z.object({
  contract_id: id,
  document_no: z.string(),
  carrier_id: id,
  carrier_name: z.string(),
  title: z.string(),
  valid_from: z.string(),
  valid_to: z.string(),
  assessed_on: z.string(),
  assessed_by: z.string(),
  tolerance_bp: z.number().int(),
  ended_on: z.string().nullable(),
  end_reason: z.string().nullable(),
  valid_now: z.boolean(),
  rates: z.array(carrier_rate),
});
export const listCarrierContracts = verb({
  name: 'transport.list-contracts',
  method: 'GET',
  path: '/api/transport/contract',
  summary: 'Contracts with carriers and their rate cards, newest first',
  input: z.strictObject({ carrier_id: id_param.optional(), ...page_query }),
  output: page_of(carrier_contract),
  errors: [],
});
export const saveCarrierContract = verb({
  name: 'transport.save-contract',
  method: 'POST',
  path: '/api/transport/contract',
  summary: 'Enters a contract with its rate card; it is never changed, only ended',
  input: z.strictObject({
    carrier_id: id,
    title: required_text(120),
    valid_from: civil_date,
    valid_to: civil_date,
    /** When and by whom the carrier was assessed. */
    assessed_on: civil_date,
    assessed_by: required_text(80),
    /** A bill may differ from its quote by so much without a reason, in hundredths of a percent. */
    tolerance_bp: z.number().int().min(0).max(10_000).default(0),
    rates: z.array(rate).min(1).max(200),
  }),
  output: z.object({ contract_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'transport.not_a_carrier', 'transport.contract_overlaps'],
});
export const endCarrierContract = verb({
  name: 'transport.end-contract',
  method: 'POST',
  path: '/api/transport/contract/{contract_id}/end',
  summary: 'Ends a contract on a day',
  input: z.strictObject({ contract_id: id_param, ended_on: civil_date, reason }),
  output: z.object({ contract_id: id }),
  errors: ['platform.not_found', 'transport.contract_ended'],
});

const vehicle_view = z.object({
  vehicle_id: id,
  vehicle_code: z.string(),
  kind: z.enum(['vehicle', 'box']),
  model: z.string(),
  carrier_id: id.nullable(),
  carrier_name: z.string().nullable(),
  depot_id: id.nullable(),
  depot_code: z.string().nullable(),
  capacity_kg: z.number().int(),
  ambient_l: z.number().int(),
  cold_l: z.number().int(),
  frozen_l: z.number().int(),
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  validated_on: z.string().nullable(),
  validation_due: z.string().nullable(),
  licence_valid_to: z.string().nullable(),
  fixed_cost_fen: z.number(),
  cost_fen_per_km: z.number(),
  status: z.enum(['active', 'retired']),
  /** Why it may not be used today; null where it may. */
  problem: z.string().nullable(),
});
export const listVehicles = verb({
  name: 'transport.list-vehicles',
  method: 'GET',
  path: '/api/transport/vehicle',
  summary: 'Vehicles and boxes with their qualification',
  input: z.strictObject({
    kind: z.enum(['vehicle', 'box']).optional(),
    depot_id: id_param.optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(vehicle_view),
  errors: [],
});
export const saveVehicle = verb({
  name: 'transport.save-vehicle',
  method: 'POST',
  path: '/api/transport/vehicle',
  summary: 'Makes or changes the vehicle or box of this code',
  input: z.strictObject({
    vehicle_code: code,
    kind: z.enum(['vehicle', 'box']),
    model: required_text(80),
    /** Our own where nothing is said. */
    carrier_id: id.optional(),
    depot_id: id.optional(),
    capacity_kg: z.number().int().min(1).max(100_000),
    ambient_l: z.number().int().min(0).max(1_000_000).default(0),
    cold_l: z.number().int().min(0).max(1_000_000).default(0),
    frozen_l: z.number().int().min(0).max(1_000_000).default(0),
    temp_min_c: celsius.optional(),
    temp_max_c: celsius.optional(),
    validated_on: civil_date.optional(),
    validation_due: civil_date.optional(),
    licence_valid_to: civil_date.optional(),
    fixed_cost_fen: fen.default(0),
    cost_fen_per_km: fen.default(0),
    status: z.enum(['active', 'retired']).default('active'),
  }),
  output: z.object({ vehicle_id: id }),
  errors: ['platform.not_found', 'transport.not_a_carrier', 'transport.measure_needed'],
});

const driver_view = z.object({
  driver_id: id,
  driver_code: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  carrier_id: id.nullable(),
  carrier_name: z.string().nullable(),
  depot_id: id.nullable(),
  depot_code: z.string().nullable(),
  user_id: id.nullable(),
  account: z.string().nullable(),
  licence_valid_to: z.string(),
  trained_until: z.string().nullable(),
  status: z.enum(['active', 'retired']),
  problem: z.string().nullable(),
});
export const listDrivers = verb({
  name: 'transport.list-drivers',
  method: 'GET',
  path: '/api/transport/driver',
  summary: 'Drivers with their licence and training',
  input: z.strictObject({ search: text(60).optional(), ...page_query }),
  output: page_of(driver_view),
  errors: [],
});
export const saveDriver = verb({
  name: 'transport.save-driver',
  method: 'POST',
  path: '/api/transport/driver',
  summary: 'Makes or changes the driver of this code',
  input: z.strictObject({
    driver_code: code,
    name: required_text(60),
    phone: text(40).optional(),
    carrier_id: id.optional(),
    depot_id: id.optional(),
    /** The account that the driver signs in with. */
    user_id: id.optional(),
    licence_valid_to: civil_date,
    /** Cold-chain training holds until then. */
    trained_until: civil_date.optional(),
    status: z.enum(['active', 'retired']).default('active'),
  }),
  output: z.object({ driver_id: id }),
  errors: ['platform.not_found', 'transport.not_a_carrier'],
});

const place_view = z.object({
  customer_id: id,
  customer_code: z.string(),
  customer_name: z.string(),
  address: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  opens_minutes: z.number().int().nullable(),
  closes_minutes: z.number().int().nullable(),
  service_minutes: z.number().int().nullable(),
  instructions: z.string().nullable(),
});
export const listDeliveryPlaces = verb({
  name: 'transport.list-places',
  method: 'GET',
  path: '/api/transport/place',
  summary: 'Customers with what routes must know of them: coordinates, hours, time at the door',
  input: z.strictObject({ search: text(60).optional(), ...page_query }),
  output: page_of(place_view),
  errors: [],
});
export const saveDeliveryPlace = verb({
  name: 'transport.save-place',
  method: 'POST',
  path: '/api/transport/place',
  summary: 'Says where a customer is and when deliveries are taken',
  input: z
    .strictObject({
      customer_id: id,
      longitude: z.number().min(-180).max(180),
      latitude: z.number().min(-90).max(90),
      opens_minutes: z.number().int().min(0).max(1439).default(480),
      closes_minutes: z.number().int().min(1).max(1440).default(1080),
      service_minutes: z.number().int().min(0).max(480).default(20),
      instructions: text(200).optional(),
    })
    .refine((place) => place.opens_minutes < place.closes_minutes, {
      path: ['closes_minutes'],
      params: { code: 'invalid' },
      error: 'invalid',
    }),
  output: z.object({ customer_id: id }),
  errors: ['platform.not_found'],
});

// What waits, and how it travels.

const waiting_document = z.object({
  transport_document_id: id,
  document_key: z.string(),
  document_no: z.string(),
  kind: z.enum(TRANSPORT_DOCUMENT_KINDS),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  to_warehouse_id: id.nullable(),
  customer_id: id.nullable(),
  department_id: id.nullable(),
  destination: z.string(),
  needed_at: z.string().nullable(),
  storage_condition: z.enum(STORAGE_CONDITIONS),
  temperature_class,
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  packages: z.number().int(),
  weight_g: z.number(),
  volume_ml: z.number(),
  value_fen: z.number(),
  status: z.enum(TRANSPORT_DOCUMENT_STATUSES),
  shipment_id: id.nullable(),
  shipment_no: z.string().nullable(),
  eta_at: z.string().nullable(),
  booked_at: z.string(),
  /** It was refused and is on its way once more under another booking. */
  rebooked: z.boolean(),
});
export const listTransportDocuments = verb({
  name: 'transport.list-documents',
  method: 'GET',
  path: '/api/transport/document',
  summary: 'Documents that wait for transport, travel, or have arrived; newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    status: z.enum(TRANSPORT_DOCUMENT_STATUSES).optional(),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(waiting_document),
  errors: [],
});

export const rebookDocument = verb({
  name: 'transport.rebook-document',
  method: 'POST',
  path: '/api/transport/document/{transport_document_id}/rebook',
  summary: 'Books a document once more that was refused at the door, while its goods are still on the road',
  input: z.strictObject({ transport_document_id: id_param, reason: required_text(200) }),
  output: z.object({ transport_document_id: id, document_no: z.string() }),
  errors: [
    'platform.not_found',
    'transport.document_not_refused',
    'transport.comes_back',
    'transport.document_booked_before',
  ],
});

const planned_stop = z.object({
  stop_no: z.number().int(),
  customer_id: id.nullable(),
  department_id: id.nullable(),
  destination: z.string(),
  leg_km: z.number().int(),
  leg_minutes: z.number().int(),
  planned_arrival_at: z.string(),
  needed_at: z.string().nullable(),
  document_ids: z.array(id),
});
const proposed_shipment = z.object({
  from_warehouse_id: id,
  to_warehouse_id: id.nullable(),
  lane_id: id.nullable(),
  carrier_id: id.nullable(),
  carrier_name: z.string().nullable(),
  vehicle_id: id.nullable(),
  vehicle_code: z.string().nullable(),
  planned_departure_at: z.string(),
  planned_return_at: z.string().nullable(),
  distance_km: z.number().int(),
  weight_g: z.number(),
  fill_share: z.number(),
  cost_fen: z.number(),
  stops: z.array(planned_stop),
});
export const proposeTransportShipments = verb({
  name: 'transport.propose-shipments',
  method: 'GET',
  path: '/api/transport/proposal',
  summary:
    'What waits at a warehouse, merged by lane and departure, and the routes of its own vehicles; nothing is written',
  input: z.strictObject({ warehouse_id: id_param, departs_at: instant.optional() }),
  output: z.object({
    departs_at: z.string(),
    shipments: z.array(proposed_shipment),
    /** What stays behind, each with its cause. */
    left: z.array(
      z.object({
        transport_document_id: id,
        document_no: z.string(),
        cause: z.string(),
        needed: z.number().nullable(),
        available: z.number().nullable(),
      }),
    ),
    totals: z.object({ cost_fen: z.number(), apart_fen: z.number(), distance_km: z.number().int() }),
  }),
  errors: ['platform.not_found'],
});

const new_stop = z.strictObject({
  /** Documents handed over there; all of them go to one place. */
  document_ids: z.array(id).min(1).max(200),
  leg_km: z.number().int().min(0).max(20_000).optional(),
  leg_minutes: z.number().int().min(0).max(20_000).optional(),
  planned_arrival_at: instant.optional(),
});
export const createTransportShipments = verb({
  name: 'transport.create-shipments',
  method: 'POST',
  path: '/api/transport/shipment',
  summary: 'Makes shipments of waiting documents, as proposed or by hand, each with a quote',
  input: z.strictObject({
    warehouse_id: id,
    shipments: z
      .array(
        z.strictObject({
          lane_id: id.optional(),
          vehicle_id: id.optional(),
          driver_id: id.optional(),
          planned_departure_at: instant,
          planned_return_at: instant.optional(),
          stops: z.array(new_stop).min(1).max(100),
        }),
      )
      .min(1)
      .max(100),
  }),
  output: z.object({
    shipments: z.array(
      z.object({ shipment_id: id, document_no: z.string(), quote_fen: z.number().nullable() }),
    ),
  }),
  errors: [
    'platform.not_found',
    'transport.document_not_waiting',
    'transport.mixed_destinations',
    'transport.other_sender',
    'transport.lane_mismatch',
    'transport.vehicle_unfit',
    'transport.driver_unfit',
  ],
});

const quote_view = z.object({
  rate_id: id,
  contract_no: z.string(),
  carrier_id: id,
  carrier_name: z.string(),
  charged_kg: z.number().int(),
  fixed_fen: z.number(),
  weight_fen: z.number(),
  distance_fen: z.number(),
  drops_fen: z.number(),
  /** What the minimum adds. */
  minimum_fen: z.number(),
  quote_fen: z.number(),
});
export const getFreightQuotes = verb({
  name: 'transport.get-quotes',
  method: 'GET',
  path: '/api/transport/shipment/{shipment_id}/quote',
  summary: 'What each carrier with a valid rate would ask for a shipment, cheapest first',
  input: z.strictObject({ shipment_id: id_param }),
  output: z.object({ rows: z.array(quote_view) }),
  errors: ['platform.not_found'],
});
export const assignTransportShipment = verb({
  name: 'transport.assign-shipment',
  method: 'POST',
  path: '/api/transport/shipment/{shipment_id}/assign',
  summary:
    'Gives a shipment its carrier by a rate, its vehicle, boxes and driver; what is not qualified is refused',
  input: z.strictObject({
    shipment_id: id_param,
    /** Of a carrier's contract; our own fleet where nothing is said. */
    rate_id: id.optional(),
    vehicle_id: id,
    driver_id: id,
    box_ids: z.array(id).max(50).default([]),
    planned_departure_at: instant.optional(),
  }),
  output: z.object({ shipment_id: id, carrier_id: id.nullable(), quote_fen: z.number() }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.no_rate',
    'transport.vehicle_unfit',
    'transport.driver_unfit',
  ],
});
export const cancelTransportShipment = verb({
  name: 'transport.cancel-shipment',
  method: 'POST',
  path: '/api/transport/shipment/{shipment_id}/cancel',
  summary: 'Takes back a shipment that has not left; its documents wait again',
  input: z.strictObject({ shipment_id: id_param, reason }),
  output: z.object({ shipment_id: id, released: z.number().int() }),
  errors: ['platform.not_found', 'transport.wrong_status'],
});

const shipment_row = z.object({
  shipment_id: id,
  document_no: z.string(),
  from_warehouse_id: id,
  from_warehouse_code: z.string(),
  to_warehouse_id: id.nullable(),
  destination: z.string(),
  carrier_id: id.nullable(),
  carrier_name: z.string().nullable(),
  vehicle_id: id.nullable(),
  vehicle_code: z.string().nullable(),
  driver_id: id.nullable(),
  driver_name: z.string().nullable(),
  status: z.enum(SHIPMENT_STATUSES),
  temperature_class,
  temp_min_c: z.number().nullable(),
  temp_max_c: z.number().nullable(),
  weight_g: z.number(),
  volume_ml: z.number(),
  distance_km: z.number().int(),
  planned_departure_at: z.string(),
  planned_return_at: z.string().nullable(),
  departed_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  eta_at: z.string().nullable(),
  delayed_minutes: z.number().int(),
  delay_reason: z.string().nullable(),
  quote_fen: z.number().nullable(),
  /** Approved freight; null before a bill is approved. */
  actual_fen: z.number().nullable(),
  stops: z.number().int(),
  stops_done: z.number().int(),
  documents: z.number().int(),
});
export const listTransportShipments = verb({
  name: 'transport.list-shipments',
  method: 'GET',
  path: '/api/transport/shipment',
  summary: 'Journeys from or to the warehouses in sight, newest first',
  input: z.strictObject({
    warehouse_id: id_param.optional(),
    carrier_id: id_param.optional(),
    status: z.enum(SHIPMENT_STATUSES).optional(),
    late_only: z.enum(['true', 'false']).default('false'),
    search: text(60).optional(),
    ...page_query,
  }),
  output: page_of(shipment_row),
  errors: [],
});
const handover_view = z.object({
  handover_id: id,
  document_no: z.string(),
  result: z.enum(['delivered', 'partly_refused', 'refused']),
  cold: z.boolean(),
  departure_temp_c: z.number().nullable(),
  arrival_temp_c: z.number().nullable(),
  logger_no: z.string().nullable(),
  departed_at: z.string(),
  arrived_at: z.string(),
  handed_over_at: z.string(),
  minutes: z.number().int(),
  limit_minutes: z.number().int(),
  handed_over_by_name: z.string(),
  received_by_name: z.string(),
  reason: z.string().nullable(),
  /** By the devices in the boxes or the vehicle; null where they have measured nothing. */
  measured_min_c: z.number().nullable(),
  measured_max_c: z.number().nullable(),
  measured_mkt_c: z.number().nullable(),
  measured_readings: z.number().int().nullable(),
});
const carried_line = z.object({
  line_no: z.number().int(),
  item_id: id,
  item_code: z.string(),
  item_name: z.string(),
  unit: z.string(),
  lot_id: id,
  lot_no: z.string(),
  expiry_date: z.string().nullable(),
  qty: z.number(),
  qty_refused: z.number(),
  refusal_reason: z.string().nullable(),
});
const carried_document = z.object({
  transport_document_id: id,
  document_key: z.string(),
  document_no: z.string(),
  kind: z.enum(TRANSPORT_DOCUMENT_KINDS),
  status: z.enum(TRANSPORT_DOCUMENT_STATUSES),
  storage_condition: z.enum(STORAGE_CONDITIONS),
  packages: z.number().int(),
  ssccs: z.array(z.string()),
  lines: z.array(carried_line),
});
const stop_view = z.object({
  stop_id: id,
  stop_no: z.number().int(),
  customer_id: id.nullable(),
  department_id: id.nullable(),
  destination: z.string(),
  address: z.string(),
  contact: z.string().nullable(),
  instructions: z.string().nullable(),
  status: z.enum(STOP_STATUSES),
  leg_km: z.number().int(),
  leg_minutes: z.number().int(),
  needed_at: z.string().nullable(),
  planned_arrival_at: z.string(),
  eta_at: z.string(),
  arrived_at: z.string().nullable(),
  left_at: z.string().nullable(),
  documents: z.array(carried_document),
  handover: handover_view.nullable(),
});
const tracking_event = z.object({
  event_id: id,
  stop_id: id.nullable(),
  kind: z.enum(TRACKING_EVENT_KINDS),
  occurred_at: z.string(),
  recorded_at: z.string(),
  recorded_by_name: z.string().nullable(),
  place: z.string().nullable(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  temp_c: z.number().nullable(),
  eta_at: z.string().nullable(),
  note: z.string().nullable(),
});
export const getTransportShipment = verb({
  name: 'transport.get-shipment',
  method: 'GET',
  path: '/api/transport/shipment/{shipment_id}',
  summary: 'One journey with its stops, documents, events, handovers and evidence',
  input: z.strictObject({ shipment_id: id_param }),
  output: shipment_row.extend({
    from_warehouse_name: z.string(),
    logger_no: z.string().nullable(),
    seal_no: z.string().nullable(),
    departure_temp_c: z.number().nullable(),
    box_codes: z.array(z.string()),
    quote: quote_view.omit({ rate_id: true }).partial().nullable(),
    cancel_reason: z.string().nullable(),
    stop_rows: z.array(stop_view),
    events: z.array(tracking_event),
    attachments: z.array(
      z.object({
        attachment_id: id,
        stop_id: id.nullable(),
        kind: z.enum(ATTACHMENT_KINDS),
        file_name: z.string(),
        media_type: z.enum(ATTACHMENT_TYPES),
        size: z.number().int(),
        occurred_at: z.string(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});

// On the road.

export const listMyShipments = verb({
  name: 'transport.list-my-shipments',
  method: 'GET',
  path: '/api/transport/mine',
  summary: 'The journeys that whoever asks drives, or all of the own carrier, the next one first',
  input: z.strictObject({}),
  output: z.object({ rows: z.array(shipment_row) }),
  errors: [],
});
const told = {
  /** When it happened; now where nothing is said. A report from a dead spot comes later than it happened. */
  occurred_at: instant.optional(),
};
export const checkTransportDeparture = verb({
  name: 'transport.check-departure',
  method: 'POST',
  path: '/api/transport/shipment/{shipment_id}/check',
  summary: 'The check before departure: pre-cooled, logger and seal on board, everything loaded',
  input: z.strictObject({
    shipment_id: id_param,
    precool_temp_c: celsius.optional(),
    logger_no: text(40).optional(),
    seal_no: text(40).optional(),
    /** Numbers of the packages as scanned into the vehicle; where given, all of them must be there. */
    ssccs: z
      .array(z.string().regex(/^\d{18}$/, { error: 'format' }))
      .max(2000)
      .optional(),
    ...told,
  }),
  output: z.object({ shipment_id: id, status: z.enum(SHIPMENT_STATUSES) }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.not_your_journey',
    'transport.no_vehicle',
    'transport.vehicle_unfit',
    'transport.driver_unfit',
    'transport.check_failed',
  ],
});
export const departTransportShipment = verb({
  name: 'transport.depart-shipment',
  method: 'POST',
  path: '/api/transport/shipment/{shipment_id}/depart',
  summary: 'The journey begins; expected arrivals follow from the legs',
  input: z.strictObject({ shipment_id: id_param, ...told }),
  output: z.object({ shipment_id: id, status: z.enum(SHIPMENT_STATUSES), eta_at: z.string() }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.not_your_journey',
    'transport.times_out_of_order',
  ],
});
export const recordTransportEvents = verb({
  name: 'transport.record-events',
  method: 'POST',
  path: '/api/transport/event',
  summary: 'What is told from the road, by hand or by a tracking service; one told before is passed over',
  input: z.strictObject({
    events: z
      .array(
        z.strictObject({
          shipment_id: id,
          /** Given by the teller; the same one twice for a shipment counts once. */
          event_key: required_text(80),
          kind: z.enum(REPORTED_EVENT_KINDS),
          occurred_at: instant,
          /** When the next stop is expected to be reached; the later ones move with it. */
          eta_at: instant.optional(),
          place: text(120).optional(),
          longitude: z.number().min(-180).max(180).optional(),
          latitude: z.number().min(-90).max(90).optional(),
          temp_c: celsius.optional(),
          note: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({
    results: z.array(
      z.object({
        event_key: z.string(),
        result: z.enum(['recorded', 'known', 'refused']),
        code: z.string().nullable(),
      }),
    ),
    delayed: z.array(
      z.object({ shipment_id: id, document_no: z.string(), delayed_minutes: z.number().int() }),
    ),
  }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.not_your_journey',
    'transport.measure_needed',
  ],
});
export const arriveAtStop = verb({
  name: 'transport.arrive-stop',
  method: 'POST',
  path: '/api/transport/stop/{stop_id}/arrive',
  summary: 'The vehicle is at a stop',
  input: z.strictObject({ stop_id: id_param, ...told }),
  output: z.object({ stop_id: id, arrived_at: z.string(), late_minutes: z.number().int() }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.not_your_journey',
    'transport.stop_done',
    'transport.times_out_of_order',
  ],
});
export const handOverGoods = verb({
  name: 'transport.hand-over',
  method: 'POST',
  path: '/api/transport/stop/{stop_id}/hand-over',
  summary:
    'Hands over at a stop, whole, in part or not at all; with cold goods this is the cold-chain handover form',
  input: z.strictObject({
    stop_id: id_param,
    handed_over_by_name: required_text(60),
    received_by_name: required_text(60),
    arrival_temp_c: celsius.optional(),
    /** The receiver takes nothing. */
    refuse_all: z.boolean().default(false),
    reason: text(200).optional(),
    /** Pieces that the receiver does not take. */
    refused: z
      .array(
        z.strictObject({
          transport_document_id: id,
          line_no: z.number().int().min(1),
          qty,
          reason: required_text(200),
        }),
      )
      .max(2000)
      .default([]),
    ...told,
  }),
  output: z.object({
    handover_id: id,
    document_no: z.string(),
    result: z.enum(['delivered', 'partly_refused', 'refused']),
    shipment_status: z.enum(SHIPMENT_STATUSES),
  }),
  errors: [
    'platform.not_found',
    'transport.wrong_status',
    'transport.not_your_journey',
    'transport.stop_done',
    'transport.document_not_at_stop',
    'transport.more_refused_than_carried',
    'transport.measure_needed',
    'transport.too_warm_or_cold',
    'transport.same_name',
    'transport.times_out_of_order',
  ],
});
export const addTransportAttachment = verb({
  name: 'transport.add-attachment',
  method: 'POST',
  path: '/api/transport/shipment/{shipment_id}/attachment',
  summary: 'Adds a photo, a signature, a temperature file or a paper to a journey',
  body: 'bytes',
  body_limit: ATTACHMENT_BYTES_MAX,
  input: z.strictObject({
    shipment_id: id_param,
    stop_id: id_param.optional(),
    kind: z.enum(ATTACHMENT_KINDS),
    file_name: required_text(120),
    media_type: z.enum(ATTACHMENT_TYPES),
    occurred_at: instant.optional(),
    bytes: upload_bytes,
  }),
  output: z.object({ attachment_id: id }),
  errors: ['platform.not_found', 'transport.not_your_journey', 'transport.file_unknown_type'],
});
export const getTransportAttachment = verb({
  name: 'transport.get-attachment',
  method: 'GET',
  path: '/api/transport/attachment/{attachment_id}',
  summary: 'The file of an attachment',
  returns: 'file',
  input: z.strictObject({ attachment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
});

export const printHandover = verb({
  name: 'transport.print-handover',
  method: 'GET',
  path: '/api/transport/stop/{stop_id}/handover-form',
  summary: 'The handover form of a stop (冷链交接单) as PDF; before the handover its fields are empty',
  returns: 'file',
  input: z.strictObject({ stop_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
});
export const printLoadingList = verb({
  name: 'transport.print-loading-list',
  method: 'GET',
  path: '/api/transport/shipment/{shipment_id}/loading-list',
  summary: 'What is loaded, stop by stop (装车单), as PDF',
  returns: 'file',
  input: z.strictObject({ shipment_id: id_param }),
  output: download,
  errors: ['platform.not_found'],
});

// What it cost.

const bill_row = z.object({
  bill_id: id,
  document_no: z.string(),
  carrier_id: id,
  carrier_name: z.string(),
  carrier_bill_no: z.string(),
  billed_on: z.string(),
  basis: z.enum(FREIGHT_BASES),
  status: z.enum(FREIGHT_BILL_STATUSES),
  reverses_id: id.nullable(),
  reversed_by_id: id.nullable(),
  quote_fen: z.number(),
  billed_fen: z.number(),
  lines: z.number().int(),
  entered_by: id.nullable(),
  entered_at: z.string(),
});
export const listFreightBills = verb({
  name: 'transport.list-freight-bills',
  method: 'GET',
  path: '/api/transport/bill',
  summary: 'Bills of carriers, newest first',
  input: z.strictObject({
    carrier_id: id_param.optional(),
    status: z.enum(FREIGHT_BILL_STATUSES).optional(),
    ...page_query,
  }),
  output: page_of(bill_row),
  errors: [],
});
export const getFreightBill = verb({
  name: 'transport.get-freight-bill',
  method: 'GET',
  path: '/api/transport/bill/{bill_id}',
  summary: 'One bill with its lines against the quotes, and what it lays on which goods',
  input: z.strictObject({ bill_id: id_param }),
  output: bill_row.extend({
    note: z.string().nullable(),
    entered_by_name: z.string().nullable(),
    decided_by_name: z.string().nullable(),
    decided_at: z.string().nullable(),
    decision_note: z.string().nullable(),
    line_rows: z.array(
      z.object({
        line_no: z.number().int(),
        shipment_id: id,
        shipment_no: z.string(),
        destination: z.string(),
        quote_fen: z.number(),
        billed_fen: z.number(),
        difference_reason: z.string().nullable(),
      }),
    ),
    shares: z.array(
      z.object({
        document_key: z.string(),
        document_no: z.string(),
        item_code: z.string(),
        item_name: z.string(),
        lot_no: z.string(),
        qty: z.number(),
        amount_fen: z.number(),
      }),
    ),
  }),
  errors: ['platform.not_found'],
});
export const enterFreightBill = verb({
  name: 'transport.enter-freight-bill',
  method: 'POST',
  path: '/api/transport/bill',
  summary: 'Enters a bill of a carrier; what differs from the quote beyond the tolerance needs a reason',
  input: z.strictObject({
    carrier_id: id,
    carrier_bill_no: required_text(60),
    billed_on: civil_date,
    /** How the freight is laid on the goods. */
    basis: z.enum(FREIGHT_BASES).default('weight'),
    note: text(200).optional(),
    lines: z
      .array(
        z.strictObject({
          shipment_id: id,
          billed_fen: fen.min(1),
          difference_reason: text(200).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  output: z.object({ bill_id: id, document_no: z.string(), difference_fen: z.number() }),
  errors: [
    'platform.not_found',
    'transport.not_a_carrier',
    'transport.bill_foreign_shipment',
    'transport.bill_not_departed',
    'transport.billed_before',
    'transport.difference_needs_reason',
    'transport.bill_number_taken',
  ],
});
export const decideFreightBill = verb({
  name: 'transport.decide-freight-bill',
  method: 'POST',
  path: '/api/transport/bill/{bill_id}/decide',
  summary: 'Approves a bill and lays its freight on the lines that travelled, or declines it',
  input: z.strictObject({ bill_id: id_param, approve: z.boolean(), note: text(200).optional() }),
  output: z.object({
    bill_id: id,
    status: z.enum(FREIGHT_BILL_STATUSES),
    allocated_fen: z.number(),
    documents: z.number().int(),
  }),
  errors: ['platform.not_found', 'transport.bill_decided', 'transport.own_bill', 'transport.billed_before'],
});
export const reverseFreightBill = verb({
  name: 'transport.reverse-freight-bill',
  method: 'POST',
  path: '/api/transport/bill/{bill_id}/reverse',
  summary: 'Enters the bill that takes an approved one back; it is decided on like any other',
  input: z.strictObject({ bill_id: id_param, reason }),
  output: z.object({ bill_id: id, document_no: z.string() }),
  errors: ['platform.not_found', 'transport.bill_decided', 'transport.reversed_before'],
});

/** A lawful company of one warehouse, and for each rule what has to be wrong so that it speaks. */
import type { AuthorisationFact, Facts, ItemFact, LicenceFact } from './facts.ts';
import type { Movement } from './movement.ts';

export const TODAY = '2026-06-15';
const ENTITY = 10;
const SUPPLIER = 20;
const CUSTOMER = 30;
const MAKER = 40;
const always = { valid_from: '2020-01-01', valid_to: '2099-12-31' };
const over = { valid_from: '2020-01-01', valid_to: '2026-06-14' };

const licence = (more: Partial<LicenceFact> = {}): LicenceFact => ({
  ...always,
  kind: 'distribution_licence',
  licence_no: 'L',
  classes: ['II', 'III'],
  categories: ['*'],
  warehouse_ids: [1],
  ...more,
});
const letter = (more: Partial<AuthorisationFact> = {}): AuthorisationFact => ({
  ...always,
  authorisation_no: 'A',
  grantor_id: MAKER,
  registrant_id: MAKER,
  item_ids: [],
  categories: ['*'],
  regions: ['*'],
  ...more,
});
const partner = (partner_id: number, kind: string) => ({
  partner_id,
  partner_code: `P${partner_id}`,
  kind,
  province: '上海',
  reviews: [always],
  quality_agreements: [always],
});
const warehouse = {
  warehouse_id: 1,
  warehouse_code: 'A',
  legal_entity_id: ENTITY,
  timezone: 'Asia/Shanghai',
  province: '上海',
  regulator: null,
  filings: [],
  agreements: [],
};
const lane = {
  lane_id: 5,
  from_warehouse_id: 1,
  to_warehouse_id: null,
  to_partner_id: CUSTOMER,
  transit_hours: 1,
  temp_min_c: 2,
  temp_max_c: 8,
};

export const baseItem: ItemFact = {
  item_id: 1,
  item_code: 'I1',
  device_class: 'III',
  category: '14-01',
  catalogue_old: null,
  catalogue_new: null,
  model: 'M',
  manufacturer_id: MAKER,
  registration_no: 'R',
  exempt_filing: false,
  udi_required_from: null,
  needs_chinese_label: false,
  tracking: 'lot',
  shelf_life_days: 730,
  storage_condition: 'cold',
  temp_min_c: 2,
  temp_max_c: 8,
  carton_qty: 1,
  registrations: [{ ...always, registrant_id: MAKER, models: ['M'], ended_on: null }],
  reviews: [always],
};

export const baseFacts = (): Facts => ({
  epoch: 1,
  rules: new Map(),
  warehouses: new Map([[1, warehouse]]),
  partners: new Map(
    [
      partner(ENTITY, 'legal_entity'),
      partner(SUPPLIER, 'supplier'),
      partner(CUSTOMER, 'customer'),
      partner(MAKER, 'manufacturer'),
    ].map((p) => [p.partner_id, p]),
  ),
  licences: new Map([
    [ENTITY, [licence()]],
    [SUPPLIER, [licence()]],
    [CUSTOMER, [licence({ kind: 'medical_institution' })]],
  ]),
  authorisations: new Map([[SUPPLIER, [letter()]]]),
  departments: new Map(),
  lanes: new Map([[5, lane]]),
  trainings: new Map([[7, [{ ...always, path: '*' }]]]),
  items: new Map(),
});

/** Lawful on every path at once: a supplier at one end, a customer at the other, both in our warehouse. */
const bin = {
  kind: 'bin' as const,
  warehouse_id: 1,
  zone_kind: 'storage',
  storage_condition: 'cold',
  partner_id: null,
};
export const baseMovement: Movement = {
  purpose: 'ship',
  item_id: 1,
  lot: {
    lot_id: 1,
    lot_no: 'LOT',
    production_date: '2026-01-10',
    expiry_date: '2027-12-31',
    recalled: false,
    held: false,
  },
  from: { ...bin, partner_id: SUPPLIER },
  to: { ...bin, partner_id: CUSTOMER },
  from_disposition: 'released',
  to_disposition: 'released',
  on_date: TODAY,
  arrival_date: TODAY,
  min_remaining_days: 0,
  lane_id: 5,
  person_id: 7,
  label: { udi: true, chinese: true },
};

export type Case = {
  readonly item?: Partial<ItemFact>;
  readonly facts?: Partial<Facts>;
  readonly movement?: Partial<Movement>;
};
const { lot, to } = baseMovement;
const registration = (more: object) => ({ registrations: [{ ...baseItem.registrations[0]!, ...more }] });
const without = (partner_id: number): Partial<Facts> => ({
  partners: new Map(
    [...baseFacts().partners].map(([id, p]) => [id, id === partner_id ? { ...p, reviews: [over] } : p]),
  ),
});
const licences = (partner_id: number, list: LicenceFact[]): Partial<Facts> => ({
  licences: new Map([...baseFacts().licences, [partner_id, list]]),
});
const site = (more: object): Partial<Facts> => ({ warehouses: new Map([[1, { ...warehouse, ...more }]]) });
const letters = (list: AuthorisationFact[]): Partial<Facts> => ({
  authorisations: new Map([[SUPPLIER, list]]),
});

export const SPOILED: Readonly<Record<string, Case>> = {
  'compliance.registration_missing': { item: { registrations: [] } },
  'compliance.registration_expired': {
    item: registration(over),
    movement: { lot: { ...lot, production_date: null } },
  },
  'compliance.made_outside_registration': { item: registration({ valid_from: '2026-02-01' }) },
  'compliance.registration_expired_but_made_in_validity': { item: registration(over) },
  'compliance.registration_cancelled': { item: registration({ ...over, ended_on: TODAY }) },
  'compliance.model_not_registered': { item: registration({ models: ['OTHER'] }) },
  'compliance.lot_expired': { movement: { lot: { ...lot, expiry_date: '2026-06-14' } } },
  'compliance.lot_expires_before_arrival': {
    movement: { lot: { ...lot, expiry_date: '2026-06-16' }, arrival_date: '2026-06-17' },
  },
  'compliance.remaining_life_too_short': { movement: { min_remaining_days: 10_000 } },
  'compliance.receipt_life_too_short': { movement: { lot: { ...lot, expiry_date: '2026-07-15' } } },
  'compliance.acceptance_pending': { movement: { awaits: 'receipt:1' } },
  'compliance.not_released': { movement: { lot: { ...lot, held: true }, from_disposition: 'held' } },
  'compliance.lot_recalled': { movement: { lot: { ...lot, recalled: true } } },
  'compliance.warehouse_not_licensed': { facts: licences(ENTITY, [licence({ warehouse_ids: [] })]) },
  'compliance.warehouse_licence_expired': { facts: licences(ENTITY, [licence(over)]) },
  'compliance.warehouse_not_filed': { facts: site({ province: '浙江' }) },
  'compliance.storage_agreement_ended': { facts: site({ agreements: [over] }) },
  'compliance.supplier_not_licensed': { facts: licences(SUPPLIER, [licence(over)]) },
  'compliance.supplier_scope': { facts: licences(SUPPLIER, [licence({ classes: ['II'] })]) },
  'compliance.own_product_without_licence': {
    movement: { from: { ...baseMovement.from, partner_id: MAKER } },
  },
  'compliance.first_supplier_not_approved': { facts: without(SUPPLIER) },
  'compliance.first_item_not_approved': { item: { reviews: [over] } },
  'compliance.supplier_not_authorised': { facts: letters([letter({ registrant_id: 99 })]) },
  'compliance.authorisation_expired': { facts: letters([letter(over)]) },
  'compliance.authorisation_region': { facts: letters([letter({ regions: ['浙江'] })]) },
  'compliance.quality_agreement_missing': {
    facts: {
      partners: new Map([...baseFacts().partners].map(([id, p]) => [id, { ...p, quality_agreements: [] }])),
    },
  },
  'compliance.first_customer_not_approved': { facts: without(CUSTOMER) },
  'compliance.customer_not_licensed': { facts: licences(CUSTOMER, []) },
  'compliance.customer_scope': { facts: licences(CUSTOMER, [licence({ categories: ['15'] })]) },
  'compliance.outside_territory': {
    facts: { authorisations: new Map([[ENTITY, [letter({ regions: ['浙江'] })]]]) },
  },
  'compliance.udi_missing': {
    item: { udi_required_from: '2026-01-01' },
    movement: { label: { udi: false, chinese: true } },
  },
  'compliance.chinese_label_missing': {
    item: { needs_chinese_label: true },
    movement: { label: { udi: true, chinese: null } },
  },
  'compliance.storage_condition': { movement: { to: { ...to, storage_condition: 'ambient' } } },
  'compliance.disposition_zone': { movement: { to: { ...to, zone_kind: 'rejected' } } },
  'compliance.bin_retired': { movement: { to: { ...to, retired: true } } },
  'compliance.lane_missing': { movement: { lane_id: null } },
  'compliance.lane_temperature': { facts: { lanes: new Map([[5, { ...lane, temp_max_c: 12 }]]) } },
  'compliance.person_not_trained': { facts: { trainings: new Map() } },
};

import {
  type Facts,
  type ItemFact,
  type Movement,
  type Path,
  rulesAsked,
} from '../../../server/src/modules/compliance/index.ts';
import { mulberry32 } from './report.ts';

const WAREHOUSES = 200;
const ITEMS = 20_000;
const SUPPLIERS = 1_000;
const CUSTOMERS = 4_000;
const LETTERS = 10;
const LINES = 2_000;
const ENTITY = 1;
const TODAY = '2026-06-15';
const always = { valid_from: '2020-01-01', valid_to: '2099-12-31' };
const over = { valid_from: '2020-01-01', valid_to: '2026-01-31' };

const supplier = (n: number) => 10 + n;
const customer = (n: number) => 10_000 + n;
const range = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** A lawful company of that size, and lines of a path of which a share meets a rule. */
export function gateCompany(seed: number): {
  facts: Facts;
  movements: (path: Path, spoilt: number) => Movement[];
} {
  const random = mulberry32(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const facts = factsOf();
  return {
    facts,
    movements: (path, spoilt) => range(LINES, () => line(path, pick, random() < spoilt)),
  };
}

function factsOf(): Facts {
  const codes = (['purchase', 'receive', 'putaway', 'release', 'transfer_ship', 'ship'] as const).flatMap(
    rulesAsked,
  );
  const rule = { params: {}, legal_basis: null, severity: 'block' as const };
  const warehouse_ids = range(WAREHOUSES, (n) => n + 1);
  const licence = {
    ...always,
    kind: 'distribution_licence',
    licence_no: 'L',
    classes: ['II', 'III'],
    categories: range(22, (n) => String(n + 1).padStart(2, '0')),
    warehouse_ids,
  };
  const partner = (partner_id: number, kind: string) => ({
    partner_id,
    partner_code: `P${partner_id}`,
    kind,
    province: '上海',
    reviews: [always],
    quality_agreements: [always],
  });
  const partners = [
    partner(ENTITY, 'legal_entity'),
    ...range(SUPPLIERS, (n) => partner(supplier(n), 'supplier')),
    ...range(CUSTOMERS, (n) => partner(customer(n), 'customer')),
  ];
  return {
    epoch: 1,
    rules: new Map(
      [...new Set(codes)].map((code, n) => [
        code,
        [
          { ...rule, rule_id: n * 2 + 2, effective_from: '2025-01-01', effective_to: null },
          { ...rule, rule_id: n * 2 + 1, effective_from: '2021-01-01', effective_to: null },
        ],
      ]),
    ),
    warehouses: new Map(
      warehouse_ids.map((warehouse_id) => [
        warehouse_id,
        {
          warehouse_id,
          warehouse_code: `W${warehouse_id}`,
          legal_entity_id: ENTITY,
          timezone: 'Asia/Shanghai',
          province: warehouse_id % 2 === 0 ? '上海' : '浙江',
          regulator: null,
          filings: [always],
          agreements: [],
        },
      ]),
    ),
    partners: new Map(partners.map((p) => [p.partner_id, p])),
    licences: new Map(partners.map((p) => [p.partner_id, [{ ...licence, ...over }, licence]])),
    authorisations: new Map(
      range(SUPPLIERS, (n) => [
        supplier(n),
        range(LETTERS, (letter) => ({
          ...always,
          authorisation_no: `A${letter}`,
          grantor_id: 5,
          registrant_id: letter === LETTERS - 1 ? 5 : 6,
          item_ids: [],
          categories: ['*'],
          regions: ['上海', '浙江'],
        })),
      ]),
    ),
    departments: new Map(),
    lanes: new Map([[1, { ...LANE }]]),
    trainings: new Map([[1, [{ ...always, path: '*' }]]]),
    items: new Map(range(ITEMS, (n) => [n + 1, itemOf(n)])),
  };
}

const LANE = {
  lane_id: 1,
  from_warehouse_id: 1,
  to_warehouse_id: 2,
  to_partner_id: null,
  transit_hours: 24,
  temp_min_c: 3,
  temp_max_c: 7,
};

function itemOf(n: number): ItemFact {
  const cold = n % 5 === 0;
  return {
    item_id: n + 1,
    item_code: `I${n}`,
    device_class: n % 3 === 0 ? 'II' : 'III',
    category: '14-01',
    catalogue_old: '6815',
    catalogue_new: '14-01-01',
    model: 'M',
    manufacturer_id: 5,
    registration_no: `R${n}`,
    exempt_filing: false,
    udi_required_from: '2025-01-01',
    needs_chinese_label: n % 7 === 0,
    tracking: 'lot',
    shelf_life_days: 1_095,
    storage_condition: cold ? 'cold' : 'ambient',
    temp_min_c: cold ? 2 : null,
    temp_max_c: cold ? 8 : null,
    carton_qty: 10,
    registrations: [
      { ...over, registrant_id: 5, models: ['M'], ended_on: null },
      { ...always, registrant_id: 5, models: ['M', 'N'], ended_on: null },
    ],
    reviews: [always],
  };
}

/** A lawful line of a path; a spoilt one is of a lot that has expired, at a place that is no place for it. */
function line(path: Path, pick: (count: number) => number, spoilt: boolean): Movement {
  const item = pick(ITEMS);
  const warehouse_id = 1 + pick(WAREHOUSES);
  const storage_condition = item % 5 === 0 ? 'cold' : 'ambient';
  const bin = {
    kind: 'bin' as const,
    warehouse_id,
    zone_kind: 'storage',
    storage_condition,
    partner_id: null,
  };
  const outside = { ...bin, warehouse_id: null, zone_kind: null, storage_condition: null };
  const incoming = path === 'purchase' || path === 'receive';
  return {
    purpose: path,
    item_id: item + 1,
    lot: {
      lot_id: item,
      lot_no: 'LOT',
      production_date: '2026-01-10',
      expiry_date: spoilt ? '2026-06-01' : '2029-01-09',
      recalled: false,
      held: false,
    },
    from: incoming ? { ...outside, kind: 'supplier', partner_id: supplier(pick(SUPPLIERS)) } : bin,
    to: toOf(path, bin, outside, pick, spoilt),
    from_disposition: 'released',
    to_disposition: 'released',
    on_date: TODAY,
    arrival_date: TODAY,
    min_remaining_days: 30,
    lane_id: 1,
    person_id: 1,
    label: { udi: true, chinese: true },
  };
}

function toOf(
  path: Path,
  bin: Movement['to'],
  outside: Movement['to'],
  pick: (count: number) => number,
  spoilt: boolean,
): Movement['to'] {
  if (path === 'ship') return { ...outside, kind: 'customer', partner_id: customer(pick(CUSTOMERS)) };
  if (path === 'transfer_ship') return { ...outside, kind: 'in_transit', warehouse_id: 1 + pick(WAREHOUSES) };
  return spoilt ? { ...bin, zone_kind: 'rejected' } : { ...bin };
}

import type { Reason } from '@tongcang/contract';
import type { Facts, ItemFact, LicenceFact, RegistrationFact } from './facts.ts';

/** Why goods move. The rules depend on it: an expired lot may go to destruction, never to a customer. */
export const PURPOSES = [
  'opening',
  'receive',
  'putaway',
  'relocate',
  'pick',
  'release',
  'hold',
  'lift_hold',
  'reject',
  'recall',
  'expire',
  'quarantine',
  'transfer_ship',
  'transfer_receive',
  'ship',
  'customer_return',
  'supplier_return',
  'adjust',
  'count',
  'destroy',
  'deliver',
  'undelivered',
  'consume',
  'convert_out',
  'convert_in',
  'repair_send',
  'repair_return',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const DISPOSITIONS = ['quarantine', 'released', 'held', 'rejected', 'recalled', 'expired'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export type PlaceKind =
  | 'bin'
  | 'in_transit'
  | 'supplier'
  | 'customer'
  | 'consigned'
  | 'destroyed'
  | 'adjustment'
  | 'conversion'
  | 'repair';

/** One end of a movement as the gate sees it. */
export type Place = {
  readonly kind: PlaceKind;
  readonly warehouse_id: number | null;
  readonly zone_kind: string | null;
  readonly storage_condition: string | null;
  readonly partner_id: number | null;
};
export type LotFact = {
  readonly lot_id: number;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly recalled: boolean;
  /** A hold of the whole company stands on the lot; absent where the caller plans with a lot that is not on file. */
  readonly held?: boolean;
};
/** What is to be judged, one line of one lot. Dates are civil dates in the zone of the deciding warehouse. */
export type Movement = {
  readonly purpose: Purpose;
  readonly item_id: number;
  readonly lot: LotFact;
  readonly from: Place;
  readonly to: Place;
  readonly from_disposition: Disposition;
  readonly to_disposition: Disposition;
  /** Today in the zone of the warehouse that decides. */
  readonly on_date: string;
  /** Day of arrival for goods that travel; today otherwise. */
  readonly arrival_date: string;
  /** Days of life that must remain on arrival. */
  readonly min_remaining_days: number;
  /** The lane for goods that travel, null where none is needed or none was given. */
  readonly lane_id: number | null;
};

declare const judged: unique symbol;
/**
 * The answer of the gate for one line. `stock.post` and `stock.allocate` accept only lines that carry an allowed
 * one, and nothing but `judge` can make it.
 */
export type Verdict = {
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
  readonly [judged]: true;
};

type Finding = { readonly code: string; readonly params: Reason['params'] };
type Check = (facts: Facts, movement: Movement, item: ItemFact) => Finding | null;

/** Judges one line by the facts. Pure: the same facts and movement give the same verdict. */
export function judge(facts: Facts, movement: Movement): Verdict {
  const item = facts.items.get(movement.item_id);
  if (item === undefined) {
    return verdict(
      [{ code: 'compliance.item_unknown', params: { item_id: movement.item_id }, legal_basis: null }],
      [],
    );
  }
  const reasons: Reason[] = [];
  const warnings: Reason[] = [];
  for (const check of CHECKS[movement.purpose]) {
    const finding = check(facts, movement, item);
    if (finding === null) continue;
    const rule = ruleOn(facts, finding.code, movement.on_date);
    if (rule === null || rule.severity === 'off') continue;
    (rule.severity === 'block' ? reasons : warnings).push({ ...finding, legal_basis: rule.legal_basis });
  }
  return reasons.length === 0 && warnings.length === 0 ? CLEAN : verdict(reasons, warnings);
}

function verdict(reasons: readonly Reason[], warnings: readonly Reason[]): Verdict {
  return { allowed: reasons.length === 0, reasons, warnings } as unknown as Verdict;
}
const CLEAN = verdict([], []);

function ruleOn(facts: Facts, code: string, date: string) {
  const versions = facts.rules.get(code) ?? [];
  return (
    versions.find((r) => r.effective_from <= date && (r.effective_to === null || date <= r.effective_to)) ??
    null
  );
}

const within = (date: string, from: string, to: string | null) => from <= date && (to === null || date <= to);

/** A lot made while its certificate was valid may be sold until its own expiry; anything else needs a valid one today. */
const registration: Check = (_facts, movement, item) => {
  const params = {
    registration_no: item.registration_no,
    item_code: item.item_code,
    lot_no: movement.lot.lot_no,
  };
  if (item.registrations.length === 0) return { code: 'compliance.registration_missing', params };
  const { production_date } = movement.lot;
  const today = item.registrations.some((r) => within(movement.on_date, r.valid_from, r.valid_to));
  if (production_date === null) {
    return today
      ? null
      : {
          code: 'compliance.registration_expired',
          params: { ...params, valid_to: lastDay(item.registrations) },
        };
  }
  const made = item.registrations.some((r) => within(production_date, r.valid_from, r.valid_to));
  if (!made) {
    return {
      code: 'compliance.made_outside_registration',
      params: { ...params, production_date, valid_to: lastDay(item.registrations) },
    };
  }
  return today
    ? null
    : {
        code: 'compliance.registration_expired_but_made_in_validity',
        params: { ...params, production_date, valid_to: lastDay(item.registrations) },
      };
};

function lastDay(registrations: readonly RegistrationFact[]): string | null {
  return registrations.reduce<string | null>(
    (last, r) => (last === null || (r.valid_to ?? '9999') > last ? r.valid_to : last),
    null,
  );
}

const notRecalled: Check = (_facts, { lot, to_disposition }) =>
  lot.recalled && to_disposition === 'released'
    ? { code: 'compliance.lot_recalled', params: { lot_no: lot.lot_no } }
    : null;

/** Nothing becomes usable of a lot that is held; what is held already says so by its own disposition. */
const notHeld: Check = (_facts, { lot, to_disposition }) =>
  lot.held === true && to_disposition === 'released'
    ? { code: 'compliance.not_released', params: { disposition: 'held', lot_no: lot.lot_no } }
    : null;

/** Nothing leaves of a lot that is held everywhere, also where a count or a correction has found more of it since. */
const neverHeld: Check = (_facts, { lot, from_disposition }) =>
  lot.held === true && from_disposition === 'released'
    ? { code: 'compliance.not_released', params: { disposition: 'held', lot_no: lot.lot_no } }
    : null;

const neverRecalled: Check = (_facts, { lot, from_disposition }) =>
  lot.recalled || from_disposition === 'recalled'
    ? { code: 'compliance.lot_recalled', params: { lot_no: lot.lot_no } }
    : null;

const releasedOnly: Check = (_facts, { from_disposition, lot }) =>
  from_disposition === 'released' || from_disposition === 'recalled'
    ? null
    : { code: 'compliance.not_released', params: { disposition: from_disposition, lot_no: lot.lot_no } };

/** Usable through its expiry day, in the zone of the warehouse. */
const notExpired: Check = (_facts, { lot, on_date, to_disposition }) =>
  lot.expiry_date !== null && lot.expiry_date < on_date && to_disposition === 'released'
    ? { code: 'compliance.lot_expired', params: { lot_no: lot.lot_no, expiry_date: lot.expiry_date } }
    : null;

const lastsUntilArrival: Check = (_facts, { lot, on_date, arrival_date, min_remaining_days }) => {
  if (lot.expiry_date === null || lot.expiry_date < on_date) return null;
  const params = { lot_no: lot.lot_no, expiry_date: lot.expiry_date, arrival_date, min_remaining_days };
  if (lot.expiry_date < arrival_date) return { code: 'compliance.lot_expires_before_arrival', params };
  return daysBetween(arrival_date, lot.expiry_date) < min_remaining_days
    ? { code: 'compliance.remaining_life_too_short', params }
    : null;
};

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Class III needs a licence and class II a filing that names the warehouse and covers the sub-catalogue; class I neither. */
const warehouseLicensed =
  (end: 'from' | 'to'): Check =>
  (facts, movement, item) => {
    const warehouse = facts.warehouses.get(movement[end].warehouse_id ?? 0);
    if (warehouse === undefined || item.device_class === 'I') return null;
    const held = facts.licences.get(warehouse.legal_entity_id) ?? [];
    const fitting = held.filter((l) => l.warehouse_ids.includes(warehouse.warehouse_id) && covers(l, item));
    const params = {
      warehouse_code: warehouse.warehouse_code,
      device_class: item.device_class,
      category: item.category,
    };
    if (fitting.length === 0) return { code: 'compliance.warehouse_not_licensed', params };
    return fitting.some((l) => within(movement.arrival_date, l.valid_from, l.valid_to))
      ? null
      : { code: 'compliance.warehouse_licence_expired', params };
  };

const partnerLicensed =
  (end: 'from' | 'to', who: 'supplier' | 'customer'): Check =>
  (facts, movement, item) => {
    const partner_id = movement[end].partner_id;
    if (partner_id === null || item.device_class === 'I') return null;
    const partner = facts.partners.get(partner_id);
    const params = {
      partner_code: partner?.partner_code ?? '',
      device_class: item.device_class,
      category: item.category,
    };
    const valid = (facts.licences.get(partner_id) ?? []).filter((l) =>
      within(movement.on_date, l.valid_from, l.valid_to),
    );
    if (valid.length === 0) return { code: `compliance.${who}_not_licensed`, params };
    return valid.some((l) => covers(l, item)) ? null : { code: `compliance.${who}_scope`, params };
  };

function covers(licence: LicenceFact, item: ItemFact): boolean {
  if (!licence.classes.includes(item.device_class)) return false;
  if (licence.kind === 'distribution_filing' && item.device_class === 'III') return false;
  return licence.categories.includes('*') || licence.categories.includes(item.category.slice(0, 2));
}

const storageCondition: Check = (_facts, { to }, item) =>
  to.kind !== 'bin' ||
  to.storage_condition === item.storage_condition ||
  to.zone_kind === 'receiving' ||
  to.zone_kind === 'dispatch'
    ? null
    : {
        code: 'compliance.storage_condition',
        params: { item_code: item.item_code, needs: item.storage_condition, has: to.storage_condition ?? '' },
      };

const ZONES: Readonly<Record<Disposition, readonly string[] | null>> = {
  quarantine: ['receiving', 'returns'],
  released: ['receiving', 'storage', 'dispatch', 'sample'],
  rejected: ['rejected'],
  held: null,
  recalled: null,
  expired: null,
};
const dispositionZone: Check = (_facts, { to, to_disposition }) => {
  const zones = ZONES[to_disposition];
  if (to.kind !== 'bin' || zones === null || zones.includes(to.zone_kind ?? '')) return null;
  return {
    code: 'compliance.disposition_zone',
    params: { disposition: to_disposition, zone_kind: to.zone_kind ?? '' },
  };
};

/** An item with a temperature range travels only on a lane whose own range lies inside it. */
const laneTemperature: Check = (facts, movement, item): Finding | null => {
  if (item.storage_condition !== 'cold' && item.storage_condition !== 'frozen') return null;
  if (item.temp_min_c === null || item.temp_max_c === null) return null;
  const lane = facts.lanes.get(movement.lane_id ?? 0);
  if (lane === undefined) return { code: 'compliance.lane_missing', params: { item_code: item.item_code } };
  const fits =
    lane.temp_min_c !== null &&
    lane.temp_max_c !== null &&
    lane.temp_min_c >= item.temp_min_c &&
    lane.temp_max_c <= item.temp_max_c;
  return fits
    ? null
    : {
        code: 'compliance.lane_temperature',
        params: {
          item_code: item.item_code,
          needs: `${item.temp_min_c}..${item.temp_max_c}`,
          has: laneRange(lane),
        },
      };
};

function laneRange(lane: { temp_min_c: number | null; temp_max_c: number | null }): string {
  return lane.temp_min_c === null ? 'ambient' : `${lane.temp_min_c}..${lane.temp_max_c}`;
}

const TRAVEL = [
  registration,
  neverRecalled,
  neverHeld,
  releasedOnly,
  notExpired,
  lastsUntilArrival,
  laneTemperature,
];
const PLACE = [storageCondition, dispositionZone];

/** Which rules are asked for which purpose. Removing goods from trade is never refused. */
const CHECKS: Readonly<Record<Purpose, readonly Check[]>> = {
  opening: [registration, notRecalled, notHeld, notExpired, warehouseLicensed('to'), ...PLACE],
  receive: [
    registration,
    notRecalled,
    notHeld,
    notExpired,
    warehouseLicensed('to'),
    partnerLicensed('from', 'supplier'),
    ...PLACE,
  ],
  putaway: PLACE,
  relocate: PLACE,
  pick: [neverRecalled, releasedOnly, notExpired, ...PLACE],
  release: [registration, notRecalled, notHeld, notExpired, warehouseLicensed('to'), dispositionZone],
  hold: [],
  lift_hold: [notRecalled, notHeld, notExpired, dispositionZone],
  reject: [],
  recall: [],
  expire: [],
  quarantine: [],
  transfer_ship: [...TRAVEL, warehouseLicensed('to')],
  transfer_receive: [warehouseLicensed('to'), ...PLACE],
  ship: [...TRAVEL, warehouseLicensed('from'), partnerLicensed('to', 'customer')],
  customer_return: PLACE,
  supplier_return: [],
  adjust: PLACE,
  count: [],
  destroy: [],
  /** Handed over at the door: what was stopped on the way is not given to anybody. */
  deliver: [neverRecalled, neverHeld, releasedOnly],
  undelivered: PLACE,
  /** A report of what was used at the patient; it cannot be undone by refusing it. */
  consume: [],
  convert_out: [neverRecalled, neverHeld, releasedOnly, notExpired],
  convert_in: [registration, notRecalled, notHeld, notExpired, warehouseLicensed('to'), ...PLACE],
  repair_send: [],
  repair_return: PLACE,
};

import type { Check } from './checks/check.ts';
import { carriesUdi, labelledInChinese } from './checks/label.ts';
import {
  partnerLicensed,
  regionFiled,
  sellerLicensed,
  storageAgreed,
  warehouseLicensed,
} from './checks/licence.ts';
import {
  accepted,
  freshEnough,
  lastsUntilArrival,
  neverHeld,
  neverRecalled,
  notExpired,
  notHeld,
  notRecalled,
  releasedOnly,
  releasedOrWaiting,
} from './checks/lot.ts';
import {
  firstCustomer,
  firstItem,
  firstSupplier,
  qualityAgreed,
  supplierAuthorised,
  territory,
} from './checks/partner.ts';
import { trained } from './checks/person.ts';
import { binInUse, dispositionZone, laneTemperature, storageCondition } from './checks/place.ts';
import { cancelled, model, registration } from './checks/registration.ts';
import { PATHS, type Path } from './movement.ts';

const MADE_LAWFULLY = [registration, cancelled];
const USABLE = [notRecalled, notHeld, notExpired];
const TRAVEL = [
  ...MADE_LAWFULLY,
  neverRecalled,
  neverHeld,
  releasedOnly,
  notExpired,
  lastsUntilArrival,
  laneTemperature,
];
const PLACE = [storageCondition, dispositionZone, binInUse];
const KEPT_LAWFULLY = [warehouseLicensed('to'), regionFiled, storageAgreed];
const FROM_SUPPLIER = [
  model,
  partnerLicensed('from', 'supplier'),
  firstSupplier,
  firstItem,
  supplierAuthorised,
  qualityAgreed,
];
const TO_CUSTOMER = [
  ...TRAVEL,
  warehouseLicensed('from'),
  partnerLicensed('to', 'customer'),
  firstCustomer,
  territory,
  trained,
];

/**
 * Which rules are asked on which path. Taking goods out of trade is refused for one reason only: that they would be put
 * into a bin that does not exist any more.
 */
export const CHECKS: Readonly<Record<Path, readonly Check[]>> = {
  /** Of goods that are not made yet: only what is valid today opens the way. */
  purchase: [...MADE_LAWFULLY, ...KEPT_LAWFULLY, ...FROM_SUPPLIER],
  opening: [...MADE_LAWFULLY, ...USABLE, ...KEPT_LAWFULLY, ...PLACE],
  receive: [...MADE_LAWFULLY, ...USABLE, freshEnough, ...KEPT_LAWFULLY, ...FROM_SUPPLIER, ...PLACE, trained],
  putaway: [...PLACE, trained],
  relocate: PLACE,
  pick: [neverRecalled, releasedOnly, notExpired, ...PLACE, trained],
  release: [
    ...MADE_LAWFULLY,
    ...USABLE,
    accepted,
    carriesUdi,
    labelledInChinese,
    warehouseLicensed('to'),
    dispositionZone,
    binInUse,
    trained,
  ],
  hold: [],
  lift_hold: [...USABLE, dispositionZone],
  reject: [binInUse],
  recall: [],
  expire: [],
  quarantine: [binInUse],
  transfer_ship: [...TRAVEL, sellerLicensed, ...KEPT_LAWFULLY, trained],
  transfer_receive: [...KEPT_LAWFULLY, ...PLACE, trained],
  ship: TO_CUSTOMER,
  customer_return: PLACE,
  supplier_return: [],
  adjust: PLACE,
  count: [binInUse],
  destroy: [],
  /** Handed over at the door: what was stopped on the way is not given to anybody. */
  deliver: [neverRecalled, neverHeld, releasedOnly],
  undelivered: PLACE,
  /** A report of what was used at the patient; it cannot be undone by refusing it. */
  consume: [],
  convert_out: [neverRecalled, neverHeld, releasedOrWaiting, notExpired],
  convert_in: [...MADE_LAWFULLY, ...USABLE, warehouseLicensed('to'), ...PLACE],
  repair_send: [],
  repair_return: PLACE,
  /** Devices, surgical sets and samples that leave the house and stay ours: as for a sale, but it is none. */
  lend: [...TRAVEL, warehouseLicensed('from'), partnerLicensed('to', 'customer'), trained],
};

/** Codes of the rules that a path asks, each once, in the order of asking. */
export function rulesAsked(path: Path): string[] {
  return [...new Set(CHECKS[path].flatMap((check) => check.codes))];
}

/** Paths that ask for a rule; none for rules that other modules weigh by themselves. */
export const pathsOf = (code: string): Path[] => PATHS.filter((path) => rulesAsked(path).includes(code));

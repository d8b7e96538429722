import { regionOf } from '@tongcang/contract';
import type { Facts, ItemFact, LicenceFact, PartnerFact, WarehouseFact } from '../facts.ts';
import { type Check, check, type Finding, within } from './check.ts';

/** Class I needs no licence, nor does class II that the catalogue of exemptions names. */
const needsNone = (item: ItemFact) =>
  item.device_class === 'I' || (item.device_class === 'II' && item.exempt_filing);

function covers(licence: LicenceFact, item: ItemFact): boolean {
  if (!licence.classes.includes(item.device_class)) return false;
  if (licence.kind === 'distribution_filing' && item.device_class === 'III') return false;
  const { categories } = licence;
  return (
    categories.includes('*') ||
    categories.includes(item.category.slice(0, 2)) ||
    (item.catalogue_new !== null && categories.includes(item.catalogue_new.slice(0, 2))) ||
    (item.catalogue_old !== null && categories.includes(oldCatalogue(item.catalogue_old)))
  );
}

/** A sub-catalogue of before 2018 is named by `68` and two digits, which no newer one begins with. */
const oldCatalogue = (code: string) => (code.startsWith('68') ? code : `68${code}`).slice(0, 4);

const scopeOf = (item: ItemFact) => ({ device_class: item.device_class, category: item.category });

/**
 * Class III needs a licence and class II a filing that names the warehouse and covers the sub-catalogue; class I neither.
 * A warehouse that another company runs for us is named by the agreement instead.
 */
export const warehouseLicensed = (end: 'from' | 'to'): Check =>
  check(
    ['compliance.warehouse_not_licensed', 'compliance.warehouse_licence_expired'],
    (facts, movement, item) => {
      const warehouse = facts.warehouses.get(movement[end].warehouse_id ?? 0);
      return warehouse === undefined ? null : licensed(facts, warehouse, movement.arrival_date, item);
    },
  );

function licensed(facts: Facts, warehouse: WarehouseFact, date: string, item: ItemFact): Finding | null {
  if (needsNone(item)) return null;
  const { warehouse_id, warehouse_code, agreements } = warehouse;
  let named = false;
  let elsewhere = false;
  for (const licence of facts.licences.get(warehouse.legal_entity_id) ?? []) {
    if (!covers(licence, item)) continue;
    const valid = within(date, licence.valid_from, licence.valid_to);
    const here = licence.warehouse_ids.includes(warehouse_id);
    if (here && valid) return null;
    named ||= here;
    elsewhere ||= valid;
  }
  const params = { warehouse_code, ...scopeOf(item) };
  if (named) return { code: 'compliance.warehouse_licence_expired', params };
  const outsourced = elsewhere && agreements.some((a) => within(date, a.valid_from, a.valid_to));
  return outsourced ? null : { code: 'compliance.warehouse_not_licensed', params };
}

/** Goods that another company of the group gets are sold to it, so the seller must be licensed as well. */
export const sellerLicensed = check(
  ['compliance.warehouse_not_licensed', 'compliance.warehouse_licence_expired'],
  (facts, movement, item) => {
    const from = facts.warehouses.get(movement.from.warehouse_id ?? 0);
    const to = facts.warehouses.get(movement.to.warehouse_id ?? 0);
    if (from === undefined || to === undefined || from.legal_entity_id === to.legal_entity_id) return null;
    return licensed(facts, from, movement.on_date, item);
  },
);

/** A warehouse under another authority than its company is notified to that authority. */
export const regionFiled = check(['compliance.warehouse_not_filed'], (facts, movement, item) => {
  const warehouse = facts.warehouses.get(movement.to.warehouse_id ?? 0);
  if (warehouse === undefined || needsNone(item)) return null;
  const home = facts.partners.get(warehouse.legal_entity_id);
  const elsewhere =
    warehouse.regulator !== null || (home && regionOf(home.province) !== regionOf(warehouse.province));
  if (!elsewhere) return null;
  return warehouse.filings.some((f) => within(movement.on_date, f.valid_from, f.valid_to))
    ? null
    : {
        code: 'compliance.warehouse_not_filed',
        params: {
          warehouse_code: warehouse.warehouse_code,
          regulator: warehouse.regulator ?? warehouse.province,
        },
      };
});

/** Goods go to a warehouse that others run only under an agreement in force. */
export const storageAgreed = check(['compliance.storage_agreement_ended'], (facts, movement) => {
  const warehouse = facts.warehouses.get(movement.to.warehouse_id ?? 0);
  if (warehouse === undefined || warehouse.agreements.length === 0) return null;
  if (warehouse.agreements.some((a) => within(movement.on_date, a.valid_from, a.valid_to))) return null;
  const valid_to =
    warehouse.agreements
      .map((a) => a.valid_to ?? '')
      .sort()
      .at(-1) ?? '';
  const { warehouse_code } = warehouse;
  return { code: 'compliance.storage_agreement_ended', params: { warehouse_code, valid_to } };
});

export const partnerLicensed = (end: 'from' | 'to', who: 'supplier' | 'customer'): Check =>
  check(
    [
      `compliance.${who}_not_licensed`,
      `compliance.${who}_scope`,
      ...(who === 'supplier' ? ['compliance.own_product_without_licence'] : []),
    ],
    (facts, movement, item) => {
      const partner_id = movement[end].partner_id;
      if (partner_id === null || needsNone(item)) return null;
      const partner = facts.partners.get(partner_id);
      const params = { partner_code: partner?.partner_code ?? '', ...scopeOf(item) };
      const valid = (facts.licences.get(partner_id) ?? []).filter((l) =>
        within(movement.on_date, l.valid_from, l.valid_to),
      );
      if (valid.some((l) => covers(l, item))) return null;
      if (who === 'supplier' && valid.length === 0 && sellsItsOwn(partner, item))
        return { code: 'compliance.own_product_without_licence', params };
      return { code: `compliance.${who}_${valid.length === 0 ? 'not_licensed' : 'scope'}`, params };
    },
  );

/** A registrant sells its own product from its own address without a licence. */
const sellsItsOwn = (partner: PartnerFact | undefined, item: ItemFact): boolean =>
  partner?.kind === 'manufacturer' && standsBehind(item, partner.partner_id);

/** Whether a company is the manufacturer of an item or a registrant of its certificates. */
export const standsBehind = (item: ItemFact, partner_id: number): boolean =>
  item.manufacturer_id === partner_id || item.registrations.some((r) => r.registrant_id === partner_id);

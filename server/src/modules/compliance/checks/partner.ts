import { regionOf } from '@tongcang/contract';
import type { AgreementFact, AuthorisationFact, Facts, ItemFact } from '../facts.ts';
import { check, type Finding, within } from './check.ts';
import { standsBehind } from './licence.ts';

const inForce = (list: readonly AgreementFact[], date: string) =>
  list.some((one) => within(date, one.valid_from, one.valid_to));

/** Reviews of a subject before the first deal that still stand: none, or the papers of all have run out. */
function unreviewed(
  code: string,
  name: Finding['params'],
  reviews: readonly AgreementFact[],
  date: string,
): Finding | null {
  if (inForce(reviews, date)) return null;
  const last = reviews
    .map((one) => one.valid_to ?? '')
    .sort()
    .at(-1);
  return { code, params: { ...name, valid_to: last ?? null } };
}

export const firstSupplier = check(['compliance.first_supplier_not_approved'], (facts, movement) => {
  const partner = facts.partners.get(movement.from.partner_id ?? 0);
  // Goods of our own companies are no first deal.
  if (partner === undefined || partner.kind === 'legal_entity') return null;
  const { partner_code, reviews } = partner;
  return unreviewed('compliance.first_supplier_not_approved', { partner_code }, reviews, movement.on_date);
});

export const firstItem = check(['compliance.first_item_not_approved'], (_facts, { on_date }, item) =>
  unreviewed('compliance.first_item_not_approved', { item_code: item.item_code }, item.reviews, on_date),
);

export const firstCustomer = check(['compliance.first_customer_not_approved'], (facts, movement) => {
  const partner = facts.partners.get(movement.to.partner_id ?? 0);
  if (partner === undefined || partner.kind === 'legal_entity') return null;
  const { partner_code, reviews } = partner;
  return unreviewed('compliance.first_customer_not_approved', { partner_code }, reviews, movement.on_date);
});

export const qualityAgreed = check(['compliance.quality_agreement_missing'], (facts, movement) => {
  const partner = facts.partners.get(movement.from.partner_id ?? 0);
  if (partner === undefined || inForce(partner.quality_agreements, movement.on_date)) return null;
  return { code: 'compliance.quality_agreement_missing', params: { partner_code: partner.partner_code } };
});

const speaksOf = (letter: AuthorisationFact, item: ItemFact) =>
  standsBehind(item, letter.registrant_id) &&
  (letter.item_ids.includes(item.item_id) ||
    letter.categories.includes('*') ||
    letter.categories.includes(item.category.slice(0, 2)));

const reaches = (letter: AuthorisationFact, province: string) =>
  letter.regions.includes('*') || letter.regions.includes(regionOf(province));

/**
 * Who is not the registrant sells only what it is authorised for, in this region and on this day: by a letter to it, or
 * by one from it to our company.
 */
export const supplierAuthorised = check(
  [
    'compliance.supplier_not_authorised',
    'compliance.authorisation_expired',
    'compliance.authorisation_region',
  ],
  (facts, movement, item) => {
    const supplier = facts.partners.get(movement.from.partner_id ?? 0);
    const warehouse = facts.warehouses.get(movement.to.warehouse_id ?? 0);
    if (supplier === undefined || warehouse === undefined || supplier.kind === 'legal_entity') return null;
    if (standsBehind(item, supplier.partner_id)) return null;
    const letters = lettersOf(facts, supplier.partner_id, warehouse.legal_entity_id).filter((letter) =>
      speaksOf(letter, item),
    );
    const { province } = warehouse;
    const params = { partner_code: supplier.partner_code, item_code: item.item_code, province };
    if (letters.length === 0) return { code: 'compliance.supplier_not_authorised', params };
    const valid = letters.filter((l) => within(movement.on_date, l.valid_from, l.valid_to));
    if (valid.length === 0) return { code: 'compliance.authorisation_expired', params };
    return valid.some((l) => reaches(l, province))
      ? null
      : { code: 'compliance.authorisation_region', params };
  },
);

function lettersOf(facts: Facts, supplier_id: number, entity_id: number): AuthorisationFact[] {
  const ours = facts.authorisations.get(entity_id) ?? [];
  return [
    ...(facts.authorisations.get(supplier_id) ?? []),
    ...ours.filter((letter) => letter.grantor_id === supplier_id),
  ];
}

/** Where letters to our company say in which regions it may sell an item, it sells it in no other one. */
export const territory = check(['compliance.outside_territory'], (facts, movement, item) => {
  const seller = facts.warehouses.get(movement.from.warehouse_id ?? 0);
  const buyer = facts.partners.get(movement.to.partner_id ?? 0);
  if (seller === undefined || buyer === undefined || buyer.kind === 'legal_entity') return null;
  const letters = (facts.authorisations.get(seller.legal_entity_id) ?? []).filter((letter) =>
    speaksOf(letter, item),
  );
  if (letters.length === 0) return null;
  const { item_code } = item;
  const { province } = buyer;
  return letters.some((l) => within(movement.on_date, l.valid_from, l.valid_to) && reaches(l, province))
    ? null
    : { code: 'compliance.outside_territory', params: { item_code, province } };
});

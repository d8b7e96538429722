import type { RuleParams } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

/** What the gate knows. Kept in memory for one epoch of the rules; see platform/rules-lock.ts. */
export type Facts = {
  readonly epoch: number;
  readonly rules: ReadonlyMap<string, readonly RuleFact[]>;
  readonly warehouses: ReadonlyMap<number, WarehouseFact>;
  readonly partners: ReadonlyMap<number, PartnerFact>;
  readonly licences: ReadonlyMap<number, readonly LicenceFact[]>;
  /** Letters by who was authorised. */
  readonly authorisations: ReadonlyMap<number, readonly AuthorisationFact[]>;
  readonly departments: ReadonlyMap<number, DepartmentFact>;
  readonly lanes: ReadonlyMap<number, LaneFact>;
  /** What people have been trained for, by person. */
  readonly trainings: ReadonlyMap<number, readonly TrainingFact[]>;
  /** Only items that were asked for; filled by `knowItems`. */
  readonly items: Map<number, ItemFact>;
};
/** Anything with a first and a last day. */
export type AgreementFact = { readonly valid_from: string; readonly valid_to: string | null };
export type RuleFact = {
  readonly rule_id: number;
  readonly severity: 'block' | 'warn' | 'off';
  readonly params: RuleParams;
  readonly legal_basis: string | null;
  readonly effective_from: string;
  readonly effective_to: string | null;
};
export type WarehouseFact = {
  readonly warehouse_id: number;
  readonly warehouse_code: string;
  readonly legal_entity_id: number;
  readonly timezone: string;
  readonly province: string;
  /** The authority it is notified to where that is not the company's own. */
  readonly regulator: string | null;
  readonly filings: readonly AgreementFact[];
  /** Agreements with the company that runs it for us. */
  readonly agreements: readonly AgreementFact[];
};
export type PartnerFact = {
  readonly partner_id: number;
  readonly partner_code: string;
  readonly kind: string;
  readonly province: string;
  /** Approved reviews before the first deal. */
  readonly reviews: readonly AgreementFact[];
  readonly quality_agreements: readonly AgreementFact[];
};
export type LicenceFact = AgreementFact & {
  readonly kind: string;
  readonly licence_no: string;
  readonly classes: readonly string[];
  readonly categories: readonly string[];
  readonly warehouse_ids: readonly number[];
};
export type AuthorisationFact = AgreementFact & {
  readonly authorisation_no: string;
  readonly grantor_id: number;
  readonly registrant_id: number;
  readonly item_ids: readonly number[];
  readonly categories: readonly string[];
  readonly regions: readonly string[];
};
export type DepartmentFact = {
  readonly department_id: number;
  readonly partner_id: number;
  readonly priority_class: number;
  readonly min_remaining_days: number;
};
export type LaneFact = {
  readonly lane_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number | null;
  readonly to_partner_id: number | null;
  readonly transit_hours: number;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
};
export type TrainingFact = AgreementFact & {
  /** A path of the gate, or `*`. */
  readonly path: string;
};
/** A version of a certificate; its end is the renewed one where renewal is proven, the earlier one where it was cancelled. */
export type RegistrationFact = AgreementFact & {
  readonly registrant_id: number;
  readonly models: readonly string[];
  readonly ended_on: string | null;
};
export type ItemFact = {
  readonly item_id: number;
  readonly item_code: string;
  readonly device_class: string;
  readonly category: string;
  readonly catalogue_old: string | null;
  readonly catalogue_new: string | null;
  readonly model: string;
  readonly manufacturer_id: number;
  readonly registration_no: string;
  readonly exempt_filing: boolean;
  readonly udi_required_from: string | null;
  readonly needs_chinese_label: boolean;
  readonly tracking: 'lot' | 'serial';
  readonly shelf_life_days: number | null;
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly carton_qty: number;
  readonly registrations: readonly RegistrationFact[];
  /** Approved reviews before it was first bought. */
  readonly reviews: readonly AgreementFact[];
};

/** Last day of a paper `p`: renewed as far as proven, and over on the day on which it was cancelled. */
const LAST_DAY = `least(case when p.valid_to is null then null else greatest(p.valid_to, p.deemed_renewed_until) end,
  p.ended_on - 1)`;
const LAST_DAY_PLAIN = 'least(p.valid_to, p.ended_on - 1)';

const PARTNERS = `select k.partner_id, k.partner_code, k.kind, k.province,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', r.decided_at::date, 'valid_to', r.valid_to) order by r.review_id)
              from compliance.v_approved_review r where r.partner_id = k.partner_id), '[]') as reviews,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', p.valid_from, 'valid_to', ${LAST_DAY_PLAIN}) order by p.agreement_id)
              from compliance.agreement p where p.partner_id = k.partner_id and p.kind = 'quality'), '[]') as quality_agreements
  from masterdata.v_partner k`;
const WAREHOUSES = `select w.warehouse_id, w.warehouse_code, w.legal_entity_id, w.timezone, w.province, w.regulator,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', p.valid_from, 'valid_to', ${LAST_DAY_PLAIN}) order by p.warehouse_filing_id)
              from compliance.warehouse_filing p where p.warehouse_id = w.warehouse_id), '[]') as filings,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', p.valid_from, 'valid_to', ${LAST_DAY_PLAIN}) order by p.agreement_id)
              from compliance.agreement p where p.kind = 'third_party_logistics' and w.warehouse_id = any (p.warehouse_ids)),
      '[]') as agreements
  from masterdata.v_warehouse w`;
const LICENCES = `select p.partner_id, p.kind, p.licence_no, p.classes, p.categories, p.warehouse_ids, p.valid_from,
    ${LAST_DAY} as valid_to from compliance.licence p`;
const AUTHORISATIONS = `select p.grantee_id, p.grantor_id, p.registrant_id, p.authorisation_no, p.item_ids, p.categories,
    p.regions, p.valid_from, ${LAST_DAY_PLAIN} as valid_to from compliance.authorisation p`;
const ITEMS = `select i.item_id, i.item_code, i.device_class, i.category, i.catalogue_old, i.catalogue_new, i.model,
    i.manufacturer_id, i.registration_no, i.exempt_filing, i.udi_required_from, i.needs_chinese_label, i.tracking,
    i.shelf_life_days, i.storage_condition, i.temp_min_c, i.temp_max_c, i.carton_qty,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', p.valid_from, 'valid_to', ${LAST_DAY},
                'registrant_id', p.registrant_id, 'models', p.models, 'ended_on', p.ended_on) order by p.registration_id)
              from compliance.registration p where p.registration_no = i.registration_no), '[]') as registrations,
    coalesce((select jsonb_agg(jsonb_build_object('valid_from', r.decided_at::date, 'valid_to', r.valid_to) order by r.review_id)
              from compliance.v_approved_review r where r.item_id = i.item_id), '[]') as reviews
  from masterdata.v_item i where i.item_id = any($1::bigint[])`;

/**
 * The facts of the current epoch. The caller holds the lock of rules (gate option `judges`), so they cannot change
 * before its commit. Costs nothing while the epoch stands, eight statements after a change.
 */
export async function factsOf(tx: Tx, epoch: number): Promise<Facts> {
  const known = tx.memory.get('compliance.facts') as Facts | undefined;
  if (known?.epoch === epoch) return known;
  const [rules, warehouses, partners, licences, authorisations, departments, lanes, trainings] =
    await Promise.all([
      tx.rows<RuleFact & { code: string }>(
        `select rule_id, code, severity, params, legal_basis, effective_from, effective_to from compliance.rule
         order by effective_from desc, rule_id desc`,
      ),
      tx.rows<WarehouseFact>(WAREHOUSES),
      tx.rows<PartnerFact>(PARTNERS),
      tx.rows<LicenceFact & { partner_id: number }>(LICENCES),
      tx.rows<AuthorisationFact & { grantee_id: number }>(AUTHORISATIONS),
      tx.rows<DepartmentFact>(
        'select department_id, partner_id, priority_class::int, min_remaining_days from masterdata.v_department',
      ),
      tx.rows<LaneFact>(
        `select lane_id, from_warehouse_id, to_warehouse_id, to_partner_id, transit_hours, temp_min_c, temp_max_c
         from masterdata.v_lane`,
      ),
      tx.rows<TrainingFact & { user_id: number }>(
        'select user_id, path, valid_from, valid_to from compliance.training',
      ),
    ]);
  const facts: Facts = {
    epoch,
    rules: Map.groupBy(rules, (r) => r.code),
    warehouses: new Map(warehouses.map((w) => [w.warehouse_id, w])),
    partners: new Map(partners.map((p) => [p.partner_id, p])),
    licences: Map.groupBy(licences, (l) => l.partner_id),
    authorisations: Map.groupBy(authorisations, (a) => a.grantee_id),
    departments: new Map(departments.map((d) => [d.department_id, d])),
    lanes: new Map(lanes.map((l) => [l.lane_id, l])),
    trainings: Map.groupBy(trainings, (t) => t.user_id),
    items: new Map(),
  };
  tx.memory.set('compliance.facts', facts);
  return facts;
}

/** Makes sure that `facts.items` holds these items; unknown ids stay absent. */
export async function knowItems(tx: Tx, facts: Facts, item_ids: Iterable<number>): Promise<void> {
  const missing = [...new Set(item_ids)].filter((id) => !facts.items.has(id));
  if (missing.length === 0) return;
  for (const row of await tx.rows<ItemFact>(ITEMS, [missing])) facts.items.set(row.item_id, row);
}

import type { Tx } from '../../platform/db.ts';

/** What the gate knows. Kept in memory for one epoch of the rules; see platform/rules-lock.ts. */
export type Facts = {
  readonly epoch: number;
  readonly rules: ReadonlyMap<string, readonly RuleFact[]>;
  readonly warehouses: ReadonlyMap<number, WarehouseFact>;
  readonly partners: ReadonlyMap<number, PartnerFact>;
  readonly licences: ReadonlyMap<number, readonly LicenceFact[]>;
  readonly departments: ReadonlyMap<number, DepartmentFact>;
  readonly lanes: ReadonlyMap<number, LaneFact>;
  /** Only items that were asked for; filled by `knowItems`. */
  readonly items: Map<number, ItemFact>;
};
export type RuleFact = {
  readonly severity: 'block' | 'warn' | 'off';
  readonly legal_basis: string | null;
  readonly effective_from: string;
  readonly effective_to: string | null;
};
export type WarehouseFact = {
  readonly warehouse_id: number;
  readonly warehouse_code: string;
  readonly legal_entity_id: number;
  readonly timezone: string;
};
export type PartnerFact = {
  readonly partner_id: number;
  readonly partner_code: string;
  readonly kind: string;
};
export type LicenceFact = {
  readonly kind: string;
  readonly classes: readonly string[];
  readonly categories: readonly string[];
  readonly warehouse_ids: readonly number[];
  readonly valid_from: string;
  readonly valid_to: string | null;
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
export type RegistrationFact = { readonly valid_from: string; readonly valid_to: string | null };
export type ItemFact = {
  readonly item_id: number;
  readonly item_code: string;
  readonly device_class: string;
  readonly category: string;
  readonly registration_no: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly carton_qty: number;
  readonly registrations: readonly RegistrationFact[];
};

/**
 * The facts of the current epoch. The caller holds the lock of rules (gate option `judges`), so they cannot change
 * before its commit. Costs nothing while the epoch stands, six statements after a change.
 */
export async function factsOf(tx: Tx, epoch: number): Promise<Facts> {
  const known = tx.memory.get('compliance.facts') as Facts | undefined;
  if (known?.epoch === epoch) return known;
  const [rules, warehouses, partners, licences, departments, lanes] = await Promise.all([
    tx.rows<RuleFact & { code: string }>(
      'select code, severity, legal_basis, effective_from, effective_to from compliance.rule order by effective_from desc',
    ),
    tx.rows<WarehouseFact>(
      'select warehouse_id, warehouse_code, legal_entity_id, timezone from masterdata.v_warehouse',
    ),
    tx.rows<PartnerFact>('select partner_id, partner_code, kind from masterdata.v_partner'),
    tx.rows<LicenceFact & { partner_id: number }>(
      'select partner_id, kind, classes, categories, warehouse_ids, valid_from, valid_to from compliance.licence',
    ),
    tx.rows<DepartmentFact>(
      'select department_id, partner_id, priority_class::int, min_remaining_days from masterdata.v_department',
    ),
    tx.rows<LaneFact>(
      `select lane_id, from_warehouse_id, to_warehouse_id, to_partner_id, transit_hours, temp_min_c, temp_max_c
       from masterdata.v_lane`,
    ),
  ]);
  const facts: Facts = {
    epoch,
    rules: Map.groupBy(rules, (r) => r.code),
    warehouses: new Map(warehouses.map((w) => [w.warehouse_id, w])),
    partners: new Map(partners.map((p) => [p.partner_id, p])),
    licences: Map.groupBy(licences, (l) => l.partner_id),
    departments: new Map(departments.map((d) => [d.department_id, d])),
    lanes: new Map(lanes.map((l) => [l.lane_id, l])),
    items: new Map(),
  };
  tx.memory.set('compliance.facts', facts);
  return facts;
}

/** Makes sure that `facts.items` holds these items; unknown ids stay absent. */
export async function knowItems(tx: Tx, facts: Facts, item_ids: Iterable<number>): Promise<void> {
  const missing = [...new Set(item_ids)].filter((id) => !facts.items.has(id));
  if (missing.length === 0) return;
  const rows = await tx.rows<Omit<ItemFact, 'registrations'> & { registrations: RegistrationFact[] }>(
    `select i.item_id, i.item_code, i.device_class, i.category, i.registration_no, i.tracking, i.storage_condition,
       i.temp_min_c, i.temp_max_c, i.carton_qty,
       coalesce((select jsonb_agg(jsonb_build_object('valid_from', r.valid_from, 'valid_to', r.valid_to))
                 from compliance.registration r where r.registration_no = i.registration_no), '[]') as registrations
     from masterdata.v_item i where i.item_id = any($1::bigint[])`,
    [missing],
  );
  for (const row of rows) facts.items.set(row.item_id, row);
}

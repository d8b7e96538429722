import type { DatasetName } from '@tongcang/contract';
import { type Lookups, locationKey, type PartnerKind, type Report } from './import.model.ts';
import { createNear } from './near.ts';

type Reference = {
  readonly column: string;
  /** `destination` is a warehouse or a customer. */
  readonly to: 'partner' | 'warehouse' | 'location' | 'department' | 'item' | 'destination';
  /** What kind of partner it must be, where the kind is a matter of law or of meaning. */
  readonly kind?: PartnerKind;
};

/** Which columns name records that must exist already. */
const REFERENCES: Readonly<Record<DatasetName, readonly Reference[]>> = {
  partner: [],
  department: [{ column: 'partner_code', to: 'partner', kind: 'customer' }],
  warehouse: [{ column: 'legal_entity_code', to: 'partner', kind: 'legal_entity' }],
  location: [{ column: 'warehouse_code', to: 'warehouse' }],
  item: [{ column: 'manufacturer_code', to: 'partner' }],
  registration: [{ column: 'registrant_code', to: 'partner' }],
  licence: [
    { column: 'partner_code', to: 'partner' },
    { column: 'warehouse_codes', to: 'warehouse' },
  ],
  authorisation: [
    { column: 'grantor_code', to: 'partner' },
    { column: 'grantee_code', to: 'partner' },
    { column: 'registrant_code', to: 'partner' },
    { column: 'item_codes', to: 'item' },
  ],
  lane: [
    { column: 'from_warehouse_code', to: 'warehouse' },
    { column: 'to_code', to: 'destination' },
    { column: 'carrier_code', to: 'partner', kind: 'carrier' },
  ],
  opening_stock: [
    { column: 'warehouse_code', to: 'warehouse' },
    { column: 'location_code', to: 'location' },
    { column: 'item_code', to: 'item' },
    { column: 'owner_code', to: 'partner' },
    { column: 'supplier_code', to: 'partner' },
  ],
  demand_history: [
    { column: 'warehouse_code', to: 'warehouse' },
    { column: 'department_code', to: 'department' },
    { column: 'item_code', to: 'item' },
  ],
};

type Row = Readonly<Record<string, unknown>>;
type Check = (row: Row, report: Report) => void;

/**
 * Makes the check that reports codes nobody knows, with the known ones that are nearly the same (`near`). A
 * kind of record that `lookups` leaves out is not checked.
 */
export function referenceCheck(name: DatasetName, lookups: Lookups): Check {
  const checks = REFERENCES[name].map((reference) => checkOf(reference, lookups)).filter((c) => c !== null);
  return (row, report) => {
    for (const check of checks) check(row, report);
  };
}

function checkOf(reference: Reference, lookups: Lookups): Check | null {
  switch (reference.to) {
    case 'partner':
      return lookups.partner ? partnerCheck(reference, lookups.partner) : null;
    case 'location':
      return lookups.location ? locationCheck(reference.column, lookups.location, lookups.warehouse) : null;
    case 'destination':
      return lookups.warehouse && lookups.partner
        ? destinationCheck(reference.column, lookups.warehouse, lookups.partner)
        : null;
    default: {
      const known = lookups[reference.to];
      return known ? codeCheck(reference.column, reference.to, known) : null;
    }
  }
}

type Known = { has(code: string): boolean; keys(): Iterable<string> };

function codeCheck(column: string, kind: string, known: Known): Check {
  const near = createNear(known.keys());
  return (row, report) => {
    for (const code of codesIn(row[column])) {
      if (known.has(code)) continue;
      report('error', column, 'unknown', { kind, code, near: near(code).join(', ') });
    }
  };
}

/** One code, several, or none: an empty or already refused cell names nothing. */
function codesIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
}

function partnerCheck({ column, kind }: Reference, partners: ReadonlyMap<string, PartnerKind>): Check {
  const exists = codeCheck(column, 'partner', partners);
  return (row, report) => {
    exists(row, report);
    const found = partners.get(row[column] as string);
    if (kind && found && found !== kind)
      report('error', column, 'import.partner_kind', { expected: kind, found });
  };
}

/** Skipped where the warehouse itself is unknown: that is said already. */
function locationCheck(
  column: string,
  known: ReadonlySet<string>,
  warehouses: ReadonlySet<string> | undefined,
): Check {
  const near = createNear(known);
  return (row, report) => {
    const { warehouse_code, [column]: code } = row;
    if (typeof warehouse_code !== 'string' || typeof code !== 'string') return;
    if (known.has(locationKey(warehouse_code, code)) || warehouses?.has(warehouse_code) === false) return;
    const hint = near(code, locationKey(warehouse_code, '')).join(', ');
    report('error', column, 'unknown', { kind: 'location', code, near: hint });
  };
}

function destinationCheck(
  column: string,
  warehouses: ReadonlySet<string>,
  partners: ReadonlyMap<string, PartnerKind>,
): Check {
  const near = createNear([...warehouses, ...partners.keys()]);
  return (row, report) => {
    const code = row[column];
    if (typeof code !== 'string' || warehouses.has(code)) return;
    const found = partners.get(code);
    if (found === undefined) {
      report('error', column, 'unknown', { kind: 'destination', code, near: near(code).join(', ') });
    } else if (found !== 'customer') {
      report('error', column, 'import.partner_kind', { expected: 'customer', found });
    }
  };
}

import type { DatasetRow } from '@tongcang/contract';
import type { Family } from './families.ts';
import type { Place } from './places.ts';

export type CompanySize = 'S' | 'M' | 'L';

/** What grows with the size of the company. `assortment` is the share of items that a warehouse carries. */
export type Scale = {
  readonly warehouses: number;
  readonly items: number;
  readonly legal_entities: number;
  readonly manufacturers: number;
  readonly suppliers: number;
  readonly hospitals: number;
  readonly months: number;
  readonly assortment: number;
  readonly bins: { readonly ambient: number; readonly cold: number; readonly frozen: number };
};

export const SCALES: Readonly<Record<CompanySize, Scale>> = {
  S: {
    warehouses: 6,
    items: 300,
    legal_entities: 1,
    manufacturers: 24,
    suppliers: 12,
    hospitals: 36,
    months: 24,
    assortment: 0.84,
    bins: { ambient: 60, cold: 16, frozen: 6 },
  },
  M: {
    warehouses: 20,
    items: 5_000,
    legal_entities: 3,
    manufacturers: 70,
    suppliers: 30,
    hospitals: 120,
    months: 24,
    assortment: 0.2,
    bins: { ambient: 200, cold: 40, frozen: 12 },
  },
  L: {
    warehouses: 60,
    items: 20_000,
    legal_entities: 6,
    manufacturers: 160,
    suppliers: 60,
    hospitals: 600,
    months: 24,
    assortment: 0.15,
    bins: { ambient: 240, cold: 48, frozen: 16 },
  },
};

/** Keys that keep the random streams of different parts apart. */
export const STREAM = {
  partner: 1,
  hospital: 2,
  licence: 3,
  registration: 4,
  item: 5,
  lane: 6,
  pair: 7,
  stock: 8,
  demand: 9,
  file: 10,
} as const;

export type Site = {
  readonly index: number;
  readonly code: string;
  readonly place: Place;
  readonly legal_entity_code: string;
  /** Whether its address stands on the licence for class III. */
  readonly licensed_for_class_three: boolean;
  /** Size of its market against the average warehouse. */
  readonly market: number;
};

export type Hospital = { readonly code: string; readonly place: Place };
export type Manufacturer = { readonly code: string; readonly place: Place | null; readonly mark: string };

/** A version of a registration: the certificate is in force from `from` through `to`; filings have no end. */
export type RegistrationFacts = {
  readonly registration_no: string;
  readonly manufacturer: Manufacturer;
  readonly family: Family;
  /** Day numbers; the first version begins at `first_from` and the last one ends at `to`. */
  readonly first_from: number;
  readonly to: number | null;
};

export type ItemFacts = {
  readonly index: number;
  readonly row: DatasetRow<'item'>;
  readonly family: Family;
  readonly registration: RegistrationFacts;
  readonly supplier_code: string;
};

/** Everything but stock and demand; the two large tables are generated from it row by row. */
export type Frame = {
  readonly seed: number;
  readonly today: string;
  readonly scale: Scale;
  readonly sites: readonly Site[];
  readonly hospitals: readonly Hospital[];
  readonly departments: readonly DatasetRow<'department'>[];
  readonly items: readonly ItemFacts[];
};

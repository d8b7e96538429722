import type { Reason } from '@tongcang/contract';

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

/**
 * What the gate is asked about: every purpose of the ledger, an order that is placed before anything moves, and goods
 * that leave the house without being sold.
 */
export const PATHS = ['purchase', ...PURPOSES, 'lend'] as const;
export type Path = (typeof PATHS)[number];

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
  /** A bin that was taken out of use. */
  readonly retired?: boolean;
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
/** What an acceptor saw on the pack; null where nobody has looked. */
export type LabelSeen = { readonly udi: boolean | null; readonly chinese: boolean | null };

/** What is to be judged, one line of one lot. Dates are civil dates in the zone of the deciding warehouse. */
export type Movement = {
  readonly purpose: Path;
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
  /** The person who does it; absent for what the system does itself and for plans. */
  readonly person_id?: number | null;
  /** What was seen on the label; absent where this path looks at no label. */
  readonly label?: LabelSeen;
  /** The document whose acceptance these goods still wait for, unless it is this one. */
  readonly awaits?: string | null;
};

/** A rule that had something to say of a line: which version of it, what it does, and the facts it spoke by. */
export type Spoken = Reason & {
  readonly rule_id: number;
  readonly severity: 'block' | 'warn';
  /** A person must have read it and say why the goods go on all the same. */
  readonly acknowledge: boolean;
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
  /** Every rule that spoke, with its version: the evidence that is stored. Empty where all were silent. */
  readonly spoken: readonly Spoken[];
  readonly [judged]: true;
};

import type { Acknowledgement, DEMAND_KINDS, Reason } from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Disposition, LabelSeen, Purpose, Spoken, Verdict } from '../compliance/index.ts';

/** The key of a balance: what stands where, whose it is and whether it may be used. */
export type BalanceKey = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly disposition: Disposition;
};

/** One line of a movement: `qty` base units of one lot from one balance to another. */
export type PostLine = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
  readonly from_account_id: number;
  readonly to_account_id: number;
  readonly from_owner_id: number;
  readonly to_owner_id: number;
  readonly from_disposition: Disposition;
  readonly to_disposition: Disposition;
  /** Serial numbers of a serial-tracked item, as many as `qty`. */
  readonly serial_nos?: readonly string[];
  /** Takes allocated quantity: `pick` carries the allocation along to the new place, `ship` fulfils it. */
  readonly allocation?: { readonly allocation_id: number; readonly take: 'pick' | 'ship' };
  /** So many of `qty` stand in handling units and stay in them; the units follow in the same transaction. */
  readonly packed?: number;
  /** Days of life that must remain on arrival; 0 where nobody asks. */
  readonly min_remaining_days?: number;
  /** What an acceptor saw on the label; absent where this step looks at none. */
  readonly label?: LabelSeen;
};

/** One document to be posted, all lines or none. */
export type PostDocument = {
  readonly purpose: Purpose;
  readonly actor: Actor;
  readonly lines: readonly PostLine[];
  /** Number on the paper; not twice for one purpose. */
  readonly document_no?: string | null;
  /** Reference of ours, e.g. `transfer:17`. */
  readonly document_key?: string | null;
  /** When it happened, ISO instant; now where absent. */
  readonly occurred_at?: string | null;
  readonly reason?: string | null;
  readonly reverses_id?: number | null;
  readonly lane_id?: number | null;
  /** Where goods that go on the road will arrive. */
  readonly destination_warehouse_id?: number | null;
  /** The hospital that goods on the road go to; the gate judges its licence before they leave. */
  readonly destination_partner_id?: number | null;
  /** Civil date of arrival of goods that travel. */
  readonly arrival_date?: string | null;
  /** They leave without being sold: the gate asks what it asks of a loan. */
  readonly lent?: true;
  /** Warnings that the actor has read, and why the goods go on all the same. */
  readonly acknowledged?: readonly Acknowledgement[];
};

/** Why a line was refused, with the numbers. `line_no` counts from 1; 0 stands for the document as a whole. */
export type LineRefusal = Reason & {
  readonly line_no: number;
  /** No more than a warning, which the actor has not acknowledged yet. */
  readonly acknowledge?: true;
};
/** A rule that spoke of a line, as it is stored. */
export type SpokenLine = Spoken & { readonly line_no: number };

export type PostOutcome =
  | { readonly movement_id: number; readonly warnings: readonly LineRefusal[] }
  | { readonly refusals: readonly LineRefusal[] };

/** A line with the answer of the gate; the writer takes nothing else. */
export type JudgedLine = PostLine & { readonly verdict: Verdict };

/** What stock may be allocated for; `demand_id` is the id of such a line. */
export type DemandKind = (typeof DEMAND_KINDS)[number];

export const ALLOCATION_STATUSES = ['open', 'picked', 'shipped', 'released', 'expired'] as const;
export type AllocationStatus = (typeof ALLOCATION_STATUSES)[number];
/** What may follow what. */
export const ALLOCATION_TRANSITIONS: Readonly<Record<AllocationStatus, readonly AllocationStatus[]>> = {
  open: ['picked', 'shipped', 'released', 'expired'],
  picked: ['shipped', 'released'],
  shipped: [],
  released: [],
  expired: [],
};

export function keyText(key: BalanceKey): string {
  return `${key.item_id}|${key.lot_id}|${key.account_id}|${key.owner_id}|${key.disposition}`;
}

/** Keys by their text, each once: what `lockBalances` takes. */
export function byText(keys: Iterable<BalanceKey>): Map<string, BalanceKey> {
  const found = new Map<string, BalanceKey>();
  for (const key of keys) found.set(keyText(key), key);
  return found;
}

/** The texts of the two balances of a line. */
export type Ends = { readonly from: string; readonly to: string };

export function fromKey(line: PostLine): BalanceKey {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id,
    account_id: line.from_account_id,
    owner_id: line.from_owner_id,
    disposition: line.from_disposition,
  };
}

export function toKey(line: PostLine): BalanceKey {
  return {
    item_id: line.item_id,
    lot_id: line.lot_id,
    account_id: line.to_account_id,
    owner_id: line.to_owner_id,
    disposition: line.to_disposition,
  };
}

import type { CivilDate } from '../calendar.ts';

export type Bucket = 'day' | 'week' | 'month';

/** One movement of demand on a civil day of the warehouse. */
export type DemandRecord = {
  readonly date: CivilDate;
  /** Units asked for (`return` records: units that came back). Never negative. */
  readonly qty: number;
  /** Default `demand`. */
  readonly kind?: 'demand' | 'return';
  /** Set where the demand belongs to a promotion or campaign; it is then kept out of the base. */
  readonly campaign?: string;
};

export type SeriesOptions = {
  readonly bucket: Bucket;
  /** First and last civil day, both included. Buckets that they cut are left out at the start, kept open at the end. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Days without stock from morning to evening, on which demand could not be seen. */
  readonly stockout_days?: readonly CivilDate[];
  /** Days without stock for a part of the day, and the share of the day that stock was there, above 0 and below 1. */
  readonly partial_days?: readonly { readonly date: CivilDate; readonly share_in_stock: number }[];
};

/** Demand per bucket, oldest first. All arrays have the same length. */
export type BuiltSeries = {
  readonly bucket: Bucket;
  /** First day of each bucket: the day itself, the Monday, the first of the month. */
  readonly starts: readonly CivilDate[];
  /** Base demand, returns netted and stock-outs corrected; null where stock was missing all the time. */
  readonly values: readonly (number | null)[];
  /** What was recorded, returns netted, before correction for stock-outs. */
  readonly recorded: readonly number[];
  /** Share of the bucket in which demand could be seen. */
  readonly share_in_stock: readonly number[];
  /** Demand of each campaign, by name. */
  readonly campaigns: Readonly<Record<string, readonly number[]>>;
  /** Returns that no demand was left to be netted with. */
  readonly returns_not_netted: number;
};

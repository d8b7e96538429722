/**
 * Words of the transfer network: what remains of a planning problem once every rule that concerns a single way
 * (release, expiry on arrival, licence, temperature, time window) has decided which arcs exist. Columns instead of
 * rows, because half a million arcs are ordinary.
 *
 * A *load* is the whole number in which goods of a lot leave (a carton, or a unit where cartons may be broken).
 * A *need unit* is what a line counts; `arc_yield` converts (carton contents, substitution ratio).
 */
export type Column = ArrayLike<number>;

export type NetworkRows = {
  /** A donor is one item in one warehouse. */
  readonly donors: {
    /**
     * Loads that may leave for lines of tier t or less urgent, four per donor (index donor * 4 + t - 1), not rising
     * with t: max(0, avail - (1 - rho_t) safety stock), rho = 1, .5, 0, 0.
     */
    readonly limit: Column;
  };
  readonly lots: {
    readonly donor: Column;
    /** Free loads. */
    readonly qty: Column;
    /** 1: the lot leaves whole on one arc or not at all. */
    readonly sealed: Column;
    /** Manufacturer's lot number as an index: what a single-lot line must not mix. */
    readonly group: Column;
  };
  readonly lines: {
    /** Destination, 0 .. destinations - 1. */
    readonly dest: Column;
    readonly tier: Column;
    /** Need units. */
    readonly qty: Column;
    /** Need units by which the line may be exceeded so that a whole load can go. */
    readonly over_max: Column;
    /** Cost of a need unit that stays short, waiting included: w_t (1 + alpha n_j). */
    readonly weight: Column;
    /** 1: all goods of the line carry one lot number. */
    readonly single: Column;
  };
  readonly lanes: {
    readonly dest: Column;
    readonly fixed: Column;
    readonly capacity: Column;
  };
  readonly arcs: {
    readonly lot: Column;
    readonly line: Column;
    readonly lane: Column;
    /** Cost of a load: freight, plus substitution penalty, less rescue value; may be negative. */
    readonly cost: Column;
    /** Part of `cost` that the budget counts. Absent: nothing. */
    readonly freight?: Column;
    /** Lane capacity that a load takes. */
    readonly volume: Column;
    /** Need units that a load gives. */
    readonly yield: Column;
    /** First life row that the arc counts in, -1 for none. Absent: none. */
    readonly life?: Column;
  };
  /**
   * Consumed before expiry: of the lots that expire by a date no more than `capacity` loads may arrive. `next` is
   * the row of the next later date at the same destination and item (-1 at the end); an arc counts in its row and
   * in all that follow.
   */
  readonly life?: { readonly capacity: Column; readonly next: Column };
};

export type NetworkTerms = {
  /** Factors on the weight for the 1st, 2nd, 3rd and 4th quarter of a line that is short; not falling. */
  readonly shortage_steps?: readonly [number, number, number, number];
  /** Tiers 1 and 2 before everything else, whatever it costs. Default false: weights alone. */
  readonly strict_tiers?: boolean;
  /** Freight (lanes' fixed cost and `arc_freight`) beyond `budget` costs `overrun_price` each and ends at `freight_max`. */
  readonly budget?: number | null;
  readonly overrun_price?: number;
  readonly freight_max?: number | null;
  /** Need units that each tier (index t - 1) is to be served at least, and the cost of each unit less. */
  readonly fair_floor?: readonly [number, number, number, number];
  readonly fair_price?: number;
};

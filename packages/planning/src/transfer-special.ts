import { dayNumber } from './calendar.ts';
import { PlanningInputError, requireNumber, requireWhole } from './errors.ts';
import type { ConsumptionLimit, TransferInput, TransferSubstitute } from './transfer.model.ts';

export type LimitOnDay = ConsumptionLimit & { readonly expiry_day: number };

/** Rules that only the network knows: substitutes, sealed lots, one lot number, whole cartons, consumption. */
export type Specials = {
  readonly substitutesOf: ReadonlyMap<number, readonly TransferSubstitute[]>;
  /** Limits of a warehouse and item (`3/17`), earliest day first. */
  readonly limitsOf: ReadonlyMap<string, readonly LimitOnDay[]>;
  /** Items that such a rule concerns, and of them the field that says so first. */
  readonly items: ReadonlyMap<number, string>;
};

type Known = { readonly warehouses: ReadonlySet<number>; readonly items: { has(id: number): boolean } };

function requireKnown(field: string, id: number, known: { has(id: number): boolean }): void {
  if (!known.has(id)) throw new PlanningInputError('unknown_id', field, id);
}

/** 1, 2, 3 ... or one of that many, so that whole units stay whole. */
function requireRatio(field: string, ratio: number): void {
  requireNumber(field, ratio, { min: 1e-3, max: 1e3 });
  const times = ratio >= 1 ? ratio : 1 / ratio;
  if (Math.abs(times - Math.round(times)) > 1e-9) throw new PlanningInputError('not_whole', field, ratio);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function readSubstitutes(input: TransferInput, known: Known): Map<number, TransferSubstitute[]> {
  const found = new Map<number, TransferSubstitute[]>();
  const seen = new Set<string>();
  for (const [k, row] of (input.substitutes ?? []).entries()) {
    const field = `substitutes[${k}]`;
    requireKnown(`${field}.item_id`, row.item_id, known.items);
    requireKnown(`${field}.substitute_item_id`, row.substitute_item_id, known.items);
    if (row.item_id === row.substitute_item_id)
      throw new PlanningInputError('out_of_range', `${field}.substitute_item_id`, row.substitute_item_id);
    const key = `${row.item_id}/${row.substitute_item_id}`;
    if (seen.has(key)) throw new PlanningInputError('duplicate', field, key);
    seen.add(key);
    requireRatio(`${field}.ratio`, row.ratio);
    requireNumber(`${field}.penalty_fen`, row.penalty_fen, { max: 1e9 });
    append(found, row.item_id, row);
  }
  return found;
}

function readLimits(input: TransferInput, known: Known): Map<string, LimitOnDay[]> {
  const found = new Map<string, LimitOnDay[]>();
  for (const [k, row] of (input.consumption_limits ?? []).entries()) {
    const field = `consumption_limits[${k}]`;
    requireKnown(`${field}.warehouse_id`, row.warehouse_id, known.warehouses);
    requireKnown(`${field}.item_id`, row.item_id, known.items);
    requireWhole(`${field}.qty`, row.qty, { max: 1e12 });
    const expiry_day = dayNumber(`${field}.expiry_date`, row.expiry_date);
    append(found, `${row.warehouse_id}/${row.item_id}`, { ...row, expiry_day });
  }
  for (const limits of found.values()) limits.sort((a, b) => a.expiry_day - b.expiry_day);
  return found;
}

/** Checks and indexes what only the network knows. Throws PlanningInputError naming the field. */
export function readSpecials(input: TransferInput, known: Known): Specials {
  const items = new Map<number, string>();
  const note = (item_id: number, field: string) => {
    if (!items.has(item_id)) items.set(item_id, field);
  };
  for (const [k, item] of input.items.entries())
    if (item.whole_cartons && item.carton_qty > 1) note(item.item_id, `items[${k}].whole_cartons`);
  for (const [k, lot] of input.donors.entries()) if (lot.sealed) note(lot.item_id, `donors[${k}].sealed`);
  for (const [k, need] of input.needs.entries())
    if (need.single_lot) note(need.item_id, `needs[${k}].single_lot`);
  for (const [k, row] of (input.substitutes ?? []).entries()) {
    note(row.item_id, `substitutes[${k}]`);
    note(row.substitute_item_id, `substitutes[${k}]`);
  }
  for (const [k, row] of (input.consumption_limits ?? []).entries())
    note(row.item_id, `consumption_limits[${k}]`);
  return { substitutesOf: readSubstitutes(input, known), limitsOf: readLimits(input, known), items };
}

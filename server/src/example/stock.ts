import type { DatasetRow } from '@tongcang/contract';
import { dateOf, dayOf, monthStart } from './calendar.ts';
import { type Frame, type ItemFacts, type Site, STREAM } from './company.ts';
import type { DemandPattern } from './families.ts';
import { type Random, randomOf } from './random.ts';
import { sideBin, storageBin } from './sites.ts';

type StockRow = DatasetRow<'opening_stock'>;
type DemandRow = DatasetRow<'demand_history'>;
const DAYS_IN_MONTH = 365.25 / 12;
/** Most pieces of a serial-tracked item in one warehouse: dear goods are not piled up. */
const SERIALS_MAX = 30;

/** A lot of an item, known in every warehouse by the same number and dates. */
type Lot = { readonly lot_no: string; readonly production: number; readonly expiry: number | null };

/** What all warehouses share about an item. */
type ItemProfile = {
  /** Demand against the typical item of the family. */
  readonly popularity: number;
  readonly lots: readonly Lot[];
  /** A lot that expired before today, waiting in a rejected zone. */
  readonly expired_lot: Lot | null;
  /** Index of the warehouse that has too little and of the one that has too much. */
  readonly imbalance: { readonly short: number; readonly plenty: number } | null;
};

/** Standard normal (Box-Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Poisson by Knuth's product for small means, rounded normal above 30. */
function poisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = -1;
  let product = 1;
  do {
    count += 1;
    product *= random.next();
  } while (product > floor);
  return count;
}

function lotOf(item: ItemFacts, production: number, letter: number): Lot {
  const life = item.family.shelf_life_days;
  const date = dateOf(production);
  const day = date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10);
  return {
    lot_no: `${item.registration.manufacturer.mark}${day}${String.fromCharCode(65 + letter)}`,
    production,
    expiry: life === null ? null : production + life,
  };
}

/** Production day of a lot: fifteen in a hundred have less than 90 days left, the rest a third or more of life. */
function productionDay(today: number, life: number | null, random: Random): number {
  if (life === null) return today - random.int(30, 900);
  if (random.chance(0.15)) return today + random.int(5, Math.min(90, Math.floor(life / 3))) - life;
  return today - Math.round(life * random.between(0.03, 0.65));
}

/** Four to seven lots, made while the registration was in force, not expired, oldest first and of different days. */
function makeLots(frame: Frame, item: ItemFacts, random: Random): Lot[] {
  const { first_from, to } = item.registration;
  const today = dayOf(frame.today);
  const life = item.family.shelf_life_days;
  const earliest = life === null ? first_from : Math.max(first_from, today + 5 - life);
  const latest = Math.min(today - 3, to ?? today);
  const days = new Set<number>();
  const wanted = random.int(4, 7);
  while (days.size < wanted) {
    const drawn = productionDay(today, life, random);
    let day = Math.max(earliest, Math.min(latest, drawn));
    while (days.has(day)) day = day < latest ? day + 1 : earliest;
    days.add(day);
  }
  return [...days].sort((a, b) => a - b).map((day, letter) => lotOf(item, day, letter));
}

function makeImbalance(frame: Frame, item: ItemFacts, random: Random): ItemProfile['imbalance'] {
  const able = frame.sites.filter((site) => mayCarry(site, item));
  if (able.length < 2 || !random.chance(0.25)) return null;
  const short = random.int(0, able.length - 1);
  const plenty = (short + random.int(1, able.length - 1)) % able.length;
  return { short: able[short]!.index, plenty: able[plenty]!.index };
}

function profileOf(frame: Frame, item: ItemFacts): ItemProfile {
  const random = randomOf(frame.seed, STREAM.item, item.index, 2);
  const today = dayOf(frame.today);
  const popularity = Math.min(4, Math.max(0.15, Math.exp(0.7 * normal(random))));
  const imbalance = makeImbalance(frame, item, random);
  const lots = makeLots(frame, item, random);
  const life = item.family.shelf_life_days;
  const expired = life !== null && life < 800 && random.chance(0.06);
  const out = Math.max(item.registration.first_from, today - (life ?? 0) - random.int(2, 40));
  return {
    popularity,
    imbalance,
    lots,
    expired_lot: expired && out + life < today ? lotOf(item, out, 23) : null,
  };
}

function mayCarry(site: Site, item: ItemFacts): boolean {
  return site.licensed_for_class_three || item.row.device_class !== 'III';
}

/** A warehouse and an item that it carries, with the mean demand of a month. */
type Pair = { readonly site: Site; readonly item: ItemFacts; readonly monthly: number };

function pairOf(frame: Frame, profile: ItemProfile, item: ItemFacts, site: Site): Pair | null {
  if (!mayCarry(site, item)) return null;
  const random = randomOf(frame.seed, STREAM.pair, item.index, site.index);
  const wanted = site.index === profile.imbalance?.short || site.index === profile.imbalance?.plenty;
  if (!random.chance(frame.scale.assortment) && !wanted) return null;
  const local = Math.exp(0.25 * normal(random));
  return { site, item, monthly: item.family.monthly * profile.popularity * site.market * local };
}

function* pairsOf(frame: Frame): Generator<{ pair: Pair; profile: ItemProfile }> {
  for (const item of frame.items) {
    const profile = profileOf(frame, item);
    for (const site of frame.sites) {
      const pair = pairOf(frame, profile, item, site);
      if (pair) yield { pair, profile };
    }
  }
}

/** Months of demand that the opening stock covers: never more than half of the shelf life. */
function monthsOfCover(pair: Pair, profile: ItemProfile, random: Random): number {
  const life = pair.item.family.shelf_life_days;
  const most = life === null ? 12 : (life / DAYS_IN_MONTH) * 0.5;
  if (pair.site.index === profile.imbalance?.short) return random.between(0.03, 0.25);
  if (pair.site.index === profile.imbalance?.plenty) return Math.min(most, random.between(5, 9));
  return Math.min(most, random.between(1.2, 2.8));
}

type Place = { readonly location_code: string; readonly disposition: StockRow['disposition'] };

/** Most lots are released; a few wait for inspection, are held, or were rejected. */
function placeOf(pair: Pair, nth: number, random: Random): Place {
  const { storage_condition } = pair.item.family;
  const draw = random.next();
  if (draw < 0.04)
    return { location_code: sideBin('receiving', storage_condition, nth), disposition: 'quarantine' };
  if (draw < 0.048)
    return { location_code: sideBin('rejected', storage_condition, nth), disposition: 'rejected' };
  const bin = storageBin(storage_condition, nth);
  return { location_code: bin, disposition: draw < 0.06 ? 'held' : 'released' };
}

function stockRow(pair: Pair, lot: Lot, place: Place, qty: number, serial_no: string | null): StockRow {
  return {
    warehouse_code: pair.site.code,
    location_code: place.location_code,
    item_code: pair.item.row.item_code,
    lot_no: lot.lot_no,
    serial_no,
    production_date: dateOf(lot.production),
    expiry_date: lot.expiry === null ? null : dateOf(lot.expiry),
    qty,
    disposition: place.disposition,
    owner_code: pair.site.legal_entity_code,
    supplier_code: pair.item.supplier_code,
    unit_cost_fen: pair.item.row.unit_cost_fen,
  };
}

/** Splits a quantity over lots, in whole cartons as far as it has them; parts may come out as zero. */
function split(qty: number, parts: number, carton: number, random: Random): number[] {
  const sizes: number[] = [];
  let left = qty;
  for (let k = parts; k > 1; k -= 1) {
    const share = (left / k) * random.between(0.6, 1.4);
    const part = Math.min(
      left,
      share >= 2 * carton ? Math.round(share / carton) * carton : Math.round(share),
    );
    sizes.push(part);
    left -= part;
  }
  sizes.push(left);
  return sizes;
}

function* pairStock(frame: Frame, pair: Pair, profile: ItemProfile): Generator<StockRow> {
  const random = randomOf(frame.seed, STREAM.stock, pair.item.index, pair.site.index);
  const { family } = pair.item;
  const wanted = Math.round(pair.monthly * monthsOfCover(pair, profile, random));
  const qty = family.tracking === 'serial' ? Math.min(wanted, SERIALS_MAX) : wanted;
  const parts = Math.min(profile.lots.length, qty < 6 ? 1 : random.int(1, 3));
  const first = random.int(0, profile.lots.length - 1);
  const bins = frame.scale.bins[family.storage_condition];
  for (const [k, part] of split(qty, parts, family.carton_qty, random).entries()) {
    const lot = profile.lots[(first + k) % profile.lots.length]!;
    const place = placeOf(pair, (pair.item.index * 7 + k) % bins, random);
    if (part === 0) continue;
    if (family.tracking === 'lot') yield stockRow(pair, lot, place, part, null);
    else {
      for (let unit = 1; unit <= part; unit += 1) {
        const serial = `${lot.lot_no}${pair.site.code}${String(unit).padStart(3, '0')}`;
        yield stockRow(pair, lot, place, 1, serial);
      }
    }
  }
}

/** A lot that expired before today waits in the rejected zone of the first warehouse that carries the item. */
function* expiredStock(pair: Pair, profile: ItemProfile): Generator<StockRow> {
  const { storage_condition, tracking } = pair.item.family;
  const lot = profile.expired_lot;
  if (lot === null) return;
  const location_code = sideBin('rejected', storage_condition, 1);
  const qty = tracking === 'serial' ? 1 : Math.max(1, Math.round(pair.monthly * 0.1));
  const serial = tracking === 'serial' ? `${lot.lot_no}${pair.site.code}001` : null;
  yield stockRow(pair, lot, { location_code, disposition: 'rejected' }, qty, serial);
}

/** Opening stock by lot and serial, item by item and within it warehouse by warehouse. */
export function* openingStock(frame: Frame): Generator<StockRow> {
  let lastItem = -1;
  for (const { pair, profile } of pairsOf(frame)) {
    yield* pairStock(frame, pair, profile);
    if (pair.item.index !== lastItem) yield* expiredStock(pair, profile);
    lastItem = pair.item.index;
  }
}

/** Factor of a calendar month (1 to 12) and of the age of the month in the history (0 oldest, 1 newest). */
function seasonOf(pattern: DemandPattern, month: number, age: number): number {
  const winter = Math.cos((2 * Math.PI * (month - 1)) / 12);
  if (pattern === 'winter') return 1 + 0.45 * winter;
  if (pattern === 'summer') return 1 - 0.6 * winter;
  if (pattern === 'growing') return 0.7 + 0.45 * age;
  return 1;
}

/** Share of months in which a slow mover is asked for at all. */
const SLOW_MONTHS = 0.45;

function drawDemand(pattern: DemandPattern, mean: number, random: Random): number {
  if (pattern === 'slow') {
    if (!random.chance(Math.min(SLOW_MONTHS, mean))) return 0;
    return 1 + poisson(Math.max(0, mean / SLOW_MONTHS - 1), random);
  }
  if (pattern === 'erratic') return poisson(mean * Math.exp(0.7 * normal(random) - 0.245), random);
  if (mean < 30) return poisson(mean, random);
  return Math.max(0, Math.round(mean * (1 + 0.15 * normal(random))));
}

/** Departments of the warehouse's own province that use the family; most pairs have their demand unsplit. */
function demandSplit(users: readonly string[], random: Random): [string | null, number][] {
  if (users.length < 2 || !random.chance(0.08)) return [[null, 1]];
  const first = random.int(0, users.length - 1);
  const second = (first + random.int(1, users.length - 1)) % users.length;
  return [
    [users[first]!, 0.45],
    [users[second]!, 0.25],
    [null, 0.3],
  ];
}

/** Departments by warehouse and suffix, of the hospitals in the province of the warehouse. */
function departmentIndex(frame: Frame): Map<string, string[]> {
  const provinces = new Map(frame.hospitals.map((hospital) => [hospital.code, hospital.place.province]));
  const index = new Map<string, string[]>();
  for (const site of frame.sites) {
    for (const { partner_code, department_code } of frame.departments) {
      if (provinces.get(partner_code) !== site.place.province) continue;
      const key = `${site.index}-${department_code.slice(partner_code.length + 1)}`;
      const list = index.get(key);
      if (list) list.push(department_code);
      else index.set(key, [department_code]);
    }
  }
  return index;
}

/** Monthly demand of every pair for the months before today, oldest first; months without demand are rows with 0. */
export function* demandHistory(frame: Frame): Generator<DemandRow> {
  const { months } = frame.scale;
  const starts = Array.from({ length: months }, (_, k) => monthStart(frame.today, k - months));
  const departments = departmentIndex(frame);
  for (const { pair } of pairsOf(frame)) {
    const random = randomOf(frame.seed, STREAM.demand, pair.item.index, pair.site.index);
    const { family } = pair.item;
    const users = family.departments.flatMap(
      (suffix) => departments.get(`${pair.site.index}-${suffix}`) ?? [],
    );
    for (const [department_code, share] of demandSplit(users, random)) {
      for (const [k, period_start] of starts.entries()) {
        const season = seasonOf(family.pattern, Number(period_start.slice(5, 7)), k / (months - 1));
        yield {
          period_start,
          bucket: 'month',
          warehouse_code: pair.site.code,
          department_code,
          item_code: pair.item.row.item_code,
          qty: drawDemand(family.pattern, pair.monthly * share * season, random),
        };
      }
    }
  }
}

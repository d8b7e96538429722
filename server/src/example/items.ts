import type { DatasetRow } from '@tongcang/contract';
import { addYears, dateOf, dayOf } from './calendar.ts';
import { gtinOf } from './codes.ts';
import { type ItemFacts, type Manufacturer, type RegistrationFacts, type Scale, STREAM } from './company.ts';
import { FAMILIES, type Family } from './families.ts';
import { supplierCode } from './partners.ts';
import { type Random, randomOf } from './random.ts';

const CLASS_DIGIT = { I: '1', II: '2', III: '3' } as const;
const YEARS_IN_FORCE = 5;

type RegistrationRow = DatasetRow<'registration'>;
type Fate = 'in_force' | 'expiring' | 'expired';

/**
 * What becomes of the n-th registration. Some end soon and some have ended, so that the gate has something to
 * judge. Filings do not end, and for goods of short life an ended certificate would only leave expired stock.
 */
function fateOf(nth: number, family: Family): Fate {
  if (family.device_class === 'I') return 'in_force';
  if (nth % 17 === 7 && (family.shelf_life_days ?? 10_000) >= 700) return 'expired';
  return nth % 12 === 5 ? 'expiring' : 'in_force';
}

/** Last day in force of the current certificate (registration measures 47/2021: five years). */
function lastDay(today: number, fate: Fate, random: Random): number {
  if (fate === 'expired') return today - random.int(20, 200);
  if (fate === 'expiring') return today + random.int(15, 150);
  return today + random.int(200, 1700);
}

/**
 * A number of the form the measures prescribe: 国 for class III and imports, the province for domestic class II;
 * filings carry province and city. Year and serial stay the same through renewals.
 */
function numberOf(family: Family, maker: Manufacturer, year: string, serials: Map<string, number>): string {
  const next = (key: string) => {
    const serial = (serials.get(key) ?? 0) + 1;
    serials.set(key, serial);
    return String(serial).padStart(4, '0');
  };
  if (family.device_class === 'I') {
    const office = maker.place ? maker.place.province_short + maker.place.city_short : '国';
    return `${office}械备${year}${next(office + year)}`;
  }
  const national = family.imported || family.device_class === 'III';
  const head = `${national ? '国' : maker.place!.province_short}械注${family.imported ? '进' : '准'}${year}`;
  const tail = `${CLASS_DIGIT[family.device_class]}${family.category}`;
  return head + tail + next(head + tail);
}

function makeRegistration(
  seed: number,
  today: string,
  family: Family,
  maker: Manufacturer,
  nth: number,
  serials: Map<string, number>,
): { facts: RegistrationFacts; rows: RegistrationRow[] } {
  const random = randomOf(seed, STREAM.registration, nth);
  const common = {
    registrant_code: maker.code,
    product_name: family.name,
    device_class: family.device_class,
  };
  if (family.device_class === 'I') {
    const first_from = dayOf(today) - random.int(2100, 3400);
    const registration_no = numberOf(family, maker, dateOf(first_from).slice(0, 4), serials);
    return {
      facts: { registration_no, manufacturer: maker, family, first_from, to: null },
      rows: [{ registration_no, ...common, valid_from: dateOf(first_from), valid_to: null }],
    };
  }
  const fate = fateOf(nth, family);
  const to = lastDay(dayOf(today), fate, random);
  const from = addYears(dateOf(to + 1), -YEARS_IN_FORCE);
  const renewed = fate !== 'in_force' || random.chance(0.75);
  const first_from = renewed ? addYears(from, -YEARS_IN_FORCE) : from;
  const registration_no = numberOf(family, maker, first_from.slice(0, 4), serials);
  const rows = [{ registration_no, ...common, valid_from: from, valid_to: dateOf(to) }];
  if (renewed) {
    rows.unshift({ registration_no, ...common, valid_from: first_from, valid_to: dateOf(dayOf(from) - 1) });
  }
  return { facts: { registration_no, manufacturer: maker, family, first_from: dayOf(first_from), to }, rows };
}

const TEMPERATURES = { ambient: [null, null], cold: [2, 8], frozen: [-40, -15] } as const;

function itemRow(
  seed: number,
  index: number,
  model: string,
  registration: RegistrationFacts,
): DatasetRow<'item'> {
  const { family } = registration;
  const random = randomOf(seed, STREAM.item, index, 1);
  const [temp_min_c, temp_max_c] = TEMPERATURES[family.storage_condition];
  return {
    item_code: `I${String(index + 1).padStart(5, '0')}`,
    name: family.name,
    name_en: family.name_en,
    model,
    device_class: family.device_class,
    category: family.category,
    unit: family.unit,
    carton_qty: family.carton_qty,
    udi_di: gtinOf(index + 1),
    registration_no: registration.registration_no,
    manufacturer_code: registration.manufacturer.code,
    tracking: family.tracking,
    implant: family.implant,
    sterile: family.sterile,
    storage_condition: family.storage_condition,
    temp_min_c,
    temp_max_c,
    shelf_life_days: family.shelf_life_days,
    unit_cost_fen: Math.max(1, Math.round(family.unit_cost_fen * random.between(0.8, 1.3))),
    unit_volume_ml: Math.max(1, Math.round(family.volume_ml * random.between(0.85, 1.2))),
    unit_weight_g: Math.max(1, Math.round(family.weight_g * random.between(0.85, 1.2))),
  };
}

/** Items family by family: a registration holds the models of its family, and another maker's holds them again. */
export function makeItems(
  seed: number,
  today: string,
  scale: Scale,
  manufacturers: readonly Manufacturer[],
): { items: ItemFacts[]; registrations: RegistrationRow[] } {
  const domestic = manufacturers.filter((maker) => maker.place !== null);
  const abroad = manufacturers.filter((maker) => maker.place === null);
  const items: ItemFacts[] = [];
  const registrations: RegistrationRow[] = [];
  const serials = new Map<string, number>();
  let nth = 0;
  for (const [which, family] of FAMILIES.entries()) {
    const quota =
      Math.floor(((which + 1) * scale.items) / FAMILIES.length) -
      Math.floor((which * scale.items) / FAMILIES.length);
    const makers = family.imported ? abroad : domestic;
    for (let made = 0, series = 0; made < quota; series += 1, nth += 1) {
      const maker = makers[(which * 7 + series) % makers.length]!;
      const { facts, rows } = makeRegistration(seed, today, family, maker, nth, serials);
      registrations.push(...rows);
      const round = Math.floor(series / makers.length);
      const mark = round === 0 ? maker.mark : `${maker.mark}${round + 1}`;
      // The last supplier's licence has expired; nothing came from there.
      const supplier_code = supplierCode((which * 3 + series) % (scale.suppliers - 1));
      for (const model of family.models.slice(0, quota - made)) {
        const row = itemRow(seed, items.length, `${mark}-${model}`, facts);
        items.push({ index: items.length, row, family, registration: facts, supplier_code });
        made += 1;
      }
    }
  }
  return { items, registrations };
}

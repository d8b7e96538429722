import type { DatasetRow } from '@tongcang/contract';
import { type Hospital, type Scale, type Site, STREAM } from './company.ts';
import { CARRIERS } from './partners.ts';
import { areNear, distanceKm } from './places.ts';
import { randomOf } from './random.ts';

const pad2 = (value: number) => String(value).padStart(2, '0');

export function warehouseRows(sites: readonly Site[]): DatasetRow<'warehouse'>[] {
  return sites.map(({ code, place, legal_entity_code }) => ({
    warehouse_code: code,
    name: `${place.city}仓`,
    legal_entity_code,
    province: place.province,
    city: place.city,
    address: `${place.city}市示范物流园${place.code}区1号`,
    longitude: place.longitude,
    latitude: place.latitude,
    timezone: 'Asia/Shanghai',
  }));
}

type Condition = 'ambient' | 'cold' | 'frozen';
type LocationRow = DatasetRow<'location'>;
const SUFFIX: Readonly<Record<Condition, string>> = { ambient: '', cold: 'C', frozen: 'F' };
/** Letter of a storage zone; the other zones add the condition to their own letter. */
const STORAGE: Readonly<Record<Condition, string>> = { ambient: 'A', cold: 'C', frozen: 'F' };
const SIDE_ZONES: readonly (readonly [LocationRow['zone_kind'], string, number])[] = [
  ['receiving', 'Q', 4],
  ['dispatch', 'D', 4],
  ['rejected', 'R', 2],
  ['returns', 'T', 2],
];
const CONDITIONS: readonly Condition[] = ['ambient', 'cold', 'frozen'];
const BAYS = 10;

/** Code of the n-th storage bin for a condition: zone, aisle, bay. */
export function storageBin(condition: Condition, nth: number): string {
  return `${STORAGE[condition]}-${pad2(Math.floor(nth / BAYS) + 1)}-${pad2((nth % BAYS) + 1)}`;
}
/** Code of the n-th bin of the receiving (yellow) or rejected (red) zone for a condition. */
export function sideBin(zone: 'receiving' | 'rejected', condition: Condition, nth: number): string {
  const [, letter, bins] = SIDE_ZONES.find(([kind]) => kind === zone)!;
  return `${letter}${SUFFIX[condition]}-${pad2((nth % bins) + 1)}`;
}

/** The map of a site says the rest. */
const AS_DRAWN = { capacity_ml: null, pick_face: null, pick_sequence: null };

/** Zones by kind and storage condition, drawn as a map: storage aisles in the middle, side zones below. */
export function locationRows(sites: readonly Site[], scale: Scale): LocationRow[] {
  const layout: Omit<LocationRow, 'warehouse_code'>[] = [];
  let aisle_x = 2;
  for (const condition of CONDITIONS) {
    for (let nth = 0; nth < scale.bins[condition]; nth += 1) {
      layout.push({
        location_code: storageBin(condition, nth),
        zone_code: STORAGE[condition],
        zone_kind: 'storage',
        storage_condition: condition,
        x: aisle_x + Math.floor(nth / BAYS) * 2,
        y: 6 + (nth % BAYS),
        ...AS_DRAWN,
      });
    }
    aisle_x += Math.ceil(scale.bins[condition] / BAYS) * 2 + 1;
  }
  for (const [row, [zone_kind, letter, bins]] of SIDE_ZONES.entries()) {
    for (const [column, condition] of CONDITIONS.entries()) {
      for (let nth = 0; nth < bins; nth += 1) {
        layout.push({
          location_code: `${letter}${SUFFIX[condition]}-${pad2(nth + 1)}`,
          zone_code: `${letter}${SUFFIX[condition]}`,
          zone_kind,
          storage_condition: condition,
          x: 2 + column * 6 + nth,
          y: 1 + row,
          ...AS_DRAWN,
        });
      }
    }
  }
  return sites.flatMap((site) => layout.map((bin) => ({ warehouse_code: site.code, ...bin })));
}

type LaneRow = DatasetRow<'lane'>;
type Service = {
  readonly mode: LaneRow['mode'];
  readonly carrier_code: string;
  /** hours = start + km / speed */
  readonly start_hours: number;
  readonly km_per_hour: number;
  /** fixed = start + km x rate; per kilogram likewise, in fen. */
  readonly fixed: readonly [start: number, per_km: number];
  readonly per_kg: readonly [start: number, per_km: number];
  readonly capacity_kg: number;
  readonly range: readonly [min: number, max: number] | null;
};
const SERVICES = {
  road: {
    mode: 'road',
    carrier_code: CARRIERS.road,
    start_hours: 4,
    km_per_hour: 55,
    fixed: [27_000, 40],
    per_kg: [30, 0.18],
    capacity_kg: 5000,
    range: null,
  },
  cold_road: {
    mode: 'road',
    carrier_code: CARRIERS.cold_road,
    start_hours: 5,
    km_per_hour: 55,
    fixed: [52_000, 85],
    per_kg: [70, 0.42],
    capacity_kg: 1500,
    range: [2, 8],
  },
  frozen_road: {
    mode: 'road',
    carrier_code: CARRIERS.frozen_road,
    start_hours: 6,
    km_per_hour: 52,
    fixed: [66_000, 110],
    per_kg: [90, 0.55],
    capacity_kg: 800,
    range: [-30, -18],
  },
  air: {
    mode: 'air',
    carrier_code: CARRIERS.air,
    start_hours: 7,
    km_per_hour: 600,
    fixed: [42_000, 25],
    per_kg: [420, 0.5],
    capacity_kg: 600,
    range: null,
  },
  cold_air: {
    mode: 'air',
    carrier_code: CARRIERS.cold_air,
    start_hours: 8,
    km_per_hour: 600,
    fixed: [98_000, 45],
    per_kg: [760, 0.9],
    capacity_kg: 300,
    range: [2, 8],
  },
  courier: {
    mode: 'courier',
    carrier_code: CARRIERS.courier,
    start_hours: 1,
    km_per_hour: 40,
    fixed: [4500, 30],
    per_kg: [40, 0.3],
    capacity_kg: 800,
    range: null,
  },
} satisfies Record<string, Service>;

function laneRow(service: Service, from: string, to: string, km: number): LaneRow {
  return {
    from_warehouse_code: from,
    to_code: to,
    mode: service.mode,
    carrier_code: service.carrier_code,
    transit_hours: Math.max(1, Math.ceil(service.start_hours + km / service.km_per_hour)),
    distance_km: km,
    fixed_cost_fen: Math.round((service.fixed[0] + km * service.fixed[1]) / 100) * 100,
    cost_fen_per_kg: Math.round(service.per_kg[0] + km * service.per_kg[1]),
    capacity_kg: service.capacity_kg,
    temp_min_c: service.range ? service.range[0] : null,
    temp_max_c: service.range ? service.range[1] : null,
  };
}

/** Roads are a quarter longer than the great circle. */
const ROAD_FACTOR = 1.25;
const AIR_FROM_KM = 700;
const COLD_ROAD_UP_TO_KM = 1500;

function lanesBetween(seed: number, from: Site, to: Site): LaneRow[] {
  const random = randomOf(seed, STREAM.lane, from.index, to.index);
  const circle = Math.round(distanceKm(from.place, to.place));
  const km = Math.round(circle * ROAD_FACTOR);
  const rows = [laneRow(SERVICES.road, from.code, to.code, km)];
  if (km <= COLD_ROAD_UP_TO_KM || random.chance(0.35))
    rows.push(laneRow(SERVICES.cold_road, from.code, to.code, km));
  if (random.chance(0.5)) rows.push(laneRow(SERVICES.frozen_road, from.code, to.code, km));
  if (circle >= AIR_FROM_KM && random.chance(0.6))
    rows.push(laneRow(SERVICES.air, from.code, to.code, circle));
  if (circle >= AIR_FROM_KM && random.chance(0.4))
    rows.push(laneRow(SERVICES.cold_air, from.code, to.code, circle));
  return rows;
}

function lanesToHospital(seed: number, from: Site, hospital: Hospital, nth: number): LaneRow[] {
  if (!areNear(from.place.province, hospital.place.province)) return [];
  const inTown = randomOf(seed, STREAM.lane, 1000 + from.index, nth).int(6, 32);
  const km = Math.round(distanceKm(from.place, hospital.place) * ROAD_FACTOR) + inTown;
  const near = from.place.province === hospital.place.province;
  return [
    laneRow(near ? SERVICES.courier : SERVICES.road, from.code, hospital.code, km),
    laneRow(SERVICES.cold_road, from.code, hospital.code, km),
    ...(near ? [laneRow(SERVICES.frozen_road, from.code, hospital.code, km)] : []),
  ];
}

/**
 * Every pair of warehouses by road, some also by air and in a temperature range; every warehouse to the
 * hospitals of its own and the neighbouring provinces. Hours and cost grow with the great-circle distance.
 */
export function laneRows(seed: number, sites: readonly Site[], hospitals: readonly Hospital[]): LaneRow[] {
  const rows: LaneRow[] = [];
  for (const from of sites) {
    for (const to of sites) if (from !== to) rows.push(...lanesBetween(seed, from, to));
    for (const [nth, hospital] of hospitals.entries())
      rows.push(...lanesToHospital(seed, from, hospital, nth));
  }
  return rows;
}

import type { DatasetRow } from '@tongcang/contract';
import { addYears, dateOf, dayOf } from './calendar.ts';
import { usccOf } from './codes.ts';
import { type Hospital, type Manufacturer, type Scale, type Site, STREAM } from './company.ts';
import { areNear, PLACES, type Place } from './places.ts';
import { type Random, randomOf } from './random.ts';

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'.split('');
const FIRST = '康瑞泰宁博凌启恒佳维明安诺和嘉'.split('');
const SECOND = '朗源宸拓川禾衡岚铭昕澜亦'.split('');
const ABROAD = ['Norvella', 'Kestrin', 'Alvadis', 'Brennholt', 'Cordexa', 'Lumeris', 'Tessarin', 'Ostrava'];
const ROADS = ['健康', '科技', '仁和', '示范', '同济', '创新', '兴业', '长宁'];
const HOSPITAL_KINDS = [
  '第一人民',
  '中心',
  '中医',
  '妇幼保健',
  '第二人民',
  '肿瘤',
  '儿童',
  '胸科',
  '骨科',
  '第三人民',
];

/** Codes of the example's carriers by what they carry. */
export const CARRIERS = {
  road: 'CR01',
  cold_road: 'CR02',
  air: 'CR03',
  courier: 'CR04',
  frozen_road: 'CR05',
  cold_air: 'CR06',
} as const;
const CARRIER_NAMES: Readonly<Record<keyof typeof CARRIERS, string>> = {
  road: '通达示例物流有限公司',
  cold_road: '寒川示例冷链物流有限公司',
  air: '云程示例航空货运有限公司',
  courier: '迅捷示例同城配送有限公司',
  frozen_road: '极地示例冷冻运输有限公司',
  cold_air: '云程示例冷链航空有限公司',
};

type DepartmentKind = readonly [
  suffix: string,
  name: string,
  priority_class: number,
  min_remaining_days: number,
];
const ALWAYS: readonly DepartmentKind[] = [
  ['ER', '急诊科', 1, 30],
  ['ICU', '重症医学科', 1, 60],
  ['OR', '手术室', 2, 90],
  ['GS', '普外科', 3, 90],
  ['STORE', '耗材库', 4, 180],
];
const SOMETIMES: readonly DepartmentKind[] = [
  ['ORT', '骨科', 3, 180],
  ['CARD', '心内科', 2, 120],
  ['LAB', '检验科', 3, 45],
  ['NEPH', '血液净化中心', 2, 60],
  ['END', '内分泌科', 3, 60],
];

const pad = (value: number, width: number) => String(value).padStart(width, '0');
const person = (random: Random) => `${random.pick(SURNAMES)}${random.pick(['老师', '经理', '主任'])}`;
const street = (place: Place, random: Random) =>
  `${place.province === place.city ? '' : place.province}${place.city}市${random.pick(ROADS)}路${random.int(1, 699)}号`;
const phone = (place: Place, random: Random) => `${place.dialling}-0000${pad(random.int(0, 9999), 4)}`;

type PartnerRow = DatasetRow<'partner'>;
function partnerRow(
  code: string,
  name: string,
  kind: PartnerRow['kind'],
  place: Place,
  random: Random,
): PartnerRow {
  return {
    partner_code: code,
    name,
    kind,
    uscc: usccOf(kind === 'customer' ? '12' : '91', place.area, random),
    province: place.province,
    address: street(place, random),
    contact: person(random),
    phone: phone(place, random),
  };
}

/** Invented on purpose and recognisable as such: every enterprise carries 示例, every hospital 示范. */
function enterpriseName(place: Place, index: number, tail: string): string {
  const first = FIRST[index % FIRST.length]!;
  const second = SECOND[Math.floor(index / FIRST.length + index * 5) % SECOND.length]!;
  return `${place.city}${first}${second}示例${tail}`;
}

export function legalEntityCode(index: number): string {
  return `LE${pad(index + 1, 2)}`;
}

/** The warehouses: the first cities of the list. The last one is not on its owner's licence for class III. */
export function makeSites(scale: Scale): Site[] {
  return PLACES.slice(0, scale.warehouses).map((place, index) => ({
    index,
    code: place.code,
    place,
    legal_entity_code: legalEntityCode(index % scale.legal_entities),
    licensed_for_class_three: index !== scale.warehouses - 1,
    market: 1.6 - (index / (scale.warehouses - 1)) * 1.1,
  }));
}

/** Three hospitals in the city of each warehouse first (as far as the number goes), then in the region around. */
function hospitalPlaces(scale: Scale, sites: readonly Site[]): Place[] {
  const own = sites.map((site) => site.place);
  const around = PLACES.filter((place) => own.some((city) => areNear(city.province, place.province)));
  const places: Place[] = [];
  for (let round = 0; round < 3; round += 1) places.push(...own);
  for (let k = 0; places.length < scale.hospitals; k += 1) places.push(around[k % around.length]!);
  return places.slice(0, scale.hospitals);
}

function hospitalName(place: Place, nth: number): string {
  const kind = HOSPITAL_KINDS[nth];
  return kind ? `${place.city}示范${kind}医院` : `${place.city}示范第${nth + 1}医院`;
}

export function makeHospitals(
  seed: number,
  scale: Scale,
  sites: readonly Site[],
): { hospitals: Hospital[]; partners: PartnerRow[]; departments: DatasetRow<'department'>[] } {
  const perCity = new Map<string, number>();
  const hospitals: Hospital[] = [];
  const partners: PartnerRow[] = [];
  const departments: DatasetRow<'department'>[] = [];
  for (const [index, place] of hospitalPlaces(scale, sites).entries()) {
    const random = randomOf(seed, STREAM.hospital, index);
    const nth = perCity.get(place.code) ?? 0;
    perCity.set(place.code, nth + 1);
    const code = `H${pad(index + 1, 3)}`;
    hospitals.push({ code, place });
    partners.push(partnerRow(code, hospitalName(place, nth), 'customer', place, random));
    const kinds = [...ALWAYS, ...SOMETIMES.filter(() => random.chance(0.65))];
    for (const [suffix, name, priority_class, min_remaining_days] of kinds) {
      departments.push({
        partner_code: code,
        department_code: `${code}-${suffix}`,
        name,
        priority_class,
        min_remaining_days,
      });
    }
  }
  return { hospitals, partners, departments };
}

/** Every fifth manufacturer is abroad; its products are registered as imports and come through an agent. */
export function makeManufacturers(
  seed: number,
  scale: Scale,
): { manufacturers: Manufacturer[]; partners: PartnerRow[] } {
  const manufacturers: Manufacturer[] = [];
  const partners: PartnerRow[] = [];
  for (let index = 0; index < scale.manufacturers; index += 1) {
    const random = randomOf(seed, STREAM.partner, 1, index);
    const code = `M${pad(index + 1, 3)}`;
    const mark = `${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(65 + ((index * 7 + 3) % 26))}`;
    if (index % 5 === 4) {
      const nth = Math.floor(index / 5);
      const round = Math.floor(nth / ABROAD.length);
      const name = `${ABROAD[nth % ABROAD.length]} Medical ${round === 0 ? 'AG' : `Group ${round + 1}`} (示例)`;
      manufacturers.push({ code, place: null, mark });
      partners.push({
        partner_code: code,
        name,
        kind: 'manufacturer',
        uscc: null,
        province: '境外',
        address: `${random.int(1, 99)} Example Street`,
        contact: null,
        phone: null,
      });
      continue;
    }
    const place = PLACES[(index * 11 + 13) % PLACES.length]!;
    manufacturers.push({ code, place, mark });
    partners.push(
      partnerRow(code, enterpriseName(place, index, '医疗器械有限公司'), 'manufacturer', place, random),
    );
  }
  return { manufacturers, partners };
}

export function supplierCode(index: number): string {
  return `S${pad(index + 1, 3)}`;
}

/** Legal entities, suppliers and carriers. */
export function makeTraders(seed: number, scale: Scale, sites: readonly Site[]): PartnerRow[] {
  const rows: PartnerRow[] = [];
  for (let index = 0; index < scale.legal_entities; index += 1) {
    const place = sites[index]!.place;
    const random = randomOf(seed, STREAM.partner, 2, index);
    rows.push(
      partnerRow(
        legalEntityCode(index),
        `通仓示例医疗（${place.city}）有限公司`,
        'legal_entity',
        place,
        random,
      ),
    );
  }
  for (let index = 0; index < scale.suppliers; index += 1) {
    const place = PLACES[(index * 5 + 1) % PLACES.length]!;
    const random = randomOf(seed, STREAM.partner, 3, index);
    const name = enterpriseName(place, index + 6, '医疗供应链有限公司');
    rows.push(partnerRow(supplierCode(index), name, 'supplier', place, random));
  }
  for (const [index, key] of (Object.keys(CARRIERS) as (keyof typeof CARRIERS)[]).entries()) {
    const random = randomOf(seed, STREAM.partner, 4, index);
    rows.push(partnerRow(CARRIERS[key], CARRIER_NAMES[key], 'carrier', sites[0]!.place, random));
  }
  return rows;
}

type LicenceRow = DatasetRow<'licence'>;
type Period = { readonly valid_from: string; readonly valid_to: string | null };

/** A certificate of five years that began `days_ago` days before today (distribution measures 54/2022, art. 14). */
function fiveYears(today: string, days_ago: number): Period {
  const valid_from = dateOf(dayOf(today) - days_ago);
  return { valid_from, valid_to: dateOf(dayOf(addYears(valid_from, 5)) - 1) };
}

function distributionLicences(
  partner_code: string,
  place: Place,
  period: Period,
  serial: number,
  sites: readonly Site[],
): LicenceRow[] {
  const year = period.valid_from.slice(0, 4);
  const issued = `${place.province_short}${place.city_short}药监械经营`;
  const common = { partner_code, categories: ['*'], valid_from: period.valid_from };
  return [
    {
      ...common,
      kind: 'distribution_licence',
      licence_no: `${issued}许${year}${pad(serial, 4)}号`,
      classes: ['III'],
      warehouse_codes: sites.filter((site) => site.licensed_for_class_three).map((site) => site.code),
      valid_to: period.valid_to,
    },
    {
      ...common,
      kind: 'distribution_filing',
      licence_no: `${issued}备${year}${pad(serial + 4000, 4)}号`,
      classes: ['II'],
      warehouse_codes: sites.map((site) => site.code),
      valid_to: null,
    },
  ];
}

function productionLicences(maker: Manufacturer, place: Place, period: Period, serial: number): LicenceRow[] {
  const year = period.valid_from.slice(0, 4);
  const issued = `${place.province_short}药监械生产`;
  const common = {
    partner_code: maker.code,
    categories: ['*'],
    warehouse_codes: [],
    valid_from: period.valid_from,
  };
  return [
    {
      ...common,
      kind: 'production_licence',
      licence_no: `${issued}许${year}${pad(serial, 4)}号`,
      classes: ['II', 'III'],
      valid_to: period.valid_to,
    },
    {
      ...common,
      kind: 'production_filing',
      licence_no: `${issued}备${year}${pad(serial + 4000, 4)}号`,
      classes: ['I'],
      valid_to: null,
    },
  ];
}

/** The hospital whose licence does not cover class III, by its place in the list. */
const HOSPITAL_WITHOUT_CLASS_THREE = 3;

/**
 * Licences of everyone who trades. Made to give the gate something to refuse: the last warehouse is missing on
 * its owner's licence for class III, one hospital has no scope for class III, and the last supplier's licence has
 * expired (no stock of the example came from that supplier).
 */
export function makeLicences(
  seed: number,
  today: string,
  scale: Scale,
  sites: readonly Site[],
  manufacturers: readonly Manufacturer[],
  hospitals: readonly Hospital[],
): LicenceRow[] {
  const rows: LicenceRow[] = [];
  const period = (group: number, index: number) =>
    fiveYears(today, randomOf(seed, STREAM.licence, group, index).int(120, 1600));
  for (let index = 0; index < scale.legal_entities; index += 1) {
    const code = legalEntityCode(index);
    const own = sites.filter((site) => site.legal_entity_code === code);
    rows.push(...distributionLicences(code, sites[index]!.place, period(1, index), index + 1, own));
  }
  for (let index = 0; index < scale.suppliers; index += 1) {
    const expired = index === scale.suppliers - 1;
    const when = expired ? fiveYears(today, 5 * 366 + 40) : period(2, index);
    const place = PLACES[(index * 5 + 1) % PLACES.length]!;
    rows.push(...distributionLicences(supplierCode(index), place, when, index + 101, []));
  }
  for (const [index, maker] of manufacturers.entries()) {
    if (maker.place) rows.push(...productionLicences(maker, maker.place, period(3, index), index + 1));
  }
  for (const [index, hospital] of hospitals.entries()) {
    const when = period(4, index);
    rows.push({
      partner_code: hospital.code,
      kind: 'medical_institution',
      licence_no: `PDY${hospital.place.area}${pad(index + 1, 5)}A1001`,
      classes: index === HOSPITAL_WITHOUT_CLASS_THREE ? ['I', 'II'] : ['I', 'II', 'III'],
      categories: ['*'],
      warehouse_codes: [],
      valid_from: when.valid_from,
      valid_to: addYears(when.valid_to!, 10),
    });
  }
  return rows;
}

/**
 * Letters of the makers to every supplier. The ninth supplier may sell in three provinces only, and those of the last one
 * are over like its licence.
 */
export function makeAuthorisations(
  today: string,
  scale: Scale,
  manufacturers: readonly Manufacturer[],
): DatasetRow<'authorisation'>[] {
  const day = (offset: number) => dateOf(dayOf(today) + offset);
  return Array.from({ length: scale.suppliers }, (_, supplier) =>
    manufacturers.map(({ code }, maker) => ({
      authorisation_no: `SQ-${code}-${supplierCode(supplier)}`,
      grantor_code: code,
      grantee_code: supplierCode(supplier),
      registrant_code: code,
      item_codes: [],
      categories: ['*'],
      regions: supplier === 8 ? (['上海', '江苏', '浙江'] as const).slice() : ['*' as const],
      valid_from: day(-300),
      valid_to: day(supplier === scale.suppliers - 1 ? -30 : 60 + ((supplier * 53 + maker * 97) % 640)),
    })),
  ).flat();
}

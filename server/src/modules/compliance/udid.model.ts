/** Reads what the national UDI database gives out (udi.nmpa.gov.cn): pure, a text in, devices out. */
import { hasForbiddenCharacter } from '@tongcang/contract';
import { normaliseGtin, parseRegistrationNo } from '@tongcang/udi';
import { readXml } from './udid-xml.ts';

export type UdidPackage = {
  readonly di: string;
  readonly level: string;
  readonly contains: number;
  readonly inner_di: string | null;
  /** Smallest sale units in one pack; null where the chain of packs is broken. */
  readonly units: number | null;
};
export type UdidDevice = {
  readonly line_no: number;
  readonly issuer: 'gs1' | 'ma' | 'ahm';
  readonly di: string;
  readonly name: string;
  readonly model: string | null;
  readonly device_class: 'I' | 'II' | 'III' | null;
  readonly category: string | null;
  readonly catalogue_old: string | null;
  readonly catalogue_new: string | null;
  readonly registration_no: string | null;
  readonly sterile: boolean | null;
  readonly storage_condition: 'ambient' | 'cool' | 'cold' | 'frozen' | null;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly insurance_code: string | null;
  readonly withdrawn_on: string | null;
  readonly packages: readonly UdidPackage[];
};

type Raw = Readonly<Record<string, unknown>>;
/** No field of the database is longer. */
const TEXT_MAX = 300;

/** The devices of a file, JSON as the interface gives it or XML as the download does; null where it is neither. */
export function readUdid(text: string): UdidDevice[] | null {
  const found = text.trimStart().startsWith('<') ? readXml(text) : readJson(text);
  const devices = found === null ? [] : devicesIn(found);
  return devices.length === 0 ? null : devices.map((raw, index) => deviceOf(raw, index + 1));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Devices stand at the top, in a list, or some levels down (`dataSet.deviceInfo`, `udid.devices.device`). */
function devicesIn(value: unknown, depth = 0): Raw[] {
  if (depth > 6 || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((one) => devicesIn(one, depth + 1));
  const raw = value as Raw;
  if (wordOf(raw.zxxsdycpbs) !== null) return [raw];
  return Object.values(raw).flatMap((one) => devicesIn(one, depth + 1));
}

/** A value as text; null where the database left it out, also where it wrote so in words, and where it is no clean text. */
function wordOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  if (text === '' || text === '无' || text === '/' || text === 'null' || text.length > TEXT_MAX) return null;
  return hasForbiddenCharacter(text) ? null : text;
}

function deviceOf(raw: Raw, line_no: number): UdidDevice {
  const number = wordOf(raw.zczbhhzbapzbh);
  const parsed = number === null ? null : parseRegistrationNo(number);
  const catalogue = wordOf(raw.flbm);
  const issuer = issuerOf(wordOf(raw.cpbsbmtxmc));
  const di = diOf(wordOf(raw.zxxsdycpbs) ?? '');
  return {
    line_no,
    issuer,
    di,
    name: wordOf(raw.cpmctymc) ?? wordOf(raw.spmc) ?? '',
    model: wordOf(raw.ggxh),
    device_class: parsed?.ok ? parsed.class : classOf(wordOf(raw.qxlb)),
    category: catalogue !== null && /^\d{2}(-\d{2}){0,2}$/.test(catalogue) ? catalogue : null,
    catalogue_old: wordOf(raw.yflbm),
    catalogue_new: catalogue,
    registration_no: parsed?.ok ? parsed.number : number,
    sterile: yesOf(wordOf(raw.sfwwjbz)),
    ...storageOf(listOf(raw.storageList, 'storage')),
    insurance_code: wordOf(raw.ybbm),
    withdrawn_on: dateOf(wordOf(raw.tsrq)),
    packages: packagesOf(di, listOf(raw.packingList, 'packing')),
  };
}

const diOf = (text: string) => normaliseGtin(text) ?? text;
const yesOf = (text: string | null) => (text === '是' ? true : text === '否' ? false : null);
const dateOf = (text: string | null) => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);

function issuerOf(text: string | null): UdidDevice['issuer'] {
  if (text !== null && /^(MA|IDcode)/i.test(text)) return 'ma';
  return text !== null && /AHM|阿里/i.test(text) ? 'ahm' : 'gs1';
}

/** `qxlb` names the class in Roman, full-width Roman or Arabic figures, longest first. */
function classOf(text: string | null): UdidDevice['device_class'] {
  if (text === null) return null;
  if (/III|Ⅲ|3|三/.test(text)) return 'III';
  if (/II|Ⅱ|2|二/.test(text)) return 'II';
  return /I|Ⅰ|1|一/.test(text) ? 'I' : null;
}

/** JSON has a list, XML an element around its elements. */
function listOf(value: unknown, inner: string): Raw[] {
  const held = Array.isArray(value) ? value : (value as Raw | null | undefined)?.[inner];
  const rows = Array.isArray(held) ? held : held === undefined || held === null ? [] : [held];
  return rows.filter((row): row is Raw => typeof row === 'object' && row !== null);
}

type Storage = Pick<UdidDevice, 'storage_condition' | 'temp_min_c' | 'temp_max_c'>;
const CELSIUS = /℃|°C|摄氏/;

/** The condition of storage, not that of transport; its range only where it is one of temperature. */
function storageOf(rows: readonly Raw[]): Storage {
  const row = rows.find((one) => !/运输/.test(wordOf(one.cchcztj) ?? '')) ?? rows[0];
  const words = wordOf(row?.cchcztj);
  const isTemperature = CELSIUS.test(wordOf(row?.jldw) ?? '');
  const temp_min_c = isTemperature ? numberOf(row?.zdz) : null;
  const temp_max_c = isTemperature ? numberOf(row?.zgz) : null;
  return { storage_condition: conditionOf(words, temp_max_c), temp_min_c, temp_max_c };
}

function numberOf(value: unknown): number | null {
  const text = wordOf(value);
  if (text === null) return null;
  const number = Number(text.replace(/[−－﹣]/g, '-').replace(/℃|°C/g, ''));
  return Number.isFinite(number) && number >= -200 && number <= 100 ? number : null;
}

function conditionOf(words: string | null, temp_max_c: number | null): Storage['storage_condition'] {
  if (words !== null) {
    if (/冷冻|冻存|深冷/.test(words)) return 'frozen';
    if (/冷藏/.test(words)) return 'cold';
    if (/阴凉|凉暗/.test(words)) return 'cool';
    if (/常温|室温/.test(words)) return 'ambient';
  }
  if (temp_max_c === null) return null;
  if (temp_max_c <= 0) return 'frozen';
  if (temp_max_c <= 10) return 'cold';
  return temp_max_c <= 20 ? 'cool' : 'ambient';
}

/** Packs with the units that each holds, counted from the innermost. A pack inside itself counts nothing. */
function packagesOf(base_di: string, rows: readonly Raw[]): UdidPackage[] {
  const packs = rows.flatMap((row) => {
    const di = wordOf(row.bzcpbs);
    const contains = Number(wordOf(row.bznhxyjcpbssl));
    if (di === null || !Number.isSafeInteger(contains) || contains < 1 || contains > 1_000_000_000) return [];
    const inner = wordOf(row.bznhxyjbzcpbs);
    return [
      {
        di: diOf(di),
        level: wordOf(row.cpbzjb) ?? '',
        contains,
        inner_di: inner === null ? null : diOf(inner),
      },
    ];
  });
  const byDi = new Map(packs.map((pack) => [pack.di, pack]));
  const unitsOf = (di: string | null, depth: number): number | null => {
    if (di === null || di === base_di) return 1;
    const pack = byDi.get(di);
    if (pack === undefined || depth > packs.length) return null;
    const inner = unitsOf(pack.inner_di, depth + 1);
    return inner === null ? null : inner * pack.contains;
  };
  return packs.map((pack) => ({ ...pack, units: unitsOf(pack.di, 0) }));
}

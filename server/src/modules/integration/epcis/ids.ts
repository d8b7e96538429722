/**
 * The identifiers of EPCIS events, pure: GS1 keys as Digital Link URIs, which need no knowledge of the length of a company
 * prefix, and names of our own for what has no GS1 key. Those of partners are read in both forms.
 */
import { checkDigit, isValidGln, isValidGtin, isValidSscc } from '@tongcang/udi';

const RESOLVER = 'https://id.gs1.org';
/** Names that mean something here only. */
const OWN = 'urn:x-tongcang';
const GS1_TEXT = /^[!-~]{1,20}$/;

export type Product = {
  readonly item_code: string;
  readonly udi_di: string;
  readonly lot_no: string;
};
export type Site = { readonly code: string; readonly gln: string | null };

/** A part of a URI; the characters that a path may not hold are escaped. */
const part = (text: string) => encodeURIComponent(text).replaceAll("'", '%27');
const own = (...parts: readonly string[]) => [OWN, ...parts.map(part)].join(':');

/** All pieces of one lot. */
export function lotUri({ item_code, udi_di, lot_no }: Product): string {
  return isValidGtin(udi_di) && GS1_TEXT.test(lot_no)
    ? `${RESOLVER}/01/${udi_di.padStart(14, '0')}/10/${part(lot_no)}`
    : own('lot', item_code, lot_no);
}

/** One piece. */
export function serialUri({ item_code, udi_di }: Product, serial_no: string): string {
  return isValidGtin(udi_di) && GS1_TEXT.test(serial_no)
    ? `${RESOLVER}/01/${udi_di.padStart(14, '0')}/21/${part(serial_no)}`
    : own('serial', item_code, serial_no);
}

export function unitUri(sscc: string): string {
  return isValidSscc(sscc) ? `${RESOLVER}/00/${sscc}` : own('unit', sscc);
}

/** A warehouse or department; with `bin`, the place in it. */
export function placeUri(
  kind: 'warehouse' | 'department' | 'place',
  { code, gln }: Site,
  bin?: string,
): string {
  if (gln === null) return bin === undefined ? own(kind, code) : own(kind, code, bin);
  const site = `${RESOLVER}/414/${gln}`;
  if (bin === undefined) return site;
  return GS1_TEXT.test(bin) ? `${site}/254/${part(bin)}` : own(kind, code, bin);
}

export function partyUri({ code, gln }: Site): string {
  return gln === null ? own('party', code) : `${RESOLVER}/417/${gln}`;
}

export function documentUri(no: string): string {
  return own('document', no);
}

/** What a URI names; `null` in a field that it does not name. */
export type Named = {
  readonly gtin: string | null;
  readonly lot_no: string | null;
  readonly serial_no: string | null;
  readonly sscc: string | null;
  readonly gln: string | null;
  /** Of our own names: the code of an item. */
  readonly item_code: string | null;
};
const NOTHING: Named = { gtin: null, lot_no: null, serial_no: null, sscc: null, gln: null, item_code: null };

/** Reads a Digital Link, an EPC URN or a name of our own; a URI that is none of them names nothing. */
export function readUri(uri: string): Named {
  if (/^https?:\/\//i.test(uri)) return readLink(uri);
  const urn = /^urn:epc:(?:id|class|idpat):([a-z]+):(.+)$/.exec(uri);
  if (urn) return readUrn(urn[1]!, urn[2]!);
  const ours = /^urn:x-tongcang:(lot|serial):([^:]+):([^:]+)$/.exec(uri);
  if (ours) {
    const [, kind, item_code, no] = ours.map(decoded);
    return { ...NOTHING, item_code: item_code!, [kind === 'lot' ? 'lot_no' : 'serial_no']: no! };
  }
  return NOTHING;
}

const PRIMARY_KEYS: ReadonlySet<string> = new Set(['00', '01', '414', '417']);

function readLink(uri: string): Named {
  const path = uri.replace(/^https?:\/\/[^/?#]+/i, '').split(/[?#]/)[0]!;
  const parts = path.split('/').filter((text) => text !== '');
  const keys = new Map<string, string>();
  const first = parts.findIndex((text) => PRIMARY_KEYS.has(text));
  for (let at = first; at >= 0 && at + 1 < parts.length; at += 2)
    keys.set(parts[at]!, decoded(parts[at + 1]!));
  const gtin = keys.get('01')?.padStart(14, '0');
  const sscc = keys.get('00');
  const gln = keys.get('414') ?? keys.get('417');
  return {
    ...NOTHING,
    gtin: gtin !== undefined && isValidGtin(gtin) ? gtin : null,
    lot_no: keys.get('10') ?? null,
    serial_no: keys.get('21') ?? null,
    sscc: sscc !== undefined && isValidSscc(sscc) ? sscc : null,
    gln: gln !== undefined && isValidGln(gln) ? gln : null,
  };
}

function readUrn(scheme: string, rest: string): Named {
  const [prefix = '', reference = '', ...more] = rest.split('.');
  const last = decoded(more.join('.'));
  if (!/^\d+$/.test(prefix)) return NOTHING;
  switch (scheme) {
    case 'sgtin':
      return {
        ...NOTHING,
        gtin: gtinOf(prefix, reference),
        serial_no: last === '*' || last === '' ? null : last,
      };
    case 'lgtin':
      return { ...NOTHING, gtin: gtinOf(prefix, reference), lot_no: last || null };
    case 'sscc':
      return { ...NOTHING, sscc: withCheck(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`, 17) };
    case 'sgln':
    case 'pgln':
      return { ...NOTHING, gln: withCheck(`${prefix}${reference}`, 12) };
    default:
      return NOTHING;
  }
}

/** The first digit of the item reference is the indicator, which leads the number. */
const gtinOf = (prefix: string, reference: string) =>
  withCheck(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`, 13);

const withCheck = (digits: string, length: number): string | null =>
  /^\d+$/.test(digits) && digits.length === length ? digits + checkDigit(digits) : null;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

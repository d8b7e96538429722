/** Any text of an RFID reader to a scan: hexadecimal tag, tag URI or pure identity. */
import type { Gs1Element } from '../gs1/scan.ts';
import type { Refusal, Warning } from '../issue.ts';
import { type Epc, type EpcScheme, elementsOfEpc } from './epc.ts';
import { decodeTag } from './tag.ts';
import { formatEpcUri, formatTagUri, readEpcUri, type TagScheme } from './uri.ts';

export type EpcScan = {
  readonly ok: true;
  readonly issuer: 'epc';
  readonly scheme: EpcScheme;
  /** Pure identity: the same whatever tag it was read from. */
  readonly epc_uri: string;
  /** Known where a tag was read, not where an identity was typed. */
  readonly tag_uri?: string;
  readonly tag_scheme?: TagScheme;
  readonly filter?: number;
  /** Digits of the company prefix. */
  readonly gcp_length: number;
  /** Of an SGTIN; 14 digits, what tags of one product share. */
  readonly gtin?: string;
  readonly serial?: string;
  readonly sscc?: string;
  readonly gln?: string;
  readonly gln_extension?: string;
  readonly giai?: string;
  readonly elements: readonly Gs1Element[];
  readonly warnings: readonly Warning[];
};
export type EpcResult = EpcScan | Refusal;

/** Reads a tag as a reader sends it. Never throws; a tag of another maker is refused with EPC_HEADER. */
export function parseEpc(text: string): EpcResult {
  if (/^urn:/i.test(text)) {
    const read = readEpcUri(text);
    return read.ok ? scanOf(read.epc, read.tag) : read;
  }
  const tag = decodeTag(text);
  return tag.ok ? scanOf(tag.epc, tag) : tag;
}

const FIELDS: Readonly<Record<string, 'gtin' | 'serial' | 'sscc' | 'gln' | 'gln_extension' | 'giai'>> = {
  '01': 'gtin',
  '21': 'serial',
  '00': 'sscc',
  '414': 'gln',
  '254': 'gln_extension',
  '8004': 'giai',
};

function scanOf(epc: Epc, tag?: { tag_scheme: TagScheme; filter: number }): EpcScan {
  const elements = elementsOfEpc(epc);
  const fields = Object.fromEntries(elements.map(({ ai, value }) => [FIELDS[ai], value]));
  return {
    ok: true,
    issuer: 'epc',
    scheme: epc.scheme,
    epc_uri: formatEpcUri(epc),
    ...(tag && { tag_uri: formatTagUri({ epc, ...tag }), tag_scheme: tag.tag_scheme, filter: tag.filter }),
    gcp_length: epc.company.length,
    ...fields,
    elements,
    warnings: [],
  };
}

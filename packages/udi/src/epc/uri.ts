/** EPCs as URIs: pure identities `urn:epc:id:sgtin:0614141.812345.6789` and tags `urn:epc:tag:sgtin-96:3.0614141...`. */
import { type Refusal, refuse } from '../issue.ts';
import { checkEpc, EPC_SCHEMES, type Epc, type EpcScheme } from './epc.ts';

export const TAG_SCHEMES = ['sgtin-96', 'sgtin-198', 'sscc-96', 'sgln-96', 'giai-96'] as const;
export type TagScheme = (typeof TAG_SCHEMES)[number];

/** How the identity is written into a tag; `filter` 0 to 7 tells readers the kind of pack. */
export type EpcTag = { readonly epc: Epc; readonly tag_scheme: TagScheme; readonly filter: number };
export type EpcUri = { readonly ok: true; readonly epc: Epc; readonly tag?: Omit<EpcTag, 'epc'> };

const URI = /^urn:epc:(?:id:([a-z]+)|tag:([a-z]+-\d+)):(.+)$/;

/** Reads either kind of URI. */
export function readEpcUri(uri: string): EpcUri | Refusal {
  const match = URI.exec(uri);
  if (match === null) return refuse('EPC_FORM', { position: 0 });
  const [, pure, tag, rest] = match as unknown as [string, string | undefined, string | undefined, string];
  const fields = rest.split('.');
  const filter = tag === undefined ? 0 : Number(fields.shift());
  const scheme = (pure ?? tag?.split('-')[0]) as EpcScheme;
  if (!EPC_SCHEMES.includes(scheme) || (tag !== undefined && !TAG_SCHEMES.includes(tag as TagScheme)))
    return refuse('EPC_HEADER', { params: { scheme: pure ?? tag ?? '' } });
  if (!(filter >= 0 && filter <= 7 && Number.isInteger(filter))) return refuse('EPC_FORM', { position: 0 });
  const epc = epcOf(scheme, fields);
  const wrong = epc === null ? refuse('EPC_FORM', { position: 0 }) : checkEpc(epc);
  if (wrong !== null || epc === null) return wrong ?? refuse('EPC_FORM', { position: 0 });
  return { ok: true, epc, ...(tag !== undefined && { tag: { tag_scheme: tag as TagScheme, filter } }) };
}

/** The serial and the reference of an asset may contain full stops, so what follows the fixed fields is one. */
function epcOf(scheme: EpcScheme, fields: readonly string[]): Epc | null {
  const [company, reference, ...rest] = fields;
  if (company === undefined || reference === undefined) return null;
  const tail = (parts: readonly string[]) => unescapeUri(parts.join('.'));
  switch (scheme) {
    case 'giai': {
      const asset = tail([reference, ...rest]);
      return asset === null ? null : { scheme, company, reference: asset };
    }
    case 'sscc':
      return rest.length > 0 ? null : { scheme, company, reference };
    case 'sgtin':
    case 'sgln': {
      const serial = rest.length === 0 ? null : tail(rest);
      return serial === null ? null : { scheme, company, reference, serial };
    }
  }
}

/** The pure identity: what is stored and sent to others, whatever tag or label it was read from. */
export function formatEpcUri(epc: Epc): string {
  return `urn:epc:id:${epc.scheme}:${body(epc)}`;
}

export function formatTagUri({ epc, tag_scheme, filter }: EpcTag): string {
  return `urn:epc:tag:${tag_scheme}:${filter}.${body(epc)}`;
}

function body({ scheme, company, reference, serial }: Epc): string {
  const parts = [company, scheme === 'giai' ? escapeUri(reference) : reference];
  return [...parts, ...(serial === undefined ? [] : [escapeUri(serial)])].join('.');
}

/** Signs of character set 82 that a URI may not carry as they are (TDS 1.13, section 5.4). */
function escapeUri(text: string): string {
  return text.replace(/["%&/<>?]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Null where a sign stands that should have been escaped, or an escape is broken. */
function unescapeUri(text: string): string | null {
  if (/["&/<>?]|%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

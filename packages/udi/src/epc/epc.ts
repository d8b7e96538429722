/** What an EPC identifies, apart from how it is written: the four GS1 keys that the tags of this trade carry. */

import { firstOutside } from '../gs1/character-set.ts';
import { checkDigit } from '../gs1/check-digit.ts';
import type { Gs1Element } from '../gs1/scan.ts';
import { type Refusal, refuse } from '../issue.ts';

export const EPC_SCHEMES = ['sgtin', 'sscc', 'sgln', 'giai'] as const;
export type EpcScheme = (typeof EPC_SCHEMES)[number];

/**
 * Company prefix, the reference given by the company, and what tells one piece from another.
 *
 * `reference`: indicator and item reference of an SGTIN, extension digit and serial reference of an SSCC, location
 * reference of an SGLN, whole asset reference of a GIAI. `serial`: of an SGTIN, or the extension of an SGLN (`0` for none).
 */
export type Epc = {
  readonly scheme: EpcScheme;
  readonly company: string;
  readonly reference: string;
  readonly serial?: string;
};

/** Digits that company prefix and reference share. */
const SHARED_DIGITS: Readonly<Record<'sgtin' | 'sscc' | 'sgln', number>> = { sgtin: 13, sscc: 17, sgln: 12 };

const SERIAL_MAX = 20;
const ASSET_MAX = 30;

/** The number of digits of the reference, or null where it is free. */
export function referenceDigits(scheme: EpcScheme, gcp_length: number): number | null {
  return scheme === 'giai' ? null : SHARED_DIGITS[scheme] - gcp_length;
}

/** Why an EPC cannot be, or null. */
export function checkEpc(epc: Epc): Refusal | null {
  const { scheme, company, reference, serial } = epc;
  const digits = referenceDigits(scheme, company.length);
  if (!/^\d{6,12}$/.test(company)) return refuse('EPC_PREFIX', { params: { company } });
  if (digits !== null && !new RegExp(`^\\d{${digits}}$`).test(reference)) {
    return refuse('EPC_VALUE', { params: { reference, digits } });
  }
  if (digits === null && !isText(reference, ASSET_MAX - company.length)) {
    return refuse('EPC_VALUE', { params: { reference } });
  }
  if ((scheme === 'sgtin' || scheme === 'sgln') !== (serial !== undefined)) return refuse('EPC_FORM');
  return serial === undefined || isText(serial, SERIAL_MAX)
    ? null
    : refuse('EPC_SERIAL', { params: { serial } });
}

function isText(text: string, max: number): boolean {
  return text.length >= 1 && text.length <= max && firstOutside('X', text) < 0;
}

/** The GS1 elements that say the same. */
export function elementsOfEpc({ scheme, company, reference, serial }: Epc): readonly Gs1Element[] {
  switch (scheme) {
    case 'sgtin': {
      const body = reference.charAt(0) + company + reference.slice(1);
      return [
        { ai: '01', value: body + checkDigit(body) },
        { ai: '21', value: serial as string },
      ];
    }
    case 'sscc': {
      const body = reference.charAt(0) + company + reference.slice(1);
      return [{ ai: '00', value: body + checkDigit(body) }];
    }
    case 'sgln': {
      const body = company + reference;
      const extension = serial === '0' ? [] : [{ ai: '254', value: serial as string }];
      return [{ ai: '414', value: body + checkDigit(body) }, ...extension];
    }
    case 'giai':
      return [{ ai: '8004', value: company + reference }];
  }
}

/**
 * The EPC of GS1 elements. `gcp_length`, the digits of the company prefix, must be known: no rule tells it from the
 * number. Refuses with KEY_MISSING where no key of a piece is among the elements.
 */
export function epcOfElements(
  elements: readonly Gs1Element[],
  gcp_length: number,
): { readonly ok: true; readonly epc: Epc } | Refusal {
  const of = (ai: string) => elements.find((element) => element.ai === ai)?.value;
  const epc = epcOf(of, gcp_length);
  if (epc === null) return refuse('KEY_MISSING');
  const wrong = checkEpc(epc);
  return wrong ?? { ok: true, epc };
}

function epcOf(of: (ai: string) => string | undefined, length: number): Epc | null {
  const [gtin, serial, sscc, gln, asset] = ['01', '21', '00', '414', '8004'].map(of);
  if (sscc !== undefined) return { scheme: 'sscc', ...behindFirst(sscc, length) };
  if (gtin !== undefined && serial !== undefined)
    return { scheme: 'sgtin', ...behindFirst(gtin, length), serial };
  if (gln !== undefined) {
    const serial = of('254') ?? '0';
    return { scheme: 'sgln', company: gln.slice(0, length), reference: gln.slice(length, -1), serial };
  }
  if (asset === undefined) return null;
  return { scheme: 'giai', company: asset.slice(0, length), reference: asset.slice(length) };
}

/** GTIN and SSCC have one digit before the company prefix, which leads the reference of the EPC. */
function behindFirst(key: string, length: number): { company: string; reference: string } {
  return { company: key.slice(1, 1 + length), reference: key.charAt(0) + key.slice(1 + length, -1) };
}
